"""The front desk: whose turn it is, and what today has for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from mirrorapp.coach.choosing import suits
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked, HoldRecord, Outcome, SessionRecord, SetRecord
from mirrorapp.coach.state import ALL_OF_TODAY, Ask, Intent, Phase
from mirrorapp.events import Side
from mirrorapp.exercises import catalogue, library
from mirrorapp.exercises.checks import WEEKLY_CHECKS
from mirrorapp.exercises.mistakes import ExerciseError
from mirrorapp.exercises.plan import DueCheck
from tests.coach.readings import nobody, reading
from tests.coach.test_session import Listener

ALL = catalogue.read()
BEGUN = datetime(2026, 11, 2, 18, tzinfo=UTC)
CLEAR = Screening(BEGUN)


class House:
    """What is remembered, in memory, and a clock that is set by hand."""

    def __init__(self, *profiles: Profile) -> None:
        self.now = BEGUN
        self.people = {each.id: each for each in profiles or (Profile("anna", screening=CLEAR),)}
        self.done: list[SessionRecord] = []
        self.desk = Desk(self, ALL, lambda: self.now, first=next(iter(self.people)))

    def profiles(self) -> tuple[Profile, ...]:
        return tuple(self.people.values())

    def keep(self, profile: Profile) -> None:
        self.people[profile.id] = profile

    def history(self, profile: str) -> Sequence[SessionRecord]:
        return [each for each in self.done if each.profile == profile]

    def skipped(self, profile: str) -> frozenset[date]:
        return frozenset()

    def trained(self, profile: str = "anna", *, pain: int = 5, asked: Asked | None = None,
                sets: tuple[SetRecord, ...] = (SetRecord("squat", 1, touched=1),)) -> None:
        self.done.append(SessionRecord(
            f"u{len(self.done)}", profile, "first-week", self.now, sets=sets,
            ended=self.now + timedelta(minutes=10), outcome=Outcome.COMPLETED,
            asked=asked or Asked(pain_before=pain, pain_after=pain)))
        self.desk.forget()


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


def test_what_was_owed_is_paid_back() -> None:
    house = House()
    house.trained(sets=(
        SetRecord("seated-thigh-stretch", 0, side=Side.RIGHT, hold=HoldRecord(120, 120)),
        SetRecord("seated-thigh-stretch", 0, side=Side.LEFT, hold=HoldRecord(120, 95, True))))
    tasks = house.desk.plan("seated-thigh-stretch").tasks
    assert {task.side: task.hold_s for task in tasks} == {Side.RIGHT: 120, Side.LEFT: 145}


def test_three_good_holds_after_the_first_week_are_asked_for_at_their_longest() -> None:
    house = House()
    whole = tuple(SetRecord("seated-thigh-stretch", 0, side=side, hold=HoldRecord(120, 120))
                  for side in Side)

    def asked_s() -> set[float]:
        return {task.hold_s for task in house.desk.plan("seated-thigh-stretch").tasks}

    for _ in range(10):
        house.trained(sets=whole, asked=Asked(1, 1, breath=True))
        house.now += timedelta(days=1)
        house.desk.forget()
        early = asked_s() == {120}
        assert early is (len(house.done) < 10)  # the first week moves nothing
    assert asked_s() == {150}
    told = [each.en for each in house.desk.today.changes]
    assert any("a little longer" in each for each in told)
    card = house.desk.plan("seated-thigh-stretch").cards["seated-thigh-stretch"][0]
    assert card.text.en == "1 × 150 seconds on each side."
    house.trained(sets=(whole[0], SetRecord(
        "seated-thigh-stretch", 0, side=whole[1].side, hold=HoldRecord(120, 90, True))))
    house.desk.forget()
    owing = house.desk.plan("seated-thigh-stretch")
    assert sorted(task.hold_s for task in owing.tasks) == [120, 150]
    assert owing.cards["seated-thigh-stretch"][0].text.en.endswith(
        "30 seconds more, from last time. 150 seconds once both legs have had the same.")
    house.trained(sets=whole, asked=Asked(breath=False))
    assert asked_s() == {120}


def in_the_end(house: House, *held_s: float, name: str = "seated-thigh-stretch",
               **told: object) -> dict[Side, float]:
    """What the summary of a session says is left, right and left held for so long."""
    sides = zip((Side.RIGHT, Side.LEFT), held_s, strict=True)
    house.trained(sets=tuple(SetRecord(name, 0, side=side, hold=HoldRecord(120, each))
                             for side, each in sides))
    house.done[-1] = replace(house.done[-1], **told)
    return house.desk.extra_s(house.done[-1])


def test_what_is_said_to_be_left_is_asked_for_the_next_time() -> None:
    for held_s, extra_s in (((120, 60), 30), ((120, 100), 20), ((120, 117), 0)):
        house = House()
        assert in_the_end(house, *held_s) == {Side.RIGHT: 0, Side.LEFT: extra_s}
        right, left = house.desk.plan("seated-thigh-stretch").tasks
        assert (right.hold_s, left.hold_s) == (120, 120 + extra_s)


def test_what_was_paid_back_leaves_nothing() -> None:
    house = House()
    in_the_end(house, 120, 90)
    house.now += timedelta(days=1)
    assert in_the_end(house, 120, 150) == {Side.RIGHT: 0, Side.LEFT: 0}


def test_a_lighter_session_and_a_shorter_hold_are_said_to_ask_for_nothing() -> None:
    nothing = {Side.RIGHT: 0, Side.LEFT: 0}
    assert in_the_end(House(), 120, 60, pain=True) == nothing
    house = House()
    assert in_the_end(house, 120, 60, asked=Asked(breath=False)) == nothing
    assert {each.hold_s for each in house.desk.plan("seated-thigh-stretch").tasks} == {120}


def test_what_is_timed_is_paid_back_too() -> None:
    house = House()
    assert in_the_end(house, 180, 165, name="thigh-foam-roll") == {Side.RIGHT: 0, Side.LEFT: 15}
    right, left = house.desk.plan("thigh-foam-roll").tasks
    assert (right.hold_s, left.hold_s) == (180, 195)
    told = house.desk.plan("thigh-foam-roll").cards["thigh-foam-roll"][0].text.en
    assert told == ("1 × 180 seconds on each side. Left leg: 15 seconds more, from last time.")


def test_the_summary_says_it() -> None:
    house = House()
    heard = Listener()
    coach = Coach(Plan(library.load("squat"), 1, "anna"), lambda: house.now, heard,
                  desk=house.desk)
    coach.send(Intent.CHOOSE, "floor-buttock-stretch")
    coach.send(Intent.ANSWER, "2")
    now_s, eased = 0.0, False
    while coach.phase is not Phase.SUMMARY:
        now_s += 0.1
        coach.update(reading(now_s))
        state = coach.state
        if state.side is Side.LEFT and (state.held or 0) > 0.8 and not eased:
            eased = coach.send(Intent.EASE) or True
        assert not state.owed_s or state.phase is Phase.SUMMARY
    assert {side: round(s) for side, s in coach.state.owed_s.items()} == {
        Side.RIGHT: 0, Side.LEFT: 24}


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
    assert (interview.question.ask is Ask.SORE) is asked


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
    assert question.ask is Ask.PAIN_BEFORE


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
    assert question.ask is Ask.SORE
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


class Front:
    """A coach with a desk, and somebody who touches."""

    def __init__(self, house: House) -> None:
        self.heard = Listener()
        self.coach = Coach(Plan(library.load("squat"), 5, "anna"), lambda: house.now, self.heard,
                           desk=house.desk, weekly=Plan(library.load("squat"), 5, "anna",
                                                        routine="weekly-check"))

    def touch(self, *touches: tuple[Intent, str] | Intent) -> Phase:
        for each in touches:
            intent, value = each if isinstance(each, tuple) else (each, "")
            self.coach.send(intent, value)
        return self.coach.phase


def test_start_asks_first_and_keeps_what_was_answered() -> None:
    house = House(Profile("anna"))
    front = Front(house)
    assert front.touch(Intent.START) is Phase.ASK
    assert front.coach.state.question is not None
    count = front.coach.state.question.count
    assert front.touch(*[(Intent.ANSWER, "no")] * count) is Phase.ADVISED
    assert front.touch((Intent.ANSWER, "yes")) is Phase.ASK  # has been read
    assert house.people["anna"].screening is not None
    assert not front.heard.started
    assert front.touch((Intent.ANSWER, "2")) is Phase.GET_READY
    record, = front.heard.started
    assert (record.routine, record.asked.pain_before) == ("first-week", 2)


def test_a_red_flag_ends_at_home() -> None:
    house = House(Profile("anna"))
    front = Front(house)
    front.touch(Intent.START, *[(Intent.ANSWER, "yes")] * 40)
    assert front.coach.phase in (Phase.ADVISED, Phase.HOME)
    front.touch((Intent.ANSWER, "yes"), Intent.HOME)
    assert front.coach.phase is Phase.HOME
    assert not front.heard.started
    assert front.touch(Intent.START) is Phase.ASK  # only now: have you asked a doctor?
    assert front.touch((Intent.ANSWER, "no")) is Phase.ADVISED


def test_a_question_that_nobody_answers_goes_away() -> None:
    front = Front(House())
    front.touch(Intent.START)
    for second in range(100):
        front.coach.update(reading(float(second)))
    assert front.coach.phase is Phase.HOME


@pytest.mark.parametrize("intent", [Intent.STOP, Intent.HOME])
def test_a_question_can_be_left(intent: Intent) -> None:
    front = Front(House())
    assert front.touch(Intent.START, intent) is Phase.HOME


def test_what_was_chosen_is_done_and_the_weekly_check_too() -> None:
    front = Front(House())
    front.touch((Intent.CHOOSE, "mobility"), (Intent.ANSWER, "0"))
    assert front.heard.started[-1].routine == "mobility"
    front.coach.end()
    front.touch(Intent.HOME, Intent.CHECK, (Intent.ANSWER, "0"))
    assert front.heard.started[-1].routine == "weekly-check"


def test_what_can_not_be_chosen_is_said_before_anything_is_asked() -> None:
    front = Front(House())
    with pytest.raises(ExerciseError):
        front.touch((Intent.CHOOSE, "fly"))
    assert front.coach.phase is Phase.HOME


def test_home_tells_whose_it_is_and_what_today_has() -> None:
    house = House(Profile("anna", screening=CLEAR), Profile("ben", screening=CLEAR))
    front = Front(house)
    state = front.coach.state
    assert state.today is not None
    assert state.profile is not None
    assert [each.id for each in state.profiles] == ["anna", "ben"]
    front.touch((Intent.PROFILE, "ben"))
    assert front.coach.state.profile == house.people["ben"]


def test_too_much_pain_afterwards_is_said_at_the_end() -> None:
    house = House()
    front = Front(house)
    front.touch((Intent.CHOOSE, "banded-clamshell"), (Intent.ANSWER, "2"))
    front.coach.update(reading(0.0))
    for second in range(400):
        front.coach.update(reading(second / 4))
        if front.coach.phase is Phase.ACTIVE:
            break
    front.touch(Intent.PLUS_ONE, Intent.STOP)
    question = front.coach.state.question
    assert question is not None
    assert question.ask is Ask.PAIN_AFTER
    front.touch((Intent.ANSWER, "6"))
    assert front.coach.phase is Phase.SUMMARY
    assert [each.rule for each in front.coach.state.advice]
    assert replace(front.heard.ended[0].asked) == Asked(pain_before=2, pain_after=6)


def test_who_is_turned_away_for_pain_is_remembered_and_referred() -> None:
    house = House()
    for _ in range(7):
        house.trained(pain=5)
        house.now += timedelta(days=1)
    front = Front(house)
    for _ in range(24):
        front.touch(Intent.START)
        question = front.coach.state.question
        assert question is not None
        if question.ask is Ask.SORE:
            front.touch((Intent.ANSWER, "no"))
        assert front.touch((Intent.ANSWER, "8")) is Phase.ADVISED
        front.touch((Intent.ANSWER, "yes"), Intent.HOME)
        house.done += front.heard.refused
        front.heard.refused.clear()
        house.now += timedelta(days=1)
        house.desk.forget()
    assert not front.heard.started
    assert len(house.done) == 7 + 24
    assert house.desk.today.kind == "train"  # nothing of it was training
    assert [each.rule for each in house.desk.referrals]


def test_a_referral_is_there_in_every_phase() -> None:
    house = House()
    for _ in range(29):
        house.trained(pain=5)
        house.now += timedelta(days=1)
    front = Front(house)
    stands = front.coach.state.referrals
    assert stands
    front.touch((Intent.CHOOSE, "squat"), (Intent.ANSWER, "no"))
    assert front.coach.state.referrals == stands
    front.touch((Intent.ANSWER, "2"))
    assert front.coach.phase is Phase.GET_READY
    assert front.coach.state.referrals == stands


def test_what_a_profile_speaks_against_is_left_out_or_replaced() -> None:
    house = House(Profile("anna", screening=CLEAR, flags=frozenset({"balance", "floor_is_hard"})))
    may = suits(house.desk.profile, ALL.exercises)
    for choice in ("strength", "retraining", "mobility", "stretch-full", "weekly-check"):
        plan = house.desk.plan(choice)
        names = {task.exercise.id for task in plan.tasks if task.exercise is not None}
        assert all(map(may, names)), (choice, names)
        for tasks in plan.instead.values():
            assert may(tasks[0].name)
    assert house.desk.plan("hip-hike").tasks  # asked for by name, with its cautions


def test_a_short_routine_says_what_it_leaves_out() -> None:
    house = House()
    assert [each.text for each in house.desk.plan("stretch-short").told] == [
        ALL.routines["stretch-short"].leaves_out]
    assert house.desk.plan("stretch-full").told == ()
    front = Front(house)
    front.touch((Intent.CHOOSE, "stretch-short"), (Intent.ANSWER, "0"))
    assert [each.rule for each in front.coach.state.advice] == ["leaves-out-stretch-short"]


def test_home_says_that_a_doctor_comes_first_until_one_was_asked() -> None:
    house = House(Profile("anna"))
    front = Front(house)
    assert front.coach.state.advice == ()
    front.touch(Intent.START, *[(Intent.ANSWER, "yes")] * 40, Intent.HOME)
    house.now += timedelta(days=3)
    state = front.coach.state
    assert state.phase is Phase.HOME
    assert [each.blocks for each in state.advice] == [True] * len(state.advice) != []
    front.touch(Intent.START)
    questions = []
    while (question := front.coach.state.question) is not None and question.about is not None:
        questions.append(question)
        front.touch((Intent.ANSWER, "yes"))
    assert len(questions) == questions[0].count == len(state.advice)
    front.touch((Intent.ANSWER, "yes"), Intent.STOP)
    assert front.coach.state.advice == ()


def test_home_says_on_that_day_that_it_hurt_too_much() -> None:
    house = House()
    front = Front(house)
    house.done.append(SessionRecord("u", "anna", "", house.now, ended=house.now,
                                    outcome=Outcome.ABORTED, asked=Asked(pain_before=8)))
    house.desk.forget()
    advice, = front.coach.state.advice
    assert (advice.rule, advice.blocks, advice.stays) == ("pain-high", False, False)
    assert front.touch(Intent.START) is Phase.ASK  # it may have eased
    front.touch(Intent.STOP)
    house.now += timedelta(hours=5)
    assert front.coach.state.advice
    house.now += timedelta(hours=3)
    assert front.coach.state.advice == ()
    house.trained(asked=Asked(1, 4))
    assert [each.rule for each in front.coach.state.advice] == ["pain-more"]


def test_health_that_has_changed_is_asked_for_and_begins_nothing() -> None:
    house = House()
    front = Front(house)
    assert front.touch(Intent.HEALTH) is Phase.ASK
    assert front.touch(Intent.STOP) is Phase.HOME
    assert house.people["anna"].screening == CLEAR
    house.now += timedelta(days=1)
    front.touch(Intent.HEALTH)
    question = front.coach.state.question
    assert question is not None
    assert front.touch(*[(Intent.ANSWER, "no")] * question.count) is Phase.HOME
    assert house.people["anna"].screening == Screening(house.now)
    front.touch(Intent.HEALTH, *[(Intent.ANSWER, "yes")] * question.count)
    assert front.coach.phase is Phase.ADVISED
    assert front.touch((Intent.ANSWER, "read")) is Phase.HOME
    assert front.coach.state.advice[0].blocks
    assert not front.heard.started


def test_all_of_today_can_be_asked_for() -> None:
    house = House()
    for _ in range(8):
        house.trained()
        house.now += timedelta(days=1)
    house.now += timedelta(days=2)
    today = house.desk.today
    assert today.left_out
    plan = house.desk.plan(ALL_OF_TODAY)
    names = {task.name for task in plan.tasks if task.check is None}
    assert names == {*today.exercises, *today.left_out}
    assert plan.routine == house.desk.plan().routine
    assert {*plan.cards} == names


def test_what_to_do_is_told_before_it_is_done() -> None:
    front = Front(House())
    front.touch((Intent.CHOOSE, "hip-hike"), (Intent.ANSWER, "0"))
    assert [each.rule for each in front.coach.state.advice] == ["dose-hip-hike"]


def test_a_hold_that_is_shorter_is_told_as_it_is_asked_for() -> None:
    house = House()
    house.trained(asked=Asked(breath=False))
    house.now += timedelta(days=1)
    front = Front(house)
    front.touch((Intent.CHOOSE, "seated-thigh-stretch"), (Intent.ANSWER, "no"),
                (Intent.ANSWER, "0"))
    told, = front.coach.state.advice
    assert told.text.en == "1 × 90 seconds on each side."


def home_of_two() -> tuple[House, Front]:
    house = House(Profile("anna", screening=CLEAR), Profile("ben", screening=CLEAR))
    front = Front(house)
    front.touch((Intent.PROFILE, "ben"))
    return house, front


def trains(front: Front) -> str:
    profile = front.coach.state.profile
    assert profile is not None
    return profile.id


def test_what_is_changed_of_people_is_seen_at_once() -> None:
    house, front = home_of_two()
    house.people["ben"] = replace(house.people["ben"], name="Ben", flags=frozenset({"balance"}))
    house.people["cleo"] = Profile("cleo")
    assert front.touch(Intent.PEOPLE) is Phase.HOME
    assert front.coach.state.profile == house.people["ben"]
    assert len(front.coach.state.profiles) == 3


def test_who_is_gone_from_home_or_while_asked_makes_room_for_the_first() -> None:
    for first in ((), (Intent.START,), (Intent.HEALTH,)):
        house, front = home_of_two()
        front.touch(*first)
        del house.people["ben"]
        assert front.touch(Intent.PEOPLE) is Phase.HOME
        assert trains(front) == "anna"
    house, front = home_of_two()
    front.touch(Intent.START)
    del house.people["anna"]
    assert front.touch(Intent.PEOPLE) is Phase.ASK  # somebody else's question goes on
    assert trains(front) == "ben"


@pytest.mark.parametrize("then", [Intent.HOME, Intent.START])
def test_who_is_gone_while_training_trains_to_the_end(then: Intent) -> None:
    house, front = home_of_two()
    front.touch((Intent.CHOOSE, "squat"), (Intent.ANSWER, "2"))
    del house.people["ben"]
    assert front.touch(Intent.PEOPLE) is Phase.GET_READY
    assert trains(front) == "ben"
    assert front.touch(Intent.STOP, (Intent.ANSWER, "2")) is Phase.SUMMARY
    assert [each.profile for each in front.heard.ended] == ["ben"]
    front.touch(Intent.PEOPLE)
    assert (front.coach.phase, trains(front)) == (Phase.SUMMARY, "ben")
    front.touch(then)
    assert trains(front) == "anna"


def test_a_guest_has_no_people() -> None:
    heard = Listener()
    coach = Coach(Plan(library.load("squat"), 5, "p1"), lambda: BEGUN, heard)
    assert not coach.send(Intent.PEOPLE)
    assert coach.phase is Phase.HOME


def test_what_has_become_of_somebody_is_there_once_it_is_asked_for() -> None:
    house = House(Profile("anna", screening=CLEAR), Profile("ben", screening=CLEAR))
    front = Front(house)
    house.trained()
    assert front.coach.state.progress is None
    front.touch((Intent.PROGRESS, ""))
    assert front.coach.state.progress is not None
    assert front.coach.state.progress.trained == 1
    front.touch((Intent.PROFILE, "ben"))
    assert front.coach.state.progress is None, "nobody sees another's"
    front.touch((Intent.PROGRESS, ""))
    assert front.coach.state.progress.trained == 0


def test_a_guest_has_nothing_to_look_back_on() -> None:
    coach = Coach(Plan(library.load("squat"), 1, "p1"), lambda: BEGUN, Listener())
    coach.send(Intent.PROGRESS)
    assert (coach.phase, coach.state.progress) == (Phase.HOME, None)


def test_looking_back_changes_nothing_of_a_session() -> None:
    front = Front(House())
    front.touch((Intent.CHOOSE, "hip-hike"), (Intent.ANSWER, "0"), (Intent.PROGRESS, ""))
    assert front.coach.phase is Phase.GET_READY
    assert front.coach.state.progress is None


def test_whoever_is_taken_out_of_the_house_can_still_be_looked_at() -> None:
    """Their settings are gone while the glass shows them: nothing breaks, and nothing is theirs."""
    house = House(Profile("anna", "Anna", screening=CLEAR), Profile("ben", "Ben"))
    front = Front(house)
    house.trained()
    del house.people["anna"]
    house.done.clear()
    house.desk.forget()
    front.touch((Intent.PROGRESS, ""))
    state = front.coach.state
    assert [each.id for each in state.profiles] == ["ben"]
    assert state.profile == Profile("anna")
    assert state.progress is not None
    assert state.progress.trained == 0
    front.touch((Intent.PROFILE, "anna"))
    front.touch((Intent.PROFILE, "ben"))
    assert front.coach.state.profile == Profile("ben", "Ben")


def test_a_routine_goes_on_without_an_exercise_that_is_gone() -> None:
    house = House()
    left = {name: each for name, each in ALL.exercises.items() if name != "hip-hike"}
    house.desk = Desk(house, replace(ALL, exercises=left), lambda: house.now, first="anna")
    names = {task.name for task in house.desk.plan("strength").tasks}
    assert names
    assert "hip-hike" not in names
    with pytest.raises(ExerciseError, match="'hip-hike'"):
        house.desk.plan("hip-hike")


def test_another_time_of_day_is_due_at_once() -> None:
    house = House()
    house.now = BEGUN.replace(hour=9)
    assert house.desk.today.due == BEGUN.replace(hour=18)
    house.desk.remind(time(7, 30))
    assert house.desk.today.due == BEGUN.replace(hour=7, minute=30)
