"""Whether one leg's foot stands on a step, higher than the other one's: for stairs, up and down.

Told from the world landmarks: a step is nearer to the camera than the floor behind it, and in the
picture that takes away what its height adds.
"""

from collections import deque

from mirrorapp.alignment import geometry
from mirrorapp.alignment.geometry import Point
from mirrorapp.events import Side
from mirrorapp.vision.pose import Landmark, Pose, Sighting

HIGHER_M = 0.05
"""How much higher the foot on the step must be seen once: of a step the pose model sees half."""
_STILL_S = 0.25
_STILL_SHANKS = 0.08
_STAYED_SHANKS = 0.15
_GAP_S = 0.5
_LEVEL_S = 1.5
"""A foot that goes past the other one on its way down is level with it for less."""
_FRAMES_MIN = 2
_ANKLE = {Side.LEFT: Landmark.LEFT_ANKLE, Side.RIGHT: Landmark.RIGHT_ANKLE}


class StepFinder:
    """Watches one leg. Its foot must have stopped moving: one in the air bears nothing.

    It stays on the step until it moves, wherever the other foot goes meanwhile.
    """

    def __init__(self, side: Side) -> None:
        self.side = side
        self._places: deque[tuple[float, Point]] = deque()
        self._on: Point | None = None
        self._level_since_s: float | None = None

    def watch(self, sighting: Sighting, *, both: bool = False) -> Side | None:
        """The leg, while its foot stands on the step by itself.

        `both`: both feet beside each other for a moment are on the step together.
        """
        time_s, pose = sighting.time_s, sighting.pose
        if self._places and not 0 <= time_s - self._places[-1][0] <= _GAP_S:
            self._places.clear()
            self._on = self._level_since_s = None
        if pose is None:
            return None
        leg = geometry.measure_leg(pose, self.side)
        here, shank_px = leg.leg.ankle, leg.shank_px
        self._places.append((time_s, here))
        while len(self._places) > _FRAMES_MIN and time_s - self._places[1][0] >= _STILL_S:
            self._places.popleft()
        if self._on is not None and geometry.distance_px(
                self._on, here) > _STAYED_SHANKS * shank_px:
            self._on = None
        if self._on is None and higher_m(pose, self.side) >= HIGHER_M and self._still(shank_px):
            self._on = here
        level_s = self._level_for_s(time_s, higher_m(pose, self.side))
        if both and level_s >= _LEVEL_S:
            self._on = None
        return None if self._on is None else self.side

    def _level_for_s(self, time_s: float, higher: float) -> float:
        if abs(higher) >= HIGHER_M:
            self._level_since_s = None
        elif self._level_since_s is None:
            self._level_since_s = time_s
        return 0.0 if self._level_since_s is None else time_s - self._level_since_s

    def _still(self, shank_px: float) -> bool:
        first_s, _ = self._places[0]
        last_s, here = self._places[-1]
        return last_s - first_s >= _STILL_S and all(
            geometry.distance_px(place, here) <= _STILL_SHANKS * shank_px
            for _, place in self._places)


def higher_m(pose: Pose, side: Side) -> float:
    """How much higher this side's ankle is than the other one's."""
    return float(pose.world_m[_ANKLE[side.other], 1] - pose.world_m[_ANKLE[side], 1])
