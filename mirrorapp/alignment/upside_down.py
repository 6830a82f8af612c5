"""Whether the picture is upside down: whoever stands in it has the feet above the head."""

from math import inf

from mirrorapp.alignment import geometry
from mirrorapp.events import Notice, Side
from mirrorapp.vision.pose import Landmark, Pose

STANDS_S = 3.0
_TORSO_SHANKS = 0.5
"""Whoever bridges has the shoulders hardly beneath the hips."""
_LIES_SLOPE = 1.5
"""Whoever lies with the head to the mirror has it beneath the feet, too, but nearer."""
_NOTICE = Notice("upside_down", "The camera's picture is upside down.",
                 "Turn the camera round, or set rotate = 180 under [camera].")


def is_upside_down(pose: Pose) -> bool:
    """Whether shoulders are beneath hips, hips beneath knees, and knees beneath ankles."""
    p = geometry.places(pose)
    legs = [geometry.measure_leg(pose, side).leg for side in Side]
    shoulders_px, hips_px = (min(p[left][1], p[right][1]) for left, right in (
        (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER), (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)))
    shank_px = max(abs(leg.knee[1] - leg.ankle[1]) for leg in legs)
    world = geometry.world(pose)
    down_m, away_m = (sum(world[shoulder][axis] - world[hip][axis] for shoulder, hip in (
        (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP), (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP)))
        for axis in (1, 2))
    return (shoulders_px - hips_px > _TORSO_SHANKS * shank_px
            and down_m > _LIES_SLOPE * abs(away_m)
            and all(leg.hip[1] > leg.knee[1] > leg.ankle[1] for leg in legs))


class UpsideDown:
    """Feed it every pose; `notice` while somebody has been seen so for `STANDS_S`, out of sight for
    no longer at a time: two glimpses of nobody, hours apart, are nobody still.
    """

    def __init__(self) -> None:
        self.notice: Notice | None = None
        self._since_s = self._last_s = -inf

    def look(self, pose: Pose | None, time_s: float) -> None:
        """A picture without anybody says nothing, and changes nothing."""
        if pose is None:
            return
        if not is_upside_down(pose):
            self._last_s, self.notice = -inf, None
            return
        if not 0 <= time_s - self._last_s <= STANDS_S:
            self._since_s = time_s
        self._last_s = time_s
        if time_s - self._since_s >= STANDS_S:
            self.notice = _NOTICE
