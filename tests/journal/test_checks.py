"""Results of checks: kept with their session, and found again to compare with."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mirrorapp.alignment.results import CheckResult, Value
from mirrorapp.coach.records import Earlier
from mirrorapp.journal.store import Journal
from tests.journal.made_up import STARTED, a_check, a_session

MEASURED = a_session().measured
LATER = STARTED + timedelta(days=30)


def keep(journal: Journal, day: int, result: CheckResult, *, demo: bool = False,
         profile: str = "p1") -> datetime:
    started = STARTED + timedelta(days=day)
    journal.finish(replace(a_session(f"{profile}-{day}-{demo}", started, demo=demo),
                           profile=profile, checks=(result,)))
    return started


def test_the_last_result_before_a_time_is_found(journal: Journal) -> None:
    first = keep(journal, 0, a_check(1))
    second = keep(journal, 7, a_check(2))
    assert journal.last_check("p1", "squat-check", LATER) == Earlier(second, a_check(2), MEASURED)
    assert journal.last_check("p1", "squat-check", second) == Earlier(first, a_check(1), MEASURED)
    assert journal.last_check("p1", "squat-check", first) is None


def test_the_last_result_is_the_one_that_was_written_last(journal: Journal) -> None:
    """The first was written by a clock that was ahead; its day has come since."""
    keep(journal, 20, a_check(1))
    second = keep(journal, 7, a_check(2))
    assert journal.last_check("p1", "squat-check", LATER) == Earlier(second, a_check(2), MEASURED)


def test_another_check_and_another_profile_are_none_of_it(journal: Journal) -> None:
    keep(journal, 0, a_check(1, "ankle-gap"))
    keep(journal, 0, a_check(1), profile="p2")
    assert journal.last_check("p1", "squat-check", LATER) is None


def test_a_demo_s_result_is_never_the_last_of_a_real_one(journal: Journal) -> None:
    real = keep(journal, 0, a_check(1))
    demo = keep(journal, 7, a_check(2), demo=True)
    assert journal.last_check("p1", "squat-check", LATER) == Earlier(real, a_check(1), MEASURED)
    assert journal.last_check("p1", "squat-check", LATER, demo=True) == Earlier(
        demo, a_check(2), MEASURED)


def test_a_check_that_told_nothing_is_nothing_to_compare_with(journal: Journal) -> None:
    told = keep(journal, 0, a_check(1))
    keep(journal, 7, replace(a_check(2), values={}))
    assert journal.last_check("p1", "squat-check", LATER) == Earlier(told, a_check(1), MEASURED)


def test_results_take_the_place_of_what_was_kept_before(journal: Journal) -> None:
    journal.finish(replace(a_session(), checks=(a_check(1),)))
    journal.finish(replace(a_session(), checks=(a_check(2), a_check(3, "ankle-gap"))))
    assert journal.sessions()[0].checks == (a_check(2), a_check(3, "ankle-gap"))


def test_a_value_that_is_no_number_is_not_kept(journal: Journal) -> None:
    bad = Value(float("nan"), 2.8, 0.4, 5)
    journal.finish(replace(a_session(), checks=(
        replace(a_check(1), values={"left": Value(1, 2.8, 0.4, 5), "right": bad}),)))
    assert set(journal.sessions()[0].checks[0].values) == {"left"}


def test_a_result_that_cannot_be_read_is_left_out_with_a_notice(journal: Journal) -> None:
    keep(journal, 0, a_check(1))
    journal._db.execute("UPDATE check_result SET reason = 'nonsense'")
    assert journal.last_check("p1", "squat-check", LATER) is None
    assert journal.notice is not None


def test_a_time_without_an_offset_is_refused(journal: Journal) -> None:
    with pytest.raises(ValueError, match="offset"):
        journal.last_check("p1", "squat-check", datetime(2026, 1, 1))
