"""What is seen in a picture that is turned in its plane."""

from dataclasses import replace

import numpy as np

from mirrorapp.vision.pose import Floats, Pose, Sighting


def turned(seen: Sighting, clockwise_deg: int) -> Sighting:
    """The same body in the picture turned by a multiple of 90 degrees."""
    assert seen.pose is not None
    size = np.array([seen.width_px, seen.height_px])
    new = size if clockwise_deg % 180 == 0 else size[::-1]
    px, world_m = seen.pose.px.copy(), seen.pose.world_m.copy()
    px[:, :2] = _about(px[:, :2] - size / 2, clockwise_deg) + new / 2
    world_m[:, :2] = _about(world_m[:, :2], clockwise_deg)
    pose = Pose(px, seen.pose.visibility, seen.pose.presence, world_m)
    return replace(seen, width_px=int(new[0]), height_px=int(new[1]), pose=pose)


def _about(points: Floats, clockwise_deg: int) -> Floats:
    """As complex numbers: y points down, so that a quarter clockwise is times i."""
    whole = (points[:, 0] + 1j * points[:, 1]) * np.exp(1j * np.radians(clockwise_deg))
    return np.stack([whole.real, whole.imag], axis=1)
