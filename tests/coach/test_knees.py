"""A knee's trend, against numbers that scipy finds in another way, and whatever befalls it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from mirrorapp.alignment.results import CheckResult, Hindrance, Trend, Value
from mirrorapp.coach import knees
from mirrorapp.coach.diary import Entry, diary
from mirrorapp.coach.knees import LEAST, Knee
from mirrorapp.coach.progress import progress
from mirrorapp.coach.records import Measured, SessionRecord, SetRecord
from mirrorapp.events import Side
from tests.coach import looking_back
from tests.coach.programmes import BERLIN, FIRST, at, session
from tests.journal.made_up import a_calibration
from tests.tiers import examples

L, R = Side.LEFT, Side.RIGHT
SEM_DEG = 1.9
UNKNOWN = Measured(method=None)
Told = Sequence[tuple[int, float]]
"""The programme's day, and how far in the left knee came on it."""


def squats(number: int, *degrees: float, measured: Measured | None = None, **more: object
           ) -> SessionRecord:
    reps = tuple(looking_back.knees(each, 0.0) for each in degrees)
    return session(number, sets=(SetRecord("squat", len(reps), reps),),
                   measured=measured or Measured(), **more)


def entries(records: Sequence[SessionRecord]) -> tuple[Entry, ...]:
    return diary(records, datetime(FIRST.year + 9, 1, 1, tzinfo=BERLIN)).entries


def left(told: Told, measured: Sequence[Measured] = ()) -> Knee:
    made = measured or [Measured()] * len(told)
    return knees.squatted(entries([squats(day, deg, measured=each) for (day, deg), each in zip(
        told, made, strict=True)]), L)


def calibrated(number: int) -> Measured:
    return Measured(calibrations=(a_calibration(1.0 + 0.01 * number),))


DEGREES = st.floats(-30, 30).map(lambda deg: round(deg, 2))
DAYS = st.lists(st.tuples(st.integers(1, 9), DEGREES), max_size=24).map(
    lambda steps: list(zip(accumulate(step for step, _ in steps), (deg for _, deg in steps),
                           strict=True)))


def by_scipy(told: Told) -> tuple[float, float, float]:
    """First level, last level, and the smallest change between them that can be told."""
    degrees = np.array([deg for _, deg in told])
    first, last = (float(np.quantile(part, 0.5)) for part in (degrees[:3], degrees[-3:]))
    day_sd = stats.median_abs_deviation(np.diff(degrees), center=lambda _, axis: 0.0,
                                        scale="normal") / np.sqrt(2)
    level_sem = day_sd * np.sqrt(np.pi / 2 / 3)
    sem = np.linalg.norm([SEM_DEG, level_sem])
    return first, last, float(stats.norm.interval(0.95, scale=sem * np.sqrt(2))[1])


@given(DAYS.filter(lambda told: len(told) >= 2 * LEAST and told[-3][0] - told[2][0] >= 14))
@settings(max_examples=examples(300), deadline=None)
def test_levels_band_and_verdict_are_those_that_scipy_finds(told: Told) -> None:
    knee, (first, last, smallest) = left(told), by_scipy(told)
    (stretch,) = knee.stretches
    low, high = stretch.noise_deg or (0.0, 0.0)
    assert ((low + high) / 2, (high - low) / 2) == pytest.approx((first, smallest), rel=1e-3)
    assert knee.levels == pytest.approx((first, last))
    change = knee.change
    assert change is not None
    assert change.difference == pytest.approx(last - first, abs=1e-9)
    assert change.smallest == pytest.approx(smallest, rel=1e-3)
    if abs(abs(last - first) - smallest) > 1e-2:  # not on the very edge
        told_anything = abs(last - first) > smallest
        assert (change.trend is not Trend.SAME) == told_anything
        assert change.better == ((abs(last) < abs(first)) if told_anything else None)


def test_a_level_of_three_days_is_taken_to_scatter_no_less_than_it_does() -> None:
    """By integrating over the middle one of three normal values."""
    variance, _ = integrate.quad(lambda x: 6 * x**2 * stats.norm.cdf(x) * stats.norm.sf(x)
                                 * stats.norm.pdf(x), -8, 8)
    taken = knees._SD_OF_MEDIAN / np.sqrt(LEAST)
    assert np.sqrt(variance) <= taken <= 1.1 * np.sqrt(variance)
    assert stats.norm.ppf(0.75) * knees._SD_PER_MEDIAN == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("day_sd_deg", [0.0, 2.0, 4.0])
def test_knees_that_do_not_change_are_seldom_said_to(day_sd_deg: float) -> None:
    """From day to day people differ by 2-4 degrees (Munro 2012, Gwynne and Curran 2014)."""
    random, days = np.random.default_rng(9), range(1, 85, 5)
    said = [left([(day, random.normal(8.0, day_sd_deg)) for day in days]).change
            for _ in range(examples(1000))]
    wrong = sum(each is None or each.trend is not Trend.SAME for each in said)
    allowed = stats.binom.ppf(0.999, len(said), 0.05)
    assert wrong <= allowed


def test_a_change_beyond_the_noise_is_mostly_told() -> None:
    random, days = np.random.default_rng(9), range(1, 85, 5)
    said = [left([(day, random.normal(12.0 - 0.12 * day, 1.5)) for day in days]).change
            for _ in range(examples(400))]
    assert sum(each is not None and each.better is True for each in said) > 0.85 * len(said)


@given(DAYS, st.integers(0, 23), st.sampled_from([-80.0, 80.0]))
@settings(max_examples=examples(200), deadline=None)
@example([(day, 0.0) for day in (1, 2, 3, 8, 17, 18, 19)], 1, -80.0)
def test_one_bad_day_makes_no_change_and_hides_none(told: Told, number: int, bad: float) -> None:
    if not told:
        return
    number %= len(told)
    for last in (3.0, 20.0):  # as at first, or not
        level = [(day, 3.0 if 2 * n < len(told) else last) for n, (day, _) in enumerate(told)]
        spoilt = [*level[:number], (level[number][0], bad), *level[number + 1:]]
        good, now = left(level).change, left(spoilt).change
        assert (good is None) == (now is None)
        if good is not None and now is not None:
            # Of fewer days a bad one and a change are half of all steps: it may be silent.
            silent = {Trend.SAME} if len(told) < 8 else set()
            assert now.trend in silent | {good.trend}


@given(DAYS, st.integers(1, 26))
@settings(max_examples=examples(100), deadline=None)
def test_months_without_a_day_change_nothing_that_was_measured(told: Told, weeks: int) -> None:
    half = len(told) // 2
    later = [(day + 7 * weeks * (n >= half), deg) for n, (day, deg) in enumerate(told)]
    near, far = left(told), left(later)
    assert [each.in_deg for each in near.days] == [each.in_deg for each in far.days]
    assert len(far.stretches) == (1 if told else 0)
    if near.change is not None:
        assert far.change == near.change


@given(DAYS, st.lists(st.integers(0, 24), max_size=4))
@settings(max_examples=examples(300), deadline=None)
def test_nothing_is_said_across_a_calibration_on_whatever_day(told: Told, anew: list[int]) -> None:
    made = [calibrated(sum(number >= each for each in anew)) for number in range(len(told))]
    knee = left(told, made)
    cuts = sorted({each for each in anew if 0 < each < len(told)})
    assert [day for day, _ in knee.anew] == [entries([squats(told[n][0], 0.0)])[0].day
                                             for n in cuts]
    assert {why for _, why in knee.anew} <= {Hindrance.CALIBRATION}
    begins = [0, *cuts]
    alone = [left(told[a:b]) for a, b in zip(begins, [*cuts, len(told)], strict=True)]
    assert [each.days for each in knee.stretches] == [each.days for each in alone if told]
    assert [each.noise_deg for each in knee.stretches] == [
        each.stretches[0].noise_deg for each in alone if told]
    assert knee.change == alone[-1].change
    assert knee.levels == alone[-1].levels


def test_twelve_weeks_say_nothing_across_a_camera_that_was_moved() -> None:
    history, now = looking_back.lived(12)
    whole = progress(history, now).knees[L]
    assert whole.change is not None
    assert whole.change.better
    for number in (0, 10, len(history) // 2, len(history) - 1):
        told = progress(looking_back.recalibrated(history, number), now)
        for knee in (told.knees[L], told.walks[L], told.stands[L]):
            assert len(knee.stretches) <= 2
            if knee.change is not None and knee.change.difference is not None:
                days = knee.stretches[-1].days
                assert knee.change.difference == pytest.approx(
                    np.median([each.in_deg for each in days[-3:]])
                    - np.median([each.in_deg for each in days[:3]]))


def test_the_day_of_a_change_is_told_as_it_was_measured_last() -> None:
    knee = knees.squatted(entries([
        squats(1, 9.0, measured=calibrated(0)), squats(2, 9.0, measured=calibrated(0), hour=8),
        squats(2, 1.0, measured=calibrated(1), hour=19)]), L)
    assert [each.in_deg for each in knee.days] == [9.0, 1.0]
    assert [len(each.days) for each in knee.stretches] == [1, 1]


def test_a_session_in_which_the_camera_moved_is_left_out() -> None:
    both = replace(calibrated(0), calibrations=(*calibrated(0).calibrations,
                                                *calibrated(1).calibrations))
    knee = left([(1, 9.0), (2, 5.0), (3, 1.0)], [calibrated(0), both, calibrated(1)])
    assert [each.in_deg for each in knee.days] == [9.0, 1.0]
    assert knee.anew == ((knee.days[1].day, Hindrance.CALIBRATION),)


def test_of_an_old_journal_the_days_are_shown_and_nothing_is_said() -> None:
    told = [(n, 20.0 - n) for n in range(1, 40, 3)]
    old = left(told, [UNKNOWN] * len(told))
    assert len(old.days) == len(told)
    assert [each.noise_deg for each in old.stretches] == [None]
    assert old.change is not None
    assert (old.change.trend, old.change.why) == (Trend.NOT_COMPARABLE, Hindrance.UNKNOWN)
    newer = left(told, [UNKNOWN] * 6 + [Measured()] * (len(told) - 6))
    assert newer.anew == ((newer.days[6].day, Hindrance.UNKNOWN),)
    assert newer.change == left(told[6:]).change


@given(DAYS, st.lists(st.floats(-30, 30), min_size=1, max_size=4), st.randoms())
@settings(max_examples=examples(60), deadline=None)
def test_neither_the_order_within_a_day_nor_a_session_told_twice_matters(
        told: Told, more: list[float], random: st.DataObject) -> None:
    records = [squats(day, deg, hour=9) for day, deg in told]
    records += [squats(told[-1][0], each, hour=9) for each in more] if told else []
    same_day = records[len(told):]
    random.shuffle(same_day)  # type: ignore[attr-defined]
    assert knees.squatted(entries(records), L) == knees.squatted(
        entries([*records[:len(told)], *same_day]), L)
    twice = entries([*records, *records[-3:]])
    assert knees.squatted(twice, L) == knees.squatted(entries(records), L)


@given(DAYS.filter(lambda told: len(told) > 3), st.integers(0, 24), st.sampled_from([-900, 9000]))
@settings(max_examples=examples(60), deadline=None)
def test_a_clock_that_jumped_leaves_the_trend_as_it_is(told: Told, number: int, by: int) -> None:
    records, now = [squats(day, deg) for day, deg in told], at(told[-1][0], 22)
    wrong = squats(told[-1][0] + by, 25.0)
    jumped = [*records[:number], wrong, *records[number:]]
    assert progress(jumped, now).knees == progress(records, now).knees


def test_nobody_has_no_trend() -> None:
    nobody = left([])
    assert nobody == Knee()
    assert (nobody.days, nobody.anew, nobody.since, nobody.levels) == ((), (), None, None)
    assert list(nobody.spans(FIRST, FIRST)) == list(nobody.edges_deg()) == []


def test_how_a_leg_stands_is_told_by_its_check_alone() -> None:
    def stood(number: int, deg: float) -> SessionRecord:
        found = CheckResult("standing-axis", "deg", {"left": Value(deg, 2.5, 0.2, 1)})
        return squats(number, 20.0 - number, checks=(found,))

    told = [(1, 4.0), (8, 5.0), (15, 4.0), (29, 4.5), (36, 4.0), (43, 5.0)]
    knee = knees.stood(entries([stood(*each) for each in told]), L)
    assert [each.in_deg for each in knee.days] == [deg for _, deg in told]
    assert knee.change is not None
    assert knee.change.trend is Trend.SAME
    sem = np.hypot(2.1, 1.4826 * 1.0 / np.sqrt(2) * 1.253 / np.sqrt(3))
    assert knee.change.smallest == pytest.approx(stats.norm.ppf(0.975) * np.sqrt(2) * sem, rel=1e-3)
    assert knees.stood(entries([stood(*each) for each in told]), R).days == ()


def test_parts_of_a_chart_follow_each_other() -> None:
    told = [(n, 5.0) for n in range(1, 31)]
    knee = left(told, [calibrated(n // 10) for n in range(30)])
    first, last = FIRST - timedelta(days=3), FIRST + timedelta(days=60)
    spans = list(knee.spans(first, last))
    assert [begin for begin, _, _ in spans] == [first, *(day for day, _ in knee.anew)]
    assert [end for _, end, _ in spans] == [*(day for day, _ in knee.anew), last]
    assert [each for _, _, each in spans] == list(knee.stretches)
