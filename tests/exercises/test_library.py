"""Exercises as data: found, read, and refused with a reason."""

from pathlib import Path

import pytest

from mirrorapp.exercises import library

GOOD = """
id = "dip"
view = "F"
name = { en = "Dip", de = "Beuge" }
dose = { kind = "reps", reps = 8, source = "app" }
"""


def test_the_squat_is_known_and_read() -> None:
    assert "squat" in library.known()
    squat = library.load("squat")
    assert squat.name.de == "Kniebeuge"
    limits = squat.thresholds.thresholds()
    assert limits.out_deg < 0 < limits.drifting_deg < limits.caving_deg


def test_a_users_exercise_is_read(tmp_path: Path) -> None:
    (tmp_path / "dip.toml").write_text(GOOD)
    assert library.load("dip", tmp_path).dose.reps == 8


def test_an_unknown_exercise_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "dip.toml").write_text(GOOD)
    with pytest.raises(library.ExerciseError, match=r"no exercise 'fly'.*Known are: dip"):
        library.load("fly", tmp_path)
    with pytest.raises(library.ExerciseError, match="no exercise"):
        library.load("../squat", tmp_path)


@pytest.mark.parametrize(("text", "words"), [
    (GOOD + "reps = 5", "reps in .*dip.toml is not known. Allowed here: id, group"),
    (GOOD.replace("reps = 8", "reps = 0"), "dose.reps = 0 in .*dip.toml can't be used.*equal to 1"),
    (GOOD.replace("reps = 8", "rips = 8"), "dose.rips in .* is not known.*kind, reps, sets"),
    (GOOD.replace('source = "app"', 'source = "me"'), "'LB', 'TA', 'KV' or 'app'"),
    (GOOD + "nonsense\nmore = 1", "can't be read.*Expected '='.*line 6"),
    (GOOD.replace('view = "F"', ""), "view is missing in .*dip.toml"),
    (GOOD + 'sides = { kind = "each", signal = "leg_laid" }', "signal and least come together"),
    (GOOD + 'sides = { signal = "leg_laid", least = 0.2 }', "which leg works, each in its turn"),
    (GOOD + 'sides = { kind = "each", signal = "leg_laid", least = 0.2 }',
     "sides.signal is for what is timed"),
])
def test_a_mistake_names_file_key_and_what_is_allowed(tmp_path: Path, text: str,
                                                      words: str) -> None:
    (tmp_path / "dip.toml").write_text(text)
    with pytest.raises(library.ExerciseError, match=words):
        library.load("dip", tmp_path)
