"""Finds exercises by their id."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from mirrorapp import config
from mirrorapp.events import MirrorError
from mirrorapp.exercises.schema import Exercise


class ExerciseError(MirrorError):
    """An exercise can't be used; the message names file, key and what is allowed."""


def folder() -> Path:
    """Where the packaged exercises are."""
    return config.data_dir() / "exercises"


def known(exercises: Path | None = None) -> list[str]:
    """The ids of all exercises, sorted."""
    return sorted(path.stem for path in (exercises or folder()).glob("*.toml"))


def load(exercise: str, exercises: Path | None = None) -> Exercise:
    """Read one exercise. Raises `ExerciseError`."""
    path = (exercises or folder()) / f"{exercise}.toml"
    if exercise not in known(exercises):
        raise ExerciseError(f"There is no exercise {exercise!r}.",
                            f"Known are: {', '.join(known(exercises)) or 'none'}.")
    try:
        return Exercise.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ExerciseError(f"The exercise {path} can't be read: {error}.",
                            "Mend the file, or take it out of its folder.") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ExerciseError(f"{key} = {first['input']!r} in {path} can't be used.",
                            f"{first['msg']}.") from None
