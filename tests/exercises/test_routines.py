"""Routines and the week: what is in them, and how long it takes."""

from typing import Any

import pytest
from pydantic import ValidationError

from mirrorapp.exercises import catalogue, checks, complete, library, minutes, routines
from mirrorapp.exercises.plan import WeekPlan
from mirrorapp.exercises.routines import Routine

STRETCHES = ("standing-leg-stretch", "seated-thigh-stretch", "floor-buttock-stretch",
             "thigh-foam-roll")
# id: source, minutes, exercises or checks, later
WANTED = {
    "stretch-full": ("LB", 21, STRETCHES, ()),
    "stretch-short": ("LB", 10, STRETCHES[:2], ()),
    "strength": ("app", 15, ("banded-clamshell", "banded-side-step", "hip-hike", "runners-march"),
                 ("single-leg-deadlift",)),
    "mobility": ("app", 15, ("half-kneeling-hip-flexor", "seated-thigh-stretch", "wall-foam-roll",
                             "foot-doming"), ()),
    "retraining": ("app", 12, ("banded-squat", "step-up", "step-down", "mini-walk"),
                   ("squat", "single-leg-squat")),
    "weekly-check": ("app", 2, ("ankle-gap", "standing-axis", "squat-check", "single-leg-check"),
                     ()),
    "first-week": ("app", 8, ("standing-leg-stretch", "banded-clamshell", "squat"), ()),
}
ALL = catalogue.read()


def test_every_routine_is_there() -> None:
    assert set(routines.known()) == set(WANTED)
    for name, (source, told, members, later) in WANTED.items():
        each = ALL.routines[name]
        assert (each.source, each.minutes, (*each.exercises, *each.checks), each.later) == (
            source, told, members, later)


@pytest.mark.parametrize("name", WANTED)
def test_it_takes_about_as_long_as_it_says(name: str) -> None:
    each = ALL.routines[name]
    takes = minutes.of_routine(ALL.members(each), each.sets_most)
    assert takes == pytest.approx(each.minutes, abs=1.1)


@pytest.mark.parametrize(("off", "far"), [(1.9, False), (-1.9, False), (2.1, True), (-2.1, True)])
def test_a_long_one_is_off_by_no_more_than_two_minutes(off: float, *, far: bool) -> None:
    takes = minutes.of_routine(ALL.exercises.values())
    told = Routine.model_validate(routine(minutes=takes + off, exercises=[*ALL.exercises]))
    assert bool([*complete.far_off(told, ALL.members(told))]) is far


def test_the_short_stretch_says_what_it_leaves_out() -> None:
    short = ALL.routines["stretch-short"].leaves_out
    assert short is not None
    assert "floor stretch" in short.en
    assert "roller" in short.en
    assert {name for name, each in ALL.routines.items() if each.leaves_out} == {"stretch-short"}


def test_the_weekly_check_is_that_routine() -> None:
    assert ALL.routines[checks.WEEKLY].checks == checks.WEEKLY_CHECKS


def test_minutes_come_from_the_dose() -> None:
    squat = library.load("squat")
    sets = 2 * (minutes.BEGIN_S + 10 * 5)
    assert minutes.of_exercise(squat) == pytest.approx((minutes.READY_S + sets + 30) / 60)
    assert minutes.of_exercise(squat, 1) == pytest.approx((minutes.READY_S + sets / 2) / 60)
    stretch = library.load("standing-leg-stretch")
    assert minutes.of_set(stretch) == (120 + 150) / 2 + 6
    assert minutes.of_exercise(stretch) * 60 == minutes.READY_S + 2 * (minutes.BEGIN_S + 141)
    assert minutes.of_set(library.load("thigh-foam-roll")) == 180
    assert minutes.of_set(library.load("foot-doming")) == 10 * 7
    assert minutes.of_check(checks.load("squat-check")) * 60 == (
        minutes.READY_S + minutes.BEGIN_S + 25)


def test_repetitions_without_a_tempo_have_the_slow_one() -> None:
    bare = library.load("squat").model_copy(update={"phases": ()})
    assert minutes.of_set(bare) == 10 * minutes.REP_S


def routine(**more: Any) -> dict[str, Any]:
    words = {"en": "A", "de": "B"}
    return {"id": "mine", "source": "app", "name": words, "about": words, "minutes": 5, **more}


@pytest.mark.parametrize(("more", "said"), [
    ({}, "exercises, or else checks"),
    ({"exercises": ["squat"], "checks": ["squat-check"]}, "exercises, or else checks"),
    ({"exercises": ["squat"], "later": ["squat"]}, "stands once"),
    ({"exercises": ["squat"], "minutes": 0}, "greater than or equal to 1"),
    ({"exercises": ["Squat"]}, "should match pattern")])
def test_a_routine_that_makes_no_sense_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Routine.model_validate(routine(**more))


def test_the_week_mixes_and_rests() -> None:
    week = ALL.plan
    assert [day.routines for day in week.days] == [
        ("stretch-full", "strength"), ("retraining", "mobility")] * 3 + [()]
    assert [day.rest for day in week.days] == [False] * 6 + [True]
    assert week.days[6].source == "LB"
    assert week.exercises_most == 4
    assert week.first_week is not None
    assert (week.first_week.routine, week.first_week.days) == ("first-week", 7)
    assert {each.id: each.every_days for each in week.checks} == {
        "weekly-check": 7, "band-effect": 28}
    assert set(week.routines) == {"first-week", "stretch-full", "strength", "retraining",
                                  "mobility"}


@pytest.mark.parametrize(("days", "said"), [
    ([1, 2, 3, 4, 5, 6], "days 1 to 7"), ([1, 2, 3, 4, 5, 7, 6], "days 1 to 7"),
    ([1, 2, 3, 4, 5, 6, 6], "days 1 to 7"), ([1, 2, 3, 4, 5, 6, 7], "not one of rest")])
def test_a_plan_is_a_whole_week(days: list[int], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        WeekPlan.model_validate({"exercises_most": 4, "source": "app",
                                 "days": [{"day": day, "source": "app"} for day in days]})
