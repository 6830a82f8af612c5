"""Tries whether a broker would have the mirror, and says what is amiss, without a trace there."""

from dataclasses import dataclass
from enum import IntEnum, auto

from pydantic import SecretStr

from mirrorapp.clock import Clock, SystemClock
from mirrorapp.config import HubConfig


class Stage(IntEnum):
    """What is tried, one after the other."""

    REACHABLE = auto()  # somebody takes the call
    ENCRYPTED = auto()  # the certificates are right; passed at once where encryption is off
    LET_IN = auto()  # it is a broker, and has us with this user name and password
    ALLOWED = auto()  # we may say and hear what is ours


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it went.

    `passed`: the stages that were, in their order. `failed`: the one that was not; None where all
    were, and where the broker does not tell of the last (`ALLOWED` is then in neither). `what` and
    `remedy` as in `Notice`, also where nothing failed: `remedy` is then empty or what is good to
    know.
    """

    passed: tuple[Stage, ...]
    failed: Stage | None
    what: str
    remedy: str

    @property
    def good(self) -> bool:
        """Whether the mirror can use this broker, as far as can be told."""
        return self.failed is None


class Trial:
    """One try of the broker that `hub` names, from `start` on, on a thread of its own.

    `password`: as it was typed; None: the one in the file that `hub` names, if any. It is in no
    message. The mirror that runs meanwhile, also at the same broker, is not disturbed: this has
    a client id of its own, no last will, and what it says on the mirror's topics is never released
    to anybody (broker of MQTT 5), or not said.

    A stage that has not passed after `patience_s` has failed. To be used once.
    """

    def __init__(self, hub: HubConfig, password: SecretStr | None = None, *,
                 clock: Clock | None = None, patience_s: float = 5.0) -> None:
        self._hub = hub
        self._password = password
        self._clock = clock or SystemClock()
        self._patience_s = patience_s

    @property
    def stage(self) -> Stage:
        """What is being tried just now; where it ended, once there is a verdict."""
        raise NotImplementedError

    @property
    def verdict(self) -> Verdict | None:
        """How it went, once that is known."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin; returns at once."""
        raise NotImplementedError

    def stop(self) -> None:
        """Give up, at once and without a verdict; nothing where there is one."""
        raise NotImplementedError

    def wait(self, timeout_s: float) -> Verdict | None:
        """The verdict, waited for; for the terminal, never for a screen."""
        raise NotImplementedError
