"""A set of repetitions: counted by the camera, by touch, or where neither can, by the beat."""

from dataclasses import replace

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.signals import Signal, told_in
from mirrorapp.coach.beats import beat_s, phase_at
from mirrorapp.coach.checking import Done
from mirrorapp.coach.cues import Cueing
from mirrorapp.coach.excursions import counter
from mirrorapp.coach.faults import FaultFinder
from mirrorapp.coach.other_side import OtherSide
from mirrorapp.coach.presence import Presence
from mirrorapp.coach.records import Repetition, SetRecord
from mirrorapp.coach.running import SetShown
from mirrorapp.coach.state import Tone
from mirrorapp.coach.tasks import Task
from mirrorapp.coach.tempo import Tempo
from mirrorapp.events import Refusal
from mirrorapp.exercises.schema import Exercise
from mirrorapp.exercises.words import Step

_TELLS_LEG = (Signal.KNEE_LIFT, Signal.FOOT_LIFT, Signal.LOWERING)
_SHORT = 3
"""So many in a row that go too little far are no accident (app)."""
_LOST_STEPS, _ROOM_STEPS = 2, 8
"""So many steps more the other way are no way back; so many lead through the room (app)."""
STUCK_S = 40.0
"""After so long without a repetition it is said that none was counted: the slowest takes 20 s, or
25 s with the way there (app)."""
PATIENCE_S = 90.0
"""After so long without one a check's part is given up, as its holds are (app)."""


class RepRun:
    """Counts until enough have been done.

    An exercise that is not judged goes by the beat: at the end of each one repetition is taken
    as done, unless it was seen or touched; it counts once there is a sign of life. `depth_most`
    as in `Profile`. A check's part in which nothing counts is given up. Where the camera counts
    nothing for a while, a touch does until it counts again.
    """

    def __init__(self, task: Task, exercise: Exercise, depth_most: float | None = None) -> None:
        self._task = task
        self._exercise = exercise
        self._record = SetRecord(task.kept_as, task.reps, side=task.side)
        self.tone: Tone | None = None
        self._paced = not exercise.judged and task.check is None
        self._beat_s = beat_s(exercise)
        self._into_s = 0.0
        self._at_beat = 0
        self._by_beat = False
        self._beats = self._sure = 0
        self.going = False
        self._presence = Presence(self._exercise)
        self._other_side = OtherSide(exercise, task.side)
        self._idle_s = 0.0
        self._by_hand = exercise.counting.touch
        self._astray = 0
        self._given_up = False
        self._cueing = Cueing(depth_most=depth_most, unprompted=task.check is not None,
                              odd=told_in(exercise.counting.signal, Refusal.IMPLAUSIBLE))
        self._anew()

    def _anew(self) -> None:
        side = self._task.side
        self._counter = counter(self._exercise, side)
        rules = self._exercise.counting
        told = rules.stance == "single" or rules.signal in _TELLS_LEG
        self._others = counter(self._exercise, side.other) if side and told else None
        self._tempo = Tempo(self._exercise)
        self._cueing = self._cueing.anew(FaultFinder(self._exercise, side))

    @property
    def record(self) -> SetRecord:
        return self._other_side.put_down(
            replace(self._record, touched=self._record.touched + self._sure))

    @property
    def _counts(self) -> int:
        """How many of the record's repetitions are done."""
        return self._record.done + self._sure

    @property
    def done(self) -> bool:
        return self._counts >= self._task.reps or self._given_up

    @property
    def waiting(self) -> bool:
        return self._over and not self.done

    @property
    def _counted(self) -> int:
        """What was seen, touched, and told by the beat, sure or not."""
        return self._record.done + self._beats

    @property
    def _over(self) -> bool:
        return self._counted >= self._task.reps

    @property
    def result(self) -> Done:
        return Done(reps=self._record.reps)

    def touched(self) -> None:
        self._presence.touched()
        self._sure = self._beats

    def update(self, reading: Reading, step_s: float) -> bool:
        if reading.refusal is not None and not self._paced:
            self._record = _refused(self._record, reading.refusal, step_s)
        before = self._counts
        self._presence.update(reading, step_s)
        self._wait(step_s)
        shorts = self._counter.short
        rep = self._counter.update(reading)
        mine = self._own(rep)
        short = shorts < self._counter.short >= _SHORT
        self._other_side.update(reading)
        other_side = self._on_other_side(reading, rep) or self._other_side.due
        self._cueing.update(reading, mine, other_side=other_side,
                            short=self._exercise.counting.short if short else None,
                            hurried=mine is not None and self._tempo.hurries(mine))
        self._add(mine)
        self.going = self._paced and not self._over and not self._presence.waits
        if self.going:
            self._beat(step_s)
            self._other_side.count(step_s)
        # A repetition that counts is heard in any case: its fault is on the glass.
        self.tone = (self._other_side.tone(self._cueing.said) or self.tone
                     or self._cueing.tone)
        if self._presence.sure:
            self._sure = self._beats
        return self._counts > before

    def _wait(self, step_s: float) -> None:
        self._idle_s += step_s
        self._by_hand = self._by_hand or self._idle_s >= STUCK_S
        if self._task.check is not None and self._idle_s >= PATIENCE_S:
            self._given_up = True

    def look(self, reading: Reading) -> None:
        self._cueing.update(reading, None)

    def interrupt(self) -> None:
        self._into_s = self._idle_s = 0.0
        self._presence = Presence(self._exercise)
        self._other_side.anew()
        self._anew()

    def flush(self) -> None:
        self._add(self._own(self._counter.flush()))

    def plus_one(self) -> bool:
        self.touched()
        if not self._touchable or self.done:
            return False
        if self._into_s <= self._beat_s / 2:
            self._take_back()
        self._by_beat = False
        self._record = replace(self._record, touched=self._record.touched + 1)
        self._idle_s = 0.0
        self.tone = Tone.REP
        return True

    def ease(self) -> None:
        """Repetitions have no ease; a check's part may be passed over."""
        self._given_up = self._task.check is not None

    @property
    def _touchable(self) -> bool:
        return self._by_hand and self._task.check is None

    def _on_other_side(self, reading: Reading, rep: Repetition | None) -> bool:
        """Whether one was done on the leg, or in the direction, whose turn it is not."""
        other = rep if self._others is None else self._others.update(reading)
        strange = any(each is not None and self._own(each) is None for each in (rep, other))
        if self._exercise.sides.kind != "directions":
            return strange
        # Who has stepped to the end of the room steps back, and is not on the wrong way.
        self._astray += strange
        if rep is not None and not strange:
            self._astray = max(-_ROOM_STEPS, self._astray - 1)
        return strange and self._astray >= _LOST_STEPS

    def _own(self, rep: Repetition | None) -> Repetition | None:
        """The repetition, if it is one of this set's: on its leg, or on one that can't be told."""
        side = self._task.side
        if rep is None or side is None or rep.side is side:
            return rep
        return replace(rep, side=side) if rep.side is None else None

    def _add(self, rep: Repetition | None) -> None:
        if rep is None or self.done or (self._over and not self._by_beat):
            return
        self._take_back()
        self._idle_s = 0.0
        self._by_hand = self._exercise.counting.touch
        self._record = replace(self._record, reps=(*self._record.reps, rep))
        self.tone = Tone.REP

    def _take_back(self) -> None:
        """The beat may have come a moment before what it stood for was seen, or touched."""
        self._beats -= self._by_beat
        self._sure = min(self._sure, self._beats)
        self._by_beat = False

    def _beat(self, step_s: float) -> None:
        self._into_s += step_s
        if self._into_s < self._beat_s:
            return
        self._into_s -= self._beat_s
        self._by_beat = self._counted == self._at_beat
        self._beats += self._by_beat
        self._at_beat = self._counted
        self.tone = Tone.REP

    def show(self, *, live: bool) -> SetShown:
        return SetShown(
            reps=self._counted, target=self._task.reps,
            cue=self._cueing.cue if live else None, fault=self._cueing.fault if live else None,
            hint=self._cueing.hint if live and not self._paced else None,
            timed=self._paced, touchable=self._touchable,
            stuck=live and not self._paced and self._idle_s >= STUCK_S,
            words=self._phase_words() if live and self._paced and not self._over else None)

    def _phase_words(self) -> Step | None:
        """What the beat is at."""
        return phase_at(self._exercise.phases, self._into_s)


def _refused(record: SetRecord, why: Refusal, step_s: float) -> SetRecord:
    refused_s = {**record.refused_s, why: record.refused_s.get(why, 0.0) + step_s}
    return replace(record, unjudged_s=record.unjudged_s + step_s, refused_s=refused_s)
