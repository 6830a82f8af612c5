"""Keeps a connection to the broker: dials, tries the other version of MQTT, waits, dials again.

Used by the hub's thread alone.
"""

import logging
from collections.abc import Callable

from mirrorapp.clock import Clock
from mirrorapp.config import HubConfig
from mirrorapp.events import Notice, NoticeBoard
from mirrorapp.hub import faults
from mirrorapp.hub.faults import NOTICE_KEY, Fault, HubError
from mirrorapp.hub.link import Link, Signal, Version
from mirrorapp.hub.timers import Backoff, Timer

HELLO_TIMEOUT_S = 3.0
"""How long a broker that took the call may stay silent before the other version is tried."""
RECONNECT_S = (1.0, 30.0)
STEADY_S = 10.0
"""A connection that lasts this long is one; before, the wait for the next keeps growing."""
SHORT_LIVED = 3
"""So many that did not last: two mirrors of one name throw each other out. A broker of MQTT 5
says so, mosquitto 2.0.11 just hangs up."""

_log = logging.getLogger(__name__)


class Dialer:
    """The link to the broker, and what is done when there is none.

    `link` is the one that signals count for; `connected` is true from the broker's yes on. What
    goes wrong is logged once, until something else does or a connection has lasted.
    """

    def __init__(self, config: HubConfig, board: NoticeBoard, clock: Clock,
                 post: Callable[[Signal], None]) -> None:
        self.link: Link | None = None
        self.connected = False
        self._config = config
        self._board = board
        self._post = post
        self._version = Version.V5
        self._backoff = Backoff(*RECONNECT_S)
        self._retry = Timer(clock)
        self._hello = Timer(clock)
        self._steady = Timer(clock)
        self._short_lived = 0
        self._notice: Notice | None = None

    @property
    def left_s(self) -> float:
        """When `tick` has something to do."""
        return min(self._retry.left_s, self._hello.left_s, self._steady.left_s)

    @property
    def trying(self) -> bool:
        """Whether somebody may be there: connected, or about to know."""
        return self.link is not None or self._retry.left_s <= 0.0

    def start(self) -> None:
        """Dial at the next tick."""
        self._retry.set(0.0)

    def tick(self) -> None:
        """Do what has fallen due."""
        if self._retry.take():
            self._dial()
        if self._hello.take():
            self.fail(Fault.SILENT)
        if self._steady.take():
            self._backoff.reset()
            self._short_lived = 0
            self._notice = None

    def reached(self) -> None:
        """Somebody took the call; the broker's answer is due."""
        self._hello.set(HELLO_TIMEOUT_S)

    def succeed(self) -> None:
        """The broker has let us in."""
        self._hello.clear()
        self._steady.set(STEADY_S)
        self.connected = True
        self._board.clear(NOTICE_KEY)
        _log.info("Connected to the hub at %s:%s.", self._config.host, self._config.port)

    def fail(self, fault: Fault) -> None:
        """The link is of no use any more: give it up and decide when to dial again."""
        self._short_lived += self._steady.running
        if fault is Fault.LOST and self._short_lived >= SHORT_LIVED:
            fault = Fault.TAKEN_OVER
        self.hang_up()
        if fault in (Fault.VERSION, Fault.SILENT):
            self._version = self._version.other
            if self._version is Version.V311:
                self._retry.set(0.0)
                return
        elif fault is Fault.UNREACHABLE:
            self._version = Version.V5  # who comes back may be somebody else
        self._complain(faults.notice(fault, self._config))
        self._retry.set(self._backoff.next_s())

    def hang_up(self) -> None:
        """Close the link, if there is one, and stay away."""
        self._hello.clear()
        self._retry.clear()
        self._steady.clear()
        self.connected = False
        link, self.link = self.link, None
        if link is not None:
            link.close()

    def _dial(self) -> None:
        try:
            self.link = Link(self._config, self._version, self._post)
        except HubError as error:
            self._complain(Notice(NOTICE_KEY, error.what, error.remedy))
            self._retry.set(self._backoff.next_s())
        else:
            self.link.open()

    def _complain(self, notice: Notice) -> None:
        self._board.post(notice)
        if notice != self._notice:
            self._notice = notice
            _log.warning("%s %s", notice.what, notice.remedy)
