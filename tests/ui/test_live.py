"""What is set shows at once, without a new start."""

import pytest

from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.loudspeaker import Loudspeaker
from mirrorapp.ui.sounds import Sounds
from tests.ui.doubles import PORTRAIT, picture, reading, squat
from tests.ui.states import SHELF

pytestmark = pytest.mark.ui


def test_the_picture_goes_and_comes_back(glass):
    it = glass()
    for phase in (Phase.ACTIVE, Phase.CALIBRATE):
        for view, seen in (("camera", True), ("mirror", False), ("camera", True)):
            it.settings.change("screen", view=view)
            it.show(coach=squat(phase), frame=picture(*PORTRAIT, shade=200))
            assert bool(it.pixels()[400, 270].min() > 100) is seen, (phase, view)


def test_it_changes_under_the_same_snapshot(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE), frame=picture(*PORTRAIT, shade=200),
            reading=reading(*PORTRAIT))
    shown: Snapshot = it.mirror.now
    it.settings.change("screen", view="mirror")
    it.settle()
    assert it.mirror.now is shown
    assert not it.pixels()[400, 270].any()


def test_somebody_else_shows_the_exercise(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=squat(Phase.GET_READY))
    guide = it.screen.ids.guide
    woman = guide.showing
    it.settings.change("screen", figure="man")
    it.settle()
    assert guide.showing is not woman
    assert guide.showing.at(0.0, wrongs=False) is not None, "he does what she did"
    assert it.app._manager.get_screen("item").person == "man"


def test_the_glass_is_looked_after_as_often_as_is_set(glass):
    it = glass()
    it.settings.change("screen", fps=10)
    it.settle()
    assert it.app._clock.timeout == pytest.approx(0.1)


def test_the_height_of_who_trains_is_told_to_the_results(glass):
    it = glass()
    it.show(coach=CoachState())
    it.settings.change("people", p1={"height_cm": 172})
    assert it.app._manager.get_screen("result").height_cm == 172


def test_tones_are_put_off_and_on_and_louder(glass):
    sounds = Sounds(speaker=Loudspeaker([("true",)]))
    it = glass(sounds=False, options={"sounds": sounds})
    assert sounds.muted
    it.settings.change("screen", sounds=True, volume=3)
    assert (sounds.muted, sounds.volume) == (False, 3)
    sounds.close()
