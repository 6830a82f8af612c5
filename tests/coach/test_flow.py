"""A whole session with its questions, rests and touches, by hand-made readings."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.coach import safety
from mirrorapp.coach.plan import COUNT_IN_S
from mirrorapp.coach.records import Outcome
from mirrorapp.coach.state import Advice, Ask, Intent, Phase, Tone
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.words import Sentence
from tests.coach.readings import FPS
from tests.coach.rooms import Room, plan
from tests.tiers import examples

FLOOR = library.load("floor-buttock-stretch")


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
