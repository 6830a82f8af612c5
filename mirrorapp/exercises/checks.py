"""What a check's data file may say, and how checks are found by their id."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mirrorapp.events import Side
from mirrorapp.exercises import files, library, mistakes
from mirrorapp.exercises.guide import Guide
from mirrorapp.exercises.mistakes import ExerciseError
from mirrorapp.exercises.schema import Depth, Exercise
from mirrorapp.exercises.words import Id, Name, Part, Sentence, Source, Step

WEEKLY = "weekly-check"
BAND_EFFECT = "band-effect"
WEEKLY_CHECKS = ("ankle-gap", "standing-axis", "squat-check", "single-leg-check")
"""What the weekly check is made of, for those who only look back at what was done."""
STANDING_EXERCISE = "squat"


class HoldPart(Part):
    """Stand still for so long."""

    kind: Literal["hold"]
    seconds: Annotated[float, Field(ge=1, le=60)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class RepPart(Part):
    """So many repetitions of an exercise; `side`: on that leg, of which alone is told."""

    kind: Literal["reps"]
    exercise: str
    reps: Annotated[int, Field(ge=1, le=20)]
    band: bool = False
    side: Side | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class Noise(Part):
    """`sem`: the standard error of measurement, in the result's unit (docs/repeatability.md)."""

    sem: Annotated[float, Field(gt=0, lt=45)]


class Equal(Part):
    """Where knees are compared: a depth, and how many repetitions must have been judged there."""

    depth: Depth = 0.10
    least: Annotated[int, Field(ge=2, le=20)] = 3


class Hint(Sentence):
    """What to say beyond a number, and who says so."""

    beyond_cm: Annotated[float, Field(gt=0, lt=50)]
    source: Source
    en: Annotated[str, Field(min_length=1, max_length=160)]
    de: Annotated[str, Field(min_length=1, max_length=160)]


class Check(Part):
    """One check: parts one after the other, and one measure taken from them."""

    id: Id
    view: Literal["F"]
    measure: Literal["ankle_gap", "standing_axis", "movement", "band_effect"]
    source: Source
    dose_source: Source
    name: Name
    noise: Noise
    equal: Equal = Equal()
    hint: Hint | None = None
    guide: Guide | None = None
    parts: Annotated[tuple[Annotated[HoldPart | RepPart, Field(discriminator="kind")], ...],
                     Field(min_length=1)]

    @property
    def unit(self) -> str:
        """Of its values: degrees, or lengths of the user's shank."""
        return "shank" if self.measure == "ankle_gap" else "deg"

    @property
    def exercises(self) -> tuple[str, ...]:
        """The ids of the exercises it asks for."""
        return tuple(dict.fromkeys(p.exercise for p in self.parts if isinstance(p, RepPart)))

    @model_validator(mode="after")
    def _parts_suit(self) -> "Check":
        held = self.measure in ("ankle_gap", "standing_axis")
        if any(isinstance(part, HoldPart) is not held for part in self.parts):
            raise ValueError(f"{self.measure} is measured in {'holds' if held else 'repetitions'}")
        if self.measure == "band_effect" and (
                [p.band for p in self.parts if isinstance(p, RepPart)] != [False, True]):
            raise ValueError("band_effect wants one part without and one with the band")
        return self


def folder() -> Path:
    """Where the packaged checks are."""
    return files.packaged("checks")


def known(checks: Path | None = None, places: Sequence[Path] = ()) -> list[str]:
    """The ids of all checks, sorted; also those of packs, where `places` for them are given."""
    return sorted(files.shelf("checks", places, checks).files)


def load(check: str, checks: Path | None = None, places: Sequence[Path] = ()) -> Check:
    """Read one check. Raises `ExerciseError`, also where an exercise that it asks for is not there.
    """
    found = mistakes.read(files.path("checks", check, places, checks), Check, "check")
    for exercise in found.exercises:
        library.load(exercise, places=places)
    return found


@cache
def packaged(check: str) -> Check:
    """One that comes with the mirror, read once. Raises `ExerciseError`."""
    return load(check)


def exercise_or_check(name: str, places: Sequence[Path] = ()) -> tuple[Exercise, Check | None]:
    """An exercise; or a check, and the exercise that counts and judges in a film of it.

    Raises `ExerciseError`.
    """
    if name in known(places=places):
        check = load(name, places=places)
        return library.load((*check.exercises, STANDING_EXERCISE)[0], places=places), check
    if name not in library.known(places=places):
        raise ExerciseError(f"There is no exercise {name!r}.",
                            f"Known are: {', '.join(library.known(places=places))}; and the checks "
                            f"{', '.join(known(places=places))}.")
    return library.load(name, places=places), None
