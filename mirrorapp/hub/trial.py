"""Tries whether a broker would have the mirror, and says what is amiss, without a trace there."""

import logging
import secrets
from dataclasses import dataclass
from enum import IntEnum, auto
from queue import Empty, SimpleQueue
from threading import Event, Thread

from pydantic import SecretStr

from mirrorapp.clock import SystemClock
from mirrorapp.config import HubConfig
from mirrorapp.events import MirrorError
from mirrorapp.hub import faults, knocking
from mirrorapp.hub import trial_words as words
from mirrorapp.hub.credentials import tls_context
from mirrorapp.hub.faults import Fault, HubError
from mirrorapp.hub.link import (
    RECEIVED_MOST,
    Acked,
    Down,
    Guest,
    Link,
    Reached,
    Signal,
    Up,
    Version,
)
from mirrorapp.hub.timers import Timer
from mirrorapp.hub.topics import Topics

_log = logging.getLogger(__name__)


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
    `remedy` as in `Notice`, also where nothing failed; then `remedy` is what is good to know, or
    empty.
    """

    passed: tuple[Stage, ...]
    failed: Stage | None
    what: str
    remedy: str = ""

    @property
    def good(self) -> bool:
        """Whether the mirror can use this broker, as far as can be told."""
        return self.failed is None


_STAGES = {Fault.UNREACHABLE: Stage.REACHABLE,
           **dict.fromkeys(words.CERTIFICATES, Stage.ENCRYPTED)}
"""Where a fault belongs; else it belongs to `Stage.LET_IN`."""


class _Stopped(Exception):
    """Nobody wants to know any more."""


@dataclass(frozen=True, slots=True)
class _Knocked:
    error: HubError | None


class Trial:
    """One try of the broker that `hub` names, from `start` on, on a thread of its own.

    `password`: as it was typed; None: the one in the file that `hub` names, if any. It is in no
    message. The mirror that runs meanwhile, also at the same broker, is not disturbed: this has a
    client id of its own, no last will, and what it says on the mirror's topics is never released
    to anybody (broker of MQTT 5), or not said.

    A stage that has not passed after `patience_s` has failed. To be used once. Raises `ValueError`
    if `hub` names no host.
    """

    def __init__(self, hub: HubConfig, password: SecretStr | None = None, *,
                 patience_s: float = 5.0) -> None:
        if not hub.host:
            raise ValueError("hub.host is empty")
        self._hub = hub
        self._topics = Topics.of(hub)
        self._place = f"{hub.host}:{hub.port}"
        self._guest = Guest(f"{hub.base}-{hub.id}-{secrets.token_hex(4)}", password, patience_s)
        self._patience_s = patience_s
        self._patience = Timer(SystemClock())
        self._heard: SimpleQueue[Signal | _Knocked | _Stopped] = SimpleQueue()
        self._link: Link | None = None
        self._retains, self._most = True, RECEIVED_MOST
        self._stage = Stage.REACHABLE
        self._verdict: Verdict | None = None
        self._over = Event()
        self._stopped = False
        self._thread = Thread(target=self._run, name="trial", daemon=True)

    @property
    def stage(self) -> Stage:
        """What is being tried just now; where it ended, once there is a verdict."""
        return self._stage

    @property
    def verdict(self) -> Verdict | None:
        """How it went, once that is known."""
        return self._verdict

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Give up, at once and without a verdict; nothing where there is one."""
        self._stopped = True
        self._heard.put(_Stopped())

    def wait(self, timeout_s: float) -> Verdict | None:
        """The verdict, waited for; for the terminal, never for a screen."""
        self._over.wait(timeout_s)
        return self._verdict

    def _run(self) -> None:
        try:
            verdict = self._try()
            if not self._stopped:
                self._verdict = verdict
        except _Stopped:
            pass
        finally:
            self._over.set()
            self._hang_up()

    def _try(self) -> Verdict:
        try:
            self._knock()
            self._call()
            told = self._ask()
        except MirrorError as error:
            _log.info("The broker fails at stage %s: %s", self._stage.name, error)
            return Verdict(self._passed, self._stage, error.what, error.remedy)
        except _Stopped:
            raise
        except Exception:  # somebody waits for a word
            _log.exception("The broker could not be tried.")
            return Verdict(self._passed, self._stage, "The broker could not be tried.",
                           "The log says why.")
        if told:
            return Verdict(tuple(Stage), None, f"The mirror can use the broker at {self._place}.")
        return Verdict(tuple(Stage)[:-1], None,
                       f"The broker at {self._place} lets the mirror in.",
                       "Such a broker does not tell whether the mirror may say all it has to.")

    @property
    def _passed(self) -> tuple[Stage, ...]:
        dialled = self._link is not None or not self._hub.tls
        return tuple(each for each in Stage if each < self._stage
                     and (dialled or each is not Stage.ENCRYPTED))

    def _knock(self) -> None:
        self._enter(Stage.REACHABLE)
        Thread(target=self._knock_aside, name="knock", daemon=True).start()
        answer = self._next()
        if answer is None:
            raise knocking.nobody(self._hub.host)
        if isinstance(answer, _Knocked) and answer.error is not None:
            raise answer.error

    def _knock_aside(self) -> None:
        error = None
        try:
            knocking.knock(self._hub.host, self._hub.port, self._patience_s)
        except HubError as failed:
            error = failed
        self._heard.put(_Knocked(error))

    def _call(self) -> None:
        """Connect, and be let in."""
        self._enter(Stage.ENCRYPTED)
        tls_context(self._hub)  # a file that is amiss belongs to this stage
        fault = None
        for version in Version:
            fault = self._dial(version)
            if fault not in (Fault.VERSION, Fault.SILENT):
                break
        if fault is not None:
            raise self._explained(fault)

    def _dial(self, version: Version) -> Fault | None:
        """How that failed, if it did."""
        self._hang_up()
        self._enter(Stage.LET_IN)  # where a password file that is amiss belongs
        self._link = Link(self._hub, version, self._heard.put, self._guest)
        if self._hub.tls:
            self._enter(Stage.ENCRYPTED)
        self._link.open()
        while True:
            match self._next():
                case Up(_, retains, most):
                    self._retains, self._most = retains, most
                    return None
                case Reached():
                    self._enter(Stage.LET_IN)
                case Down(_, fault):
                    return fault
                case None:
                    return (Fault.SILENT if self._stage is Stage.LET_IN else Fault.UNREACHABLE)

    def _explained(self, fault: Fault) -> HubError:
        """And at which stage that is."""
        if self._hub.tls and self._stage is Stage.ENCRYPTED and fault is Fault.UNREACHABLE:
            fault = Fault.UNENCRYPTED  # somebody did answer, and then fell silent
        self._stage = _STAGES.get(fault, Stage.LET_IN)
        if (fault is Fault.SILENT and not self._hub.tls
                and knocking.encrypts(self._hub.host, self._hub.port, self._patience_s)):
            self._stage = Stage.ENCRYPTED
            return HubError(f"The broker at {self._place} wants encryption.",
                            "Turn encryption on.")
        return words.refused(fault, self._hub)

    def _ask(self) -> bool:
        """Ask whether all that the mirror says and hears is allowed; whether that can be told."""
        self._enter(Stage.ALLOWED)
        link = self._link
        assert link is not None  # noqa: S101 - it has let us in
        if not self._retains:
            raise HubError(f"The broker at {self._place} retains no messages.",
                           "It has to: Home Assistant learns of the mirror by them.")
        said = words.said(self._topics) if link.version is Version.V5 else ()
        telling = 0 < len(said) <= self._most
        asked = {link.subscribe(topic): topic for topic in self._topics.heard}
        asked |= {link.propose(topic): topic for topic in said[:self._most]}
        denied = []
        while asked:
            match self._next():
                case Acked(_, mid, accepted) if mid in asked:
                    topic = asked.pop(mid)
                    denied += [] if accepted else [topic]
                case Down():
                    raise words.hung_up(next(iter(asked.values())), self._topics, self._place)
                case None:
                    raise HubError(f"The broker at {self._place} stopped answering.",
                                   "Try it once more; its log may tell why.")
        if denied:
            _log.warning("The broker at %s refused %s. Its access list has to let the mirror %s.",
                         self._place, ", ".join(denied), faults.needed(self._topics))
            raise words.kept_from(denied, self._topics)
        return telling

    def _enter(self, stage: Stage) -> None:
        self._stage = stage
        self._patience.set(self._patience_s)

    def _next(self) -> Signal | _Knocked | None:
        """What happens next; None if nothing does before patience is at its end."""
        while True:
            try:
                heard = self._heard.get(timeout=self._patience.left_s)
            except Empty:
                return None
            if isinstance(heard, _Stopped):
                raise heard
            if isinstance(heard, _Knocked) or heard.link is self._link:
                return heard

    def _hang_up(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.close()

