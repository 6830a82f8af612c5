"""What a measure was at first: taken from what lasted a moment, never from one frame."""

from bisect import insort
from collections import deque
from collections.abc import Callable, Sequence
from statistics import median

_WINDOW_S = 0.5
_SPAN_S = 0.3
_FRAMES_MIN = 3
_TAU_S = 6.0
_STALE_S = 4.0
_REACHED_S = 1.0
_STEADY = 0.04
_NEAR = 0.1


class _Window:
    """The last half second."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()

    def watch(self, time_s: float, value: float) -> list[float]:
        """What was seen lately; empty where that is too little, or time has jumped."""
        if self._seen and not 0 < time_s - self._seen[-1][0] <= _WINDOW_S:
            self._seen.clear()
        self._seen.append((time_s, value))
        while time_s - self._seen[0][0] > _WINDOW_S:
            self._seen.popleft()
        enough = len(self._seen) >= _FRAMES_MIN and time_s - self._seen[0][0] >= _SPAN_S
        return [each for _, each in self._seen] if enough else []


class Extreme:
    """The lowest (`min`) or highest (`max`) level that was held for a moment."""

    def __init__(self, extreme: Callable[[float, float], float]) -> None:
        self._extreme = extreme
        self._window = _Window()
        self._level: float | None = None

    def watch(self, time_s: float, value: float) -> float | None:
        """Take in one value; the level so far, None until one has been held."""
        lately = self._window.watch(time_s, value)
        if lately:
            held = median(lately)
            self._level = held if self._level is None else self._extreme(held, self._level)
        return self._level


class Lowest:
    """The lowest level that was held for a moment in the last `within_s`.

    Whatever was seen at first it sinks to what comes lower; and what was too low is forgotten.
    """

    def __init__(self, within_s: float) -> None:
        self._within_s = within_s
        self._window = _Window()
        self._rising: deque[tuple[float, float]] = deque()

    def watch(self, time_s: float, value: float) -> float | None:
        """Take in one value; the level so far, None until one has been held."""
        if self._rising and time_s <= self._rising[-1][0]:
            self._rising.clear()
        while self._rising and time_s - self._rising[0][0] > self._within_s:
            self._rising.popleft()
        lately = self._window.watch(time_s, value)
        if lately:
            held = median(lately)
            while self._rising and self._rising[-1][1] >= held:
                self._rising.pop()
            self._rising.append((time_s, held))
        return self._rising[0][1] if self._rising else None


class Highest:
    """The level that was reached for a second in all: what glitches for less leaves no mark."""

    def __init__(self) -> None:
        self._window = _Window()
        self._top: list[tuple[float, float]] = []
        self._last_s: float | None = None

    def watch(self, time_s: float, value: float) -> float | None:
        """Take in one value; the level so far, None until there has been one."""
        lately = self._window.watch(time_s, value)
        last_s, self._last_s = self._last_s, time_s
        if lately and last_s is not None:
            insort(self._top, (median(lately), time_s - last_s))
            while self._total_s() - self._top[0][1] >= _REACHED_S:
                del self._top[0]
        return self._top[0][0] if self._total_s() >= _REACHED_S else None

    def _total_s(self) -> float:
        return sum(seconds for _, seconds in self._top)


class First:
    """The first level held; it follows slowly what stays near, and goes where something stays."""

    def __init__(self) -> None:
        self._window = _Window()
        self._first: float | None = None
        self._last_s = 0.0
        self._away_since_s: float | None = None

    def watch(self, time_s: float, value: float, *, unit: float | None, floor: bool = False,
              sunk: bool = False) -> float | None:
        """Take in one value; what it was at first, None until that is known.

        `unit`: one shank length in the value's unit; None: it stays what it was once. `floor`: this
        is what it may be at its lowest: what is held below the first takes its place at once;
        `sunk`: what is only passed through, too, and it may be the first.
        """
        lately = self._window.watch(time_s, value)
        step_s, self._last_s = min(max(time_s - self._last_s, 0.0), _WINDOW_S), time_s
        if not lately:
            return self._first
        held = median(lately)
        if self._first is None:
            steady = unit is None or _span(lately) <= _STEADY * unit
            self._first = held if steady or sunk else None
        elif unit is not None:
            steady = _span(lately) <= _STEADY * unit
            lower = held < self._first - _NEAR * unit
            if lower and (sunk or (floor and steady)):
                self._first = held
            self._follow(time_s, step_s, held, unit, steady=steady)
        return self._first

    def _follow(self, time_s: float, step_s: float, held: float, unit: float, *,
                steady: bool) -> None:
        assert self._first is not None  # noqa: S101 - only called once it is known
        if abs(held - self._first) < _NEAR * unit:
            self._first += (held - self._first) * min(1.0, step_s / _TAU_S)
            self._away_since_s = None
        elif not steady:
            self._away_since_s = None
        elif self._away_since_s is None:
            self._away_since_s = time_s
        elif time_s - self._away_since_s >= _STALE_S:
            self._first, self._away_since_s = held, None


def _span(values: Sequence[float]) -> float:
    return max(values) - min(values)
