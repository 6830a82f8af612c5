"""That the report on repeatability computes what it says."""

import numpy as np
import pytest

from tests.accuracy import ankle_gap, variants
from tests.accuracy.tables import Table


def test_the_sem_is_what_readings_of_one_subject_differ_by() -> None:
    table, random = Table(), np.random.default_rng(2)
    for subject in range(200):
        for error in random.normal(0.0, 1.5, 5):
            table.add("axis", str(subject), 10.0 * subject + float(error))
    assert table.sem("axis") == pytest.approx(1.5, rel=0.06)
    assert table.lines()[-1].startswith("| axis | 200 | 1000 | 1.")


def test_what_was_not_told_and_subjects_of_one_reading_count_for_nothing() -> None:
    table = Table()
    for value in (1.0, 3.0, None, float("nan")):
        table.add("axis", "one", value)
    table.add("axis", "alone", 99.0)
    assert table.sem("axis") == pytest.approx(2 ** 0.5)
    assert table.lines()[-1].startswith("| axis | 1 | 2 |")


def test_variants_are_other_pictures_of_the_same() -> None:
    picture = np.random.default_rng(1).integers(0, 255, (200, 100, 3)).astype(np.uint8)
    made = variants.pictures(picture)
    assert np.array_equal(made.pop("as it is"), picture)
    assert made["5 % off all sides"].shape == (180, 90, 3)
    assert made["10 % off the left"].shape == made["10 % off the right"].shape == (200, 90, 3)
    assert made["scaled by 0.75"].shape == (150, 75, 3)
    assert made["brightness 0.5"].mean() < picture.mean() < made["brightness 1.4"].mean()
    for name, each in made.items():
        assert each.dtype == np.uint8
        assert not np.array_equal(each, picture), name


def test_everybody_stands_with_the_knees_together_twice_and_apart_once() -> None:
    stands = list(ankle_gap.stands())
    assert stands == list(ankle_gap.stands())
    for person in {each.setup.person for each in stands}:
        own = [each for each in stands if each.setup.person == person]
        assert sorted(each.knees_m for each in own) == [0.0, 0.0, 0.03]
        assert len({each.setup.axis_left_deg for each in own}) > 1
