"""When the mirror says: see a doctor or physiotherapist."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from mirrorapp.alignment.results import CheckResult, Value
from mirrorapp.coach.records import Measured, SessionRecord, SetRecord
from mirrorapp.coach.safety import referrals
from mirrorapp.events import Side, Verdict
from tests.coach.programmes import at, rep, session, sets_of
from tests.journal.made_up import a_calibration

PAIN, ALIGNMENT = "pain-not-better", "alignment-not-better"


def checked(left_deg: float, right_deg: float | None = None, **more: str) -> tuple[CheckResult]:
    sides = {"left": left_deg, "right": left_deg if right_deg is None else right_deg}
    return (CheckResult("squat-check", "deg", {
        name: Value(value, 1.0, 0.0, 5) for name, value in sides.items()}, depth=0.1, **more),)


def told(history: list[SessionRecord], day: int, seen: dict[str, int] | None = None) -> list[str]:
    acknowledged = {rule: at(number) for rule, number in (seen or {}).items()}
    return [each.rule for each in referrals(history, at(day), acknowledged)]


def weeks(*pains: int) -> list[SessionRecord]:
    """Three sessions in each week, with that pain before them."""
    return [session(7 * week + day, pain=(pain, None))
            for week, pain in enumerate(pains) for day in (1, 3, 5)]


@pytest.mark.parametrize(("first", "fourth", "refers"), [
    (5, 5, True), (5, 4, True), (5, 3, False), (3, 3, True), (4, 2, False), (3, 2, False),
    (2, 2, False), (1, 3, True), (9, 7, False), (0, 0, False)])
def test_four_weeks_without_less_pain(first: int, fourth: int, refers: bool) -> None:
    assert told(weeks(first, first, first, fourth), 28) == []
    assert (told(weeks(first, first, first, fourth), 29) == [PAIN]) is refers


def test_the_median_counts_not_one_bad_day() -> None:
    history = [session(day, pain=(5, 5)) for day in (1, 2, 3)]
    history += [session(day, pain=(pain, 0)) for day, pain in ((22, 2), (24, 9), (26, 2))]
    assert told(history, 29) == []


def test_it_stays_until_it_is_read_and_comes_back_if_it_still_hurts() -> None:
    history = weeks(5, 5, 5, 5, 5, 5, 5, 5, 5, 5)
    assert told(history, 29) == told(history, 55) == [PAIN]
    assert told(history, 40, {PAIN: 40}) == []
    assert told(history, 67, {PAIN: 40}) == []
    assert told(history, 68, {PAIN: 40}) == [PAIN]


def test_it_stays_though_it_got_better_until_it_is_read() -> None:
    history = weeks(5, 5, 5, 5, 1, 1, 1, 1, 1, 1)
    assert told(history, 60) == [PAIN]
    assert told(history, 60, {PAIN: 30}) == []


def test_nothing_answered_refers_nobody() -> None:
    assert told([session(1), session(27)], 40) == []
    assert told([session(1, pain=(5, 5)), session(27)], 40) == []
    assert told([], 40) == []


def test_a_week_without_answers_takes_those_before_it() -> None:
    history = [session(1, pain=(5, None)), session(16, pain=(5, None))]
    assert told(history, 29) == [PAIN]


def test_a_demo_and_a_clock_that_is_ahead_do_not_count() -> None:
    history = [session(1, pain=(5, 5), demo=True), session(27, pain=(5, 5), demo=True)]
    assert told(history, 40) == []
    assert told(weeks(5, 5, 5, 5), 29, {PAIN: 500}) == [PAIN]


def test_alignment_is_looked_at_from_week_eight_on() -> None:
    history = [session(1, checks=checked(8.0)), session(50, checks=checked(7.5))]
    assert told(history, 56) == []
    assert told(history, 57) == [ALIGNMENT]
    assert told(history, 57, {ALIGNMENT: 57}) == []


@pytest.mark.parametrize(("then", "now", "refers"), [
    ((8.0, 8.0), (2.5, 8.0), False),   # one side better beyond noise
    ((8.0, 8.0), (4.0, 4.0), True),    # less, within noise
    ((1.0, 1.0), (1.0, 2.0), False),   # straight enough all along
    ((1.0, 1.0), (8.0, 8.0), True),    # worse
    ((-8.0, 1.0), (-8.0, 1.0), False),  # outwards is not what is looked for
])
def test_the_check_says_whether_it_is_better(then: tuple[float, float], now: tuple[float, float],
                                             refers: bool) -> None:
    history = [session(1, checks=checked(*then)), session(50, checks=checked(*now))]
    assert (told(history, 57) == [ALIGNMENT]) is refers


def test_what_does_not_compare_says_nothing() -> None:
    other = [session(1, checks=checked(8.0, camera="a")), session(50, checks=checked(8.0))]
    assert told(other, 57) == []
    moved = [replace(session(day, checks=checked(8.0)), measured=Measured(calibrations=(
        a_calibration(height_m),))) for day, height_m in ((1, 1.2), (50, 1.4))]
    assert told(moved, 57) == []
    assert told([replace(each, measured=moved[0].measured) for each in moved], 57) == [ALIGNMENT]
    early = [session(1, checks=checked(8.0)), session(20, checks=checked(8.0))]
    assert told(early, 57) == []  # the latest is too old
    new = [session(1), session(50, checks=checked(8.0)), session(52, checks=checked(8.0))]
    assert told(new, 57) == []  # two of one week


def squats(day: int, bad: int) -> SessionRecord:
    sets = [*sets_of("squat", verdict=Verdict.DRIFTING, done=bad), *sets_of("squat", done=10 - bad)]
    return session(day, sets=tuple(sets))


@pytest.mark.parametrize(("then", "now", "refers"), [
    (6, 6, True), (6, 1, False), (0, 0, False), (6, 5, True), (0, 6, True)])
def test_without_a_check_verdicts_say_it(then: int, now: int, refers: bool) -> None:
    history = [*(squats(day, then) for day in (1, 3, 5)), *(squats(day, now) for day in (50, 52))]
    assert (told(history, 57) == [ALIGNMENT]) is refers


def test_verdicts_of_another_camera_say_nothing() -> None:
    def by(height_m: float, *days: int) -> list[SessionRecord]:
        measured = Measured(calibrations=(a_calibration(height_m),))
        return [replace(squats(day, 6), measured=measured) for day in days]

    assert told([*by(1.2, 1, 3, 5), *by(1.2, 50, 52)], 57) == [ALIGNMENT]
    assert told([*by(1.2, 1, 3, 5), *by(1.4, 50, 52)], 57) == []
    assert told([*by(1.2, 1, 3, 5, 44, 46), *by(1.4, 52)], 57) == []
    newer = [replace(each, measured=replace(each.measured, app="9.9")) for each in by(1.2, 50, 52)]
    assert told([*by(1.2, 1, 3, 5), *newer], 57) == [ALIGNMENT]


def test_few_or_unjudged_repetitions_say_nothing() -> None:
    assert told([squats(1, 6), squats(50, 6)], 57) == []
    unseen = [session(day, sets=tuple(sets_of("squat", verdict=Verdict.CANNOT_JUDGE, done=30)))
              for day in (1, 50)]
    assert told(unseen, 57) == []


def test_both_can_stand_at_once() -> None:
    history = [session(1, checks=checked(8.0)), *weeks(5, 5, 5, 5, 5, 5, 5, 5)]
    history.append(session(56, checks=checked(8.0)))
    now = at(57) + timedelta(hours=1)
    assert {each.rule for each in referrals(history, now, {})} == {PAIN, ALIGNMENT}


KNEES = ("squat", "banded-squat", "step-up", "step-down", "runners-march", "banded-side-step")


def many(day: int, random: np.random.Generator, left: float, right: float) -> SessionRecord:
    """Ten repetitions of each of six exercises on each leg; the share of them that is good."""
    sets = [SetRecord(name, 10, side=side, reps=tuple(
        rep(Verdict.GOOD if random.random() < share else Verdict.DRIFTING, side)
        for _ in range(10))) for name in KNEES
        for side, share in ((Side.LEFT, left), (Side.RIGHT, right))]
    return session(day, sets=tuple(sets))


def referred(then: tuple[float, float], now: tuple[float, float], seeds: int = 60) -> float:
    """How often, of so many users who do twelve comparable things."""
    found = 0
    for seed in range(seeds):
        random = np.random.default_rng(seed)
        history = [many(day, random, *then) for day in (1, 4, 8)]
        history += [many(day, random, *now) for day in (44, 48, 52)]
        found += told(history, 57) == [ALIGNMENT]
    return found / seeds


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_twelve_things_no_better_are_told_though_one_looks_better_by_chance(share: float) -> None:
    assert referred((share, share), (share, share)) >= 0.9


def test_who_got_worse_is_told() -> None:
    assert referred((0.7, 0.7), (0.5, 0.5)) == 1.0


@pytest.mark.parametrize(("then", "now"), [
    ((0.5, 0.5), (0.7, 0.7)), ((0.3, 0.3), (0.5, 0.5)), ((0.5, 0.5), (0.75, 0.5))])
def test_who_clearly_got_better_over_twelve_things_is_not(
        then: tuple[float, float], now: tuple[float, float]) -> None:
    """On one knee is enough, as it is in the check."""
    assert referred(then, now) <= 0.05


def test_what_was_good_all_along_is_nothing_to_see_somebody_about() -> None:
    assert referred((0.96, 0.96), (0.96, 0.96)) == 0.0
