"""What the coach shows just now, and what can be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mirrorapp.alignment.reading import Return
from mirrorapp.alignment.results import Untold
from mirrorapp.coach.calibration_state import CalibrationState
from mirrorapp.coach.checking import Finding
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.progress import Progress
from mirrorapp.coach.records import Change, SessionRecord
from mirrorapp.events import Refusal, Side
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.words import Sentence, Source, Step


class Phase(StrEnum):
    """Where the mirror is. Each phase is one screen; several are shown on the session's.

    `ask`: a question waits for its answer; `advised`: no session begins, and why is said;
    `count_in`: three, two, one; `rest`: between two sets; `hurts`: "It hurts" was touched, and
    rest, another exercise or the end is offered.
    """

    HOME = "home"
    ASK = "ask"
    ADVISED = "advised"
    GET_READY = "get_ready"
    COUNT_IN = "count_in"
    ACTIVE = "active"
    REST = "rest"
    PAUSED = "paused"
    HURTS = "hurts"
    SUMMARY = "summary"
    CALIBRATE = "calibrate"


class Ask(StrEnum):
    """What the user is asked around a session."""

    SCREENING = "screening"
    PAIN_BEFORE = "pain_before"
    BREATH = "breath"
    PAIN_AFTER = "pain_after"


class Tone(StrEnum):
    """What is heard: soft, short, and never needed by somebody who sees the glass.

    `switch` is always the other side: its turn has come, or it has and the user is on the wrong
    one. `line`: on to the next line of what is timed, on the same side. `leave`: out of it.
    `fault`: something about how the user moves is to be mended, and the glass says what.
    """

    TICK = "tick"
    BEGIN = "begin"
    HALF = "half"
    REP = "rep"
    LINE = "line"
    LEAVE = "leave"
    SWITCH = "switch"
    AWAY = "away"
    FAULT = "fault"
    DONE = "done"


class Cue(StrEnum):
    """What the coach says; the words are in the locale files, at most five of them."""

    LEFT_KNEE_OUT = "left_knee_out"
    RIGHT_KNEE_OUT = "right_knee_out"
    BOTH_KNEES_OUT = "both_knees_out"
    LEFT_KNEE_IN = "left_knee_in"
    RIGHT_KNEE_IN = "right_knee_in"
    BOTH_KNEES_IN = "both_knees_in"
    SQUARE_UP_LEFT = "square_up_left"
    SQUARE_UP_RIGHT = "square_up_right"
    TOO_DEEP = "too_deep"
    OTHER_SIDE = "other_side"
    SLOWER = "slower"
    STAND_STILL = "stand_still"
    GOOD_REP = "good_rep"


class Intent(StrEnum):
    """What a touch asks for; those that say so bring a value along.

    `choose`: the id of a routine, an exercise or a check to do now. `answer`: "yes", "no", a
    number, or `SORE`. `plus_one`: a repetition that the camera could not count. `ease`: out of a
    hold, now. `next`: on to what comes next. `skip`: without this exercise. After "It hurts":
    `rest`, `swap` (on to another exercise) or `stop`. `profile`: the id of who trains now;
    `health`: theirs has changed; `progress`: what has become of them. `people`: who trains here, or
    what is known of them, has changed. `acknowledge`: a rule's id, whose advice was read.
    `calibrate`: the height in cm of who stands there, where that is known.
    """

    START = "start"
    CHOOSE = "choose"
    CHECK = "check"
    ANSWER = "answer"
    PAUSE = "pause"
    RESUME = "resume"
    PLUS_ONE = "plus_one"
    EASE = "ease"
    NEXT = "next"
    SKIP = "skip"
    PAIN = "pain"
    REST = "rest"
    SWAP = "swap"
    STOP = "stop"
    HOME = "home"
    PROFILE = "profile"
    HEALTH = "health"
    PEOPLE = "people"
    PROGRESS = "progress"
    ACKNOWLEDGE = "acknowledge"
    CALIBRATE = "calibrate"
    AGAIN = "again"
    TALLER = "taller"
    SHORTER = "shorter"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked just now. `text` is there for what comes from a table (screening); else the
    words are those of `ask`. `about`: an earlier question, to which "yes" was said. `number` of
    `count` questions of this kind, from 1. `scale`: the answer is a number 0-10, else it is "yes"
    or "no". `sore`: what it says of the day after the last session, until that is changed by
    answering `SORE`; None where that is not asked.
    """

    ask: Ask
    id: str = ""
    text: Sentence | None = None
    about: Sentence | None = None
    scale: bool = False
    number: int = 1
    count: int = 1
    sore: bool | None = None


SORE = "sore"
"""Answers no question, but turns round what one with `sore` says of that."""
SCALE_MOST = 10


def on_scale(value: str) -> int | None:
    """The answer to a question with a `scale`, 0-10; None where it is none."""
    if not (value.isascii() and value.isdecimal()) or int(value) > SCALE_MOST:
        return None
    return int(value)


@dataclass(frozen=True, slots=True)
class Advice:
    """What a rule of safety says: information, never a diagnosis. `rule` is its id in the table.

    `blocks`: no session begins while it holds. `stays`: shown until it is acknowledged.
    """

    rule: str
    text: Sentence
    source: Source
    blocks: bool = False
    stays: bool = False


ALL_OF_TODAY = "all-of-today"
"""To be chosen: today's session with what is left out of it."""


@dataclass(frozen=True, slots=True)
class Today:
    """What the programme has for today.

    `kind`: train, rest, or done. `exercises` are ids, at most four; `left_out` those that the
    day's routines have beyond them. `check_due`: the id of the check, or routine of checks, that
    comes first, "" for none. `due`: when the next session is to be. `streak` in days, `adherence`
    in per cent of the last four weeks (None in the first days), `week` of the programme from 1.
    Where the clock can't be right `due`, `adherence` and `week` are None, and `streak` is 0.
    `changes`: each step of the programme that is new since the last day of training, in a sentence.
    `longer`: ids of exercises whose holds are asked for at their longest.
    """

    kind: str = "train"
    routines: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    check_due: str = ""
    lighter: bool = False
    due: datetime | None = None
    streak: int = 0
    adherence: int | None = None
    week: int | None = 1
    changes: tuple[Change, ...] = ()
    longer: frozenset[str] = frozenset()

    def is_due(self, now: datetime) -> bool:
        """Whether it is time for a session of today."""
        return self.kind == "train" and self.due is not None and self.due <= now


@dataclass(frozen=True, slots=True)
class CoachState:
    """Everything about the session that a screen needs.

    `hint` is why nothing can be judged, worth showing (it has lasted). `ready` is how much of
    getting ready is done, 0–1. `session` is what has been done so far, None at home. `lost`:
    somebody else stands where the user was; `back`: how the user came back when last lost.
    `calibration` is there in its phase alone.

    Of a check: `part` counts what of it has been done, `step` is what is told before the next,
    `banded`: it begins with a band; `held` how much of a hold is done (0-1), `wrong` what keeps it
    from counting; `findings` in the end. `weekly`: whether the weekly check can be had.

    Of an exercise: `side` is the leg (or direction) whose turn it is; `set_number` of `set_count`
    on that side; `timed`: by the clock, not judged; `words` is what is announced (a segment, or
    what a hold still needs), `fault` what goes wrong, in words of the exercise's own; `left_s`:
    seconds left of what runs (a hold, a segment, the count-in, a rest); `held` as above; `owed_s`:
    what each side gets more of the next time, in the end; `touchable`: a repetition can be added
    by a touch; `following`: the id of the exercise after this one, "" after the last, `last_set`
    whether it comes after this very set; `swaps`: there is something to go on to without this
    one. `waiting`: its time is up, nobody was to be seen, and it goes on once somebody is, or
    touches; `stuck`: nothing has counted for a while: `touchable`, or going on is offered; `left`:
    a hold's pose has been left for a while, and its clock waits.
    `placed`: the user is in place, and it begins once they say so; `away`: paused since they left
    the picture, and it goes on once they are back; `hand`: a raised hand goes on, or answers yes.
    `upright`: it begins standing before the mirror; `switched`: the same on the other side.
    `plan_reps` is of the whole plan, `plan_sets` of its exercises alone, `sets_done` those of them
    that are complete.
    `tone` is heard once for each new `tones`. `advice`: what safety says: in `advised` why no
    session begins, at home and in the end what stands until it is acknowledged, at home too what
    keeps a session back, and before an exercise what to know of it. `referrals`: what of it
    stays, in every phase. `progress` is there once it was asked for, until something changes.
    """

    phase: Phase = Phase.HOME
    exercise: str = ""
    reps: int = 0
    target: int = 0
    cue: Cue | None = None
    hint: Refusal | None = None
    ready: float = 0.0
    session: SessionRecord | None = None
    lost: bool = False
    back: Return | None = None
    calibration: CalibrationState | None = None
    part: int = 0
    check: Check | None = None
    banded: bool = False
    step: Step | None = None
    held: float | None = None
    wrong: Untold | None = None
    findings: tuple[Finding, ...] = ()
    weekly: bool = False
    side: Side | None = None
    set_number: int = 1
    set_count: int = 1
    timed: bool = False
    words: Step | None = None
    fault: Step | None = None
    left_s: float | None = None
    owed_s: Mapping[Side, float] = field(default_factory=dict)
    touchable: bool = False
    waiting: bool = False
    stuck: bool = False
    left: bool = False
    placed: bool = False
    away: bool = False
    hand: bool = False
    upright: bool = True
    switched: bool = False
    plan_sets: int = 0
    plan_reps: int = 0
    sets_done: int = 0
    following: str = ""
    last_set: bool = False
    swaps: bool = False
    tone: Tone | None = None
    tones: int = 0
    question: Question | None = None
    advice: tuple[Advice, ...] = ()
    referrals: tuple[Advice, ...] = ()
    today: Today | None = None
    profile: Profile | None = None
    profiles: tuple[Profile, ...] = ()
    progress: Progress | None = None
