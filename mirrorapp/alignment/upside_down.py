"""Whether the picture is upside down: whoever stands in it has the feet above the head."""

from mirrorapp.alignment import geometry
from mirrorapp.events import SIDES
from mirrorapp.vision.pose import Landmark, Pose

_TORSO_SHANKS = 0.5
"""Whoever bridges has the shoulders hardly beneath the hips."""
_LIES_SLOPE = 1.5
"""Whoever lies with the head to the mirror has it beneath the feet, too, but nearer."""


def is_upside_down(pose: Pose) -> bool:
    """Whether shoulders are beneath hips, hips beneath knees, and knees beneath ankles."""
    p = geometry.places(pose)
    shoulders_px = min(p[Landmark.LEFT_SHOULDER][1], p[Landmark.RIGHT_SHOULDER][1])
    hips_px = min(p[Landmark.LEFT_HIP][1], p[Landmark.RIGHT_HIP][1])
    if shoulders_px <= hips_px:
        return False  # as nearly everybody is: the rest is not looked at in every frame
    legs = [geometry.leg(pose, side) for side in SIDES]
    shank_px = max(abs(leg.knee[1] - leg.ankle[1]) for leg in legs)
    world = geometry.world(pose)
    down_m, away_m = (sum(world[shoulder][axis] - world[hip][axis] for shoulder, hip in (
        (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP), (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP)))
        for axis in (1, 2))
    return (shoulders_px - hips_px > _TORSO_SHANKS * shank_px
            and down_m > _LIES_SLOPE * abs(away_m)
            and all(leg.hip[1] > leg.knee[1] > leg.ankle[1] for leg in legs))
