"""The hub as the rest of the mirror sees it: tell it, and it gets told, now or later."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Event, Lock
from uuid import NAMESPACE_OID, uuid5

from mirrorapp.clock import Clock
from mirrorapp.coach.records import SessionRecord
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub import commands
from mirrorapp.hub.commands import Obey
from mirrorapp.hub.courier import Courier
from mirrorapp.hub.dialer import Dialer
from mirrorapp.hub.faults import NOTICE_KEY
from mirrorapp.hub.inbox import Inbox
from mirrorapp.hub.messenger import Messenger
from mirrorapp.hub.orders import Announce, Deliver, Drain, Mention, Show, Stop
from mirrorapp.hub.outbox import Letter, Outbox
from mirrorapp.hub.payloads import Live, Told
from mirrorapp.hub.ration import Ration
from mirrorapp.hub.sessions import referral_event, session_event, skipped_event
from mirrorapp.hub.topics import PersonTopics, Topics

REFUSALS_MOST = 20
"""So many refused commands an hour are told of in the log; the state tells of the last anyway."""
_log = logging.getLogger(__name__)


class Hub:
    """The home's hub, told of this mirror. Its methods are safe between threads.

    Notices stand under `hub` (the broker) and `outbox` (this machine's disk). Nothing here
    raises because of either: a session goes on without its hub. A `fleeting` mirror is taken back
    from the broker when it stops. Raises `ValueError` if `config` names no host; `broker.choose`
    finds one.
    """

    def __init__(self, config: HubConfig, outbox: Outbox, board: NoticeBoard, clock: Clock, *,
                 fleeting: bool = False) -> None:
        self._board = board
        self._clock = clock
        self._fleeting = fleeting
        self._obey: Obey = lambda _: None
        self._sensed: Callable[[bool], None] = lambda _: None
        self._told: Told | None = None
        self._telling = Lock()
        self._refusals = Ration(clock, REFUSALS_MOST)
        self._line = self._lay(config, outbox)

    @property
    def connected(self) -> bool:
        """Whether the broker has let us in and is still there."""
        return self._line.messenger.connected

    def start(self, obey: Obey = lambda _: None,
              sensed: Callable[[bool], None] = lambda _: None) -> None:
        """Begin to connect, and keep at it. Returns at once. To be called once.

        `obey` hears what the home asks for, and `sensed` whether it says that somebody is before
        the mirror, on the hub's thread; they must not block.
        """
        self._obey, self._sensed = obey, sensed
        self._line.messenger.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Deliver what can be delivered, say goodbye and disconnect, within `timeout_s`.

        With nobody to reach there is nothing to wait for: the outbox keeps what it has.
        """
        self._line.end(timeout_s)

    def move(self, config: HubConfig, outbox: Outbox, *, for_good: bool, timeout_s: float = 5.0
             ) -> None:
        """Take leave of this broker and go to that of `config`, with what `outbox` owes; blocks for
        about `timeout_s`, and is for one thread.

        Whatever is told meanwhile is told there, what this broker was owed stays in its outbox.
        `for_good`: nothing but that the mirror is `offline` stays behind, if this broker can be
        reached. Without it discovery and states stay, for both may be the same broker by two names:
        to take it all back would cost what a home has made of it. Raises `ValueError` if `config`
        names no host.
        """
        line = self._lay(config, outbox)
        with self._telling:
            before, self._line = self._line, line
            if self._told is not None:
                line.queue.put(Show(self._told))
        before.end(timeout_s, for_good=for_good)  # first, for both may be one, and go by one name
        self._board.clear(NOTICE_KEY)
        line.messenger.start()

    def update(self, told: Told) -> None:
        """Have the broker hold this; cheap when it is the same as before. The newest wins."""
        with self._telling:
            if told != self._told:
                self._told = told
                self._line.queue.put(Show(told))

    def mention(self, live: Live) -> None:
        """Tell how far a session is; forgotten if the hub is not there to hear it."""
        self._line.queue.put(Mention(live))

    def session_started(self, record: SessionRecord, *, share_health: bool = False) -> None:
        """Tell that a session has begun; forgotten if the hub is not there to hear it.

        Raises `ValueError` if a time in `record` has no UTC offset, as does `session_ended`.
        """
        self._line.queue.put(Announce(session_event(record, share_health=False)))
        if share_health:
            self._line.queue.put(Announce(session_event(record, share_health=True), record.profile))

    def session_ended(self, record: SessionRecord, *, share_health: bool = False) -> None:
        """Tell that a session has ended, now or when the hub is back; with what it says of health
        on the topics of who shares it, and nowhere else.

        It is on the disk when this returns, unless a notice says otherwise. The same session
        again changes nothing. Raises `ValueError` if the session has not ended.
        """
        if not self._put([self._letter(record, share_health=share_health)]):
            # Perhaps twice in the end, and better than never.
            self._line.queue.put(Announce(session_event(record, share_health=False)))

    def tell_again(self, records: Iterable[SessionRecord], shares: Callable[[str], bool]) -> None:
        """Tell what has not been told of sessions that have ended, in the order in which they
        were begun; `shares` as in `Keeper`.

        Whoever keeps the journal may tell of every recent one at each start. Raises `ValueError`
        if one has not ended.
        """
        self._put([self._letter(each, share_health=shares(each.profile)) for each in records])

    def _letter(self, record: SessionRecord, *, share_health: bool) -> Letter:
        if record.ended is None or record.outcome is None:
            raise ValueError(f"session {record.uuid} has not ended")
        topics = self._line.topics
        told: dict[Topics | PersonTopics, str] = {
            topics: session_event(record, share_health=False).to_json()}
        if share_health:
            person = topics.person(record.profile)
            told[person] = session_event(record, share_health=True).to_json()
        return Letter(
            record.uuid,
            {topics.within(each.event): payload for each, payload in told.items()},
            {topics.within(each.last_session): payload for each, payload in told.items()},
            demo=record.demo)

    def day_skipped(self, profile: str, at: datetime) -> None:
        """Tell that somebody made the day a rest day, now or when the hub is back."""
        uuid = str(uuid5(NAMESPACE_OID, f"skipped {profile} {at.date()}"))
        self._put_one(uuid, self._line.topics.event, skipped_event(uuid, profile, at).to_json())

    def referred(self, profile: str, rule: str, since: datetime | None, at: datetime) -> None:
        """Tell, on the topics of somebody who shares their health, that the mirror sends them to
        a professional; once for each time, `since` the last that they acknowledged.
        """
        uuid = str(uuid5(NAMESPACE_OID, f"referred {profile} {rule} {since}"))
        self._put_one(uuid, self._line.topics.person(profile).event,
                      referral_event(uuid, profile, rule, at).to_json())

    def drained(self, timeout_s: float) -> bool:
        """Wait until the broker has acknowledged everything told so far; False if it has not."""
        settled = Event()
        self._line.queue.put(Drain(settled))
        return settled.wait(timeout_s)

    def _put_one(self, uuid: str, topic: str, payload: str) -> None:
        self._put([Letter(uuid, {self._line.topics.within(topic): payload}, {})])

    def _put(self, letters: list[Letter]) -> bool:
        line = self._line
        written = line.outbox.put(letters)
        line.queue.put(Deliver())
        return written

    def _lay(self, config: HubConfig, outbox: Outbox) -> "_Line":
        if not config.host:
            raise ValueError("hub.host is empty")
        topics, queue = Topics.of(config), Inbox(self._clock)
        return _Line(topics, outbox, queue, Messenger(
            Dialer(config, self._board, self._clock, queue.put),
            Courier(config, outbox, self._board, fleeting=self._fleeting), queue, self._clock,
            command=partial(self._command, topics), presence=topics.presence,
            sensed=self._sense))

    def _sense(self, there: bool) -> None:
        self._sensed(there)

    def _command(self, topics: Topics, topic: str, payload: bytes) -> None:
        name = topic.removeprefix(topics.command(""))
        heard = commands.read(name, payload, self._clock.now())
        if isinstance(heard, commands.Refused) and self._refusals.take():
            _log.warning("A command from the hub is refused: %r %s.", heard.name, heard.said)
        self._obey(heard)


@dataclass(frozen=True, slots=True)
class _Line:
    """What belongs to one broker."""

    topics: Topics
    outbox: Outbox
    queue: Inbox
    messenger: Messenger

    def end(self, timeout_s: float, *, for_good: bool = False) -> None:
        if self.messenger.running:
            self.queue.put(Stop(timeout_s, for_good))
            self.messenger.join(timeout_s + 1.0)
