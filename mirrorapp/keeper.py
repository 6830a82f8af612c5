"""Keeps what a session brings: first in the journal, then for the hub."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from mirrorapp.clock import Clock
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import CoachState
from mirrorapp.events import MirrorError, Notice, NoticeBoard
from mirrorapp.hub.client import Hub
from mirrorapp.hub.payloads import MirrorState
from mirrorapp.journal.store import Journal

_log = logging.getLogger(__name__)
_KEY = "journal"
_TELL_AGAIN_DAYS = 30


class Keeper:
    """The session's listener. A disk that fails stops no session: it is tried again later."""

    def __init__(self, journal: Journal, hub: Hub, board: NoticeBoard, clock: Clock) -> None:
        self._journal = journal
        self._hub = hub
        self._board = board
        self._clock = clock
        self._unsaved: dict[str, SessionRecord] = {}
        self._today_minutes: float | None = None

    def session_started(self, record: SessionRecord) -> None:
        """A session has begun."""
        self._save(record, partial(self._journal.begin, record))
        self._hub.session_started(record)

    def set_changed(self, record: SessionRecord) -> None:
        """A repetition was added to the last set of `record`."""
        if record.uuid in self._unsaved:
            self._save(record, partial(self._journal.begin, record))
        else:
            self._save(record, partial(
                self._journal.save_set, record.uuid, len(record.sets), record.sets[-1]))

    def session_ended(self, record: SessionRecord) -> None:
        """A session has ended."""
        self._save(record, partial(self._journal.finish, record))
        self._hub.session_ended(record)

    def tell_again(self) -> None:
        """Tell the hub of recent sessions that a power cut may have kept from it.

        The outbox knows which it has told already; telling twice changes nothing.
        """
        try:
            since = self._clock.now() - timedelta(days=_TELL_AGAIN_DAYS)
            for record in self._journal.sessions(since):
                if record.ended is not None:
                    self._hub.session_ended(record)
        except MirrorError as error:
            self._complain(error)

    def show(self, coach: CoachState) -> None:
        """Tell the hub the mirror's state."""
        last = None if coach.session is None else coach.session.ended
        self._hub.update(MirrorState.of(coach, last))

    def close(self) -> None:
        """Try once more to write what could not be written."""
        for record in list(self._unsaved.values()):
            if record.ended is not None:
                self._save(record, partial(self._journal.finish, record))
        for uuid in self._unsaved:
            _log.error("Session %s could not be written to the journal.", uuid)

    def _save(self, record: SessionRecord, write: Callable[[], None]) -> None:
        try:
            write()
        except MirrorError as error:
            self._unsaved[record.uuid] = record
            self._complain(error)
        else:
            self._unsaved.pop(record.uuid, None)
            if not self._unsaved:
                self._board.clear(_KEY)

    def _complain(self, error: MirrorError) -> None:
        _log.error("%s %s", error.what, error.remedy)
        self._board.post(Notice(_KEY, error.what, error.remedy))
