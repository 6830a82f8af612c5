"""The hub as the rest of the mirror sees it: tell it, and it gets told, now or later."""

from collections.abc import Iterable
from queue import SimpleQueue
from threading import Event

from mirrorapp.clock import Clock
from mirrorapp.coach.records import SessionRecord
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.courier import Courier
from mirrorapp.hub.dialer import Dialer
from mirrorapp.hub.link import Signal
from mirrorapp.hub.messenger import Messenger
from mirrorapp.hub.orders import Announce, Deliver, Drain, Order, Share, Show, Stop
from mirrorapp.hub.outbox import Letter, Outbox
from mirrorapp.hub.payloads import MirrorState, SessionEvent, session_event
from mirrorapp.hub.topics import Topics


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
        self._sharing = sharing
        self._topics = Topics.of(config)
        self._state: MirrorState | None = None
        self._queue: SimpleQueue[Signal | Order] = SimpleQueue()
        self._messenger = Messenger(
            Dialer(config, board, clock, self._queue.put),
            Courier(config, outbox, board, sharing=sharing),
            self._queue, clock)

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
        again changes nothing. Raises `ValueError` if the session has not ended.
        """
        if not self._put([record]):
            # Perhaps twice in the end, and better than never.
            self._queue.put(Announce(self._event(record)))

    def tell_again(self, records: Iterable[SessionRecord]) -> None:
        """Tell what has not been told of sessions that have ended, in the order in which they
        were begun.

        Whoever keeps the journal may tell of every recent one at each start. Raises `ValueError`
        if one has not ended.
        """
        self._put(records)

    def _put(self, records: Iterable[SessionRecord]) -> bool:
        written = self._outbox.put([self._letter(each) for each in records])
        self._queue.put(Deliver())
        return written

    def _letter(self, record: SessionRecord) -> Letter:
        if record.ended is None or record.outcome is None:
            raise ValueError(f"session {record.uuid} has not ended")
        payload = self._event(record).to_json()
        return Letter(record.uuid, {self._topics.event: payload},
                      {self._topics.last_session: payload}, demo=record.demo)

    def _event(self, record: SessionRecord) -> SessionEvent:
        return session_event(record, share_health=record.profile == self._sharing)

    def drained(self, timeout_s: float) -> bool:
        """Wait until the broker has acknowledged everything told so far; False if it has not."""
        settled = Event()
        self._queue.put(Drain(settled))
        return settled.wait(timeout_s)
