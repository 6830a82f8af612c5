"""The camera's place from a body that stands on the floor mark: maximum a posteriori.

Nine unknowns – the camera's height, tilt and roll, where the body is (bearing, distance), how it
stands (turned, leaning aside), its stature, and the lens – are fitted by Gauss-Newton to where
the middles of eyes, ears, shoulders, hips, knees, ankles, heels and toes are seen, and how far
each pair is out of level. Every unknown has a prior, so that what the picture does not tell
stays wide instead of wild. docs/calibration.md says what it is worth.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import atan2, degrees, inf, sqrt

import numpy as np

from mirrorapp.alignment.lens import Lens
from mirrorapp.alignment.standing import BodyModel, Standing, body_model
from mirrorapp.alignment.station import Station, camera_axes, rolled, vfov_deg
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
_STEPS, _ENOUGH = 25, 1e-6
_MORE = 5.0
"""So many times what a step has gained all those after it gain at most: they gain less and less."""
_HEIGHT, _TILT, _ROLL, _BEARING, _DISTANCE, _TURN, _LEAN, _STATURE, _FOCAL = range(9)
_NUDGE = np.array([1e-4, 1e-3, 1e-3, 1e-3, 1e-4, 1e-3, 1e-3, 1e-4, 1e-5])
_AROUND = np.vstack([np.zeros(9), np.diag(_NUDGE)])


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


def roll(seen: Standing, view: View, misfit_most: float = inf) -> tuple[float, float, float]:
    """How askew the camera hangs alone, degrees: + as in `Station`, its uncertainty, the misfit.

    Nothing is made of a misfit above `misfit_most`: then it is given up as soon as that is seen.
    """
    found, cov, misfit = _Fit(seen, view, body_model(), view.lens.spread).solve(misfit_most)
    return float(found[_ROLL]), sqrt(float(cov[_ROLL, _ROLL])), misfit


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
        self._whiten = _whiten(model)

    def focal(self, unknowns: Floats) -> float:
        """In pixels."""
        return self._told_focal_px * float(np.exp(unknowns[_FOCAL]))

    def solve(self, misfit_most: float = inf) -> tuple[Floats, Floats, float]:
        """Unknowns (9,), their covariance (9, 9) and the misfit."""
        at = self._prior[:, 0].copy()
        at[_BEARING] = self._bearing_deg()
        damping = 1e-3
        rest, slope = self._look(at)
        for _ in range(_STEPS):
            gram = slope.T @ slope
            step = np.linalg.solve(gram + damping * np.diag(np.diag(gram)), -slope.T @ rest)
            tried, steeper = self._look(at + step)
            gain = float(rest @ rest - tried @ tried)
            if gain > 0:
                at, rest, slope, damping = at + step, tried, steeper, damping / 5
                if gain < _ENOUGH or _misfit(rest, less=_MORE * gain) > misfit_most:
                    break
            else:
                damping *= 10
        cov = np.asarray(np.linalg.inv(slope.T @ slope), dtype=np.float64)
        return at, cov, _misfit(rest)

    def _bearing_deg(self) -> float:
        middle = float((self._seen.left_px[:, 0] + self._seen.right_px[:, 0]).mean()) / 2
        return degrees(atan2(middle - self._view.width_px / 2, self._told_focal_px))

    def _look(self, at: Floats) -> tuple[Floats, Floats]:
        """Residuals (36,) and their slope (36, 9), both of one pass: it runs within a frame."""
        here, *moved = self._residuals(at + _AROUND)
        return here, ((np.stack(moved) - here) / _NUDGE[:, None]).T

    def _residuals(self, at: Floats) -> Floats:
        """Seen less expected, each in its own uncertainty, of each of (n, 9); the priors come last.
        """
        front = _facing(at)
        across, up, level = self._off(at, self._middles_m(at, front), front)
        across_w, up_w, level_w, lean_w = self._whiten
        tilt = at[:, _TILT]
        down_deg = np.degrees(np.arctan2(at[:, _HEIGHT] - at[:, _STATURE] / 2, at[:, _DISTANCE]))
        leans = self._seen.leans_deg - np.stack(
            [np.ones_like(tilt), tilt, down_deg], axis=1) @ self._model.lean.T
        prior = (at - self._prior[:, 0]) / self._prior[:, 1]
        return np.concatenate([across @ across_w.T, up @ up_w.T, level @ level_w.T,
                               leans @ lean_w.T, prior], axis=1)

    def _middles_m(self, at: Floats, front: Floats) -> Floats:
        """The middles of the pairs (n, 8, 3) in the camera's floor coordinates."""
        model, stature = self._model, at[:, _STATURE, None]
        feet = at[:, _DISTANCE, None] * _level(np.radians(at[:, _BEARING]))
        middles = feet[:, None] + (stature * model.ahead)[:, :, None] * front[:, None]
        middles[:, :, 2] += stature * model.up
        aside = stature * model.up * np.tan(np.radians(at[:, _LEAN, None]))
        middles[:, :, 0] += aside * front[:, 1, None]  # to the body's own right, as + lean
        middles[:, :, 1] -= aside * front[:, 0, None]
        return middles

    def _off(self, at: Floats, middles_m: Floats, front: Floats
             ) -> tuple[Floats, Floats, Floats]:
        """Across and up in statures, out of level in degrees, (n, 8) each; in the camera's upright
        axes.
        """
        seen = self._seen
        focal = (self._told_focal_px * np.exp(at[:, _FOCAL]))[:, None]
        height, tilt, roll = at[:, _HEIGHT, None], at[:, _TILT, None], at[:, _ROLL, None]
        centre = np.array([self._view.width_px, self._view.height_px]) / 2
        right, down, deep = camera_axes(middles_m, height, tilt)
        middle = (seen.left_px + seen.right_px) / 2 - centre
        x, y = rolled(middle[:, 0], middle[:, 1], -roll)
        apart_px = seen.left_px - seen.right_px
        half_m = np.linalg.norm(apart_px, axis=1) * deep / focal / 2
        left = np.zeros((len(at), 1, 3))
        left[:, 0, 0], left[:, 0, 1] = -front[:, 1], front[:, 0]
        ends = []
        for sign in (1, -1):
            across, below, away = camera_axes(
                middles_m + sign * half_m[:, :, None] * left, height, tilt)
            ends.append(rolled(across / away, below / away, roll))
        (x1, y1), (x2, y2) = ends
        level = np.degrees(np.arctan2(apart_px[:, 1], apart_px[:, 0])
                           - np.arctan2(y1 - y2, x1 - x2))
        stature = at[:, _STATURE, None]
        return ((x * deep / focal - right) / stature, (down - y * deep / focal) / stature,
                (level + 180) % 360 - 180)


@lru_cache(maxsize=2)
def _whiten(model: BodyModel) -> list[Floats]:
    """What makes each of its covariances one: across, up, level, leans."""
    return [np.linalg.inv(np.linalg.cholesky(cov)) for cov in (
        model.across_cov, model.up_cov, model.level_cov, model.lean_cov)]


def _misfit(rest: Floats, *, less: float = 0.0) -> float:
    """The mean square of residuals (36,) without the priors, were the sum of squares so much less.
    """
    seen = rest[:-len(_NUDGE)]
    return (float(seen @ seen) - less) / len(seen)


def _level(bearing: Floats) -> Floats:
    level = np.zeros((len(bearing), 3))
    level[:, 0], level[:, 1] = np.sin(bearing), np.cos(bearing)
    return level


def _facing(at: Floats) -> Floats:
    """The direction in which the body faces (n, 3): the camera, but for how far it is turned.

    Its own left is to the camera's right.
    """
    return -_level(np.radians(at[:, _BEARING] - at[:, _TURN]))
