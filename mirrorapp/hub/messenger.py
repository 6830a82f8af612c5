"""The hub's thread: takes what happens off a queue, one thing after the other.

A broker that comes and goes, a state that changes, a session that ends: none of them has to know
of the others, and nothing here needs a lock.
"""

import logging
import random
from collections.abc import Callable
from queue import Empty
from threading import Event, Thread

from mirrorapp.clock import Clock
from mirrorapp.hub import occupancy
from mirrorapp.hub.courier import Courier
from mirrorapp.hub.dialer import Dialer
from mirrorapp.hub.faults import Fault
from mirrorapp.hub.inbox import Inbox
from mirrorapp.hub.link import Acked, Down, Heard, Reached, Signal, Up
from mirrorapp.hub.orders import Announce, Deliver, Drain, Mention, Order, Show, Stop
from mirrorapp.hub.outbox_file import OutboxError
from mirrorapp.hub.timers import Timer
from mirrorapp.hub.topics import BIRTH

ACK_TIMEOUT_S = 20.0
DISK_RETRY_S = 30.0
BIRTH_DELAY_S = (0.2, 2.0)
"""Home Assistant has just started and everything talks to it: not all at once."""

_log = logging.getLogger(__name__)


class Messenger:
    """Puts `dialer` and `courier` to work, from `start` to a `Stop`.

    `queue` is where the dialer's links post their signals; `command` hears of every message that
    is one, by its topic and payload; `sensed` whether somebody is before the mirror, as the home
    says on the topic `presence`, and that nobody is once it can't be heard.
    """

    def __init__(self, dialer: Dialer, courier: Courier, queue: Inbox, clock: Clock, *,
                 command: Callable[[str, bytes], None], presence: str = "",
                 sensed: Callable[[bool], None] = lambda _: None) -> None:
        self._dialer = dialer
        self._courier = courier
        self._queue = queue
        self._command = command
        self._presence, self._sensed = presence, sensed
        self._thread = Thread(target=self._run, name="hub", daemon=True)
        self._draining: list[Event] = []
        self._ack, self._birth, self._end = Timer(clock), Timer(clock), Timer(clock)
        self._disk = Timer(clock)
        self._said_goodbye = False
        self._over = self._puzzled = False

    @property
    def connected(self) -> bool:
        """Whether the broker has let us in and is still there."""
        return self._dialer.connected

    @property
    def running(self) -> bool:
        """Whether somebody takes orders."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin to connect and to take orders."""
        self._dialer.start()
        self._thread.start()

    def join(self, timeout_s: float) -> None:
        """Wait until a `Stop` has been obeyed."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._over:
            try:
                self._handle_next()
                self._tick()
            except OutboxError:
                self._disk.set(DISK_RETRY_S)  # the outbox has said so
            except Exception:
                _log.exception("The hub stumbled and goes on.")

    def _handle_next(self) -> None:
        waits = (self._dialer.left_s, self._ack.left_s, self._birth.left_s, self._end.left_s,
                 self._disk.left_s)
        try:
            item = self._queue.get(min(waits))
        except Empty:
            return
        if isinstance(item, Up | Down | Acked | Heard | Reached):
            if item.link is self._dialer.link:  # else a late word from a link given up
                self._hear(item)
        else:
            self._obey(item)

    def _hear(self, signal: Signal) -> None:
        match signal:
            case Reached():
                self._dialer.reached()
            case Up(link):
                self._dialer.succeed()
                self._courier.greet(link)
            case Down(_, fault):
                self._lose(fault)
            case Acked(_, mid, accepted):
                self._ack.clear()
                self._courier.acked(mid, accepted=accepted)
            case Heard(_, topic, payload):
                if topic == self._presence:
                    self._sense(payload)
                elif topic != BIRTH:
                    self._command(topic, payload)
                elif payload == b"online" and not self._birth.running:
                    self._birth.set(random.uniform(*BIRTH_DELAY_S))  # noqa: S311

    def _obey(self, order: Order) -> None:
        match order:
            case Show(told):
                self._courier.tell(told)
            case Deliver():
                self._courier.tell_news()  # there is another last session now
                self._courier.deliver()
            case Announce(event, profile):
                self._courier.announce(event, profile)
            case Mention(live):
                self._courier.mention(live)
            case Drain(settled):
                self._draining.append(settled)
            case Stop(timeout_s, for_good):
                self._courier.fleeting |= for_good
                self._end.set(timeout_s)

    def _tick(self) -> None:
        if self._end.running:
            self._wind_down()
            return
        self._dialer.tick()
        if self._birth.take():
            self._courier.recalling = True
            self._courier.introduce()
        self._watch_acks()
        self._watch_disk()
        if self._draining and self._dialer.connected and self._courier.settled:
            for settled in self._draining:
                settled.set()
            self._draining.clear()

    def _wind_down(self) -> None:
        """Go as soon as everything is acknowledged and the goodbye too, or nobody is there."""
        late = self._end.left_s <= 0.0
        if late or not self._dialer.trying:
            self._leave()
        elif self._dialer.connected and self._courier.settled:
            if self._said_goodbye:
                self._leave()
            else:
                self._say_goodbye()
        elif not self._dialer.connected and not self._courier.burdened:
            self._leave()
        else:
            self._dialer.tick()

    def _say_goodbye(self) -> None:
        self._said_goodbye = True
        self._courier.farewell()

    def _leave(self) -> None:
        if self._dialer.connected and not self._said_goodbye:
            self._say_goodbye()  # unacknowledged, yet sent before the connection ends
        self._courier.part()
        self._sensed(False)
        self._dialer.hang_up()
        self._over = True

    def _watch_acks(self) -> None:
        """A broker that takes everything and answers nothing is none."""
        if not self._courier.waiting_for_ack:
            self._ack.clear()
        elif not self._ack.running:
            self._ack.set(ACK_TIMEOUT_S)
        elif self._ack.take():
            self._lose(Fault.LOST)

    def _watch_disk(self) -> None:
        if self._disk.take():
            self._courier.catch_up()
        if not self._courier.failing:
            self._disk.clear()
        elif not self._disk.running:
            self._disk.set(DISK_RETRY_S)

    def _sense(self, payload: bytes) -> None:
        there = occupancy.read(payload)
        if there is not None:
            self._sensed(there)
        elif not self._puzzled:
            self._puzzled = True
            _log.warning("What is told on %s is not understood: on, off or Zigbee2MQTT's JSON is.",
                         self._presence)

    def _lose(self, fault: Fault) -> None:
        self._sensed(False)
        self._courier.part()
        self._dialer.fail(fault)
