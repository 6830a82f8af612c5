"""What the touches beside "Stop" and "It hurts" ask for, phase by phase."""

import pytest

from mirrorapp.coach.state import Intent, Phase
from mirrorapp.exercises import checks
from mirrorapp.ui import i18n
from mirrorapp.ui.offering import Offered, besides, onward
from tests.ui.doubles import squat
from tests.ui.states import MILD

TEXTS = i18n.load("en")


@pytest.mark.parametrize(("phase", "told", "words", "intent"), [
    (Phase.REST, {}, "Go on", Intent.NEXT),
    (Phase.GET_READY, {"advice": (MILD,)}, "Go on", Intent.NEXT),
    (Phase.GET_READY, {"placed": True}, "Go on", Intent.NEXT),
    (Phase.ACTIVE, {}, "Pause", Intent.PAUSE),
    (Phase.ACTIVE, {"waiting": True}, "Go on", Intent.NEXT),
    (Phase.COUNT_IN, {}, "Pause", Intent.PAUSE),
    (Phase.PAUSED, {}, "Go on", Intent.RESUME)])
def test_one_place_pauses_and_goes_on(phase, told, words, intent):
    assert onward(squat(phase, **told), TEXTS, by_the_clock=False) == Offered(words, intent)


def test_who_is_waited_for_goes_on_by_standing_there_and_who_is_not_by_touch():
    ready = squat(Phase.GET_READY)
    assert not onward(ready, TEXTS, by_the_clock=False).words
    assert onward(ready, TEXTS, by_the_clock=True).intent is Intent.NEXT
    assert not onward(squat(Phase.HURTS), TEXTS, by_the_clock=True).words


@pytest.mark.parametrize(("told", "intent"), [
    ({"touchable": True, "held": 0.4}, Intent.PLUS_ONE), ({"held": 0.4}, Intent.EASE),
    ({"stuck": True}, Intent.SKIP)])
def test_in_a_set_there_is_one_thing_more_where_there_is_anything(told, intent):
    assert besides(squat(Phase.ACTIVE, **told), TEXTS).intent is intent
    assert not besides(squat(Phase.ACTIVE, waiting=True, **told), TEXTS).words
    assert not besides(squat(Phase.REST, **told), TEXTS).words
    assert besides(squat(Phase.PAUSED, **told), TEXTS).intent is Intent.SKIP


def test_nobody_has_enough_of_what_is_measured():
    measured = squat(Phase.ACTIVE, held=0.4, check=checks.load("ankle-gap"))
    assert not besides(measured, TEXTS).words
    assert not besides(squat(Phase.ACTIVE), TEXTS).words
