"""The camera's bracket: holds a Camera Module 3 upright behind the glass and has it look down.

Millimetres. X to the right as seen from the room, Y into the room, Z up; the glass's back is Y = 0,
the lens over X = Z = 0. The flange lies against the glass, a shutter slides in its groove, and the
board is screwed to four posts behind, turned by a quarter: the long side of its picture stands, its
ribbon leaves to the left (`camera.rotate` 90 or 270).
"""

from dataclasses import dataclass
from math import cos, radians, sin, tan

from build123d import Axis, Box, Cone, Cylinder, Part, Plane, Pos, Rot, fillet

WALL_LEAST = 1.6
"""Four lines of a nozzle of 0.4 mm."""
BOARD = (24.0, 25.0)
"""The board as it stands here, with its ribbon to the side. Board, holes and lens: from memory of
Raspberry Pi's drawing of the Camera Module 3, check yours."""
HOLES_UP = 21.0
"""Between holes, upwards."""
HOLES_ASIDE = (-0.1, 12.4)
"""Where they are to the right of the lens: 12.5 mm from one to the other."""
BOARD_RIGHT = 14.4
"""The board's edge to the right of the lens."""
LENS = 13.0
"""Opening for the lens's housing, which is about 11 mm."""
GROOVE_DEEP = 2.0
PILOT = 1.7
"""For M2 screws that cut their own thread."""
MARGIN_DEG = 3.0
_FAR = 200.0


@dataclass(frozen=True, slots=True)
class Bracket:
    """What can be chosen; `angles_deg`: the camera's view, upwards and to the sides.

    Raises `ValueError` where such a bracket can't be made.
    """

    tilt_deg: float = 11.0
    angles_deg: tuple[float, float] = (66.0, 41.0)
    flange: tuple[float, float, float] = (104.0, 44.0, 4.0)
    deep: float = 12.0
    plate: float = 3.0
    post: tuple[float, float] = (5.4, 3.0)

    def __post_init__(self) -> None:
        if not 0 <= self.tilt_deg <= 20:
            raise ValueError(f"The tilt has to be 0 to 20 degrees, not {self.tilt_deg:g}.")
        if not all(10 <= angle <= 110 for angle in self.angles_deg):
            raise ValueError("The camera's angles have to be 10 to 110 degrees.")

    @property
    def opening(self) -> tuple[float, float, float]:
        """Half its width, and how far it goes down and up, for all that the camera sees.

        The picture is widest in its lower corners, where the glass is furthest along the ray.
        """
        half, aside = (radians(angle / 2 + MARGIN_DEG) for angle in self.angles_deg)
        tilt, least = radians(self.tilt_deg), LENS / 2 + 0.5
        side = self.deep * tan(aside) / (cos(tilt) - tan(half) * sin(tilt))
        return (max(side, least), max(self.deep * tan(half + tilt), least),
                max(self.deep * tan(half - tilt), least))

    @property
    def groove(self) -> tuple[float, float]:
        """Width and depth of what the shutter slides in."""
        return 2 * self.opening[0] + 6, GROOVE_DEEP

    @property
    def seat(self) -> Plane:
        """Where the posts stand: its Z points from the lens into the wall, its Y up."""
        turn = radians(self.tilt_deg)
        back = (0.0, -cos(turn), sin(turn))
        return Plane((0, -self.deep + self.plate * back[1], self.plate * back[2]), (1, 0, 0), back)


def bracket(of: Bracket) -> Part:
    """The bracket, one solid."""
    solid = _flange(of) + _block(of) - _view(of)
    for aside in HOLES_ASIDE:
        for up in (-HOLES_UP / 2, HOLES_UP / 2):
            across, high = of.post
            at = of.seat * Pos(aside, up, 0)
            solid += at * Pos(0, 0, high / 2 - 0.5) * Cylinder(across / 2, high + 1)
            deep = high + of.plate
            solid -= at * Pos(0, 0, (high - of.plate) / 2) * Cylinder(PILOT / 2, deep + 2)
    return Part(solid.wrapped, label="camera bracket")


def shutter(of: Bracket, high: float = 150.0) -> Part:
    """The slide that covers the lens: pushed down it is shut; its upper end leaves the frame."""
    wide, deep = of.groove
    slide = Box(wide - 0.6, high, max(deep - 0.4, WALL_LEAST))
    slide = fillet(slide.edges().filter_by(Axis.Z), 3)
    return Part((slide - Pos(0, high / 2 - 8, 0) * Cylinder(1.6, 10)).wrapped, label="shutter")


def _flange(of: Bracket) -> Part:
    wide, high, thick = of.flange
    _, down, up = of.opening
    low, top = -max(high / 2, down + 3), max(high / 2, up + 3)
    plate = _box((-wide / 2, wide / 2), (-thick, 0), (low, top))
    for side in (-1, 1):
        for level in (low + 9, top - 9):
            at = Pos(side * (wide / 2 - 9), 0, level)
            plate -= at * Rot(90, 0, 0) * Cylinder(2.1, 3 * thick)
            plate -= at * Pos(0, -1.0, 0) * Rot(-90, 0, 0) * Cone(2.1, 4.1, 2.0)
    return plate


def _block(of: Bracket) -> Part:
    """Between flange and seat."""
    _, down, up = of.opening
    half = BOARD[1] / 2 + 2
    left, right = -(BOARD[0] - BOARD_RIGHT) - 2, BOARD_RIGHT + 2
    low, top = -max(half, down + 3), max(half, up + 3)
    behind = of.seat * Pos(0, 0, _FAR / 2) * Box(_FAR, _FAR, _FAR)
    return _box((left, right), (-3 * of.deep, -of.flange[2] / 2), (low, top)) - behind


def _view(of: Bracket) -> Part:
    """What has to be open: all that the camera sees, the lens's hole, the shutter's groove."""
    side, down, up = of.opening
    view = _box((-side, side), (-3 * of.deep, 1), (-down, up))
    view -= of.seat * Pos(0, 0, _FAR / 2 - of.plate) * Box(_FAR, _FAR, _FAR)
    lens = of.seat * Cylinder(LENS / 2, 4 * of.plate)
    wide, deep = of.groove
    return view + lens + _box((-wide / 2, wide / 2), (-deep, 1), (-_FAR / 2, _FAR / 2))


def _box(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float]) -> Part:
    middle = [sum(each) / 2 for each in (x, y, z)]
    return Pos(*middle) * Box(*(high - low for low, high in (x, y, z)))
