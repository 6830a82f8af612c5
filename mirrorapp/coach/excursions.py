"""Counts repetitions by any signal that goes beyond a limit and comes back."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import fmean, median, quantiles
from typing import Protocol

from mirrorapp.alignment import geometry
from mirrorapp.alignment.on_step import higher_m
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.signals import Meter, Signal
from mirrorapp.coach.records import Repetition, RepKnee
from mirrorapp.coach.reps import (
    LOST_S,
    NOT_ASKED,
    RepCounter,
    Sample,
    sample_of,
    seen_throughout,
    sum_up_knee,
)
from mirrorapp.coach.walked import walked_knee
from mirrorapp.coach.whys import Whys
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises.schema import Counting, Exercise
from mirrorapp.vision.pose import Landmark

_LEAD_S = 0.7
_LEAVE_SHARE = 0.2
_CUT_SHORT_SHARE = 0.5
_ABORT = (Refusal.CUT, Refusal.SEVERAL_PEOPLE)
_AWAY_S = {Signal.APPROACH: 10.0}
"""Who walks back shows their back meanwhile."""
_STEPPED_SHANKS = 0.2
_MOVED_SHANKS = 0.05
_MOVED_TIMES = 2.0
"""The free foot has gone that much further up and down than the one that is stood on."""
_TOLD_BEFORE = (Signal.FOLD, Signal.APPROACH)
_BEFORE_S = 3.0
"""So long before a repetition its knees tell of it, too: of a hinge they can't be read further on,
and a walk has begun before it counts (app)."""
_LEADS_M = 0.05
_OF_A_LEG = {Signal.FOOT_LIFT, Signal.KNEE_LIFT, Signal.RISE, Signal.LOWERING, Signal.HINGE_DEG,
             Signal.KNEE_BEND_DEG, Signal.ANKLE_ON_KNEE, Signal.KNEE_DOWN, Signal.FOOT_AHEAD}
_HINGED = Counting(signal=Signal.HINGE_DEG, enter=25.0, leave=12.0, least=40.0, min_s=1.0)
"""What a fold seen from the front is, seen from the side; degrees."""
_ON_THE_OTHER = (Signal.FOOT_LIFT, Signal.LOWERING)
"""What the free foot does while the leg's own stays."""
_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_ANKLES = [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]


class Counter(Protocol):
    """What counts repetitions."""

    @property
    def short(self) -> int:
        """How many in a row, by now, went too little far to count."""

    def update(self, reading: Reading) -> Repetition | None:
        """Take in one reading; the repetition that it completes."""

    def flush(self) -> Repetition | None:
        """The film is over: count what was more than half-way back."""


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    """One reading, as far as it counts: the signal, the knees, where the hips and feet were.

    `ankles_px`: how low the left and the right one are in the picture.
    """

    time_s: float
    value: float
    knees: Sample | None
    hips_shanks: float
    left_higher_m: float
    ankles_px: tuple[float, float]
    shank_px: float
    stance: Side | None
    facing: bool


def counter(exercise: Exercise, side: Side | None = None) -> Counter:
    """The one that counts this exercise; `side`: the leg or direction whose turn it is.

    None: whichever it is that is done, as in a film.
    """
    rules = exercise.counting
    if rules.signal is Signal.DEPTH:
        return RepCounter(rules)
    asked = [rules]
    if rules.signal is Signal.FOLD and "S" in exercise.views:
        asked.append(_HINGED)
    counters = [ExcursionCounter(each, leg, knees=exercise.knees) for each in asked
                for leg in (Side if side is None and each.signal in _OF_A_LEG else (side,))]
    return counters[0] if len(counters) == 1 else _Either(counters)


class ExcursionCounter:
    """Feed it every reading; it gives back a repetition once one is done.

    A repetition leaves `Counting.leave` behind, goes beyond `enter` and reaches `least`, and comes
    back, each held for a moment. It counts only if it began within `leave`, and whole: what is
    interrupted by a cut, or by somebody else, is none. `knees`: whose knee is summed up.
    """

    def __init__(self, rules: Counting, side: Side | None = None, *, knees: str = "none") -> None:
        self._rules = rules
        self._side = side
        self._knees = knees
        self._meter = Meter(rules.signal, side)
        self._away_s = _AWAY_S.get(rules.signal, LOST_S)
        self._lead: deque[_Moment] = deque()
        self._rep: list[_Moment] = []
        self._before: deque[Sample] = deque()
        self._back = False
        self._crossed_s: float | None = None
        self._short = 0
        self._whys = Whys(rules.max_s + _BEFORE_S + self._away_s)

    @property
    def short(self) -> int:
        return self._short

    def update(self, reading: Reading) -> Repetition | None:
        """Take in one reading."""
        self._whys.watch(reading)
        if reading.lost or reading.refusal in _ABORT:
            self._begin_anew()
        value = self._meter.read(reading)
        done = self.flush() if self._lost_at(reading.time_s) else None
        if value is None:
            return done
        now = _moment(reading, value)
        if self._rep:
            return self._return(now) or done
        self._leave(now)
        return done

    def flush(self) -> Repetition | None:
        """The body is lost or the film is over: count what was more than half-way back."""
        rep = self._rep
        back = bool(rep) and rep[-1].value <= max(
            self._rules.leave, _CUT_SHORT_SHARE * max(each.value for each in rep))
        before = tuple(self._before)
        self._begin_anew()
        return self._sum_up(rep, before) if back else None

    def _begin_anew(self) -> None:
        self._lead.clear()
        self._before.clear()
        self._rep = []
        self._crossed_s = None
        self._back = False

    def _lost_at(self, time_s: float) -> bool:
        last = self._rep or self._lead
        return bool(last) and not 0 <= time_s - last[-1].time_s <= self._away_s

    def _leave(self, now: _Moment) -> None:
        """Wait for a signal that stays beyond `enter`, having been within `leave` before."""
        self._back = self._back or now.value < self._rules.leave
        self._lead.append(now)
        if now.knees is not None:
            self._before.append(now.knees)
        while self._before and now.time_s - self._before[0].time_s > _BEFORE_S:
            self._before.popleft()
        while now.time_s - self._lead[0].time_s > max(_LEAD_S, 2 * self._rules.debounce_s):
            self._lead.popleft()
        if self._held(now, self._back and now.value > self._rules.enter):
            self._rep = self._since_within()
            self._lead.clear()
            self._crossed_s = None

    def _since_within(self) -> list[_Moment]:
        moments = list(self._lead)
        within = [i for i, each in enumerate(moments) if each.value < self._rules.leave]
        return moments[within[-1] if within else 0:]

    def _return(self, now: _Moment) -> Repetition | None:
        self._rep.append(now)
        most = max(each.value for each in self._rep)
        if now.time_s - self._rep[0].time_s > self._rules.max_s:
            self._begin_anew()
        elif self._held(now, now.value < max(self._rules.leave, self._most_left(most))):
            rep, before = self._rep, tuple(self._before)
            self._begin_anew()
            self._back = True
            self._short = self._short + 1 if most < self._rules.least else 0
            return self._sum_up(rep, before)
        return None

    def _most_left(self, most: float) -> float:
        """What may be left of an excursion that is over; a width never comes back to nothing."""
        return 0.0 if self._rules.signal is Signal.STANCE_WIDTH else _LEAVE_SHARE * most

    def _held(self, now: _Moment, crossed: bool) -> bool:
        if not crossed:
            self._crossed_s = None
        elif self._crossed_s is None:
            self._crossed_s = now.time_s
        return (self._crossed_s is not None
                and now.time_s - self._crossed_s >= self._rules.debounce_s)

    def _sum_up(self, rep: Sequence[_Moment], before: Sequence[Sample]) -> Repetition | None:
        peak = max(rep, key=lambda each: each.value)
        seconds = rep[-1].time_s - rep[0].time_s
        away = self._rules.signal in _AWAY_S
        if (peak.value < self._rules.least or seconds < self._rules.min_s
                or not (away or seen_throughout([each.time_s for each in rep]))):
            return None
        side = self._done_on(rep)
        if side is None and (self._rules.signal is Signal.STANCE_WIDTH or self._by_stance(rep)):
            return None
        samples = [each.knees for each in rep if each.knees is not None]
        if self._rules.signal in _TOLD_BEFORE:
            samples = [*(each for each in before if each.time_s < rep[0].time_s), *samples]
        since_s = samples[0].time_s if samples else rep[0].time_s
        left, right = (self._whys.told(
            self._knee(samples, each, self._side or side), each, since_s, rep[-1].time_s)
            for each in Side)
        judged = any(knee.verdict is not Verdict.CANNOT_JUDGE for knee in (left, right))
        return Repetition(rep[0].time_s, peak.time_s, rep[-1].time_s, peak.value, judged, left,
                          right, side)

    def _knee(self, samples: Sequence[Sample], side: Side, done_on: Side | None) -> RepKnee:
        """Of both knees, or of the one that the work is done on."""
        if self._knees == "bearing":
            return walked_knee(samples, side)
        if self._knees == "none" or (self._knees != "both" and done_on is side.other):
            return NOT_ASKED
        samples = [each for each in samples if self._knees == "both" or each.stance is side]
        if (done_on is None and self._knees != "both") or not any(each.judged for each in samples):
            return RepKnee(Verdict.CANNOT_JUDGE)
        return sum_up_knee(samples, side)

    def _done_on(self, rep: Sequence[_Moment]) -> Side | None:
        """The leg that it was done on, or the direction; None where that can't be told."""
        if self._rules.signal is Signal.STANCE_WIDTH:
            return _direction(rep)
        if self._by_stance(rep):
            return _stood_on(rep, self._rules.enter)
        if self._rules.signal is Signal.RISE:
            return _leading(rep, self._rules.enter) or self._side
        if self._rules.signal in _ON_THE_OTHER:
            return _stayed(rep)
        return self._side

    def _by_stance(self, rep: Sequence[_Moment]) -> bool:
        """Whether one foot has to be off the floor, and that can be seen: from the front."""
        return self._rules.stance == "single" and all(each.facing for each in rep)


class _Either:
    """Counts in several ways at once: for both legs, where nobody says whose turn it is, or from
    both views.
    """

    def __init__(self, counters: Sequence[Counter]) -> None:
        self._counters = counters
        self._until_s = -inf

    @property
    def short(self) -> int:
        return min(each.short for each in self._counters)

    def update(self, reading: Reading) -> Repetition | None:
        return self._next([each.update(reading) for each in self._counters])

    def flush(self) -> Repetition | None:
        return self._next([each.flush() for each in self._counters])

    def _next(self, found: Sequence[Repetition | None]) -> Repetition | None:
        """One at a time; what both saw at once is one repetition."""
        for rep in found:
            if rep is not None and rep.start_s >= self._until_s:
                self._until_s = rep.end_s
                return rep
        return None


def _moment(reading: Reading, value: float) -> _Moment:
    pose = reading.pose
    if pose is None:
        return _Moment(reading.time_s, value, None, 0.0, 0.0, (0.0, 0.0), 1.0, None,
                       facing=False)
    shank = max(geometry.measure_leg(pose, side).shank_px for side in Side)
    left_px, right_px = pose.px[_ANKLES, 1]
    return _Moment(reading.time_s, value, sample_of(reading) if reading.upright else None,
                   float(pose.px[_HIPS, 0].mean()) / shank, higher_m(pose, Side.LEFT),
                   (float(left_px), float(right_px)), shank, reading.stance,
                   facing=reading.view == "F")


def _direction(rep: Sequence[_Moment]) -> Side | None:
    """To which side the hips have gone; on the picture of somebody facing it x grows to the left.

    None where they came back to where they were: feet that part and close are no step.
    """
    gone = rep[-1].hips_shanks - rep[0].hips_shanks
    if abs(gone) < _STEPPED_SHANKS:
        return None
    return Side.LEFT if gone > 0 else Side.RIGHT


def _stood_on(rep: Sequence[_Moment], enter: float) -> Side | None:
    """The leg that was stood on for half of the time beyond `enter`; None for both feet."""
    beyond = [each.stance for each in rep if each.value > enter]
    return next((side for side in Side if 2 * beyond.count(side) >= len(beyond)), None)


def _leading(rep: Sequence[_Moment], enter: float) -> Side | None:
    """Whose foot was the higher one on the way up; None where that can't be told."""
    on_the_way = [each.left_higher_m for each in rep if each.time_s <= next(
        (e.time_s for e in rep if e.value > enter), rep[0].time_s)]
    higher = fmean(on_the_way)
    if abs(higher) < _LEADS_M:
        return None
    return Side.LEFT if higher > 0 else Side.RIGHT


def _stayed(rep: Sequence[_Moment]) -> Side | None:
    """The leg whose foot stayed while the other one went up and down; None where neither did.

    A tenth at either end is left out: what single frames misplace.
    """
    shank_px = median([each.shank_px for each in rep])
    left, right = ((tenths[-1] - tenths[0]) / shank_px for tenths in (
        quantiles(ankle_px, n=10, method="inclusive")
        for ankle_px in zip(*(each.ankles_px for each in rep), strict=True)))
    if max(left, right) < max(_MOVED_SHANKS, _MOVED_TIMES * min(left, right)):
        return None
    return Side.LEFT if left < right else Side.RIGHT
