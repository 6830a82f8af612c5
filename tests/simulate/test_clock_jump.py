"""The wall's clock jumps in a session: nothing that is counted, held or timed goes by it."""

from datetime import timedelta

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import Phase
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.exercises import catalogue
from mirrorapp.simulate.play import Room
from mirrorapp.simulate.user import User

KNOWN = catalogue.read()


class Nobody:
    """Hears of sessions, and keeps the last."""

    record: SessionRecord

    def session_started(self, record: SessionRecord) -> None: ...

    def session_changed(self, record: SessionRecord) -> None: ...

    def session_ended(self, record: SessionRecord) -> None:
        self.record = record


def trained(exercise: str, jump: timedelta) -> tuple[list[tuple[Phase, float]], SessionRecord]:
    """When each phase began, and what was kept; the clock jumps at each of them."""
    told = KNOWN.exercise(exercise)
    briefly = told.model_copy(update={"dose": told.dose.model_copy(
        update={"sets": 2, "reps": 2, "rest_s": 5.0})})
    clock, heard = ManualClock(), Nobody()
    plan = Plan(told, 0, "p1", routine=exercise, parts=of_exercise(briefly))
    room = Room(Coach(plan, clock.now, heard), User(known=KNOWN), clock, fps=5.0)
    phases: list[tuple[Phase, float]] = []
    while (phase := room.turn().state.phase) is not Phase.SUMMARY:
        if not phases or phases[-1][0] is not phase:
            phases.append((phase, clock.monotonic_s()))
            clock.epoch += jump
    return phases, heard.record


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(hours=-7)])
def test_what_is_timed_and_counted_is_the_same(jump: timedelta) -> None:
    phases, right = trained("squat", timedelta())
    jumped, record = trained("squat", jump)
    assert len(phases) > 4
    assert jumped == phases
    assert record.sets == right.sets
    assert record.outcome is right.outcome
