"""What somebody looks like: the colours of their clothes, enough to tell most people apart.

Each part of the body is sampled at points well inside it, and each colour is told against the
whole picture's, in logarithms: a lamp that is dimmed, the evening's light and the camera's own
corrections change both alike. Faces are left out: they turn away, and are nobody's business here.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import atan2, degrees, hypot, isfinite

import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.vision import middle
from mirrorapp.vision.pose import Floats, Landmark, Pose

DARK = 16.0  # of 255, added before the logarithm: what is nearly black has no hue
FARTHEST = 0.8  # of one part: a hand before the chest must not outweigh the rest
LIGHTNESS = 0.5  # of a difference in lightness, against one in hue: folds and shadows are light
LEAST_INSIDE = 0.7  # of a part's points
LEAST_VISIBILITY = 0.5
BENT_DEG = 60.0
"""So far bent, legs show of the thighs what standing hid: of shorts the knees. Then these tell
nothing."""
SCENE_POINTS = 16  # a side

ALIKE = 0.30
"""Below this two looks are one person's. Measured: docs/measurement.md."""
UNLIKE = 0.42
"""Beyond this, held for a moment, they are two people's."""

Weights = list[Floats]


def _at(*shares: tuple[Landmark, float]) -> Floats:
    weights = np.zeros(len(Landmark))
    for mark, share in shares:
        weights[mark] += share
    return weights


def _trunk(downs: Iterable[float]) -> Weights:
    """Points between shoulders (0) and hips (1), away from the arms."""
    return [_at((Landmark.LEFT_SHOULDER, (1 - across) * (1 - down)),
                (Landmark.RIGHT_SHOULDER, across * (1 - down)),
                (Landmark.LEFT_HIP, (1 - across) * down), (Landmark.RIGHT_HIP, across * down))
            for across in (0.25, 0.38, 0.5, 0.62, 0.75) for down in downs]


def _limbs(upper: str, lower: str, alongs: Iterable[float]) -> Weights:
    """Points along both limbs, left and right together: the model swaps them now and then."""
    return [_at((Landmark[f"{side}_{upper}"], 1 - along), (Landmark[f"{side}_{lower}"], along))
            for along in alongs for side in ("LEFT", "RIGHT")]


_TOP: Sequence[Weights] = (
    _trunk((0.12, 0.2, 0.28, 0.36, 0.44)), _trunk((0.56, 0.64, 0.72, 0.8, 0.88)),
    _limbs("SHOULDER", "ELBOW", np.linspace(0.2, 0.6, 6)))
_BOTTOM: Sequence[Weights] = (
    _limbs("HIP", "KNEE", np.linspace(0.2, 0.8, 10)),
    _limbs("KNEE", "ANKLE", np.linspace(0.2, 0.85, 10)))
_PARTS = [np.array(part) for part in (*_TOP, *_BOTTOM)]
_POINTS = np.concatenate(_PARTS)
_ENDS = np.cumsum([len(part) for part in _PARTS])
_SPANS = [slice(end - len(part), end) for part, end in zip(_PARTS, _ENDS, strict=True)]
_MARKS = [np.flatnonzero(part.any(axis=0)) for part in _PARTS]
PARTS = len(_PARTS)
_THIGHS = len(_TOP)


def looks_of(picture: Pixels, pose: Pose, width_px: int, height_px: int) -> Floats:
    """The looks (`PARTS`, 3) of the body in `picture`, which shows a frame of that size.

    Rows are chest, belly, upper arms, thighs, shanks; columns red, green, blue as natural
    logarithms against the picture's mean. A part that is not seen is NaN, and so are bent thighs.
    """
    height, width = picture.shape[:2]
    at = np.floor(_POINTS @ pose.px[:, :2] * (width / width_px, height / height_px)).astype(int)
    inside = ((at >= 0) & (at < (width, height))).all(axis=1)
    x, y = np.clip(at, 0, (width - 1, height - 1)).T
    colours = _log(picture[y, x, :3])
    looks = np.full((PARTS, 3), np.nan)
    for part, (span, marks) in enumerate(zip(_SPANS, _MARKS, strict=True)):
        if (pose.visibility[marks].min() >= LEAST_VISIBILITY
                and inside[span].mean() >= LEAST_INSIDE):
            looks[part] = middle.of(colours[span][inside[span]])
    if max(_bent_deg(pose)) > BENT_DEG:
        looks[_THIGHS] = np.nan
    return looks - _scene(picture)


def _bent_deg(pose: Pose) -> Iterator[float]:
    """How far each knee is bent, in space."""
    for side in ("LEFT", "RIGHT"):
        hip, knee, ankle = (pose.world_m[Landmark[f"{side}_{joint}"]]
                            for joint in ("HIP", "KNEE", "ANKLE"))
        thigh, shank = knee - hip, ankle - knee
        yield degrees(atan2(float(np.linalg.norm(np.cross(thigh, shank))), float(thigh @ shank)))


def apart(one: Floats, other: Floats) -> float | None:
    """How unlike two looks are: 0 the same, most people differ by more than `UNLIKE`.

    The worse of top and bottom, for many wear the same trousers. None where too little is seen.
    """
    parts = [_apart(*difference) for difference in (one - other).tolist()]
    top, bottom = ([part for part in half if isfinite(part)]
                   for half in (parts[:len(_TOP)], parts[len(_TOP):]))
    if not top or not bottom:
        return None
    return max(sum(half) / len(half) for half in (top, bottom))


def _apart(red: float, green: float, blue: float) -> float:
    """How unlike one part of them is; NaN where it is not seen."""
    lightness = (red + green + blue) / 3
    hue = hypot(red - lightness, green - lightness, blue - lightness)
    unlike = hypot(hue, LIGHTNESS * lightness)
    return FARTHEST if unlike > FARTHEST else unlike


def typical(looks: Sequence[Floats]) -> Floats:
    """The middle of several looks of one person; NaN only in parts that were never seen."""
    each = np.stack(looks)
    usual = np.full((PARTS, 3), np.nan)
    for part in range(PARTS):
        seen = each[np.isfinite(each[:, part]).all(axis=1), part]
        if len(seen):
            usual[part] = middle.of(seen)
    return usual


def _scene(picture: Pixels) -> Floats:
    """The whole picture's mean colour, from a coarse grid."""
    down, across = (max(1, side // SCENE_POINTS) for side in picture.shape[:2])
    mean: Floats = _log(picture[down // 2::down, across // 2::across, :3]).mean(axis=(0, 1))
    return mean


def _log(colours: Pixels) -> Floats:
    logs: Floats = np.log(colours + DARK)
    return logs
