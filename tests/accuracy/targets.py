"""What was wanted of the reading, and how far it is reached: the first table of the report."""

from collections.abc import Callable, Sequence

import numpy as np

from tests.accuracy import verdicts
from tests.accuracy.score import Said, Scores, Watched, line

Of = Callable[[Sequence[Said], Sequence[Watched]], str]
FACING_DEG = 10.5
SQUARE_DEG, ASIDE_DEG = 5.0, 9.0


def table(scores: Scores, facing: Sequence[Said]) -> str:
    """One row a target: what was wanted, on held-out bodies, on all ten."""
    held = [s for s in facing if s.held_out]
    bodies = {s.person for s in held}
    watched = [w for w in scores.watched if w.person in bodies]
    rows = ["| facing within ±10° | wanted | held-out bodies | all ten |", "|---|---|---|---|"]
    for name, wanted, reach in ROWS:
        rows.append(f"| {name} | {wanted} | {reach(held, watched)} "
                    f"| {reach(facing, scores.watched)} |")
    return "\n".join(rows)


def _valgus(said: Sequence[Said]) -> dict[str, float]:
    told = [s for s in said if s.valgus_deg is not None]
    return line([s.valgus_deg or 0.0 for s in told], [s.true_valgus_deg for s in told])


def _told(said: Sequence[Said], _: Sequence[Watched]) -> str:
    return f"{np.mean([s.valgus_deg is not None for s in said]):.0%}"


def _kt(said: Sequence[Said], _: Sequence[Watched]) -> str:
    told = [s for s in said if s.kt is not None]
    return f"{100 * line([s.kt or 0.0 for s in told], [s.true_kt for s in told])['rmse']:.1f} %"


def _aside(said: Sequence[Said], _: Sequence[Watched]) -> str:
    square = _valgus([s for s in said if abs(s.yaw_deg) <= SQUARE_DEG])["mae"]
    aside = _valgus([s for s in said if abs(s.yaw_deg) > ASIDE_DEG])["mae"]
    return f"{aside / square:.2f} × ({aside:.1f}° / {square:.1f}°)"


def _said(group: str, *words: str) -> Of:
    """How many of a class of movement got one of these verdicts, of all, and how many got none."""
    def reach(said: Sequence[Said], _: Sequence[Watched]) -> str:
        all_ = verdicts.groups(said)[group]
        silent = sum(s.verdict not in verdicts.TOLD for s in all_)
        return (f"{sum(s.verdict in words for s in all_)} of {len(all_)}"
                + (f", {silent} not judged" if silent else ""))
    return reach


def _axis(_: Sequence[Said], watched: Sequence[Watched]) -> str:
    errors = np.array([abs(e) for w in watched if abs(w.yaw_deg) <= FACING_DEG
                       for e in w.axis_error_deg.values() if e is not None])
    return f"{np.mean(errors <= 2.5):.0%} of {len(errors)}, mean {errors.mean():.1f}°"


def _refused(_: Sequence[Said], watched: Sequence[Watched]) -> str:
    turned = [w.refused_share for w in watched if abs(w.yaw_deg) >= 20]
    return f"{np.mean(turned):.1%}" if turned else "–"


def _judged(_: Sequence[Said], watched: Sequence[Watched]) -> str:
    return f"{np.mean([w.judged_share for w in watched if abs(w.yaw_deg) <= 8]):.1%}"


def _counted(_: Sequence[Said], watched: Sequence[Watched]) -> str:
    exact = [count == w.true_reps for w in watched for count in w.counted.values()]
    return f"{sum(exact)} of {len(exact)}"


ROWS: tuple[tuple[str, str, Of], ...] = (
    ("valgus of each repetition, MAE", "≤ 1.8°", lambda s, _: f"{_valgus(s)['mae']:.1f}°"),
    ("its slope", "0.9–1.1", lambda s, _: f"{_valgus(s)['slope']:.2f}"),
    ("told", "≥ 90 %", _told),
    ("kt, RMSE, of the shank", "≤ 2.5 %", _kt),
    ("MAE beyond 9° turned, against within 5°", "≤ 1.3 ×", _aside),
    ("15° in or more: caving in", "≥ 95 %", _said("15° in or more", "caving_in")),
    ("10–12° in: drifting or caving in", "≥ 90 %",
     _said("10–12° in", "drifting", "caving_in")),
    ("2° or less: caving in", "never", _said("2° or less", "caving_in")),
    ("2° or less: good", "≥ 97 %", _said("2° or less", "good")),
    ("12° out or more: falling out", "all", _said("12° out or more", "falling_out")),
    ("other leg 10° in: accused instead", "never",
     _said("2° or less, other leg 10° in", "drifting", "caving_in")),
    ("standing axis within 2.5°", "all", _axis),
    ("turned 20° or more: frames refused", "≥ 98 %", _refused),
    ("turned 8° or less: frames judged", "≥ 95 %", _judged),
    ("repetitions counted exactly, at five rates", "all", _counted),
)
