"""A made-up person, to hand over: weeks that were lived through, and what was checked in them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from mirrorapp.alignment.results import CheckResult, Untold, Value
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Planned, Repetition, RepKnee, SessionRecord
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.report.handover import Handover, Kept, handover
from mirrorapp.simulate.weeks import BETTER, Course
from tests.coach.looking_back import lived
from tests.everything import EVERYTHING as CATALOGUE

REFUSED_S = {Refusal.FEET_OUT: 4.0, Refusal.TURNED: 2.0}
AXIS_DEG = {Side.LEFT: 3.0, Side.RIGHT: 2.0}


def apart(number: int, rep: Repetition) -> Repetition:
    """A squat whose axis and movement are known apart, as since layout 5; every ninth unjudged: the
    feet were out of the picture."""
    if number % 9 == 8:
        unseen = RepKnee(Verdict.CANNOT_JUDGE, why=Refusal.FEET_OUT)
        return replace(rep, judged=False, left=unseen, right=unseen)

    def knee(side: Side) -> RepKnee:
        found = rep.knee(side)
        if found.valgus_deg is None:
            return found
        deg = found.valgus_deg
        verdict = (Verdict.CAVING_IN if deg > 10 else Verdict.DRIFTING if deg > 7
                   else Verdict.GOOD)
        return replace(found, verdict=verdict, valgus_deg=deg + AXIS_DEG[side])
    return replace(rep, left=knee(Side.LEFT), right=knee(Side.RIGHT))


def checked(number: int) -> tuple[CheckResult, ...]:
    """The checks of a week: the left knee gets better, the gap does not change."""
    left = max(2.0, 11.0 - 1.5 * number)
    return (
        CheckResult("ankle-gap", "shank", {"ankles": Value(0.205 + 0.004 * (number % 2), 0.022,
                                                           0.004, 1)}, camera="webcam"),
        CheckResult("standing-axis", "deg", {
            "left": Value(3.2, 1.4, 0.3, 1), "right": Value(2.1, 1.4, 0.3, 1)}, camera="webcam"),
        CheckResult("squat-check", "deg", {
            "left": Value(left, 2.8, 0.4, 5), "right": Value(2.6, 2.8, 0.4, 5)}, depth=0.1,
            camera="webcam"),
        CheckResult("single-leg-check", "deg", {"left": Value(left + 1, 3.2, 0.6, 3)},
                    reason=Untold.TOO_FEW, camera="webcam"))


def anna(weeks: int = 10, course: Course = BETTER) -> Kept:
    """Somebody of whom everything is known."""
    history, _ = lived(weeks, course)
    begun = history[0].started
    records = []
    for number, each in enumerate(history):
        sets = tuple(
            replace(one, reps=tuple(map(apart, range(len(one.reps)), one.reps)),
                    unjudged_s=6.0 * bool(one.reps),
                    refused_s=REFUSED_S if one.reps else {}) for one in each.sets)
        week, day = divmod((each.started - begun).days, 7)
        records.append(replace(
            each, profile="anna", sets=sets, pain=number == 5,
            checks=checked(week) if day < 1 else (),
            planned=tuple(Planned(name, sum(one.exercise == name for one in sets))
                          for name in dict.fromkeys(one.exercise for one in sets))))
    return Kept(Profile("anna", "Anna Beispiel", 168, flags=frozenset(("kneeling_hurts",)),
                        screening=Screening(begun, frozenset(("unstable",)), begun)),
                tuple(records), read=(("pain-not-better", begun + timedelta(weeks=4)),))


def handed_over(kept: Kept, since: date | None = None, until: date | None = None) -> Handover:
    """From the first day to the last one."""
    records: Sequence[SessionRecord] = kept.history
    last = max(each.started for each in records)
    return handover(kept, since or records[0].started.date(), until or last.date(),
                    last + timedelta(hours=2), CATALOGUE)
