"""Whose the screen is: the mirror comes when it is needed, and goes when it is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.state import CoachState, Intent, Phase, Today
from mirrorapp.config import Shared
from mirrorapp.events import Refusal
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.browsing import UNTOUCHED_S
from mirrorapp.ui.sharing import BACK_S, STAND_S, Sharing
from tests.ui.brokers import House
from tests.ui.doubles import PORTRAIT, reading

STANDS = reading(*PORTRAIT)
NEAR = reading(*PORTRAIT, refusal=Refusal.TOO_NEAR)
NOBODY = Reading(0.0, *PORTRAIT)
STEP_S = 0.25
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DUE, LATER = Today(due=NOON), Today(due=NOON + timedelta(hours=6))


class Room:
    """A screen that two share, looked at a few times a second; the mirror rests."""

    def __init__(self, comes: Shared, today: Today | None = LATER) -> None:
        self.now_s = 100.0
        self.sharing = Sharing(lambda: self.now_s, lambda: NOON, comes=comes)
        self.coach = CoachState(today=today)

    def goes_by(self, seconds: float, seen: Reading = NOBODY, **options: bool) -> bool:
        for _ in range(round(seconds / STEP_S)):
            self.now_s += STEP_S
            self.sharing.update(Snapshot(0, None, replace(seen), self.coach), **options)
        return self.sharing.ours

    def phase(self, phase: Phase, seconds: float = STEP_S, seen: Reading = NOBODY) -> bool:
        self.coach = replace(self.coach, phase=phase)
        return self.goes_by(seconds, seen)


def test_a_screen_of_its_own_is_always_its_own() -> None:
    room = Room("no")
    assert room.sharing.ours
    assert room.goes_by(10 * UNTOUCHED_S)


@pytest.mark.parametrize("comes", ["asked", "due", "anybody"])
def test_it_comes_for_whatever_is_under_way_and_goes_soon_after(comes: Shared) -> None:
    room = Room(comes)
    assert not room.goes_by(BACK_S)
    for phase in set(Phase) - {Phase.HOME, Phase.SUMMARY}:
        assert room.phase(phase)
    assert room.phase(Phase.HOME, BACK_S - STEP_S)
    assert not room.phase(Phase.HOME)


def test_a_summary_can_be_read() -> None:
    room = Room("asked")
    room.phase(Phase.ACTIVE)
    assert room.phase(Phase.SUMMARY, UNTOUCHED_S - STEP_S)
    assert not room.phase(Phase.SUMMARY)


@pytest.mark.parametrize(("comes", "today", "comes_then"), [
    ("asked", DUE, False), ("due", LATER, False), ("due", DUE, True), ("due", None, False),
    ("due", replace(DUE, kind="done"), False), ("anybody", LATER, True), ("anybody", None, True)])
def test_who_stands_before_it_has_it_come_where_that_is_wanted(
        comes: Shared, today: Today | None, comes_then: bool) -> None:
    room = Room(comes, today)
    assert not room.goes_by(STAND_S, STANDS)
    assert room.goes_by(STEP_S, STANDS) is comes_then


@pytest.mark.parametrize("seen", [NOBODY, NEAR, replace(STANDS, lost=True)])
def test_who_only_looks_at_the_other_is_left_alone(seen: Reading) -> None:
    room = Room("anybody")
    for _ in range(5):
        assert not room.goes_by(STAND_S, STANDS)
        assert not room.goes_by(STAND_S, seen)


def test_a_picture_that_stands_still_shows_nobody() -> None:
    room = Room("anybody")
    for _ in range(100):
        room.now_s += STEP_S
        room.sharing.update(Snapshot(0, None, STANDS, room.coach))
    assert not room.sharing.ours


def test_where_being_seen_does_not_count_it_comes_for_the_home_alone() -> None:
    room = Room("anybody")
    room.sharing.presence = False
    assert not room.goes_by(2 * STAND_S, STANDS)
    assert room.phase(Phase.ASK)


def test_it_stays_while_somebody_stands_there_but_not_for_ever() -> None:
    room = Room("anybody")
    assert room.goes_by(STAND_S + STEP_S, STANDS)
    assert room.goes_by(UNTOUCHED_S - STEP_S, STANDS)
    assert not room.goes_by(STEP_S, STANDS)
    assert not room.goes_by(3 * UNTOUCHED_S, STANDS), "nor does it come back to who stands there"
    room.goes_by(1.0)
    assert not room.goes_by(2 * STAND_S, STANDS), "who flickered is no one else"
    room.goes_by(3.0)
    assert room.goes_by(STAND_S + STEP_S, STANDS), "but it does to who comes"


def test_it_goes_from_who_has_gone() -> None:
    room = Room("anybody")
    room.goes_by(STAND_S + STEP_S, STANDS)
    assert room.goes_by(BACK_S - STEP_S)
    assert not room.goes_by(STEP_S)


def test_a_touch_keeps_it() -> None:
    room = Room("due", DUE)
    room.goes_by(STAND_S + STEP_S, STANDS)
    for _ in range(5):
        assert room.goes_by(BACK_S - STEP_S, NEAR)
        room.sharing.touched()
    assert room.goes_by(BACK_S - STEP_S, NEAR)
    assert not room.goes_by(STEP_S, NEAR)


def test_what_has_to_be_done_at_rest_keeps_it() -> None:
    room = Room("asked")
    assert room.goes_by(STEP_S, busy=True)
    assert room.goes_by(3 * UNTOUCHED_S, busy=True)
    assert not room.goes_by(BACK_S)


# On the real window

@pytest.fixture
def window_calls(window, monkeypatch):
    calls = []
    for name in ("hide", "show", "raise_window"):
        monkeypatch.setattr(window, name, lambda name=name: calls.append(name))
    return calls


def test_the_window_comes_and_goes_and_nothing_is_drawn_in_what_nobody_sees(
        glass, window, window_calls, monkeypatch):
    drawn = []

    def pictures():
        """How often it draws while there is something new at home five times."""
        drawn.clear()
        for week in range(5):
            it.mirror.show(coach=CoachState(today=replace(LATER, week=week)))
            it.settle(1)
        return len(drawn)

    it = glass(shared="asked", options={"hides": True})
    it.settle()
    window.bind(on_draw=drawn.append)
    assert pictures() == 0, "hidden from the start"
    assert window_calls == []
    it.show(coach=CoachState(Phase.ASK))
    assert window_calls == ["show", "raise_window"]
    assert it.screen.name == "ask"
    assert pictures() == 5
    it.show(coach=CoachState(Phase.HOME))
    it.now_s += BACK_S
    it.settle()
    assert window_calls == ["show", "raise_window", "hide"]
    assert pictures() == 0
    window.unbind(on_draw=drawn.append)


def test_after_a_summary_it_is_home_that_comes_next(glass, window_calls):
    it = glass(shared="asked", options={"hides": True})
    it.show(coach=CoachState(Phase.SUMMARY))
    it.show(coach=CoachState(Phase.ACTIVE, "squat"))
    it.show(coach=CoachState(Phase.SUMMARY))
    it.now_s += UNTOUCHED_S
    it.settle()
    assert window_calls[-1] == "hide"
    assert it.mirror.sent == [Intent.HOME]


@pytest.mark.parametrize(("shared", "hides"), [("no", True), ("anybody", False)])
def test_where_it_is_not_shared_or_cannot_be_it_stays(glass, window_calls, shared, hides):
    it = glass(shared=shared, options={"hides": hides})
    it.show(coach=CoachState())
    it.now_s += 10 * UNTOUCHED_S
    it.settle()
    assert window_calls == []
    assert it.screen.name == "idle"


def test_a_mirror_that_is_not_set_up_yet_keeps_the_screen(glass, window_calls):
    it = glass(shared="asked", options={"hides": True, "fresh": True})
    it.now_s += 10 * UNTOUCHED_S
    it.settle()
    assert window_calls == ["show", "raise_window"]


def test_nobody_searches_behind_another_program(glass, window_calls):
    house = House()
    it = glass(shared="asked", options={"hides": True, "reach": house.reach})
    it.show(coach=CoachState(Phase.ASK))
    it.show(coach=CoachState())
    it.app._browsing.open("broker")
    it.settle()
    assert house.finder.searching
    it.now_s += BACK_S
    it.settle()
    assert window_calls[-1] == "hide"
    assert not house.finder.searching
