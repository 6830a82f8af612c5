"""Exercises, routines, a plan and sessions, for tests of the programme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from mirrorapp.coach.records import (
    Asked,
    HoldRecord,
    Outcome,
    Repetition,
    RepKnee,
    SessionRecord,
    SetRecord,
)
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.checks import WEEKLY_CHECKS
from mirrorapp.exercises.schema import Exercise

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 1, 5)
_numbers = count()


def exercise(name: str, *, reps: bool = True, sides: str = "each", knees: str = "none",
             **more: Any) -> Exercise:
    dose = ({"kind": "reps", "reps": 4, "source": "app"} if reps
            else {"kind": "hold", "seconds": 120, "seconds_most": more.pop("most", None),
                  "source": "LB"})
    cautions = [{"text": {"en": "No.", "de": "Nein."}, "source": "app", "flag": flag}
                for flag in more.pop("flags", ())]
    return Exercise.model_validate({
        "id": name, "view": "F", "knees": knees, "name": {"en": name, "de": f"{name} (de)"},
        "dose": dose, "sides": {"kind": sides}, "cautions": cautions, **more})


LADDERS = {each.id: each for each in (
    exercise("standing-leg-stretch", reps=False, most=150),
    exercise("seated-thigh-stretch", reps=False, most=150),
    exercise("floor-buttock-stretch", reps=False, flags=["floor_is_hard"]),
    exercise("thigh-foam-roll", reps=False, easier="wall-foam-roll", flags=["floor_is_hard"]),
    exercise("wall-foam-roll", reps=False),
    exercise("banded-clamshell", harder="banded-side-step", kit=["band", "mat"]),
    exercise("banded-side-step", sides="directions", knees="both", easier="banded-clamshell",
             harder="single-leg-deadlift", kit=["band"]),
    exercise("single-leg-deadlift", knees="stance", easier="banded-side-step", support=True,
             flags=["balance"]),
    exercise("hip-hike", support=True),
    exercise("runners-march", knees="stance", support=True),
    exercise("foot-doming"),
    exercise("half-kneeling-hip-flexor", reps=False, flags=["kneeling_hurts"]),
    exercise("banded-squat", sides="both", knees="both", harder="squat", kit=["band"]),
    exercise("squat", sides="both", knees="both", easier="banded-squat", harder="step-down"),
    exercise("single-leg-squat", knees="stance", easier="squat", support=True, flags=["balance"],
             counting={"stance": "single"}),
    exercise("step-up", knees="leading", support=True),
    exercise("step-down", knees="stance", easier="squat", support=True, flags=["kneecap_pain"]),
    exercise("mini-walk", sides="both", knees="bearing", trend=True, noise_deg=2.0),
)}


@dataclass(frozen=True)
class Routine:
    exercises: tuple[str, ...]
    later: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Day:
    routines: tuple[str, ...] = ()


@dataclass(frozen=True)
class First:
    routine: str = "first-week"
    days: int = 7


@dataclass(frozen=True)
class Due:
    id: str
    every_days: int


@dataclass(frozen=True)
class Plan:
    days: tuple[Day, ...]
    first_week: First | None = First()
    checks: tuple[Due, ...] = (Due("weekly-check", 7), Due("band-effect", 28))
    exercises_most: int = 4


ROUTINES = {
    "first-week": Routine(("standing-leg-stretch", "banded-clamshell", "squat")),
    "stretch-full": Routine(("standing-leg-stretch", "seated-thigh-stretch",
                             "floor-buttock-stretch", "thigh-foam-roll")),
    "strength": Routine(("banded-clamshell", "banded-side-step", "hip-hike", "runners-march"),
                        ("single-leg-deadlift",)),
    "retraining": Routine(("banded-squat", "step-up", "step-down", "mini-walk"),
                          ("squat", "single-leg-squat")),
    "mobility": Routine(("half-kneeling-hip-flexor", "seated-thigh-stretch", "wall-foam-roll",
                         "foot-doming")),
    "weekly-check": Routine((), checks=WEEKLY_CHECKS),
}
_ODD, _EVEN = Day(("stretch-full", "strength")), Day(("retraining", "mobility"))
PLAN = Plan((_ODD, _EVEN, _ODD, _EVEN, _ODD, _EVEN, Day()))


def day(number: int) -> date:
    """The programme's day, from 1."""
    return FIRST + timedelta(days=number - 1)


def at(number: int, hour: float = 18) -> datetime:
    return datetime.combine(day(number), time(), BERLIN) + timedelta(hours=hour)


def rep(verdict: Verdict = Verdict.GOOD, side: Side | None = None,
        other: Verdict | None = None) -> Repetition:
    """One on `side`, or on both; `other`: of the right knee, where both are told."""
    left = right = RepKnee(verdict)
    if other is not None:
        right = RepKnee(other)
    return Repetition(0.0, 1.0, 2.0, 0.1, judged=True, left=left, right=right, side=side)


def sets_of(name: str, *, verdict: Verdict = Verdict.GOOD, held_s: float = 120.0,
            done: int = 4) -> list[SetRecord]:
    """One set of it, on each side where sides take turns."""
    found = LADDERS[name]
    sides: Sequence[Side | None] = (
        (None,) if found.sides.kind == "both" else (Side.RIGHT, Side.LEFT))
    if found.dose.kind == "hold":
        return [SetRecord(name, 0, side=side, hold=HoldRecord(120.0, held_s)) for side in sides]
    if found.knees == "none":
        return [SetRecord(name, 4, side=side, touched=done) for side in sides]
    return [SetRecord(name, 4, (rep(verdict, side),) * done, side=side) for side in sides]


def session(number: int, names: Iterable[str] = ("hip-hike",), *, hour: float = 17,
            verdict: Verdict = Verdict.GOOD, pain: tuple[int | None, int | None] = (None, None),
            sore: bool | None = None, started: datetime | None = None,
            **more: Any) -> SessionRecord:
    """One finished session on the programme's day `number`."""
    begun = started or at(number, hour)
    sets = tuple(each for name in names for each in sets_of(name, verdict=verdict))
    fields: dict[str, Any] = {
        "routine": "today", "sets": sets,
        "ended": begun + timedelta(minutes=15), "outcome": Outcome.COMPLETED,
        "asked": Asked(*pain, sore=sore)} | more
    return SessionRecord(uuid=f"session-{next(_numbers)}", profile="p1", started=begun, **fields)
