"""Whether the mirror is alive, as a service: systemd ends and starts it anew where it is not."""

import logging
from collections.abc import Callable
from typing import Protocol

from mirrorapp.clock import Clock
from mirrorapp.kiosk.notifying import Notifier

_log = logging.getLogger(__name__)

ENGINE_PATIENCE_S = 60.0
"""One turn of the engine takes at most some 46 s: a look that is lost, a start, another look, each
where the machine is busy."""
EYES_PATIENCE_S = 60.0
"""Within that the eyes are started anew some six times (`vision.mending`)."""
PICTURE_PATIENCE_S = 60.0
"""A camera that neither gives pictures nor tells why hangs; one that is looked for tells anew each
time that it is not found."""
READ_S = 300.0
"""So long an error stands on the glass, as at a start (systemd/mirrorapp.service)."""
_DRAWN = 3
"""The first beat comes before anything is drawn, the second may; by the third something was."""
_FEEDS = 3
"""So many times within what systemd asks for: one may come late."""


class Engine(Protocol):
    """`mirrorapp.engine.Engine`, as far as it is watched."""

    def between_frames(self, change: Callable[[], None]) -> None:
        """Have `change` called soon on the engine's thread."""


class Eyes(Protocol):
    """`vision.mending.MendingEstimator`, as far as it is watched."""

    @property
    def asked_s(self) -> float:
        """When it was last asked to look."""

    @property
    def blind_since_s(self) -> float | None:
        """Since when it has been asked and has seen nothing, None while it sees."""


class Feed(Protocol):
    """`camera.feed.CameraFeed`, as far as it is watched."""

    @property
    def ended(self) -> bool:
        """Whether a recording is over."""

    @property
    def rests(self) -> bool:
        """Whether it gives no pictures because none are wanted."""

    @property
    def told_s(self) -> float:
        """By the clock, when the camera last told what is wrong with it."""


class Heart:
    """Tells systemd that the mirror is ready, and feeds its watchdog while all of it is alive.

    The screens call `beat` at each of theirs: where they hang nobody does. The engine is asked
    through its own thread. Eyes without pictures rest, as long as the camera tells why it gives
    none, or none are wanted. Without a systemd that listens nothing is done.
    """

    def __init__(self, notifier: Notifier, clock: Clock, engine: Engine, eyes: Eyes,
                 feed: Feed) -> None:
        self._notifier, self._clock = notifier, clock
        self._engine, self._eyes, self._feed = engine, eyes, feed
        self._beats = 0
        self._ready = False
        self._fed_s: float | None = None
        self._asked_s: float | None = None
        self._fault = ""
        self._rested_s = 0.0

    def beat(self) -> None:
        """The screens are alive."""
        self._beats += 1
        if self._beats < _DRAWN:
            return
        if not self._ready:
            self._ready = self._notifier.tell(READY=1, STATUS="The mirror is on.")
        if self._notifier.watchdog_s is None:
            return
        now_s = self._clock.monotonic_s()
        if self._fed_s is None or now_s - self._fed_s >= self._notifier.watchdog_s / _FEEDS:
            self._fed_s = now_s
            self._feed_unless(self._wrong(now_s))
            self._ask(now_s)

    def _feed_unless(self, fault: str) -> None:
        if fault != self._fault:
            _log.error("%s", fault or "All of the mirror is alive again.")
            self._notifier.tell(STATUS=fault or "The mirror is on.")
        self._fault = fault
        if not fault:
            self._notifier.tell(WATCHDOG=1)

    def _wrong(self, now_s: float) -> str:
        """What of the mirror is not alive; "" where all of it is."""
        asked_s, blind_s = self._asked_s, self._eyes.blind_since_s
        if asked_s is not None and now_s - asked_s > ENGINE_PATIENCE_S:
            return "The engine hangs."
        if self._feed.rests:
            self._rested_s = now_s
        if blind_s is not None and now_s - max(blind_s, self._rested_s) > EYES_PATIENCE_S:
            return "The pose model can't be started again."
        seen_s = max(self._eyes.asked_s, self._rested_s, self._feed.told_s)
        if not self._feed.ended and now_s - seen_s > PICTURE_PATIENCE_S:
            return "The camera hangs."
        return ""

    def _ask(self, now_s: float) -> None:
        if self._asked_s is None:
            self._asked_s = now_s
            self._engine.between_frames(self._answered)

    def _answered(self) -> None:
        """On the engine's thread."""
        self._asked_s = None


class Vigil:
    """Feeds the watchdog while an error stands on the glass, which calls `beat` at each of its
    beats, so that it can be read. Without a systemd that listens nothing is done.
    """

    def __init__(self, notifier: Notifier, clock: Clock) -> None:
        self._notifier, self._clock = notifier, clock
        self._began_s = clock.monotonic_s()
        self._fed_s: float | None = None

    @property
    def over(self) -> bool:
        """Whether nobody has touched it away for so long that systemd is to try anew."""
        return (self._notifier.watchdog_s is not None
                and self._clock.monotonic_s() - self._began_s >= READ_S)

    def beat(self) -> None:
        """The page is alive."""
        patience_s, now_s = self._notifier.watchdog_s, self._clock.monotonic_s()
        if patience_s is None or self.over:
            return
        if self._fed_s is None or now_s - self._fed_s >= patience_s / _FEEDS:
            self._fed_s = now_s
            self._notifier.tell(WATCHDOG=1)
