"""Looks for brokers in the house, while somebody is there to choose one.

By multicast DNS (RFC 6762, RFC 6763) on IPv4, to 224.0.0.251 port 5353. Nothing is asked, and
nothing listened to, but between `Finder.start` and `Finder.stop`.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

import ifaddr
from zeroconf import Error as ZeroconfError
from zeroconf import IPVersion, ServiceBrowser, ServiceInfo, ServiceStateChange, Zeroconf

from mirrorapp.events import Notice
from mirrorapp.hub import announced
from mirrorapp.hub.announced import Found

__all__ = ["MOST", "Finder", "Found"]

MOST = 12
"""So many are kept: a house has one or two, and more can't be shown."""
KNOWN_MOST = 24
"""So many that announce themselves are remembered: whoever comes later is not looked at."""
WAITING_MOST = 64
"""So many announcements may wait to be looked at."""
_ANSWER_MS = 1000
_NETWORK_S = 2.0
"""How often is looked whether there is a network now, or another."""
_KEY = "finding"
_NO_NETWORK = Notice(_KEY, "This machine is in no network.",
                     "Connect it to that of the house; the search goes on by itself.")
_log = logging.getLogger(__name__)


class Finder:
    """Searches from `start` to `stop`; both return at once, and may be called again and again.
    Within a second of `stop` the last socket is closed.

    `interfaces`: the addresses of this machine that are searched from; usually all but loopback.
    """

    def __init__(self, interfaces: Sequence[str] | None = None) -> None:
        self._interfaces = interfaces
        self._search: _Search | None = None

    @property
    def found(self) -> tuple[Found, ...]:
        """What has been found so far, brokers before guesses, at most `MOST`; empty before `start`.

        Whoever says goodbye is taken out. What was found last stays after `stop`.
        """
        return () if self._search is None else self._search.found

    @property
    def fault(self) -> Notice | None:
        """Why nothing can be searched for just now, if so."""
        return None if self._search is None else self._search.fault

    def start(self) -> None:
        """Begin to search, anew."""
        self.stop()
        self._search = _Search(self._interfaces)
        self._search.start()

    def stop(self) -> None:
        """Search no more."""
        if self._search is not None:
            self._search.stop()


@dataclass(frozen=True, slots=True)
class _Change:
    kind: str
    name: str
    gone: bool


class _Search(Thread):
    """One search; ends after `stop`."""

    def __init__(self, interfaces: Sequence[str] | None) -> None:
        super().__init__(name="finder", daemon=True)
        self.found: tuple[Found, ...] = ()
        self.fault: Notice | None = None
        self._interfaces = interfaces
        self._changes: SimpleQueue[_Change | None] = SimpleQueue()
        self._over = Event()
        self._known: dict[tuple[str, str], Found] = {}
        self._silent: list[_Change] = []

    def stop(self) -> None:
        self._over.set()
        self._changes.put(None)

    def run(self) -> None:
        while not self._over.is_set():
            try:
                self._search()
            except (OSError, ZeroconfError) as error:
                self._complain(f"{error}")
            self._over.wait(_NETWORK_S)

    def _search(self) -> None:
        interfaces = self._here()
        if not interfaces:
            self._complain("no address but loopback")
            return
        net = Zeroconf(interfaces=interfaces, ip_version=IPVersion.V4Only)
        try:
            browser = ServiceBrowser(net, list(announced.KINDS), handlers=[self._on_change])
            self.fault = None
            while not self._over.is_set() and self._here() == interfaces:
                self._look(net)
            browser.cancel()
        finally:
            net.close()

    def _here(self) -> list[str]:
        return list(self._interfaces or _own_addresses())

    def _complain(self, why: str) -> None:
        if self.fault is None:
            _log.warning("Brokers can't be searched for: %s.", why)
        self.fault = _NO_NETWORK

    def _on_change(self, service_type: str, name: str, state_change: ServiceStateChange,
                   **_: Any) -> None:
        """Called by zeroconf's thread."""
        if self._changes.qsize() < WAITING_MOST:
            self._changes.put(_Change(service_type, name,
                                      state_change is ServiceStateChange.Removed))

    def _look(self, net: Zeroconf) -> None:
        """Take in one change. Who said no more than a name is asked once nobody else waits."""
        asking = False
        try:
            change = self._changes.get(timeout=0.0 if self._silent else _NETWORK_S)
        except Empty:
            if not self._silent:
                return
            change, asking = self._silent.pop(0), True
        if change is None:
            return
        try:
            self._read(change, net, asking=asking)
        except Exception as error:  # whoever is in the network may say anything
            _log.info("An announcement can't be read: %r", error)

    def _read(self, change: _Change, net: Zeroconf, *, asking: bool) -> None:
        info = ServiceInfo(change.kind, change.name)
        if change.gone:
            self._know(change, None)
        elif info.load_from_cache(net) or (asking and info.request(net, _ANSWER_MS)):
            self._know(change, announced.read(info))
        elif not asking and len(self._silent) < MOST:
            self._silent.append(change)

    def _know(self, change: _Change, found: Found | None) -> None:
        self._known.pop((change.kind, change.name), None)
        if found is not None and len(self._known) < KNOWN_MOST:
            self._known[change.kind, change.name] = found
        self._tell()

    def _tell(self) -> None:
        every = set(self._known.values())
        sure = {(each.host, each.port) for each in every if not each.guess}
        self.found = tuple(sorted(
            each for each in every if not each.guess or (each.host, each.port) not in sure))[:MOST]


def _own_addresses() -> list[str]:
    """Of this machine, by which it can be reached from elsewhere."""
    found = [str(each.ip) for adapter in ifaddr.get_adapters() for each in adapter.ips
             if each.is_IPv4]
    return [each for each in found if not each.startswith("127.")]
