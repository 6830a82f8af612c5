"""The seconds in which one comes out of a hold that is done: it stays done, whatever happens."""

import pytest

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.flow import ABANDONED_S
from mirrorapp.coach.posing import Posing
from mirrorapp.coach.presence import GONE_S
from mirrorapp.coach.records import Outcome
from mirrorapp.coach.state import Ask, Intent, Phase, Tone
from mirrorapp.events import Refusal, Side
from tests.coach.readings import FPS
from tests.coach.rooms import Room, plan

LEAVE_S = 6.0
"""How long one comes out of it, by its file."""


@pytest.fixture(autouse=True)
def posed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is seen holds the pose."""
    def look(posing: Posing, seen: Reading) -> None:
        posing.held = None if seen.refusal is Refusal.NO_PERSON else True

    monkeypatch.setattr(Posing, "update", look)


def coming_out(*, holds: int = 1) -> Room:
    """So many of the stretch's two holds are done, and the last of them is not yet left."""
    room = Room(plan("seated-thigh-stretch"))
    for hold in range(holds):
        room.until(Phase.ACTIVE)
        while room.state.left_s:
            room.play(1 / FPS)
        room.play(LEAVE_S + 1 if hold + 1 < holds else 0.5)
    assert room.state.phase is Phase.ACTIVE
    assert room.state.words is not None
    assert room.state.words.en.text == "Sit up slowly"
    return room


def complete(room: Room) -> list[tuple[Side | None, bool]]:
    assert room.state.session is not None
    return [(each.side, each.complete) for each in room.state.session.sets]


def test_who_leaves_the_picture_then_is_not_called_back_to_it() -> None:
    room = coming_out()
    room.play(GONE_S + 0.5, there=False)
    assert (room.state.phase, room.state.side) == (Phase.GET_READY, Side.LEFT)
    assert complete(room) == [(Side.RIGHT, True), (Side.LEFT, False)]
    assert room.tones[-2:] == [Tone.LEAVE, Tone.SWITCH]
    room.until(Phase.ACTIVE)
    assert room.state.left_s == pytest.approx(120, abs=0.5)


def test_who_leaves_the_picture_after_the_last_is_asked_how_it_was() -> None:
    room = coming_out(holds=2)
    room.play(GONE_S + 0.5, there=False)
    assert room.state.question is not None
    assert room.state.question.ask is Ask.BREATH
    room.coach.send(Intent.ANSWER, "yes")
    assert room.state.question.ask is Ask.PAIN_AFTER
    room.coach.send(Intent.ANSWER, "1")
    record, = room.heard.ended
    assert (record.outcome, record.asked.pain_after) == (Outcome.COMPLETED, 1)


def test_who_never_comes_back_has_done_it_all() -> None:
    room = coming_out(holds=2)
    room.play(2 * ABANDONED_S, there=False)
    record, = room.heard.ended
    assert record.outcome is Outcome.COMPLETED
    assert complete(room) == [(Side.RIGHT, True), (Side.LEFT, True)]


@pytest.mark.parametrize("after", [Intent.RESUME, None])
def test_a_pause_of_ones_own_goes_on_past_it(after: Intent | None) -> None:
    """By a touch; without one it waits, though nobody is to be seen meanwhile."""
    room = coming_out()
    room.coach.send(Intent.PAUSE)
    room.play(GONE_S + 2, there=False)
    assert room.state.phase is Phase.PAUSED
    if after is None:
        room.play(2)
        assert room.state.phase is Phase.PAUSED
    else:
        room.coach.send(after)
        assert (room.state.phase, room.state.side) == (Phase.GET_READY, Side.LEFT)
    assert complete(room)[0] == (Side.RIGHT, True)


@pytest.mark.parametrize("touch", [Intent.EASE, Intent.NEXT, Intent.SKIP, Intent.PAIN])
def test_no_touch_makes_less_of_it(touch: Intent) -> None:
    room = coming_out()
    room.coach.send(touch)
    room.play(LEAVE_S + 1)
    assert complete(room)[0] == (Side.RIGHT, True)
    assert room.state.session is not None
    hold = room.state.session.sets[0].hold
    assert hold is not None
    assert not hold.eased


def test_a_stranger_in_the_picture_then_changes_nothing() -> None:
    room = coming_out()
    room.play(LEAVE_S, stranger=True)
    assert (room.state.phase, room.state.side) == (Phase.GET_READY, Side.LEFT)
    assert complete(room) == [(Side.RIGHT, True), (Side.LEFT, False)]
