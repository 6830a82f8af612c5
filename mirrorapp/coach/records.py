"""What a session leaves behind: repetitions in sets in a session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mirrorapp import __version__
from mirrorapp.alignment.passing import Passing
from mirrorapp.alignment.posture import Carriage
from mirrorapp.alignment.results import METHOD, CheckResult
from mirrorapp.alignment.station_file import Calibration
from mirrorapp.events import Refusal, Side, Unsaid, Verdict, Why
from mirrorapp.exercises.words import Sentence

HELD_SLACK_S = 0.5
"""Less than so much is missing of a hold: it is whole."""
_LONGEST_S = 12 * 3600.0
"""No session lasts longer; a clock without a battery begins years ago."""


class Outcome(StrEnum):
    """How a session ended."""

    COMPLETED = "completed"
    ABORTED = "aborted"


@dataclass(frozen=True, slots=True)
class RepKnee:
    """One knee over one repetition: the worst verdict held, and the measures at its deepest.

    Measures are None where nothing could be told; units as in `alignment.reading.Knee`: so
    `valgus_deg` is movement and standing axis together, and `movement_deg` the former alone. `why`
    it could not be judged; None where it was, or where that is not known (layouts before 7). `way`:
    what was judged on the way down and up; a journal does not keep it.
    """

    verdict: Verdict
    kt: float | None = None
    ka: float | None = None
    valgus_deg: float | None = None
    uncertainty_deg: float | None = None
    movement_deg: float | None = None
    why: Why | None = None
    way: tuple[Passing, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition; times in seconds on the camera's clock, `depth` as in `Reading`.

    `side` is the leg it was done on, None for both; `carriage` is of its deepest instant, and no
    journal keeps it.
    """

    start_s: float
    bottom_s: float
    end_s: float
    depth: float
    judged: bool
    left: RepKnee
    right: RepKnee
    side: Side | None = None
    carriage: Carriage | None = field(default=None, compare=False)

    def knee(self, side: Side) -> RepKnee:
        """The knee of the user's own `side`."""
        return self.left if side is Side.LEFT else self.right

    @property
    def why(self) -> Why | None:
        """Why no knee of it was judged; None where one was, or where that is not known."""
        whys = [each.why for each in (self.left, self.right) if each.why is not None]
        asked = [each for each in whys if each is not Unsaid.NOT_ASKED]
        return None if self.judged else next(iter((*asked, *whys)), None)


@dataclass(frozen=True, slots=True)
class HoldRecord:
    """One hold, or one timed stretch of rolling: seconds asked for, and seconds that counted.

    `eased`: the user came out of it before its time, by touch or by leaving. `judged`: the pose
    was seen; else it went by the clock alone.
    """

    asked_s: float
    held_s: float = 0.0
    eased: bool = False
    judged: bool = False

    @property
    def complete(self) -> bool:
        return self.held_s >= self.asked_s - HELD_SLACK_S


@dataclass(frozen=True, slots=True)
class SetRecord:
    """One set of one exercise: repetitions, or a hold. `side` None: both at once.

    Of a check's repetitions `exercise` is the check's id.

    `touched`: repetitions that the camera could not count, and a touch or the beat did. `reps` of
    a timed set are what was seen beside the clock. `unjudged_s`: how long nothing could be judged;
    `refused_s`: of repetitions, how much of that by which refusal, empty in layouts before 7.
    """

    exercise: str
    planned_reps: int
    reps: tuple[Repetition, ...] = ()
    unjudged_s: float = 0.0
    side: Side | None = None
    hold: HoldRecord | None = None
    touched: int = 0
    refused_s: Mapping[Refusal, float] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Repetitions done, seen or touched."""
        return len(self.reps) + self.touched

    @property
    def begun(self) -> bool:
        """Whether anything of it was done."""
        return self.done > 0 or (self.hold is not None and self.hold.held_s > 0)

    @property
    def complete(self) -> bool:
        return self.hold.complete if self.hold is not None else self.done >= self.planned_reps


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user said around a session; None: not asked, or not answered.

    Pain is 0-10. `sore`: whether the day after the last session hurt more than a mild ache.
    `breath`: whether they could breathe easily in the long holds.
    """

    pain_before: int | None = None
    pain_after: int | None = None
    sore: bool | None = None
    breath: bool | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """How many sets of an exercise, or of a check, a session was begun with, on all sides."""

    exercise: str
    sets: int


class Change(Sentence):
    """A step of the programme and its reason, in a sentence that was told. `kind`: the text's key
    (config/programme.toml), or the id of the rule that makes a session lighter.
    """

    kind: str


AND = " + "


@dataclass(frozen=True, slots=True)
class Measured:
    """With what a session was measured: what was measured otherwise may not compare.

    `app`: the program's version. `method` as in `alignment.results`, None: before that was kept.
    `model`: the pose model's label, several joined by `AND`, each once. `camera`: its name.
    `calibrations`: those in force while something was done, one after the other; None among them:
    none was in force.
    """

    app: str = __version__
    method: int | None = METHOD
    model: str = ""
    camera: str = ""
    calibrations: tuple[Calibration | None, ...] = ()


Found = tuple[CheckResult, Measured]
"""A check's result, and with what it was measured."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A check's result to compare a new one with: of a session that began `at`."""

    at: datetime
    result: CheckResult
    measured: Measured


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session. `ended` and `outcome` are None while it goes on.

    `pain` is true when the user touched "It hurts". `uuid` is made once, at the start, and is
    what every receiver tells sessions apart by. `checks`: what the checks in it found.
    `skipped`: ids of exercises that were planned and left out or swapped. `planned`: what it was
    to be. `changes`: what was told of the programme when it began.
    """

    uuid: str
    profile: str
    routine: str
    started: datetime
    demo: bool = False
    sets: tuple[SetRecord, ...] = ()
    ended: datetime | None = None
    outcome: Outcome | None = None
    pain: bool = False
    checks: tuple[CheckResult, ...] = ()
    asked: Asked = field(default_factory=Asked)
    skipped: tuple[str, ...] = ()
    planned: tuple[Planned, ...] = ()
    changes: tuple[Change, ...] = ()
    measured: Measured = field(default_factory=Measured)

    @property
    def lasted_s(self) -> float | None:
        """Seconds from its start to its end; None while it goes on, and where the wall clock was
        set meanwhile, so that nobody knows.
        """
        if self.ended is None:
            return None
        lasted_s = (self.ended - self.started).total_seconds()
        return lasted_s if 0.0 <= lasted_s <= _LONGEST_S else None

    @property
    def turned_away(self) -> bool:
        """Whether no session began: all there is is what was answered."""
        return not self.routine

    @property
    def rep_count(self) -> int:
        """How many repetitions were done of those that were asked for: none in what is timed."""
        return sum(each.done for each in self._repeated)

    @property
    def _repeated(self) -> tuple[SetRecord, ...]:
        return tuple(each for each in self.sets if each.hold is None)

    @property
    def unjudged(self) -> dict[Why, int]:
        """How many repetitions were not judged though they were to be, by why, as far as known."""
        counts: dict[Why, int] = {}
        for rep in (rep for each in self._repeated for rep in each.reps):
            if rep.why not in (None, Unsaid.NOT_ASKED):
                counts[rep.why] = counts.get(rep.why, 0) + 1
        return counts

    def tally(self, side: Side) -> dict[Verdict, int]:
        """How many repetitions got which verdict on the user's own `side`.

        What was done on the other leg alone is none of this one's.
        """
        counts = dict.fromkeys(Verdict, 0)
        for rep in (rep for each in self._repeated for rep in each.reps):
            if rep.side in (None, side):
                counts[rep.knee(side).verdict] += 1
        return counts
