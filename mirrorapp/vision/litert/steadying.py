"""MediaPipe's own filters on a tracked body, before anything of the mirror's.

LandmarksSmoothingCalculator and VisibilitySmoothingCalculator as pose_landmarks_detector_graph
sets them up. The filter is the One-Euro one of `smoothing`, but MediaPipe takes a value's speed
from the unfiltered values.
"""

import math
from dataclasses import replace

import numpy as np

from mirrorapp.vision.pose import Floats, Pose

_SEEN_WEIGHT = 0.1
_SPEED_HZ = 1.0
_LEAST_UNIT = 1e-6  # MediaPipe's min_allowed_object_scale


class _Filter:
    """One-Euro on every number of an array by itself."""

    def __init__(self, least_hz: float, gain: float) -> None:
        self._least_hz, self._gain = least_hz, gain
        self._raw: Floats | None = None
        self._time_s = 0.0

    def forget(self) -> None:
        self._raw = None

    def step(self, values: Floats, time_s: float, unit: float) -> Floats:
        """The filtered values; `unit` is how long the body is in them, and where it has no length
        they are left as they are.
        """
        if unit < _LEAST_UNIT:
            return values
        if self._raw is None:
            self._value, self._speed = values, np.zeros_like(values)
        else:
            dt_s = time_s - self._time_s
            speed = (values - self._raw) / unit / dt_s
            self._speed = self._speed + _weight(_SPEED_HZ, dt_s) * (speed - self._speed)
            weight = _weight(self._least_hz + self._gain * np.abs(self._speed), dt_s)
            self._value = self._value + weight * (values - self._value)
        self._raw, self._time_s = values, time_s
        return self._value


def _weight(cutoff_hz: float | Floats, dt_s: float) -> float | Floats:
    turns = 2 * math.pi * cutoff_hz * dt_s
    return turns / (1 + turns)


class Steadying:
    """The filters of one tracked body. `lost` when it is: as MediaPipe does, only where the
    landmarks are in the picture begins anew then, while how well they are seen goes on.
    """

    def __init__(self) -> None:
        self._px, self._world = _Filter(0.05, 80.0), _Filter(0.1, 40.0)
        self._seen: Floats | None = None

    def lost(self) -> None:
        self._px.forget()

    def steady(self, pose: Pose, time_s: float, size_px: float) -> Pose:
        """The same body, later than the one before, filtered; `size_px` is its region's."""
        self._seen = (pose.visibility if self._seen is None
                      else self._seen + _SEEN_WEIGHT * (pose.visibility - self._seen))
        return replace(pose, visibility=self._seen,
                       px=self._px.step(pose.px, time_s, size_px),
                       world_m=self._world.step(pose.world_m, time_s, 1.0))
