"""Lenses that the mirror knows, and what each sees in a picture of some size.

The angles are along the long side of a full 16:9 picture: Camera Module 3 Wide 102° and Camera
Module 3 66° (Raspberry Pi's data sheets); a webcam about 70° (78° across the diagonal, as makers
tell it), but they differ: what is seen counts for more. Held upright, the long side stands.
"""

from dataclasses import dataclass
from math import radians, tan

from mirrorapp.alignment import station
from mirrorapp.config import CameraConfig

_WIDE_RATIO = 16 / 9


@dataclass(frozen=True, slots=True)
class Lens:
    """`angle_deg` along the long side of a 16:9 picture; `spread`: its relative uncertainty.

    `told`: named in the settings or known from the camera, and not guessed. `mark_m`: where
    the rehearsal clip's own person stands.
    """

    name: str
    angle_deg: float
    spread: float
    told: bool = True
    mark_m: float | None = None

    def focal_px(self, width_px: int, height_px: int) -> float:
        """Focal length in pixels; a picture that is no 16:9 is cut out of the middle of one."""
        long_px, short_px = max(width_px, height_px), min(width_px, height_px)
        return max(long_px, short_px * _WIDE_RATIO) / 2 / tan(radians(self.angle_deg) / 2)

    def vfov_deg(self, width_px: int, height_px: int) -> float:
        """Vertical field of view of such a picture."""
        return station.vfov_deg(self.focal_px(width_px, height_px), height_px)


WIDE = Lens("wide", 102.0, 0.02)
STANDARD = Lens("standard", 66.0, 0.02)
WEBCAM = Lens("webcam", 70.0, 0.12)
REHEARSAL = Lens("rehearsal", 51.0, 0.01, mark_m=2.3)
UNKNOWN = Lens("unknown", 70.0, 0.30, told=False)
LENSES = {lens.name: lens for lens in (WIDE, STANDARD, WEBCAM)}


def choose(config: CameraConfig, camera_name: str) -> Lens:
    """The lens that the settings name; with `auto`, the one that belongs to the camera."""
    if config.lens != "auto":
        return LENSES[config.lens]
    name = camera_name.lower()
    if name.startswith("rehearsal"):
        return REHEARSAL
    if name.startswith("webcam"):
        return WEBCAM
    if "imx708_wide" in name:
        return WIDE
    return STANDARD if "imx708" in name else UNKNOWN
