"""Looks for brokers in the house, while somebody is there to choose one.

By multicast DNS (RFC 6762, RFC 6763) on IPv4. Nothing is asked, and nothing is listened to, but
between `Finder.start` and `Finder.stop`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mirrorapp.events import Notice

MOST = 12
"""So many are kept: a house has one or two, and more can't be shown."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Where a broker is, or is likely to be.

    `name`: what it calls itself, as `events.plain` makes it, never empty. `host`: a name ending in
    `.local` where this machine can look such names up, else an IPv4 address; fit for `hub.host`.
    `tls`: it encrypts there, as it says. `guess`: no broker said so; Home Assistant is there, whose
    add-on mostly serves on that port.
    """

    guess: bool
    name: str
    host: str
    port: int
    tls: bool


class Finder:
    """Searches from `start` to `stop`; both return at once, and may be called again and again.

    `interfaces`: by the addresses of this machine that are searched from; all of them, usually.
    """

    def __init__(self, interfaces: Sequence[str] | None = None) -> None:
        self._interfaces = interfaces

    @property
    def found(self) -> tuple[Found, ...]:
        """What has been found so far, brokers before guesses, at most `MOST`; empty before `start`.

        Whoever says goodbye is taken out. What was found last stays after `stop`.
        """
        raise NotImplementedError

    @property
    def fault(self) -> Notice | None:
        """Why nothing can be searched for, if so: there is no network."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin to search, anew."""
        raise NotImplementedError

    def stop(self) -> None:
        """Search no more."""
        raise NotImplementedError
