"""Whether something has changed, and when that can't be said."""

from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.alignment.results import (
    METHOD,
    Change,
    CheckResult,
    Hindrance,
    Trend,
    Value,
    beyond_noise,
    compare,
    smallest_detectable,
)

SEM = 2.0
degrees = st.floats(-30, 30)
noise = st.floats(0, 5)
values = st.builds(Value, degrees, st.just(2.8), noise, st.integers(1, 5))


def result(left: Value | float, **parts: object) -> CheckResult:
    value = left if isinstance(left, Value) else Value(left, 2.8, 0.0, 5)
    return replace(CheckResult("squat-check", "deg", {"left": value}, depth=0.1), **parts)


def left(now: CheckResult, before: CheckResult, sem: float = SEM) -> Change:
    return compare(now, before, sem)["left"]


def test_the_usual_formula_where_both_are_alike() -> None:
    assert smallest_detectable(SEM, SEM) == pytest.approx(1.96 * sqrt(2) * SEM)


def test_a_change_is_told_only_beyond_the_smallest_detectable() -> None:
    smallest = 1.96 * sqrt(2) * SEM
    assert left(result(10), result(10 - smallest + 0.01)).trend is Trend.SAME
    more = left(result(10), result(10 - smallest - 0.01))
    assert (more.trend, more.better) == (Trend.MORE, False)
    less = left(result(2), result(10))
    assert (less.trend, less.better, less.difference) == (Trend.LESS, True, -8)


def test_own_scatter_widens_it() -> None:
    shaky = Value(10, 2.8, 3.0, 3)
    assert left(result(10), result(2)).trend is Trend.MORE
    assert left(result(shaky), result(2)).trend is Trend.SAME


@given(values, values, st.floats(0.01, 5))
def test_the_other_way_round_it_is_the_other_way_round(a: Value, b: Value, sem: float) -> None:
    one, other = left(result(a), result(b), sem), left(result(b), result(a), sem)
    opposite = {Trend.MORE: Trend.LESS, Trend.LESS: Trend.MORE, Trend.SAME: Trend.SAME}
    assert other.trend is opposite[one.trend]
    assert one.smallest == pytest.approx(other.smallest)
    assert one.difference == -other.difference
    if one.better is not None and abs(a.value) != abs(b.value):
        assert one.better is not other.better


@given(values, values, st.floats(0.01, 5), st.floats(0.01, 5))
def test_more_noise_never_makes_a_change(a: Value, b: Value, sem: float, more: float) -> None:
    if left(result(a), result(b), sem).trend is Trend.SAME:
        assert left(result(a), result(b), sem + more).trend is Trend.SAME


@given(values)
def test_the_same_again_has_not_changed(a: Value) -> None:
    assert left(result(a), result(a)).trend is Trend.SAME


@pytest.mark.parametrize(("parts", "why"), [
    ({"check": "standing-axis"}, Hindrance.CHECK), ({"unit": "shank"}, Hindrance.CHECK),
    ({"method": METHOD + 1}, Hindrance.METHOD), ({"camera": "another"}, Hindrance.CAMERA),
    ({"depth": 0.06}, Hindrance.DEPTH), ({"depth": None}, Hindrance.DEPTH),
    ({"values": {}}, Hindrance.NOT_TOLD)])
def test_what_is_not_comparable_says_why(parts: dict[str, object], why: Hindrance) -> None:
    for now, before in ((result(2), result(20, **parts)), (result(2, **parts), result(20))):
        change = left(now, before)
        assert (change.trend, change.why) == (Trend.NOT_COMPARABLE, why)
        assert change.better is None


def test_nearly_the_same_depth_will_do() -> None:
    assert left(result(2, depth=0.09), result(20)).trend is Trend.LESS


def test_a_difference_of_two_parts_has_the_noise_of_both() -> None:
    assert not beyond_noise(Value(-1.96 * sqrt(2) * SEM + 0.01, 0, 0, 3), SEM)
    assert beyond_noise(Value(-1.96 * sqrt(2) * SEM - 0.01, 0, 0, 3), SEM)
    assert not beyond_noise(Value(-6.0, 0, 2.0, 3), SEM)
