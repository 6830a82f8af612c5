"""The front view: where everything is on the wall and behind the glass, true to scale."""

from hardware.placing import BORDER_MM, Placing
from hardware.svg import BLUE, GLASS, INK, ORANGE, PALE, QUIET, WOOD, Drawing

_SCALE = 0.42
_LEFT_MM, _RIGHT_MM, _ABOVE_MM, _BELOW_MM = 860.0, 760.0, 190.0, 150.0
FRAME_MM, _LINE_MM = 18.0, 56.0
_TOUCH_MM = 18.0
PI_MM = (-150.0, -325.0)
"""From the lens to the Pi's lower left corner: where the ribbon leaves the camera, in its reach."""
PI_SIZE_MM = (56.0, 85.0)


def front_view(placing: Placing) -> str:
    """The drawing, as SVG."""
    wide_mm, high_mm = placing.glass_mm
    foot_mm = placing.glass_bottom_mm
    top_mm = foot_mm + high_mm
    sheet = Drawing((wide_mm + _LEFT_MM + _RIGHT_MM) * _SCALE, (top_mm + _ABOVE_MM + _BELOW_MM)
                    * _SCALE, -wide_mm / 2 - _LEFT_MM, top_mm + _ABOVE_MM, _SCALE,
                    "The mirror from the front")
    sheet.line([(-wide_mm / 2 - 700, 0), (wide_mm / 2 + 300, 0)], INK, 2)
    around = FRAME_MM
    sheet.box((-wide_mm / 2 - around, foot_mm - around), (wide_mm + 2 * around,
                                                          high_mm + 2 * around), WOOD)
    sheet.box((-wide_mm / 2, foot_mm), placing.glass_mm, PALE, colour=GLASS)
    panel_wide, panel_high = placing.panel_mm
    sheet.box((-panel_wide / 2, placing.bottom_mm), placing.panel_mm, "#c5d9ea", colour=BLUE,
              dash="8 5")
    camera = (0.0, placing.camera_mm)
    sheet.box((-52, placing.camera_mm - 22), (104, 44), "none", colour=QUIET, dash="4 4")
    sheet.box((-10, placing.camera_mm - 26), (20, 150), "none", colour=ORANGE)
    sheet.disc(camera, 13, INK)
    sensor = (wide_mm / 2 - 60, foot_mm - around - 32)
    sheet.box((sensor[0] - 16, sensor[1] - 12), (32, 24), "#ffffff", colour=INK)
    sheet.disc(sensor, 20, "#eeeeee")
    light = (60.0, placing.camera_mm + 22)
    sheet.disc(light, 8, "#ffffff", ORANGE)
    pi = (PI_MM[0], placing.camera_mm + PI_MM[1])
    sheet.box(pi, PI_SIZE_MM, "none", colour=QUIET, dash="4 4")
    sheet.box((-panel_wide / 2 - _TOUCH_MM, placing.bottom_mm - _TOUCH_MM),
              (panel_wide + 2 * _TOUCH_MM, panel_high + 2 * _TOUCH_MM), "none", line=1.5)
    places = [((10, placing.camera_mm + 115), "shutter: pull up to open", ORANGE),
              (light, "camera light: lit while open", ORANGE),
              (camera, "camera, behind the glass", INK),
              ((52, placing.camera_mm - 14), "bracket", QUIET),
              ((panel_wide / 2, placing.top_mm - panel_high * 0.3), "panel, behind the glass",
               BLUE),
              ((pi[0] + PI_SIZE_MM[0], pi[1] + 50), "Raspberry Pi, behind the panel", QUIET),
              ((panel_wide / 2 + _TOUCH_MM, placing.bottom_mm + 100), "touch frame, on the glass",
               INK),
              ((wide_mm / 2, foot_mm + 15), "two-way glass", GLASS),
              ((sensor[0] + 16, sensor[1]), "presence sensor, below the glass", INK)]
    sheet.names(wide_mm / 2 + 60, places, _LINE_MM)
    _measures(sheet, placing)
    return sheet.text()


def _measures(sheet: Drawing, placing: Placing) -> None:
    wide_mm, high_mm = placing.glass_mm
    foot_mm = placing.glass_bottom_mm
    left = -wide_mm / 2
    for off, low, high, text in (
            (55, foot_mm, foot_mm + high_mm, f"glass {high_mm:.0f} mm"),
            (320, placing.bottom_mm, placing.top_mm, f"panel {placing.panel_mm[1]:.0f} mm"),
            (585, 0.0, placing.camera_mm, f"lens {placing.camera_mm:.0f} mm")):
        sheet.line([(left - off, high), (0, high)], "#c9cfd4", 0.8, "3 4")
        sheet.line([(left - off, low), (-wide_mm / 2, low)], "#c9cfd4", 0.8, "3 4")
        sheet.measure((left - off, low), (left - off, high), text, side=-1)
    sheet.measure((left, foot_mm - BORDER_MM - 75), (-left, foot_mm - BORDER_MM - 75),
                  f"glass {wide_mm:.0f} mm", side=-1)
    sheet.measure((left - 55, 0), (left - 55, foot_mm), f"{foot_mm:.0f} mm", side=-1)
