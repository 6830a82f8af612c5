"""The camera's place from a body that stands on the floor mark: maximum a posteriori.

Nine unknowns – the camera's height, tilt and roll, where the body is (bearing, distance), how it
stands (turned, leaning aside), its stature, and the lens – are fitted by Gauss-Newton to where
the middles of eyes, ears, shoulders, hips, knees, ankles, heels and toes are seen, and how far
each pair is out of level. Every unknown has a prior, so that what the picture does not tell
stays wide instead of wild. docs/calibration.md says what it is worth.
"""

from dataclasses import dataclass
from math import atan2, degrees, radians, sqrt

import numpy as np

from mirrorapp.alignment.lens import Lens
from mirrorapp.alignment.standing import BodyModel, Standing, body_model
from mirrorapp.alignment.station import Station, depth_m, focal_px, project_px, vfov_deg
from mirrorapp.vision.pose import Floats

STATURE_M = (1.70, 0.10)
"""Of somebody unknown: mean and standard deviation of adults."""
TOLD_STATURE_M = 0.015
"""How well people know their own height, shoes included."""
ON_MARK_M = 0.04
"""How exactly somebody stands on a mark (a guess)."""
_HEIGHT_M = (1.20, 0.35)
_TILT_DEG = (7.0, 8.0)
_ROLL_DEG = (0.0, 5.0)
_BEARING_DEG = (0.0, 15.0)
_TURNED_DEG = 5.0
_LEAN_DEG = (0.0, 0.5)
_OPEN_LENS = 0.5
_STEPS = 25
_HEIGHT, _TILT, _ROLL, _BEARING, _DISTANCE, _TURN, _LEAN, _STATURE, _FOCAL = range(9)
_NUDGE = np.array([1e-4, 1e-3, 1e-3, 1e-3, 1e-4, 1e-3, 1e-3, 1e-4, 1e-5])


@dataclass(frozen=True, slots=True)
class View:
    """What is known beforehand: the picture's size, the lens, where the mark is, how tall."""

    width_px: int
    height_px: int
    lens: Lens
    mark_m: float = 2.0
    stature_m: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A station as it was found; `stature_m` of who stood there.

    `lens_sigmas`: how many uncertainties the lens seen is away from the lens told, + = narrower
    seen; a wrong height, or a place that is not the mark, looks like a wrong lens. `misfit`: the
    mean square of what the picture and the body model disagree by, in uncertainties: 0.3 for
    the bench's bodies, at most 1.5.
    """

    station: Station
    stature_m: float
    stature_m_u: float
    lens_sigmas: float
    seen_vfov_deg: float
    misfit: float


def estimate(seen: Standing, view: View, model: BodyModel | None = None) -> Estimate:
    """Find the camera's place."""
    model = model or body_model()
    fit = _Fit(seen, view, model, view.lens.spread)
    found, cov, misfit = fit.solve()
    sigma = np.sqrt(np.diag(cov))
    focal = fit.focal(found)
    fov = vfov_deg(focal, view.height_px)
    fov_u = abs(fov - vfov_deg(focal * (1 + float(sigma[_FOCAL])), view.height_px))
    station = Station(
        float(found[_HEIGHT]), float(found[_TILT]), float(found[_ROLL]), fov,
        float(found[_DISTANCE]), float(sigma[_HEIGHT]), float(sigma[_TILT]), float(sigma[_ROLL]),
        fov_u, float(sigma[_DISTANCE]))
    sigmas, seen_fov = _check_lens(seen, view, model)
    return Estimate(station, float(found[_STATURE]), float(sigma[_STATURE]), sigmas, seen_fov,
                    misfit)


def _check_lens(seen: Standing, view: View, model: BodyModel) -> tuple[float, float]:
    """The lens as it looks when nothing is told of it, against the one that is told."""
    fit = _Fit(seen, view, model, _OPEN_LENS)
    found, cov, _ = fit.solve()
    spread = sqrt(float(cov[_FOCAL, _FOCAL]) + view.lens.spread ** 2)
    return float(found[_FOCAL]) / spread, vfov_deg(fit.focal(found), view.height_px)


class _Fit:
    """One body, one view: what is expected, against what is seen."""

    def __init__(self, seen: Standing, view: View, model: BodyModel, lens_spread: float) -> None:
        self._seen, self._view, self._model = seen, view, model
        self._told_focal_px = view.lens.focal_px(view.width_px, view.height_px)
        stature = STATURE_M if view.stature_m is None else (view.stature_m, TOLD_STATURE_M)
        self._prior = np.array([
            _HEIGHT_M, _TILT_DEG, _ROLL_DEG, _BEARING_DEG, (view.mark_m, ON_MARK_M),
            (seen.turned_deg, _TURNED_DEG), _LEAN_DEG, stature, (0.0, lens_spread)])
        self._whiten = [np.linalg.inv(np.linalg.cholesky(cov)) for cov in (
            model.across_cov, model.up_cov, model.level_cov, model.lean_cov)]

    def focal(self, unknowns: Floats) -> float:
        """In pixels."""
        return self._told_focal_px * float(np.exp(unknowns[_FOCAL]))

    def solve(self) -> tuple[Floats, Floats, float]:
        """Unknowns (9,), their covariance (9, 9) and the misfit."""
        at = self._prior[:, 0].copy()
        at[_BEARING] = self._bearing_deg()
        damping = 1e-3
        rest = self._residuals(at)
        for _ in range(_STEPS):
            slope = self._slope(at, rest)
            gram = slope.T @ slope
            step = np.linalg.solve(gram + damping * np.diag(np.diag(gram)), -slope.T @ rest)
            tried = self._residuals(at + step)
            if tried @ tried < rest @ rest:
                gain = rest @ rest - tried @ tried
                at, rest, damping = at + step, tried, damping / 5
                if gain < 1e-6:
                    break
            else:
                damping *= 10
        slope = self._slope(at, rest)
        seen = rest[:-len(at)]
        cov = np.asarray(np.linalg.inv(slope.T @ slope), dtype=np.float64)
        return at, cov, float(seen @ seen) / len(seen)

    def _bearing_deg(self) -> float:
        middle = float((self._seen.left_px[:, 0] + self._seen.right_px[:, 0]).mean()) / 2
        return degrees(atan2(middle - self._view.width_px / 2, self._told_focal_px))

    def _slope(self, at: Floats, rest: Floats) -> Floats:
        columns = []
        for number, nudge in enumerate(_NUDGE):
            moved = at.copy()
            moved[number] += nudge
            columns.append((self._residuals(moved) - rest) / nudge)
        return np.stack(columns, axis=1)

    def _residuals(self, at: Floats) -> Floats:
        """Seen less expected, each in its own uncertainty; the priors come last."""
        station, middles_m = self._placed(at)
        across, up, level = self._off(station, middles_m, at)
        across_w, up_w, level_w, lean_w = self._whiten
        down_deg = degrees(atan2(at[_HEIGHT] - at[_STATURE] / 2, at[_DISTANCE]))
        leans = self._seen.leans_deg - self._model.lean @ np.array([1.0, at[_TILT], down_deg])
        prior = (at - self._prior[:, 0]) / self._prior[:, 1]
        return np.concatenate([across_w @ across, up_w @ up, level_w @ level, lean_w @ leans,
                               prior])

    def _placed(self, at: Floats) -> tuple[Station, Floats]:
        """The camera, and the middles of the pairs (8, 3) in its floor coordinates."""
        view, model = self._view, self._model
        station = Station(float(at[_HEIGHT]), float(at[_TILT]), float(at[_ROLL]),
                          vfov_deg(self.focal(at), view.height_px), float(at[_DISTANCE]))
        stature = at[_STATURE]
        front = _facing(at)
        feet = at[_DISTANCE] * _level(radians(at[_BEARING]))
        middles = feet + stature * model.ahead[:, None] * front
        middles[:, 2] += stature * model.up
        middles[:, :2] += (stature * model.up * np.tan(radians(at[_LEAN])))[:, None] * np.array(
            [front[1], -front[0]])  # to the body's own right, as + lean
        return station, middles

    def _off(self, station: Station, middles_m: Floats, at: Floats
             ) -> tuple[Floats, Floats, Floats]:
        """Across and up in statures, out of level in degrees; in the camera's upright axes."""
        view, seen = self._view, self._seen
        size = (view.width_px, view.height_px)
        scale = depth_m(station, middles_m) / focal_px(station.vfov_deg, view.height_px)
        turn = _turn(radians(station.roll_deg))
        off_px = (seen.left_px + seen.right_px) / 2 - project_px(station, middles_m, *size)
        off = off_px @ turn.T * (scale / at[_STATURE])[:, None]
        apart_px = seen.left_px - seen.right_px
        half_m = np.linalg.norm(apart_px, axis=1) * scale / 2
        front = _facing(at)
        left = np.array([-front[1], front[0], 0.0])
        ends = [project_px(station, middles_m + sign * half_m[:, None] * left, *size)
                for sign in (1, -1)]
        expected = ends[0] - ends[1]
        level = np.degrees(_angle(apart_px) - _angle(expected))
        return off[:, 0], -off[:, 1], (level + 180) % 360 - 180


def _level(bearing: float) -> Floats:
    return np.array([np.sin(bearing), np.cos(bearing), 0.0])


def _facing(at: Floats) -> Floats:
    """The direction in which the body faces: the camera, but for how far it is turned.

    Its own left is to the camera's right.
    """
    return -_level(radians(at[_BEARING] - at[_TURN]))


def _turn(roll: float) -> Floats:
    """From the picture's axes to those of a camera without roll."""
    cos, sin = np.cos(roll), np.sin(roll)
    return np.array([[cos, -sin], [sin, cos]])


def _angle(spans_px: Floats) -> Floats:
    return np.asarray(np.arctan2(spans_px[:, 1], spans_px[:, 0]))

