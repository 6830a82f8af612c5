"""The front desk: whose turn it is, and what today has for them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mirrorapp.coach.coach import Coach
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import Asked, Outcome, SessionRecord
from mirrorapp.coach.state import Intent
from mirrorapp.exercises import library
from mirrorapp.exercises.checks import WEEKLY_CHECKS
from mirrorapp.exercises.mistakes import ExerciseError
from mirrorapp.exercises.plan import DueCheck
from tests.coach.houses import ALL, BEGUN, CLEAR, House
from tests.coach.readings import nobody
from tests.coach.test_session import Listener


def test_the_first_day_has_the_first_weeks_routine_and_the_checks() -> None:
    house = House()
    today = house.desk.today
    assert (today.kind, today.routines) == ("train", ("first-week",))
    plan = house.desk.plan()
    assert plan.asks
    assert plan.routine == "first-week"
    names = [task.name for task in plan.tasks if task.check is None]
    assert list(dict.fromkeys(names)) == list(today.exercises)
    assert any(task.check for task in plan.tasks) is (today.check_due == "weekly-check")


@pytest.mark.parametrize(("name", "checks"), [
    ("squat-check", {"squat-check"}), ("weekly-check", set(WEEKLY_CHECKS))])
def test_what_the_plan_checks_comes_first_whichever_it_is(name: str, checks: set[str]) -> None:
    house = House()
    plan = ALL.plan.model_copy(update={
        "checks": (DueCheck(id=name, every_days=7, source="app"),)})
    house.desk = Desk(house, replace(ALL, plan=plan), lambda: house.now, first="anna")
    tasks = house.desk.plan().tasks
    assert {task.check.id for task in tasks if task.check} == checks
    assert tasks[0].check


def test_after_a_session_today_is_done_and_tomorrow_is_due() -> None:
    house = House()
    house.trained()
    assert house.desk.today.kind == "done"
    house.now += timedelta(days=1)
    assert house.desk.today.kind == "train"


def test_today_is_worked_out_anew_when_the_day_turns() -> None:
    house = House()
    first = house.desk.today
    assert house.desk.today is first
    house.now += timedelta(hours=7)
    assert house.desk.today is not first


@pytest.mark.parametrize("choice", ["strength", "floor-buttock-stretch", "thigh-foam-roll"])
def test_an_empty_room_makes_no_day_done(choice: str) -> None:
    house = House()
    heard = Listener()
    coach = Coach(Plan(library.load("squat"), 1, "anna"), lambda: house.now, heard,
                  desk=house.desk)
    coach.send(Intent.CHOOSE, choice)
    coach.send(Intent.ANSWER, "2")
    for step in range(4000):
        coach.update(nobody(step / 10))
    house.done += heard.ended
    house.desk.forget()
    assert heard.ended[0].outcome is Outcome.ABORTED
    assert (house.desk.today.kind, house.desk.today.streak) == ("train", 0)


def test_who_could_not_breathe_easily_holds_for_less_the_next_time_too() -> None:
    house = House()
    for breath, short in ((None, False), (False, True), (None, True), (True, False)):
        house.trained(asked=Asked(breath=breath))
        house.now += timedelta(days=1)
        assert house.desk.plan("seated-thigh-stretch").short is short


def test_who_is_sore_does_less_today() -> None:
    house = House()
    house.trained()
    house.now += timedelta(days=1)
    usual = house.desk.plan("hip-hike").tasks
    sore = house.desk.plan("hip-hike", Asked(sore=True)).tasks
    assert len(sore) < len(usual)


@pytest.mark.parametrize(("hours", "asked"), [
    (7, False), (9, True), (48, True), (71, True), (73, False)])
def test_how_the_day_after_was_is_asked_after_a_rest_day_too(hours: int, asked: bool) -> None:
    house = House()
    house.trained()
    house.now += timedelta(hours=hours, minutes=10)
    interview = house.desk.interview()
    assert interview.question is not None
    assert (interview.question.sore is not None) is asked


def test_after_being_turned_away_it_is_the_last_session_that_is_asked_about() -> None:
    house = House()
    house.trained()
    house.now += timedelta(hours=80)
    house.done.append(SessionRecord(
        "away", "anna", "", house.now, ended=house.now, outcome=Outcome.ABORTED,
        asked=Asked(pain_before=8)))
    house.now += timedelta(hours=10)
    question = house.desk.interview().question
    assert question is not None
    assert question.sore is None


def left_at_once(house: House, **asked: Any) -> None:
    """Begun, answered, and stopped before anything was done."""
    house.done.append(SessionRecord(
        f"left {len(house.done)}", "anna", "strength", house.now, ended=house.now,
        outcome=Outcome.ABORTED, asked=Asked(**asked)))
    house.now += timedelta(minutes=2)


def test_who_is_sore_and_begins_anew_does_less_all_the_same() -> None:
    house = House()
    house.trained()
    house.now += timedelta(days=1)
    usual = len(house.desk.plan("hip-hike").tasks)
    left_at_once(house, sore=True, pain_before=2)
    question = house.desk.interview().question
    assert question is not None
    assert question.sore is False
    assert len(house.desk.plan("hip-hike", Asked(pain_before=2)).tasks) < usual


def test_what_hurt_is_heeded_after_a_session_in_which_nothing_was_done() -> None:
    house = House()
    usual = len(house.desk.plan("hip-hike").tasks)
    house.trained()
    house.done[-1] = replace(house.done[-1], pain=True)
    house.now += timedelta(days=1)
    left_at_once(house)
    assert len(house.desk.plan("hip-hike").tasks) < usual
    house.trained()
    house.now += timedelta(days=1)
    assert len(house.desk.plan("hip-hike").tasks) == usual


def test_comfortable_depth_goes_along() -> None:
    house = House(Profile("anna", screening=CLEAR, depth_most=0.12))
    assert house.desk.plan("squat").depth_most == 0.12


def test_something_easier_is_at_hand_when_it_hurts() -> None:
    plan = House().desk.plan("single-leg-deadlift")
    assert plan.instead["single-leg-deadlift"][0].name == ALL.exercises[
        "single-leg-deadlift"].easier


def test_something_easier_is_no_more_than_was_planned() -> None:
    lighter = House().desk.plan("single-leg-deadlift", Asked(sore=True))
    assert {each.set_count for each in lighter.instead["single-leg-deadlift"]} == {1}


@pytest.mark.parametrize("choice", [*ALL.routines, *ALL.exercises, *ALL.checks])
def test_everything_can_be_chosen(choice: str) -> None:
    plan = House().desk.plan(choice)
    assert plan.routine == choice
    assert plan.tasks


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(ExerciseError, match="no exercise, routine or check 'fly'"):
        House().desk.plan("fly")


def test_nobody_sees_anothers_without_choosing_them() -> None:
    house = House(Profile("anna", screening=CLEAR), Profile("ben", screening=CLEAR))
    house.trained("anna")
    assert house.desk.profile.id == "anna"
    house.desk.choose("ben")
    assert (house.desk.profile.id, house.desk.today.streak) == ("ben", 0)
    house.desk.choose("carl")
    assert house.desk.profile.id == "ben"


def test_a_referral_stays_until_it_is_acknowledged() -> None:
    house = House()
    for _ in range(29):
        house.trained(pain=5)
        house.now += timedelta(days=1)
    rules = [each.rule for each in house.desk.referrals]
    assert rules
    house.desk.acknowledge("something-else")
    assert [each.rule for each in house.desk.referrals] == rules
    for rule in rules:
        house.desk.acknowledge(rule)
    assert house.desk.referrals == ()
    assert set(house.people["anna"].acknowledged) == set(rules)


def test_who_puts_it_off_is_reminded_later_on_that_day_alone() -> None:
    house = House()
    due = house.desk.today.due
    assert due == BEGUN
    assert house.desk.snooze(30)
    assert house.desk.today.due == BEGUN + timedelta(minutes=30)
    house.now += timedelta(hours=2)
    assert house.desk.today.due == BEGUN + timedelta(minutes=30), "that time has come"
    house.now += timedelta(days=1)
    assert house.desk.today.due == BEGUN + timedelta(days=1)


def test_what_is_put_off_to_before_its_time_is_due_at_its_time() -> None:
    house = House()
    house.now -= timedelta(hours=8)
    assert house.desk.snooze(30)
    assert house.desk.today.due == BEGUN


def test_a_day_that_is_skipped_is_a_rest_day_and_the_plan_moves() -> None:
    house = House()
    plan = house.desk.today.routines
    assert house.desk.skip_today()
    assert (house.desk.today.kind, house.desk.today.due) == ("rest", BEGUN + timedelta(days=1))
    assert not house.desk.skip_today()
    assert not house.desk.snooze(10)
    house.now += timedelta(days=1)
    assert (house.desk.today.kind, house.desk.today.routines) == ("train", plan)


def test_what_was_put_off_by_a_clock_that_was_ahead_is_due_once_it_is_right() -> None:
    house = House()
    house.now = BEGUN.replace(year=2040)
    assert house.desk.snooze(30)
    house.now = BEGUN
    assert house.desk.today.due == BEGUN


def test_progress_that_is_looked_at_stays_until_somebody_else_trains() -> None:
    house = House(Profile("anna", screening=CLEAR), Profile("ben", screening=CLEAR))
    house.desk.look_back()
    seen = house.desk.progress
    assert seen is not None
    house.desk.snooze(10)
    assert house.desk.progress is seen
    house.desk.choose("ben")
    assert house.desk.progress is None


def test_what_is_somebody_elses_can_be_had_and_acknowledged_for_them_alone() -> None:
    house = House(Profile("anna", screening=CLEAR), Profile("ben", screening=CLEAR))
    for _ in range(29):
        house.trained("ben", pain=5)
        house.now += timedelta(days=1)
    referrals = house.desk.account("ben").referrals
    assert referrals
    assert not house.desk.referrals
    assert not house.desk.acknowledge_all("anna")
    assert house.desk.acknowledge_all("ben")
    assert not house.desk.account("ben").referrals
    assert set(house.people["ben"].acknowledged) == {each.rule for each in referrals}
    assert house.desk.account("ben") is house.desk.account("ben")


def test_what_is_new_in_the_programme_goes_into_the_session() -> None:
    house = House()
    house.trained()
    house.now += timedelta(days=8)
    told = house.desk.today.changes
    assert [each.kind for each in told] == ["whole_plan"]
    assert house.desk.plan().changes == house.desk.plan("hip-hike").changes == told


@pytest.mark.parametrize("back", [timedelta(days=3), timedelta(days=3650)])
def test_where_the_clock_cannot_be_right_nothing_is_said_of_the_date_and_referrals_stand(
        back: timedelta) -> None:
    house = House()
    for _ in range(29):
        house.trained(pain=5)
        house.now += timedelta(days=1)
    right, today, rules = house.now, house.desk.today, [e.rule for e in house.desk.referrals]
    assert rules
    house.now, house.doubted = right - back, house.done[-1].started
    doubted = house.desk.today
    assert (doubted.due, doubted.streak, doubted.adherence, doubted.week) == (None, 0, None, None)
    assert not doubted.is_due(right)
    house.desk.look_back()
    assert house.desk.progress is not None
    assert (house.desk.progress.week, house.desk.progress.adherence) == (None, None)
    assert sorted(e.rule for e in house.desk.referrals) == sorted(rules)
    house.now, house.doubted = right, None
    assert house.desk.today == today, "at once, and nothing sticks"
    house.now, house.doubted = right - back, house.done[-1].started
    for rule in rules:
        house.desk.acknowledge(rule)
    assert house.desk.referrals == (), "what was read is read, by any clock"
