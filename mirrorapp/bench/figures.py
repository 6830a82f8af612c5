"""The figures, what is wanted of each, and how they are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Wanted:
    """`least` or `most`, of `what`; `p99`: of the slowest hundredth."""

    what: str
    unit: Literal["", "ms", "s", "MB"]
    least: float | None = None
    most: float | None = None
    most_p99: float | None = None


WANTED = {
    "pose_ratio": Wanted("frames a second, of MediaPipe's", "", least=1.8),
    "pipeline_ratio": Wanted("frames a second, of the pose model's alone", "", least=0.97),
    "pipeline_ui_ratio": Wanted("the same, while the screens draw", "", least=0.85),
    "overlay_ms": Wanted("from frame to overlay, beyond the look", "ms", most=8.0, most_p99=15.0),
    "ui_python_ms": Wanted("Python of a picture on the glass", "ms", most=2.0),
    "ui_on_time": Wanted("of the pictures on time", "", least=0.99),
    "coach_ms": Wanted("alignment and coach, of a frame", "ms", most=0.5),
    "first_picture_s": Wanted("from the start to a picture", "s", most=3.0),
    "first_pose_s": Wanted("from the start to a body", "s", most=4.0),
    "idle_cpu": Wanted("of a core in the dark", "", most=0.03),
    "pss_mb": Wanted("memory of all processes together", "MB", most=450.0),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured for a key of `WANTED`; `p99` where that counts, too."""

    key: str
    value: float
    p99: float | None = None

    @property
    def met(self) -> bool:
        """Whether it is as wanted."""
        wanted = WANTED[self.key]
        return ((wanted.least is None or self.value >= wanted.least)
                and (wanted.most is None or self.value <= wanted.most)
                and (wanted.most_p99 is None or self.p99 is None or self.p99 <= wanted.most_p99))


def as_json(figures: tuple[Figure, ...]) -> dict[str, float | dict[str, float]]:
    """By key; one with a `p99` has `median` and `p99`."""
    return {each.key: round(each.value, 4) if each.p99 is None
            else {"median": round(each.value, 4), "p99": round(each.p99, 4)} for each in figures}


def table(figures: tuple[Figure, ...]) -> Iterator[str]:
    """A line each: what was measured, what is wanted, and whether that is met."""
    for each in figures:
        wanted = WANTED[each.key]
        limit = (f"≥ {wanted.least:g}" if wanted.least is not None else f"≤ {wanted.most:g}")
        value, unit = f"{each.value:.3g}", f" {wanted.unit}".rstrip()
        if each.p99 is not None:
            value, limit = f"{value} (p99 {each.p99:.3g})", f"{limit} (p99 ≤ {wanted.most_p99:g})"
        yield (f"{'✓' if each.met else '!'} {each.key:18}{value + unit:22}{limit + unit:24}"
               f"{wanted.what}")
