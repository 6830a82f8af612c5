"""`mirrorapp simulate programme`: weeks of training, day by day, without playing each frame.

The programme's own code says what each day has; how the user gets on is drawn with a seed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import radians, sin
from typing import Any
from uuid import UUID

import numpy as np

from mirrorapp.alignment.results import CheckResult, Value
from mirrorapp.clock import ManualClock
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.interview import Interview
from mirrorapp.coach.records import (
    HoldRecord,
    Outcome,
    Repetition,
    RepKnee,
    SessionRecord,
    SetRecord,
)
from mirrorapp.coach.state import SORE, Today
from mirrorapp.coach.tasks import Task
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import catalogue
from mirrorapp.exercises.checks import Check
from mirrorapp.simulate.memory import WHO, Diary

_START = datetime(2026, 3, 2, 17, tzinfo=UTC)
_DAY_S = 24 * 3600.0
_SESSION = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Course:
    """How the weeks go. Of the days, 0-1: how many are `missed`, `flare` (too much pain to begin),
    are `sore` for the last session, are `stopped` by "It hurts". And what pain (0-10), the share of
    good repetitions and how far in the knees come (degrees) are at first, and from half-way on.
    """

    missed: float = 0.15
    flare: float = 0.0
    sore: float = 0.0
    stopped: float = 0.0
    pain: tuple[float, float] = (5.0, 1.0)
    good: tuple[float, float] = (0.7, 0.95)
    in_deg: tuple[float, float] = (9.0, 1.0)


BETTER = Course()
NO_BETTER = Course(missed=0.2, flare=0.03, sore=0.1, stopped=0.08, pain=(5.0, 5.0),
                   good=(0.5, 0.5), in_deg=(9.0, 9.0))
_FLARE = 8
"""Pain at which no session begins."""


@dataclass
class Weeks:
    """One person's weeks; `days` tells each of them."""

    weeks: int
    course: Course = BETTER
    seed: int = 1
    diary: Diary = field(default_factory=Diary)

    def __post_init__(self) -> None:
        self.clock = ManualClock(epoch=_START)
        self._random = np.random.default_rng(self.seed)
        self.desk = Desk(self.diary, catalogue.read(), self.clock.now, first=WHO)

    def days(self) -> Iterator[dict[str, Any]]:
        """Live through them. Raises `ExerciseError` where a day asks for what is not there."""
        for day in range(7 * self.weeks):
            today = self.desk.today
            comes = today.kind == "train" and not self._is_one_of(self.course.missed)
            told = _told(day, self.clock.now(), today) | {
                "advice": [each.rule for each in self.desk.referrals]}
            record = self._come(day / (7 * self.weeks)) if comes else None
            yield told | _told_of(record)
            for advice in self.desk.referrals:
                self.desk.acknowledge(advice.rule)
            self.clock.sleep(_DAY_S)
            self.desk.forget()

    def _come(self, far: float) -> SessionRecord:
        """Before the mirror: questions, and today's session; `far`: how much of the weeks is over,
        0-1.
        """
        pain = round(self._between(self.course.pain, far))
        interview = self._asked(_FLARE if self._is_one_of(self.course.flare) else pain)
        record = SessionRecord(str(UUID(bytes=self._random.bytes(16))), WHO, "", self.clock.now(),
                               asked=interview.asked)
        if interview.turned_away:
            record = replace(record, ended=record.started, outcome=Outcome.ABORTED)
            self.diary.turned_away(record)
        else:
            record = self._train(record, far)
            self.diary.session_ended(record)
        self.desk.forget()
        return record

    def _asked(self, pain: int) -> Interview:
        """What is asked before it, and what is said."""
        interview = self.desk.interview()
        while not (interview.over or interview.turned_away):
            question = interview.question
            if question is not None and question.sore is not None and self._is_one_of(
                    self.course.sore):
                interview.answer(SORE)
            interview.answer("yes" if question is None else str(pain) if question.scale else "no")
        self.desk.keep(interview.profile)
        return interview

    def _train(self, begun: SessionRecord, far: float) -> SessionRecord:
        """Today's session, as the plan has it; stopped half-way where it hurts."""
        plan = self.desk.plan("", begun.asked)
        hurts = self._is_one_of(self.course.stopped)
        good, in_deg = (self._between(each, far) for each in (self.course.good,
                                                              self.course.in_deg))
        tasks = plan.tasks[:len(plan.tasks) // 2] if hurts else plan.tasks
        checks = {task.check.id: task.check for task in tasks if task.check is not None}
        pain = begun.asked.pain_before or 0
        return replace(
            begun, routine=plan.routine, pain=hurts, ended=begun.started + _SESSION,
            sets=tuple(self._set(task, good) for task in tasks if task.exercise is not None),
            checks=tuple(_found(check, in_deg) for check in checks.values()),
            asked=replace(begun.asked, pain_after=min(10, pain + 3 * hurts)),
            outcome=Outcome.ABORTED if hurts else Outcome.COMPLETED)

    def _is_one_of(self, share: float) -> bool:
        """Whether this day is one of so many, 0-1."""
        return bool(self._random.random() < share)

    def _set(self, task: Task, good: float) -> SetRecord:
        assert task.exercise is not None  # noqa: S101 - the caller has looked
        done = SetRecord(task.kept_as, task.reps, side=task.side)
        if task.check is not None:
            return self._repeated(done, task, good)
        if task.hold_s:
            return replace(done, hold=HoldRecord(task.hold_s, task.hold_s))
        if not task.exercise.judges_knees:
            return replace(done, touched=task.reps)
        return self._repeated(done, task, good)

    def _repeated(self, done: SetRecord, task: Task, good: float) -> SetRecord:
        return replace(done, reps=tuple(self._rep(task, good, nth) for nth in range(task.reps)))

    def _rep(self, task: Task, good: float, nth: int) -> Repetition:
        knees = {side: RepKnee(self._verdict(good) if task.side in (None, side)
                               else Verdict.CANNOT_JUDGE) for side in Side}
        return Repetition(5.0 * nth, 5.0 * nth + 2, 5.0 * nth + 4, 0.2, True,
                          knees[Side.LEFT], knees[Side.RIGHT], task.side)

    def _verdict(self, good: float) -> Verdict:
        return Verdict.GOOD if self._random.random() < good else Verdict.DRIFTING

    @staticmethod
    def _between(ends: tuple[float, float], far: float) -> float:
        return ends[0] + (ends[1] - ends[0]) * min(1.0, 2 * far)


def _found(check: Check, in_deg: float) -> CheckResult:
    """What a check finds of legs that come in so far: made up, and without noise.

    A band halves it; the ankles are as far apart as two shanks lean.
    """
    lean = {"ankle_gap": 2 * sin(radians(in_deg)), "band_effect": -in_deg / 2}
    value = Value(lean.get(check.measure, in_deg), check.noise.sem, 0.0, check.equal.least)
    names = ("ankles",) if check.measure == "ankle_gap" else tuple(side.value for side in Side)
    held = check.measure in ("ankle_gap", "standing_axis")
    return CheckResult(check.id, check.unit, dict.fromkeys(names, value), judged_fraction=1.0,
                       depth=None if held else check.equal.depth)


def _told(day: int, now: datetime, today: Today) -> dict[str, Any]:
    return {"day": day + 1, "date": now.date().isoformat(), "kind": today.kind,
            "week": today.week, "routines": list(today.routines),
            "exercises": list(today.exercises), "check_due": today.check_due,
            "lighter": today.lighter,
            "streak": today.streak, "adherence": today.adherence,
            "due": today.due and today.due.isoformat(),
            "changes": [change.en for change in today.changes]}


def _told_of(record: SessionRecord | None) -> dict[str, Any]:
    """What came of the day."""
    if record is None:
        return {"trained": False, "turned_away": False, "stopped": False, "sore": None}
    return {"trained": not record.turned_away, "turned_away": record.turned_away,
            "stopped": record.pain, "sore": record.asked.sore}


def simulate(weeks: int, course: Course, how: str, seed: int = 1) -> dict[str, Any]:
    """All days, and what became of them."""
    lived = Weeks(weeks, course, seed)
    days = list(lived.days())
    return {"id": "programme", "how": how, "weeks": weeks, "days": days,
            "sessions": sum(each["trained"] for each in days),
            "missed": sum(each["kind"] == "train" and not (each["trained"] or each["turned_away"])
                          for each in days),
            "advice": sorted({rule for each in days for rule in each["advice"]})}
