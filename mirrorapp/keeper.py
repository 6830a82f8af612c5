"""Keeps what a session brings: first in the journal, then for the hub."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from threading import Timer

from mirrorapp.clock import Clock
from mirrorapp.coach.records import Earlier, SessionRecord
from mirrorapp.events import MirrorError, Notice, NoticeBoard
from mirrorapp.hub.client import Hub
from mirrorapp.journal.store import Journal
from mirrorapp.memory import JournalMemory

_log = logging.getLogger(__name__)
_KEY = "journal"
_SOON_S = 30.0
TOLD_AGAIN = 100
"""So many of the newest sessions the hub is told again at a start. By number, for the clock of that
day, or of this one, may have been wrong."""


class Keeper:
    """The session's listener. A disk that fails stops no session: it is tried again later.

    `shares`: whether somebody wants the hub to hear of their health. `offer`: what a notice that
    the journal was damaged is to say beyond that.
    """

    def __init__(self, journal: Journal, hub: Hub, board: NoticeBoard, clock: Clock, *,
                 memory: JournalMemory | None = None,
                 shares: Callable[[str], bool] = lambda _: False,
                 offer: Callable[[Notice], Notice] = lambda notice: notice) -> None:
        self._memory = memory
        self._shares = shares
        self._offer = offer
        self._journal = journal
        self._hub = hub
        self._board = board
        self._clock = clock
        self._unsaved: dict[str, SessionRecord] = {}
        self._said: tuple[object, ...] = ()
        self._soon = Timer(_SOON_S, self.look_through)
        self._soon.daemon = True

    def session_started(self, record: SessionRecord) -> None:
        """A session has begun."""
        self._said = _said_in(record)
        self._save(record, partial(self._journal.begin, record))
        self._hub.session_started(record, share_health=self._shares(record.profile))

    def session_changed(self, record: SessionRecord) -> None:
        """The last set of `record` has grown, or something was said in it."""
        said, self._said = self._said, _said_in(record)
        if record.uuid in self._unsaved or said != self._said or not record.sets:
            self._save(record, partial(self._journal.begin, record))
        else:
            self._save(record, partial(
                self._journal.save_set, record.uuid, len(record.sets), record.sets[-1]))

    def session_ended(self, record: SessionRecord) -> None:
        """A session has ended."""
        self._save(record, partial(self._journal.finish, record))
        if self._memory is not None:
            self._memory.add(record)
        self._hub.session_ended(record, share_health=self._shares(record.profile))

    def turned_away(self, record: SessionRecord) -> None:
        """No session began: that is the user's own, and nothing for the hub."""
        self._save(record, partial(self._journal.finish, record))
        if self._memory is not None:
            self._memory.add(record)

    def last_check(self, profile: str, check: str, *, demo: bool
                   ) -> Earlier | None:
        """A profile's last result of a check; None where the journal has none or can't tell."""
        try:
            return self._journal.last_check(profile, check, self._clock.now(), demo=demo)
        except MirrorError as error:
            self._complain(error)
            return None

    def tell_again(self, recovered: Iterable[SessionRecord] = ()) -> None:
        """Tell the hub of the newest sessions, which it may have missed, and of what was just
        `recovered`, perhaps a demo.

        The outbox knows which it has told already; telling twice changes nothing.
        """
        try:
            newest = self._journal.newest(TOLD_AGAIN)
        except MirrorError as error:
            self._complain(error)
            newest = []
        known = {each.uuid for each in newest}
        records = [*(each for each in recovered if each.uuid not in known), *newest]
        self._hub.tell_again(
            [each for each in records if each.ended is not None and not each.turned_away],
            self._shares)

    def look_through(self) -> None:
        """Look through a large journal, and say what is found; from any thread."""
        try:
            notice = self._journal.look_through()
        except MirrorError as error:
            self._complain(error)
            return
        if notice is not None:
            self._board.post(self._offer(notice))

    def look_through_soon(self) -> None:
        """Do that once the first pictures are there, on a thread of its own."""
        self._soon.start()

    def close(self) -> None:
        """Try once more to write what could not be written."""
        self._soon.cancel()
        self._catch_up()
        for uuid in self._unsaved:
            _log.error("Session %s could not be written to the journal.", uuid)

    def _save(self, record: SessionRecord, write: Callable[[], None]) -> None:
        """Write, and if that works whatever could not be written before."""
        try:
            write()
        except MirrorError as error:
            self._unsaved[record.uuid] = record
            self._complain(error)
        else:
            self._unsaved.pop(record.uuid, None)
            self._catch_up()

    def _catch_up(self) -> None:
        try:
            for record in [r for r in self._unsaved.values() if r.ended is not None]:
                self._journal.finish(record)
                del self._unsaved[record.uuid]
        except MirrorError as error:
            self._complain(error)
        if not self._unsaved:
            self._board.clear(_KEY)

    def _complain(self, error: MirrorError) -> None:
        _log.error("%s %s", error.what, error.remedy)
        self._board.post(Notice(_KEY, error.what, error.remedy))


def _said_in(record: SessionRecord) -> tuple[object, ...]:
    """What of a session is no set's: it is written as soon as it is said."""
    return record.uuid, record.pain, record.asked, record.skipped, record.measured
