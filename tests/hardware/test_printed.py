"""What is printed is true to scale: measured in the files, and on the pixels of a page."""

import re
import shutil
import subprocess
from math import atan2, degrees, hypot
from pathlib import Path

import cv2
import numpy as np
import pytest
from pypdf import PdfReader

from hardware import printed
from mirrorapp.alignment import advice
from mirrorapp.config import Config

PT_PER_MM = 72 / 25.4
LINE = re.compile(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S")
NAMES = ("floor-mark", "calibration-card")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    printed.write(folder)
    return folder


def lines_mm(file: Path, page: int) -> list[tuple[float, ...]]:
    """Every line of a page, from lower left, in millimetres."""
    content = PdfReader(file).pages[page].get_contents()
    assert content is not None
    return [tuple(float(each) / PT_PER_MM for each in found)
            for found in LINE.findall(content.get_data().decode("latin-1"))]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("page", [0, 1])
def test_the_ruler_is_ten_centimetres(pages: Path, name: str, page: int) -> None:
    file = pages / f"{name}.pdf"
    box = PdfReader(file).pages[page].mediabox
    assert (float(box.width) / PT_PER_MM, float(box.height) / PT_PER_MM) == pytest.approx(
        (210, 297), abs=0.05)
    low = [each for each in lines_mm(file, page) if each[3] < 26]
    assert [x1 - x0 for x0, y0, x1, y1 in low if y0 == y1] == pytest.approx([100], abs=0.02)
    ticks = sorted(x0 for x0, _, x1, _ in low if x0 == x1)
    assert np.diff(ticks) == pytest.approx([10] * 10, abs=0.02)


@pytest.mark.parametrize("name", NAMES)
def test_the_ruler_on_the_pixels(pages: Path, tmp_path: Path, name: str) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed (apt install poppler-utils)")
    per_mm = 10
    subprocess.run(["pdftoppm", "-r", str(25.4 * per_mm), "-gray", "-singlefile", "-png",
                    pages / f"{name}.pdf", tmp_path / "page"], check=True, timeout=60)
    page = cv2.imread(str(tmp_path / "page.png"), cv2.IMREAD_GRAYSCALE)
    assert page is not None
    row = page[round((272 - 1.5) * per_mm)]
    ticks = [each.mean() for each in np.split(np.flatnonzero(row < 128), np.flatnonzero(
        np.diff(np.flatnonzero(row < 128)) > 2) + 1)]
    assert len(ticks) == 11
    assert (ticks[-1] - ticks[0]) / per_mm == pytest.approx(100, abs=0.15)


def test_the_gauge_has_every_degree(pages: Path) -> None:
    """A thread held at the dot, where all its lines meet, hangs along the one of its angle."""
    dot = (155.0, 297 - 150.0)
    gauge = [each for each in lines_mm(pages / "calibration-card.pdf", 0)
             if each[0] >= dot[0] - 0.1 and 26 < min(each[1], each[3]) < 70]
    angles = [degrees(atan2(x - dot[0], dot[1] - y)) for each in gauge
              for x, y in (each[:2], each[2:])]
    assert angles == pytest.approx([n for n in range(21) for _ in "ab"], abs=0.02)
    assert all(hypot(each[2] - dot[0], each[3] - dot[1]) == pytest.approx(92, abs=0.02)
               for each in gauge)


def test_the_figures_are_the_mirrors(pages: Path) -> None:
    assert Config().camera.floor_mark_m == printed.DISTANCE_M
    mark, card = (PdfReader(pages / f"{name}.pdf") for name in NAMES)
    low, high = advice.HEIGHT_M
    least, most = advice.TILT_DEG
    for page in card.pages:
        said = page.extract_text()
        assert f"{low:.2f} - {high:.2f} m" in said
        assert f"{least:.0f} - {most:.0f}°" in said
    assert "2.00 m" in mark.pages[0].extract_text()
    assert "2,00 m" in mark.pages[1].extract_text()


def test_every_time_the_same_bytes(pages: Path, tmp_path: Path) -> None:
    printed.write(tmp_path)
    for name in NAMES:
        assert (tmp_path / f"{name}.pdf").read_bytes() == (pages / f"{name}.pdf").read_bytes()


def test_another_distance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed.main([str(tmp_path / "mine"), "--distance", "2.3"])
    said = PdfReader(tmp_path / "mine/floor-mark.pdf").pages[0].extract_text()
    assert "2.30 m" in said
    with pytest.raises(SystemExit):
        printed.main([str(tmp_path / "none"), "--distance", "9"])
    assert "The mark has to be 1 to 5 m away, not 9." in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
