"""Writes the printed parts, the same bytes each time.

    python -m hardware.cad.export FOLDER --tilt 12
"""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from build123d import ExportSVG, Part, export_step, export_stl

from hardware.cad.bracket import Bracket, bracket, shutter

TILT_DEG = Bracket().tilt_deg
_HEAD = r'(<svg [^>]*viewBox="(\S+) (\S+) (\S+) (\S+)"[^>]*>)'
_TIMESTAMP = "2026-01-01T00:00:00"
_TOLERANCE_MM, _TOLERANCE_RAD = 0.02, 0.2
_EYE_BEHIND, _EYE_ABOVE = (120, -200, 100), (100, -150, 220)


def parts(tilt_deg: float = TILT_DEG) -> dict[str, Part]:
    """Every part by its name. Raises `ValueError` where there is no such bracket."""
    standard, wide = Bracket(tilt_deg), Bracket(tilt_deg, angles_deg=(102.0, 70.0))
    return {"camera-bracket": bracket(standard), "camera-bracket-wide": bracket(wide),
            "shutter": shutter(standard), "shutter-wide": shutter(wide)}


def write(folder: Path, tilt_deg: float = TILT_DEG) -> None:
    """STEP, STL and a drawing of each; the folder is made."""
    made = parts(tilt_deg)
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in made.items():
        export_step(part, folder / f"{name}.step", timestamp=_TIMESTAMP)
        export_stl(part, folder / f"{name}.stl", _TOLERANCE_MM, _TOLERANCE_RAD)
        seen, _ = part.project_to_viewport(
            _EYE_ABOVE if name.startswith("shutter") else _EYE_BEHIND, (0, 0, 1))
        drawing = ExportSVG(scale=5, margin=5)
        drawing.add_layer("edges", line_weight=0.5)
        drawing.add_shape(seen, layer="edges")
        drawing.write(str(folder / f"{name}.svg"))
        _on_white(folder / f"{name}.svg")


def _on_white(file: Path) -> None:
    """Black lines are nothing on a dark page."""
    text = file.read_text(encoding="utf-8")
    head, left, top, wide, high = re.search(_HEAD, text).groups()  # type: ignore[union-attr]
    paper = f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="#ffffff"/>'
    file.write_text(text.replace(head, f"{head}\n  {paper}", 1), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write into the folder named."""
    parser = argparse.ArgumentParser(description="Write the parts to print.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tilt", type=float, default=TILT_DEG, metavar="DEGREES",
                        help=f"how far the camera looks down ({TILT_DEG:g})")
    asked = parser.parse_args(arguments)
    try:
        write(asked.folder, asked.tilt)
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
