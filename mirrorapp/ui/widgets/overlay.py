"""What is drawn over the legs: faint bones, the lane of each knee, and the knee's mark."""

from collections.abc import Sequence

import numpy as np
from kivy.graphics import Color, InstructionGroup, Quad, SmoothLine
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from mirrorapp.alignment.reading import Knee, Reading
from mirrorapp.events import Side, Verdict
from mirrorapp.ui import theme
from mirrorapp.ui.geometry import Point, flat
from mirrorapp.ui.lane import Lane, lane, outward, way_back
from mirrorapp.ui.projection import Projection
from mirrorapp.ui.widgets.marks import REACH, Mark
from mirrorapp.ui.widgets.sheet import SHEET

BONE_ALPHA = 0.45
LANE_ALPHA = 0.65
QUIET_LANE_ALPHA = 0.22
SHADE_ALPHA, SHADE_WIDTH = 0.45, 1.4
"""Of the dark beneath a lane: on black glass it is nothing, and in a bright room it is what the
light stands out from.
"""
BONE_SHADE_ALPHA, BONE_SHADE_WIDTH = 0.35, 3.0


class Overlay(Widget):
    """Draws a reading where the projection says, and nothing where there is none."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        glow = _lane_texture()
        # Nothing of one leg's lane lies over the mark of the other.
        lanes, marks = InstructionGroup(), InstructionGroup()
        self._legs = {side: _Leg(lanes, marks, glow) for side in Side}
        self.canvas.add(lanes)
        self.canvas.add(marks)

    def show(self, reading: Reading | None, projection: Projection | None, *,
             lanes: bool = True) -> None:
        """Draw the legs of `reading`; what can't be judged is drawn quietly.

        A leg that is off the floor is drawn as bones alone: no knee travels over its toe; without
        `lanes` both are.
        """
        for side, leg in self._legs.items():
            if reading is None or projection is None or side not in reading.knees:
                leg.hide()
                continue
            knee = reading.knees[side]
            verdict = knee.verdict if reading.refusal is None else Verdict.CANNOT_JUDGE
            if reading.stance is side.other or not lanes:
                leg.show_lifted(knee, projection)
                continue
            leg.show(knee, verdict, lane(knee.leg, outward(side, reading.knees)), projection,
                     inward=_room_between(reading, projection))


class _Leg:
    """The instructions of one leg, made once and then only moved and tinted."""

    def __init__(self, lanes: InstructionGroup, marks: InstructionGroup, glow: Texture) -> None:
        self._shade_colour = Color(*theme.faded(theme.BLACK, 0))
        self._shade = Quad(points=[0] * 8, texture=glow)
        self._lane_colour = Color(*theme.faded(theme.QUIET, 0))
        self._lane = Quad(points=[0] * 8, texture=glow)
        self._edge_colour = Color(*theme.faded(theme.BLACK, 0))
        self._edges = SmoothLine(points=[])
        self._bone_colour = Color(*theme.faded(theme.INK, 0))
        self._bones = SmoothLine(points=[])
        for instruction in (self._shade_colour, self._shade, self._lane_colour, self._lane):
            lanes.add(instruction)
        for instruction in (self._edge_colour, self._edges, self._bone_colour, self._bones):
            marks.add(instruction)
        self._mark = Mark(marks)

    def show(self, knee: Knee, verdict: Verdict, lane_: Lane, projection: Projection, *,
             inward: bool) -> None:
        """Without `inward` no arrow points to the other knee."""
        to_glass = projection.point
        quiet = verdict is Verdict.CANNOT_JUDGE
        self._lane_colour.rgba = theme.faded(theme.verdict_colour(verdict),
                                             QUIET_LANE_ALPHA if quiet else LANE_ALPHA)
        self._shade_colour.a = 0 if quiet else SHADE_ALPHA
        corners = [to_glass(each) for each in lane_.corners]
        self._lane.points = flat(*corners)
        self._shade.points = flat(*wider(corners, SHADE_WIDTH))
        self._show_bones(knee, projection)
        # On the mirrored glass a way along the frame's x turns round.
        way = way_back(verdict, lane_.outward)
        if way == -lane_.outward and not inward:
            way = 0
        self._mark.show(to_glass(knee.leg.knee), verdict, -way, SHEET.height * theme.MARK_RADIUS)

    def show_lifted(self, knee: Knee, projection: Projection) -> None:
        self._lane_colour.a = self._shade_colour.a = 0
        self._mark.hide()
        self._show_bones(knee, projection)

    def _show_bones(self, knee: Knee, projection: Projection) -> None:
        leg = knee.leg
        self._bone_colour.a, self._edge_colour.a = BONE_ALPHA, BONE_SHADE_ALPHA
        self._bones.width = SHEET.height * theme.HAIRLINE
        self._edges.width = BONE_SHADE_WIDTH * self._bones.width
        self._bones.points = self._edges.points = flat(
            *map(projection.point, (leg.hip, leg.knee, leg.ankle, leg.toe)))

    def hide(self) -> None:
        self._lane_colour.a = self._shade_colour.a = 0
        self._bone_colour.a = self._edge_colour.a = 0
        self._mark.hide()


def wider(corners: Sequence[Point], times: float) -> list[Point]:
    """A lane's corners, so many times as far apart from left to right."""
    bottom_left, bottom_right, top_right, top_left = corners
    spread = (times - 1) / 2
    wide = []
    for (x, y), (across, _) in ((bottom_left, bottom_right), (bottom_right, bottom_left),
                                (top_right, top_left), (top_left, top_right)):
        wide.append((x + spread * (x - across), y))
    return wide


def _room_between(reading: Reading, projection: Projection) -> bool:
    """Whether an arrow of each knee fits between the two: they would cross, or hide a mark."""
    if len(reading.knees) < len(Side):
        return True
    left, right = (projection.point(reading.knees[side].leg.knee)[0] for side in Side)
    return bool(abs(left - right) >= 2 * REACH * SHEET.height * theme.MARK_RADIUS)


def _lane_texture(width: int = 32, height: int = 64) -> Texture:
    """White light with soft sides that goes out towards the top (v = 1)."""
    across = np.linspace(-1, 1, width)
    up = np.linspace(0, 1, height)
    sides = np.clip((1 - np.abs(across)) / 0.35, 0, 1)
    ends = np.clip(up / 0.06, 0, 1) * np.clip((1 - up) / 0.45, 0, 1)
    alpha = _smooth(ends)[:, None] * _smooth(sides)[None, :]
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., 3] = np.rint(255 * alpha)
    texture = Texture.create(size=(width, height), colorfmt="rgba")
    texture.wrap = "clamp_to_edge"
    texture.blit_buffer(pixels.reshape(-1), colorfmt="rgba", bufferfmt="ubyte")
    return texture


def _smooth(part: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    return part * part * (3 - 2 * part)
