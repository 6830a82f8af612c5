"""Counts repetitions by time and depth, and sums up both knees over each."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median, quantiles
from typing import NamedTuple

import numpy as np

from mirrorapp.alignment.geometry import Point, distance_px
from mirrorapp.alignment.passing import Passing
from mirrorapp.alignment.posture import Carriage
from mirrorapp.alignment.reading import Knee, Reading
from mirrorapp.coach.records import Repetition, RepKnee
from mirrorapp.coach.verdicts import SAMPLE_S_MAX, worst_held
from mirrorapp.coach.whys import Whys
from mirrorapp.events import SIDES, Refusal, Side, Unsaid, Verdict
from mirrorapp.exercises.schema import Counting
from mirrorapp.vision import middle

_LEAD_S = 0.5
LOST_S = 1.5
_TAP_S = 0.6
_ONE_LEG_SHARE = 0.25
_SEEN_SHARE = 0.5
_PLANTED_SHANKS = 0.35
_PLANTED_SHARE = 0.75
_TURNED_DEG = 20.0
_BOTH_SHARE = 0.4
_FLIGHT_SHANKS = 0.15
_FLIGHT_S = 1.0
_LEAVE_SHARE = 0.2
_CUT_SHORT_SHARE = 0.65
_BOTTOM_S = 0.2
NOT_ASKED = RepKnee(Verdict.CANNOT_JUDGE, why=Unsaid.NOT_ASKED)
_NO_COUNT = (Refusal.CUT, Refusal.SEVERAL_PEOPLE, Refusal.SIDE, Refusal.REAR,
             Refusal.IMPLAUSIBLE)


class Sample(NamedTuple):
    """What the counter keeps of one reading."""

    time_s: float
    depth: float
    yaw_deg: float
    judged: bool
    knees: dict[Side, Knee]
    stance: Side | None
    carriage: Carriage | None

    def shank_px(self, sides: Iterable[Side]) -> float:
        legs = [self.knees[side].leg for side in sides]
        return sum(distance_px(leg.knee, leg.ankle) for leg in legs) / len(legs)

    def ankles(self, sides: Iterable[Side]) -> list[Point]:
        return [self.knees[side].leg.ankle for side in sides]


class RepCounter:
    """Feed it every reading; it gives back a repetition once one is done.

    A repetition goes down past one depth and comes up past a higher one, each held for a moment,
    with both feet where they were and both knees bending: walking, a kick or a jump is none. On
    one leg (`Counting.stance`) only that foot stays where it was; the other one stays up, and may
    touch the floor for a moment.
    """

    short = 0
    """A squat that is too small to count is told from no bob of somebody who stands."""

    def __init__(self, rules: Counting | None = None) -> None:
        self._rules = rules or Counting()
        self._single = self._rules.stance == "single"
        self._lead: deque[Sample] = deque()
        self._past: deque[Sample] = deque()
        self._rep: list[Sample] = []
        self._crossed_s: float | None = None
        self._down_since_s: float | None = None
        self._interrupted = False
        self._whys = Whys(self._rules.max_s + LOST_S)

    def update(self, reading: Reading) -> Repetition | None:
        """Take in one reading."""
        self._whys.watch(reading)
        if reading.lost or reading.refusal is Refusal.CUT:
            self._forget()
            self._past.clear()
        self._interrupted = self._interrupted or reading.lost
        sample = self._whole(sample_of(reading))
        if sample is None:
            return self.flush() if self._lost_at(reading.time_s) else None
        if self._single and sample.stance is None:
            return self.flush() if self._stays_down(sample) else None
        self._down_since_s = None
        self._remember(sample)
        lost = self._lost_at(sample.time_s) or self._changed_legs(sample)
        done = self.flush() if lost else None
        if self._rep:
            return self._ascend(sample) or done
        self._descend(sample)
        return done

    def flush(self) -> Repetition | None:
        """The body is lost or the film is over: count what was more than half-way up."""
        rep, deepest = self._rep, max((s.depth for s in self._rep), default=0.0)
        up = bool(rep) and rep[-1].depth <= max(self._rules.leave,
                                                _CUT_SHORT_SHARE * deepest)
        self._forget()
        return self._sum_up(rep) if up else None

    def _remember(self, sample: Sample) -> None:
        """Keep what led up to a repetition: it may be where a jump landed."""
        since_s = (self._rep[0].time_s if self._rep else sample.time_s - _LEAD_S) - _FLIGHT_S
        while self._past and not since_s <= self._past[0].time_s < sample.time_s:
            self._past.popleft()
        self._past.append(sample)

    def _whole(self, sample: Sample | None) -> Sample | None:
        """The sample, unless the user was lost and has not stood up since: half a repetition."""
        if sample is not None and sample.depth < self._rules.leave:
            self._interrupted = False
        return None if self._interrupted else sample

    def _lost_at(self, time_s: float) -> bool:
        last = self._rep or self._lead
        return bool(last) and not 0 <= time_s - last[-1].time_s <= LOST_S

    def _stays_down(self, sample: Sample) -> bool:
        """Whether the other foot is on the floor for longer than a touch."""
        if self._down_since_s is None:
            self._down_since_s = sample.time_s
        down_s = sample.time_s - self._down_since_s
        return not 0 <= down_s <= _TAP_S or self._lost_at(sample.time_s)

    def _changed_legs(self, sample: Sample) -> bool:
        last = self._rep or self._lead
        return self._single and bool(last) and last[-1].stance is not sample.stance

    def _descend(self, sample: Sample) -> None:
        """Standing: wait for a depth that is held."""
        self._lead.append(sample)
        while sample.time_s - self._lead[0].time_s > max(_LEAD_S, 2 * self._rules.debounce_s):
            self._lead.popleft()
        if self._held(sample, sample.depth > self._rules.enter):
            self._rep = list(self._since_standing())
            self._lead.clear()
            self._crossed_s = None

    def _since_standing(self) -> Iterable[Sample]:
        """The lead from the last standing sample on."""
        samples = list(self._lead)
        upright = [i for i, s in enumerate(samples) if s.depth < self._rules.leave]
        return samples[upright[-1] if upright else 0:]

    def _ascend(self, sample: Sample) -> Repetition | None:
        """Bent: wait until the user stands again, and stays up for a moment."""
        self._rep.append(sample)
        deepest = max(s.depth for s in self._rep)
        up = sample.depth < max(self._rules.leave, _LEAVE_SHARE * deepest)
        if sample.time_s - self._rep[0].time_s > self._rules.max_s:
            self._forget()
        elif self._held(sample, up):
            rep = self._rep
            self._forget()
            return self._sum_up(rep)
        return None

    def _held(self, sample: Sample, crossed: bool) -> bool:
        if not crossed:
            self._crossed_s = None
        elif self._crossed_s is None:
            self._crossed_s = sample.time_s
        return (self._crossed_s is not None
                and sample.time_s - self._crossed_s >= self._rules.debounce_s)

    def _forget(self) -> None:
        self._lead.clear()
        self._rep = []
        self._crossed_s = None
        self._down_since_s = None

    def _sum_up(self, samples: Sequence[Sample]) -> Repetition | None:
        bottom = max(samples, key=lambda s: s.depth)
        seconds = samples[-1].time_s - samples[0].time_s
        if (bottom.depth < self._rules.least or seconds < self._rules.min_s
                or not seen_throughout([s.time_s for s in samples])
                or not self._on_its_feet(samples, bottom)):
            return None
        on = bottom.stance if self._single else None
        left, right = (self._knee(samples, side) if on in (None, side) else NOT_ASKED
                       for side in Side)
        judged = any(knee.verdict is not Verdict.CANNOT_JUDGE for knee in (left, right))
        return Repetition(samples[0].time_s, bottom.time_s, samples[-1].time_s, bottom.depth,
                          judged, left, right, on, bottom.carriage if bottom.judged else None)

    def _knee(self, samples: Sequence[Sample], side: Side) -> RepKnee:
        return self._whys.told(sum_up_knee(samples, side), side, samples[0].time_s,
                                    samples[-1].time_s)

    def _on_its_feet(self, samples: Sequence[Sample], bottom: Sample) -> bool:
        if self._single and bottom.stance is not None:
            return _planted(samples, (bottom.stance,))
        lifted = sum(s.stance is not None for s in samples) / len(samples)
        return (lifted <= _ONE_LEG_SHARE and _planted(samples, tuple(Side))
                and _both_bend(samples, bottom) and not _jumps(samples, self._past))


def sample_of(reading: Reading) -> Sample | None:
    """What is kept of a reading; None where nothing of it counts."""
    if reading.depth is None or len(reading.knees) < 2 or reading.refusal in _NO_COUNT:
        return None
    return Sample(reading.time_s, reading.depth, reading.yaw_deg or 0.0,
                  reading.refusal is None, dict(reading.knees), reading.stance,
                  reading.carriage)


def seen_throughout(times_s: Sequence[float]) -> bool:
    """Whether most of it was seen, and not two glimpses of somebody who walks by."""
    seen_s = sum(min(then - now, SAMPLE_S_MAX) for now, then in pairwise(times_s))
    return seen_s >= _SEEN_SHARE * (times_s[-1] - times_s[0])


def _planted(samples: Sequence[Sample], sides: Sequence[Side]) -> bool:
    """Whether these feet stayed where they were for most of the time, and nobody turned round.

    The model now and then swaps left and right for some frames: each ankle is compared with the
    nearer of the two usual places.
    """
    usual = middle.of([s.ankles(sides) for s in samples]).tolist()
    reach = _PLANTED_SHANKS * median([s.shank_px(sides) for s in samples])
    still = [all(min(distance_px(a, p) for p in usual) <= reach for a in s.ankles(sides))
             for s in samples]
    turns = quantiles([s.yaw_deg for s in samples], n=10, method="inclusive")
    return sum(still) / len(still) >= _PLANTED_SHARE and turns[-1] - turns[0] <= _TURNED_DEG


def _jumps(samples: Sequence[Sample], past: Iterable[Sample]) -> bool:
    """Whether both feet left the floor, on the way up or just before the way down.

    They come back to it before long: who walks up or back does not. A repetition ends in flight
    before the feet are back; while it lasts they have stood. Feet out of the picture are guesses.
    """
    reach = _FLIGHT_SHANKS * median([s.shank_px(SIDES) for s in samples])
    start_s = samples[0].time_s
    seen = [s for s in past if s.judged and s.time_s >= start_s - _FLIGHT_S]
    own = np.array([s.time_s >= start_s for s in seen])
    if not own.any():
        return False
    height = np.array([[ankle[1] for ankle in s.ankles(SIDES)] for s in seen])  # (n, 2), downwards
    before = np.maximum.accumulate(height, axis=0)
    after = np.maximum.accumulate(height[::-1], axis=0)[::-1]
    floor = np.minimum(before, after)
    floor[own] = np.maximum(floor[own], np.maximum.accumulate(height[own], axis=0))
    return bool(((floor - height).min(axis=1) > reach).any())


def _both_bend(samples: Sequence[Sample], bottom: Sample) -> bool:
    """Whether both hips came down to their ankles, not one foot up to its hip."""
    upright = min(samples, key=lambda s: s.depth)

    def sunk(side: Side) -> float:
        low, high = bottom.knees[side].leg, upright.knees[side].leg
        tall = high.ankle[1] - high.hip[1]
        return 1.0 - (low.ankle[1] - low.hip[1]) / tall if tall > 0 else 0.0

    return min(sunk(side) for side in Side) >= _BOTH_SHARE * max(sunk(side) for side in Side)


def sum_up_knee(samples: Sequence[Sample], side: Side) -> RepKnee:
    """One knee over these samples: the worst verdict held, and the measures around the deepest
    instant at which they could be told."""
    judged = [s for s in samples if s.judged]
    deepest = max(judged, key=lambda s: s.depth, default=None)
    near = [s.knees[side] for s in judged
            if deepest is not None and abs(s.time_s - deepest.time_s) <= _BOTTOM_S / 2]
    said = worst_held([(s.time_s, s.knees[side].verdict) for s in samples])
    way = tuple(Passing(s.time_s, s.depth, deg) for s in judged
                if (deg := s.knees[side].movement_deg) is not None)
    if not near:
        return RepKnee(said, way=way)
    angles = [k.valgus_deg for k in near if k.valgus_deg is not None]
    moved = [k.movement_deg for k in near if k.movement_deg is not None]
    return RepKnee(
        said,
        kt=median([k.kt for k in near]), ka=median([k.ka for k in near]),
        valgus_deg=median(angles) if angles else None,
        uncertainty_deg=median([k.uncertainty_deg for k in near]),
        movement_deg=median(moved) if moved else None, way=way)
