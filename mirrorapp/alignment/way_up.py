"""Which way up the camera's picture is, by who stands in it; and what to set where it is not."""

from dataclasses import replace
from math import inf

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.alignment.framing import Framing
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.upside_down import is_upside_down
from mirrorapp.events import Notice
from mirrorapp.vision.pose import Landmark, Pose, Sighting

NOTICE_KEY = "way_up"
STANDS_S = 3.0
UPRIGHT_S = 3600.0
"""Who was seen upright within it lies: the camera still hangs as it did."""
_QUARTER_DEG, _HALF_DEG, _WHOLE_DEG = 90, 180, 360
_QUARTERS = {_QUARTER_DEG: ((0, -1), (1, 0)), -_QUARTER_DEG: ((0, 1), (-1, 0))}
"""By how much a picture is turned clockwise, and what that makes of right and down."""


class WayUp:
    """Feed it every reading; `notice` while the picture is the wrong way up: once somebody has been
    seen so for `STANDS_S`, out of sight for no longer at a time, and until one stands upright.

    `rotate_deg`: by how much the picture is turned clockwise as it is.
    """

    def __init__(self, rotate_deg: int = 0) -> None:
        self.notice: Notice | None = None
        self._rotate_deg = rotate_deg
        self._turn_deg = 0
        self._since_s = self._last_s = self._upright_s = -inf

    def look(self, reading: Reading, *, asked: bool) -> None:
        """`asked`: the mirror asks who is there to stand; else they may lie.

        A picture that says nothing changes nothing.
        """
        turn_deg = self._wanted_deg(reading, asked=asked)
        if turn_deg is None:
            return
        time_s = reading.time_s
        if turn_deg == 0:
            self._last_s, self.notice = -inf, None
            return
        if turn_deg != self._turn_deg or not 0 <= time_s - self._last_s <= STANDS_S:
            self._turn_deg, self._since_s = turn_deg, time_s
        self._last_s = time_s
        if time_s - self._since_s >= STANDS_S:
            self.notice = self._told(turn_deg)

    def _wanted_deg(self, reading: Reading, *, asked: bool) -> int | None:
        """How far clockwise the picture is to be turned until it is upright; None: can't be told.
        """
        pose, time_s = reading.pose, reading.time_s
        if pose is None:
            return None
        if reading.refusal is None:
            self._upright_s = time_s
        if is_upside_down(pose):
            return _HALF_DEG
        if not _lies(pose):
            return 0
        if not asked or 0 <= time_s - self._upright_s <= UPRIGHT_S:
            return None
        return next((deg for deg in _QUARTERS if _would_stand(reading, pose, deg)), None)

    def _told(self, turn_deg: int) -> Notice:
        rotate = (self._rotate_deg + turn_deg) % _WHOLE_DEG
        if turn_deg == _HALF_DEG:
            return Notice(NOTICE_KEY, "The camera's picture is upside down.",
                          f"Turn the camera round, or set rotate = {rotate} under [camera].")
        return Notice(NOTICE_KEY, "The camera's picture is on its side.",
                      f"Turn the camera upright, or set rotate = {rotate} under [camera].")


def _lies(pose: Pose) -> bool:
    """Whether the trunk is rather across the picture than up and down in it."""
    p = geometry.places(pose)
    x1, y1 = geometry.middle(p[Landmark.LEFT_SHOULDER], p[Landmark.RIGHT_SHOULDER])
    x2, y2 = geometry.middle(p[Landmark.LEFT_HIP], p[Landmark.RIGHT_HIP])
    return abs(x2 - x1) > abs(y2 - y1)


def _would_stand(reading: Reading, pose: Pose, turn_deg: int) -> bool:
    """Whether in the picture so turned somebody stands as whoever is judged does."""
    turn = np.array(_QUARTERS[turn_deg])
    px, world_m = pose.px.copy(), pose.world_m.copy()
    centre = np.array([reading.width_px, reading.height_px]) / 2
    px[:, :2] = (px[:, :2] - centre) @ turn.T + centre[::-1]
    world_m[:, :2] = world_m[:, :2] @ turn.T
    turned = Sighting(reading.time_s, reading.height_px, reading.width_px,
                      replace(pose, px=px, world_m=world_m))
    return Framing().look(turned).refusal is None
