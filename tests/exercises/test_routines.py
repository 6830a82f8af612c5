"""Routines and the week: what is in them, and how long it takes."""

from typing import Any

import pytest
from pydantic import ValidationError

from mirrorapp.exercises import checks, routines
from mirrorapp.exercises.plan import WeekPlan
from mirrorapp.exercises.routines import Routine
from tests.everything import EVERYTHING as ALL

STRETCHES = ("standing-leg-stretch", "seated-thigh-stretch", "floor-buttock-stretch",
             "thigh-foam-roll")
# id: source, minutes, exercises or checks, later
WANTED = {
    "stretch-full": ("LB", 23, STRETCHES, ()),
    "stretch-short": ("LB", 11, STRETCHES[:2], ()),
    "strength": ("app", 19, ("banded-clamshell", "banded-side-step", "hip-hike", "runners-march"),
                 ("single-leg-deadlift",)),
    "mobility": ("app", 16, ("half-kneeling-hip-flexor", "seated-thigh-stretch", "wall-foam-roll",
                             "foot-doming"), ()),
    "retraining": ("app", 13, ("banded-squat", "step-up", "step-down", "mini-walk"),
                   ("squat", "single-leg-squat")),
    "weekly-check": ("app", 2, ("ankle-gap", "standing-axis", "squat-check", "single-leg-check"),
                     ()),
    "first-week": ("app", 10, ("standing-leg-stretch", "banded-clamshell", "squat"), ()),
}


def test_every_routine_is_there() -> None:
    assert set(routines.known()) == set(WANTED)
    for name, (source, told, members, later) in WANTED.items():
        each = ALL.routines[name]
        assert (each.source, each.minutes, (*each.exercises, *each.checks), each.later) == (
            source, told, members, later)


def test_the_short_stretch_says_what_it_leaves_out() -> None:
    short = ALL.routines["stretch-short"].leaves_out
    assert short is not None
    assert "floor stretch" in short.en
    assert "roller" in short.en
    assert {name for name, each in ALL.routines.items() if each.leaves_out} == {"stretch-short"}


def test_the_weekly_check_is_that_routine() -> None:
    assert ALL.routines[checks.WEEKLY].checks == checks.WEEKLY_CHECKS


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
