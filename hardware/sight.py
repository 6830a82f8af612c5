"""Where a reflection lies on the glass, and what a camera above it sees of the body.

Heights are above the floor, distances from the glass along the floor; the camera is taken to be in
the plane of the glass.
"""

from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin, tan

STATURES = {"eye": 0.9388, "shoulder": 0.8083, "hip": 0.5223, "knee": 0.2897, "ankle": 0.0732,
            "toe": 0.0195}
"""How high each is on a standing body, in statures: the mirror's own (config/standing.toml)."""
AHEAD = {"eye": 0.0902, "shoulder": 0.0548, "hip": 0.0436, "knee": 0.0307, "ankle": 0.0353,
         "toe": 0.1036}
"""How far each is before the body's plumb line, which stands on the mark, in statures (ditto)."""
REACH = 1.24
"""How high a raised hand reaches, in statures: a guess, on the long side."""
DEEP = 0.45
"""How far a full squat shortens hip to ankle (the mirror's `depth`)."""
MARGIN_DEG = 2.0
"""What is to be left between body and edge of the picture."""


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody whose eyes are that high when standing."""

    eye_mm: float

    @property
    def stature_mm(self) -> float:
        """From the floor to the crown."""
        return self.eye_mm / STATURES["eye"]

    @property
    def squat_mm(self) -> float:
        """How far the eyes sink in a full squat."""
        return DEEP * (STATURES["hip"] - STATURES["ankle"]) * self.stature_mm

    def high_mm(self, joint: str) -> float:
        """How high a joint is when standing."""
        return STATURES[joint] * self.stature_mm

    def to_glass_mm(self, joint: str, away_mm: float) -> float:
        """How far a joint is from the glass, for who stands that far away."""
        return away_mm - AHEAD[joint] * self.stature_mm

    def reflected_mm(self, joint: str, away_mm: float, sunk_mm: float = 0.0) -> float:
        """Where they see a joint of theirs on the glass while their eyes are that much lower."""
        return on_glass(self.eye_mm - sunk_mm, self.high_mm(joint),
                        self.to_glass_mm("eye", away_mm), self.to_glass_mm(joint, away_mm))


@dataclass(frozen=True, slots=True)
class Lens:
    """`angle_deg` along the long side of a 16:9 picture, which stands upright."""

    name: str
    angle_deg: float
    source: str

    def focal_px(self, long_px: int) -> float:
        """Focal length, where the long side has so many pixels."""
        return long_px / 2 / tan(radians(self.angle_deg) / 2)


LENSES = {
    "standard": Lens("Camera Module 3", 66.0, "data sheet"),
    "wide": Lens("Camera Module 3 Wide", 102.0, "data sheet"),
    "webcam": Lens("webcam, turned upright", 70.0, "check yours"),
}


def on_glass(eye_mm: float, point_mm: float, eye_away_mm: float, point_away_mm: float) -> float:
    """The height at which an eye sees the reflection of a point.

    The image lies as far behind the glass as the point before it; on the line to it the glass is
    passed in the ratio of the distances: half-way where they are the same.
    """
    return eye_mm + (point_mm - eye_mm) * eye_away_mm / (eye_away_mm + point_away_mm)


def below_deg(camera_mm: float, point_mm: float, away_mm: float) -> float:
    """How far below the horizontal a camera sees a point."""
    return degrees(atan2(camera_mm - point_mm, away_mm))


def tilts_deg(lens: Lens, camera_mm: float, away_mm: float, body: Body) -> tuple[float, float]:
    """The least and the greatest tilt with all from toes to raised hand in the picture.

    The first is above the second where none has.
    """
    feet_deg = below_deg(camera_mm, 0.0, body.to_glass_mm("toe", away_mm)) + MARGIN_DEG
    hand_deg = below_deg(camera_mm, REACH * body.stature_mm, away_mm) - MARGIN_DEG
    return feet_deg - lens.angle_deg / 2, hand_deg + lens.angle_deg / 2


def px_per_mm(focal_px: float, camera_mm: float, tilt_deg: float, point_mm: float,
              away_mm: float) -> float:
    """How many pixels a millimetre across the body is, at a point that high."""
    tilt = radians(tilt_deg)
    return focal_px / (away_mm * cos(tilt) + (camera_mm - point_mm) * sin(tilt))


def seen_across_mm(lens: Lens, camera_mm: float, tilt_deg: float, away_mm: float) -> float:
    """How wide the upright 9:16 picture is where the feet are."""
    return 9.0 / px_per_mm(lens.focal_px(16), camera_mm, tilt_deg, 0.0, away_mm)
