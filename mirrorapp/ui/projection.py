"""Where a pixel of the frame lands on the glass: the only place that knows.

Frame pixels run right and down and are not mirrored; the window's run right and *up*, and the
glass is a mirror: what the camera sees on its right, the user's left, is shown on the left.
Picture and overlay use one and the same `Projection`, so they cannot drift apart.
"""

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the window in pixels, from its bottom left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of the frame that fills the box, in frame pixels; it may reach past the frame.

    `centre_x_px` and `bottom_px` are held by the user's feet, `height_px` by the user's size; the
    width follows from the box.
    """

    centre_x_px: float
    bottom_px: float
    height_px: float


@dataclass(frozen=True, slots=True)
class Projection:
    """Maps a frame of `width_px` × `height_px`, cropped to `crop`, into `box`, mirrored."""

    box: Box
    crop: Crop
    width_px: int
    height_px: int

    @property
    def scale(self) -> float:
        """Window pixels for one frame pixel."""
        return self.box.height / self.crop.height_px

    def point(self, frame_point: Point) -> Point:
        """From frame pixels to window pixels."""
        x, y = frame_point
        middle = self.box.x + self.box.width / 2
        return (middle - (x - self.crop.centre_x_px) * self.scale,
                self.box.y + (self.crop.bottom_px - y) * self.scale)

    def visible(self) -> Crop | None:
        """The crop's height cut to what the frame holds; None where they don't meet."""
        bottom = min(self.crop.bottom_px, self.height_px)
        top = max(self.crop.bottom_px - self.crop.height_px, 0)
        return Crop(self.crop.centre_x_px, bottom, bottom - top) if bottom > top else None

    def picture(self) -> Box | None:
        """Where the picture goes: the box, less what lies outside the frame."""
        across, upright = self._across(), self.visible()
        if across is None or upright is None:
            return None
        left, bottom = self.point((across[1], upright.bottom_px))
        return Box(left, bottom, (across[1] - across[0]) * self.scale,
                   upright.height_px * self.scale)

    def texture(self) -> tuple[float, float, float, float]:
        """The same part as texture coordinates 0–1, v down the frame: (left, bottom, right, top).

        Left is greater than right, because the glass is a mirror. Call it only where `picture`
        is not None.
        """
        across, upright = self._across(), self.visible()
        if across is None or upright is None:
            raise ValueError("nothing of the frame is in the box")
        top = upright.bottom_px - upright.height_px
        return (across[1] / self.width_px, upright.bottom_px / self.height_px,
                across[0] / self.width_px, top / self.height_px)

    def _across(self) -> tuple[float, float] | None:
        half = self.crop.height_px * self.box.aspect / 2
        first = max(self.crop.centre_x_px - half, 0)
        last = min(self.crop.centre_x_px + half, self.width_px)
        return (first, last) if last > first else None
