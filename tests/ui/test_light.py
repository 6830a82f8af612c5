"""The screen is lit for whoever is there, and never dark in a session."""

from datetime import datetime

import pytest

from mirrorapp.camera.feed import Pace
from mirrorapp.coach.state import Phase
from mirrorapp.ui.idling import DARK_FPS
from tests.ui.doubles import PORTRAIT, reading, session, squat
from tests.ui.states import at_home

pytestmark = pytest.mark.ui


def test_it_is_dark_for_nobody_and_lit_by_a_touch(glass):
    told: list[bool] = []
    it = glass(options={"light": told.append})
    it.show(coach=at_home())
    assert all(told)
    it.now_s += 61.0
    it.settle()
    assert it.screen.name == "idle"
    assert told[-1] is False
    it.touch(1, 1)
    assert told[-1] is True


def test_it_is_lit_by_who_comes(glass):
    told: list[bool] = []
    it = glass(options={"light": told.append})
    it.show(coach=at_home())
    it.now_s += 61.0
    it.settle()
    assert told[-1] is False
    for _ in range(4):
        it.show(coach=at_home(), reading=reading(*PORTRAIT))
    assert told[-1] is True


@pytest.mark.parametrize("phase", [each for each in Phase if each is not Phase.HOME])
def test_it_is_never_dark_away_from_home(glass, phase):
    told: list[bool] = []
    it = glass(options={"light": told.append})
    it.show(coach=at_home())
    it.now_s += 600.0
    it.settle()
    assert told[-1] is False
    told.clear()
    it.show(coach=squat(phase, session=session()))  # the home starts a session, with nobody seen
    it.now_s += 600.0
    it.settle()
    assert told
    assert all(told)


def test_what_another_program_shows_is_lit(glass, monkeypatch):
    from kivy.core.window import Window

    for name in ("hide", "show", "raise_window"):
        monkeypatch.setattr(Window, name, lambda: None)
    told: list[bool] = []
    it = glass(shared="asked", options={"hides": True, "light": told.append})
    it.show(coach=at_home())
    it.now_s += 600.0
    it.settle()
    assert it.app._hidden
    assert it.app._idling.idle
    assert all(told)


def test_it_is_lit_by_who_is_sensed(glass):
    told: list[bool] = []
    there: list[bool] = [False]
    it = glass(options={"light": told.append, "presence": lambda: there[0]})
    it.show(coach=at_home())
    it.now_s += 61.0
    it.settle()
    assert told[-1] is False
    there[0] = True
    it.settle()
    assert told[-1] is True


@pytest.mark.parametrize(("display", "presence", "dark"), [
    ({}, True, Pace.SLOW), ({}, False, Pace.OFF),
    ({"presence": "sensor"}, True, Pace.OFF), ({"presence": "touch"}, True, Pace.OFF),
    ({"presence": "hub"}, True, Pace.OFF),
    ({"wakes_from": "03:00", "wakes_until": "04:00"}, True, Pace.OFF)])
def test_in_the_dark_the_camera_does_only_what_it_is_needed_for(glass, display, presence, dark):
    paces: list[Pace] = []
    it = glass(options={"pace": paces.append, "now": lambda: datetime(2026, 3, 1, 18)})
    it.settings.change("display", **display)
    it.settings.change("hands_free", presence=presence)
    it.show(coach=at_home())
    it.now_s += 61.0
    it.settle()
    assert paces[-1] is dark
    it.touch(1, 1)
    assert paces[-1] is Pace.FULL


def test_whoever_is_seen_in_the_dark_is_looked_at_closely_at_once(glass):
    paces: list[Pace] = []
    it = glass(options={"pace": paces.append})
    it.show(coach=at_home())
    it.now_s += 61.0
    it.settle()
    assert paces[-1] is Pace.SLOW
    it.mirror.show(coach=at_home(), reading=reading(*PORTRAIT))
    it.settle(1)
    assert it.app._idling.idle
    assert paces[-1] is Pace.FULL


def test_a_dark_glass_beats_seldom_and_a_lit_one_as_it_is_set(glass):
    from kivy.clock import Clock

    fastest = Clock._max_fps
    it = glass()
    it.show(coach=at_home())
    it.now_s += 61.0
    it.settle()
    assert it.app._clock.timeout == 1 / DARK_FPS
    assert Clock._max_fps == DARK_FPS
    it.settings.change("screen", fps=25)
    it.settle(1)
    assert it.app._clock.timeout == 1 / DARK_FPS
    it.touch(1, 1)
    assert it.app._clock.timeout == 1 / 25
    assert Clock._max_fps == fastest


def test_it_is_not_dark_while_a_report_is_handed_over(glass):
    told: list[bool] = []
    it = glass(options={"light": told.append})
    it.show(coach=at_home())
    for _ in range(30):
        it.now_s += 10.0
        it.app._browse("why")  # as its page does at each of its ticks
        it.settle(1)
    assert all(told)
