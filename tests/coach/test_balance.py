"""One leg against the other: told only beyond what each is wrong by."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from scipy import stats

from mirrorapp.alignment.results import CheckResult, Value
from mirrorapp.coach.balance import of_check, of_knees
from mirrorapp.coach.knees import Bent, Knee, Stretch
from mirrorapp.events import Side

L, R = Side.LEFT, Side.RIGHT


def knee(*degrees: float, first: int = 0, sure: float | None = 2.8) -> Knee:
    days = tuple(Bent(date(2026, 3, 1) + timedelta(days=first + n), deg, 0.2, sure)
                 for n, deg in enumerate(degrees))
    return Knee((Stretch(days),))


def test_a_difference_is_told_beyond_the_errors_of_both() -> None:
    beyond = stats.norm.ppf(0.975) * stats.norm.std(scale=(2.8**2 + 2.8**2) ** 0.5)
    for more, side in ((beyond - 0.1, None), (beyond + 0.1, L), (-beyond - 0.1, R)):
        told = of_knees({L: knee(*[5.0 + more] * 4), R: knee(*[5.0] * 4)})
        assert told is not None
        assert told.left_more_deg == pytest.approx(more)
        assert told.smallest_deg == pytest.approx(beyond, rel=1e-3)
        assert told.further is side


def test_it_is_of_the_last_days_and_one_bad_one_is_none_of_it() -> None:
    told = of_knees({L: knee(30, 30, 30, 6, 6, 80), R: knee(0, 0, 0, 5, 5, 5)})
    assert told is not None
    assert told.left_more_deg == 1.0


@pytest.mark.parametrize("other", [
    Knee(), knee(5, 5), knee(5, 5, 5, 5, first=1), knee(5, 5, 5, 5, sure=None),
    replace(knee(), stretches=(*knee(5, 5, 5).stretches, *knee(5, first=3).stretches))])
def test_where_both_were_not_measured_alike_nothing_is_said(other: Knee) -> None:
    assert of_knees({L: knee(20, 20, 20, 20), R: other}) is None
    assert of_knees({L: other, R: knee(20, 20, 20, 20)}) is None


def test_of_a_check_it_takes_both_legs_in_degrees() -> None:
    found = CheckResult("squat-check", "deg", {"left": Value(12.0, 2.8, 0.3, 5),
                                               "right": Value(2.0, 2.8, 0.4, 5)})
    told = of_check(found)
    assert told is not None
    assert (told.left_more_deg, told.further) == (10.0, L)
    assert told.smallest_deg == pytest.approx(1.96 * (2 * 2.8**2 + 0.3**2 + 0.4**2) ** 0.5)
    assert of_check(replace(found, unit="shank")) is None
    assert of_check(replace(found, values={"left": found.values["left"]})) is None
