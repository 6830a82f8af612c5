"""What the rest of the mirror asks of the hub's thread."""

from dataclasses import dataclass
from threading import Event

from mirrorapp.hub.payloads import MirrorState, SessionEvent


@dataclass(frozen=True, slots=True)
class Show:
    """Tell `state`, in place of any earlier one."""

    state: MirrorState


@dataclass(frozen=True, slots=True)
class Share:
    """From now on `profile` shares its health, and nobody else; None for nobody."""

    profile: str | None


@dataclass(frozen=True, slots=True)
class Deliver:
    """Tell what has come into the outbox."""


@dataclass(frozen=True, slots=True)
class Announce:
    """Tell `event` now or never."""

    event: SessionEvent


@dataclass(frozen=True, slots=True)
class Drain:
    """Say through `settled` when everything is acknowledged."""

    settled: Event


@dataclass(frozen=True, slots=True)
class Stop:
    """Finish and go, within `timeout_s`."""

    timeout_s: float


Order = Show | Share | Deliver | Announce | Drain | Stop
