"""Questions within a session."""

import pytest

from mirrorapp.coach.asking import Asking, short_of_breath
from mirrorapp.coach.records import Asked
from mirrorapp.coach.state import Ask
from mirrorapp.exercises.pacing import packaged
from tests.coach.programmes import session

EASED = packaged().breath.share


def test_pain_is_a_number_up_to_ten() -> None:
    asking = Asking(Asked(pain_before=2))
    asking.ask(Ask.PAIN_AFTER)
    assert asking.question is not None
    assert asking.question.scale
    for wrong in ("", "11", "-1", "yes", "²", "٣", "3.5"):
        assert asking.answer(wrong) is None
    assert asking.answer("3") is Ask.PAIN_AFTER
    assert asking.asked == Asked(pain_before=2, pain_after=3)
    assert asking.question is None


def test_who_cannot_breathe_easily_holds_for_less_and_one_no_is_enough() -> None:
    asking = Asking(Asked())
    assert asking.ease == 1.0
    for answer, ease in (("yes", 1.0), ("no", EASED), ("yes", EASED)):
        asking.ask(Ask.BREATH)
        assert asking.answer(answer) is Ask.BREATH
        assert asking.ease == ease
    assert asking.asked.breath is False


@pytest.mark.parametrize("ask", [Ask.BREATH, Ask.PAIN_AFTER])
def test_silence_changes_nothing(ask: Ask) -> None:
    asking = Asking(Asked())
    asking.ask(ask)
    assert not asking.wait(10.0)
    assert asking.wait(60.0)
    assert asking.asked == Asked()
    assert asking.answer("3") is None


def test_the_newest_answer_is_what_the_next_session_goes_by() -> None:
    """Silence changes nothing; whoever was short before stays so for the session."""
    def told(*answers: bool | None) -> bool:
        days = [session(day, asked=Asked(breath=each)) for day, each in enumerate(answers, 1)]
        return short_of_breath(days)

    assert not told()
    assert told(False)
    assert told(True, False, None, None)
    assert not told(False, True, None)
    assert not short_of_breath([session(1, asked=Asked(breath=False), demo=True)])
    ahead = session(40, asked=Asked(breath=False))
    assert not short_of_breath([ahead, session(2, asked=Asked(breath=True))]), "whatever its clock"
    asking = Asking(Asked(), short=True)
    assert asking.ease == EASED
    asking.ask(Ask.BREATH)
    asking.answer("yes")
    assert asking.ease == EASED
    assert asking.asked.breath is True
