"""How askew the camera hangs, from somebody who stands: for a camera that is not calibrated.

Found on the bench's bodies to within .4 degrees, and in real films, turned by known angles, too
(docs/accuracy.md). Of a calibrated camera its calibration says it better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from mirrorapp.alignment import calibration, lens
from mirrorapp.alignment.framing import View
from mirrorapp.alignment.standing import Standing
from mirrorapp.alignment.station import askew
from mirrorapp.vision import middle
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


class Stood(NamedTuple):
    """One frame of somebody who stands: `pose` as seen, `twice` half-way between two looks."""

    sighting: Sighting
    view: View
    pose: Pose
    twice: Pose


class Leveller:
    """Finds the level once in a set, from the first moment in which somebody stands; a `level`
    that is told holds for the first one.
    """

    def __init__(self, level: Level | None = None) -> None:
        self.level = level
        self._seen: list[Stood] = []
        self._found = level is not None

    def start_set(self) -> None:
        """Look anew; what was found holds until then."""
        self._seen.clear()
        self._found = False

    def watch(self, now: Stood, *, standing: bool) -> Sequence[Stood]:
        """Take in one frame. Where the level has changed by more than it is unsure, the frames by
        which that was found: what was learnt of them was learnt askew.
        """
        if self._found:
            return ()
        time_s = now.sighting.time_s
        if not standing or (self._seen
                            and not 0 < time_s - self._seen[-1].sighting.time_s <= _GAP_S):
            self._seen.clear()
        if not standing:
            return ()
        self._seen.append(now)
        if time_s - self._seen[0].sighting.time_s < _HOLD_S or len(self._seen) < _FRAMES_MIN:
            return ()
        seen, self._seen = self._seen, []
        before, level = self.level, _estimate(seen)
        if level is None:
            return ()
        self._found = True
        if before is not None and abs(level.roll_deg - before.roll_deg) <= 2 * level.roll_deg_u:
            return ()
        self.level = level
        return seen if askew(level) or askew(before) else ()


def _estimate(seen: Sequence[Stood]) -> Level | None:
    """From the middle of what was seen; None where that does not fit somebody who stands."""
    pose = Pose(*(middle.of([getattr(each.pose, name) for each in seen])
                  for name in ("px", "visibility", "presence", "world_m")))
    turned_deg = median([each.view.yaw_deg or 0.0 for each in seen])
    sighting = seen[-1].sighting
    roll_deg, roll_deg_u, misfit = calibration.roll(
        Standing.of(pose, turned_deg),
        calibration.View(sighting.width_px, sighting.height_px, lens.UNKNOWN), _MISFIT_MAX)
    return None if misfit > _MISFIT_MAX else Level(roll_deg, roll_deg_u)
