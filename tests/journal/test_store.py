"""What goes in comes out."""

import math
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp import __version__
from mirrorapp.clock import ManualClock
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Measured, Outcome, RepKnee, SessionRecord, SetRecord
from mirrorapp.events import Verdict
from mirrorapp.journal import schema
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.store import Journal
from tests.in_memory import MEMORY
from tests.journal.conftest import Opener
from tests.journal.made_up import (
    STARTED,
    a_calibration,
    a_rep,
    a_session,
    a_set,
    any_session,
)
from tests.tiers import examples


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(any_session, max_size=3, unique_by=lambda each: each.uuid))
def test_any_session_comes_back_as_it_went_in(records: list[SessionRecord]) -> None:
    with TemporaryDirectory(dir=MEMORY) as folder:
        path = Path(folder) / "journal.sqlite3"
        with closing(Journal.open(path, ManualClock())) as journal:
            for record in records:
                journal.begin(replace(record, sets=(), ended=None, outcome=None))
                journal.finish(record)
        with closing(Journal.open(path, ManualClock())) as journal:
            assert journal.recovered == ()
            for demo in (False, True):
                expected = [each for each in records if each.demo is demo]
                found = journal.sessions(demo=demo)
                assert found == expected
                # Equal instants may differ in their offset, so that is looked at too.
                assert [_offsets(each) for each in found] == [_offsets(each) for each in expected]


def _offsets(record: SessionRecord) -> tuple[timedelta | None, timedelta | None]:
    return record.started.utcoffset(), record.ended.utcoffset() if record.ended else None


def test_a_session_grows_set_by_set(journal: Journal) -> None:
    whole = a_session()
    begun = replace(whole, sets=(), ended=None, outcome=None)
    journal.begin(begun)
    assert journal.sessions() == [begun]
    for reps in range(6):
        journal.save_set("one", 1, a_set(reps))
        assert journal.unfinished() == [replace(begun, sets=(a_set(reps),))]
    assert journal.last() is None
    journal.finish(whole)
    assert journal.last() == whole
    assert journal.unfinished() == []


def test_every_call_may_be_made_again(journal: Journal) -> None:
    whole = a_session()
    begun = replace(whole, sets=whole.sets[:1], ended=None, outcome=None)
    for _ in range(2):
        journal.begin(begun)
        journal.save_set("one", 2, a_set(3))
        journal.save_set("one", 2, a_set(5))
    for _ in range(2):
        journal.finish(whole)
        assert journal.sessions() == [whole]


def test_beginning_again_takes_nothing_back(journal: Journal) -> None:
    whole = a_session()
    journal.finish(whole)
    journal.begin(replace(whole, sets=(), ended=None, outcome=None))
    assert journal.sessions() == [whole]


def test_pain_is_kept_before_the_end(journal: Journal) -> None:
    begun = replace(a_session(sets=0), ended=None, outcome=None, pain=False)
    journal.begin(begun)
    journal.begin(replace(begun, pain=True))
    assert [each.pain for each in journal.unfinished()] == [True]


def test_sessions_since_a_time_go_by_the_instant_and_not_the_digits(journal: Journal) -> None:
    early, late = a_session("early"), a_session("late", STARTED + timedelta(minutes=1))
    for record in (late, early):
        journal.finish(record)
    at_utc = late.started.astimezone(ManualClock().epoch.tzinfo)
    assert at_utc.hour < late.started.hour
    assert journal.sessions() == [late, early], "in the order in which they were written"
    assert journal.newest(2) == [late, early]
    assert journal.newest(1) == [early]
    assert journal.begun(2) == [late.started, early.started]
    assert journal.begun(1) == [early.started]
    assert journal.sessions(at_utc) == [late]
    assert journal.sessions(at_utc + timedelta(microseconds=1)) == []
    assert journal.last() == late


def test_a_time_that_can_not_be_costs_only_itself(journal: Journal, path: Path) -> None:
    for each in (a_session("one"), a_session("two", STARTED + timedelta(days=1))):
        journal.finish(each)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE session SET started_us = 9000000000000000000 WHERE uuid = 'one'")
    assert journal.begun(9) == [STARTED + timedelta(days=1)]


def test_the_demo_is_kept_apart(journal: Journal) -> None:
    real, demo = a_session("real"), a_session("demo", STARTED + timedelta(hours=1), demo=True)
    journal.finish(real)
    journal.finish(demo)
    assert (journal.sessions(), journal.last()) == ([real], real)
    assert journal.begun(9) == [real.started]
    assert (journal.sessions(demo=True), journal.last(demo=True)) == ([demo], demo)


def test_an_empty_journal_has_no_last_session(journal: Journal) -> None:
    assert journal.last() is None
    assert journal.sessions() == []
    assert journal.notice is None


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_measure_that_is_no_number_is_kept_as_untold(journal: Journal, bad: float) -> None:
    rep = replace(a_rep(), left=RepKnee(Verdict.CANNOT_JUDGE, bad, bad, bad, bad))
    journal.finish(replace(a_session(), sets=(SetRecord("squat", 1, (rep,)),)))
    assert journal.sessions()[0].sets[0].reps[0].left == RepKnee(Verdict.CANNOT_JUDGE)


@pytest.mark.parametrize("field", ["start_s", "bottom_s", "end_s", "depth"])
def test_a_repetition_without_a_time_or_depth_is_refused_and_harms_nothing(
        journal: Journal, field: str) -> None:
    before = a_session(sets=1)
    journal.finish(before)
    broken = SetRecord("squat", 5, (a_rep(), replace(a_rep(), **{field: math.nan})))
    with pytest.raises(JournalError, match="without a number it needs"):
        journal.save_set("one", 1, broken)
    assert journal.sessions() == [before]


def test_times_need_an_offset_and_ends_an_outcome(journal: Journal) -> None:
    naive = datetime(2026, 11, 21, 18)
    with pytest.raises(ValueError, match="no UTC offset"):
        journal.begin(a_session(started=naive))
    with pytest.raises(ValueError, match="no UTC offset"):
        journal.finish(replace(a_session(), ended=naive))
    with pytest.raises(ValueError, match="no UTC offset"):
        journal.sessions(since=naive)
    with pytest.raises(ValueError, match="has not ended"):
        journal.finish(replace(a_session(), ended=None))
    with pytest.raises(ValueError, match="both an end and an outcome"):
        journal.begin(replace(a_session(), outcome=None))
    assert journal.sessions() == []


def test_a_set_of_an_unknown_session_is_refused(journal: Journal) -> None:
    with pytest.raises(JournalError, match="Session nobody is not in the journal"):
        journal.save_set("nobody", 1, a_set())


def test_a_session_left_open_is_ended_where_it_was_last_saved(
        opened: Opener, clock: ManualClock) -> None:
    begun = SessionRecord("cut", "p1", "squat", clock.now())
    journal = opened()
    journal.begin(begun)
    clock.sleep(60)
    journal.save_set("cut", 1, a_set(2))
    saved = clock.now()
    journal.close()
    clock.sleep(3600)
    journal = opened()
    expected = replace(begun, sets=(a_set(2),), ended=saved, outcome=Outcome.ABORTED)
    assert journal.recovered == (expected,)
    assert journal.sessions() == [expected]
    journal.close()
    assert opened().recovered == ()


def test_a_clock_set_back_ends_no_session_before_its_start(
        opened: Opener, clock: ManualClock) -> None:
    journal = opened()
    journal.begin(SessionRecord("cut", "p1", "squat", clock.now()))
    clock.time_s -= 86400
    journal.save_set("cut", 1, a_set(1))
    journal.close()
    recovered = opened().recovered[0]
    assert recovered.ended == recovered.started


def test_another_process_leaves_the_running_session_alone(opened: Opener) -> None:
    training, reporting = opened(), None
    begun = replace(a_session(sets=1), ended=None, outcome=None)
    training.begin(begun)
    reporting = opened()
    assert reporting.recovered == ()
    assert reporting.unfinished() == [begun]
    reporting.close()
    training.finish(a_session())
    assert training.last() == a_session()


def test_threads_may_share_it(journal: Journal) -> None:
    def train(name: str) -> None:
        journal.begin(replace(a_session(name, sets=0), ended=None, outcome=None))
        for reps in range(5):
            journal.save_set(name, 1, a_set(reps))
            journal.sessions()
        journal.finish(a_session(name))

    threads = [Thread(target=train, args=(name,)) for name in ("a", "b", "c")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    found = sorted(journal.sessions(), key=lambda each: each.uuid)
    assert found == [a_session("a"), a_session("b"), a_session("c")]


def test_it_is_set_to_survive_a_power_cut(journal: Journal) -> None:
    def pragma(name: str) -> object:
        return journal._db.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2  # FULL
    assert pragma("foreign_keys") == 1


def test_a_session_tells_which_program_measured_it(journal: Journal) -> None:
    journal.finish(a_session())
    assert journal._db.execute("SELECT app_version FROM session").fetchone()[0] == __version__


def test_closed_is_closed(journal: Journal) -> None:
    journal.close()
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        journal.sessions()


def test_every_screening_is_kept_though_the_profile_has_the_last_alone(journal: Journal) -> None:
    first, second = Screening(STARTED), Screening(STARTED + timedelta(days=9), frozenset({"fever"}))
    cleared = replace(second, cleared=STARTED + timedelta(days=10))
    for screening in (None, first, first, second, cleared):
        journal.keep_profile(Profile("p1", screening=screening))
    assert [each.screening for each in journal.profiles()] == [cleared]
    kept = journal._db.execute("SELECT yes, cleared FROM screened ORDER BY asked").fetchall()
    assert [tuple(each) for each in kept] == [
        ("[]", None), ('["fever"]', (STARTED + timedelta(days=10)).isoformat())]


def test_every_acknowledgement_is_kept_though_the_profile_has_the_last_alone(
        journal: Journal) -> None:
    first, second = STARTED, STARTED + timedelta(weeks=8)
    for when in (first, first, second):
        journal.keep_profile(Profile("p1", acknowledged={"pain-not-better": when}))
    journal.keep_profile(Profile("p2", acknowledged={"pain-not-better": first}))
    assert journal.profiles()[0].acknowledged == {"pain-not-better": second}
    assert journal.acknowledged("p1") == [("pain-not-better", first), ("pain-not-better", second)]


def test_an_answer_that_cannot_be_read_costs_only_itself(journal: Journal) -> None:
    first, second = Screening(STARTED), Screening(STARTED + timedelta(days=9))
    for screening in (first, second):
        journal.keep_profile(Profile("p1", screening=screening,
                                     acknowledged={"a": STARTED, "b": STARTED}))
    journal._db.execute("UPDATE screened SET yes = '{' WHERE asked = ?", (STARTED.isoformat(),))
    journal._db.execute("UPDATE acknowledged SET at = 'then' WHERE rule = 'a'")
    assert journal.screenings("p1") == [second]
    assert journal.acknowledged("p1") == [("b", STARTED)]


def test_a_calibration_is_kept_once_however_many_sessions_it_was_in(journal: Journal) -> None:
    here, there = a_calibration(1.5), a_calibration(1.2)
    for number, found in enumerate([(here,), (here, there), (None, here), (there,), ()]):
        measured = Measured(calibrations=found)
        journal.finish(replace(a_session(str(number)), measured=measured))
        assert journal.sessions()[-1].measured == measured
    assert journal._db.execute("SELECT count(*) FROM calibration").fetchone()[0] == 2


def test_a_calibration_that_is_no_number_costs_only_itself(journal: Journal) -> None:
    broken = a_calibration(math.nan)
    journal.finish(replace(a_session(), measured=Measured(calibrations=(broken,))))
    assert journal.sessions() == [replace(a_session(), measured=Measured(calibrations=(None,)))]


def test_a_session_keeps_the_versions_that_it_was_measured_with(journal: Journal) -> None:
    """Also one that comes from elsewhere: a copy, or another mirror."""
    old = replace(a_session(), measured=Measured("0.0.9", None, "lite", "a film"))
    journal.finish(old)
    assert journal.sessions() == [old]


def test_a_screening_of_before_there_was_a_history_is_in_it(
        path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old, closing(sqlite3.connect(path, isolation_level=None)) as db:
        old.setattr(schema, "STEPS", schema.STEPS[:3])
        schema.migrate(db)
        db.execute("INSERT INTO profile VALUES ('p1', '', NULL, NULL, '[]', 0, '2026-01-01', "
                   "'[\"calf\"]', NULL, '{}', '2026-01-02')")
    kept = opened()._db.execute("SELECT * FROM screened").fetchall()
    assert [tuple(each) for each in kept] == [("p1", "2026-01-01", '["calf"]', None)]
