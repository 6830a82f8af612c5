"""A set of repetitions: counted by the camera, by touch, or where neither can, by the beat."""

from dataclasses import replace

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.signals import Signal
from mirrorapp.coach.beats import phase_at
from mirrorapp.coach.checking import Done
from mirrorapp.coach.cues import Cueing
from mirrorapp.coach.excursions import counter
from mirrorapp.coach.faults import FaultFinder
from mirrorapp.coach.presence import Presence
from mirrorapp.coach.records import Repetition, SetRecord
from mirrorapp.coach.state import CoachState, Tone
from mirrorapp.coach.tasks import Task
from mirrorapp.exercises.schema import Exercise
from mirrorapp.exercises.words import Step

_TELLS_LEG = (Signal.KNEE_LIFT, Signal.FOOT_LIFT, Signal.LOWERING)
_BEAT_S = 5.0
"""A repetition's time where the exercise's phases tell none: 2 s, 1 s, 2 s (app)."""


class RepRun:
    """Counts until enough have been done.

    An exercise that is not judged goes by the beat: at the end of each one repetition is taken
    as done, unless it was seen or touched. `depth_most` as in `Profile`.
    """

    def __init__(self, task: Task, exercise: Exercise, depth_most: float | None = None) -> None:
        self._task = task
        self._exercise = exercise
        self._record = SetRecord(task.kept_as, task.reps, side=task.side)
        self.tone: Tone | None = None
        self._paced = not exercise.judged and task.check is None
        self._beat_s = sum(phase.seconds for phase in exercise.phases) or _BEAT_S
        self._into_s = 0.0
        self._at_beat = 0
        self._by_beat = False
        self._presence = Presence(self._exercise)
        self._cueing = Cueing(depth_most=depth_most)
        self._anew()

    def _anew(self) -> None:
        side = self._task.side
        self._counter = counter(self._exercise, side)
        rules = self._exercise.counting
        told = rules.stance == "single" or rules.signal in _TELLS_LEG
        self._others = counter(self._exercise, side.other) if side and told else None
        self._cueing = self._cueing.anew(FaultFinder(self._exercise, side))

    @property
    def record(self) -> SetRecord:
        return self._record

    @property
    def done(self) -> bool:
        return self._record.complete

    @property
    def result(self) -> Done:
        return Done(reps=self._record.reps)

    def update(self, reading: Reading, step_s: float) -> bool:
        if reading.refusal is not None and not self._paced:
            self._record = replace(self._record, unjudged_s=self._record.unjudged_s + step_s)
        rep = self._counter.update(reading)
        mine = self._own(rep)
        self._cueing.update(reading, mine, other_side=self._on_other_side(reading, rep))
        self._presence.update(reading, step_s)
        on = self._paced and not self._presence.gone
        return self._add(mine) or (on and self._beat(step_s))

    def look(self, reading: Reading) -> None:
        self._cueing.update(reading, None)

    def interrupt(self) -> None:
        self._into_s = 0.0
        self._presence = Presence(self._exercise)
        self._anew()

    def flush(self) -> None:
        self._add(self._own(self._counter.flush()))

    def plus_one(self) -> bool:
        if not self._touchable or self.done:
            return False
        self._record = replace(self._record, touched=self._record.touched + 1)
        self.tone = Tone.REP
        return True

    def ease(self) -> None:
        """Repetitions have no ease; whoever has had enough goes on to the next."""

    @property
    def _touchable(self) -> bool:
        return self._exercise.counting.touch and self._task.check is None

    def _on_other_side(self, reading: Reading, rep: Repetition | None) -> bool:
        """Whether one was done on the leg, or in the direction, whose turn it is not."""
        other = rep if self._others is None else self._others.update(reading)
        return any(each is not None and self._own(each) is None for each in (rep, other))

    def _own(self, rep: Repetition | None) -> Repetition | None:
        """The repetition, if it is one of this set's: on its leg, or on one that can't be told."""
        side = self._task.side
        if rep is None or side is None or rep.side is side:
            return rep
        return replace(rep, side=side) if rep.side is None else None

    def _add(self, rep: Repetition | None) -> bool:
        if rep is None or self.done:
            return False
        # The beat may have come a moment before the repetition that it stood for was seen.
        touched = self._record.touched - self._by_beat
        self._by_beat = False
        self._record = replace(self._record, reps=(*self._record.reps, rep), touched=touched)
        self.tone = Tone.REP
        return True

    def _beat(self, step_s: float) -> bool:
        self._into_s += step_s
        if self._into_s < self._beat_s:
            return False
        self._into_s -= self._beat_s
        missed = self._record.done == self._at_beat
        self._by_beat = missed and not self.done
        if self._by_beat:
            self._record = replace(self._record, touched=self._record.touched + 1)
        self._at_beat = self._record.done
        self.tone = Tone.REP
        return missed

    def show(self, state: CoachState, *, live: bool) -> CoachState:
        cued = live and self._task.check is None
        return replace(
            state, reps=self._record.done, target=self._task.reps,
            cue=self._cueing.cue if cued else None, fault=self._cueing.fault if cued else None,
            hint=self._cueing.hint if live and not self._paced else None,
            timed=self._paced, touchable=self._touchable,
            words=self._phase_words() if live and self._paced else None)

    def _phase_words(self) -> Step | None:
        """What the beat is at."""
        return phase_at(self._exercise.phases, self._into_s)
