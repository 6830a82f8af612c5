"""Every touch asks the mirror for the right thing, and is where a hand finds it."""

import pytest

from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.state import Intent, Phase
from tests.ui.doubles import PORTRAIT, picture, reading, session, squat

pytestmark = pytest.mark.ui

TOUCHES = [
    (Phase.HOME, "start", Intent.START),
    (Phase.GET_READY, "stop", Intent.STOP),
    (Phase.ACTIVE, "pause", Intent.PAUSE),
    (Phase.ACTIVE, "hurts", Intent.PAIN),
    (Phase.ACTIVE, "stop", Intent.STOP),
    (Phase.PAUSED, "pause", Intent.RESUME),
    (Phase.PAUSED, "hurts", Intent.PAIN),
    (Phase.PAUSED, "stop", Intent.STOP),
    (Phase.SUMMARY, "done", Intent.HOME),
    (Phase.HOME, "calibrate", Intent.CALIBRATE),
    (Phase.CALIBRATE, "done", Intent.HOME),
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


def test_check_begins_the_weekly_one_where_it_can_be_had(glass, window):
    it = glass()
    it.show(coach=squat(Phase.HOME))
    it.touch(*it.screen.ids.check.center)
    assert it.mirror.sent == []
    it.show(coach=squat(Phase.HOME, weekly=True))
    check, start = it.screen.ids.check, it.screen.ids.start
    it.touch(*check.center)
    assert it.mirror.sent == [Intent.CHECK]
    assert check.x > window.width / 2
    assert check.height >= 0.07 * window.height
    assert not check.collide_widget(start)


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
    for phase in (Phase.GET_READY, Phase.ACTIVE, Phase.PAUSED):
        it.show(coach=squat(phase))
        places.add((*it.screen.ids.stop.pos, *it.screen.ids.stop.size))
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
    it.show(coach=squat(Phase.GET_READY))
    for name in ("pause", "hurts"):
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
