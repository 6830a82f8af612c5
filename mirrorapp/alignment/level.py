"""How askew the camera hangs, from somebody who stands: for a camera that is not calibrated.

Found on the bench's bodies to within .4 degrees, and in real films, turned by known angles, too
(docs/accuracy.md). Of a calibrated camera its calibration says it better.
"""

from dataclasses import dataclass

import numpy as np

from mirrorapp.alignment import calibration, lens
from mirrorapp.alignment.calibration import View
from mirrorapp.alignment.standing import Standing
from mirrorapp.alignment.station import askew
from mirrorapp.vision.pose import Pose, Sighting

_HOLD_S = 0.3
_GAP_S = 0.5
_FRAMES_MIN = 3
_MISFIT_MAX = 1.8
"""Real people who stand fit to 1.1, the bench's to 1.5; whoever bends aside does not."""


@dataclass(frozen=True, slots=True)
class Level:
    """`roll_deg` as in `Station`, with its uncertainty (one sigma)."""

    roll_deg: float
    roll_deg_u: float


class Leveller:
    """Finds the level once in a set, from the first moment in which somebody stands; a `level`
    that is told holds for the first one.
    """

    def __init__(self, level: Level | None = None) -> None:
        self.level = level
        self._seen: list[tuple[float, Pose, float]] = []
        self._found = level is not None

    def start_set(self) -> None:
        """Look anew; what was found holds until then."""
        self._seen.clear()
        self._found = False

    def watch(self, sighting: Sighting, pose: Pose, yaw_deg: float, *, standing: bool) -> bool:
        """Take in one frame; true where the level has changed by more than it is unsure."""
        if self._found:
            return False
        time_s = sighting.time_s
        if not standing or (self._seen and not 0 < time_s - self._seen[-1][0] <= _GAP_S):
            self._seen.clear()
        if not standing:
            return False
        self._seen.append((time_s, pose, yaw_deg))
        if time_s - self._seen[0][0] < _HOLD_S or len(self._seen) < _FRAMES_MIN:
            return False
        before, now = self.level, self._estimate(sighting)
        self._seen.clear()
        if now is None:
            return False
        self._found = True
        if before is not None and abs(now.roll_deg - before.roll_deg) <= 2 * now.roll_deg_u:
            return False
        self.level = now
        return askew(now) or askew(before)

    def _estimate(self, sighting: Sighting) -> Level | None:
        poses = [pose for _, pose, _ in self._seen]
        middle = Pose(*(np.median([getattr(pose, name) for pose in poses], axis=0)
                        for name in ("px", "visibility", "presence", "world_m")))
        turned_deg = float(np.median([yaw for *_, yaw in self._seen]))
        found = calibration.estimate(
            Standing.of(middle, turned_deg),
            View(sighting.width_px, sighting.height_px, lens.UNKNOWN))
        if found.misfit > _MISFIT_MAX:
            return None
        return Level(found.station.roll_deg, found.station.roll_deg_u)
