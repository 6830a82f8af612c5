"""One set as it is done: what each kind of task counts, and what it shows."""

from dataclasses import dataclass
from typing import Protocol

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.results import Untold
from mirrorapp.coach.checking import Done
from mirrorapp.coach.cues import Cueing
from mirrorapp.coach.holding import Holding
from mirrorapp.coach.other_side import OtherSide
from mirrorapp.coach.presence import Presence
from mirrorapp.coach.records import SetRecord
from mirrorapp.coach.state import Cue, Tone
from mirrorapp.coach.tasks import Task
from mirrorapp.events import Refusal, Side
from mirrorapp.exercises.schema import Exercise
from mirrorapp.exercises.words import Step

KEPT_EVERY_S = 10.0
"""So often a hold is written down while it lasts: a memory card wears."""


@dataclass(frozen=True, slots=True)
class SetShown:
    """What only the set under way knows of what a screen shows, named as in `CoachState`."""

    reps: int = 0
    target: int = 0
    cue: Cue | None = None
    hint: Refusal | None = None
    held: float | None = None
    wrong: Untold | None = None
    timed: bool = False
    words: Step | None = None
    fault: Step | None = None
    left_s: float | None = None
    touchable: bool = False
    stuck: bool = False
    left: bool = False


class Run(Protocol):
    """A set under way; a check's hold has no `record`.

    `tone`: what is to be heard since the last `update` or touch; taking it is up to the session.
    `going`: whether a clock went on at the last reading, be somebody seen or not.
    """

    tone: Tone | None
    going: bool

    @property
    def record(self) -> SetRecord | None:
        """The set as far as it has come."""

    @property
    def done(self) -> bool:
        """Whether the set is over."""

    @property
    def waiting(self) -> bool:
        """Whether its clock has run out, and there was no sign of life."""

    @property
    def result(self) -> Done:
        """What a check makes its result of."""

    def touched(self) -> None:
        """Somebody is there: what went by the clock until now was theirs."""

    def update(self, reading: Reading, step_s: float) -> bool:
        """Take in one reading, `step_s` after the one before; true when the record has grown."""

    def look(self, reading: Reading) -> None:
        """The user gets into place: nothing counts yet, hints are given."""

    def interrupt(self) -> None:
        """Paused: whatever is half done does not count."""

    def flush(self) -> None:
        """The set ends here: what is half done counts as far as it counts."""

    def plus_one(self) -> bool:
        """A repetition that the camera could not count; true where that can be."""

    def ease(self) -> None:
        """The user comes out of a hold before its time, or has had enough."""

    def show(self, *, live: bool) -> SetShown:
        """What this set shows; `live`: while somebody moves or gets ready."""


class CheckHold:
    """A check's hold: moments that are measured."""

    tone: Tone | None = None
    going = waiting = False

    def __init__(self, task: Task) -> None:
        assert task.check is not None  # noqa: S101 - only a check has such a task
        self._task = task
        self._check = task.check
        self._cueing = Cueing()
        self._holding = Holding(self._check, task.hold_s)

    @property
    def record(self) -> SetRecord | None:
        return None

    @property
    def done(self) -> bool:
        return self._holding.done

    @property
    def result(self) -> Done:
        return Done(moments=self._holding.moments)

    def touched(self) -> None:
        """Moments are measured of who is seen."""

    def update(self, reading: Reading, step_s: float) -> bool:
        self._cueing.update(reading, None)
        self._holding.update(reading, step_s)
        return False

    def look(self, reading: Reading) -> None:
        self._cueing.update(reading, None)

    def interrupt(self) -> None:
        self._holding = Holding(self._check, self._task.hold_s)

    def flush(self) -> None:
        """A check's hold is whole, or nothing."""

    def plus_one(self) -> bool:
        return False

    def ease(self) -> None:
        """A check has no ease; whoever has had enough stops it."""

    def show(self, *, live: bool) -> SetShown:
        return SetShown(hint=self._cueing.hint if live else None, held=self._holding.portion,
                          wrong=self._holding.wrong if live else None)


class Eased:
    """What all sets that last for a time have in common: they can be come out of, not counted.

    `_spent_s` has gone by on the clock; `_sure_s` of it counts, since somebody was there.
    """

    def __init__(self, exercise: Exercise, side: Side | None, asked_s: float) -> None:
        self._exercise = exercise
        self._other_side = OtherSide(exercise, side)
        self._cueing = Cueing()
        self._asked_s = asked_s
        self._spent_s = self._sure_s = 0.0
        self._presence = Presence(exercise)
        self._away = False
        self.eased = self.going = False
        self.tone: Tone | None = None

    @property
    def done(self) -> bool:
        """Whether the set is over."""
        return self._finished()

    @property
    def waiting(self) -> bool:
        return self._over and not self._finished()

    def _finished(self) -> bool:
        """Whether all of it was held, or enough for whoever came out of it."""
        return self.eased or self._sure_s >= self._asked_s

    @property
    def _over(self) -> bool:
        return self._spent_s >= self._asked_s

    @property
    def result(self) -> Done:
        return Done()

    def update(self, reading: Reading, step_s: float) -> bool:
        before_s = self._sure_s
        self.going = False
        self._presence.update(reading, step_s)
        if not self._over:
            spent_s = self._spent_s
            self._other_side.update(reading)
            self._go_on(reading, step_s)
            self._other_side.count(self._spent_s - spent_s)
            self.tone = self._other_side.tone(self._cueing.said) or self.tone
        if self._presence.sure:
            self._sure_s = self._spent_s
        return kept(before_s, self._sure_s)

    def _go_on(self, reading: Reading, step_s: float) -> None:
        """Either `_spend` the time since the reading before, or `_wait`."""
        raise NotImplementedError

    def _spend(self, step_s: float) -> None:
        self._away, self.going = False, True
        spent_s = self._spent_s + step_s
        # Many small steps do not add up to the last hair's breadth.
        self._spent_s = self._asked_s if spent_s >= self._asked_s - 1e-6 else spent_s

    def _wait(self) -> None:
        """The clock waits; that is heard once."""
        if not self._away:
            self.tone = Tone.AWAY
        self._away = True

    def touched(self) -> None:
        self._presence.touched()
        self._sure_s = self._spent_s

    def interrupt(self) -> None:
        self._presence = Presence(self._exercise)
        self._other_side.anew()

    def flush(self) -> None:
        """What was held stays held."""

    def plus_one(self) -> bool:
        return False

    def ease(self) -> None:
        self.eased = self.eased or not self._finished()


def kept(before_s: float, now_s: float) -> bool:
    """Whether so much more has been held by now that it is to be written down."""
    return int(before_s / KEPT_EVERY_S) != int(now_s / KEPT_EVERY_S)
