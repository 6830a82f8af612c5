"""What a routine's data file may say: exercises, or checks, one after the other."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from mirrorapp.exercises import files
from mirrorapp.exercises.words import Id, Name, Part, Sentence, Source


class Routine(Part):
    """One routine: of exercises, or of checks.

    `minutes`: about how long it takes, as the user is told; what its parts take is computed
    (`coach.minutes`) and must be near it. `later`: what joins once the user has progressed to
    it. `sets_most`: no more sets of each than that. `leaves_out`: what a short one does without.
    """

    id: Id
    source: Source
    name: Name
    about: Sentence
    minutes: Annotated[float, Field(ge=1, le=120)]
    exercises: tuple[Id, ...] = ()
    later: tuple[Id, ...] = ()
    checks: tuple[Id, ...] = ()
    sets_most: Annotated[int, Field(ge=1, le=10)] | None = None
    leaves_out: Sentence | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Routine":
        if bool(self.exercises) is bool(self.checks):
            raise ValueError("a routine has exercises, or else checks")
        members = (*self.exercises, *self.later, *self.checks)
        if len(set(members)) < len(members):
            raise ValueError("each member stands once in exercises, later or checks")
        return self


def known(places: Sequence[Path] = ()) -> list[str]:
    """The ids of all routines, sorted; also those of packs, where `places` for them are given."""
    return sorted(files.shelf("routines", places).files)
