"""The CSV files, read as a spreadsheet would, and the dictionary beside them."""

import csv
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.coach.records import SetRecord
from mirrorapp.journal.exchange import dictionary, outwards
from mirrorapp.journal.exchange.outwards import Selection
from mirrorapp.journal.exchange.sheets import SHEETS
from mirrorapp.journal.store import Journal
from tests.journal.exchange.conftest import EVERYBODY
from tests.journal.made_up import a_check, a_rep, a_session


def sheets(path: Path, out: Path, selection: Selection = EVERYBODY) -> dict[str, list[dict]]:
    """Each sheet's lines, by column."""
    with closing(Journal.open(path, ManualClock())) as journal:
        outwards.to_csv(journal, selection, out)
    read = {}
    for each in out.glob("*.csv"):
        with each.open(encoding="utf-8-sig", newline="") as file:
            read[each.stem] = list(csv.DictReader(file, strict=True))
    return read


@pytest.fixture
def read(filled: Path, tmp_path: Path) -> dict[str, list[dict]]:
    return sheets(filled, tmp_path / "out")


def test_each_has_as_many_lines_as_the_journal_rows(filled: Path, read: dict) -> None:
    rows = {"sessions": "session", "sets": "exercise_set", "repetitions": "repetition",
            "holds": "exercise_set WHERE asked_s IS NOT NULL", "checks": "check_value",
            "pain": "session WHERE pain OR pain_before IS NOT NULL"}
    with closing(sqlite3.connect(filled)) as db:
        assert {name: len(lines) for name, lines in read.items()} == {
            name: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for name, table in rows.items()}


def test_what_is_in_a_line(read: dict) -> None:
    assert read["sessions"][0] | {"saved": ""} == {
        "session_uuid": "whole", "profile": "p1", "started": "2026-11-21T18:02:11+01:00",
        "routine": "retraining", "saved": "", "ended": "2026-11-21T18:16:11+01:00",
        "outcome": "completed", "demo": "false", "skipped": "hip-hike", "planned": "squat 3",
        "app_version": "0.1.0", "method": "1", "model": "full", "camera": "webcam"}
    which = {"session_uuid": "whole", "profile": "p1", "started": "2026-11-21T18:02:11+01:00"}
    assert read["holds"][0] == which | {
        "set_number": "3", "exercise": "seated-thigh-stretch", "side": "right",
        "asked_s": "120.0", "held_s": "80.5", "eased": "true", "hold_judged": "true"}
    assert read["checks"][0] == which | {
        "check": "squat-check", "of": "left", "value": "4.5", "uncertainty": "2.8",
        "scatter": "0.4", "judged": "5", "unit": "deg", "reason": "too_few",
        "judged_fraction": "0.8", "depth": "0.1", "camera": "webcam", "method": "1"}
    assert read["pain"][0] == which | {"it_hurts": "true", "pain_before": "2", "pain_after": "3",
                                       "sore": "false", "breath": "true"}
    rep = read["repetitions"][0]
    assert (rep["set_number"], rep["repetition_number"], rep["side"]) == ("1", "1", "")
    assert (rep["left_valgus_deg"], rep["right_valgus_deg"]) == ("1.25", "")
    assert read["sets"][1] == which | {"set_number": "2", "exercise": "step-down", "side": "left",
                                       "planned_reps": "5", "touched": "2", "unjudged_s": "0.0",
                                       "refused": ""}
    assert read["sets"][0]["refused"] == "feet_out 1.25; too_near 0.25"
    why = [(each["left_why"], each["right_why"]) for each in read["repetitions"][2:4]]
    assert why == [("", ""), ("feet_out", "unsure")]


def test_times_have_their_offset_and_numbers_are_numbers(read: dict) -> None:
    for name, lines in read.items():
        for line in lines:
            assert datetime.fromisoformat(line["started"]).utcoffset() is not None
            for column, cell in line.items():
                if cell and column.endswith(("_s", "_deg", "_kt", "_ka", "_number")):
                    float(cell)
            assert None not in line, name


def test_it_is_as_rfc_4180_and_excel_want_it(filled: Path, read: dict, tmp_path: Path) -> None:
    for each in (tmp_path / "out").glob("*.csv"):
        text = each.read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        assert text.endswith(b"\r\n")
        assert text.count(b"\n") == text.count(b"\r\n")
        assert text[3:].split(b"\r\n")[0].decode() == ",".join(
            column.name for column in SHEETS[each.stem].columns)


def test_odd_words_stay_in_their_cell_and_are_no_formula(path: Path, tmp_path: Path) -> None:
    odd = ['a "b", c\r\nd', "=1+2", "-x", "@y", "Übung; 深蹲"]
    with closing(Journal.open(path, ManualClock())) as journal:
        journal.finish(replace(a_session("one"), skipped=("=a", "b"), sets=tuple(
            SetRecord(each, 1, (replace(a_rep(), depth=-0.5),)) for each in odd)))
    read = sheets(path, tmp_path / "out")
    assert [each["exercise"] for each in read["sets"]] == [
        odd[0], "'=1+2", "'-x", "'@y", odd[4]]
    assert read["sessions"][0]["skipped"] == "'=a; b"
    assert read["repetitions"][0]["depth"] == "-0.5"


def test_a_check_that_could_not_be_told_has_a_line(path: Path, tmp_path: Path) -> None:
    with closing(Journal.open(path, ManualClock())) as journal:
        journal.finish(replace(a_session("one"), checks=(replace(a_check(), values={}),)))
    line, = sheets(path, tmp_path / "out")["checks"]
    assert (line["value"], line["reason"]) == ("", "too_few")


def test_one_persons_alone(filled: Path, tmp_path: Path) -> None:
    read = sheets(filled, tmp_path / "part", Selection("p2"))
    assert {line["session_uuid"] for lines in read.values() for line in lines} == {"two"}


def test_the_dictionary_lies_beside(read: dict, tmp_path: Path) -> None:
    assert {each.name for each in (tmp_path / "out").iterdir()} == {
        *(f"{name}.csv" for name in SHEETS), "data-dictionary.md"}
    text = (tmp_path / "out" / "data-dictionary.md").read_text(encoding="utf-8-sig")
    assert text == dictionary.text()
