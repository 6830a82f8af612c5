"""Before the mirror: what is asked and told around a session, and who is turned away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mirrorapp.coach.choosing import suits
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked, Outcome, SessionRecord
from mirrorapp.coach.state import ALL_OF_TODAY, SORE, Ask, Intent, Phase
from mirrorapp.exercises import library
from mirrorapp.exercises.mistakes import ExerciseError
from tests.coach.houses import ALL, CLEAR, House
from tests.coach.readings import reading
from tests.coach.test_session import Listener


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


@pytest.mark.parametrize("hours", [2, 24, 72, 100])
def test_from_home_two_touches_begin_on_every_day(hours: int) -> None:
    house = House()
    house.trained()
    house.now += timedelta(hours=hours)
    assert Front(house).touch(Intent.START, (Intent.ANSWER, "2")) is Phase.GET_READY


@pytest.mark.parametrize("sore", [False, True])
def test_who_says_that_they_were_sore_does_less_today(sore: bool) -> None:
    house = House()
    house.trained()
    house.now += timedelta(days=1)
    front = Front(house)
    front.touch((Intent.CHOOSE, "hip-hike"), *[(Intent.ANSWER, SORE)] * sore)
    question = front.coach.state.question
    assert question is not None
    assert (question.sore, front.coach.state.hand) == (sore, False)
    front.touch((Intent.ANSWER, "2"))
    assert front.heard.started[0].asked == Asked(pain_before=2, sore=sore)
    usual = house.desk.plan("hip-hike", Asked(pain_before=2, sore=False))
    assert (front.coach.state.plan_sets < sum(
        task.check is None for task in usual.tasks)) is sore


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
        assert front.touch(Intent.START, (Intent.ANSWER, "8")) is Phase.ADVISED
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
    front.touch((Intent.CHOOSE, "squat"))
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
    front.touch((Intent.CHOOSE, "seated-thigh-stretch"), (Intent.ANSWER, "0"))
    told, = front.coach.state.advice
    assert told.text.en == "Each side takes 90 seconds."
