"""Records into rows and back. Errors are SQLite's own, and `ValueError` for what can't be read."""

import json
import math
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from mirrorapp.coach.records import (
    Asked,
    HoldRecord,
    Measured,
    Outcome,
    Planned,
    Repetition,
    RepKnee,
    SessionRecord,
    SetRecord,
)
from mirrorapp.events import Refusal, Side, Unsaid, Verdict, Why
from mirrorapp.journal import check_rows, measured_rows
from mirrorapp.journal.times import iso, microseconds

_PUT_SESSION = """
INSERT INTO session (uuid, profile, routine, started, started_us, saved, ended, outcome, demo,
                     pain, app_version, method, model, camera, planned, pain_before, pain_after,
                     sore, breath, skipped)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (uuid) DO UPDATE SET
    saved = excluded.saved, pain = excluded.pain, pain_before = excluded.pain_before,
    pain_after = excluded.pain_after, sore = excluded.sore, breath = excluded.breath,
    skipped = excluded.skipped,
    ended = coalesce(excluded.ended, ended), outcome = coalesce(excluded.outcome, outcome)
"""
_PUT_SET = """
INSERT INTO exercise_set (session_id, number, exercise, planned_reps, unjudged_s, side, touched,
                          asked_s, held_s, eased, hold_judged, refused)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PUT_REPETITION = """
INSERT INTO repetition (
    set_id, number, start_s, bottom_s, end_s, depth, judged,
    left_verdict, left_kt, left_ka, left_valgus_deg, left_uncertainty_deg,
    left_movement_deg, left_why,
    right_verdict, right_kt, right_ka, right_valgus_deg, right_uncertainty_deg,
    right_movement_deg, right_why, side)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SETS = """
SELECT id, exercise, planned_reps, unjudged_s, side, touched, asked_s, held_s, eased, hold_judged,
       refused
FROM exercise_set WHERE session_id = ? ORDER BY number
"""
_REPETITIONS = """
SELECT start_s, bottom_s, end_s, depth, judged, side,
       left_verdict, left_kt, left_ka, left_valgus_deg, left_uncertainty_deg, left_movement_deg,
       left_why,
       right_verdict, right_kt, right_ka, right_valgus_deg, right_uncertainty_deg,
       right_movement_deg, right_why
FROM repetition WHERE set_id = ? ORDER BY number
"""
_VERDICTS = """
SELECT r.set_id, r.judged, r.side, r.left_verdict, r.left_why, r.right_verdict, r.right_why
FROM exercise_set AS s CROSS JOIN repetition AS r ON r.set_id = s.id
WHERE s.session_id = ? ORDER BY s.number, r.number
"""
_REFUSALS = frozenset(Refusal)


def put_session(db: sqlite3.Connection, record: SessionRecord, now: datetime) -> None:
    """Write the session and each set it has; sets it lacks stay, and so does an earlier end."""
    db.execute(_PUT_SESSION, (
        record.uuid, record.profile, record.routine, iso(record.started),
        microseconds(record.started), iso(now), iso(record.ended) if record.ended else None,
        record.outcome, bool(record.demo), bool(record.pain), *_from_measured(record.measured),
        json.dumps([[each.exercise, each.sets] for each in record.planned]),
        *_from_asked(record.asked), json.dumps(record.skipped)))
    session_id = find_session(db, record.uuid)
    assert session_id is not None  # noqa: S101 - it was written just now
    for number, each in enumerate(record.sets, start=1):
        put_set(db, session_id, number, each)
    for result in record.checks:
        check_rows.put(db, session_id, result)
    measured_rows.put_calibrations(db, session_id, record.measured.calibrations)
    measured_rows.put_changes(db, session_id, record.changes)


def end_where_saved(db: sqlite3.Connection, session_id: int) -> SessionRecord:
    """End a session as aborted when it was last saved, and return it.

    That may lie before the start, where the clock was set back: then it ends at its start.
    """
    record = read_session(db, session_id)
    saved = db.execute("SELECT saved FROM session WHERE id = ?", (session_id,)).fetchone()["saved"]
    ended = max(datetime.fromisoformat(saved), record.started)
    db.execute("UPDATE session SET ended = ?, outcome = ? WHERE id = ?",
               (iso(ended), Outcome.ABORTED, session_id))
    return replace(record, ended=ended, outcome=Outcome.ABORTED)


def find_session(db: sqlite3.Connection, uuid: str) -> int | None:
    """The session's row, None if there is none."""
    row = db.execute("SELECT id FROM session WHERE uuid = ?", (uuid,)).fetchone()
    return None if row is None else int(row["id"])


def put_set(db: sqlite3.Connection, session_id: int, number: int, record: SetRecord) -> None:
    """Write one set in place of what was there under its number (from 1)."""
    db.execute("DELETE FROM exercise_set WHERE session_id = ? AND number = ?",
               (session_id, number))
    set_id = db.execute(_PUT_SET, (
        session_id, number, record.exercise, record.planned_reps, _finite(record.unjudged_s),
        record.side, int(record.touched), *_from_hold(record.hold),
        json.dumps(_seconds(record.refused_s)))).lastrowid
    db.executemany(_PUT_REPETITION, ((set_id, place, *_from_repetition(rep))
                                     for place, rep in enumerate(record.reps, start=1)))


def _from_measured(measured: Measured) -> tuple[str | int | None, ...]:
    return (measured.app, measured.method, measured.model, measured.camera)


def _from_asked(asked: Asked) -> tuple[int | None, ...]:
    return (asked.pain_before, asked.pain_after, asked.sore, asked.breath)


def _from_hold(hold: HoldRecord | None) -> tuple[float | None, ...]:
    if hold is None:
        return (None, None, None, None)
    return (_finite(hold.asked_s) or 0.0, _finite(hold.held_s) or 0.0, bool(hold.eased),
            bool(hold.judged))


def _from_repetition(rep: Repetition) -> tuple[float | str | None, ...]:
    return (_finite(rep.start_s), _finite(rep.bottom_s), _finite(rep.end_s), _finite(rep.depth),
            bool(rep.judged), *_from_knee(rep.left), *_from_knee(rep.right), rep.side)


def _from_knee(knee: RepKnee) -> tuple[float | str | None, ...]:
    return (knee.verdict, _finite(knee.kt), _finite(knee.ka), _finite(knee.valgus_deg),
            _finite(knee.uncertainty_deg), _finite(knee.movement_deg), knee.why)


def _seconds(told: Mapping[Refusal, float]) -> dict[str, float]:
    return {why.value: float(seconds) for why, seconds in told.items() if math.isfinite(seconds)}


def _finite(value: float | None) -> float | None:
    """A plain float, or None for what is no number: a NaN would poison every later mean."""
    return float(value) if value is not None and math.isfinite(value) else None


def read_session(db: sqlite3.Connection, session_id: int, *,
                 verdicts_alone: bool = False) -> SessionRecord:
    """The whole record of one session that is there; or of its repetitions nothing but verdicts,
    reasons and sides.
    """
    row = db.execute("SELECT * FROM session WHERE id = ?", (session_id,)).fetchone()
    return SessionRecord(
        uuid=row["uuid"], profile=row["profile"], routine=row["routine"],
        started=datetime.fromisoformat(row["started"]), demo=bool(row["demo"]),
        sets=tuple(_read_sets(db, session_id, verdicts_alone=verdicts_alone)),
        ended=datetime.fromisoformat(row["ended"]) if row["ended"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None, pain=bool(row["pain"]),
        checks=tuple(check_rows.of_session(db, session_id)),
        asked=Asked(row["pain_before"], row["pain_after"], _yes_or_no(row["sore"]),
                    _yes_or_no(row["breath"])),
        skipped=tuple(str(name) for name in json.loads(row["skipped"])),
        planned=tuple(Planned(str(name), int(sets)) for name, sets in json.loads(row["planned"])),
        changes=tuple(measured_rows.changes(db, session_id)),
        measured=measured_rows.measured(db, row))


def _yes_or_no(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _read_sets(db: sqlite3.Connection, session_id: int, *,
               verdicts_alone: bool) -> Iterator[SetRecord]:
    verdicts = _verdicts_of(db, session_id) if verdicts_alone else None
    for row in db.execute(_SETS, (session_id,)):
        reps = (tuple(verdicts.get(row["id"], ())) if verdicts is not None else
                tuple(_read_repetition(*rep) for rep in db.execute(_REPETITIONS, (row["id"],))))
        hold = None if row["asked_s"] is None else HoldRecord(
            row["asked_s"], row["held_s"], bool(row["eased"]), bool(row["hold_judged"]))
        yield SetRecord(row["exercise"], row["planned_reps"], reps, row["unjudged_s"],
                        _side(row["side"]), hold, row["touched"], dict(_refused(row["refused"])))


def _verdicts_of(db: sqlite3.Connection, session_id: int) -> dict[int, list[Repetition]]:
    """By their set's row; one query for all of a session, as there are ten sets in it."""
    found: dict[int, list[Repetition]] = {}
    for set_id, *rep in db.execute(_VERDICTS, (session_id,)):
        found.setdefault(set_id, []).append(_read_verdicts(tuple(rep)))
    return found


@lru_cache(maxsize=64)
def _refused(told: str) -> tuple[tuple[Refusal, float], ...]:
    return tuple((Refusal(why), float(seconds)) for why, seconds in dict(json.loads(told)).items())


@cache
def _side(name: str | None) -> Side | None:
    return None if name is None else Side(name)


def _read_repetition(*row: Any) -> Repetition:
    start_s, bottom_s, end_s, depth, judged, side, *knees = row
    return Repetition(start_s, bottom_s, end_s, depth, bool(judged),
                      _read_knee(knees[:7]), _read_knee(knees[7:]), _side(side))


@cache
def _read_verdicts(row: tuple[Any, ...]) -> Repetition:
    """One for all that are alike: there are not many ways to be."""
    judged, side, left, left_why, right, right_why = row
    one, other = (RepKnee(Verdict(verdict), why=None if why is None else _why(why))
                  for verdict, why in ((left, left_why), (right, right_why)))
    return Repetition(0.0, 0.0, 0.0, 0.0, bool(judged), one, other, _side(side))


def _read_knee(told: Sequence[Any]) -> RepKnee:
    verdict, kt, ka, valgus_deg, uncertainty_deg, movement_deg, why = told
    return RepKnee(_verdict(verdict), kt, ka, valgus_deg, uncertainty_deg, movement_deg,
                   None if why is None else _why(why))


_verdict = cache(Verdict)
"""Twenty years have half a million knees, and six words for them."""


@cache
def _why(word: str) -> Why:
    return Refusal(word) if word in _REFUSALS else Unsaid(word)
