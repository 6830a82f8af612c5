"""A hold: its time goes on while the pose is held, and pauses, not restarts, when it is left."""


from mirrorapp.alignment.reading import Reading
from mirrorapp.coach import beats
from mirrorapp.coach.faults import FaultFinder
from mirrorapp.coach.posing import Posing
from mirrorapp.coach.records import HoldRecord, SetRecord
from mirrorapp.coach.running import Eased, SetShown
from mirrorapp.coach.state import Tone
from mirrorapp.coach.tasks import Task
from mirrorapp.exercises.schema import LEAVE, Exercise
from mirrorapp.exercises.words import Step

LEFT_S = 20.0
"""Out of the pose for so long, after some of it was held, is easing off (app)."""
HALF_FROM_S = 60.0
"""Holds at least so long have a tone at half-time."""
_JUDGED_SHARE = 0.5
_ANNOUNCED_S = 8.0
_GIVES_UP_S = 4.0
"""Out of the pose for longer than it takes to mend it (app)."""


class HoldRun(Eased):
    """One hold on one side.

    Where the pose is seen to be left the time pauses. Where it can't be told whether it is held
    (hands and head down, nobody can mend the view) the clock goes on, and the seconds are
    recorded as unjudged. Its phases are announced on the way; the one called `leave` comes when it
    is over. Whoever eases off by a touch, or is only then to be seen, has left the pose already.
    """

    def __init__(self, task: Task, exercise: Exercise, ease: float = 1.0) -> None:
        super().__init__(exercise, task.side, task.hold_s * ease)
        self._task = task
        self._seen_s = self._left_s = self._to_leave_s = 0.0
        self._phases = tuple(each for each in exercise.phases if each.id != LEAVE)
        self._leave = next((each for each in exercise.phases if each.id == LEAVE), None)
        self._anew()

    def _anew(self) -> None:
        self._posing = Posing(self._exercise, self._task.side)
        self._cueing = self._cueing.anew(FaultFinder(self._exercise, self._task.side))
        self._left_s = 0.0

    @property
    def done(self) -> bool:
        return self._finished() and self._to_leave_s <= 0

    @property
    def record(self) -> SetRecord:
        """The set with the hold as it is."""
        judged = self._exercise.judged and self._seen_s >= _JUDGED_SHARE * max(self._sure_s, 1e-9)
        return self._other_side.put_down(SetRecord(
            self._task.name, 0, unjudged_s=max(0.0, self._sure_s - self._seen_s),
            side=self._task.side,
            hold=HoldRecord(self._asked_s, self._sure_s, self.eased, judged)))

    def update(self, reading: Reading, step_s: float) -> bool:
        if self._finished():
            self._to_leave_s, self.going = self._to_leave_s - step_s, True
            return False
        was_over = self._over
        grown = super().update(reading, step_s)
        if self._finished() and self._leave is not None and not (was_over or self.eased):
            self._to_leave_s, self.tone = self._leave.seconds, Tone.LEAVE
        return grown or self._finished()

    def ease(self) -> None:
        super().ease()
        self.flush()

    def _go_on(self, reading: Reading, step_s: float) -> None:
        self._posing.update(reading)
        self._cueing.update(reading, None, other_side=self._other_side.due)
        if self._presence.waits or self._left():
            self._pause(step_s)
            return
        before_s, half_s = self._spent_s, self._asked_s / 2
        self._left_s = 0.0
        self._spend(step_s)
        self._seen_s += step_s if self._posing.held else 0.0
        self.tone = self._cueing.tone or self.tone
        if self._asked_s >= HALF_FROM_S and before_s < half_s <= self._spent_s:
            self.tone = Tone.HALF

    def look(self, reading: Reading) -> None:
        self._posing.update(reading)
        self._cueing.update(reading, None)

    def interrupt(self) -> None:
        super().interrupt()
        self.flush()
        self._anew()

    def flush(self) -> None:
        self._to_leave_s = 0.0  # whoever touched something has come out of it

    @property
    def _begun(self) -> bool:
        return self._spent_s > 0

    def _left(self) -> bool:
        """Seen out of the pose, or not yet in it at all."""
        if self._posing.held is False:
            return True
        return not self._begun and self._exercise.judged and self._posing.held is None

    def _pause(self, step_s: float) -> None:
        if not self._begun:
            return
        self._wait()
        self._left_s += 0.0 if self._presence.stranger else step_s
        self.eased = self.eased or self._left_s >= LEFT_S

    def show(self, *, live: bool) -> SetShown:
        cued = live and not (self._finished() or self._gave_up)
        return SetShown(
            held=self._spent_s / self._asked_s, left_s=self._asked_s - self._spent_s,
            cue=self._cueing.cue if cued else None, fault=self._cueing.fault if cued else None,
            hint=self._cueing.hint if live and not self._begun else None,
            timed=not self._exercise.judged,
            left=live and self._gave_up, words=self._words() if live else None)

    @property
    def _gave_up(self) -> bool:
        """Whether the pose was left, and not just spoilt: then nothing urges back into it."""
        return self._begun and self._left_s >= _GIVES_UP_S and not self._finished()

    def _words(self) -> Step | None:
        """How to come out of it; before that what is missing, or what comes next in it."""
        if self._finished():
            return self._leave.words if self._leave is not None else None
        if self._gave_up:
            return None
        planned_s = sum(each.seconds for each in self._phases)
        into_s = self._spent_s / self._asked_s * planned_s
        return self._posing.wrong or beats.announced(self._phases, into_s, _ANNOUNCED_S)
