"""Plain rules, as programs that count squats use them, on the same repetitions as the mirror's.

Each says of a knee that it falls in, or does not. Thresholds are the usual ones of such rules.
"""

from collections.abc import Callable, Mapping, Sequence

from tests.accuracy.dataset import Sample
from tests.accuracy.score import Said

IN_DEG, STRAIGHT_DEG, OUT_DEG = 9.9, 2.1, -9.9

RULES: Mapping[str, Callable[[Sample], bool]] = {
    "knees nearer than ankles (KASR < 1), both knees": lambda s: s.here["kasr"] < 1.0,
    "KASR < 0.8, both knees": lambda s: s.here["kasr"] < 0.8,
    "knees nearer than hips, both knees": lambda s: s.here["knee_gap"] < s.here["hip_gap"],
    "knee inside of the ankle (ka > 0)": lambda s: s.here["ka"] > 0.0,
    "knee inside of the foot (kt > .25)": lambda s: s.here["kt"] > 0.25,
    "FPPA > 10°": lambda s: s.here["fppa"] > 10.0,
    "FPPA − standing > 10°": lambda s: s.here["fppa"] - s.standing["fppa"] > 10.0,
    "world landmarks' frontal angle > 10°": lambda s: s.here["world_fppa"] > 10.0,
}


def table(samples: Sequence[Sample], said: Sequence[Said]) -> str:
    """How many knees of each class are said to fall in, by each rule and by the mirror."""
    lines = ["| says that a knee falls in | 10° in or more | 2° or less | 2° or less, other leg "
             "10° in | 10° out or more |", "|---|---|---|---|---|"]
    others = _others(samples)
    moved = [(s.valgus_deg - s.axis_deg, other, s) for s, other in zip(
        samples, others, strict=True)]
    for name, falls_in in RULES.items():
        lines.append(_row(name, [(own, other, falls_in(s)) for own, other, s in moved]))
    for name, words in (("the mirror: drifting or caving in", ("drifting", "caving_in")),
                        ("the mirror: caving in", ("caving_in",))):
        lines.append(_row(name, [(s.movement_deg, s.other_movement_deg, s.verdict in words)
                                 for s in said]))
    return "\n".join(lines)


def _others(samples: Sequence[Sample]) -> list[float]:
    """What the movement adds on the other leg: samples come in pairs, left and right."""
    moves = [s.valgus_deg - s.axis_deg for s in samples]
    return [moves[i ^ 1] for i in range(len(moves))]


def _row(name: str, told: Sequence[tuple[float, float, bool]]) -> str:
    classes = ([t for t in told if t[0] >= IN_DEG],
               [t for t in told if abs(t[0]) <= STRAIGHT_DEG],
               [t for t in told if abs(t[0]) <= STRAIGHT_DEG and t[1] >= IN_DEG],
               [t for t in told if t[0] <= OUT_DEG])
    cells = [f"{sum(flagged for _, _, flagged in group)} of {len(group)}" for group in classes]
    return f"| {name} | {' | '.join(cells)} |"
