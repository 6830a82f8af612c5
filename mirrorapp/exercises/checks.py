"""What a check's data file may say, and how checks are found by their id."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from mirrorapp import config
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Guide
from mirrorapp.exercises.library import ExerciseError
from mirrorapp.exercises.schema import Depth, Exercise
from mirrorapp.exercises.words import Id, Name, Part, Source, Step

WEEKLY = "weekly-check"
WEEKLY_CHECKS = ("ankle-gap", "standing-axis", "squat-check", "single-leg-check")
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


class Hint(Part):
    """What to say beyond a number, and who says so."""

    beyond_cm: Annotated[float, Field(gt=0, lt=50)]
    source: str
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
    parts: Annotated[tuple[HoldPart | RepPart, ...], Field(min_length=1)]

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
    return config.data_dir() / "checks"


def known(checks: Path | None = None) -> list[str]:
    """The ids of all checks, sorted."""
    return sorted(path.stem for path in (checks or folder()).glob("*.toml"))


def load(check: str, checks: Path | None = None) -> Check:
    """Read one check. Raises `ExerciseError`, also where an exercise that it asks for is not there.
    """
    path = (checks or folder()) / f"{check}.toml"
    if check not in known(checks):
        raise ExerciseError(f"There is no check {check!r}.",
                            f"Known are: {', '.join(known(checks)) or 'none'}.")
    try:
        found = Check.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ExerciseError(f"The check {path} can't be read: {error}.",
                            "Mend the file, or take it out of its folder.") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise ExerciseError(f"{key} in {path} can't be used.", f"{first['msg']}.") from None
    for exercise in found.exercises:
        library.load(exercise)
    return found


def exercise_or_check(name: str) -> tuple[Exercise, Check | None]:
    """An exercise; or a check, and the exercise that counts and judges in a film of it.

    Raises `ExerciseError`.
    """
    if name in known():
        check = load(name)
        return library.load((*check.exercises, STANDING_EXERCISE)[0]), check
    if name not in library.known():
        raise ExerciseError(f"There is no exercise {name!r}.",
                            f"Known are: {', '.join(library.known())}; and the checks "
                            f"{', '.join(known())}.")
    return library.load(name), None


def weekly() -> tuple[Check, ...]:
    """The checks of the weekly one, in their order, as far as their exercises are there."""
    exercises = library.known()
    found = []
    for name in WEEKLY_CHECKS:
        path = folder() / f"{name}.toml"
        check = Check.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        if set(check.exercises) <= set(exercises):
            found.append(check)
    return tuple(found)
