"""What the beats of the screens took, noted on their thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from time import monotonic, perf_counter, thread_time

from mirrorapp.ui.pulse import LATE


@dataclass(slots=True, weakref_slot=True)
class Beats:
    """`begin` at each beat, `draw` when Python is done with it and the drawing begins.

    `now_s` is the screens' clock, which can be put on by `ahead_s`.
    """

    ahead_s: float = 0.0
    at_s: list[float] = field(default_factory=list)
    python_ms: list[float] = field(default_factory=list)
    _began_s: float = 0.0

    def now_s(self) -> float:
        return monotonic() + self.ahead_s

    def begin(self) -> None:
        self.at_s.append(perf_counter())
        self._began_s = thread_time()

    def clear(self) -> None:
        self.at_s, self.python_ms = [], []

    def draw(self, *_: object) -> None:
        self.python_ms.append(1000 * (thread_time() - self._began_s))


def on_time(at_s: Sequence[float], fps: float) -> float:
    """The share of beats that came no later than one and a half periods after the one before."""
    steps_s = [after - before for before, after in pairwise(at_s)]
    return sum(each <= LATE / fps for each in steps_s) / len(steps_s) if steps_s else 0.0
