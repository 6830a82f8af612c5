"""Touches for a mirror that nobody touches: a demo, or one without a screen."""

from typing import Protocol

from mirrorapp.clock import Clock
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.snapshot import Mirror

_HOME_S = 1.0
_SUMMARY_S = 2.0


class Startable(Protocol):
    """Something that begins when it is told to."""

    def start(self) -> None:
        """Begin."""


class Stage(Mirror, Startable, Protocol):
    """A mirror that has to be started: the engine."""


class Director:
    """Starts the camera and the engine, and knows when the run is over.

    `alone`: a session starts by itself, after the home screen has been seen. `once`: the run is
    over when the summary has been seen.
    """

    def __init__(self, engine: Stage, feed: Startable, clock: Clock, *, alone: bool,
                 once: bool) -> None:
        self._engine = engine
        self._feed = feed
        self._clock = clock
        self._alone = alone
        self._once = once
        self._begun = False
        self._since_s = 0.0
        self._was: Phase | None = None
        self._phase: Phase | None = None  # until the screen beats: opening a window takes its time

    def over(self) -> bool:
        """Whether the run is over; to be asked at every beat of the screen."""
        shown_s = self._shown_s()
        if not self._begun and (not self._alone or shown_s >= _HOME_S):
            self._begin()
        seen = self._phase is Phase.SUMMARY and shown_s >= _SUMMARY_S
        touched_away = self._begun and self._was is Phase.SUMMARY and self._phase is Phase.HOME
        return self._once and (seen or touched_away)

    def _begin(self) -> None:
        self._begun = True
        if self._alone:
            # Before the first frame: a film does not wait.
            self._engine.send(Intent.START)
        self._feed.start()
        self._engine.start()

    def _shown_s(self) -> float:
        """For how long the present phase has been on the screen."""
        now_s, phase = self._clock.monotonic_s(), self._engine.snapshot().coach.phase
        if phase is not self._phase:
            self._was, self._phase, self._since_s = self._phase, phase, now_s
        return now_s - self._since_s
