"""When a frame was taken: the kernel's stamps told in the mirror's time, a file's stamps mended."""

import math
import time
from collections.abc import Callable, Sequence

from mirrorapp.clock import Clock

KernelClock = Callable[[], float]

MIN_STEP_S = 0.001
"""Pose models count in whole milliseconds and want every frame to be later than the last."""
MAX_AGE_S = 2.0
"""No frame is older than this when it arrives: such a stamp belongs to another clock."""
MAX_GAP_S = 3600.0
"""No recording pauses for so long: such a stamp is broken."""
DEFAULT_STEP_S = 1 / 30


def boottime_s() -> float:
    """Seconds since the machine started, those asleep included: libcamera's documented clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class LiveTime:
    """Tells, on the mirror's clock, when a live camera took its frames.

    The stamp's *age* is measured on the clock it was made with, and taken off the mirror's own
    time: this holds whatever the zeros of the two clocks are.
    """

    def __init__(self, clock: Clock, kernel_clocks: Sequence[KernelClock]) -> None:
        self._clock = clock
        self._kernel_clocks = kernel_clocks
        self._last_s = -math.inf

    def of(self, stamp_s: float | None) -> float:
        """The time of a frame that has just arrived with `stamp_s`; always later than the last.

        Without a stamp, or with one that fits none of the kernel's clocks, it is the present.
        """
        taken_s = self._clock.monotonic_s() - self._age_s(stamp_s)
        self._last_s = max(taken_s, self._last_s + MIN_STEP_S)
        return self._last_s

    def _age_s(self, stamp_s: float | None) -> float:
        if stamp_s is not None:
            ages_s = (now_s() - stamp_s for now_s in self._kernel_clocks)
            return next((age_s for age_s in ages_s if 0 <= age_s <= MAX_AGE_S), 0.0)
        return 0.0


class FileTime:
    """Tells when the frames of a recording were taken, counted from its first frame.

    The file's own stamps are kept. One that repeats, runs back or is no number at all becomes
    the last time and one step: 1/`rate_hz`, or the last good interval where there is no rate.
    """

    def __init__(self, rate_hz: float | None) -> None:
        self._learns = rate_hz is None
        self._step_s = DEFAULT_STEP_S if rate_hz is None else 1 / rate_hz
        self._offset_s: float | None = None
        self._last_s: float | None = None

    def rewind(self) -> None:
        """The recording starts over; its times go on."""
        self._offset_s = None

    def of(self, stamp_s: float) -> float:
        """The time in s of the next frame, which bears `stamp_s`; always later than the last."""
        if self._last_s is None or self._offset_s is None:
            start_s = 0.0 if self._last_s is None else self._last_s + self._step_s
            usable = math.isfinite(stamp_s) and stamp_s >= 0
            self._offset_s = start_s - (stamp_s if usable else 0.0)
            self._last_s = start_s
            return start_s
        self._last_s = self._after(self._last_s, stamp_s + self._offset_s)
        return self._last_s

    def _after(self, last_s: float, time_s: float) -> float:
        if not MIN_STEP_S <= time_s - last_s <= MAX_GAP_S:  # false for NaN, too
            return last_s + self._step_s
        if self._learns:
            self._step_s = time_s - last_s
        return time_s


def usable_rate_hz(rate_hz: float) -> float | None:
    """A file's own word on its rate; None where that is 0, no number, or beyond any camera."""
    return rate_hz if math.isfinite(rate_hz) and 0 < rate_hz <= 1000 else None
