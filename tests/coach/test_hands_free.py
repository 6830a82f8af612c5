"""What goes without a touch, and how each of it is switched off."""

from dataclasses import replace

import pytest

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.flow import ABANDONED_S
from mirrorapp.coach.hands_free import HandsFree, yes
from mirrorapp.coach.place import READY_S
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.presence import GONE_S
from mirrorapp.coach.state import Ask, CoachState, Intent, Phase, Question, Tone
from mirrorapp.coach.tasks import in_a_row, of_exercise
from mirrorapp.events import Refusal
from mirrorapp.exercises import library
from mirrorapp.exercises.schema import Exercise
from mirrorapp.vision.pose import Pose
from tests.coach.readings import FPS, nobody, reading
from tests.coach.test_session import NOON, Listener
from tests.gesturing import arms_crossed, hand_up, standing

SQUAT, FLOOR, CHAIR = (library.load(name) for name in (
    "squat", "floor-buttock-stretch", "foot-doming"))


def plan(*exercises: Exercise, gate: bool = True) -> Plan:
    tasks = in_a_row(of_exercise(each) for each in exercises)
    return replace(Plan(exercises[0], 0, "p1", routine="today", parts=tasks, asks=True), gate=gate)


class Room:
    """A session with somebody before it, who says something with their arms or does not."""

    def __init__(self, *exercises: Exercise, hands_free: HandsFree | None = None,
                 gate: bool = True) -> None:
        self.heard = Listener()
        self.coach = Coach(plan(*(exercises or (SQUAT,)), gate=gate), lambda: NOON, self.heard)
        self.coach.hands_free = hands_free or HandsFree()
        self.now_s = 0.0
        self.went_on = 0
        self.coach.send(Intent.START)

    @property
    def state(self) -> CoachState:
        return self.coach.state

    def see(self, made: Reading) -> None:
        self.went_on += self.coach.update(replace(made, time_s=self.now_s))
        self.now_s += 1 / FPS

    def play(self, seconds: float, pose: Pose | None = None, **told: object) -> None:
        for _ in range(round(seconds * FPS)):
            self.see(reading(0, pose=pose or standing(), **told))

    def leave(self, seconds: float) -> None:
        for _ in range(round(seconds * FPS)):
            self.see(nobody(0))

    def until(self, phase: Phase, most_s: float = 400) -> None:
        for _ in range(int(most_s * FPS)):
            if self.coach.phase is phase:
                return
            self.play(1 / FPS)
        raise AssertionError(f"{self.state.phase} and not {phase}")

    def gesture(self, pose: Pose, seconds: float = 1.3) -> None:
        self.play(seconds, pose)
        self.play(0.4)


def off(name: str) -> HandsFree:
    return replace(HandsFree(), **{name: False})


# --- squared up ---

def test_two_seconds_in_place_begin() -> None:
    room = Room()
    room.coach.send(Intent.NEXT)
    room.play(READY_S - 0.2)
    assert room.state.phase is Phase.GET_READY
    room.play(0.5)
    assert room.state.phase is Phase.COUNT_IN


@pytest.mark.parametrize("by_hand", [False, True])
def test_without_squaring_up_it_begins_once_that_is_said(by_hand: bool) -> None:
    room = Room(hands_free=off("square_up"))
    room.coach.send(Intent.NEXT)
    assert not room.state.placed
    room.play(30)
    assert (room.state.phase, room.state.placed) == (Phase.GET_READY, True)
    if by_hand:
        room.gesture(hand_up())
    else:
        room.coach.send(Intent.NEXT)
    assert (room.state.phase, room.state.placed) == (Phase.COUNT_IN, False)


def test_who_has_left_their_place_is_not_in_it() -> None:
    room = Room(hands_free=off("square_up"))
    room.play(30)
    assert room.state.placed
    room.play(0.3, refusal=Refusal.TURNED)
    assert not room.state.placed
    room.coach.send(Intent.NEXT)
    assert room.state.phase is Phase.GET_READY


def test_what_goes_by_the_clock_begins_by_it_all_the_same() -> None:
    room = Room(FLOOR, hands_free=off("square_up"))
    room.until(Phase.COUNT_IN, most_s=60)


def test_it_can_be_switched_while_somebody_waits() -> None:
    room = Room(hands_free=off("square_up"))
    room.play(30)
    room.coach.hands_free = HandsFree()
    room.play(0.2)
    assert room.state.phase is Phase.COUNT_IN


# --- leaving ---

@pytest.mark.parametrize("exercise", [SQUAT, CHAIR], ids=lambda each: each.id)
def test_who_leaves_the_picture_pauses_and_goes_on_by_coming_back(exercise: Exercise) -> None:
    room = Room(exercise)
    room.until(Phase.ACTIVE)
    before = room.state.tones
    room.leave(GONE_S - 0.5)
    assert room.state.phase is Phase.ACTIVE
    room.leave(1.5)
    assert (room.state.phase, room.state.away) == (Phase.PAUSED, True)
    assert (room.state.tone, room.state.tones) == (Tone.AWAY, before + 1)
    room.leave(10)
    room.play(0.3)
    assert room.state.phase is Phase.PAUSED  # a flicker is nobody
    assert room.went_on == 0
    room.play(0.6)
    assert (room.state.phase, room.state.away) == (Phase.GET_READY, False)
    assert room.went_on == 1
    room.until(Phase.ACTIVE, most_s=30)


def test_a_stranger_brings_nobody_back() -> None:
    room = Room()
    room.until(Phase.ACTIVE)
    room.leave(GONE_S + 1)
    room.play(3, lost=True, refusal=Refusal.SEVERAL_PEOPLE)
    assert room.state.phase is Phase.PAUSED


def test_who_never_comes_back_ends_it() -> None:
    room = Room()
    room.until(Phase.ACTIVE)
    room.leave(ABANDONED_S + 2)
    assert room.heard.ended


def test_a_pause_that_was_asked_for_does_not_end_by_walking_past() -> None:
    room = Room()
    room.until(Phase.ACTIVE)
    room.coach.send(Intent.PAUSE)
    room.leave(GONE_S + 1)
    room.play(5)
    assert (room.state.phase, room.state.away) == (Phase.PAUSED, False)


@pytest.mark.parametrize(("room", "why"), [
    (Room(hands_free=off("leave")), "switched off"), (Room(FLOOR), "who lies may be unseen"),
    (Room(gate=False), "a film announces nothing")], ids=lambda each: str(each)[:12])
def test_what_does_not_pause(room: Room, why: str) -> None:
    room.until(Phase.ACTIVE)
    reps = room.state.reps
    room.leave(GONE_S + 5)
    assert room.state.phase is Phase.ACTIVE, why
    assert room.state.reps == reps


# --- crossed arms ---

@pytest.mark.parametrize("phase", [Phase.COUNT_IN, Phase.ACTIVE])
def test_crossed_arms_pause_what_moves(phase: Phase) -> None:
    room = Room()
    room.until(phase)
    room.play(0.9, arms_crossed())
    assert room.state.phase is not Phase.PAUSED
    room.play(0.3, arms_crossed())
    assert (room.state.phase, room.state.away) == (Phase.PAUSED, False)
    room.coach.send(Intent.PAIN)
    assert room.state.phase is Phase.HURTS


def test_arms_that_cross_in_the_count_in_pause_the_set() -> None:
    room = Room()
    room.until(Phase.COUNT_IN)
    room.play(2.4)
    room.play(1.2, arms_crossed())
    assert room.state.phase is Phase.PAUSED


def test_arms_that_are_folded_while_getting_ready_or_resting_pause_nothing() -> None:
    room = Room()
    room.play(6, arms_crossed())
    assert room.state.phase is Phase.GET_READY
    room.until(Phase.ACTIVE)
    room.coach.send(Intent.NEXT)
    assert room.state.phase is Phase.REST
    room.gesture(arms_crossed())
    assert room.state.phase is Phase.REST


@pytest.mark.parametrize("told", [
    {"lost": True, "refusal": Refusal.SEVERAL_PEOPLE}, {"refusal": Refusal.SEVERAL_PEOPLE}])
def test_a_stranger_s_arms_say_nothing(told: dict[str, object]) -> None:
    room = Room()
    room.until(Phase.ACTIVE)
    room.play(3, arms_crossed(), **told)
    assert room.state.phase is Phase.ACTIVE


@pytest.mark.parametrize("room", [
    Room(hands_free=off("crossed_arms")), Room(gate=False),
    Room(SQUAT.model_copy(update={"arms_crossed": True}))], ids=["off", "film", "its own set-up"])
def test_what_crossed_arms_do_not_pause(room: Room) -> None:
    room.until(Phase.ACTIVE)
    room.play(3, arms_crossed())
    assert room.state.phase is Phase.ACTIVE


# --- a raised hand ---

def test_a_raised_hand_goes_on_after_a_pause() -> None:
    room = Room()
    room.until(Phase.ACTIVE)
    room.coach.send(Intent.PAUSE)
    assert room.state.hand
    room.play(0.9, hand_up())
    assert room.state.phase is Phase.PAUSED
    room.play(0.3, hand_up())
    assert room.state.phase is Phase.GET_READY
    assert room.went_on == 1


def test_one_hand_is_one_answer() -> None:
    room = Room(SQUAT, CHAIR)
    room.coach.send(Intent.SKIP)
    assert room.state.phase is Phase.REST
    room.play(6, hand_up())
    assert room.state.phase is Phase.GET_READY
    assert room.state.step is not None  # and is not skipped by the hand that ended the rest


def test_a_hand_that_was_up_before_answers_nothing() -> None:
    room = Room()
    room.until(Phase.ACTIVE)
    room.play(3, hand_up())
    room.coach.send(Intent.PAUSE)
    room.play(5, hand_up())
    assert room.state.phase is Phase.PAUSED
    room.play(0.4)
    room.gesture(hand_up())
    assert room.state.phase is Phase.GET_READY


def test_a_raised_hand_ends_a_rest_and_what_is_read() -> None:
    room = Room()
    assert room.state.step
    assert room.state.hand
    room.gesture(hand_up())
    assert room.state.step is None
    room.until(Phase.ACTIVE)
    room.coach.send(Intent.NEXT)
    assert room.state.phase is Phase.REST
    room.gesture(hand_up())
    assert room.state.phase is Phase.GET_READY


@pytest.mark.parametrize("exercise", [SQUAT, FLOOR], ids=lambda each: each.id)
def test_in_a_set_a_raised_hand_says_nothing(exercise: Exercise) -> None:
    room = Room(exercise)
    room.until(Phase.ACTIVE)
    assert not room.state.hand
    before = room.state
    room.gesture(hand_up(), 5)
    assert (room.state.phase, room.state.part) == (Phase.ACTIVE, before.part)


def test_after_it_hurts_a_raised_hand_chooses_nothing() -> None:
    room = Room()
    room.until(Phase.ACTIVE)
    room.coach.send(Intent.PAIN)
    room.gesture(hand_up(), 5)
    assert (room.state.phase, room.state.hand) == (Phase.HURTS, False)


def test_who_waits_for_a_sign_of_life_is_one_by_being_seen() -> None:
    room = Room(FLOOR)
    room.until(Phase.ACTIVE)
    for _ in range(200 * FPS):
        if room.state.waiting:
            break
        room.leave(1 / FPS)
    assert room.state.waiting
    part = room.state.part
    room.gesture(hand_up())
    assert room.state.part == part + 1


@pytest.mark.parametrize("hands_free", [HandsFree(), off("raised_hand")], ids=["on", "off"])
def test_a_raised_hand_answers_yes(hands_free: HandsFree) -> None:
    room = Room(FLOOR, hands_free=hands_free)
    room.until(Phase.ASK)
    question = room.state.question
    assert question is not None
    assert question.ask is Ask.BREATH
    assert room.state.hand is hands_free.raised_hand
    room.gesture(hand_up())
    session = room.state.session
    assert session is not None
    assert session.asked.breath is (True if hands_free.raised_hand else None)


@pytest.mark.parametrize("ask", [each for each in Ask if each is not Ask.BREATH])
def test_a_question_of_health_is_for_touches_alone(ask: Ask) -> None:
    assert yes(Question(ask)) is None


def test_a_number_has_no_hand() -> None:
    room = Room(FLOOR)
    room.until(Phase.ASK)
    room.coach.send(Intent.ANSWER, "yes")
    room.until(Phase.ASK)
    question = room.state.question
    assert question is not None
    assert question.ask is Ask.PAIN_AFTER
    assert not room.state.hand
    room.gesture(hand_up(), 3)
    assert room.state.question == question


@pytest.mark.parametrize("phase", [Phase.PAUSED, Phase.REST])
def test_a_raised_hand_can_be_switched_off(phase: Phase) -> None:
    room = Room(hands_free=off("raised_hand"))
    room.until(Phase.ACTIVE)
    room.coach.send(Intent.PAUSE if phase is Phase.PAUSED else Intent.NEXT)
    room.play(0.5)
    room.gesture(hand_up(), 3)
    assert (room.state.phase, room.state.hand) == (phase, False)
