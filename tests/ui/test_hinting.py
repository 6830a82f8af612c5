"""While the picture is the wrong way up its notice stands alone: no hint to who stands in it."""

import pytest

from mirrorapp.coach.calibration_state import CalibrationState
from mirrorapp.coach.state import Phase
from mirrorapp.events import Notice, Refusal
from tests.ui.doubles import squat

pytestmark = pytest.mark.ui
TURNED = Notice("way_up", "The camera's picture is on its side.", "Turn the camera upright.")
OTHER = Notice("hub", "The hub can't be reached.", "Results are kept.")


def test_a_session_goes_on_without_the_hint_and_its_picture(glass):
    it = glass()
    coach = squat(Phase.GET_READY, hint=Refusal.SIDE)
    for notices, line, why in (
            ((OTHER,), "Face the mirror", Refusal.SIDE),
            ((OTHER, TURNED), "", None), ((), "Face the mirror", Refusal.SIDE)):
        it.show(coach=coach, notices=notices)
        assert (it.screen.line, it.screen.why) == (line, why)


@pytest.mark.parametrize(("hint", "line"), [(Refusal.SIDE, "Face the mirror"),
                                            (Refusal.HEAD_OUT, "Your head is cut off")])
def test_a_calibration_does_too(glass, hint, line):
    it = glass()
    coach = squat(Phase.CALIBRATE, calibration=CalibrationState(hint=hint))
    it.show(coach=coach, notices=(TURNED,))
    assert (it.screen.line, it.screen.more) == ("", "")
    it.show(coach=coach)
    assert it.screen.line == line
