"""What the hub's thread has to do next; a home that floods it fills no memory."""

import logging
from queue import SimpleQueue
from threading import Lock

from mirrorapp.clock import Clock
from mirrorapp.hub.link import Heard, Signal
from mirrorapp.hub.orders import Order
from mirrorapp.hub.ration import Ration

HEARD_MOST = 64
"""So many messages of the home may wait; nobody presses a button that often."""

_log = logging.getLogger(__name__)


class Inbox:
    """Orders and signals, in order. Safe between threads; putting never blocks.

    Of messages from the home (`Heard`) only `HEARD_MOST` wait, and what is too much is dropped:
    orders and the broker's answers are never.
    """

    def __init__(self, clock: Clock) -> None:
        self._queue: SimpleQueue[Signal | Order] = SimpleQueue()
        self._lock = Lock()
        self._heard = 0
        self._ration = Ration(clock, 1)

    def put(self, item: Signal | Order) -> None:
        """Add `item`, or drop it."""
        if not isinstance(item, Heard) or self._admit():
            self._queue.put(item)

    def get(self, timeout_s: float) -> Signal | Order:
        """The next one. Raises `queue.Empty` if there is none within `timeout_s`."""
        item = self._queue.get(timeout=timeout_s)
        if isinstance(item, Heard):
            with self._lock:
                self._heard -= 1
        return item

    def _admit(self) -> bool:
        with self._lock:
            if self._heard < HEARD_MOST:
                self._heard += 1
                return True
            if self._ration.take():
                _log.warning("The hub sends more than the mirror can follow; some of it is lost.")
            return False
