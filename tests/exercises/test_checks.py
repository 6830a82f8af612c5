"""Checks as data."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mirrorapp.exercises import checks, library
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.library import ExerciseError

ALL = ["ankle-gap", "band-effect", "single-leg-check", "squat-check", "standing-axis"]


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((checks.folder() / f"{name}.toml").read_text(encoding="utf-8"))


def test_all_five_are_there_and_whole() -> None:
    assert checks.known() == ALL
    for name in ALL:
        check = Check.model_validate(table(name))
        assert check.id == name
        for part in check.parts:
            for step in part.steps:
                assert len(step.en.text.split()) <= 5
                assert len(step.de.text.split()) <= 5
                assert step.en.more
                assert step.de.more


def test_checks_are_loaded_with_the_exercises_they_ask_for() -> None:
    assert checks.load("squat-check").exercises == ("squat",)
    exercise, check = checks.exercise_or_check("band-effect")
    assert (exercise.id, check and check.id) == ("squat", "band-effect")
    exercise, check = checks.exercise_or_check("ankle-gap")
    assert check is not None
    assert not check.exercises
    assert checks.exercise_or_check("squat") == (library.load("squat"), None)


def test_a_packaged_one_is_read_once() -> None:
    assert checks.packaged("squat-check") == checks.load("squat-check")
    assert checks.packaged("squat-check") is checks.packaged("squat-check")


def test_an_unknown_id_names_what_is_known() -> None:
    with pytest.raises(ExerciseError, match=r"no check 'fly'.*Known are: ankle-gap, band-effect"):
        checks.load("fly")
    with pytest.raises(ExerciseError, match=r"no exercise 'fly'.*squat.*checks ankle-gap"):
        checks.exercise_or_check("fly")


def test_a_check_without_its_exercise_says_so(tmp_path: Path) -> None:
    text = (checks.folder() / "squat-check.toml").read_text(encoding="utf-8")
    (tmp_path / "x.toml").write_text(text.replace('exercise = "squat"', 'exercise = "fly"'),
                                     encoding="utf-8")
    with pytest.raises(ExerciseError, match="no exercise 'fly'"):
        checks.load("x", tmp_path)


@pytest.mark.parametrize(("old", "new", "said"), [
    ("seconds = 4", "seconds = 0", "seconds"), ("sem = ", "sem = -", "noise.sem"),
    ('text = "Stand tall, facing me"', 'text = "Stand as tall as you can"', "at most 5 words"),
    ('measure = "ankle_gap"', 'measure = "movement"', "measured in repetitions"),
    ("[name]", "[nome]", "name"), ('id = "ankle-gap"', 'id = "ankle', "can't be read")])
def test_a_mistake_in_a_file_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (checks.folder() / "ankle-gap.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "x.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ExerciseError, match=said):
        checks.load("x", tmp_path)


def test_a_band_effect_needs_both_parts() -> None:
    found = table("band-effect")
    with pytest.raises(ValidationError, match="one part without and one with the band"):
        Check.model_validate({**found, "parts": found["parts"][:1]})
