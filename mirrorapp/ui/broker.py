"""Which broker is to hear of the mirror, as far as that is found out and chosen on the glass."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pydantic import SecretStr

from mirrorapp.config import ConfigError, HubConfig
from mirrorapp.events import MirrorError, Notice
from mirrorapp.hub import keeping
from mirrorapp.hub.announced import USUAL_PORT
from mirrorapp.hub.finding import Found
from mirrorapp.hub.trial import Stage, Verdict
from mirrorapp.settings import TRIED, Settings

FIND, FORM, TRY = "broker", "broker-told", "broker-try"
"""Pages: what is found, what is told of the one that was chosen, and what comes of trying it."""
PATIENT_S = 8.0
"""A house that has not answered by then may not answer at all."""
TOLD_S = 600.0
"""So long what was typed stays: whoever comes by later has no use for another's password."""


class Looking(Protocol):
    """`hub.finding.Finder`, or a stand-in."""

    @property
    def found(self) -> tuple[Found, ...]:
        """What has been found so far."""

    @property
    def fault(self) -> Notice | None:
        """Why nothing can be searched for."""

    def start(self) -> None:
        """Begin to search."""

    def stop(self) -> None:
        """Search no more."""


class Trying(Protocol):
    """`hub.trial.Trial`, or a stand-in."""

    @property
    def stage(self) -> Stage:
        """What is being tried just now."""

    @property
    def verdict(self) -> Verdict | None:
        """How it went."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """Give up."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The mirror's ways into the house: what looks for brokers, what makes a try of one, and what
    keeps it (`hub.keeping.keep`).
    """

    finder: Looking
    trial: Callable[[HubConfig, SecretStr | None], Trying]
    keep: Callable[[Settings, HubConfig, SecretStr | None], None] = keeping.keep


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been told of a broker. `password`: as it was typed, None where it was not."""

    host: str = ""
    port: int = USUAL_PORT[False]
    username: str = ""
    tls: bool = False
    password: SecretStr | None = None


class Broker:
    """The broker that is being chosen. `now_s` is a clock in seconds that never runs back."""

    def __init__(self, settings: Settings, reach: Reach, now_s: Callable[[], float]) -> None:
        self._settings, self._reach, self._now_s = settings, reach, now_s
        self._looking_s: float | None = None
        self._picked: Found | None = None
        self._told_s = now_s()
        self._trial: Trying | None = None
        self.draft = Draft()
        self.secret = False
        """Whether there is a password, typed now or kept before."""
        self.kept = False
        """Whether what was tried last is in force."""
        self.wrong: MirrorError | None = None
        """Why it could not be tried, or kept."""

    @property
    def chosen(self) -> str:
        """The host in force, "" for the mirror's own broker."""
        return self._settings.config.hub.host

    def look(self) -> None:
        """Look for brokers, from now on."""
        if self._looking_s is None:
            self._looking_s = self._now_s()
            self._reach.finder.start()

    def look_away(self) -> None:
        """Nobody is there to choose one any more."""
        if self._looking_s is not None:
            self._looking_s = None
            self._reach.finder.stop()

    @property
    def found(self) -> tuple[Found, ...]:
        """What has been found so far."""
        return self._reach.finder.found

    @property
    def fault(self) -> Notice | None:
        """Why nothing can be found."""
        return self._reach.finder.fault

    @property
    def long(self) -> bool:
        """Whether it has been looked for as long as an answer takes."""
        return self._looking_s is not None and self._now_s() - self._looking_s >= PATIENT_S

    def pick(self, found: Found) -> None:
        """From now on it is this one; what has only just been told of it stays."""
        if not (self._fresh and found == self._picked):
            self._begin(found.host, port=found.port, tls=found.tls)
            self._picked = found

    def name(self, host: str) -> None:
        """From now on it is the one at this address; likewise."""
        hub = self._settings.config.hub
        if self._fresh and host == self.draft.host:
            return
        if host == hub.host:
            self._begin(host, port=hub.port, tls=hub.tls)
        else:
            self._begin(host)

    def tell(self, **told: Any) -> None:
        """Something of it, as in `Draft`."""
        self.draft, self._told_s = replace(self.draft, **told), self._now_s()
        self.secret = self._has_secret()

    def encrypt(self) -> None:
        """Encrypted or not, the other way round; a usual port goes with it."""
        tls, port = not self.draft.tls, self.draft.port
        usual = port == USUAL_PORT[not tls]
        self.tell(tls=tls, port=USUAL_PORT[tls] if usual else port)

    def try_it(self) -> None:
        """Try what has been told, from now on."""
        self.stop()
        self.kept, self.wrong = False, None
        try:
            self._trial = self._reach.trial(self._hub(), self._password())
        except ConfigError as error:
            self.wrong = error
        else:
            self._trial.start()

    def stop(self) -> None:
        """Try it no more."""
        if self._trial is not None:
            self._trial.stop()
            self._trial = None

    @property
    def stage(self) -> Stage | None:
        """What is being tried, or where that has ended."""
        return None if self._trial is None else self._trial.stage

    @property
    def verdict(self) -> Verdict | None:
        """How it went, once that is known."""
        return None if self._trial is None else self._trial.verdict

    def follow(self) -> None:
        """Keep what has been found to work, once that is known."""
        verdict = self.verdict
        if verdict is not None and verdict.good and not self.kept and self.wrong is None:
            self.keep()

    def keep(self) -> None:
        """Have it in force, whatever came of the try."""
        self.wrong = None
        try:
            self._reach.keep(self._settings, self._hub(), self._password())
        except ConfigError as error:
            self.wrong = error
        else:
            self.kept = True
            self.draft, self._picked = replace(self.draft, password=None), None

    def do_without(self) -> None:
        """No broker but the mirror's own."""
        try:
            none = keeping.chosen(self._settings, host="", port=USUAL_PORT[False], username="",
                                  tls=False)
            self._reach.keep(self._settings, none, None)
        except ConfigError as error:
            self._settings.board.post(Notice(TRIED, error.what, error.remedy))

    @property
    def _fresh(self) -> bool:
        return self._now_s() - self._told_s < TOLD_S

    def _begin(self, host: str, **told: Any) -> None:
        hub = self._settings.config.hub
        self._picked = None
        self.draft = Draft(host, username=hub.username if host == hub.host else "")
        self.tell(**told)

    def _hub(self) -> HubConfig:
        told = self.draft
        hub = keeping.chosen(self._settings, host=told.host, port=told.port,
                             username=told.username, tls=told.tls)
        anew = told.password is not None
        return hub.model_copy(update={"password_file": None}) if anew else hub

    def _has_secret(self) -> bool:
        try:
            return self._password() is not None or self._hub().password_file is not None
        except ConfigError:
            return False

    def _password(self) -> SecretStr | None:
        """As it was typed; an empty one is none."""
        typed = self.draft.password
        return typed if typed and typed.get_secret_value() else None
