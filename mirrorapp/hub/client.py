"""The hub as the rest of the mirror sees it: tell it, and it gets told, now or later."""

import logging
from threading import Event

from mirrorapp.clock import Clock
from mirrorapp.coach.records import SessionRecord
from mirrorapp.config import HubConfig
from mirrorapp.events import MirrorError, Notice, NoticeBoard
from mirrorapp.hub.courier import Courier
from mirrorapp.hub.dialer import Dialer
from mirrorapp.hub.inbox import Inbox
from mirrorapp.hub.messenger import Messenger
from mirrorapp.hub.orders import Announce, Deliver, Drain, Share, Show, Stop
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.outbox_file import NOTICE_KEY
from mirrorapp.hub.payloads import MirrorState, SessionEvent, session_event
from mirrorapp.hub.topics import Topics

_log = logging.getLogger(__name__)


class Hub:
    """The home's hub, told of this mirror. Its methods are safe between threads.

    Notices stand under `hub` (the broker) and `outbox` (this machine's disk). Nothing here
    raises because of either: a session goes on without its hub. Raises `ValueError` if `config`
    names no host; `broker.choose` finds one. `sharing` is the profile that shares its health.
    """

    def __init__(self, config: HubConfig, outbox: Outbox, board: NoticeBoard, clock: Clock,
                 sharing: str | None = None) -> None:
        if not config.host:
            raise ValueError("hub.host is empty")
        self._outbox = outbox
        self._board = board
        self._sharing = sharing
        self._topics = Topics.of(config)
        self._state: MirrorState | None = None
        self._disk_trouble = False
        self._queue = Inbox(clock)
        self._messenger = Messenger(
            Dialer(config, board, clock, self._queue.put),
            Courier(config, outbox, board, sharing=sharing),
            self._queue, clock, self._complain_of_disk)

    @property
    def connected(self) -> bool:
        """Whether the broker has let us in and is still there."""
        return self._messenger.connected

    def start(self) -> None:
        """Begin to connect, and keep at it. Returns at once. To be called once."""
        self._messenger.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Deliver what can be delivered, say goodbye and disconnect, within `timeout_s`.

        With nobody to reach there is nothing to wait for: the outbox keeps what it has.
        """
        if self._messenger.running:
            self._queue.put(Stop(timeout_s))
            self._messenger.join(timeout_s + 1.0)

    def update(self, state: MirrorState) -> None:
        """Tell the mirror's state; cheap when it is the same as before. The newest wins."""
        if state != self._state:
            self._state = state
            self._queue.put(Show(state))

    def share(self, profile: str | None) -> None:
        """From now on this profile shares its health, and nobody else; what the broker retains is
        told anew. Tell a state without another's health first.
        """
        self._sharing = profile
        self._queue.put(Share(profile))

    def session_started(self, record: SessionRecord) -> None:
        """Tell that a session has begun; forgotten if the hub is not there to hear it.

        Raises `ValueError` if a time in `record` has no UTC offset, as does `session_ended`.
        """
        self._queue.put(Announce(self._event(record)))

    def session_ended(self, record: SessionRecord) -> None:
        """Tell that a session has ended, now or when the hub is back.

        It is on the disk when this returns, unless a notice says otherwise. The same session
        again changes nothing, so whoever keeps the journal may tell of every recent one at each
        start. Raises `ValueError` if the session has not ended.
        """
        if record.ended is None or record.outcome is None:
            raise ValueError(f"session {record.uuid} has not ended")
        event = self._event(record)
        payload = event.to_json()
        try:
            self._outbox.add(record.uuid, self._topics.event, payload)
            self._outbox.retain(self._topics.last_session, payload, record.ended,
                                demo=record.demo)
        except MirrorError as error:
            self._complain_of_disk(error)
            self._queue.put(Announce(event))  # perhaps twice in the end, and better than never
        else:
            self._disk_is_well()
            self._queue.put(Deliver())

    def _event(self, record: SessionRecord) -> SessionEvent:
        return session_event(record, share_health=record.profile == self._sharing)

    def drained(self, timeout_s: float) -> bool:
        """Wait until the broker has acknowledged everything told so far; False if it has not."""
        settled = Event()
        self._queue.put(Drain(settled))
        return settled.wait(timeout_s)

    def _disk_is_well(self) -> None:
        if self._disk_trouble:
            self._disk_trouble = False
            self._board.clear(NOTICE_KEY)

    def _complain_of_disk(self, error: MirrorError) -> None:
        self._disk_trouble = True
        _log.warning("%s", error)
        self._board.post(Notice(NOTICE_KEY, error.what, error.remedy))
