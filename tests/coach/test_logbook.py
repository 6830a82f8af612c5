"""What a session writes down: its plan, what was told, and with what it was measured."""

from dataclasses import replace
from datetime import UTC, datetime

from mirrorapp.alignment.results import METHOD
from mirrorapp.coach.logbook import Logbook
from mirrorapp.coach.records import Change, Measured, Outcome, Planned, SetRecord
from mirrorapp.coach.tasks import in_a_row, of_checks, of_exercise
from mirrorapp.exercises import checks, library
from tests.coach.rooms import plan
from tests.journal.made_up import a_calibration, a_check

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SET = SetRecord("squat", 5, touched=1)
HERE, THERE = a_calibration(1.5), a_calibration(1.2)


class Wall:
    """A camera on a wall, which is found out about anew."""

    def __init__(self) -> None:
        self.now = Measured(model="full", camera="webcam", calibrations=(None,))

    def calibrate(self, height_m: float) -> None:
        self.now = replace(self.now, calibrations=(a_calibration(height_m),))

    def book(self, **more: object) -> Logbook:
        return Logbook(plan("squat", **more), lambda: NOON, lambda: self.now)


def test_it_says_what_the_session_was_to_be() -> None:
    clamshell = of_exercise(library.load("banded-clamshell"))
    parts = in_a_row([of_checks([checks.load("squat-check")], library.load), clamshell])
    book = Logbook(plan("squat", parts=parts), lambda: NOON)
    assert book.record.planned == (
        Planned("squat-check", 1), Planned("banded-clamshell", len(clamshell)))


def test_it_says_what_was_told_of_the_programme() -> None:
    news = (Change(kind="harder", en="On.", de="Weiter."),)
    assert Wall().book(changes=news).record.changes == news


def test_it_says_with_what_is_measured() -> None:
    measured = Wall().book().record.measured
    assert (measured.model, measured.camera, measured.method) == ("full", "webcam", METHOD)
    assert measured.calibrations == (), "nothing has been measured yet"


def test_each_calibration_is_noted_once_when_something_was_done_with_it() -> None:
    wall = Wall()
    book = wall.book()
    book.open_set(SET)
    found = []
    for height_m in (None, None, 1.5, 1.5, 1.2):
        if height_m is not None:
            wall.calibrate(height_m)
        book.keep_set(SET)
        found.append(book.record.measured.calibrations)
    assert found == [(None,), (None,), (None, HERE), (None, HERE), (None, HERE, THERE)]


def test_each_model_that_looked_is_noted_once() -> None:
    wall = Wall()
    book = wall.book()
    book.open_set(SET)
    found = []
    for model in ("full", "lite", "lite", "full"):
        wall.now = replace(wall.now, model=model)
        book.keep_set(SET)
        found.append(book.record.measured.model)
    assert found == ["full", "full + lite", "full + lite", "full + lite"]


def test_a_calibration_with_which_nothing_was_done_is_not_noted() -> None:
    wall = Wall()
    book = wall.book()
    wall.calibrate(1.5)
    book.open_set(SetRecord("squat", 5))
    book.keep_set(SetRecord("squat", 5, unjudged_s=3.0))
    book.close(Outcome.ABORTED, ())
    assert book.record.measured.calibrations == ()


def test_of_a_check_that_is_held_it_is_noted_in_the_end() -> None:
    wall = Wall()
    wall.calibrate(1.5)
    book = wall.book()
    book.open_set(None)
    book.close(Outcome.COMPLETED, (a_check(),))
    assert book.record.measured.calibrations == (HERE,)


def test_where_nothing_is_known_of_calibrations_nothing_is_noted() -> None:
    book = Logbook(plan("squat"), lambda: NOON)
    book.open_set(SET)
    book.keep_set(SET)
    assert book.record.measured == Measured()
