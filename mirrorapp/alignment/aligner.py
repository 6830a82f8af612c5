"""From sightings to readings: the one place where vision becomes a judgement."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from mirrorapp.alignment import (
    features,
    geometry,
    knee,
    one_leg,
    pelvis,
    place,
    posture,
    side_view,
    walking,
)
from mirrorapp.alignment.baseline import Baseline, BaselineFinder
from mirrorapp.alignment.companion import Companion
from mirrorapp.alignment.doing import Doing
from mirrorapp.alignment.features import Looks
from mirrorapp.alignment.framing import Framing, View
from mirrorapp.alignment.geometry import LegMeasures
from mirrorapp.alignment.halfway import Halfway
from mirrorapp.alignment.intake import Intake
from mirrorapp.alignment.knee import Thresholds
from mirrorapp.alignment.level import Level, Leveller, Stood
from mirrorapp.alignment.on_step import StepFinder
from mirrorapp.alignment.planted import Planted
from mirrorapp.alignment.posture import Carriage
from mirrorapp.alignment.reading import Knee, Reading
from mirrorapp.alignment.stance import StanceFinder
from mirrorapp.alignment.station import Station
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.vision.pose import Floats, Pose, Sighting

_SEEN_ENOUGH = 0.35
_NARROW_STANCE = 1.55
# Feet or head out of the picture spoil no standing height, nor does turning; how the knees stand
# is told by those alone who could be judged.
_TELLS_STANCE = (None, Refusal.HEAD_OUT, Refusal.FEET_OUT)
_TELLS_HEIGHT = (*_TELLS_STANCE, Refusal.TURNED)

BaselineAt = Callable[[float], Baseline | None]


class _Legs(NamedTuple):
    """What is read of the legs, named as in `Reading`."""

    depth: float
    knees: Mapping[Side, Knee]
    standing: bool = False
    stood: bool = True
    carriage: Carriage | None = None
    axes_deg: Mapping[Side, float] = MappingProxyType({})


class Aligner:
    """Judges the knees in one sighting after another.

    `known` gives the baseline to judge against at a time, where it is known from elsewhere (a
    recording watched before); otherwise the baseline is learnt on the way. `single`: what is to
    be done is done on one leg; whoever stands otherwise than they should is not judged. `station`
    is where the camera is, None while that is not known: its roll is taken out of what is
    measured, and how far away the user is is told. Without one the roll is found from the user's
    standing, or told by `level`.

    `views`: from where what is done may be seen; knees are judged from F alone. `folded`: no knee
    is judged, and limbs may be as they like. `judging`: false where no knee is judged. `doing`,
    by `do`: what is done on one leg.
    """

    def __init__(self, thresholds: Thresholds | None = None, known: BaselineAt | None = None, *,
                 single: bool = False, station: Station | None = None,
                 level: Level | None = None) -> None:
        self.thresholds = thresholds or Thresholds()
        self._known = known
        self.single = single
        self.views: side_view.Asked = side_view.FRONT
        self.folded = False
        self.judging = True
        self._doing = Doing.SQUAT
        self._step: StepFinder | None = None
        self._station = station
        self._leveller = Leveller(level)
        self._intake = Intake()
        self._finder = BaselineFinder()
        self._companion = Companion()
        self._look_anew()

    @property
    def sought(self) -> Floats | None:
        """What the user looks like, while the eyes seem to follow somebody else."""
        return self._companion.sought

    @property
    def baseline(self) -> Baseline:
        """How the user stands, as far as it has been seen."""
        return self._finder.baseline

    @property
    def level(self) -> Level | None:
        """How askew the camera hangs, as somebody who stood there showed."""
        return self._leveller.level

    @property
    def station(self) -> Station | None:
        """Where the camera is, as far as that is known."""
        return self._station

    @station.setter
    def station(self, station: Station | None) -> None:
        if station is not self._station:
            self._forget_stance()  # seen at another level: how they stood would read askew
        self._station = station

    def do(self, doing: Doing, leg: Side | None = None, *, aside: bool = False) -> None:
        """Judge what is done on one leg as this; on a step, on this leg. `aside`: it goes sideways,
        with both knees bent.
        """
        self._finder.aside = aside
        leg = leg if doing.on_step else None
        self._doing = doing
        if leg is not (self._step.side if self._step else None):
            self._step = None if leg is None else StepFinder(leg)

    def start_set(self, *, touched: bool = True) -> None:
        """Take the standing baseline anew: every set has its own.

        `touched`: somebody has just touched, and who is there now is the user.
        """
        self._leveller.start_set()
        self._finder.reset()
        self._forget_one_leg()
        if self._step is not None:
            self._step = StepFinder(self._step.side)
        if touched:
            self._companion.start()

    def _look_anew(self) -> None:
        self._forget_stance()
        self._framing = Framing()
        self._stance = StanceFinder()
        self._bearing = walking.BearingLeg()

    def _forget_stance(self) -> None:
        self._finder.reset()
        self._forget_one_leg()
        self._planted = Planted()
        self._halfway = Halfway()

    def _forget_one_leg(self) -> None:
        self._one_leg = one_leg.OneLeg()
        self._free_hip = pelvis.FreeHip()

    def read(self, sighting: Sighting) -> Reading:
        """Judge one sighting; whatever is wrong with it ends in a refusal."""
        taken = self._intake.take(sighting)
        sighting = taken.sighting
        if taken.anew:
            self._look_anew()
        if taken.refusal is not None:
            return Reading(sighting.time_s, sighting.width_px, sighting.height_px,
                           refusal=taken.refusal)
        stance = self._leg_stood_on(sighting)
        view, seen = side_view.judge(
            self._framing.look(sighting, stance if self.single or self._walks else None), sighting,
            self.views, folded=self.folded)
        company = self._companion.watch(sighting, view.refusal)
        if view.cut or company.anew:
            self._forget_stance()
        pose, twice = self._halfway(sighting)
        if company.lost or company.unsure:
            view = _of_another(view, pose)
        unjudged = "T" in self.views or seen == "S" or self.folded
        if (pose is None or twice is None or company.lost
                or not (unjudged or _legs_seen(pose))):
            return Reading(sighting.time_s, sighting.width_px, sighting.height_px, pose,
                           view.refusal or Refusal.LOW_VISIBILITY, view.square_up, view.yaw_deg,
                           lost=company.lost, back=self._companion.back)
        if unjudged:
            standing = seen == "S" and view.refusal is None and side_view.upright(pose)
            return Reading(sighting.time_s, sighting.width_px, sighting.height_px, pose,
                           view.refusal, None, view.yaw_deg, standing=standing,
                           back=self._companion.back, view=seen)
        away_m = place.distance_m(pose, self._station, sighting)
        view = _within_reach(view, away_m)
        camera = self._station or self.level
        upright = place.levelled(pose, camera, sighting)
        folds = (self._doing is Doing.HINGE
                 and not self._one_leg.upright(sighting.time_s, upright))
        halfway = upright if twice is pose else place.levelled(twice, camera, sighting)
        legs = (self._read_one_leg(sighting, view, upright, stance, folds=folds)
                if stance is not None else
                self._read_legs(sighting, view, upright, upright if self.single else halfway,
                                sure=not company.unsure))
        stands = legs.standing and view.refusal is None
        if stands:
            self._free_hip.stands(sighting.time_s, halfway)
        if self._station is None and not company.unsure:
            self._learn_again(self._leveller.watch(Stood(sighting, view, pose, twice),
                                                   standing=stands))
        return Reading(
            sighting.time_s, sighting.width_px, sighting.height_px, pose, view.refusal,
            view.square_up, view.yaw_deg, legs.depth, legs.standing, legs.carriage,
            legs.knees if upright is pose else {
                side: each._replace(leg=geometry.leg(pose, side))
                for side, each in legs.knees.items()},
            stance, company.lost, self._companion.back, away_m, legs.axes_deg, seen, legs.stood,
            not folds, None if stance is None or not self._doing.tells_hips else
            self._free_hip.lower_deg(halfway, stance, view.yaw_deg or 0.0))

    @property
    def _walks(self) -> bool:
        return self._doing is Doing.WALK

    def _leg_stood_on(self, sighting: Sighting) -> Side | None:
        if self._walks:
            return self._bearing.watch(sighting)
        if self._step is None:
            return self._stance.watch(sighting)
        return self._step.watch(sighting, both=not (
            self._finder.baseline.seen or self._companion.sought is not None))

    def _learn_again(self, stood: Sequence[Stood]) -> None:
        """How the user stands, of frames that were taken in askew."""
        if not stood:
            return
        self._finder.reset()
        self._forget_one_leg()
        for each in stood:
            pose, twice = (place.levelled(pose, self.level, each.sighting)
                           for pose in (each.pose, each.twice))
            self._read_legs(each.sighting, each.view, pose, pose if self.single else twice,
                            sure=True)

    def _read_one_leg(self, sighting: Sighting, view: View, pose: Pose, stance: Side, *,
                      folds: bool) -> _Legs:
        legs = geometry.measure_legs(pose)
        known = self._known(sighting.time_s) if self._known else None
        known = known if known is not None and known.seen else None
        if self._walks:
            return _Legs(0.0, walking.knees(legs, stance, known or self._one_leg.stood))
        depth, angle = self._one_leg.read(
            sighting.time_s, pose, legs, stance, yaw_deg=view.yaw_deg or 0.0,
            learn=view.refusal is None, known=known, doing=self._doing)
        # Who marches or hinges stands straight, and the knee falls in all the same.
        bent = (self._doing in (Doing.MARCH, Doing.HINGE)
                or depth >= self.thresholds.judge_from_depth)
        judged = (self.single and self.judging and self._doing is not Doing.UNTRIED
                  and view.refusal is None and bent and not folds
                  # Bent forward, whom nobody saw stand looks upright.
                  and (angle.seen or self._doing is not Doing.HINGE))
        said = (knee.verdict(angle, narrow=True, thresholds=self.thresholds) if judged
                else Verdict.CANNOT_JUDGE)
        free = legs[stance.other]
        return _Legs(depth, {
            stance: Knee(legs[stance].leg, said, angle.kt, legs[stance].ka,
                         angle.valgus_deg, angle.uncertainty_deg, angle.movement_deg),
            stance.other: Knee(free.leg, Verdict.CANNOT_JUDGE, free.kt, free.ka, None,
                               angle.uncertainty_deg)}, stood=not self.judging or angle.seen)

    def _read_legs(self, sighting: Sighting, view: View, pose: Pose, twice: Pose, *, sure: bool
                   ) -> _Legs:
        legs = geometry.measure_legs(pose)
        stands = self._planted.watch(sighting.time_s, legs)
        planted = stands or self._finder.aside
        sure = sure and (stands or not self._walks)  # with both feet on the floor one may walk
        looks = features.of(twice, geometry.measure_legs(twice), pose)
        standing = sure and self._finder.watch(
            sighting.time_s, pose, legs, looks, height=view.refusal in _TELLS_HEIGHT,
            stance=view.refusal in _TELLS_STANCE, knees=view.refusal is None)
        known = self._known(sighting.time_s) if self._known else None
        baseline = known or self._finder.baseline
        if sure:
            self._one_leg.on_both_feet(legs, baseline)
        depth = self._depth(legs, known)
        return _Legs(
            depth, self._judge(legs, looks, baseline, depth, view, planted=planted), standing,
            not self.judging or baseline.seen, _carriage(pose, baseline, view.yaw_deg or 0.0),
            {side: leg.axis_deg for side, leg in baseline.legs.items()
             if leg.axis_deg is not None})

    def _depth(self, legs: Mapping[Side, LegMeasures], known: Baseline | None) -> float:
        tall = (known.drop_px if known else None) or self._finder.standing_drop_px(legs)
        return 1.0 - geometry.mean_drop_px(legs) / tall

    def _judge(self, legs: Mapping[Side, LegMeasures], looks: Looks,
               baseline: Baseline, depth: float, view: View, *, planted: bool
               ) -> dict[Side, Knee]:
        # Deep down and with the feet apart the knees go out by nature.
        narrow = features.stance_ratio(looks.legs) < _NARROW_STANCE and depth <= knee.FITTED_TO
        squats = planted and depth >= self.thresholds.judge_from_depth
        angles = knee.angles(looks, baseline, depth, view.yaw_deg or 0.0)
        knees = {}
        for side, leg in legs.items():
            angle = angles[side]
            said = (knee.verdict(angle, narrow=narrow, thresholds=self.thresholds)
                    if squats and view.refusal is None and not self.single and self.judging
                    else Verdict.CANNOT_JUDGE)
            knees[side] = Knee(leg.leg, said, angle.kt, leg.ka, angle.valgus_deg,
                               angle.uncertainty_deg, angle.movement_deg)
        return knees


def _carriage(pose: Pose, baseline: Baseline, yaw_deg: float) -> Carriage | None:
    if baseline.posture is None:
        return None
    return posture.carriage(posture.measure(pose), baseline.posture, yaw_deg)


def _within_reach(view: View, away_m: float | None) -> View:
    """Refused where readings have not been tried: too near or too far, as far as is known."""
    if away_m is None or view.refusal is not None:
        return view
    if away_m > place.FAR_M:
        return view._replace(refusal=Refusal.TOO_FAR)
    return view._replace(refusal=Refusal.TOO_NEAR) if away_m < place.NEAR_M else view


def _of_another(view: View, pose: Pose | None) -> View:
    """The view of somebody who may not be the user: nothing is said of them, nothing asked."""
    keep = pose is None or view.refusal is Refusal.CUT
    return View(view.refusal if keep else Refusal.SEVERAL_PEOPLE, view.yaw_deg, cut=view.cut)


def _legs_seen(pose: Pose) -> bool:
    seen = geometry.visibility(pose)
    return median([seen[mark] for mark in geometry.LEG_LANDMARKS]) >= _SEEN_ENOUGH
