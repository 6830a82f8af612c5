"""Whether the screens come in time."""

from collections import deque
from collections.abc import Callable

from mirrorapp.camera.feed import Pace

LATE = 1.5
"""Periods after the beat before."""
_SECONDS, _FEW = 10.0, 30


class Pulse:
    """Told of every beat of the screens, by their thread; `late` may be asked by any.

    `fps`: how many beats a second there are to be; `now_s` never runs back. A dark glass beats
    slowly on purpose: that is not counted, and nor is the beat after it.
    """

    def __init__(self, fps: Callable[[], float], now_s: Callable[[], float]) -> None:
        self._fps, self._now_s = fps, now_s
        self._beats: deque[tuple[float, bool]] = deque()
        self._last_s: float | None = None
        self.late = 0.0

    def beat(self) -> None:
        """The screens begin one."""
        now_s, before_s = self._now_s(), self._last_s
        self._last_s = now_s
        if before_s is None:
            return
        self._beats.append((now_s, now_s - before_s > LATE / self._fps()))
        while now_s - self._beats[0][0] > _SECONDS:
            self._beats.popleft()
        late = sum(late for _, late in self._beats)
        self.late = late / len(self._beats) if len(self._beats) >= _FEW else 0.0

    def pace(self, pace: Pace) -> None:
        """How fast the camera is to go, which is full while the glass is lit."""
        if pace is not Pace.FULL:
            self._beats.clear()
            self._last_s, self.late = None, 0.0
