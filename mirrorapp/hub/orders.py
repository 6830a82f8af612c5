"""What the rest of the mirror asks of the hub's thread."""

from dataclasses import dataclass
from threading import Event

from mirrorapp.hub.payloads import Live, Told
from mirrorapp.hub.sessions import SessionEvent


@dataclass(frozen=True, slots=True)
class Show:
    """Have the broker hold this, in place of anything earlier."""

    told: Told


@dataclass(frozen=True, slots=True)
class Deliver:
    """Tell what has come into the outbox."""


@dataclass(frozen=True, slots=True)
class Announce:
    """Tell `event` now or never; `profile` shares what it says of their health, "" for nobody's."""

    event: SessionEvent
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Tell how far a session is, to whoever listens just now."""

    live: Live


@dataclass(frozen=True, slots=True)
class Drain:
    """Say through `settled` when everything is acknowledged."""

    settled: Event


@dataclass(frozen=True, slots=True)
class Stop:
    """Finish and go, within `timeout_s`; `for_good`: nobody here will miss us."""

    timeout_s: float
    for_good: bool = False


Order = Show | Deliver | Announce | Mention | Drain | Stop
