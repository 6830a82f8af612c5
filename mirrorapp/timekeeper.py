"""Whether the wall's clock can be right: said on the glass while it can't, known to who asks.

A machine without a battery for its clock begins in the past, until the network tells it the time.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

from mirrorapp.clock import NOTICE_KEY, Clock
from mirrorapp.coach.diary import before_any, disagrees
from mirrorapp.events import MirrorError, Notice, NoticeBoard

_log = logging.getLogger(__name__)

LOOKED_AT = 100
"""So many of the newest sessions say whether the clock can be right."""
_EVERY_S = 30.0


class Timekeeper:
    """Looks at the clock every half minute, on a thread of its own, once it is started.

    `begun`: when the newest sessions were, as many as asked for, in the order written; may raise
    `MirrorError`. `synced`: whether the network keeps the clock right; None where that can't be
    told. It may take seconds, and is asked only where the sessions speak against the clock.
    """

    def __init__(self, begun: Callable[[int], list[datetime]], board: NoticeBoard, clock: Clock,
                 synced: Callable[[], bool | None]) -> None:
        self._begun = begun
        self._board = board
        self._clock = clock
        self._synced = synced
        self._last: datetime | None = None
        self._told: Notice | None = None
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="timekeeper", daemon=True)

    def doubted(self) -> datetime | None:
        """When the session began that the clock stands before; None while it can be right."""
        return self._last

    def start(self) -> None:
        """Look at once, and from now on again and again."""
        self.look()
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stopping.set()

    def look(self) -> None:
        """Say what is wrong with the clock, or take that down."""
        now = self._clock.now()
        try:
            last = disagrees(now, self._begun(LOOKED_AT))
        except MirrorError as error:  # the glass says so already
            _log.warning("Whether the clock is right can't be told: %s", error)
            return
        self._last = None if last is None or self._synced() else last.astimezone(now.tzinfo)
        self._tell(notice(now, self._last))

    def _tell(self, wrong: Notice | None) -> None:
        if wrong == self._told:
            return
        self._told = wrong
        if wrong is None:
            self._board.clear(NOTICE_KEY)
            _log.warning("The clock can be right again.")
        else:
            self._board.post(wrong)
            _log.warning("%s %s", wrong.what, wrong.remedy)

    def _run(self) -> None:
        while not self._stopping.wait(_EVERY_S):
            try:
                self.look()
            except Exception:
                _log.exception("The clock could not be looked at.")


def notice(now: datetime, last: datetime | None) -> Notice | None:
    """What is said where the clock stands before the `last` session, or before any mirror."""
    if last is not None:
        return Notice(
            NOTICE_KEY, f"By the mirror's clock the last session is yet to come: {last:%Y-%m-%d}.",
            "Connect the mirror to the network, or set its clock. What you do is kept, but its "
            "date may be wrong; reminders wait.")
    if before_any(now):
        return Notice(
            NOTICE_KEY, f"The mirror's clock is wrong: it says {now:%Y-%m-%d}.",
            "Connect the mirror to the network, or set its clock. What is done under such a date "
            "is kept, but counts for nothing in the programme.")
    return None
