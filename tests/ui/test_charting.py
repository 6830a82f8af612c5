"""The picture of how it has gone."""

import struct
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from mirrorapp.coach.progress import progress
from mirrorapp.ui import i18n
from mirrorapp.ui.charting import png
from tests.coach.looking_back import lived, recalibrated

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXTS = i18n.load("en")


def pixels(picture: bytes) -> np.ndarray:
    found = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_is_a_png_of_eight_by_nine_hundred_pixels(language: str) -> None:
    history, evening = lived(4)
    picture = png(progress(history, evening), i18n.load(language))
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (800, 900)
    assert len(picture) < 150_000


def test_what_was_measured_is_in_it_and_nothing_where_nothing_was() -> None:
    history, evening = lived(4)
    full, empty = (pixels(png(progress(each, evening), TEXTS)) for each in (history, ()))
    line = np.array([0x99, 0x6E, 0x0B])  # BGR

    def drawn(picture: np.ndarray) -> list[int]:
        marks = (np.abs(picture.astype(int) - line) < 8).all(axis=2)
        *knees, pain = np.array_split(marks, 3)
        halves = [half for part in knees for half in np.array_split(part, 2, axis=1)]
        return [int(part.sum()) for part in (*halves, pain)]

    assert min(drawn(full)) > 200
    assert drawn(empty) == [0] * 5


def test_a_camera_that_was_moved_is_marked_and_named() -> None:
    history, evening = lived(12)
    whole = pixels(png(progress(history, evening), TEXTS))
    parted = pixels(png(progress(recalibrated(history, 20), evening), TEXTS))

    def ink(picture: np.ndarray) -> np.ndarray:
        """Of each column of the knees' charts, how much is dark."""
        return (picture[:500] < 150).all(axis=2).sum(axis=0)

    (dashed,) = np.nonzero(ink(parted) - ink(whole) > 75)
    left, right = (dashed[dashed < 400], dashed[dashed >= 400] - 400)
    assert len(left) >= 2, "one of squats, one of standing"
    assert list(left) == list(right)
    foot = (slice(870, None), slice(None))
    assert (parted[foot] < 128).sum() > (whole[foot] < 128).sum(), "it is said what they are"


@pytest.mark.filterwarnings("error")
def test_a_first_day_needs_no_second() -> None:
    history, _ = lived(1)
    assert png(progress(history[:1], history[0].started), TEXTS)
    assert png(progress((), NOW), TEXTS)
