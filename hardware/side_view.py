"""The side view: who sees what on the glass, and what the camera sees, true to scale."""

from math import cos, radians, sin, tan

from hardware.placing import Placing
from hardware.sight import REACH, Lens
from hardware.svg import BLUE, GLASS, GREEN, INK, ORANGE, PALE, QUIET, RED, WOOD, Drawing, Point

_SCALE = 0.3
_LEFT_MM, _AIR_MM, _LINE_MM = 1000.0, 300.0, 68.0
_SKIN, _HAND = "#b9c2ca", "#d8dee3"
_SIGHT = (("hip", "hips", ORANGE), ("knee", "knees", GREEN), ("toe", "toes", RED))


def side_view(placing: Placing) -> str:
    """The drawing, as SVG."""
    wanted, lens = placing.wanted, placing.wanted.lens
    tall_mm = max(REACH * wanted.body.stature_mm, placing.glass_bottom_mm + placing.glass_mm[1])
    sheet = Drawing((wanted.room_mm + _LEFT_MM + 120) * _SCALE, (tall_mm + 2 * _AIR_MM) * _SCALE,
                    -_LEFT_MM, tall_mm + _AIR_MM, _SCALE, "Where panel, camera and floor mark go")
    tilt_deg = placing.tilt_deg(lens)
    if tilt_deg is not None:
        _seen(sheet, placing, lens, tilt_deg)
    _room(sheet, wanted.room_mm, tall_mm)
    _mirror(sheet, placing, tilt_deg or 0.0)
    _person(sheet, placing)
    _reflections(sheet, placing)
    _labels(sheet, placing, tilt_deg)
    _figures(sheet, placing)
    return sheet.text()


def _seen(sheet: Drawing, placing: Placing, lens: Lens, tilt_deg: float) -> None:
    """The camera's picture, as far as the floor and the end of the room."""
    camera_mm, room_mm = placing.camera_mm, placing.wanted.room_mm
    lower, upper = (radians(tilt_deg + half) for half in (lens.angle_deg / 2, -lens.angle_deg / 2))
    upper_mm = min(camera_mm - room_mm * tan(upper), sheet.top_mm)
    reach_mm = (camera_mm - upper_mm) / tan(upper)
    floor_mm = min(camera_mm / tan(lower), room_mm)
    sheet.line([(0, camera_mm), (floor_mm, camera_mm - floor_mm * tan(lower)), (room_mm, 0),
                (room_mm, upper_mm), (reach_mm, upper_mm)], "none", 0, fill=PALE)
    axis_mm = min(room_mm, camera_mm / tan(radians(tilt_deg)))
    sheet.line([(0, camera_mm), (axis_mm, camera_mm - axis_mm * tan(radians(tilt_deg)))], BLUE, 1,
               "7 5")


def _room(sheet: Drawing, room_mm: float, tall_mm: float) -> None:
    sheet.line([(-60, 0), (room_mm + 60, 0)], INK, 2)
    sheet.line([(-60, 0), (-60, tall_mm + _AIR_MM / 2)], INK, 2)
    sheet.line([(room_mm, 0), (room_mm, tall_mm + _AIR_MM / 2)], QUIET, 1, "4 6")


def _mirror(sheet: Drawing, placing: Placing, tilt_deg: float) -> None:
    bottom_mm, (_, high_mm) = placing.glass_bottom_mm, placing.glass_mm
    sheet.box((-60, bottom_mm), (60, high_mm), WOOD)
    sheet.box((-38, placing.bottom_mm), (30, placing.panel_mm[1]), BLUE)
    sheet.box((-8, bottom_mm), (8, high_mm), GLASS)
    turn = radians(tilt_deg)
    corners = [(-34, -16), (0, -16), (0, 16), (-34, 16)]
    sheet.line([(x * cos(turn) + y * sin(turn), placing.camera_mm - x * sin(turn) + y * cos(turn))
                for x, y in corners], INK, 1.5, fill=INK)


def _joint(placing: Placing, joint: str) -> Point:
    """Where it is from the side, facing the glass."""
    body = placing.wanted.body
    return body.to_glass_mm(joint, placing.wanted.away_mm), body.high_mm(joint)


def _person(sheet: Drawing, placing: Placing) -> None:
    stature_mm, away_mm = placing.wanted.body.stature_mm, placing.wanted.away_mm
    shoulder, hip, knee, ankle, toe = (
        _joint(placing, each) for each in ("shoulder", "hip", "knee", "ankle", "toe"))
    head = (away_mm - 0.03 * stature_mm, 0.935 * stature_mm)
    limb = 0.055 * stature_mm * _SCALE
    sheet.line([shoulder, (away_mm - 150, REACH * stature_mm - 40)], _HAND, limb * 0.5)
    sheet.line([shoulder, hip], _SKIN, limb * 1.5)
    sheet.line([hip, knee, ankle], _SKIN, limb)
    sheet.line([(ankle[0], ankle[1] * 0.5), toe], _SKIN, limb * 0.6)
    sheet.line([shoulder, head], _SKIN, limb * 0.7)
    sheet.disc(head, 0.13 * stature_mm, _SKIN, _SKIN)
    sheet.disc(_joint(placing, "eye"), 0.016 * stature_mm, INK)
    sheet.line([(away_mm - 200, 0), (away_mm + 100, 0)], RED, 5)


def _reflections(sheet: Drawing, placing: Placing) -> None:
    for joint, _, colour in _SIGHT:
        seen_mm = placing.wanted.body.reflected_mm(joint, placing.wanted.away_mm)
        point = _joint(placing, joint)
        sheet.line([_joint(placing, "eye"), (0, seen_mm), point], colour, 1.2)
        sheet.disc(point, 26, colour, colour)


def _labels(sheet: Drawing, placing: Placing, tilt_deg: float | None) -> None:
    """What is how high on the wall; those that would touch are moved apart, from the top down."""
    body, away_mm = placing.wanted.body, placing.wanted.away_mm
    tilt = "no tilt fits" if tilt_deg is None else f"{tilt_deg:.0f}° down"
    labels = [(placing.camera_mm, f"camera {placing.camera_mm / 10:.0f} cm, {tilt}", INK),
              (placing.top_mm, f"panel's top {placing.top_mm / 10:.0f} cm", BLUE),
              (placing.bottom_mm, f"panel's foot {placing.bottom_mm / 10:.0f} cm", BLUE)]
    for joint, name, colour in _SIGHT:
        seen_mm = body.reflected_mm(joint, away_mm)
        labels.append((seen_mm, f"{name} seen at {seen_mm / 10:.0f} cm", colour))
    free_mm = sheet.top_mm
    for high_mm, text, colour in sorted(labels, reverse=True):
        free_mm = min(high_mm, free_mm - _LINE_MM)
        sheet.line([(-130, free_mm), (-100, free_mm), (-66, high_mm)], colour, 1)
        sheet.words((-145, free_mm - 16), text, 15, colour, anchor="end", bold=colour == INK)


def _figures(sheet: Drawing, placing: Placing) -> None:
    wanted, lens = placing.wanted, placing.wanted.lens
    sheet.measure((0, -110), (wanted.away_mm, -110), f"mark {wanted.away_mm / 1000:.2f} m", side=-1)
    wall_mm = wanted.room_mm - 140
    sheet.measure((wall_mm, 0), (wall_mm, wanted.eye_mm), f"eyes {wanted.eye_mm / 10:.0f} cm",
                  side=-1)
    sheet.words((wanted.room_mm - 20, sheet.top_mm - 110),
                f"{lens.name}, {lens.angle_deg:.0f}° from top to bottom", 15, BLUE, anchor="end")
