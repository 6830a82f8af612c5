"""One session from getting ready to the summary: pure, driven by the readings' own time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from mirrorapp.alignment.reading import Reading, Return
from mirrorapp.alignment.results import CheckResult
from mirrorapp.coach import checking
from mirrorapp.coach.checking import Done, Finding
from mirrorapp.coach.cues import Cueing
from mirrorapp.coach.holding import Holding
from mirrorapp.coach.records import Outcome, Repetition, SessionRecord, SetRecord
from mirrorapp.coach.reps import RepCounter
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.coach.tasks import Task
from mirrorapp.events import Refusal
from mirrorapp.exercises.schema import Exercise

READY_S = 1.0
ABANDONED_S = 90.0
_STEP_S_MAX = 2.0

Before = Callable[[str], tuple[datetime, CheckResult] | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: one set, or `parts` one after the other, under the name `routine`.

    `gate` false counts from the first frame: a film does not wait. `camera`: what a check's
    result was seen with.
    """

    exercise: Exercise
    reps: int
    profile: str
    demo: bool = False
    gate: bool = True
    routine: str = ""
    parts: tuple[Task, ...] = ()
    camera: str = ""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is done, one after the other."""
        return self.parts or (Task(self.exercise, self.reps),)


class Session:
    """Guides one session; `on_set` is called after every repetition, with the set so far.

    `before` gives a check's last result, and when it was.
    """

    def __init__(self, plan: Plan, now: Callable[[], datetime],
                 on_set: Callable[[SessionRecord], None], before: Before = lambda _: None) -> None:
        self._plan = plan
        self._now = now
        self._on_set = on_set
        self._before = before
        self._tasks = plan.tasks
        self._last_s: float | None = None
        self._lost = False
        self._back: Return | None = None
        self._away_s = 0.0
        self._done: list[Done] = []
        self._findings: tuple[Finding, ...] = ()
        self._record = SessionRecord(uuid=str(uuid4()), profile=plan.profile,
                                     routine=plan.routine or plan.exercise.id, started=now(),
                                     demo=plan.demo)
        self._begin()

    def _begin(self) -> None:
        """Turn to the next task."""
        task = self._task
        self._get_into_place()
        self._cueing = Cueing()
        self._told_s = 0.0
        self._set = SetRecord(task.name, task.reps)
        if task.exercise is not None:
            self._record = replace(self._record, sets=(*self._record.sets, self._set))

    def _get_into_place(self) -> None:
        """Whatever is half done does not count: neither a repetition nor a hold."""
        task = self._task
        self._counter = RepCounter(task.exercise.counting if task.exercise else None)
        self._holding = (Holding(task.check, task.hold_s)
                         if task.exercise is None and task.check is not None else None)
        self._ready_s = 0.0
        self._phase = Phase.GET_READY if self._plan.gate else Phase.ACTIVE

    @property
    def _task(self) -> Task:
        return self._tasks[min(len(self._done), len(self._tasks) - 1)]

    @property
    def record(self) -> SessionRecord:
        """What has been done so far."""
        return self._record

    @property
    def exercise(self) -> Exercise | None:
        """What is done just now; None during a hold."""
        return self._task.exercise

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self._record.outcome is not None

    @property
    def state(self) -> CoachState:
        """What a screen shows of it."""
        live, task = self._phase in (Phase.GET_READY, Phase.ACTIVE), self._task
        return CoachState(
            phase=self._phase, exercise=task.name, reps=len(self._set.reps),
            target=task.reps, cue=self._cueing.cue if live and not task.check else None,
            hint=self._cueing.hint if live else None,
            ready=min(1.0, self._ready_s / READY_S), session=self._record,
            lost=live and self._lost, back=self._back,
            part=len(self._done), check=task.check,
            step=task.step(self._told_s) if self._phase is Phase.GET_READY else None,
            held=self._holding.portion if self._holding else None,
            wrong=self._holding.wrong if self._holding and live else None,
            findings=self._findings)

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
        elif self._phase is Phase.ACTIVE and self._holding is not None:
            self._hold(self._holding, reading, step_s)
        elif self._phase is Phase.ACTIVE:
            self._exercise(reading, step_s)

    def pause(self) -> None:
        """Stop counting until `resume`."""
        if self._phase is Phase.ACTIVE:
            self._phase = Phase.PAUSED

    def resume(self) -> None:
        """Go on, from getting into place: the user may have walked about."""
        if self._phase is Phase.PAUSED:
            self._get_into_place()

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
        self._told_s += step_s
        in_place = (reading.refusal is None and reading.standing
                    and self._told_s >= self._task.told_s())
        self._ready_s = self._ready_s + step_s if in_place else 0.0
        if self._ready_s >= READY_S:
            self._phase = Phase.ACTIVE

    def _exercise(self, reading: Reading, step_s: float) -> None:
        if reading.refusal is not None:
            self._set = replace(self._set, unjudged_s=self._set.unjudged_s + step_s)
        rep = self._counter.update(reading)
        self._cueing.update(reading, rep)
        self._add(rep)

    def _hold(self, holding: Holding, reading: Reading, step_s: float) -> None:
        self._cueing.update(reading, None)
        holding.update(reading, step_s)
        if holding.done:
            self._next(Done(moments=holding.moments))

    def _add(self, rep: Repetition | None) -> None:
        if rep is None or self._task.side not in (None, rep.side):
            return
        self._set = replace(self._set, reps=(*self._set.reps, rep))
        self._keep_set()
        self._on_set(self._record)
        if self._set.complete and not self._record.pain:
            self._next(Done(reps=self._set.reps))

    def _keep_set(self) -> None:
        if self._task.exercise is not None and not self.over:
            self._record = replace(self._record, sets=(*self._record.sets[:-1], self._set))

    def _next(self, done: Done) -> None:
        """One task is done: the next one, or the end."""
        self._keep_set()
        self._done.append(done)
        if len(self._done) == len(self._tasks):
            self._finish(Outcome.COMPLETED)
        else:
            self._begin()

    def _finish(self, outcome: Outcome) -> None:
        if len(self._done) < len(self._tasks):
            self._keep_set()
        self._phase = Phase.SUMMARY
        self._findings = tuple(self._find())
        self._record = replace(self._record, ended=self._now(), outcome=outcome,
                               checks=tuple(each.result for each in self._findings))

    def _find(self) -> Iterator[Finding]:
        """The result of each check that was done to its end."""
        done = list(zip(self._tasks, self._done, strict=False))
        for check in dict.fromkeys(task.check for task, _ in done if task.check is not None):
            parts = [did for task, did in done if task.check is check]
            if len(parts) == len(check.parts):
                found = checking.result(check, parts, self._plan.camera)
                yield checking.finding(check, found, self._before(check.id))
