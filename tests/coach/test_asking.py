"""Questions within a session."""

import pytest

from mirrorapp.coach.asking import EASED, Asking
from mirrorapp.coach.records import Asked
from mirrorapp.coach.state import Ask


def test_pain_is_a_number_up_to_ten() -> None:
    asking = Asking(Asked(pain_before=2))
    asking.ask(Ask.PAIN_AFTER)
    assert asking.question is not None
    assert asking.question.scale
    for wrong in ("", "11", "-1", "yes", "²", "3.5"):
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
