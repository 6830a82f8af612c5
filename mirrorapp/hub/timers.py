"""Deadlines for a thread that waits on a queue."""

from mirrorapp.clock import Clock

IDLE_S = 60.0


class Timer:
    """One deadline, or none."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at_s: float | None = None

    @property
    def running(self) -> bool:
        return self._at_s is not None

    @property
    def left_s(self) -> float:
        """How long to wait for it; a minute where there is nothing to wait for."""
        if self._at_s is None:
            return IDLE_S
        return min(IDLE_S, max(0.0, self._at_s - self._clock.monotonic_s()))

    def set(self, after_s: float) -> None:
        """Fall due after `after_s`, whatever was set before."""
        self._at_s = self._clock.monotonic_s() + after_s

    def clear(self) -> None:
        """Never fall due."""
        self._at_s = None

    def take(self) -> bool:
        """Whether it has fallen due; true once."""
        due = self._at_s is not None and self._clock.monotonic_s() >= self._at_s
        if due:
            self._at_s = None
        return due


class Backoff:
    """How long to wait before trying again: twice as long each time, up to a limit."""

    def __init__(self, first_s: float, longest_s: float) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._next_s = first_s

    def next_s(self) -> float:
        """The next wait, in seconds."""
        wait_s = self._next_s
        self._next_s = min(2 * wait_s, self._longest_s)
        return wait_s

    def reset(self) -> None:
        """It worked: begin small the next time."""
        self._next_s = self._first_s
