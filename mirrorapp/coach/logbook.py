"""What a session writes down while it goes on: one record, that only grows."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from mirrorapp.alignment.results import CheckResult
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import (
    AND,
    Asked,
    Measured,
    Outcome,
    Planned,
    SessionRecord,
    SetRecord,
)


class Logbook:
    """Keeps the record of one session; nothing is written once it is closed.

    `measured`: with what is measured just now, the calibration in force alone among its own.
    """

    def __init__(self, plan: Plan, now: Callable[[], datetime],
                 measured: Callable[[], Measured] = Measured) -> None:
        self._now = now
        self._measured_now = measured
        sets = Counter(task.kept_as for task in plan.tasks)
        self.record = SessionRecord(
            uuid=str(uuid4()), profile=plan.profile, routine=plan.routine or plan.exercise.id,
            started=now(), demo=plan.demo, asked=plan.asked,
            planned=tuple(Planned(*each) for each in sets.items()), changes=plan.changes,
            measured=replace(measured(), calibrations=()))

    @property
    def closed(self) -> bool:
        """Whether the session has ended."""
        return self.record.outcome is not None

    @property
    def empty(self) -> bool:
        """Whether nothing has been done yet."""
        return not (self.record.rep_count or any(
            each.hold is not None and each.hold.held_s > 0 for each in self.record.sets))

    def open_set(self, first: SetRecord | None) -> None:
        """A set begins; a check's hold leaves none."""
        if first is not None:
            self.record = replace(self.record, sets=(*self.record.sets, first))

    def keep_set(self, grown: SetRecord | None) -> None:
        """The set that was begun last, as it is now."""
        if grown is not None and not self.closed:
            measured = self.measured if grown.begun else self.record.measured
            self.record = replace(self.record, sets=(*self.record.sets[:-1], grown),
                                  measured=measured)

    def hurt(self) -> None:
        """It hurts."""
        self.record = replace(self.record, pain=True)

    def leave_out(self, exercise: str) -> None:
        """What is left of this exercise is left out."""
        self.record = replace(self.record, skipped=(*self.record.skipped, exercise))

    def answered(self, asked: Asked) -> None:
        """All that was answered so far."""
        self.record = replace(self.record, asked=asked)

    def close(self, outcome: Outcome, results: Iterable[CheckResult]) -> None:
        """The session has ended."""
        checks = tuple(results)
        measured = self.measured if checks else self.record.measured
        self.record = replace(self.record, ended=self._now(), outcome=outcome, checks=checks,
                              measured=measured)

    @property
    def measured(self) -> Measured:
        """With what it was measured until now: the calibration that is in force at the end of it,
        where another was before, or none is noted yet; and each pose model that looked.
        """
        so_far, now = self.record.measured, self._measured_now()
        if now.model not in so_far.model.split(AND):
            so_far = replace(so_far, model=f"{so_far.model}{AND}{now.model}")
        if not now.calibrations or now.calibrations == so_far.calibrations[-1:]:
            return so_far
        return replace(so_far, calibrations=(*so_far.calibrations, *now.calibrations))
