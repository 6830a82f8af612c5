"""Where panel, camera and floor mark go, for one screen, one pair of eyes and one room."""

from dataclasses import dataclass
from functools import cached_property
from math import hypot

from hardware import glass, sight

CAMERA_MM = (1350.0, 1450.0)
"""Where the mirror wants its camera: the same as its own advice (docs/calibration.md)."""
TILT_DEG = (10.0, 15.0)
FLOOR_GAP_MM = 100.0
"""The panel stays so far above the floor."""
LENS_MM = 36.0
"""From the panel's housing up to the middle of the lens: room for the lower half of the bracket."""
BORDER_MM = 40.0
"""Glass beyond the panel's housing, at both sides and below."""
ABOVE_MM = 110.0
"""Glass above it, with the camera behind."""
BEHIND_MM = 600.0
"""Room that has to be left behind the mark."""
STEP_MM = 50.0


class ImpossibleError(ValueError):
    """Nothing can be built like that; the message says what to change."""


@dataclass(frozen=True)
class Wanted:
    """What the builder has. `passed`: of the light, by the glass, 0-1; `bezel_mm`: the housing
    around the panel's picture; `aspect`: long to short side. Raises `ImpossibleError`.
    """

    screen_in: float
    eye_mm: float
    away_mm: float = 2000.0
    room_mm: float = 3000.0
    aspect: float = 16 / 9
    lens: sight.Lens = sight.LENSES["standard"]
    bezel_mm: float = 10.0
    passed: float = 0.30
    room_lux: float = 100.0
    thick_mm: float = 4.0

    def __post_init__(self) -> None:
        for name, value, low, high in (
                ("The screen's diagonal in inches", self.screen_in, 7, 100),
                ("The height of the eyes in cm", self.eye_mm / 10, 70, 220),
                ("The distance in m", self.away_mm / 1000, 1.0, 5.0),
                ("The depth of the room in m", self.room_mm / 1000, 1.5, 20),
                ("The screen's long side over its short one", self.aspect, 1, 4),
                ("The housing's edge in mm", self.bezel_mm, 0, 100),
                ("What the glass lets pass in %", self.passed * 100, 5, 95),
                ("The room's light in lux", self.room_lux, 1, 20000),
                ("The glass's thickness in mm", self.thick_mm, 2, 10)):
            if not low <= value <= high:
                raise ImpossibleError(f"{name} has to be {low:g} to {high:g}, not {value:g}.")
        if self.away_mm + BEHIND_MM > self.room_mm:
            raise ImpossibleError(
                f"A room {self.room_mm / 1000:g} m deep has no place for a mark "
                f"{self.away_mm / 1000:g} m away: {BEHIND_MM / 10:g} cm have to be left behind it.")

    @property
    def body(self) -> sight.Body:
        """Who trains."""
        return sight.Body(self.eye_mm)


@dataclass(frozen=True)
class Placing:
    """Where it all goes; every height is above the floor."""

    wanted: Wanted

    @cached_property
    def panel_mm(self) -> tuple[float, float]:
        """Width and height of the upright picture."""
        short_mm = self.wanted.screen_in * 25.4 / hypot(1.0, self.wanted.aspect)
        return short_mm, short_mm * self.wanted.aspect

    @cached_property
    def legs_mm(self) -> tuple[float, float]:
        """Where the user's toes and hips are reflected, standing."""
        body, away_mm = self.wanted.body, self.wanted.away_mm
        return body.reflected_mm("toe", away_mm), body.reflected_mm("hip", away_mm)

    @cached_property
    def squat_toes_mm(self) -> float:
        """Where the toes are reflected at the bottom of a full squat."""
        body = self.wanted.body
        return body.reflected_mm("toe", self.wanted.away_mm, body.squat_mm)

    @cached_property
    def top_mm(self) -> float:
        """The upper edge of the picture.

        First it covers toes to hips as the user stands, then the camera comes where it is wanted,
        then the toes in a full squat are covered, too.
        """
        toes_mm, hips_mm = self.legs_mm
        high_mm = self.panel_mm[1]
        least_mm = CAMERA_MM[0] - self._lens_above_mm
        best_mm = sum(CAMERA_MM) / 2 - self._lens_above_mm
        top_mm = max(min(best_mm, self.squat_toes_mm + high_mm), least_mm)
        top_mm = min(max(top_mm, hips_mm), toes_mm + high_mm)
        return max(top_mm, FLOOR_GAP_MM + high_mm)

    @property
    def _lens_above_mm(self) -> float:
        return self.wanted.bezel_mm + LENS_MM

    @property
    def bottom_mm(self) -> float:
        """The lower edge of the picture."""
        return self.top_mm - self.panel_mm[1]

    @property
    def camera_mm(self) -> float:
        """The middle of the lens."""
        return self.top_mm + self._lens_above_mm

    @property
    def glass_mm(self) -> tuple[float, float]:
        """Width and height of the glass."""
        around = 2 * self.wanted.bezel_mm
        return (self.panel_mm[0] + around + 2 * BORDER_MM,
                self.panel_mm[1] + around + BORDER_MM + ABOVE_MM)

    @property
    def glass_bottom_mm(self) -> float:
        """The lower edge of the glass."""
        return self.bottom_mm - self.wanted.bezel_mm - BORDER_MM

    def tilt_deg(self, lens: sight.Lens) -> float | None:
        """The middle of those that the mirror wants and that show the whole body, or none."""
        return self._middle(lens, self.wanted.away_mm)

    def _middle(self, lens: sight.Lens, away_mm: float) -> float | None:
        low, high = sight.tilts_deg(lens, self.camera_mm, away_mm, self.wanted.body)
        low, high = max(low, TILT_DEG[0]), min(high, TILT_DEG[1])
        return (low + high) / 2 if low <= high else None

    def nearest_mm(self, lens: sight.Lens) -> float | None:
        """The nearest mark with all of the body in the picture, in steps of 5 cm up to 5 m."""
        return next((away_mm for away_mm in (1000.0 + STEP_MM * n for n in range(81))
                     if self._middle(lens, away_mm) is not None), None)

    @property
    def nits(self) -> float:
        """How bright the panel must be, cd/m²."""
        return glass.panel_nits(self.wanted.passed, self.wanted.room_lux)

    @property
    def kg(self) -> float:
        """What hangs on the wall, about."""
        around = 2 * self.wanted.bezel_mm
        housing = (self.panel_mm[0] + around, self.panel_mm[1] + around)
        return glass.weight_kg(housing, self.glass_mm, self.wanted.thick_mm)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What does not work out, in the user's words."""
        toes_mm, hips_mm = self.legs_mm
        said = []
        if self.bottom_mm > toes_mm + 0.5 or self.top_mm < hips_mm - 0.5:
            said.append(f"The legs are reflected from {toes_mm / 10:.0f} to {hips_mm / 10:.0f} cm: "
                        "not all of them fall on this panel. A larger one shows all.")
        elif self.bottom_mm > self.squat_toes_mm + 0.5:
            said.append("At the bottom of a full squat the feet are reflected "
                        f"{(self.bottom_mm - self.squat_toes_mm) / 10:.0f} cm below the panel.")
        low_cm, high_cm = (each / 10 for each in CAMERA_MM)
        if not low_cm <= round(self.camera_mm / 10) <= high_cm:
            said.append(f"The camera comes to hang at {self.camera_mm / 10:.0f} cm; the mirror "
                        f"wants it at {low_cm:.0f} to {high_cm:.0f} cm.")
        if self.tilt_deg(self.wanted.lens) is None:
            said.append(self._not_seen())
        return tuple(said)

    def _not_seen(self) -> str:
        nearest_mm = self.nearest_mm(self.wanted.lens)
        whole = f"{self.wanted.lens.name}: feet and a raised hand are not both in the picture."
        if nearest_mm is None:
            return f"{whole} No distance up to 5 m mends that; take the wide one."
        mark = f"{whole} Put the mark {nearest_mm / 1000:.2f} m away"
        least_mm = nearest_mm + BEHIND_MM
        if least_mm > self.wanted.room_mm:
            return f"{mark}, in a room at least {least_mm / 1000:.2f} m deep, or take the wide one."
        return f"{mark}."
