"""What was said of knees, by the conditions they were seen in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from tests.accuracy.score import Said, line
from tests.accuracy.verdicts import TOLD

_BEYOND = ("drifting", "caving_in")
_GROUPS: list[tuple[str, Callable[[Said], Any]]] = [
    ("bodies", lambda s: "held out" if s.held_out else "fitted on"),
    ("", lambda s: s.person), ("light", lambda s: s.light), ("legs", lambda s: s.legs),
    ("lens", lambda s: s.lens), ("flexion", lambda s: f"{15 * int(s.flexion_deg // 15)}°…"),
    ("valgus", lambda s: f"{_class(s.movement_deg)}"),
    ("distance", lambda s: f"{0.4 * int(s.distance_m // 0.4):.1f} m…"),
    ("fixed axis", lambda s: f"{s.axis_deg:.0f}°" if s.kind == "clip" else
     "yes" if s.axis_deg else "no"),
    ("facing", lambda s: "within 5°" if abs(s.yaw_deg) <= 5 else "5–10°")]


def split(said: Sequence[Said]) -> Iterator[tuple[str, list[Said]]]:
    """All of them, then those of each condition."""
    yield "all", list(said)
    for title, key in _GROUPS:
        for value in sorted({key(s) for s in said}):
            yield (f"{title}: {value}" if title else str(value),
                   [s for s in said if key(s) == value])


def valgus_line(said: Sequence[Said]) -> dict[str, float]:
    """How well the angle was told; `told` is the share of knees for which it was."""
    told = [s for s in said if s.valgus_deg is not None]
    found = line([s.valgus_deg or 0.0 for s in told], [s.true_valgus_deg for s in told])
    return {**found, "told": len(told) / len(said) if said else 0.0}


def table(rows: Iterable[tuple[str, Sequence[Said]]]) -> str:
    """Sensitivity (knees 10° in and more that are drifting or worse) and false alarms (of knees
    within 2°), of those that were judged; and how many were not.
    """
    lines = ["| | knees | judged | 10° in or more, told | within 2°, accused |", "|---" * 5 + "|"]
    for name, said in rows:
        judged = [s for s in said if s.verdict in TOLD]
        fallen = [s.verdict in _BEYOND for s in judged if s.movement_deg >= 9.9]
        straight = [s.verdict in _BEYOND for s in judged if abs(s.movement_deg) <= 2.1]
        lines.append(f"| {name} | {len(said)} | {len(judged)} | {sum(fallen)} of {len(fallen)} | "
                     f"{sum(straight)} of {len(straight)} |")
    return "\n".join(lines)


def _class(movement_deg: float) -> str:
    return ("out" if movement_deg < -2.5 else "none" if movement_deg <= 2.5
            else "in 2–10°" if movement_deg < 9.9 else "in 10–14°" if movement_deg < 14.9
            else "in 15° or more")
