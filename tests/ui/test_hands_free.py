"""What the glass says of going on without a touch."""

from mirrorapp.coach.state import Ask, CoachState, Intent, Phase, Question
from mirrorapp.ui import i18n
from mirrorapp.ui.saying import saying
from tests.ui.doubles import PORTRAIT, picture, session
from tests.ui.states import SHELF

TEXTS = i18n.load("en")


def more(**told: object) -> str:
    return saying(CoachState(**told), TEXTS)[0].more


def test_a_hand_is_named_only_where_it_goes_on() -> None:
    hand = TEXTS.say("session.raise")
    for parts in ({"phase": Phase.PAUSED}, {"phase": Phase.GET_READY, "placed": True}):
        assert more(hand=True, **parts) == hand
        assert more(**parts) not in ("", hand)
    assert more(phase=Phase.PAUSED, away=True, hand=True) == TEXTS.say("session.away")
    assert saying(CoachState(Phase.GET_READY, placed=True, lost=True), TEXTS)[0].text == (
        TEXTS.say("session.lost"))


def test_who_is_in_place_goes_on_by_touch_and_a_question_names_the_hand(glass) -> None:
    it = glass(options={"shelf": SHELF})
    it.show(coach=CoachState(Phase.GET_READY, exercise="squat", placed=True, ready=1.0,
                             session=session()), frame=picture(*PORTRAIT))
    it.touch(*it.screen.ids.pause.center)
    assert it.mirror.sent == [Intent.NEXT]
    for hand in (True, False):
        it.show(coach=CoachState(Phase.ASK, question=Question(Ask.BREATH), hand=hand))
        assert it.screen.note == (TEXTS.say("ask.raise") if hand else "")
