"""What others made of a file: it is taken whole or refused, with the line, and changes nothing."""

import json
import os
import sqlite3
from contextlib import closing
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.clock import ManualClock
from mirrorapp.journal import schema
from mirrorapp.journal.exchange import document, inwards, outwards, tables
from mirrorapp.journal.exchange.errors import ExchangeError
from mirrorapp.journal.store import Journal
from tests.in_memory import MEMORY
from tests.journal.exchange.conftest import EVERYBODY, export, fill
from tests.journal.exchange.kept import kept
from tests.journal.made_up import a_session
from tests.tiers import examples


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Another journal, which has a session of its own."""
    path = tmp_path / "target.sqlite3"
    with closing(Journal.open(path, ManualClock())) as journal:
        journal.finish(a_session("own"))
    return path


def refused(target: Path, file: Path) -> str:
    """Why it is; the journal stays as it was, row by row."""
    before = kept(target)
    with closing(Journal.open(target, ManualClock())) as journal, pytest.raises(
            ExchangeError) as said:
        inwards.bring(journal, file)
    assert kept(target) == before
    return said.value.what


def lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines(keepends=True)


def test_one_that_ends_in_the_middle(target: Path, exported: Path) -> None:
    whole = lines(exported)
    for number in range(1, len(whole)):
        exported.write_bytes(b"".join(whole[:number]))
        assert f"line {number + 1}: the file ends here" in refused(target, exported)
    exported.write_bytes(b"".join(whole)[:-5])
    assert f"line {len(whole)}: it should read" in refused(target, exported)


@pytest.mark.parametrize(("old", "new", "where"), [
    ('"depth":0.38', '"depth":"deep"', "sets.0.repetitions.0.depth"),
    ('"depth":0.38', '"depth":NaN', "finite number"),
    ('"depth":0.38', '"depth":1e999', "sets.0.repetitions.0.depth"),
    ('"depth":0.38,', "", "Field required"),
    ('"depth":0.38', '"depth":0.38,"more":1', "Extra inputs"),
    ('"judged":true', '"judged":1', "valid boolean"),
    ('"left_verdict":"good"', '"left_verdict":"fine"', "left_verdict"),
    ('"pain_before":2', '"pain_before":11', "pain_before"),
    ('"touched":0', '"touched":9223372036854775808', "touched"),
    ("2026-11-21T18:02:11+01:00", "2026-11-21T18:02:11", "must be a time"),
    ("2026-11-21T18:02:11+01:00", "2026-11-21T18:02:11.0+01:00", "must be a time"),
    ("2026-11-21T18:02:11+01:00", "yesterday", "Invalid isoformat"),
    ("2026-11-23", "20261123", "must be a day"),
    ('"profile":"p1","routine"', '"profile":"p1/#","routine"', "profile: "),  # a topic of the hub's
    ('"uuid":"whole"', '"uuid":""', "uuid: "),
    ('"calibration_id":1', '"calibration_id":77', "calibration 77"),
    ('"number":2,"exercise"', '"number":1,"exercise"', "UNIQUE"),
    ('"outcome":"completed"', '"outcome":null', "go together"),
    ('"held_s":80.5', '"held_s":null', "go together"),
    ('"en":"On you go."', '"en":""', "en: String should have"),
    ('"sessions": [', '"séances": [', "it should read"),
    ('"sessions":3', '"sessions":4', "it should read"),
])
def test_a_line_that_is_not_right_is_told(target: Path, exported: Path, old: str, new: str,
                                          where: str) -> None:
    text = exported.read_text(encoding="utf-8")
    line = 1 + text[:text.index(old)].count("\n")
    exported.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = refused(target, exported)
    assert f"{exported.name}, line {line}: " in said
    assert where in said


@pytest.mark.parametrize("text", [
    "", "\n", "{}", "[]", "[1]", '{"sessions": []}', "session_uuid,profile\r\n", "\x00" * 5000,
    '{"mirrorapp_journal":"one"}', "[" * 100_000])
def test_what_is_not_ours(target: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text, encoding="utf-8")
    said = refused(target, file)
    assert "no journal that mirrorapp exported" in said or "the file ends here" in said


def test_one_that_was_laid_out_anew(target: Path, exported: Path) -> None:
    exported.write_text(json.dumps(json.loads(exported.read_text()), indent=1))
    assert "lines are no longer as they were" in refused(target, exported)


@pytest.mark.parametrize(("old", "new", "what"), [
    (f'"mirrorapp_journal":{document.SCHEMA}', '"mirrorapp_journal":99,"unheard":1', "format 99"),
    (f'"layout":{len(schema.STEPS)}', '"layout":99', "layout 99")])
def test_one_of_a_newer_program(target: Path, exported: Path, old: str, new: str,
                                what: str) -> None:
    exported.write_text(exported.read_text().replace(old, new, 1))
    said = refused(target, exported)
    assert "newer mirrorapp" in said
    assert what in said


def test_one_that_is_not_utf_8_or_has_more_behind(target: Path, exported: Path) -> None:
    whole = exported.read_bytes()
    exported.write_bytes(whole.replace(b"Anna", b"Ann\xe4", 1))
    assert "line 7: " in refused(target, exported)
    exported.write_bytes(whole + b"{}")
    assert "something follows" in refused(target, exported)


def test_one_that_is_too_large(target: Path, exported: Path,
                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "LONGEST_LINE", 2**10)
    assert "longer than" in refused(target, exported)
    monkeypatch.setattr(inwards, "LARGEST", 2**10)
    assert "larger than" in refused(target, exported)


def test_what_is_no_file(target: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "", "/dev/zero"):
        assert "is no file" in refused(target, tmp_path / name)
    assert "No such file" in refused(target, tmp_path / "missing.json")


def test_one_that_is_broken_off_anywhere(target: Path, exported: Path,
                                         monkeypatch: pytest.MonkeyPatch) -> None:
    """Before whichever row."""
    before, put = kept(target), tables.put
    rows = 0
    for last in count():
        left = [last]

        def breaks(*args: Any, left: list[int] = left, **more: Any) -> int:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return put(*args, **more)

        monkeypatch.setattr(tables, "put", breaks)
        with closing(Journal.open(target, ManualClock())) as journal:
            try:
                inwards.bring(journal, exported)
            except KeyboardInterrupt:
                rows += 1
            else:
                break
        assert kept(target) == before
    assert rows > 20


@pytest.mark.parametrize("damage", [
    "UPDATE repetition SET left_verdict = 'gXod' WHERE set_id = 1",
    "UPDATE session SET started = '2026-11-21T18:02:11' WHERE uuid = 'whole'",
    "UPDATE session SET skipped = '[' WHERE uuid = 'whole'",
    """UPDATE session SET skipped = '["\\ud800"]' WHERE uuid = 'whole'""",
    "UPDATE session SET routine = CAST(x'ff' AS TEXT) WHERE uuid = 'whole'",
    "UPDATE check_result SET depth = 9e999 WHERE session_id = 1",
    "UPDATE exercise_set SET exercise = CAST(x'ff' AS TEXT) WHERE session_id = 3",  # it is open
])
def test_a_session_that_cannot_be_read_costs_only_itself(
        filled: Path, target: Path, tmp_path: Path, damage: str) -> None:
    with closing(sqlite3.connect(filled)) as db, db:
        assert db.execute(damage).rowcount > 0
    clock, file = ManualClock(), tmp_path / "rest.json"
    with closing(Journal.open(filled, clock)) as journal:
        done = outwards.to_json(journal, EVERYBODY, file, clock)
    assert (done.counts["sessions"], done.left_out) == (2, 1)
    with closing(Journal.open(target, ManualClock())) as journal:
        came = inwards.bring(journal, file)
    assert came.new["sessions"] == 2


@cache
def all_of_it() -> bytes:
    """What `exported` is."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "old.sqlite3"
        fill(path)
        return export(path, Path(folder) / "all.json").read_bytes()


@settings(max_examples=examples(400), deadline=None)
@given(st.data())
def test_any_nonsense_is_refused_or_taken_whole(data: st.DataObject) -> None:
    """A stretch of the file is replaced by whatever."""
    with TemporaryDirectory(dir=MEMORY) as folder:
        file, new = Path(folder) / "all.json", Path(folder) / "new.sqlite3"
        text = all_of_it()
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 20, len(text))))
        put = data.draw(st.binary(max_size=8)
                        | st.sampled_from([b"null", b"-1", b'""', b"[]", b"1e400", b"\n", b"{"]))
        file.write_bytes(text[:start] + put + text[end:])
        with closing(Journal.open(new, ManualClock())) as journal:
            try:
                came = inwards.bring(journal, file)
            except ExchangeError:
                assert not any(kept(new).values())
            else:
                read = [*journal.sessions(), *journal.sessions(demo=True)]
                assert len(read) == came.new["sessions"]
                journal.profiles()
                assert journal.notice is None
