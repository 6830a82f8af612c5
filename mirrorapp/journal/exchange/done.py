"""What was done: a session with its sets, repetitions, checks and calibrations."""

from typing import ClassVar

from pydantic import model_validator

from mirrorapp.alignment.results import Untold
from mirrorapp.coach.records import Outcome
from mirrorapp.config import Slug
from mirrorapp.events import Refusal, Side, Unsaid, Verdict
from mirrorapp.journal.exchange.keys import Moment, Pain, Place, Row, Uuid, Whole, key

_UNTOLD = "could not be told"
_JUDGED = "it was judged, or from before layout 7"
_NO_HOLD = "no hold"
_UNANSWERED = "not asked, or not answered"


class Calibration(Row):
    """Where a camera was, each value with its uncertainty (one sigma)."""

    table: ClassVar[str] = "calibration"
    identity: ClassVar[tuple[str, ...]] = ("id",)

    id: Whole = key("its number, by which sessions name it; in this file alone")
    made: Moment = key("when it was found")
    name: str = key("the camera")
    source: str = key("how the camera was chosen")
    width_px: Whole = key("width of the picture", "px")
    height_px: Whole = key("height of the picture", "px")
    rotate: Whole = key("by how much the picture is turned", "degrees")
    lens: str = key("the lens that was set")
    floor_mark_m: float = key("from the camera to the mark, as it was set", "m")
    height_m: float = key("of the lens above the floor", "m")
    tilt_deg: float = key("+ looks down", "degrees")
    roll_deg: float = key("+ is turned clockwise, seen from behind the camera", "degrees")
    vfov_deg: float = key("vertical field of view of the upright picture", "degrees")
    distance_m: float = key("from the camera to the mark, along the floor", "m")
    height_m_u: float = key("uncertainty of height_m", "m")
    tilt_deg_u: float = key("uncertainty of tilt_deg", "degrees")
    roll_deg_u: float = key("uncertainty of roll_deg", "degrees")
    vfov_deg_u: float = key("uncertainty of vfov_deg", "degrees")
    distance_m_u: float = key("uncertainty of distance_m", "m")


class InForce(Row):
    """A calibration that was in force while something was done."""

    table: ClassVar[str] = "session_calibration"
    owner: ClassVar[str] = "session_id"

    number: Place = key("the first is 1")
    calibration_id: Whole | None = key("the calibration's id", null="none was in force")


class Change(Row):
    """A step of the programme, as it was told when the session began."""

    table: ClassVar[str] = "change"
    owner: ClassVar[str] = "session_id"

    number: Place = key("the first is 1")
    kind: str = key("which text or rule it is (config/programme.toml, config/safety.toml)")
    en: str = key("the sentence in English")
    de: str = key("the sentence in German")


class Repetition(Row):
    """One repetition; times on the camera's clock, left is the user's own left.

    Of each knee the worst verdict held, and the measures at the deepest instant.
    """

    table: ClassVar[str] = "repetition"
    owner: ClassVar[str] = "set_id"

    number: Place = key("the set's first is 1")
    side: Side | None = key("the leg it was done on", null="both")
    start_s: float = key("when it began", "s")
    bottom_s: float = key("when it was deepest", "s")
    end_s: float = key("when it ended", "s")
    depth: float = key("1 − (height of hip above ankle ÷ the same standing): 0 standing", "1")
    judged: bool = key("whether its knees could be judged")
    left_verdict: Verdict = key("what was said of the left knee")
    left_kt: float | None = key("how far the left knee was inward of the second toe",
                                "lengths of the shank", _UNTOLD)
    left_ka: float | None = key("how far the left knee looked inward of the ankle",
                                "lengths of the shank", _UNTOLD)
    left_valgus_deg: float | None = key(
        "frontal-plane angle of the left leg, standing axis and movement together; + is inward",
        "degrees", _UNTOLD)
    left_uncertainty_deg: float | None = key(
        "root mean square error of left_valgus_deg", "degrees", _UNTOLD)
    left_movement_deg: float | None = key(
        "what of left_valgus_deg the movement adds to how the leg stands", "degrees",
        f"{_UNTOLD}, or from before layout 5")
    left_why: Refusal | Unsaid | None = key(
        "why the left knee was not judged: what was wrong with the view for longest; not_asked: it "
        "is never judged in this; not_stood: how the user stands was not seen before; unsure: it "
        "was in plain view, and not bent enough or not read surely enough", null=_JUDGED,
        default=None)
    right_verdict: Verdict = key("what was said of the right knee")
    right_kt: float | None = key("as left_kt", "lengths of the shank", _UNTOLD)
    right_ka: float | None = key("as left_ka", "lengths of the shank", _UNTOLD)
    right_valgus_deg: float | None = key("as left_valgus_deg", "degrees", _UNTOLD)
    right_uncertainty_deg: float | None = key("as left_uncertainty_deg", "degrees", _UNTOLD)
    right_movement_deg: float | None = key("as left_movement_deg", "degrees",
                                           f"{_UNTOLD}, or from before layout 5")
    right_why: Refusal | Unsaid | None = key("as left_why", null=_JUDGED, default=None)


class ExerciseSet(Row):
    """One set of one exercise on one side: repetitions, or a hold."""

    table: ClassVar[str] = "exercise_set"
    owner: ClassVar[str] = "session_id"
    parts: ClassVar[dict[str, type[Row]]] = {"repetitions": Repetition}
    as_text: ClassVar[frozenset[str]] = frozenset({"refused"})

    number: Place = key("the session's first is 1")
    exercise: str = key("id of the exercise, or of the check")
    side: Side | None = key("the side it was done on", null="both at once")
    planned_reps: Whole = key("repetitions asked for; of a hold 0")
    touched: Whole = key("repetitions that a touch or the beat counted, and not the camera")
    unjudged_s: float = key("how long nothing could be judged in it", "s")
    refused: dict[Refusal, float] = key(
        "of repetitions, how much of unjudged_s was due to what; empty also from before layout 7",
        "s", default={})
    asked_s: float | None = key("how long the hold was to be", "s", _NO_HOLD)
    held_s: float | None = key("how much of it counted", "s", _NO_HOLD)
    eased: bool | None = key("whether the user came out of it early", null=_NO_HOLD)
    hold_judged: bool | None = key("whether the pose was seen; else it went by the clock alone",
                                   null=_NO_HOLD)
    repetitions: tuple[Repetition, ...] = key("those that the camera saw, in turn")

    @model_validator(mode="after")
    def _a_hold_or_none(self) -> "ExerciseSet":
        hold = (self.asked_s, self.held_s, self.eased, self.hold_judged)
        if len({each is None for each in hold}) > 1:
            raise ValueError("asked_s, held_s, eased and hold_judged go together")
        return self


class CheckValue(Row):
    """One number of a check, with what is known of its error."""

    table: ClassVar[str] = "check_value"
    owner: ClassVar[str] = "result_id"
    order: ClassVar[str] = "name"

    name: str = key("of what: left or right (the user's own), or ankles")
    value: float = key("the result", "the check's unit")
    uncertainty: float = key("root mean square error against the truth", "the check's unit")
    scatter: float = key("standard error that its own repetitions or moments show",
                         "the check's unit")
    judged: Whole = key("how many repetitions it rests on; of a hold 1")


class CheckResult(Row):
    """What one check found."""

    table: ClassVar[str] = "check_result"
    owner: ClassVar[str] = "session_id"
    order: ClassVar[str] = "id"
    parts: ClassVar[dict[str, type[Row]]] = {"values": CheckValue}

    name: str = key("id of the check")
    unit: str = key("unit of its values: deg (degrees) or shank (lengths of the user's shank)")
    reason: Untold | None = key("why something could not be told", null="all was told")
    judged_fraction: float = key("how much of it could be judged", "1")
    depth: float | None = key("how deep knees were compared, as a repetition's depth", "1",
                              "it compares at no depth")
    camera: str = key("the camera")
    method: Whole = key("the way of measuring; results of two don't compare")
    values: tuple[CheckValue, ...] = key("its numbers; what could not be told is missing")


class Session(Row):
    """One session, with all that was done in it."""

    table: ClassVar[str] = "session"
    identity: ClassVar[tuple[str, ...]] = ("uuid",)
    as_text: ClassVar[frozenset[str]] = frozenset({"skipped", "planned"})
    parts: ClassVar[dict[str, type[Row]]] = {
        "sets": ExerciseSet, "checks": CheckResult, "calibrations": InForce, "changes": Change}

    uuid: Uuid = key("what tells it from all others")
    profile: Slug = key("id of who trained")
    routine: str = key("id of what was chosen; empty: no session began, all there is is answers")
    started: Moment = key("when it began")
    saved: Moment = key("when something of it was last written")
    ended: Moment | None = key("when it ended", null="it goes on, or was cut off")
    outcome: Outcome | None = key("how it ended", null="it goes on, or was cut off")
    demo: bool = key("whether it was a demo: then it counts for nothing")
    pain: bool = key("whether “It hurts” was touched")
    pain_before: Pain | None = key("pain before it, 0 none, 10 the worst", "0–10", _UNANSWERED)
    pain_after: Pain | None = key("pain after it", "0–10", _UNANSWERED)
    sore: bool | None = key("whether the day after the last one hurt more than a mild ache",
                            null=_UNANSWERED)
    breath: bool | None = key("whether breathing was easy in the long holds", null=_UNANSWERED)
    skipped: tuple[str, ...] = key("ids of exercises that were left out or swapped")
    planned: tuple[tuple[str, Whole], ...] = key(
        "what it was to be: id of each exercise, and how many sets")
    app_version: str = key("version of the program that measured it")
    method: Whole | None = key("the way of measuring", null="from before that was kept")
    model: str = key("the pose model, or several, joined by +; empty: from before that was kept, "
                     "or nothing was measured")
    camera: str = key("the camera; empty as model")
    sets: tuple[ExerciseSet, ...] = key("its sets, in turn")
    checks: tuple[CheckResult, ...] = key("what its checks found")
    calibrations: tuple[InForce, ...] = key("those in force while something was done, in turn")
    changes: tuple[Change, ...] = key("steps of the programme that were told when it began")

    @model_validator(mode="after")
    def _has_both(self) -> "Session":
        if (self.ended is None) != (self.outcome is None):
            raise ValueError("ended and outcome go together")
        return self

