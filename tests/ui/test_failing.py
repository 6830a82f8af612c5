"""A page that fails: another stands in for it, a session goes on, and home is one touch away."""

import logging
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.coach.state import Intent, Phase
from mirrorapp.ui.browsing import UNTOUCHED_S
from mirrorapp.ui.failing import AGAIN_S, FAILED, Failing
from tests.ui.doubles import squat
from tests.ui.states import at_home

PATIENCE_S = 30.0


class At:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.failing = Failing(lambda: self.now_s)

    def page(self, phase: Phase, later_s: float = 0.0) -> str:
        self.now_s += later_s
        return self.failing.page(phase)


def test_what_fails_in_a_session_comes_back_with_another_phase_once_a_while_has_gone() -> None:
    at = At()
    assert at.failing.caught("", Phase.ACTIVE)
    assert at.page(Phase.ACTIVE) == FAILED
    assert at.page(Phase.REST, AGAIN_S / 2) == FAILED
    assert at.page(Phase.ACTIVE, AGAIN_S) == FAILED
    assert at.page(Phase.REST) == ""
    assert at.page(Phase.ACTIVE) == ""


def test_after_a_while_it_is_tried_again_anyway() -> None:
    at = At()
    assert at.failing.caught("menu", Phase.HOME)
    assert at.page(Phase.HOME, UNTOUCHED_S - 0.1) == FAILED
    assert at.page(Phase.HOME, 0.1) == ""


def test_whoever_wants_home_from_a_session_does_not_see_what_failed_once_more() -> None:
    at = At()
    assert at.failing.caught("", Phase.ACTIVE)
    at.failing.leave()
    assert at.page(Phase.ACTIVE, 0.1) == FAILED, "it has not been ended yet"
    assert at.page(Phase.ASK) == ""


@given(st.lists(st.tuples(st.floats(0.0, 90.0), st.sampled_from(("", "idle", "menu", FAILED)),
                          st.sampled_from(Phase)), max_size=12))
def test_it_goes_on_neither_without_home_nor_from_one_failure_to_the_next(
        failures: list[tuple[float, str, Phase]]) -> None:
    at, last_s = At(), -AGAIN_S
    for later_s, page, phase in failures:
        at.now_s += later_s
        goes_on = at.failing.caught(page, phase)
        home = phase is Phase.HOME and page in ("", "idle")
        assert goes_on == (not home and page != FAILED and at.now_s - last_s >= AGAIN_S)
        if goes_on:
            assert at.failing.page(phase) == FAILED
        last_s = at.now_s


class Broken(Exception):
    pass


def fail(*_: object) -> None:
    raise Broken("a page that is broken")


def run(it, until) -> None:
    """As Kivy's own main loop does: beats by its clock, and what they raise goes to who asks."""
    from kivy.base import EventLoop, ExceptionManager

    end_s = monotonic() + PATIENCE_S
    while not until():
        assert monotonic() < end_s
        try:
            EventLoop.idle()
        except Exception as error:
            if ExceptionManager.handle_exception(error) == ExceptionManager.RAISE:
                raise
    it.settle(2)


def shows(it, name):
    return lambda: it.app._manager.current == name


@pytest.fixture
def it(glass, caplog):
    it = glass()
    caplog.set_level(logging.ERROR)
    return it


def traces(caplog):
    return [each for each in caplog.records if each.exc_info]


@pytest.mark.ui
def test_a_page_that_fails_in_its_beat_is_left_and_home_works(it, caplog, monkeypatch):
    it.show(coach=at_home())
    it.app._browsing.open("menu")
    it.settle()
    monkeypatch.setattr(it.screen, "tick", fail)
    run(it, shows(it, FAILED))
    (said,) = traces(caplog)
    assert "The page menu failed" in said.message
    assert said.exc_info[0] is Broken
    it.touch(*it.screen.ids.out.center)
    it.settle()
    assert it.mirror.sent == [], "it was meant for what stood there before"
    it.now_s += 1.0
    it.touch(*it.screen.ids.out.center)
    run(it, shows(it, "home"))
    assert it.mirror.sent == [Intent.HOME]
    assert len(traces(caplog)) == 1


@pytest.mark.ui
def test_a_session_goes_on_beneath_it_and_its_page_comes_back(it, caplog, monkeypatch):
    it.show(coach=squat(Phase.ACTIVE))
    with monkeypatch.context() as broken:
        broken.setattr(it.screen, "show", fail)
        it.mirror.show(coach=squat(Phase.ACTIVE, reps=3))
        run(it, shows(it, FAILED))
        assert "still counted" in it.screen.more
        it.now_s += AGAIN_S
        it.mirror.show(coach=squat(Phase.REST))
        # Its page fails once more: said once more, and gone on with.
        run(it, lambda: len(traces(caplog)) == 2)
        run(it, shows(it, FAILED))
    it.now_s += AGAIN_S
    it.mirror.show(coach=squat(Phase.ACTIVE, reps=4))
    run(it, shows(it, "session"))
    assert it.mirror.sent == []


@pytest.mark.ui
def test_its_touch_ends_the_session_and_waits_for_that(it, monkeypatch):
    it.show(coach=squat(Phase.ACTIVE))
    monkeypatch.setattr(it.screen, "tick", fail)
    run(it, shows(it, FAILED))
    it.now_s += 1.0
    it.touch(*it.screen.ids.out.center)
    it.settle()
    assert it.mirror.sent == [Intent.STOP]
    assert it.app._manager.current == FAILED
    it.show(coach=squat(Phase.SUMMARY))
    assert it.app._manager.current == "summary"


@pytest.mark.ui
def test_a_touch_that_fails_is_caught_too(it, monkeypatch):
    from kivy.core.window import Window

    it.show(coach=at_home())
    it.app._browsing.open("menu")
    it.settle()
    monkeypatch.setattr(it.screen, "on_touch_down", fail)
    with pytest.raises(Broken) as raised:
        it.touch(*Window.center)
    from kivy.base import ExceptionManager

    assert ExceptionManager.handle_exception(raised.value) == ExceptionManager.PASS
    run(it, shows(it, FAILED))


@pytest.mark.ui
def test_home_that_fails_ends_it_and_so_does_what_fails_at_once_again(it, caplog, monkeypatch):
    it.show(coach=at_home())
    with monkeypatch.context() as broken:
        broken.setattr(it.screen, "tick", fail)
        with pytest.raises(Broken):
            run(it, shows(it, FAILED))
    it.now_s += AGAIN_S
    it.app._clock()
    it.show(coach=squat(Phase.ACTIVE))
    monkeypatch.setattr(it.app, "_share", fail)  # as every beat does, whatever the page
    with pytest.raises(Broken):
        run(it, lambda: len(traces(caplog)) == 2)
    assert len(traces(caplog)) == 1
