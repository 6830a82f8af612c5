"""What the broker is told, and in which order: discovery, availability, state, outbox.

Used by the hub's thread alone.
"""

import logging

from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub import faults
from mirrorapp.hub.discovery import discovery
from mirrorapp.hub.link import Link
from mirrorapp.hub.outbox import Outbox, Row
from mirrorapp.hub.payloads import (
    OFFLINE,
    ONLINE,
    MirrorState,
    SessionEvent,
    profile_of,
    without_health,
)
from mirrorapp.hub.topics import BIRTH, Topics

WINDOW = 4
"""How many sessions are in flight at once: few, so that a lost connection repeats few."""

_log = logging.getLogger(__name__)


class Courier:
    """Brings everything that is to be told to whichever link is up.

    Every method may raise `OutboxError`, where the outbox can't be read.
    """

    def __init__(self, config: HubConfig, outbox: Outbox, board: NoticeBoard, *,
                 sharing: str | None) -> None:
        self._config = config
        self._topics = Topics.of(config)
        self._outbox = outbox
        self._board = board
        self._sharing = sharing
        self._link: Link | None = None
        self._unacked: dict[int, Row | None] = {}
        self._reached = 0
        self._told: dict[str, str] = {}

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

    def greet(self, link: Link, state: MirrorState | None) -> None:
        """The link is up: tell who is there, how things stand, and what has been missed."""
        self._link = link
        self._unacked.clear()
        self._reached = 0  # whatever was in flight is sent again, and first
        link.subscribe(BIRTH)
        self.introduce(state)
        self.deliver()

    def catch_up(self, state: MirrorState | None) -> None:
        """See whether the disk works again; if so, tell what has waited for that."""
        if self._outbox.catch_up() and self._link is not None:
            self.introduce(state)
            self.deliver()

    def share(self, profile: str | None, state: MirrorState | None) -> None:
        """Another profile shares its health, or None: tell everything retained anew, with it or
        without.
        """
        self._sharing = profile
        if self._link is not None:
            self.introduce(state)

    def introduce(self, state: MirrorState | None) -> None:
        """Tell discovery, availability and everything retained, whether told before or not."""
        self._told.clear()
        known = self._outbox.components(self._topics.discovery)
        message = discovery(self._config, known, sharing=self._sharing is not None)
        if message.platforms() != known:
            # First remembered: better to remove once more than to forget what may have arrived.
            self._outbox.remember_components(self._topics.discovery, message.platforms())
        self._tell(self._topics.discovery, message.to_json())
        self._tell(self._topics.availability, ONLINE)
        self.tell_state(state)

    def tell_state(self, state: MirrorState | None) -> None:
        """Tell the state and the last session, if they are not what was told already."""
        last = self._outbox.retained(self._topics.last_session)
        known = _read(last) if last is not None else None
        if state is not None:
            if state.last_session is None and known is not None:
                state = state.model_copy(update={"last_session": known.ended})
            self._tell_news(self._topics.state, state.to_json())
        if last is not None and known is not None:
            self._tell_news(self._topics.last_session, self._censored(last))

    def announce(self, event: SessionEvent) -> None:
        """Tell an event that is worth nothing later: if nobody listens now, it is dropped."""
        if self._link is not None:
            self._track(self._link.publish(self._topics.event, event.to_json(), retain=False))

    def deliver(self) -> None:
        """Send from the outbox, in order, as long as few are in flight."""
        if self._link is None:
            return
        in_flight = sum(row is not None for row in self._unacked.values())
        for row in self._outbox.pending(max(0, WINDOW - in_flight), after=self._reached):
            self._reached = row.seq
            self._send(self._link, row)

    def acked(self, mid: int, *, accepted: bool) -> None:
        """The broker has answered `mid`; what it would not have is tried with the next link."""
        row = self._unacked.pop(mid, None)
        if not accepted:
            _log.warning("The broker accepted the connection and refused a message.")
            self._board.post(faults.forbidden(self._topics))
        elif row is not None:
            self._outbox.done(row.seq)
        self.deliver()

    def farewell(self) -> None:
        """Tell that the mirror goes."""
        self._tell(self._topics.availability, OFFLINE)

    def part(self) -> None:
        """The link is gone, and whatever it has not acknowledged with it."""
        self._link = None
        self._unacked.clear()
        self._told.clear()

    def _tell_news(self, topic: str, payload: str) -> None:
        if self._told.get(topic) != payload:
            self._tell(topic, payload)

    def _tell(self, topic: str, payload: str) -> None:
        if self._link is not None:
            self._told[topic] = payload
            self._track(self._link.publish(topic, payload, retain=True))

    def _send(self, link: Link, row: Row) -> None:
        try:
            payload = self._censored(row.payload)
        except ValueError as error:  # SQLite keeps no checksums: a bit has flipped
            _log.warning("Session %s in the outbox can't be read: %s", row.session, error)
            self._outbox.forget(row.seq)  # the next start puts it in again from the journal
        else:
            self._track(link.publish(row.topic, payload, retain=False), row)

    def _track(self, mid: int | None, row: Row | None = None) -> None:
        if mid is not None:
            self._unacked[mid] = row

    def _censored(self, payload: str) -> str:
        """What was written down before its profile stopped sharing loses its health."""
        shared = self._sharing is not None and profile_of(payload) == self._sharing
        return payload if shared else without_health(payload)


def _read(payload: str) -> SessionEvent | None:
    """What a session event's JSON tells; None where a bit has flipped in it."""
    try:
        return SessionEvent.model_validate_json(payload)
    except ValueError as error:
        _log.warning("The last session in the outbox can't be read: %s", error)
        return None
