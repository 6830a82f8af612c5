"""What the programme has for today."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.results import CheckResult
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.programme import today
from mirrorapp.coach.records import SessionRecord, SetRecord
from mirrorapp.coach.state import Today
from mirrorapp.events import Verdict
from tests.coach.programmes import (
    BERLIN,
    LADDERS,
    PLAN,
    ROUTINES,
    Day,
    Due,
    Plan,
    Routine,
    at,
    day,
    rep,
    session,
)
from tests.tiers import examples

WEEKLY = tuple(CheckResult(each, "deg") for each in ("ankle-gap", "standing-axis", "squat-check"))
BAND = (CheckResult("band-effect", "deg"),)


def ask(history: list[SessionRecord], number: int, hour: float = 9, **more: Any) -> Today:
    fields: dict[str, Any] = {"profile": Profile("p1"), "ladders": LADDERS, "routines": ROUTINES,
                              "zone": BERLIN} | more
    return today(history, fields.pop("plan", PLAN), at(number, hour), **fields)


def six_days(weeks: int = 1) -> list[SessionRecord]:
    """Every day but the seventh, a good session of all that was asked for."""
    history: list[SessionRecord] = []
    for number in range(1, 7 * weeks + 1):
        told = ask(history, number)
        if told.kind == "train":
            history.append(session(number, told.exercises, pain=(2, 2),
                                   checks=WEEKLY if told.check_due else ()))
    return history


def said(told: Today) -> str:
    return " ".join(each.en for each in told.changes)


def test_the_first_day() -> None:
    told = ask([], 1)
    assert (told.kind, told.routines, told.week) == ("train", ("first-week",), 1)
    assert told.exercises == ("standing-leg-stretch", "banded-clamshell", "squat")
    assert told.left_out == ()
    assert told.check_due == "weekly-check"  # what later ones are compared with
    assert told.due == at(1, 18)
    assert (told.streak, told.adherence, told.changes, told.lighter) == (0, None, (), False)


def test_one_training_a_day() -> None:
    told = ask([session(1)], 1, hour=20)
    assert (told.kind, told.exercises, told.check_due) == ("done", (), "")
    assert told.due == at(2, 18)
    assert told.streak == 1


def test_the_first_week_then_the_whole_plan() -> None:
    history = six_days()
    assert len(history) == 6
    rest = ask(history, 7)
    assert (rest.kind, rest.routines, rest.exercises) == ("rest", (), ())
    assert rest.due == at(8, 18)
    told = ask(history, 8)
    assert (told.kind, told.routines, told.week) == ("train", ("stretch-full", "strength"), 2)
    assert "whole plan" in said(told)
    assert told.streak == 6
    assert "whole plan" not in said(ask([*history, session(8)], 9))


def test_days_alternate_and_at_most_four_are_asked() -> None:
    history = six_days(2)
    routines = [ask([each for each in history if each.started < at(number, 0)], number).routines
                for number in range(8, 14)]
    assert routines == [("stretch-full", "strength"), ("retraining", "mobility")] * 3
    told = ask(six_days(), 8)
    assert told.exercises == ("seated-thigh-stretch", "floor-buttock-stretch", "banded-side-step",
                              "hip-hike")  # the first week's have been done lately
    assert set(told.exercises) | set(told.left_out) == {
        *ROUTINES["stretch-full"].exercises, *ROUTINES["strength"].exercises}
    assert len(ask(six_days(), 8, more=True).exercises) == 8
    assert ask(six_days(), 8, more=True).left_out == ()


def test_what_has_waited_longest_comes_first() -> None:
    history = six_days()
    first = ask(history, 8).exercises
    history.append(session(8, first))
    history.append(session(9, ask(history, 9).exercises))
    assert not set(ask(history, 10).exercises) & set(first)


def test_a_missed_day_moves_the_rest_and_doubles_nothing() -> None:
    history = six_days()
    history.append(session(8, ask(history, 8).exercises))
    told = ask(history, 10)  # nothing on day 9
    assert told.kind == "train"
    assert told.routines == ("retraining", "mobility")  # where it was
    assert len(told.exercises) == 4
    assert "Yesterday was a rest day" in said(told)


def test_a_skipped_day_is_a_rest_day() -> None:
    history = six_days()
    told = ask(history, 8, skipped={day(8)})
    assert (told.kind, told.exercises) == ("rest", ())
    assert told.due == at(9, 18)
    assert ask(history, 9, skipped={day(8)}).routines == ("stretch-full", "strength")
    assert ask([*history, session(8)], 8, hour=20, skipped={day(8)}).kind == "done"


def test_due_is_at_the_time_that_was_set_in_the_zone_of_the_house() -> None:
    told = ask([], 1, remind_at=time(7, 30))
    assert told.due == at(1, 7.5)
    fixed = at(1).astimezone(at(1).tzinfo)
    assert today([], PLAN, fixed, profile=Profile("p1"), ladders=LADDERS,
                 routines=ROUTINES).due == at(1, 18)
    before = datetime(2026, 3, 28, 19, tzinfo=BERLIN)
    done = session(1, started=before - timedelta(hours=1))
    due = today([done], PLAN, before, profile=Profile("p1"), ladders=LADDERS, routines=ROUTINES,
                zone=BERLIN).due
    assert due is not None
    assert due.isoformat() == "2026-03-29T18:00:00+02:00"


def test_the_weekly_check_is_due_a_week_after_the_last() -> None:
    history = [session(1, checks=WEEKLY)]
    assert not ask(history, 7).check_due
    assert ask(history, 8).check_due
    assert ask([session(1, checks=WEEKLY[:1])], 2).check_due  # one alone was tried
    assert not ask([session(1), session(2, routine="weekly-check", sets=(), checks=WEEKLY)],
                   3).check_due
    assert not ask(history, 8, plan=replace(PLAN, checks=())).check_due


def test_the_band_is_tried_in_week_two_and_every_four_weeks() -> None:
    history = [session(1, checks=WEEKLY)]
    assert ask(history, 7).check_due == ""
    assert ask(history, 8).check_due == "weekly-check"  # it comes first
    history.append(session(8, checks=WEEKLY))
    assert ask(history, 9).check_due == "band-effect"
    history.append(session(9, checks=BAND))
    late = [*history, session(35, checks=WEEKLY)]
    assert ask(late, 36).check_due == ""
    assert ask(late, 37).check_due == "band-effect"


@pytest.mark.parametrize("name", ["squat-check", "my-check", "my-checks"])
def test_whatever_check_the_plan_names_is_due(name: str) -> None:
    routines = {**ROUTINES, "my-checks": Routine((), checks=("my-check",))}
    plan = replace(PLAN, checks=(Due(name, 3),))
    done = (CheckResult("my-check" if name == "my-checks" else name, "deg"),)
    assert ask([], 1, plan=plan, routines=routines).check_due == name
    history = [session(1, checks=done)]
    assert ask(history, 3, plan=plan, routines=routines).check_due == ""
    assert ask(history, 4, plan=plan, routines=routines).check_due == name
    assert ask([session(1, checks=BAND)], 2, plan=plan, routines=routines).check_due == name


@given(every=st.lists(st.integers(1, 30), min_size=1, max_size=4),
       days=st.lists(st.integers(1, 9), min_size=20, max_size=20))
@settings(max_examples=examples(30))
def test_no_check_of_the_plan_keeps_another_from_its_turn(
        every: list[int], days: list[int]) -> None:
    plan = replace(PLAN, checks=tuple(Due(f"check-{nth}", each)
                                      for nth, each in enumerate(every)))
    history: list[SessionRecord] = []
    due_from = {each.id: 1 for each in plan.checks}
    passed_over = dict.fromkeys(due_from, 0)
    number = 1
    for gap in days:
        told = ask(history, number, plan=plan)
        if told.kind == "train":
            found = (CheckResult(told.check_due, "deg"),) if told.check_due else ()
            history.append(session(number, told.exercises, checks=found))
            for each in plan.checks:
                if each.id == told.check_due:
                    assert due_from[each.id] <= number
                    due_from[each.id], passed_over[each.id] = number + each.every_days, 0
                elif due_from[each.id] <= number:
                    passed_over[each.id] += 1
            assert max(passed_over.values()) < len(every)
        number += gap


def test_a_step_is_told_in_a_sentence_until_it_has_been_trained() -> None:
    history = [session(1), *(session(number, ["banded-squat"]) for number in (8, 9, 10))]
    assert ask(history, 10, hour=20).changes == ()
    told = ask(history, 11)
    assert said(told) == "Three good sessions in a row: from “banded-squat” you go on to “squat”."
    assert "banded-squat (de)" in told.changes[0].de
    assert told.changes[0].kind == "harder"
    assert "banded-squat" not in told.exercises + told.left_out
    assert said(ask([*history, session(11)], 11, hour=20)) == said(told)
    assert ask([*history, session(11)], 12).changes == ()
    for missed in (12, 13, 20):
        assert said(told) in said(ask(history, missed))
    assert "Three good sessions" not in said(ask([*history, session(20)], 21))


def test_the_whole_plan_is_told_to_who_comes_back_later() -> None:
    history = [session(number) for number in (1, 2, 5)]
    assert "whole plan" not in said(ask(history, 7))
    for number in (8, 9, 11):
        assert "whole plan" in said(ask(history, number))
    assert "whole plan" not in said(ask([*history, session(11)], 12))


def test_fewer_days_are_told_until_the_next_training() -> None:
    history = [session(number, pain=(6 if number <= 7 else 1, None))
               for number in range(1, 29) if number % 7]
    for number in (29, 30, 31):
        assert "four days a week" in said(ask(history, number))
    assert "days a week" not in said(ask([*history, session(30, pain=(1, None))], 31))


def test_a_step_back_is_told_too() -> None:
    history = [session(1), *(session(number, ["step-down"], verdict=Verdict.CAVING_IN)
                             for number in (8, 9))]
    told = ask(history, 10)
    assert said(told).startswith("“step-down” was not easy lately. “squat” comes first")
    assert "step-down" not in told.exercises + told.left_out


def test_what_is_mastered_brings_on_what_is_for_later() -> None:
    done = ["banded-squat"] * 3 + ["squat"] * 3
    history = [session(1), *(session(8 + number, [name]) for number, name in enumerate(done))]
    assert "“single-leg-squat” joins your plan" in said(ask(history, 14))
    told = ask([*history, session(15)], 16, more=True)
    assert {"single-leg-squat", "step-down"} <= set(told.exercises)


def test_nothing_moves_in_the_first_week() -> None:
    history = [session(number, ["squat", "banded-clamshell"]) for number in range(1, 6)]
    told = ask(history, 6)
    assert told.changes == ()
    assert told.exercises == ("standing-leg-stretch", "banded-clamshell", "squat")


def test_what_hurts_is_left_out_or_swapped() -> None:
    careful = Profile("p1", flags=frozenset({"floor_is_hard", "kneeling_hurts", "kneecap_pain"}))
    told = [*ask(six_days(), 8, profile=careful, more=True).exercises]
    assert "floor-buttock-stretch" not in told
    assert "wall-foam-roll" in told
    even = ask([*six_days(), session(8)], 9, profile=careful, more=True).exercises
    assert {"half-kneeling-hip-flexor", "step-down"} & set(even) == set()
    assert "squat" in even


def test_after_a_stop_the_next_is_lighter_and_says_why() -> None:
    told = ask([session(1, pain=(2, 8))], 2)
    assert told.lighter
    assert "lighter" in said(told)
    assert [each.kind for each in told.changes] == ["after-stop"]
    assert not ask([session(1, pain=(2, 2))], 2).lighter


def test_less_pain_asks_for_fewer_days_and_says_so() -> None:
    history = [session(number, pain=(6 if number <= 7 else 1, None))
               for number in range(1, 29) if number % 7]
    told = ask(history, 29)
    assert "four days a week" in said(told)
    history += [session(number, pain=(6, None)) for number in (29, 30, 32, 33, 34, 36, 37)]
    assert any("six days a week" in said(ask([each for each in history
                                              if each.started < at(number, 0)], number))
               for number in range(30, 39))


def test_a_plan_without_a_first_week() -> None:
    plan = Plan((Day(("strength",)), Day()), first_week=None, checks=())
    told = ask([], 1, plan=plan)
    assert told.routines == ("strength",)
    assert told.exercises == ROUTINES["strength"].exercises
    assert ask([session(1)], 2, plan=plan).routines == ("strength",)
    assert ask([session(1)], 2, plan=plan).changes == ()


@pytest.mark.parametrize("ahead", [2, 40, 4000])
def test_sessions_of_a_wrong_clock_are_passed_over(ahead: int) -> None:
    wrong = session(ahead)
    assert ask([wrong], 1) == ask([], 1)
    assert ask([session(1), wrong], 1, hour=20) == ask([session(1)], 1, hour=20)


def test_nothing_of_a_demo_is_kept() -> None:
    assert ask([session(1, demo=True, checks=WEEKLY, pain=(9, 9))], 2) == replace(
        ask([], 2), due=at(2, 18))


def test_a_routine_that_could_not_be_read_is_passed_over() -> None:
    rest = {name: found for name, found in ROUTINES.items()
            if name not in ("first-week", "strength")}
    told = ask([], 1, routines=rest)
    assert told.routines == ("stretch-full",)
    assert ask([], 1, routines={}).exercises == ()


def test_squats_of_a_check_are_no_training() -> None:
    checked = SetRecord("squat-check", 5, (rep(),) * 5)
    history = [session(1), *(replace(session(number, ["hip-hike"]), sets=(checked,))
                             for number in (8, 9, 10))]
    told = ask(history, 11)
    assert told.changes[1:] == ()
    assert told.routines == ("stretch-full", "strength")
