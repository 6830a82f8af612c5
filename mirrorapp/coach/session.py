"""One session from getting ready to the summary: pure, driven by the readings' own time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from mirrorapp.alignment.reading import Reading, Return
from mirrorapp.coach.cues import Cueing
from mirrorapp.coach.records import Outcome, Repetition, SessionRecord, SetRecord
from mirrorapp.coach.reps import RepCounter
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.events import Refusal
from mirrorapp.exercises.schema import Exercise

READY_S = 1.0
ABANDONED_S = 90.0
_STEP_S_MAX = 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done. `gate` false counts from the first frame: a film does not wait."""

    exercise: Exercise
    reps: int
    profile: str
    demo: bool = False
    gate: bool = True


class Session:
    """Guides one session; `on_set` is called after every repetition, with the set so far."""

    def __init__(self, plan: Plan, now: Callable[[], datetime],
                 on_set: Callable[[SessionRecord], None]) -> None:
        self._plan = plan
        self._now = now
        self._on_set = on_set
        self._counter = RepCounter(plan.exercise.counting)
        self._cueing = Cueing()
        self._phase = Phase.GET_READY if plan.gate else Phase.ACTIVE
        self._ready_s = 0.0
        self._away_s = 0.0
        self._last_s: float | None = None
        self._lost = False
        self._back: Return | None = None
        self._set = SetRecord(plan.exercise.id, plan.reps)
        self._record = SessionRecord(uuid=str(uuid4()), profile=plan.profile,
                                     routine=plan.exercise.id, started=now(), demo=plan.demo,
                                     sets=(self._set,))

    @property
    def record(self) -> SessionRecord:
        """What has been done so far."""
        return self._record

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self._record.outcome is not None

    @property
    def state(self) -> CoachState:
        """What a screen shows of it."""
        live = self._phase in (Phase.GET_READY, Phase.ACTIVE)
        return CoachState(
            phase=self._phase, exercise=self._plan.exercise.id, reps=len(self._set.reps),
            target=self._plan.reps, cue=self._cueing.cue if live else None,
            hint=self._cueing.hint if live else None,
            ready=min(1.0, self._ready_s / READY_S), session=self._record,
            lost=live and self._lost, back=self._back)

    def update(self, reading: Reading) -> None:
        """Take in one reading."""
        if self.over:
            return
        step_s = self._step(reading.time_s)
        self._lost, self._back = reading.lost, reading.back
        self._watch_presence(reading, step_s)
        if self._phase is Phase.GET_READY:
            self._cueing.update(reading, None)
            self._get_ready(reading, step_s)
        elif self._phase is Phase.ACTIVE:
            self._exercise(reading, step_s)

    def pause(self) -> None:
        """Stop counting until `resume`."""
        if self._phase is Phase.ACTIVE:
            self._phase = Phase.PAUSED

    def resume(self) -> None:
        """Go on, from getting into place: the user may have walked about."""
        if self._phase is Phase.PAUSED:
            self._counter = RepCounter(self._plan.exercise.counting)
            self._ready_s = 0.0
            self._phase = Phase.GET_READY if self._plan.gate else Phase.ACTIVE

    def stop(self, *, pain: bool = False) -> None:
        """End before the plan is done; what was done is kept."""
        if self.over:
            return
        if pain:
            # Whatever the last repetition makes of the set: who says that it hurts has stopped.
            self._record = replace(self._record, pain=True)
        self._add(self._counter.flush())
        if not self.over:
            self._finish(Outcome.ABORTED)

    def _step(self, time_s: float) -> float:
        """Seconds since the last reading; none when time jumps or runs back."""
        last, self._last_s = self._last_s, time_s
        step_s = 0.0 if last is None else time_s - last
        return step_s if 0 <= step_s <= _STEP_S_MAX else 0.0

    def _watch_presence(self, reading: Reading, step_s: float) -> None:
        away = reading.refusal is Refusal.NO_PERSON
        self._away_s = self._away_s + step_s if away else 0.0
        if self._away_s >= ABANDONED_S:
            self.stop()

    def _get_ready(self, reading: Reading, step_s: float) -> None:
        in_place = reading.refusal is None and reading.standing
        self._ready_s = self._ready_s + step_s if in_place else 0.0
        if self._ready_s >= READY_S:
            self._phase = Phase.ACTIVE

    def _exercise(self, reading: Reading, step_s: float) -> None:
        if reading.refusal is not None:
            self._set = replace(self._set, unjudged_s=self._set.unjudged_s + step_s)
        rep = self._counter.update(reading)
        self._cueing.update(reading, rep)
        self._add(rep)

    def _add(self, rep: Repetition | None) -> None:
        if rep is None:
            return
        self._set = replace(self._set, reps=(*self._set.reps, rep))
        self._record = replace(self._record, sets=(self._set,))
        self._on_set(self._record)
        if self._set.complete and not self._record.pain:
            self._finish(Outcome.COMPLETED)

    def _finish(self, outcome: Outcome) -> None:
        self._phase = Phase.SUMMARY
        self._record = replace(self._record, sets=(self._set,), ended=self._now(),
                               outcome=outcome)
