"""Which part of the frame to show: all of it at first, the legs once the user is in place."""

import math
from dataclasses import dataclass

from mirrorapp.ui.projection import Crop
from mirrorapp.vision.pose import Landmark, Pose

STANDING = 0.10       # a smaller depth than this, as in `Reading`, is standing
EASE_S = 0.5          # time constant of every change: seen as a glide, never as a jump
STILL = 0.05          # a wish nearer than this part of the crop's height changes nothing
LONGEST_STEP_S = 0.1  # after a gap in the frames the glide goes on from where it was
CHEST = 0.25          # of the way from the shoulders to the hips
FLOOR = 0.10          # room below the toes, in chest-to-toe heights; the picture fades there
CLOSEST = 0.35        # the least part of the frame's height that is shown


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes that a crop must suit: the frame in pixels, the box as width over height."""

    width_px: int
    height_px: int
    aspect: float


def whole(shape: Shape, centre_x_px: float | None = None) -> Crop:
    """The frame's full height, around `centre_x_px` where the frame is wider than the box."""
    return _inside(Crop(shape.width_px / 2 if centre_x_px is None else centre_x_px,
                        shape.height_px, shape.height_px), shape)


def legs(shape: Shape, pose: Pose) -> Crop:
    """From the chest down to just below the toes."""
    shoulders = _middle(pose, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
    hips = _middle(pose, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    toes = max(float(pose.px[Landmark.LEFT_FOOT_INDEX, 1]),
               float(pose.px[Landmark.RIGHT_FOOT_INDEX, 1]))
    chest = shoulders[1] + CHEST * (hips[1] - shoulders[1])
    height = min(max((toes - chest) * (1 + 2 * FLOOR), CLOSEST * shape.height_px),
                 float(shape.height_px))
    return _inside(Crop(hips[0], toes + FLOOR * height, height), shape)


def centre_x(pose: Pose) -> float:
    """The middle of the hips, in frame pixels."""
    return _middle(pose, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)[0]


class Follower:
    """Glides from crop to crop; small wishes are let pass, so that the picture rests."""

    def __init__(self) -> None:
        self._shape: Shape | None = None
        self._time_s = 0.0
        self._target: Crop | None = None
        self._crop: Crop | None = None

    def follow(self, wish: Crop, shape: Shape, time_s: float, *, glides: bool = True) -> Crop:
        """The crop to show at `time_s`. Starts afresh where the frame or the box changed.

        Without `glides` every change is a cut.
        """
        if self._crop is None or self._target is None or shape != self._shape:
            self._shape, self._time_s = shape, time_s
            self._target = self._crop = wish
            return wish
        if _distance(wish, self._target) > STILL * self._target.height_px:
            self._target = wish
        step_s = min(max(time_s - self._time_s, 0.0), LONGEST_STEP_S)
        self._time_s = time_s
        part = 1 - math.exp(-step_s / EASE_S) if glides else 1.0
        self._crop = _between(self._crop, self._target, part)
        return self._crop

    def hold(self, shape: Shape) -> Crop | None:
        """What was last wished for, None where there was nothing in this shape."""
        return self._target if shape == self._shape else None


def _inside(crop: Crop, shape: Shape) -> Crop:
    """Move a crop into the frame as far as it fits there."""
    half = crop.height_px * shape.aspect / 2
    x = crop.centre_x_px
    if 2 * half <= shape.width_px:
        x = min(max(x, half), shape.width_px - half)
    else:
        x = shape.width_px / 2
    return Crop(x, min(max(crop.bottom_px, crop.height_px), shape.height_px), crop.height_px)


def _middle(pose: Pose, first: Landmark, second: Landmark) -> tuple[float, float]:
    a, b = pose.px[first], pose.px[second]
    return float(a[0] + b[0]) / 2, float(a[1] + b[1]) / 2


def _distance(a: Crop, b: Crop) -> float:
    return max(abs(a.centre_x_px - b.centre_x_px), abs(a.bottom_px - b.bottom_px),
               abs(a.height_px - b.height_px))


def _between(a: Crop, b: Crop, part: float) -> Crop:
    return Crop(a.centre_x_px + (b.centre_x_px - a.centre_x_px) * part,
                a.bottom_px + (b.bottom_px - a.bottom_px) * part,
                a.height_px + (b.height_px - a.height_px) * part)
