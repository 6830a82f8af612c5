"""Questions and advice: answered, left, read and gone past."""

import pytest

from mirrorapp.coach.state import SORE, Ask, CoachState, Intent, Phase, Question
from mirrorapp.events import Notice
from mirrorapp.exercises.words import Sentence
from tests.ui.doubles import squat
from tests.ui.states import BLOCKS, MILD, STAYS, TAUGHT, at_home

pytestmark = pytest.mark.ui


@pytest.mark.parametrize("read", [{"advice": (MILD,)},
                                  {"step": TAUGHT.exercises["squat"].steps[0]}])
def test_what_is_told_before_an_exercise_can_be_cut_short(glass, read):
    it = glass()
    it.show(coach=squat(Phase.GET_READY, **read))
    it.touch(*it.screen.ids.pause.center)
    assert it.mirror.sent == [Intent.NEXT]
    it.show(coach=squat(Phase.GET_READY))
    it.touch(*it.screen.ids.pause.center)
    assert it.mirror.sent == [Intent.NEXT], "nothing left to cut short"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_yes_and_no_are_answers(glass, window, answer):
    it = glass()
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.BREATH)))
    touch = it.screen.ids[answer]
    it.touch(*touch.center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.ANSWER], [answer])
    assert touch.width >= 0.4 * window.width
    assert touch.height >= 0.15 * window.height
    for number in it.screen.numbers.values():
        it.touch(*number.center)
    assert set(it.mirror.values) <= {"yes", "no"}, "numbers answer nothing here"


def test_every_number_is_an_answer_and_large_enough(glass, window):
    it = glass()
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.PAIN_BEFORE, scale=True)))
    for number, touch in it.screen.numbers.items():
        it.touch(*touch.center)
        assert it.mirror.values[-1] == str(number)
        assert touch.width >= 0.09 * window.width
        assert touch.height >= 0.07 * window.height
        assert not any(touch.collide_widget(other) for other in it.screen.numbers.values()
                       if other is not touch)
    assert it.mirror.sent == [Intent.ANSWER] * 11
    assert it.mirror.values == [str(number) for number in range(11)]
    it.touch(*it.screen.ids.yes.center)
    assert "yes" not in it.mirror.values


def of_sore(sore: bool | None) -> CoachState:
    return CoachState(Phase.ASK, question=Question(Ask.PAIN_BEFORE, scale=True, sore=sore))


def test_one_touch_says_that_the_day_after_hurt_and_the_number_needs_none(glass, window):
    it = glass()
    it.show(coach=of_sore(False), notices=(Notice("journal", "The journal is lost. " * 9, ""),))
    touch = it.screen.ids.sore
    assert not touch.chosen
    assert it.app._notices.tall
    assert touch.height >= 0.09 * window.height
    for other in (*it.screen.numbers.values(), it.screen.ids.question, it.screen.ids.back,
                  it.app._notices):
        assert not touch.collide_widget(other)
    it.touch(*touch.center)
    it.mirror.show(coach=of_sore(True))
    it.settle()
    assert touch.chosen
    it.touch(*it.screen.numbers[3].center)  # at once: nothing else is asked now
    assert it.mirror.sent == [Intent.ANSWER] * 2
    assert it.mirror.values == [SORE, "3"]


def test_where_the_day_after_is_not_asked_about_nothing_of_it_can_be_touched(glass):
    it = glass()
    it.show(coach=of_sore(True))
    place = it.screen.ids.sore.center
    it.show(coach=of_sore(None))
    it.touch(*place)
    assert it.mirror.sent == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_back_is_as_wide_as_everywhere(glass, language):
    it = glass(language=language)
    it.app._browsing.open("choose")
    it.settle()
    usual = it.screen.ids.back.size
    for coach in (of_sore(None), CoachState(Phase.ADVISED, advice=(MILD,))):
        it.show(coach=coach)
        assert it.screen.ids.back.size == usual


def test_a_second_tap_answers_no_question_that_was_not_read(glass):
    it = glass()
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.SCREENING, "a", MILD.text)))
    it.touch(*it.screen.ids.yes.center)
    it.mirror.show(coach=CoachState(Phase.ASK, question=Question(Ask.SCREENING, "b", STAYS.text)))
    it.settle()
    it.touch(*it.screen.ids.yes.center)
    assert it.mirror.values == ["yes"]
    it.now_s += 0.5
    it.touch(*it.screen.ids.yes.center)
    assert it.mirror.values == ["yes", "yes"]


def test_a_question_can_be_left(glass):
    it = glass()
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.PAIN_AFTER, scale=True)))
    it.touch(*it.screen.ids.back.center)
    assert it.mirror.sent == [Intent.STOP]


def test_what_keeps_a_session_back_can_only_be_left(glass):
    it = glass()
    it.show(coach=CoachState(Phase.ADVISED, advice=(MILD, BLOCKS)))
    it.touch(*it.screen.ids.go_on.center)
    assert it.mirror.sent == []
    it.touch(*it.screen.ids.back.center)
    assert it.mirror.sent == [Intent.HOME]


def test_advice_that_keeps_nothing_back_is_read_and_gone_past(glass):
    it = glass()
    it.show(coach=CoachState(Phase.ADVISED, advice=(MILD,)))
    it.touch(*it.screen.ids.go_on.center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.ANSWER], ["yes"])


def test_a_referral_stays_until_it_is_acknowledged(glass):
    it = glass()
    it.show(coach=at_home())
    it.touch(*it.screen.ids.seen.center)
    assert it.mirror.sent == []
    it.show(coach=at_home(advice=(STAYS, MILD)))
    assert it.screen.referral == STAYS.text.en
    it.touch(*it.screen.ids.seen.center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.ACKNOWLEDGE], [STAYS.rule])


def test_what_was_answered_is_told_with_the_question_about_it(glass):
    it = glass()
    about = Sentence(en="Do you have a fever?", de="Hast du Fieber?")
    asked = Question(Ask.SCREENING, "x", Sentence(en="Have you asked?", de="Gefragt?"), about)
    it.show(coach=CoachState(Phase.ASK, question=asked))
    assert it.screen.about == "You said yes: “Do you have a fever?”"
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.BREATH)))
    assert it.screen.about == ""
