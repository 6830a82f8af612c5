"""The calibration screen: what it says, touched through with a real surveyor behind it."""

from dataclasses import replace

import pytest

from mirrorapp.coach import surveyor
from mirrorapp.coach.calibrating import HOLD_S
from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.state import Intent, Phase
from tests.coach.test_surveyor import Rig
from tests.ui.doubles import PORTRAIT, picture, squat
from tests.ui.every import FOUND
from tests.ui.fitting import check_words

pytestmark = pytest.mark.ui


def follow(it, rig: Rig) -> None:
    """Bring what was touched to the surveyor, and what it shows to the glass."""
    for intent in it.mirror.sent:
        rig.surveyor.send(intent, Phase.HOME)
    it.mirror.sent.clear()
    state = rig.surveyor.state
    it.show(coach=squat(Phase.HOME if state is None else Phase.CALIBRATE, calibration=state),
            frame=picture(*PORTRAIT))


def test_from_home_to_a_result_and_back_by_touches(glass):
    it, rig = glass(), Rig()
    follow(it, rig)
    it.touch(*it.screen.ids.menu.center)
    it.settle()
    it.touch(*next(row for row in it.screen.rows if row.choice == "calibrate").center)
    follow(it, rig)
    assert it.screen.line == "Stand on the mark"
    for _ in range(3):
        it.touch(*it.screen.ids.taller.center)
    follow(it, rig)
    assert it.screen.height_told == "172 cm"
    rig.see(HOLD_S - 1, stature_m=1.72)
    follow(it, rig)
    assert it.screen.line == "Hold still"
    assert 0 < it.screen.portion < 1
    rig.see(2.5, stature_m=1.72)
    follow(it, rig)
    assert it.screen.line == "Well placed"
    assert it.screen.above_floor.startswith("1.")
    it.touch(*it.screen.ids.again.center)
    follow(it, rig)
    assert it.screen.portion == 0
    it.touch(*it.screen.ids.back.center)
    follow(it, rig)
    assert it.screen.name == "home"
    assert rig.kept[-1].height_cm == 172


def test_numbers_are_written_as_the_language_does(glass):
    it = glass(language="de")
    it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState(
        Stage.DONE, portion=1.0, found=FOUND)))
    assert it.screen.above_floor == "1,38 m ± 25 cm"


def test_it_says_where_the_camera_looks_and_not_by_a_minus(glass):
    it = glass()
    down = replace(FOUND, station=replace(FOUND.station, tilt_deg=12.2))
    for found, looks in ((FOUND, "Looks up"), (down, "Looks down")):
        it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState(
            Stage.DONE, portion=1.0, found=found)))
        assert (it.screen.looks, it.screen.tilt) == (looks, "12° ± 2°")


def test_there_is_a_way_back_where_it_always_is(glass):
    it = glass()
    it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState()))
    back = it.screen.ids.back
    assert back.text == "Back"
    assert it.screen.height_told == "? cm"
    it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState(Stage.FAILED)))
    assert back.text == "Done"
    it.show(coach=squat(Phase.ACTIVE))
    stop = it.screen.ids.stop
    assert (stop.pos, stop.size) == (back.pos, back.size)


def test_the_result_takes_the_pictures_place(glass):
    it = glass()
    frame = picture(*PORTRAIT, shade=200)
    it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState()), frame=frame)
    assert it.pixels()[450, 270].min() > 100
    it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState(
        Stage.FAILED, found=FOUND)), frame=frame)
    assert not it.pixels()[200:640].any()
    assert it.mirror.sent == []


def test_intents_of_the_screen_are_the_surveyors_own(glass):
    it = glass()
    it.show(coach=squat(Phase.CALIBRATE))
    for name, intent in (("taller", Intent.TALLER), ("shorter", Intent.SHORTER)):
        it.touch(*it.screen.ids[name].center)
        assert it.mirror.sent.pop() is intent


@pytest.mark.parametrize("notice", [surveyor._VOID, surveyor._MOVED])
def test_its_notices_fit(glass, notice):
    it = glass()
    it.show(coach=squat(Phase.HOME), notices=(notice,))
    check_words(it)
