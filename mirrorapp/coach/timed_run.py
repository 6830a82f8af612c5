"""Timed phases, announced one after the other: the clock goes on while somebody is there."""


from mirrorapp.alignment.reading import Reading
from mirrorapp.coach import beats
from mirrorapp.coach.excursions import counter
from mirrorapp.coach.records import HoldRecord, Repetition, SetRecord
from mirrorapp.coach.running import Eased, SetShown
from mirrorapp.coach.state import Tone
from mirrorapp.coach.tasks import Task
from mirrorapp.exercises.schema import Exercise


class TimedRun(Eased):
    """Every phase for its seconds, over and over until the time is up: all of them `rounds` times,
    and from the first one again for what the side is owed. Timed, not judged.

    What of it is seen from the front is counted beside the clock, and asked for by nobody. That
    it is the other side's turn is told, where that is sure.
    """

    def __init__(self, task: Task, exercise: Exercise) -> None:
        super().__init__(exercise, task.side, task.hold_s)
        self._round_s = sum(phase.seconds for phase in exercise.phases)
        self._task = task
        self._phases = exercise.phases
        self._counter = counter(exercise, task.side) if "F" in exercise.views else None
        self._reps: tuple[Repetition, ...] = ()

    @property
    def record(self) -> SetRecord:
        """The set as far as it has come."""
        return self._other_side.put_down(SetRecord(
            self._task.name, 0, self._reps, side=self._task.side,
            hold=HoldRecord(self._asked_s, self._sure_s, self.eased)))

    def _go_on(self, reading: Reading, step_s: float) -> None:
        rep = self._counter.update(reading) if self._counter is not None else None
        self._reps += () if rep is None else (rep,)
        self._cueing.update(reading, None, other_side=self._other_side.due)
        if self._presence.waits:
            self._wait()
            return
        before = self._at(self._spent_s)
        self._spend(step_s)
        if not self._over and self._at(self._spent_s) != before:
            self.tone = Tone.LINE

    def look(self, reading: Reading) -> None:
        """Nothing of it is judged, and nothing hinted at."""

    def _at(self, spent_s: float) -> tuple[int, int]:
        """Which round, and which phase of it."""
        round_, into_s = divmod(spent_s, self._round_s)
        return int(round_), beats.index_at(self._phases, into_s)

    def show(self, *, live: bool) -> SetShown:
        into_s = self._spent_s % self._round_s
        live = live and not self._over
        left = live and self._presence.waits
        return SetShown(
            timed=True, reps=len(self._reps), left=left, held=self._spent_s / self._asked_s,
            cue=self._cueing.cue if live else None, left_s=self._asked_s - self._spent_s,
            words=None if left or not live else beats.phase_at(self._phases, into_s))
