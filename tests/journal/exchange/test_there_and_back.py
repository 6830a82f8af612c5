"""What is exported comes back unchanged, and over nothing."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.clock import ManualClock
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import SessionRecord
from mirrorapp.journal import erasing
from mirrorapp.journal.exchange import document, inwards
from mirrorapp.journal.exchange.errors import ExchangeError
from mirrorapp.journal.exchange.inwards import Brought
from mirrorapp.journal.exchange.outwards import Selection
from mirrorapp.journal.store import Journal
from tests.in_memory import MEMORY
from tests.journal.conftest import Opener
from tests.journal.exchange.conftest import export
from tests.journal.exchange.kept import kept
from tests.journal.made_up import STARTED, a_session, any_profile, any_session
from tests.journal.test_layouts import ANNA, whole
from tests.tiers import examples

FORMATS = Path(__file__).parent / "formats"
ids = st.sampled_from(["p1", "anna", "b-2", "9_"])
some_sessions = st.lists(st.builds(lambda record, who: replace(record, profile=who),
                                   any_session, ids), max_size=4, unique_by=lambda each: each.uuid)
some_people = st.lists(st.builds(lambda person, who: replace(person, id=who), any_profile, ids),
                       max_size=3)
some_days = st.lists(st.tuples(ids, st.dates()), max_size=3)


def write(path: Path, records: Sequence[SessionRecord], people: Sequence[Profile] = (),
          days: Sequence[tuple[str, date]] = (), *, cut: bool = False) -> Path:
    """A journal of these; `cut`: the last of them is still going on."""
    with closing(Journal.open(path, ManualClock(epoch=STARTED))) as journal:
        for person in people:
            journal.keep_profile(person)
        for who, day in days:
            journal.skip_day(who, day)
        for record in records[:-1] if cut else records:
            journal.finish(record)
        if cut and records:
            journal.begin(replace(records[-1], ended=None, outcome=None))
    return path


def bring(path: Path, file: Path) -> Brought:
    with closing(Journal.open(path, ManualClock())) as journal:
        return inwards.bring(journal, file)


@settings(max_examples=examples(80), deadline=None)
@given(some_sessions, some_people, some_days, st.booleans())
def test_any_journal_comes_back_as_it_was(records: list[SessionRecord], people: list[Profile],
                                          days: list[tuple[str, date]], cut: bool) -> None:
    with TemporaryDirectory(dir=MEMORY) as folder:
        old, new = Path(folder) / "old.sqlite3", Path(folder) / "new.sqlite3"
        write(old, records, people, days, cut=cut)
        file = export(old, Path(folder) / "all.json")
        json.loads(file.read_text(encoding="utf-8"))
        came = bring(new, file)
        assert (came.new["sessions"], came.known, came.conflicts) == (len(records), 0, [])
        assert kept(new) == kept(old)
        assert export(new, Path(folder) / "again.json").read_text() == file.read_text()


@settings(max_examples=examples(80), deadline=None)
@given(some_sessions, st.data())
def test_what_is_there_in_part_becomes_whole(records: list[SessionRecord],
                                             data: st.DataObject) -> None:
    """Whichever part is there and whichever comes: each once, both in their own order."""
    here = [each for each in records if data.draw(st.booleans())]
    comes = [each for each in records if each not in here or data.draw(st.booleans())]
    with TemporaryDirectory(dir=MEMORY) as folder:
        target = write(Path(folder) / "here.sqlite3", here)
        file = export(write(Path(folder) / "other.sqlite3", comes), Path(folder) / "some.json")
        came = bring(target, file)
        assert came.conflicts == []
        with closing(Journal.open(target, ManualClock())) as journal:
            found = [*journal.sessions(), *journal.sessions(demo=True)]
        assert {each.uuid: each for each in found} == {each.uuid: each for each in records}
        assert len(found) == len(records)
        order = [row[0][1].strip("'") for row in kept(target)["session"]]
        new = [each.uuid for each in comes if each not in here]
        assert [uuid for uuid in order if uuid not in new] == [each.uuid for each in here]
        assert [uuid for uuid in order if uuid in new] == new
        before = kept(target)
        again = bring(target, file)
        assert not +again.new
        assert again.conflicts == []
        assert kept(target) == before


def test_something_of_everything_comes_back(filled: Path, exported: Path, tmp_path: Path) -> None:
    there = kept(filled)
    assert all(there.values()), "a table without a row proves nothing"
    bring(tmp_path / "new.sqlite3", exported)
    assert kept(tmp_path / "new.sqlite3") == there


@pytest.mark.parametrize("format_", range(1, document.SCHEMA))
def test_an_older_file_comes_in(format_: int, tmp_path: Path) -> None:
    """As the program of its day exported a journal of layout 6: what is new is not known of it."""
    assert bring(tmp_path / "new.sqlite3", FORMATS / f"{format_}.json").new["sessions"] == 3
    with closing(Journal.open(tmp_path / "new.sqlite3", ManualClock())) as journal:
        assert journal.sessions()[0] == whole(6)
    again = bring(tmp_path / "new.sqlite3", FORMATS / f"{format_}.json")
    assert (+again.new, again.conflicts) == ({}, [])


@pytest.mark.parametrize("selection", [Selection(), Selection("p1")])
def test_who_was_erased_comes_back(filled: Path, tmp_path: Path, selection: Selection) -> None:
    file = export(filled, tmp_path / "all.json", selection)
    before = kept(filled)
    erasing.erase(filled, "p1")
    assert len(kept(filled)["session"]) == 1
    came = bring(filled, file)
    assert (came.new["sessions"], came.conflicts) == (2, [])
    after = kept(filled)
    for each in (before, after):  # a calibration has another number now, and no order
        each["calibration"].sort()
    assert after == before


def test_older_sessions_go_before_newer_ones(tmp_path: Path) -> None:
    """A new memory card, two weeks on it, and then the old journal."""
    days = [a_session(str(day), STARTED + timedelta(days=day)) for day in range(6)]
    odd = export(write(tmp_path / "odd", days[1::2]), tmp_path / "odd.json")
    target = write(tmp_path / "even", days[0::2])
    with closing(Journal.open(target, ManualClock())) as journal:
        journal.lay_aside("p1", "4", "{}")
    bring(target, odd)
    assert kept(target) == kept(write(tmp_path / "all", days))
    with closing(Journal.open(target, ManualClock())) as journal:
        assert journal.laid_aside("p1") is None
        assert [each.uuid for each in journal.history("p1", after="2")] == ["3", "4", "5"]


def test_a_clock_that_was_behind_leaves_each_order_as_it_is(tmp_path: Path) -> None:
    here = [a_session("a", STARTED), a_session("b", STARTED - timedelta(days=9000)),
            a_session("c", STARTED + timedelta(days=4))]
    comes = [a_session("x", STARTED + timedelta(days=1)),
             a_session("y", STARTED + timedelta(days=5))]
    target = write(tmp_path / "here", here)
    bring(target, export(write(tmp_path / "other", comes), tmp_path / "other.json"))
    with closing(Journal.open(target, ManualClock())) as journal:
        assert [each.uuid for each in journal.sessions()] == ["a", "b", "x", "c", "y"]


def test_what_differs_is_told_and_stays(tmp_path: Path) -> None:
    target = write(tmp_path / "here", [a_session("one")], [ANNA])
    other = write(tmp_path / "other", [replace(a_session("one"), pain=False), a_session("two")],
                  [replace(ANNA, height_cm=160)])
    before = kept(target)
    came = bring(target, export(other, tmp_path / "other.json"))
    assert came.conflicts == ["profile p1", "session one"]
    assert came.new == {"sessions": 1}
    after = kept(target)
    assert after["profile"] == before["profile"]
    assert after["session"][:1] == before["session"]
    assert len(after["session"]) == 2


def test_when_it_was_written_is_no_difference(tmp_path: Path) -> None:
    target = write(tmp_path / "here", [a_session("one")], [ANNA])
    with closing(Journal.open(tmp_path / "other", ManualClock(epoch=STARTED.replace(year=2027)))
                 ) as journal:
        journal.keep_profile(ANNA)
        journal.finish(a_session("one"))
    came = bring(target, export(tmp_path / "other", tmp_path / "other.json"))
    assert came.conflicts == []


@pytest.mark.parametrize(("selection", "uuids", "calibrations"), [
    (Selection("p1"), ["whole", "open"], 1), (Selection("p2"), ["two"], 1),
    (Selection(first=STARTED.date() + timedelta(days=1)), ["two", "open"], 2),
    (Selection(last=STARTED.date()), ["whole"], 1),
    (Selection("p1", STARTED.date(), STARTED.date()), ["whole"], 1),
    (Selection("p2", last=STARTED.date()), [], 0)])
def test_a_part_can_be_asked_for(filled: Path, tmp_path: Path, selection: Selection,
                                 uuids: list[str], calibrations: int) -> None:
    told = json.loads(export(filled, tmp_path / "part.json", selection).read_text())
    assert [each["uuid"] for each in told["sessions"]] == uuids
    assert len(told["calibrations"]) == calibrations
    people = {each["id"] for each in told["profiles"]}
    assert people == ({selection.profile} if selection.profile else {"p1", "p2"})
    bring(tmp_path / "new", tmp_path / "part.json")


def test_nobody_of_that_name(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="It knows: p1, p2"):
        export(filled, tmp_path / "part.json", Selection("p3"))
    assert not (tmp_path / "part.json").exists()


def test_while_the_mirror_runs_it_exports_and_takes_nothing_in(
        filled: Path, exported: Path, tmp_path: Path, opened: Opener) -> None:
    mirror = opened()
    assert mirror.owner
    export(filled, tmp_path / "meanwhile.json")
    with pytest.raises(ExchangeError, match="is in use"):
        bring(filled, exported)
