"""Finds exercises by their id."""

from collections.abc import Sequence
from pathlib import Path

from mirrorapp.exercises import files, mistakes
from mirrorapp.exercises.mistakes import ExerciseError
from mirrorapp.exercises.schema import Exercise

__all__ = ["ExerciseError", "folder", "known", "load"]


def folder() -> Path:
    """Where the packaged exercises are."""
    return files.packaged("exercises")


def known(exercises: Path | None = None, places: Sequence[Path] = ()) -> list[str]:
    """The ids of all exercises, sorted; also those of packs, where `places` for them are given."""
    return sorted(files.shelf("exercises", places, exercises).files)


def load(exercise: str, exercises: Path | None = None, places: Sequence[Path] = ()) -> Exercise:
    """Read one exercise. Raises `ExerciseError`."""
    return mistakes.read(files.path("exercises", exercise, places, exercises), Exercise, "exercise")
