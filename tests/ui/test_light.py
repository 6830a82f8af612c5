"""The screen is lit for whoever is there, and never dark in a session."""

import pytest

from mirrorapp.coach.state import Phase
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
