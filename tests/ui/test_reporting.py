"""Which days, which stick, and what comes of it; no glass in it."""

from dataclasses import replace

import pytest

from mirrorapp.sticks.handing import Step
from mirrorapp.ui.reporting import PATIENT_S, SPANS, USUAL, Reporting, Wanted
from tests.ui.sticks import ANNA, DONE, FAILED, MAKER, SHUT, Port


class Room:
    """A report that is being made, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.port = Port()
        self.reporting = Reporting(self.port.outlet, lambda: self.now_s)

    def plug(self, *sticks: object) -> None:
        self.port.finder.found = sticks


@pytest.fixture
def room() -> Room:
    return Room()


def test_sticks_are_looked_for_only_while_somebody_is_there(room):
    finder = room.port.finder
    room.reporting.look()
    room.reporting.look()
    assert (finder.looking, finder.starts) == (True, 1)
    room.reporting.look_away()
    room.reporting.look_away()
    assert not finder.looking
    room.reporting.look()
    assert finder.starts == 2


def test_one_that_is_not_open_yet_is_waited_for_and_then_told_of(room):
    it = room.reporting
    it.look()
    assert (it.sticks, it.opening, it.shut) == ((), False, False)
    room.plug(SHUT)
    assert (it.sticks, it.opening, it.shut) == ((), True, False)
    room.now_s += PATIENT_S - 0.1
    assert (it.opening, it.shut) == (True, False)
    room.now_s += 0.1
    assert (it.opening, it.shut) == (False, True)
    room.plug(replace(SHUT, place=ANNA.place))
    assert (len(it.sticks), it.opening, it.shut) == (1, False, False)


def test_one_that_is_put_in_again_is_waited_for_again(room):
    it = room.reporting
    room.plug(SHUT)
    assert it.opening
    room.now_s += PATIENT_S
    assert it.shut
    room.plug()
    assert not it.shut
    room.plug(SHUT)
    assert it.opening


def test_those_that_are_open_are_offered_beside_one_that_is_not(room):
    room.plug(ANNA, SHUT, MAKER)
    assert room.reporting.sticks == (ANNA, MAKER)


@pytest.mark.parametrize("span", SPANS)
def test_what_was_chosen_is_what_is_made(room, span):
    it = room.reporting
    assert it.span == USUAL
    it.span = span
    it.pick(ANNA)
    it.give("p1", "de")
    given, = room.port.given
    assert (given.wanted, given.stick, given.running) == (Wanted("p1", SPANS[span], "de"), ANNA,
                                                          True)


def test_nothing_is_made_without_a_stick(room):
    room.reporting.give("p1", "en")
    assert room.port.given == []
    assert (room.reporting.busy, room.reporting.handed, room.reporting.step) == (
        False, None, Step.MAKE)


def test_one_at_a_time(room):
    it = room.reporting
    it.pick(ANNA)
    it.give("p1", "en")
    first, = room.port.given
    first.step = Step.WRITE
    it.pick(MAKER)
    it.give("p1", "en")
    assert (it.stick, it.busy, it.step, len(room.port.given)) == (ANNA, True, Step.WRITE, 1)
    first.handed = DONE
    assert (it.busy, it.handed) == (False, DONE)
    it.pick(MAKER)
    it.give("p1", "en")
    assert (it.stick, it.handed, len(room.port.given)) == (MAKER, None, 2)


def test_one_that_has_its_report_can_be_pulled_and_is_not_called_broken(room):
    it, shut = room.reporting, replace(ANNA, place=None)
    room.plug(ANNA)
    it.pick(ANNA)
    it.give("p1", "en")
    room.plug(shut)
    assert (it.opening, it.free) == (True, False)  # nothing is on it yet
    room.port.given[0].handed = DONE
    assert (it.opening, it.free) == (False, True)
    room.now_s += PATIENT_S
    assert (it.shut, it.free) == (False, True)
    room.plug(ANNA)  # put in again
    assert (it.sticks, it.free) == ((ANNA,), False)
    room.plug(replace(SHUT, device=ANNA.device))
    assert (it.opening, it.free) == (True, False)


def test_one_that_failed_is_not_free(room):
    it = room.reporting
    it.pick(ANNA)
    it.give("p1", "en")
    room.port.given[0].handed = FAILED["worn"][1]
    room.plug(replace(ANNA, place=None))
    assert (it.opening, it.free) == (True, False)
