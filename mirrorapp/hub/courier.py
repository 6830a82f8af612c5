"""What the broker is told, and in which order: discovery, availability, state, outbox.

Used by the hub's thread alone.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping

from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub import discovery, faults
from mirrorapp.hub.discovery import Discovery
from mirrorapp.hub.link import Link
from mirrorapp.hub.outbox import Outbox, Row
from mirrorapp.hub.payloads import OFFLINE, ONLINE, Live, Payload, Told
from mirrorapp.hub.sessions import SessionEvent
from mirrorapp.hub.topics import BIRTH, PersonTopics, Topics

WINDOW = 4
"""How many sessions are in flight at once: few, so that a lost connection repeats few."""

_log = logging.getLogger(__name__)


class Courier:
    """Brings everything that is to be told to whichever link is up.

    `fleeting`: nobody will miss this mirror once it goes. `recalling`: Home Assistant may have been
    away when something was removed; to be set when it has just started. Every method may raise
    `OutboxError`, where the outbox can't be read.
    """

    def __init__(self, config: HubConfig, outbox: Outbox, board: NoticeBoard, *,
                 fleeting: bool = False) -> None:
        self._config = config
        self._topics = Topics.of(config)
        self._outbox = outbox
        self._board = board
        self.fleeting = fleeting
        self._link: Link | None = None
        self._told: Told | None = None
        self.recalling = True
        self._unacked: dict[int, Row | None] = {}
        self._reached = 0
        self._refused = False
        self._taken_back: set[int] = set()
        self._retained: dict[str, str | bytes] = {}

    @property
    def waiting_for_ack(self) -> bool:
        """Whether the broker owes us an answer."""
        return bool(self._unacked)

    @property
    def burdened(self) -> bool:
        """Whether the outbox holds what has to be delivered."""
        return self._outbox.open_count() > 0

    @property
    def failing(self) -> bool:
        """Whether the outbox waits for a disk that works."""
        return self._outbox.failing

    @property
    def settled(self) -> bool:
        """Whether the broker has acknowledged everything that there was to tell."""
        return not self._unacked and not self.burdened

    def greet(self, link: Link) -> None:
        """The link is up: tell who is there, how things stand, and what has been missed."""
        self._link = link
        self._unacked.clear()
        self._taken_back.clear()
        self._refused = False
        self._reached = 0  # whatever was in flight is sent again, and first
        link.subscribe(BIRTH)
        link.subscribe(self._topics.commands)
        if self._topics.presence:
            link.subscribe(self._topics.presence, stored=True)
        self.introduce()
        self.deliver()

    def catch_up(self) -> None:
        """See whether the disk works again; if so, tell what has waited for that."""
        if self._outbox.catch_up() and self._link is not None:
            if self._told is not None:
                self._withdraw(self._told)  # what could not be read when they took it back
            self.introduce()
            self.deliver()

    def tell(self, told: Told) -> None:
        """This is to be held by the broker from now on."""
        before, self._told = self._told, told
        if before is None or _audience(before) != _audience(told):
            self._withdraw(told)
            self.introduce()
        else:
            self.tell_news()

    def introduce(self) -> None:
        """Tell discovery, availability and everything retained, whether told before or not."""
        self._retained.clear()
        if self._told is None:  # not known yet; nor who is no more
            return
        messages = dict(self._discoveries(self._told))
        payloads = {topic: message.to_json() for topic, message in messages.items()}
        kept = {*payloads, self._topics.availability, *dict(self._states(self._told)),
                *dict(self._charts(self._told))}
        self._remember(kept)
        if self._link is not None and self.recalling:
            self.recalling = False
            self._recall(messages, self._told)
        for topic in sorted(self._outbox.topics() - kept):
            self._take_back(topic)
        for topic, payload in payloads.items():
            self._tell(topic, payload)
        self._tell(self._topics.availability, ONLINE)
        self.tell_news()

    def tell_news(self) -> None:
        """Tell of what is to be retained whatever is not what was told already."""
        if self._told is None:
            return
        states = dict(self._states(self._told))
        self._remember(states)  # the first last session has come to them since the introduction
        for topic, payload in states.items():
            self._tell_if_new(topic, payload)
        for topic, draw in self._charts(self._told):  # last, for that takes a while
            try:
                self._tell_if_new(topic, draw())
            except Exception:
                _log.exception("A chart could not be drawn.")

    def announce(self, event: SessionEvent, profile: str) -> None:
        """Tell an event that is worth nothing later: if nobody listens now, it is dropped."""
        if self._link is not None:
            topics = self._topics.person(profile) if profile else self._topics
            self._track(self._link.publish(topics.event, event.to_json(), retain=False))

    def mention(self, live: Live) -> None:
        """Tell how far a session is; if nobody listens now, it is dropped."""
        if self._link is not None:
            self._link.mention(self._topics.live, live.to_json())

    def deliver(self) -> None:
        """Send from the outbox, in order, as long as few are in flight."""
        if self._link is None:
            return
        in_flight = sum(row is not None for row in self._unacked.values())
        for row in self._outbox.pending(max(0, WINDOW - in_flight), after=self._reached):
            self._reached = row.seq
            topic = f"{self._topics.root}/{row.topic}"
            self._track(self._link.publish(topic, row.payload, retain=False), row)

    def acked(self, mid: int, *, accepted: bool) -> None:
        """The broker has answered `mid`; what it would not have is tried with the next link."""
        row = self._unacked.pop(mid, None)
        if not accepted and mid in self._taken_back:
            _log.info("The broker does not let us take back what an earlier name left there.")
        elif not accepted:
            if not self._refused:
                _log.warning("The broker accepted the connection and refused a message or topic. "
                             "Its access list has to let the mirror %s.",
                             faults.needed(self._topics))
            self._refused = True
            self._board.post(faults.FORBIDDEN)
        elif row is not None:
            self._outbox.done(row.seq)
        self.deliver()

    def farewell(self) -> None:
        """Tell that the mirror goes; of a fleeting one nothing else stays on the broker."""
        self._tell(self._topics.availability, OFFLINE)
        if self.fleeting:
            for topic in sorted(self._outbox.topics() - {self._topics.availability}):
                self._take_back(topic)

    def part(self) -> None:
        """The link is gone, and whatever it has not acknowledged with it."""
        self._link = None
        self._unacked.clear()
        self._retained.clear()

    def _discoveries(self, told: Told) -> Iterator[tuple[str, Discovery]]:
        """Of the mirror and of everybody who shares, each by its topic."""
        topic = self._topics.discovery
        yield topic, self._remembered(topic, discovery.of_mirror(
            self._config, told.names, told.routines, self._outbox.components(topic)))
        for profile in told.people:
            topic = self._topics.person(profile).discovery
            yield topic, self._remembered(topic, discovery.of_person(
                self._config, profile, told.names.get(profile, ""),
                self._outbox.components(topic)))

    def _remembered(self, topic: str, message: Discovery) -> Discovery:
        platforms = message.platforms()
        if platforms != self._outbox.components(topic):
            self._outbox.remember_components(topic, platforms)
        return message

    def _states(self, told: Told) -> Iterator[tuple[str, str]]:
        """All states and last sessions, each by its topic."""
        yield from self._with_last(self._topics, told.mirror)
        for profile, person in told.people.items():
            yield from self._with_last(self._topics.person(profile), person.state)

    def _charts(self, told: Told) -> Iterator[tuple[str, Callable[[], bytes]]]:
        for profile, person in told.people.items():
            if person.chart is not None:
                yield self._topics.person(profile).chart, person.chart

    def _with_last(self, topics: Topics | PersonTopics, state: Payload
                   ) -> Iterator[tuple[str, str]]:
        """A state and the last session; when that was, where the state does not know."""
        last = self._outbox.retained(self._topics.within(topics.last_session))
        known = _read(last) if last is not None else None
        if known is not None and getattr(state, "last_session", None) is None:
            state = state.model_copy(update={"last_session": known.ended})
        yield topics.state, state.to_json()
        if last is not None and known is not None:
            yield topics.last_session, last

    def _withdraw(self, told: Told) -> None:
        """What is kept of people who share their health no more is forgotten."""
        people = self._topics.within(self._topics.person("").root)
        held = {topic.removeprefix(people).partition("/")[0]
                for topic in self._outbox.held(people)}
        for profile in held - set(told.people):
            self._outbox.withdraw(f"{people}{profile}/")

    def _remember(self, topics: Collection[str]) -> None:
        """Before they are told: better to take back once more than to forget what has arrived."""
        if new := set(topics) - self._outbox.topics():
            self._outbox.remember_topics(new)

    def _recall(self, messages: Mapping[str, Discovery], told: Told) -> None:
        """Have Home Assistant hear once more of what is removed right after."""
        gone = {topic: discovery.of_person(self._config, profile, "",
                                           self._outbox.components(topic))
                for topic in self._outbox.topics()
                if (profile := self._topics.announces(topic)) and profile not in told.people}
        for topic, message in {**messages, **gone}.items():
            there = discovery.recalled(message)
            if self._link is not None and (topic in gone or there != message):
                self._track(self._link.publish(topic, there.to_json(), retain=False))

    def _take_back(self, topic: str) -> None:
        if self._link is not None:
            mid = self._link.publish(topic, "", retain=True)
            self._track(mid)
            if mid is not None:
                self._taken_back.add(mid)

    def _tell_if_new(self, topic: str, payload: str | bytes) -> None:
        if self._link is not None and self._retained.get(topic) != payload:
            self._tell(topic, payload)

    def _tell(self, topic: str, payload: str | bytes) -> None:
        if self._link is not None:
            self._retained[topic] = payload
            self._track(self._link.publish(topic, payload, retain=True))

    def _track(self, mid: int | None, row: Row | None = None) -> None:
        if mid is not None:
            self._unacked[mid] = row


def _audience(told: Told) -> tuple[object, ...]:
    """What discovery is made of."""
    return told.names, told.routines, tuple(told.people)


def _read(payload: str) -> SessionEvent | None:
    """What a session event's JSON tells; None where a bit has flipped in it, unseen by SQLite."""
    try:
        return SessionEvent.model_validate_json(payload)
    except ValueError as error:
        _log.warning("The last session in the outbox can't be read: %s", error)
        return None
