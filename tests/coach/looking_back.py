"""Weeks that have been lived through, with knees that were measured, to look back on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import numpy as np

from mirrorapp.alignment.results import Value
from mirrorapp.coach.records import Repetition, RepKnee, SessionRecord
from mirrorapp.events import Side, Verdict
from mirrorapp.simulate.weeks import BETTER, Course, Weeks
from tests.journal.made_up import a_calibration

FROM_TO_DEG = {Side.LEFT: (12.0, 3.0), Side.RIGHT: (6.0, 5.0)}
"""How far in each knee comes at first and in the end: the left gets better, the right hardly."""
WALKED_DEG = {Side.LEFT: (8.0, 1.0), Side.RIGHT: (3.0, 2.0)}
"""The same while walking."""
STANDS_DEG = {Side.LEFT: 6.0, Side.RIGHT: 4.0}
"""How the legs stand, throughout."""
_SPREAD_DEG = 1.0


def knees(left_deg: float | None, right_deg: float | None, depth: float = 0.18) -> Repetition:
    """One squat of straight legs; None: not judged."""
    left, right = (RepKnee(Verdict.CANNOT_JUDGE if deg is None else Verdict.GOOD, valgus_deg=deg,
                           uncertainty_deg=2.8, movement_deg=deg)
                   for deg in (left_deg, right_deg))
    return Repetition(0.0, 1.0, 2.0, depth, judged=True, left=left, right=right)


def walked(left_deg: float | None, right_deg: float | None, depth: float = 0.3) -> Repetition:
    """One pass towards the mirror: none of them is judged. None: not read."""
    left, right = (RepKnee(Verdict.CANNOT_JUDGE, movement_deg=deg)
                   for deg in (left_deg, right_deg))
    return Repetition(0.0, 1.0, 2.0, depth, judged=False, left=left, right=right)


@cache
def lived(weeks: int, course: Course = BETTER) -> tuple[tuple[SessionRecord, ...], datetime]:
    """What was done in so many weeks, and the evening after them."""
    lived = Weeks(weeks, course)
    for _ in lived.days():
        pass
    return tuple(_measured(lived.diary.sessions)), lived.clock.now() - timedelta(hours=1)


def _measured(sessions: list[SessionRecord]) -> Iterator[SessionRecord]:
    """Squats of all kinds and walks, with angles whose middle moves from the first day to the last,
    on legs that stand as they did.
    """
    random = np.random.default_rng(1)
    first, last = sessions[0].started, sessions[-1].started
    for session in sessions:
        far = (session.started - first) / max(last - first, timedelta(days=1))
        sets = []
        for each in session.sets:
            walks = each.exercise == "mini-walk"
            middle = [start + (end - start) * far
                      for start, end in (WALKED_DEG if walks else FROM_TO_DEG).values()]
            if walks:
                reps = tuple(walked(*(deg + random.normal(0, _SPREAD_DEG) for deg in middle))
                             for _ in range(each.planned_reps))
                sets.append(replace(each, reps=reps, touched=0))
                continue
            reps = tuple(knees(*(deg + random.normal(0, _SPREAD_DEG) for deg in middle))
                         if rep.side is None else rep for rep in each.reps)
            sets.append(replace(each, reps=reps))
        checks = tuple(replace(each, values={
            side.value: Value(deg + random.normal(0, _SPREAD_DEG), 2.5, 0.3, 1)
            for side, deg in STANDS_DEG.items()}) if each.check == "standing-axis" else each
            for each in session.checks)
        yield replace(session, sets=tuple(sets), checks=checks)


def recalibrated(history: Sequence[SessionRecord], *numbers: int) -> tuple[SessionRecord, ...]:
    """The same, where the camera was found anew before each of these sessions."""
    return tuple(replace(each, measured=replace(each.measured, calibrations=(
        a_calibration(1.2 + 0.01 * sum(n <= number for n in numbers)),)))
        for number, each in enumerate(history))
