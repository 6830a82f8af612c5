"""Legs without pictures: thousands of joints posed, projected and misplaced as the model does.

Rendering is dear and ten bodies are few. What the mirror sees of a leg is the projection of its
joints, plus the pose model's errors (`landmark_errors`); both can be drawn by the thousand, over
more shapes of leg, ways to squat and places of the camera than are ever rendered. A reading
fitted on these knows the geometry, and has seen no rendered picture but through the error model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mirrorapp.figure.legs import leg_lengths_m
from tests.accuracy import bodies
from tests.accuracy.landmark_errors import BENT, JOINTS, STANDING, Errors, does

Array = NDArray[np.float64]
Points = dict[str, Array]
_SIGNS = (1.0, -1.0)  # of x, left and right
_SPREAD = {"thigh": 0.03, "hips": 0.08, "ankle": 0.05, "foot": 0.05, "toe": 0.05}
_TOE_OUT_ASYMMETRY_DEG = 1.5
_YAW_DEG = 15.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """Legs, left ones first: features bent and standing, and what is true. Angles in degrees."""

    here: Points
    standing: Points
    movement_deg: Array
    axis_deg: Array
    kt: Array


@dataclass(frozen=True, slots=True)
class _Camera:
    """Pinhole cameras (n,), in shank lengths and radians; each looks at its own person."""

    turn: Array
    aside: Array
    away: Array
    height: Array
    tilt: Array
    roll: Array

    def project(self, points: Array) -> tuple[Array, Array]:
        """Points (n, 3) as picture coordinates (n, 2) for a focal length of 1, and distances."""
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        x = points[:, 0] - (cos * self.aside + sin * self.away)
        y = points[:, 1] - (sin * self.aside - cos * self.away)
        right, ahead, up = cos * x + sin * y, cos * y - sin * x, points[:, 2] - self.height
        deep = ahead * np.cos(self.tilt) - up * np.sin(self.tilt)
        rise = (ahead * np.sin(self.tilt) + up * np.cos(self.tilt)) / deep
        right = right / deep
        cos, sin = np.cos(self.roll), np.sin(self.roll)
        return np.stack([cos * right - sin * rise, -(sin * right + cos * rise)], axis=1), deep


class Crowd:
    """Draws legs shaped roughly like those of some bodies."""

    def __init__(self, cache: Path, people: Sequence[str], errors: Errors) -> None:
        self._shapes = [_shape(cache, name) for name in people]
        self._errors = errors

    def draw(self, count: int, seed: int) -> Drawn:
        """`count` people in a squat, less those whose legs can't do it: twice as many legs."""
        random = np.random.default_rng(seed)
        which = random.integers(len(self._shapes), size=count)
        size = {name: np.array([shape[name] for shape in self._shapes])[which]
                * np.exp(_SPREAD.get(name, 0.05) * random.standard_normal(count))
                for name in self._shapes[0]}
        yaw_deg = random.uniform(-_YAW_DEG, _YAW_DEG, count)
        camera = _camera(random, size["shank_m"], yaw_deg)
        axes = [np.where(random.random(count) < 0.35, random.uniform(-5, 12, count),
                         random.standard_normal(count)) for _ in _SIGNS]
        moves = _movements(random, count)
        squat = _Squatter(random, size, axes)
        still = [np.zeros(count)] * 2
        upright = np.hypot(random.uniform(2, 6, count), np.maximum(*np.abs(axes)) + 0.3)
        flexion = np.maximum(random.uniform(18, 85, count), upright + 2)
        sway = random.standard_normal(count) * 0.02
        standing, works = squat.pose(upright, still, 0.3 * sway)
        bent, also_works = squat.pose(flexion, moves, sway)
        left_over = random.multivariate_normal(self._errors.medial_mean, self._errors.medial_cov,
                                               count)
        seen = []
        for state, joints, bend in ((STANDING, standing, upright), (BENT, bent, flexion)):
            own = [axis + (move if state == BENT else 0.0)
                   for axis, move in zip(axes, moves, strict=True)]
            off = self._off(random, state, left_over, (bend, own, yaw_deg, camera))
            seen.append([_placed(leg, camera, each, sign) for leg, each, sign in zip(
                joints, off, _SIGNS, strict=True)])
        return _gather(seen, bent, (axes, moves), works & also_works)

    def _off(self, random: np.random.Generator, state: int, left_over: Array,
             pose: tuple[Array, list[Array], Array, _Camera]) -> list[Array]:
        """How far off the pose model is, for both legs (n, 4 joints, 2), see `Errors`."""
        bend, valgus, yaw_deg, camera = pose
        rise_deg = np.degrees(np.arctan2(camera.height - 1.05, camera.away))
        both = []
        for side, sign in enumerate(_SIGNS):
            inputs = does(bend, valgus[side], valgus[1 - side], sign * yaw_deg, rise_deg)
            off = np.einsum("ni,jik->njk", inputs, self._errors.lines[state])
            first = 8 * side + 4 * state
            off[:, :, 0] += left_over[:, first:first + 4]
            off[:, :, 1] += random.standard_normal(off.shape[:2]) * self._errors.down[state]
            both.append(off)
        return both


def _placed(leg: Points, camera: _Camera, off: Array, sign: float) -> Points:
    """Where one leg's joints are seen: projected, and `off` by per cents of the shank."""
    seen = {}
    for nth, joint in enumerate(JOINTS):
        place, deep = camera.project(leg[joint])
        seen[joint] = place + off[:, nth] * [-sign, 1.0] / 100 / deep[:, None]
    return seen


def _shape(cache: Path, name: str) -> dict[str, float]:
    """A body's measures in shank lengths."""
    skeleton = bodies.load(cache, name).skeleton
    thigh_m, shank_m = leg_lengths_m(skeleton, "L")
    ankle_m = skeleton.head_m("foot.L")
    toe_m = skeleton.tails_m[skeleton.index("toe2-3.L")]
    return {"shank_m": shank_m, "thigh": thigh_m / shank_m,
            "hips": abs(float(skeleton.head_m("upperleg01.L")[0])) / shank_m,
            "ankle": float(ankle_m[2]) / shank_m, "toe": float(toe_m[2]) / shank_m,
            "foot": float(np.hypot(*(toe_m - ankle_m)[:2])) / shank_m}


def _camera(random: np.random.Generator, shank_m: Array, yaw_deg: Array) -> _Camera:
    count = len(shank_m)
    high_m = random.uniform(0.75, 1.5, count)
    away, aside = random.uniform(1.7, 3.1, count), random.uniform(-0.35, 0.35, count)
    turn = -(np.radians(yaw_deg) + np.arctan2(aside, away))
    tilt = np.radians(random.uniform(0, 15, count) * np.minimum(1, high_m / 0.75 - 0.75))
    return _Camera(turn, aside / shank_m, away / shank_m, high_m / shank_m, tilt,
                   np.radians(random.uniform(-2, 2, count)))


def _movements(random: np.random.Generator, count: int) -> list[Array]:
    """Far more valgus than people show, so that the fit does not lean towards none."""
    none = random.standard_normal((2, count)) * 1.5
    much = random.uniform(-24, 30, (2, count))
    left, right = np.where(random.random((2, count)) < 0.2, none, much)
    kind = random.random(count)
    return [left, np.where(kind < 0.3, left, np.where(kind < 0.5, 0.0, right))]


class _Squatter:
    """Poses people as `mirrorapp.figure.squat` does, but each leans and turns out differently."""

    def __init__(self, random: np.random.Generator, size: Points, axes: list[Array]) -> None:
        count = len(axes[0])
        self._size, self._axes = size, axes
        self._stance = random.uniform(0.8, 1.5, count)
        self._share = np.clip(0.42 + 0.05 * random.standard_normal(count), 0.25, 0.6)
        self._lean_max = 33 + 3 * random.standard_normal(count)
        out = random.uniform(0, 18, count)
        self._toe_out = [np.radians(out + _TOE_OUT_ASYMMETRY_DEG * random.standard_normal(count))
                         for _ in _SIGNS]

    def pose(self, flexion_deg: Array, moves: list[Array], sway: Array
             ) -> tuple[list[Points], NDArray[np.bool_]]:
        """Both legs' joints (n, 3) in shank lengths, and whether the pose exists (n,)."""
        size = self._size
        lean = np.radians(np.minimum(self._share * flexion_deg, self._lean_max))
        flexion, thigh, hips = np.radians(flexion_deg), size["thigh"], size["hips"]
        back = thigh * np.sin(flexion - lean) - np.sin(lean)
        reach = thigh**2 + 1 + 2 * thigh * np.cos(flexion)
        up = np.sqrt(np.maximum(reach - (hips * (self._stance - 1))**2 - back**2, 0))
        joints, works = [], np.ones(len(flexion), bool)
        for side, sign in enumerate(_SIGNS):
            ankle = np.stack([sign * hips * self._stance, 0 * up, size["ankle"]], axis=1)
            hip = np.stack([sign * hips + sway, back, size["ankle"] + up], axis=1)
            knee, can = knees(hip, ankle, thigh, self._axes[side] + moves[side], sign)
            out, foot = self._toe_out[side], size["foot"]
            toe = ankle + np.stack([sign * foot * np.sin(out), -foot * np.cos(out),
                                    size["toe"] - size["ankle"]], axis=1)
            joints.append({"hip": hip, "knee": knee, "ankle": ankle, "toe": toe})
            works &= can
        return joints, works


def knees(hip: Array, ankle: Array, thigh: Array, valgus_deg: Array, sign: float
          ) -> tuple[Array, NDArray[np.bool_]]:
    """Knees (n, 3) with this frontal-plane angle, as `mirrorapp.figure.legs` finds them."""
    span = ankle - hip
    reach = np.linalg.norm(span, axis=1)
    down = span / reach[:, None]
    along = (thigh**2 - 1 + reach**2) / (2 * reach)
    radius = np.sqrt(np.maximum(thigh**2 - along**2, 0))
    ahead = _square(np.array([0.0, -1.0, 0.0]), down)
    inward = _square(np.array([-sign, 0.0, 0.0]), down)
    inward -= (inward * ahead).sum(axis=1)[:, None] * ahead
    inward /= np.linalg.norm(inward, axis=1)[:, None]

    def knee(swivel_deg: Array) -> Array:
        swivel = np.radians(swivel_deg)[:, None]
        aside = np.cos(swivel) * ahead + np.sin(swivel) * inward
        return np.asarray(hip + along[:, None] * down + radius[:, None] * aside)

    low, high = np.full(len(reach), -80.0), np.full(len(reach), 80.0)
    for _ in range(30):
        middle = (low + high) / 2
        less = _valgus_deg(hip, knee(middle), ankle, sign) < valgus_deg
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    found = knee(high)
    exact = np.abs(_valgus_deg(hip, found, ankle, sign) - valgus_deg) < 0.05
    return found, exact & (reach < thigh + 1)


def _square(direction: Array, down: Array) -> Array:
    across = direction - (down @ direction)[:, None] * down
    return np.asarray(across / np.linalg.norm(across, axis=1)[:, None])


def _valgus_deg(hip: Array, knee: Array, ankle: Array, sign: float) -> Array:
    thigh, shank = knee - hip, ankle - knee
    turn = np.arctan2(thigh[:, 0] * shank[:, 2] - thigh[:, 2] * shank[:, 0],
                      thigh[:, 0] * shank[:, 0] + thigh[:, 2] * shank[:, 2])
    return np.asarray(sign * np.degrees(turn))


def _gather(seen: list[list[Points]], bent: Sequence[Points],
            truth: tuple[list[Array], list[Array]], works: NDArray[np.bool_]) -> Drawn:
    here, standing, kts = [], [], []
    for side, sign in enumerate(_SIGNS):
        before, now = (measure(legs, side) for legs in seen)
        now["depth"] = 1 - now["drop_px"] / before["drop_px"]
        leg = bent[side]
        shank = np.hypot(*(leg["knee"] - leg["ankle"])[:, [0, 2]].T)
        kts.append(-sign * (leg["knee"] - leg["toe"])[:, 0] / shank)
        here.append(now)
        standing.append(before)

    def both(of: Sequence[Array]) -> Array:
        return np.concatenate([each[works] for each in of])
    axes, moves = truth
    return Drawn({name: both([leg[name] for leg in here]) for name in here[0]},
                 {name: both([leg[name] for leg in standing]) for name in standing[0]},
                 both(moves), both(axes), both(kts))


def measure(legs: Sequence[Points], side: int) -> Points:
    """The features of `features.of` that need no more than the legs, for many at once."""
    own, other = legs[side], legs[1 - side]
    medial = -_SIGNS[side]
    ours, theirs = _lengths(own, medial), _lengths(other, -medial)
    mean = (ours["shank_px"] + theirs["shank_px"]) / 2
    found = {**ours, **{f"other_{name}": theirs[name] for name in ("ka", "kt", "fppa")}}
    found["drop"] = (own["ankle"] - own["hip"])[:, 1] / mean
    found["drop_px"] = ((own["ankle"] - own["hip"]) + (other["ankle"] - other["hip"]))[:, 1] / 2
    found["sway"] = -medial * ((own["hip"] + other["hip"]) - (own["ankle"] + other["ankle"])
                               )[:, 0] / 2 / mean
    found["hip_gap"] = np.abs((own["hip"] - other["hip"])[:, 0]) / mean
    for joint in ("hip", "knee", "ankle"):
        found[f"{joint}_tilt"] = (own[joint] - other[joint])[:, 1] / mean
    return found


def _lengths(leg: Points, medial: float) -> Points:
    thigh, shank, foot = (leg["knee"] - leg["hip"], leg["ankle"] - leg["knee"],
                          leg["toe"] - leg["ankle"])
    length = np.hypot(*shank.T)
    return {
        "fppa": np.degrees(np.arctan2(thigh[:, 0] * medial, thigh[:, 1])
                           - np.arctan2(shank[:, 0] * medial, shank[:, 1])),
        "kt": (leg["knee"] - leg["toe"])[:, 0] * medial / length,
        "ka": -shank[:, 0] * medial / length, "kh": thigh[:, 0] * medial / length,
        "thigh_drop": thigh[:, 1] / length, "toe_down": foot[:, 1] / length, "shank_px": length}
