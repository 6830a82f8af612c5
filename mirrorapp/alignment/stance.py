"""Which leg is stood on: told from the feet, and only where one is clearly off the floor."""

from mirrorapp.alignment import geometry
from mirrorapp.events import Side
from mirrorapp.vision.pose import Landmark, Pose, Sighting

_ANKLE = {Side.LEFT: Landmark.LEFT_ANKLE, Side.RIGHT: Landmark.RIGHT_ANKLE}
LIFTED_SHANKS = 0.35
"""How much higher than the other one a lifted ankle is at least. Of rendered bodies on both feet
none reaches .25, of real ones seen from the front .30; a foot held behind is at .5 to 1.2."""
LIFTED_M = 0.12
"""The same of the world landmarks, which know that a foot that stands further back is no higher:
at most .08 in rendered bodies on both feet, .10 to .40 with one held up."""
_DOWN_SHANKS = 0.25
_DOWN_M = 0.08
_FORESHORTENED = 0.8
_KNEE_RAISED_SHANKS = 0.2
_SHANK_PX_MIN = 1.0
_HOLD_S = 0.4
_MEMORY_S = 1.0


class StanceFinder:
    """Watches the feet. A foot has to stay up for a moment, so that no step is taken for it."""

    def __init__(self) -> None:
        self._side: Side | None = None
        self._since_s = 0.0
        self._last_s = 0.0

    def watch(self, sighting: Sighting) -> Side | None:
        """The leg that is stood on; None for both feet, or where it can't be told.

        A touch of the floor ends it at once, and only a longer one makes it wait again.
        """
        time_s, pose = sighting.time_s, sighting.pose
        if pose is None:
            return None
        remembered = 0 <= time_s - self._last_s <= _MEMORY_S
        seen = stood_on(pose, self._side if remembered else None)
        if seen is None:
            return None
        if seen is not self._side or not remembered:
            self._side, self._since_s = seen, time_s
        self._last_s = time_s
        return seen if time_s - self._since_s >= _HOLD_S else None


def stood_on(pose: Pose, before: Side | None = None) -> Side | None:
    """The leg whose foot is on the floor while the other one's is clearly not, in one frame.

    One that merely stands further back is higher in the picture too, but hardly in the world
    landmarks, and its leg is less folded. `before`: it was so until now, which takes less to go
    on than to begin.
    """
    legs = geometry.measure_legs(pose)
    left, right = legs[Side.LEFT], legs[Side.RIGHT]
    side = Side.LEFT if left.leg.ankle[1] >= right.leg.ankle[1] else Side.RIGHT
    own, free = legs[side], legs[side.other]
    if own.shank_px < _SHANK_PX_MIN:
        return None
    lift = (own.leg.ankle[1] - free.leg.ankle[1]) / own.shank_px
    world = geometry.world(pose)
    lift_m = world[_ANKLE[side]][1] - world[_ANKLE[side.other]][1]
    if side is before:
        return side if lift > _DOWN_SHANKS and lift_m > _DOWN_M else None
    folded = (free.shank_px < _FORESHORTENED * own.shank_px
              or own.leg.knee[1] - free.leg.knee[1] > _KNEE_RAISED_SHANKS * own.shank_px)
    return side if lift > LIFTED_SHANKS and lift_m > LIFTED_M and folded else None
