"""A journal of many years: two weeks of four people, written as the mirror writes them, and copied
over and over by SQL, each time two weeks later.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mirrorapp.alignment.results import CheckResult, Value
from mirrorapp.clock import ManualClock
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
from mirrorapp.coach.tasks import Task, of_exercise
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.checks import WEEKLY_CHECKS
from mirrorapp.journal.store import Journal
from tests.everything import EVERYTHING
from tests.journal.made_up import a_calibration

PEOPLE = ("anna", "ben", "cleo", "dora")
BEGUN = datetime(2026, 1, 5, 17, tzinfo=UTC)
DAYS = (0, 1, 2, 4, 5, 7, 8, 9, 11, 12)
BLOCK = len(DAYS) * len(PEOPLE)
_STEP = timedelta(days=14)
_TABLES = {
    "session": {"id": "session"}, "exercise_set": {"id": "exercise_set", "session_id": "session"},
    "repetition": {"set_id": "exercise_set"},
    "check_result": {"id": "check_result", "session_id": "session"},
    "check_value": {"result_id": "check_result"}, "session_calibration": {"session_id": "session"}}
"""Of each table the numbers that grow, and by whose rows."""


def make(path: Path, sessions: int) -> datetime:
    """Write so many (a multiple of `BLOCK`); the evening after the last of them."""
    with closing(Journal.open(path, ManualClock(epoch=BEGUN))) as journal:
        for record in _two_weeks():
            journal.finish(record)
        copies = sessions // BLOCK
        db = journal._db
        db.execute("BEGIN")
        rows = {table: int(db.execute(f"SELECT max(id) FROM {table}").fetchone()[0])  # noqa: S608
                for table in ("session", "exercise_set", "check_result")}
        for table, keys in _TABLES.items():
            names = [row["name"] for row in db.execute(f"PRAGMA table_info({table})")]
            values = [f"{name} + :copy * {rows[keys[name]]}" if name in keys else _later(name)
                      for name in names]
            first, owner = next(iter(keys.items()))
            copy = (f"INSERT INTO {table} SELECT {', '.join(values)} FROM {table} "  # noqa: S608
                    f"WHERE {first} <= {rows[owner]}")
            db.executemany(copy, ({"copy": number} for number in range(1, copies)))
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return BEGUN + copies * _STEP - timedelta(days=1)


def _later(name: str) -> str:
    if name == "uuid":
        return "uuid || '-' || :copy"
    if name in ("started", "saved", "ended"):
        days = f"(:copy * {_STEP.days}) || ' days'"
        return f"strftime('%Y-%m-%dT%H:%M:%S+00:00', {name}, {days})"
    if name == "started_us":
        return f"started_us + :copy * {_STEP // timedelta(microseconds=1)}"
    return name


def _two_weeks() -> Iterator[SessionRecord]:
    chance, everything = random.Random(7), EVERYTHING
    plans = [day.routines for day in everything.plan.days if day.routines]
    for number, day in enumerate(DAYS):
        for minutes, who in enumerate(PEOPLE):
            started = BEGUN + timedelta(days=day, minutes=20 * minutes)
            names = [name for routine in plans[number % len(plans)]
                     for name in everything.routines[routine].exercises][:4]
            tasks = [task for name in names for task in of_exercise(everything.exercises[name])]
            checks = tuple(CheckResult(name, "deg", {side.value: Value(
                chance.gauss(5, 1), 1.0, 0.3, 5) for side in Side}, depth=0.1, camera="webcam")
                for name in WEEKLY_CHECKS) if day % 7 == 0 else ()
            yield SessionRecord(
                f"{who}-{day}", who, "+".join(plans[number % len(plans)]), started,
                sets=tuple(_set(chance, task) for task in tasks), checks=checks,
                ended=started + timedelta(minutes=15), outcome=Outcome.COMPLETED,
                asked=Asked(3, 3, sore=False, breath=True),
                planned=tuple(Planned(name, 2) for name in names),
                measured=replace(Measured(), model="full", camera="webcam",
                                 calibrations=(a_calibration(),)))


def _set(chance: random.Random, task: Task) -> SetRecord:
    exercise, side = task.exercise, task.side
    if task.hold_s:
        return SetRecord(exercise.id, 0, side=side, hold=HoldRecord(
            task.hold_s, task.hold_s, judged=True))
    reps = tuple(_rep(chance, number, side) for number in range(task.reps))
    return SetRecord(exercise.id, len(reps), reps, side=side)


def _rep(chance: random.Random, number: int, side: Side | None) -> Repetition:
    def knee() -> RepKnee:
        return RepKnee(chance.choice([Verdict.GOOD] * 4 + [Verdict.DRIFTING]), chance.random(),
                       chance.random(), chance.gauss(3, 1), 2.5, chance.gauss(2, 1))
    start_s = 4.0 * number + chance.random()
    return Repetition(start_s, start_s + 1.5, start_s + 3, 0.2, True, knee(), knee(), side)
