#!/usr/bin/env python3
"""Where panel, camera and floor mark go, for your screen, your eyes and your room.

    python hardware/optics.py --screen 32 --eye 160

prints it and draws the side view. It needs nothing but Python.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it runs by its name

from hardware import glass, sight
from hardware.placing import ImpossibleError, Placing, Wanted
from hardware.side_view import side_view

MAIN_PX, POSE_PX = 1280, 640
"""The long side of the screen's picture (`camera.width`), and of the pose model's."""
TOUCH_EYE_MM = 500.0
"""How far the eye is from the glass while a finger touches it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures and write the drawing; 2 where that can't be built."""
    asked = _parser().parse_args(arguments)
    try:
        placing = Placing(wanted(asked))
        asked.output.write_text(side_view(placing), encoding="utf-8")
    except ImpossibleError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"The drawing can't be written: {error}. Name another place with -o.",
              file=sys.stderr)
        return 2
    for name, value in rows(placing, asked):
        print(f"{name:<46} {value}" if value else f"\n{name}")
    for caution in placing.cautions:
        print(f"\nMind: {caution}")
    print(f"\nDrawn: {asked.output}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Where panel, camera and floor mark go.")
    add = parser.add_argument
    add("--screen", type=float, required=True, metavar="INCHES", help="the panel's diagonal")
    add("--eye", type=float, required=True, metavar="CM", help="how high your eyes are, in shoes")
    add("--distance", type=float, default=2.0, metavar="M", help="camera to floor mark (2.0)")
    add("--room", type=float, default=3.0, metavar="M", help="glass to what is behind you (3.0)")
    add("--aspect", type=_aspect, default=16 / 9, help="long to short side (16:9)")
    add("--camera", choices=sight.LENSES, default="standard", help="the one drawn (standard)")
    add("--bezel", type=float, default=10.0, metavar="MM", help="edge of the panel's housing (10)")
    add("--pass", type=float, default=30.0, dest="passed", metavar="PERCENT",
        help="of the light, that the glass lets through (30)")
    add("--lux", type=float, default=100.0, help="light in the room (100: evening, 300: bright)")
    add("--thick", type=float, default=4.0, metavar="MM", help="of the glass (4)")
    add("--beam", type=float, default=5.0, metavar="MM", help="touch frame's beam to glass (5)")
    add("--step", type=float, default=10.0, metavar="MM", help="touch frame's height (10)")
    add("--gap", type=float, default=2.0, metavar="MM", help="air between glass and panel (2)")
    add("-o", "--output", type=Path, default=Path("side-view.svg"), help="the drawing")
    return parser


def _aspect(text: str) -> float:
    long, colon, short = text.partition(":")
    try:
        return float(long) / float(short) if colon else float(long)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"{text} is no ratio such as 16:9") from None


def wanted(asked: argparse.Namespace) -> Wanted:
    """What was asked for, in millimetres. Raises `ImpossibleError`."""
    for name, value in (("beam", asked.beam), ("step", asked.step), ("gap", asked.gap)):
        if not 0 <= value <= 50:
            raise ImpossibleError(f"--{name} has to be 0 to 50 mm, not {value:g}.")
    return Wanted(asked.screen, asked.eye * 10, asked.distance * 1000, asked.room * 1000,
                  asked.aspect, sight.LENSES[asked.camera], asked.bezel, asked.passed / 100,
                  asked.lux, asked.thick)


def rows(placing: Placing, asked: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Every figure with its name; a name alone begins a part."""
    yield from _places(placing)
    for lens in sight.LENSES.values():
        yield from _camera(placing, lens, asked.step)
    yield from _glass(placing, asked)


def _places(placing: Placing) -> Iterator[tuple[str, str]]:
    body, away_mm = placing.wanted.body, placing.wanted.away_mm
    yield "Heights above the floor", ""
    for joint in ("hip", "knee", "toe"):
        yield f"{joint} seen in the glass, standing", _cm(body.reflected_mm(joint, away_mm))
    yield "toe seen in the glass, full squat", _cm(placing.squat_toes_mm)
    yield "panel's picture, lower edge", _cm(placing.bottom_mm)
    yield "panel's picture, upper edge", _cm(placing.top_mm)
    yield "camera's lens", _cm(placing.camera_mm)
    yield "glass, lower edge", _cm(placing.glass_bottom_mm)
    yield "Sizes", ""
    yield "panel's picture, wide x high", _size(placing.panel_mm)
    yield "glass, wide x high", _size(placing.glass_mm)
    yield "camera to floor mark", f"{away_mm / 1000:.2f} m"
    yield "on the wall, about (weigh yours)", f"{placing.kg:.0f} kg"
    yield "anchors hold together, at least", f"{placing.kg * glass.ANCHOR_FACTOR:.0f} kg"


def _camera(placing: Placing, lens: sight.Lens, step_mm: float) -> Iterator[tuple[str, str]]:
    away_mm, knee_mm = placing.wanted.away_mm, placing.wanted.body.high_mm("knee")
    yield f"{lens.name}: {lens.angle_deg:.0f}° upright ({lens.source})", ""
    low, high = sight.tilts_deg(lens, placing.camera_mm, away_mm, placing.wanted.body)
    seen = f"{low:.0f} to {high:.0f}° down" if low <= high else "at no tilt"
    yield "toes and raised hand in the picture", seen
    tilt_deg, nearest_mm = placing.tilt_deg(lens), placing.nearest_mm(lens)
    yield "nearest mark", f"{nearest_mm / 1000:.2f} m" if nearest_mm else "none up to 5 m"
    if tilt_deg is None:
        yield "tilt", "none that the mirror wants (10 to 15°) has all in it"
        return
    yield "tilt", f"{tilt_deg:.0f}° down"
    across_mm = sight.seen_across_mm(lens, placing.camera_mm, tilt_deg, away_mm)
    yield "seen at the feet, from side to side", _cm(across_mm)
    for name, long_px in (("the screen", MAIN_PX), ("the pose model", POSE_PX)):
        px = sight.px_per_mm(lens.focal_px(long_px), placing.camera_mm, tilt_deg, knee_mm, away_mm)
        yield f"at the knee, for {name}", f"{px:.2f} px/mm"
    bar_mm = glass.bar_most_mm(placing.camera_mm - placing.top_mm, tilt_deg + lens.angle_deg / 2,
                               placing.wanted.thick_mm, step_mm)
    yield "touch frame above the panel's picture", (
        f"{bar_mm:.0f} mm at most" if bar_mm else "is in the camera's picture")


def _glass(placing: Placing, asked: argparse.Namespace) -> Iterator[tuple[str, str]]:
    wanted = placing.wanted
    yield f"Glass that passes {wanted.passed:.0%}, {wanted.room_lux:g} lx in the room", ""
    yield "panel's white, at least", f"{placing.nits:.0f} cd/m²"
    yield "a camera behind it loses", f"{glass.stops(wanted.passed):.1f} stops"
    above_mm = abs(wanted.eye_mm - (placing.top_mm + placing.bottom_mm) / 2)
    off_mm = glass.touch_off_mm(above_mm, TOUCH_EYE_MM, asked.beam, wanted.thick_mm, asked.gap)
    yield "touch is off in the panel's middle, from 50 cm", f"{off_mm:.0f} mm"
    slope = (wanted.eye_mm - placing.top_mm) / wanted.away_mm
    yield "touch frame's upper edge covers, from the mark", f"{max(slope, 0) * asked.step:.0f} mm"


def _cm(value_mm: float) -> str:
    return f"{value_mm / 10:.0f} cm"


def _size(size_mm: tuple[float, float]) -> str:
    return f"{size_mm[0]:.0f} x {size_mm[1]:.0f} mm"


if __name__ == "__main__":
    sys.exit(main())
