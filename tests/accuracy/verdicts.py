"""Whether each knee was given the right verdict, by what is true of it."""

from collections import Counter
from collections.abc import Sequence

from tests.accuracy.score import Said

WORSE = ("drifting", "caving_in", "falling_out")
TOLD = ("good", *WORSE)


def groups(said: Sequence[Said]) -> dict[str, list[Said]]:
    """The knees of each class of movement; valgus that is in the bones is not movement."""
    return {
        "15° in or more": [s for s in said if s.movement_deg >= 14.9],
        "10–12° in": [s for s in said if 9.9 <= s.movement_deg <= 12.1],
        "2° or less": [s for s in said if abs(s.movement_deg) <= 2.1],
        "2° or less, other leg 10° in": [s for s in said if abs(s.movement_deg) <= 2.1
                                         and s.other_movement_deg >= 9.9],
        "2° or less, on a fixed axis": [s for s in said if abs(s.movement_deg) <= 2.1
                                        and s.axis_deg > 0],
        "12° out or more": [s for s in said if s.movement_deg <= -11.9],
    }


def share(said: Sequence[Said], *verdicts: str) -> float:
    """Of those that were judged at all, the share with one of these verdicts; 0 for none."""
    told = [s for s in said if s.verdict in TOLD]
    return sum(s.verdict in verdicts for s in told) / len(told) if told else 0.0


def table(said: Sequence[Said]) -> str:
    """How often each class got each verdict."""
    names = (*TOLD, "cannot_judge", "not_counted")
    lines = ["| true movement | n | " + " | ".join(names) + " |", "|---" * (len(names) + 2) + "|"]
    for bodies, chosen in (("", list(said)), ("held out: ", [s for s in said if s.held_out])):
        for name, group in groups(chosen).items():
            found = Counter(s.verdict for s in group)
            lines.append(f"| {bodies}{name} | {len(group)} | "
                         + " | ".join(str(found[each] or "") for each in names) + " |")
    return "\n".join(lines)
