"""Touches by a real hand on real pixels: what each sends, how large it is, and where."""

import pytest

from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.state import Ask, CoachState, Intent, Phase, Question
from mirrorapp.events import Side
from tests.ui.doubles import PORTRAIT, picture, reading, session, squat
from tests.ui.states import BLOCKS, SHELF, STAYS, at_home

pytestmark = pytest.mark.ui
TOUCHES = [
    (Phase.HOME, "start", Intent.START),
    (Phase.GET_READY, "stop", Intent.STOP),
    (Phase.ACTIVE, "pause", Intent.PAUSE),
    (Phase.ACTIVE, "hurts", Intent.PAIN),
    (Phase.ACTIVE, "stop", Intent.STOP),
    (Phase.GET_READY, "hurts", Intent.PAIN),
    (Phase.COUNT_IN, "pause", Intent.PAUSE),
    (Phase.COUNT_IN, "hurts", Intent.PAIN),
    (Phase.COUNT_IN, "stop", Intent.STOP),
    (Phase.REST, "pause", Intent.NEXT),
    (Phase.REST, "hurts", Intent.PAIN),
    (Phase.REST, "stop", Intent.STOP),
    (Phase.HURTS, "rest", Intent.REST),
    (Phase.HURTS, "end", Intent.STOP),
    (Phase.HURTS, "stop", Intent.STOP),
    (Phase.PAUSED, "pause", Intent.RESUME),
    (Phase.PAUSED, "extra", Intent.SKIP),
    (Phase.GET_READY, "extra", Intent.SKIP),
    (Phase.PAUSED, "hurts", Intent.PAIN),
    (Phase.PAUSED, "stop", Intent.STOP),
    (Phase.SUMMARY, "done", Intent.HOME),
    (Phase.CALIBRATE, "back", Intent.HOME),
    (Phase.CALIBRATE, "taller", Intent.TALLER),
    (Phase.CALIBRATE, "shorter", Intent.SHORTER),
]


def test_touch_sends_its_intent_once(glass):
    it = glass()
    for phase, name, intent in TOUCHES:
        it.mirror.sent.clear()
        it.show(coach=squat(phase, session=session()), frame=picture(*PORTRAIT))
        it.touch(*it.screen.ids[name].center)
        assert it.mirror.sent == [intent], (phase, name)


def test_touches_are_large_enough_and_on_the_glass(glass, window):
    it = glass()
    for phase, name, _ in TOUCHES:
        it.show(coach=squat(phase, session=session()))
        target, where = it.screen.ids[name], (phase, name)
        assert target.width >= 0.12 * window.width, where
        assert target.height >= 0.07 * window.height, where
        assert target.x >= 0, where
        assert target.right <= window.width, where
        assert target.y >= 0, where
        assert target.top <= window.height, where


def test_stop_stays_where_it_is(glass):
    it = glass()
    places = set()
    session_s = (Phase.GET_READY, Phase.COUNT_IN, Phase.ACTIVE, Phase.REST, Phase.PAUSED,
                 Phase.HURTS)
    for phase in session_s:
        it.show(coach=squat(phase))
        places.add((*it.screen.ids.stop.pos, *it.screen.ids.stop.size))
    assert len(places) == 1
    corner = it.screen.ids.stop.pos
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.BREATH)))
    assert it.screen.ids.back.pos == corner
    it.show(coach=CoachState(Phase.ADVISED, advice=(BLOCKS,)))
    assert it.screen.ids.back.pos == corner


def test_pain_is_where_it_always_is_while_anything_is_done(glass):
    it = glass()
    places = set()
    for phase in (Phase.GET_READY, Phase.COUNT_IN, Phase.ACTIVE, Phase.REST, Phase.PAUSED):
        it.show(coach=squat(phase, side=Side.LEFT, left_s=3.0, held=0.5))
        assert it.screen.ids.hurts.shown
        places.add((*it.screen.ids.hurts.pos, *it.screen.ids.hurts.size))
    assert len(places) == 1


def test_a_calibration_is_done_again_once_it_is_over(glass):
    it = glass()
    again = it.app._manager.get_screen("calibrate").ids.again
    it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState()))
    it.touch(*again.center)
    assert it.mirror.sent == []
    it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState(Stage.FAILED)))
    it.touch(*again.center)
    assert it.mirror.sent == [Intent.AGAIN]


def test_what_is_not_shown_can_not_be_touched(glass):
    it = glass()
    for phase, names in ((Phase.GET_READY, ("pause", "rest", "swap", "end")),
                         (Phase.ACTIVE, ("extra", "rest", "swap", "end")),
                         (Phase.HURTS, ("pause", "hurts", "extra"))):
        it.show(coach=squat(phase))
        for name in names:
            it.touch(*it.screen.ids[name].center)
    assert it.mirror.sent == []


def test_touching_the_black_asks_for_nothing(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE), frame=picture(*PORTRAIT), reading=reading(*PORTRAIT))
    it.touch(270, 600)
    assert it.mirror.sent == []


def test_touches_do_not_overlap(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE))
    targets = [it.screen.ids[name] for name in ("stop", "pause", "hurts")]
    for one in targets:
        assert not any(one.collide_widget(other) for other in targets if other is not one)


@pytest.mark.parametrize(("parts", "intent"), [
    ({"touchable": True}, Intent.PLUS_ONE), ({"held": 0.5, "left_s": 60.0}, Intent.EASE),
    ({"stuck": True}, Intent.SKIP), ({"stuck": True, "touchable": True}, Intent.PLUS_ONE)])
def test_a_repetition_more_or_enough_or_on(glass, window, parts, intent):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE, **parts))
    extra = it.screen.ids.extra
    it.touch(*extra.center)
    assert it.mirror.sent == [intent]
    assert extra.width >= 0.3 * window.width
    others = [it.screen.ids[name] for name in ("stop", "pause", "hurts", "ring")]
    assert not any(extra.collide_widget(other) for other in others)


def test_somebody_on_the_floor_need_not_wait_to_be_seen(glass):
    it = glass(options={"shelf": SHELF})
    for name in ("thigh-foam-roll", "banded-clamshell"):
        it.mirror.sent.clear()
        it.show(coach=squat(Phase.GET_READY, exercise=name))
        it.touch(*it.screen.ids.pause.center)
        assert it.mirror.sent == [Intent.NEXT], name


def test_another_exercise_is_offered_where_there_is_one(glass):
    it = glass()
    it.show(coach=squat(Phase.HURTS, swaps=True))
    rest, swap, end = (it.screen.ids[name] for name in ("rest", "swap", "end"))
    assert not any(one.collide_widget(other) for one, other in ((rest, swap), (swap, end)))
    it.touch(*swap.center)
    assert it.mirror.sent == [Intent.SWAP]
    it.show(coach=squat(Phase.HURTS))
    assert not swap.shown
    assert not rest.collide_widget(end)


def test_no_touches_overlap_at_home(glass):
    it = glass(options={"shelf": SHELF})
    for advice in ((), (STAYS,)):
        it.show(coach=at_home(advice=advice))
        touches = [each for each in it.screen.children[0].children
                   if hasattr(each, "shown") and each.shown]
        assert len(touches) == 4 + bool(advice)
        for one in touches:
            assert not any(one.collide_widget(other) for other in touches if other is not one)
