"""Runs a video or a landmark recording through the mirror's own code and reports what it saw."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.ankles import centimetres
from mirrorapp.alignment.baseline import Baseline
from mirrorapp.alignment.level import Level
from mirrorapp.alignment.posture import Carriage, Measure
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.results import CheckResult, Value, smallest_detectable
from mirrorapp.coach import checking
from mirrorapp.coach.excursions import counter
from mirrorapp.coach.records import Repetition, RepKnee
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.verdicts import worst, worst_held
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.schema import Exercise
from mirrorapp.vision.pose import Sighting

_SOON_S = 3.0
_REPORTED = {Refusal.NOT_SIDE: Refusal.TURNED}
"""What a report has no reason of its own for: whoever is to be seen side-on is turned wrongly."""
_SAME_HEIGHT = 1.08


@dataclass(frozen=True, slots=True)
class Replay:
    """A recording, judged: every reading and every repetition."""

    exercise: str
    readings: tuple[Reading, ...]
    reps: tuple[Repetition, ...]
    standing: Baseline | None


def replay(sightings: Iterable[Sighting], exercise: Exercise) -> Replay:
    """Judge a whole recording.

    It is watched twice: a baseline seen after a repetition judges that one too. Before that it is
    looked how askew the camera hangs.
    """
    seen = list(sightings)
    level = _level(seen, exercise)
    first = Aligner(level=level)
    judge_by(first, exercise)
    known = _Baselines(seen, first)
    aligner = Aligner(known=known.at, level=level)
    judge_by(aligner, exercise)
    counts = counter(exercise)
    readings, reps = [], []
    for sighting in seen:
        readings.append(aligner.read(sighting))
        reps.append(counts.update(readings[-1]))
    reps.append(counts.flush())
    return Replay(exercise.id, tuple(readings), tuple(rep for rep in reps if rep is not None),
                  known.last)


def _level(sightings: Iterable[Sighting], exercise: Exercise) -> Level | None:
    aligner = Aligner()
    judge_by(aligner, exercise)
    for sighting in sightings:
        aligner.read(sighting)
        if aligner.level is not None:
            break
    return aligner.level


class _Baselines:
    """What the first pass learnt of how the user stands, and when."""

    def __init__(self, sightings: Sequence[Sighting], aligner: Aligner) -> None:
        self._times_s: list[float] = []
        self._known: list[Baseline] = []
        for sighting in sightings:
            aligner.read(sighting)
            baseline = aligner.baseline
            if baseline.drop_px and (not self._known or baseline is not self._known[-1]):
                self._times_s.append(sighting.time_s)
                self._known.append(baseline)

    @property
    def last(self) -> Baseline | None:
        """The last one that tells how the knees stand."""
        return next((each for each in reversed(self._known) if each.seen), None)

    def at(self, time_s: float) -> Baseline | None:
        """The last one learnt before `time_s`, else the first one after it.

        Where the user stands up a little taller soon after, that one: a film may begin with the
        knees already bent.
        """
        if not self._known:
            return None
        first = max(0, bisect_left(self._times_s, time_s) - 1)
        soon = bisect_left(self._times_s, time_s + _SOON_S)
        here = self._known[first]
        same = [each for each in self._known[first:soon + 1]
                if (each.drop_px or 0.0) < _SAME_HEIGHT * (here.drop_px or 0.0)]
        return max(same, key=lambda each: (each.seen, each.drop_px or 0.0), default=here)


def report_check(replay: Replay, file: str, check: Check,
                 height_cm: float | None = None) -> dict[str, Any]:
    """The same for a check, with its result."""
    found = checking.of_film(check, replay.readings, replay.reps)
    return {**report(replay, file), "exercise": check.id,
            "check": {"result": _result(check, found, height_cm) if found.values else None,
                      "reason": found.reason and found.reason.value}}


def _result(check: Check, found: CheckResult, height_cm: float | None) -> dict[str, Any]:
    told = {name: _value(check, value, height_cm) for name, value in found.values.items()}
    return {"unit": found.unit, "values": told,
            "depth": _rounded(found.depth, 3), "judged_fraction": found.judged_fraction}


def _value(check: Check, value: Value, height_cm: float | None) -> dict[str, Any]:
    sem = value.sem(check.noise.sem)
    told = {"value": _rounded(value.value, 3), "uncertainty": _rounded(value.uncertainty, 3),
            "sem": _rounded(sem, 3), "smallest_change": _rounded(smallest_detectable(sem, sem), 3),
            "judged": value.judged}
    if check.unit == "shank" and height_cm is not None:
        told |= {"cm": _rounded(centimetres(value.value, height_cm), 1),
                 "uncertainty_cm": _rounded(centimetres(value.uncertainty, height_cm), 1)}
    return told


def carriage(replay: Replay) -> dict[str, Any]:
    """For each repetition, how pelvis, trunk and knee gap changed by its deepest instant."""
    return {"carriage": [_carriage(rep.carriage) for rep in replay.reps]}


def report(replay: Replay, file: str) -> dict[str, Any]:
    """The replay as the JSON object that docs/measurement.md describes."""
    readings = replay.readings
    return {
        "file": file,
        "frames": len(readings),
        "duration_s": round(_duration_s(readings), 2),
        "exercise": replay.exercise,
        "rep_count": len(replay.reps),
        "reps": [_rep(rep) for rep in replay.reps],
        "standing": {side.value: _standing(replay.standing, side) for side in Side},
        "verdict": {side.value: _verdict(replay, side).value for side in Side},
        "judged_fraction": round(_judged_fraction(readings), 3),
        "refusals": _refusals(readings),
    }


def _verdict(replay: Replay, side: Side) -> Verdict:
    """The worst that was held anywhere in the film, be it in a repetition that counts or not.

    Most of a film may be standing, so what a knee is accused of needs no share of its time; that
    all is well does, or a repetition that says so.
    """
    said = [(r.time_s, r.knees[side].verdict if side in r.knees else Verdict.CANNOT_JUDGE)
            for r in replay.readings]
    held = worst_held(said, share=0.0)
    if held is Verdict.GOOD:
        held = worst_held(said)
    return worst([held, *(rep.knee(side).verdict for rep in replay.reps)])


def _end_s(readings: Sequence[Reading]) -> float:
    """Until when the last frame is shown."""
    return readings[0].time_s + _duration_s(readings) if readings else 0.0


def _duration_s(readings: Sequence[Reading]) -> float:
    if len(readings) < 2:
        return 0.0
    span = readings[-1].time_s - readings[0].time_s
    return span * len(readings) / (len(readings) - 1)


def _rep(rep: Repetition) -> dict[str, Any]:
    return {"start_s": round(rep.start_s, 3), "bottom_s": round(rep.bottom_s, 3),
            "end_s": round(rep.end_s, 3), "depth": round(rep.depth, 3), "judged": rep.judged,
            "left": _knee(rep.left), "right": _knee(rep.right)}


def _carriage(carriage: Carriage | None) -> dict[str, Any] | None:
    """What is beyond twice its own uncertainty is `sure`; the rest may well be nothing."""
    if carriage is None:
        return None
    told: dict[str, Measure] = carriage._asdict()
    return {name: {"value": round(measure.value, 3), "uncertainty": measure.uncertainty,
                   "sure": measure.sure} for name, measure in told.items()}


def _knee(knee: RepKnee) -> dict[str, Any]:
    return {"verdict": knee.verdict.value, "kt": _rounded(knee.kt, 3), "ka": _rounded(knee.ka, 3),
            "valgus_deg": _rounded(knee.valgus_deg, 1),
            "uncertainty_deg": _rounded(knee.uncertainty_deg, 1)}


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _standing(baseline: Baseline | None, side: Side) -> dict[str, float | None]:
    axis_deg = None if baseline is None else baseline.legs[side].axis_deg
    return {"axis_deg": _rounded(axis_deg, 1)}


def _judged_fraction(readings: Sequence[Reading]) -> float:
    """Share of the time a person was in view in which nothing was refused."""
    spans = [(now, then.time_s - now.time_s) for now, then in pairwise(readings)]
    in_view = [(r, s) for r, s in spans if r.refusal is not Refusal.NO_PERSON]
    seconds = sum(s for _, s in in_view)
    return sum(s for r, s in in_view if r.refusal is None) / seconds if seconds > 0 else 0.0


def _refusals(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """Unbroken stretches of one reason each."""
    found: list[dict[str, Any]] = []
    running: Refusal | None = None
    ends_s = [*(each.time_s for each in readings[1:]), _end_s(readings)]
    for now, end_s in zip(readings, ends_s, strict=False):
        if now.refusal is not None and now.refusal is running:
            found[-1]["to_s"] = round(end_s, 3)
        elif now.refusal is not None:
            found.append({"reason": _REPORTED.get(now.refusal, now.refusal).value,
                          "from_s": round(now.time_s, 3), "to_s": round(end_s, 3)})
        running = now.refusal
    return found
