"""A whole session with its questions, rests and touches, by hand-made readings."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.coach import safety
from mirrorapp.coach.coach import Coach, SessionListener
from mirrorapp.coach.diary import well_begun
from mirrorapp.coach.flow import ABANDONED_S, CALLED_EVERY_S
from mirrorapp.coach.marks import marks
from mirrorapp.coach.plan import COUNT_IN_S, Plan
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.coach.rep_run import STUCK_S
from mirrorapp.coach.state import Advice, Ask, CoachState, Intent, Phase, Tone
from mirrorapp.coach.tasks import in_a_row, of_exercise
from mirrorapp.events import Refusal, Side
from mirrorapp.exercises import library
from mirrorapp.exercises.words import Sentence
from tests.coach.readings import FPS, nobody, reading, times
from tests.coach.test_session import NOON, Listener
from tests.tiers import examples

FLOOR, ROLL, CLAM = (library.load(name) for name in (
    "floor-buttock-stretch", "thigh-foam-roll", "banded-clamshell"))


def plan(*names: str, **told: object) -> Plan:
    exercises = [library.load(name) for name in names]
    tasks = in_a_row(of_exercise(each) for each in exercises)
    return replace(Plan(exercises[0], 0, "p1", routine="today", parts=tasks, asks=True), **told)


class Room:
    def __init__(self, made: Plan, keeper: SessionListener | None = None) -> None:
        self.heard = Listener()
        self.coach = Coach(made, lambda: NOON, keeper or self.heard)
        self.now_s = 0.0
        self.tones: list[Tone] = []
        self.heard_s: list[tuple[Tone, float]] = []
        self.coach.send(Intent.START)

    @property
    def state(self) -> CoachState:
        return self.coach.state

    def play(self, seconds: float, *, there: bool = True, stranger: bool = False) -> None:
        for time_s in times(seconds, self.now_s):
            before = self.state.tones
            seen = reading(time_s, lost=stranger,
                           refusal=Refusal.SEVERAL_PEOPLE if stranger else None)
            self.coach.update(seen if there else nobody(time_s))
            if self.state.tones != before and self.state.tone is not None:
                self.tones.append(self.state.tone)
                self.heard_s.append((self.state.tone, time_s))
        self.now_s += seconds

    def until(self, phase: Phase, *, most_s: float = 400) -> None:
        for _ in range(int(most_s * FPS)):
            if self.state.phase is phase:
                return
            self.play(1 / FPS)
        raise AssertionError(f"{self.state.phase} and not {phase}")


def test_a_stretch_runs_from_the_count_in_to_the_summary() -> None:
    room = Room(plan("floor-buttock-stretch"))
    room.until(Phase.COUNT_IN)
    assert room.state.side is Side.RIGHT
    room.until(Phase.ACTIVE)
    assert room.state.timed
    room.until(Phase.COUNT_IN)
    assert room.state.side is Side.LEFT
    room.until(Phase.ASK)
    assert room.state.question is not None
    assert room.state.question.ask is Ask.BREATH
    room.coach.send(Intent.ANSWER, "yes")
    assert room.state.question.ask is Ask.PAIN_AFTER
    room.coach.send(Intent.ANSWER, "1")
    record, = room.heard.ended
    assert record.outcome is Outcome.COMPLETED
    assert [(each.side, each.complete) for each in record.sets] == [
        (Side.RIGHT, True), (Side.LEFT, True)]
    assert (record.asked.breath, record.asked.pain_after) == (True, 1)
    assert room.state.phase is Phase.SUMMARY
    assert room.tones.count(Tone.HALF) == 2
    assert room.tones.count(Tone.BEGIN) == 2
    assert room.tones.count(Tone.SWITCH) == 1


def test_the_count_in_ticks_once_a_second() -> None:
    room = Room(plan("floor-buttock-stretch"))
    room.until(Phase.ACTIVE)
    assert [tone for tone, _ in room.heard_s] == [Tone.TICK] * int(COUNT_IN_S) + [Tone.BEGIN]
    for (_, before_s), (_, time_s) in pairwise(room.heard_s):
        assert abs(time_s - before_s - 1.0) < 1.5 / FPS


def test_silence_ends_it_all_the_same() -> None:
    room = Room(plan("floor-buttock-stretch"))
    room.until(Phase.SUMMARY, most_s=800)
    record, = room.heard.ended
    assert record.outcome is Outcome.COMPLETED
    assert record.asked.pain_after is None


def test_no_easy_breath_makes_the_holds_that_follow_shorter() -> None:
    card = Advice("dose", Sentence(en="60 s", de="60 s"), "app")
    short = replace(card, text=Sentence(en="45 s", de="45 s"))
    next_one = "half-kneeling-hip-flexor"
    room = Room(plan("floor-buttock-stretch", next_one, cards={next_one: (card,)},
                     short_cards={next_one: (short,)}))
    room.until(Phase.ASK, most_s=600)
    room.coach.send(Intent.ANSWER, "no")
    room.until(Phase.GET_READY)
    assert room.state.exercise == "half-kneeling-hip-flexor"
    assert room.state.advice == (short,)
    asked = room.coach._session.record.sets[-1].hold  # type: ignore[union-attr]
    assert asked is not None
    assert asked.asked_s == library.load("half-kneeling-hip-flexor").dose.seconds * 0.75


def stretched(room: Room, *held_s: float) -> None:
    """Each side in turn for so long, then "Enough"."""
    for seconds in held_s:
        room.until(Phase.ACTIVE)
        room.play(seconds)
        room.coach.send(Intent.EASE)


def asks_for_breath(room: Room) -> bool:
    question = room.state.question
    return question is not None and question.ask is Ask.BREATH


def test_breath_is_asked_for_once_whichever_side_was_held() -> None:
    room = Room(plan("floor-buttock-stretch"))
    room.until(Phase.ACTIVE)
    room.play(121 + 8)  # and slowly out of it
    stretched(room, 20)
    assert asks_for_breath(room)
    room.coach.send(Intent.ANSWER, "yes")
    assert not asks_for_breath(room)
    room = Room(plan("floor-buttock-stretch"))
    stretched(room, 1, 1)
    assert not asks_for_breath(room)


def test_whoever_eases_off_is_asked_before_the_other_side_which_is_shorter_then() -> None:
    room = Room(plan("floor-buttock-stretch"))
    stretched(room, 60)
    assert asks_for_breath(room)
    room.coach.send(Intent.ANSWER, "no")
    assert (room.state.phase, room.state.side) == (Phase.GET_READY, Side.LEFT)
    assert room.state.left_s == 120 * 0.75
    stretched(room, 30)
    assert not asks_for_breath(room)


def test_a_hold_that_hurt_is_asked_about_too_before_something_else() -> None:
    room = Room(plan("floor-buttock-stretch", "thigh-foam-roll"))
    room.until(Phase.ACTIVE)
    room.play(20)
    room.coach.send(Intent.PAIN)
    room.coach.send(Intent.SWAP)
    assert asks_for_breath(room)
    room.coach.send(Intent.ANSWER, "no")
    assert room.state.exercise == "thigh-foam-roll"


def test_rest_comes_between_exercises_and_can_be_skipped() -> None:
    room = Room(plan("banded-clamshell", "thigh-foam-roll"))
    room.until(Phase.ACTIVE)
    for _ in range(12):
        room.coach.send(Intent.PLUS_ONE)
    assert room.state.side is Side.LEFT
    room.until(Phase.ACTIVE)
    for _ in range(12):
        room.coach.send(Intent.PLUS_ONE)
    assert room.state.phase is Phase.REST
    assert (room.state.left_s, room.state.following) == (30.0, "thigh-foam-roll")
    room.coach.send(Intent.NEXT)
    assert room.state.phase is Phase.GET_READY
    assert (room.state.set_number, room.state.set_count) == (2, 2)


def test_when_it_hurts_there_is_rest_something_else_or_the_end() -> None:
    room = Room(plan("banded-clamshell", "thigh-foam-roll"))
    room.until(Phase.ACTIVE)
    room.coach.send(Intent.PLUS_ONE)
    room.coach.send(Intent.PAIN)
    assert room.state.phase is Phase.HURTS
    room.coach.send(Intent.REST)
    assert room.state.phase is Phase.REST
    room.until(Phase.ACTIVE)
    assert room.state.reps == 1  # what was done stays
    room.coach.send(Intent.PAIN)
    room.coach.send(Intent.SWAP)
    assert room.state.exercise == "thigh-foam-roll"
    room.coach.send(Intent.NEXT)
    room.until(Phase.ACTIVE)
    room.play(2)
    room.coach.send(Intent.PAIN)
    room.coach.send(Intent.STOP)
    room.coach.send(Intent.ANSWER, "5")
    record, = room.heard.ended
    assert (record.outcome, record.pain) == (Outcome.ABORTED, True)
    assert record.skipped == ("banded-clamshell",)
    assert record.sets[0].touched == 1
    assert record.asked.pain_after == 5


def test_stop_asks_once_and_a_second_stop_ends() -> None:
    room = Room(plan("thigh-foam-roll"))
    room.until(Phase.ACTIVE)
    room.play(5)
    room.coach.send(Intent.STOP)
    assert room.state.phase is Phase.ASK
    room.coach.send(Intent.STOP)
    assert room.state.phase is Phase.SUMMARY
    assert room.heard.ended[0].outcome is Outcome.ABORTED


def test_who_has_done_nothing_is_asked_nothing() -> None:
    room = Room(plan("thigh-foam-roll"))
    room.coach.send(Intent.STOP)
    assert room.state.phase is Phase.SUMMARY


def test_ending_asks_nothing_and_loses_nothing() -> None:
    room = Room(plan("thigh-foam-roll"))
    room.until(Phase.ACTIVE)
    room.play(20)
    room.coach.end()
    record, = room.heard.ended
    assert record.sets[0].hold is not None
    assert record.sets[0].hold.held_s > 18


_TOUCHES = st.sampled_from([*Intent])
_ANSWERS = st.sampled_from(["", "yes", "no", "0", "3", "10", "squat"])


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.none() | _TOUCHES, _ANSWERS, st.floats(0.1, 60), st.booleans()),
                max_size=25))
def test_no_touch_gets_it_stuck_and_none_loses_what_was_done(
        done: list[tuple[Intent | None, str, float, bool]]) -> None:
    room = Room(plan("banded-clamshell", "floor-buttock-stretch"))
    most = 0
    for intent, value, seconds, there in done:
        if intent is not None:
            room.coach.send(intent, value)
        room.play(min(seconds, 6.0), there=there)
        session = room.state.session
        if session is not None and not room.heard.ended:
            assert session.rep_count >= most
            most = session.rep_count
            sides = [(each.exercise, each.side) for each in session.sets]
            assert max((sides.count(each) for each in sides), default=0) <= 3
    room.coach.send(Intent.STOP)
    room.coach.send(Intent.STOP)
    room.coach.send(Intent.HOME)
    assert room.state.phase is Phase.HOME
    assert len(room.heard.started) == len(room.heard.ended)


def test_every_set_is_told_as_it_ended() -> None:
    room = Room(plan("floor-buttock-stretch"))
    room.until(Phase.ACTIVE)
    room.play(33)
    room.coach.send(Intent.EASE)
    hold = room.heard.sets[-1].sets[-1].hold
    assert hold is not None
    assert (round(hold.held_s), hold.eased) == (33, True)
    room.until(Phase.ACTIVE)
    room.play(125)
    assert room.heard.sets[-1].sets[-1].complete
    assert len(room.heard.sets) < 25  # a memory card wears: not at every second


def test_a_question_in_between_that_is_skipped_ends_nothing() -> None:
    room = Room(plan("floor-buttock-stretch", "thigh-foam-roll"))
    room.until(Phase.ASK, most_s=600)
    room.coach.send(Intent.STOP)
    assert room.state.phase is Phase.REST
    assert room.state.following == ""
    assert room.state.exercise == "thigh-foam-roll"
    assert room.state.session is not None
    assert room.state.session.asked.breath is None


def test_it_may_hurt_while_breath_is_asked_for() -> None:
    room = Room(plan("floor-buttock-stretch", "thigh-foam-roll"))
    room.until(Phase.ASK, most_s=600)
    room.coach.send(Intent.PAIN)
    assert room.state.phase is Phase.HURTS
    room.coach.send(Intent.REST)
    assert (room.state.phase, room.state.exercise) == (Phase.REST, "thigh-foam-roll")
    room.coach.send(Intent.STOP)
    room.coach.send(Intent.ANSWER, "4")
    record, = room.heard.ended
    assert record.pain
    assert len([each for each in record.sets if each.exercise == "floor-buttock-stretch"]) == 2


def test_everything_that_has_to_be_read_gets_its_time() -> None:
    room = Room(plan("floor-buttock-stretch"))
    told = []
    while room.state.phase is Phase.GET_READY:
        told += [each for each in room.state.advice if each not in told]
        room.play(0.5)
    assert told == list(safety.told_before(FLOOR))
    assert any(each.rule.startswith("caution") for each in told)
    again = Room(plan("floor-buttock-stretch"))
    again.play(1)
    again.coach.send(Intent.NEXT)
    assert again.state.phase is Phase.COUNT_IN


def test_a_hold_that_hurt_is_one_that_was_left() -> None:
    for after in (Intent.STOP, Intent.SWAP):
        room = Room(plan("floor-buttock-stretch", "thigh-foam-roll"))
        room.until(Phase.ACTIVE)
        room.play(20)
        room.coach.send(Intent.PAIN)
        room.coach.send(after)
        session = room.state.session
        assert session is not None
        hold = session.sets[0].hold
        assert hold is not None
        assert hold.eased
        assert 18 < hold.held_s < 22
    room = Room(plan("floor-buttock-stretch"))
    room.until(Phase.ACTIVE)
    room.play(20)
    room.coach.send(Intent.PAIN)
    room.coach.send(Intent.REST)
    room.until(Phase.ACTIVE)
    assert (room.state.left_s or 0) < 102  # goes on where it was


def ended(room: Room) -> SessionRecord:
    record, = room.heard.ended
    return record


@pytest.mark.parametrize(("name", "set_s"), [
    ("floor-buttock-stretch", 120), ("thigh-foam-roll", 180), ("banded-clamshell", 60)])
@pytest.mark.parametrize("seen_s", [0, 10])
def test_an_empty_room_trains_nothing(name: str, set_s: float, seen_s: float) -> None:
    """The user touches "Start" and leaves the house, at once or 10 s into the first set."""
    room = Room(plan(name))
    if seen_s:
        room.until(Phase.ACTIVE)
        room.play(seen_s)
    room.play(40 + set_s, there=False)
    assert (room.state.phase, room.state.part, room.state.waiting) == (Phase.ACTIVE, 0, True)
    room.play(ABANDONED_S, there=False)
    record = ended(room)
    assert record.outcome is Outcome.ABORTED
    assert not any(each.complete for each in record.sets)
    assert not well_begun(record)
    assert marks(record, {name: library.load(name)})[name] is None
    called = [at_s for tone, at_s in room.heard_s if tone is Tone.AWAY]
    assert 5 <= len(called) <= 10
    assert all(abs(after - before - CALLED_EVERY_S) < 0.5 for before, after in pairwise(called))


@pytest.mark.parametrize("touch", [None, Intent.NEXT, Intent.EASE, Intent.PLUS_ONE, Intent.PAUSE,
                                   Intent.PAIN, Intent.STOP])
@pytest.mark.parametrize("name", ["floor-buttock-stretch", "banded-clamshell"])
def test_who_is_never_seen_on_the_floor_goes_on_by_any_sign_of_life(
        name: str, touch: Intent | None) -> None:
    room = Room(plan(name))
    for _ in range(200):
        room.play(1, there=False)
        if room.state.waiting:
            break
    assert room.state.waiting
    assert room.state.phase is Phase.ACTIVE
    if touch is None:
        room.play(1)
    else:
        room.coach.send(touch)
    room.coach.send(Intent.RESUME)
    room.coach.send(Intent.REST)
    room.play(0.5, there=False)
    assert not room.state.waiting
    session = room.state.session
    assert session is not None
    assert session.sets[0].complete
    assert room.state.part == (0 if touch is Intent.STOP else 1)


def test_somebody_who_is_never_seen_can_do_it_all_by_touch() -> None:
    room = Room(plan("thigh-foam-roll"))
    for _ in range(800):
        room.play(1, there=False)
        if room.state.waiting:
            room.coach.send(Intent.NEXT)
    assert ended(room).outcome is Outcome.COMPLETED
    assert all(each.complete for each in ended(room).sets)


def test_going_on_by_touch_skips_nothing() -> None:
    room = Room(plan("thigh-foam-roll"))
    while not room.state.waiting:
        room.play(1, there=False)
    room.coach.send(Intent.NEXT)
    assert (room.state.phase, room.state.part) == (Phase.GET_READY, 1)
    assert not room.state.waiting


@settings(max_examples=examples(15), deadline=None)
@given(st.sampled_from(["banded-clamshell", "floor-buttock-stretch", "thigh-foam-roll",
                        "foot-doming", "wall-foam-roll", "half-kneeling-hip-flexor"]),
       st.lists(st.tuples(st.booleans(), st.integers(1, 100)), max_size=8), st.booleans())
def test_where_nobody_is_seen_or_touches_no_set_is_done(
        name: str, room_s: list[tuple[bool, int]], begun: bool) -> None:
    """Whatever strangers do meanwhile; `begun`: what can be begun unseen was, by a touch."""
    room = Room(plan(name, "banded-clamshell"))
    if begun:
        room.coach.send(Intent.NEXT)
    for stranger, seconds in room_s:
        room.play(seconds, there=stranger, stranger=stranger)
    room.play(600, there=False)
    record = ended(room)
    assert record.outcome is Outcome.ABORTED
    assert not any(each.complete for each in record.sets)
    assert not well_begun(record)


def test_half_a_minute_of_a_stranger_is_none_of_the_users() -> None:
    for name in ("wall-foam-roll", "thigh-foam-roll", "banded-clamshell"):
        room = Room(plan(name))
        room.until(Phase.ACTIVE)
        room.play(5.5)
        before = room.state.left_s, room.state.reps
        room.play(30, stranger=True)
        assert (room.state.left_s, room.state.reps) == before
def test_what_was_read_enough_of_is_told_no_more() -> None:
    room = Room(plan("squat"))
    assert room.state.step
    room.coach.send(Intent.NEXT)
    assert (room.state.phase, room.state.step, room.state.advice) == (Phase.GET_READY, None, ())
    room.play(1.5)
    assert room.state.phase is Phase.COUNT_IN


@pytest.mark.parametrize("paused", [False, True])
def test_an_exercise_is_left_out_though_nothing_hurts(paused: bool) -> None:
    room = Room(plan("banded-clamshell", "thigh-foam-roll"))
    if paused:
        room.until(Phase.ACTIVE)
        room.coach.send(Intent.SKIP)
        assert room.state.exercise == "banded-clamshell"  # a hand that slips leaves nothing out
        room.coach.send(Intent.PLUS_ONE)
        room.coach.send(Intent.PAUSE)
    room.coach.send(Intent.SKIP)
    assert (room.state.phase, room.state.exercise) == (Phase.REST, "thigh-foam-roll")
    session = room.state.session
    assert session is not None
    assert (session.skipped, session.pain) == (("banded-clamshell",), False)
    assert session.sets[0].touched == paused
    assert marks(session, {"banded-clamshell": library.load("banded-clamshell")}) == {
        "banded-clamshell": None}


def test_who_leaves_out_all_has_done_nothing() -> None:
    room = Room(plan("thigh-foam-roll"))
    room.coach.send(Intent.SKIP)
    assert room.state.phase is Phase.SUMMARY
    record, = room.heard.ended
    assert (record.outcome, record.skipped) == (Outcome.ABORTED, ("thigh-foam-roll",))


def test_nothing_else_is_offered_or_done_where_there_is_nothing_else() -> None:
    room = Room(plan("banded-clamshell", "thigh-foam-roll"))
    room.coach.send(Intent.PAIN)
    assert room.state.swaps
    room.coach.send(Intent.SWAP)
    room.coach.send(Intent.PAIN)
    assert (room.state.phase, room.state.swaps) == (Phase.HURTS, False)
    room.coach.send(Intent.SWAP)
    assert room.state.phase is Phase.HURTS


@pytest.mark.parametrize("touch", [(Intent.PAUSE, Intent.RESUME), (Intent.PAIN, Intent.REST),
                                   (Intent.PAUSE, Intent.SKIP)])
def test_what_is_held_is_not_asked_for_again_while_coming_out_of_it(
        touch: tuple[Intent, Intent]) -> None:
    room = Room(plan("floor-buttock-stretch"))
    room.until(Phase.ACTIVE)
    room.play(121)
    assert room.state.part == 0
    for each in touch:
        room.coach.send(each)
        room.play(0.2)
    assert room.state.part == 1
    session = room.state.session
    assert session is not None
    assert session.sets[0].complete
    assert session.skipped == ()


def test_where_nothing_counts_the_exercise_can_be_left_out_at_no_cost() -> None:
    """What the camera fails to see makes nobody step back."""
    room = Room(plan("squat", "thigh-foam-roll"))
    room.until(Phase.ACTIVE)
    room.play(STUCK_S + 1)
    assert room.state.stuck
    room.coach.send(Intent.SKIP)
    session = room.state.session
    assert session is not None
    assert (room.state.exercise, session.skipped) == ("thigh-foam-roll", ("squat",))
    assert marks(session, {"squat": library.load("squat")}) == {"squat": None}
