"""Waits until somebody stands still, straight and square, and keeps how they stood."""

from dataclasses import dataclass, field

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.standing import Standing
from mirrorapp.vision.pose import Floats, Landmark, Pose

_STILL_TORSOS = 0.06
_GAP_S = 1.0
_FRAMES_MIN = 5
_ANCHORS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP,
            Landmark.RIGHT_HIP, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)


@dataclass
class StandStill:
    """Collects poses while nothing moves; `hold_s` of them are one standing body."""

    hold_s: float
    _since_s: float = 0.0
    _last_s: float = 0.0
    _poses: list[Pose] = field(default_factory=list)
    _turned_deg: list[float] = field(default_factory=list)

    @property
    def portion(self) -> float:
        """How much of holding still is done, 0-1."""
        if not self._poses:
            return 0.0
        held = min(1.0, (self._last_s - self._since_s) / self.hold_s)
        return min(held, len(self._poses) / _FRAMES_MIN)

    @property
    def done(self) -> bool:
        """Whether it has been long enough."""
        return self.portion >= 1.0

    def reset(self) -> None:
        """Begin again."""
        self._poses, self._turned_deg = [], []

    def update(self, reading: Reading) -> None:
        """Take in one reading; whatever is not standing still begins it again."""
        pose = reading.pose
        if (pose is None or reading.refusal is not None or not reading.standing
                or reading.view == "S" or reading.square_up is not None):
            self.reset()
            return
        gap_s = reading.time_s - self._last_s
        if self._poses and (not 0 < gap_s <= _GAP_S or self._moved(pose)):
            self.reset()
        if not self._poses:
            self._since_s = reading.time_s
        self._last_s = reading.time_s
        self._poses.append(pose)
        self._turned_deg.append(reading.yaw_deg or 0.0)

    def standing(self) -> Standing:
        """The middle of what was seen; only where something was."""
        middle = Pose(*(np.median([getattr(pose, name) for pose in self._poses], axis=0)
                        for name in ("px", "visibility", "presence", "world_m")))
        return Standing.of(middle, float(np.median(self._turned_deg)))

    def _moved(self, pose: Pose) -> bool:
        way = np.linalg.norm(_anchors(pose) - _anchors(self._poses[0]), axis=1).max()
        return bool(way > _STILL_TORSOS * geometry.torso_px(pose))


def _anchors(pose: Pose) -> Floats:
    return geometry.points(pose)[list(_ANCHORS)]
