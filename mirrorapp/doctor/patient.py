"""Whom the checks look at: a machine and its settings, and whose mirror it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mirrorapp import config, settings
from mirrorapp.clock import Clock, SystemClock
from mirrorapp.config import Config, ConfigError
from mirrorapp.doctor.account import Account
from mirrorapp.doctor.machine import Machine


@dataclass(frozen=True, slots=True)
class Patient:
    """`wrong`: why its settings, or what was set on the glass (`glass`), can't be used; what can
    be is then in `config`. `running`: it is the mirror itself that asks.
    """

    config: Config = field(default_factory=Config)
    machine: Machine = field(default_factory=Machine)
    clock: Clock = field(default_factory=SystemClock)
    wrong: ConfigError | None = None
    glass: bool = False
    running: bool = False

    @property
    def account(self) -> Account:
        """Who runs the mirror."""
        return Account.of(self.machine)

    @property
    def runs(self) -> bool:
        """Whether a mirror runs with this journal, and so has the camera."""
        if self.running:
            return True
        try:
            return self.machine.is_locked(Path(f"{self.config.journal.place}.lock"))
        except PermissionError:  # whoever can't know leaves the camera alone
            return True


def admit(file: Path | None, machine: Machine | None = None) -> Patient:
    """The one with the settings that `mirrorapp run` would have; `file` as in `config.load`.

    Nothing is set aside or written, and what can't be used is told of instead.
    """
    patient = Patient(machine=machine or Machine())
    try:
        given = config.load(file)
    except ConfigError as error:
        return replace(patient, config=_of_service(Config(), patient.machine), wrong=error)
    patient = replace(patient, config=_of_service(given, patient.machine))
    try:
        whole = config.load(file, glass=_kept(patient.config))
    except ConfigError as error:
        return replace(patient, wrong=error, glass=True)
    return replace(patient, config=_of_service(whole, patient.machine))


def _of_service(given: Config, machine: Machine) -> Config:
    """The same with the service's own places, where there is a service and it is another who asks.
    """
    places = machine.service
    if not places or places["XDG_STATE_HOME"] == machine.environ.get("XDG_STATE_HOME"):
        return given
    state, cache = Path(places["XDG_STATE_HOME"]), Path(places["XDG_CACHE_HOME"])
    return given.model_copy(update={
        "journal": given.journal.model_copy(update={
            "file": given.journal.file or state / "mirrorapp/journal.sqlite3"}),
        "vision": given.vision.model_copy(update={
            "model_dir": given.vision.model_dir or cache / "mirrorapp/models"})})


def _kept(given: Config) -> Mapping[str, Mapping[str, Any]]:
    """What was set on the glass."""
    place = settings.place(given)
    try:
        return config.read(place) if place.is_file() else {}
    except OSError:  # a folder of somebody else's
        return {}
