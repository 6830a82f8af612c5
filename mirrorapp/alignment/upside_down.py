"""Whether the picture is upside down: whoever stands in it has the feet above the head."""

from mirrorapp.alignment import geometry
from mirrorapp.events import Side
from mirrorapp.vision.pose import Landmark, Pose

_TORSO_SHANKS = 0.5
"""Whoever bridges has the shoulders hardly beneath the hips."""
_LIES_SLOPE = 1.5
"""Whoever lies with the head to the mirror has it beneath the feet, too, but nearer."""


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
