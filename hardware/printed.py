"""What is printed on paper, true to scale: the floor mark and the calibration card (A4, PDF).

    python -m hardware.printed FOLDER --distance 2.3
"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from math import cos, radians, sin
from pathlib import Path

from fpdf import FPDF

from hardware.placing import CAMERA_MM, TILT_DEG

MADE = datetime(2026, 1, 1, tzinfo=UTC)
DISTANCE_M = 2.0
"""From the camera to the mark, as `camera.floor_mark_m` has it."""
RULER_MM = 100.0
_LEFT, _RIGHT, _MIDDLE = 20.0, 190.0, 105.0
_HEIGHT = f"{CAMERA_MM[0] / 1000:.2f} - {CAMERA_MM[1] / 1000:.2f} m"
_TILT = f"{TILT_DEG[0]:.0f} - {TILT_DEG[1]:.0f}°"
_RULER = {"en": "100 mm: measure it. If it is not, print at 100 %, without fitting to the page.",
          "de": "100 mm: bitte nachmessen. Sonst mit 100 % drucken, ohne Anpassen an die Seite."}
_MARK = {
    "en": ("Stand with your ankles on this line, facing the mirror.",
           "This line lies {} from the camera's lens, along the floor.",
           "Lay the long line at right angles to the glass, straight in front of the lens."),
    "de": ("Die Knöchel auf diese Linie, das Gesicht zum Spiegel.",
           "Diese Linie liegt {} von der Linse der Kamera entfernt, am Boden gemessen.",
           "Die lange Linie im rechten Winkel zum Glas, gerade vor der Linse."),
}
_TO_MIRROR = {"en": "to the mirror", "de": "zum Spiegel"}
_CARD = {
    "en": ("Where the camera is", "Measured by hand", "Told by the mirror", "Wanted",
           (("lens above the floor", _HEIGHT), ("looks down", _TILT),
            ("turned", "0°, 1° at most"), ("lens to mark, along the floor", "{}"),
            ("your height, in shoes", "")),
           ("1  Measure the first, the fourth and the last by hand.",
            "2  Menu, Camera: stand on the mark, upright and square to the mirror,",
            "    arms down, for three seconds.",
            "3  Mend what the mirror names, and do it again."),
           "Tilt: lay the right edge of this paper to the bracket's four posts, from",
           "behind, the room on your right. A thread with a weight, held at the dot,",
           "hangs over the angle."),
    "de": ("Wo die Kamera ist", "Von Hand gemessen", "Sagt der Spiegel", "Gewünscht",
           (("Linse über dem Boden", _HEIGHT), ("schaut nach unten", _TILT),
            ("verdreht", "0°, höchstens 1°"), ("Linse bis Marke, am Boden", "{}"),
            ("deine Größe, in Schuhen", "")),
           ("1  Das Erste, das Vierte und das Letzte von Hand messen.",
            "2  Menü, Kamera: auf der Marke stehen, aufrecht und gerade zum Spiegel,",
            "    Arme unten, drei Sekunden lang.",
            "3  Ändern, was der Spiegel nennt, und noch einmal."),
           "Neigung: die rechte Kante dieses Blatts von hinten an die vier Füße des",
           "Halters legen, rechts das Zimmer. Ein Faden mit einem Gewicht, an den",
           "Punkt gehalten, hängt über dem Winkel."),
}


def write(folder: Path, distance_m: float = DISTANCE_M) -> None:
    """Both files; the folder is made. Raises `ValueError` for an impossible distance."""
    if not 1.0 <= distance_m <= 5.0:
        raise ValueError(f"The mark has to be 1 to 5 m away, not {distance_m:g}.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in (("floor-mark", _mark), ("calibration-card", _card)):
        paper = FPDF(format="A4")
        paper.set_creation_date(MADE)
        paper.set_auto_page_break(False)
        for language, metres in (("en", f"{distance_m:.2f} m"),
                                 ("de", f"{distance_m:.2f} m".replace(".", ","))):
            paper.add_page()
            page(paper, language, metres)
            _ruler(paper, language)
        paper.output(str(folder / f"{name}.pdf"))


def _mark(paper: FPDF, language: str, metres: str) -> None:
    paper.set_line_width(3)
    paper.line(_LEFT, 150, _RIGHT, 150)
    paper.set_line_width(1)
    paper.line(_MIDDLE, 30, _MIDDLE, 150)
    paper.polygon([(_MIDDLE, 22), (_MIDDLE - 6, 36), (_MIDDLE + 6, 36)], style="F")
    _say(paper, _MIDDLE + 10, 34, _TO_MIRROR[language], 18)
    first, second, third = _MARK[language]
    _say(paper, _LEFT, 165, first, 15)
    _say(paper, _LEFT, 185, second.format(metres), 13)
    _say(paper, _LEFT, 194, third, 13)


def _card(paper: FPDF, language: str, metres: str) -> None:
    title, by_hand, told, wanted, rows, steps, *edge = _CARD[language]
    _say(paper, _LEFT, 26, title, 22)
    for n, line in enumerate(steps):
        _say(paper, _LEFT, 38 + 7 * n, line, 12)
    paper.set_line_width(0.3)
    for x, head in ((78, by_hand), (118, told), (156, wanted)):
        _say(paper, x, 76, head, 10)
    for n, (name, value) in enumerate(rows):
        y = 88 + 11 * n
        _say(paper, _LEFT, y, name, 11)
        paper.line(78, y + 1, 112, y + 1)
        paper.line(118, y + 1, 150, y + 1)
        _say(paper, 156, y, value.format(metres), 11)
    _gauge(paper, edge)


def _gauge(paper: FPDF, said: Sequence[str]) -> None:
    """A protractor for a plumb line: its zero is parallel to the right edge of the paper.

    What looks down has the paper's foot swing to the left, and the thread to the right of it.
    """
    x, y, long = 155.0, 150.0, 92.0
    paper.circle(x, y, 1, style="F")
    for degrees in range(21):
        turn = radians(degrees)
        near = long - (10 if degrees % 5 == 0 else 4)
        paper.set_line_width(0.4 if degrees % 5 == 0 else 0.2)
        ends = [(x + far * sin(turn), y + far * cos(turn)) for far in (near, long)]
        paper.line(*ends[0], *ends[1])
        if degrees % 5 == 0:
            x_far, y_far = x + (long + 6) * sin(turn), y + (long + 6) * cos(turn)
            _say(paper, x_far - 2, y_far, f"{degrees}°", 10)
    for n, line in enumerate(said):
        _say(paper, _LEFT, 160 + 7 * n, line, 11)


def _ruler(paper: FPDF, language: str) -> None:
    y = 272.0
    paper.set_line_width(0.2)
    paper.line(_LEFT, y, _LEFT + RULER_MM, y)
    for mm in range(0, int(RULER_MM) + 1, 10):
        paper.line(_LEFT + mm, y - (6 if mm % 50 == 0 else 3), _LEFT + mm, y)
    _say(paper, _LEFT, y + 6, _RULER[language], 10)


def _say(paper: FPDF, x: float, y: float, text: str, size: float) -> None:
    paper.set_font("Helvetica", size=size)
    paper.text(x, y, text)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write into the folder named."""
    parser = argparse.ArgumentParser(description="Write the pages to print.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--distance", type=float, default=DISTANCE_M, metavar="M",
                        help=f"from the camera to the mark ({DISTANCE_M:g})")
    asked = parser.parse_args(arguments)
    try:
        write(asked.folder, asked.distance)
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
