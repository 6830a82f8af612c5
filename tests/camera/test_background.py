"""The background's fingerprint: real and made-up rooms, shifted, turned, dimmed, with people."""

from collections.abc import Iterator
from functools import cache, lru_cache

import cv2
import numpy as np
import pytest

from mirrorapp.camera import background
from mirrorapp.camera.background import Change, Fingerprint
from mirrorapp.camera.base import Pixels
from mirrorapp.camera.rehearsal import CLIP
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Floats, Pose
from tests.shared import DATA, needs_shared
from tests.tiers import FULL, one_in

FOCAL_PX = 900.0
EVERY = 20 if FULL else 50  # frames of a real film
STILL_CLIPS = ("p2s_multi_cam02", "p2s_single_cam02", "p2s_single_cam03", "sports2d_demo")


@cache
def room(seed: int = 1, size: tuple[int, int] = (720, 1280)) -> Pixels:
    """Things of all shades on a wall; it can't be written to, for all tests share it."""
    random = np.random.default_rng(seed)
    width, height = size
    rgb = np.full((height, width, 3), 150, np.uint8)
    for _ in range(120):
        x, y = int(random.integers(width)), int(random.integers(height))
        w, h = (int(n) for n in random.integers(15, 140, 2))
        shade = tuple(int(n) for n in random.integers(20, 240, 3))
        cv2.rectangle(rgb, (x, y), (x + w, y + h), shade, -1)
    rgba = np.dstack([cv2.GaussianBlur(rgb, (0, 0), 1.0), np.full((height, width), 255, np.uint8)])
    rgba.setflags(write=False)
    return rgba


def moved(picture: Pixels, across_deg: float = 0.0, down_deg: float = 0.0,
          turn_deg: float = 0.0) -> Pixels:
    """The picture of a camera that was turned by so much."""
    height, width = picture.shape[:2]
    warp = cv2.getRotationMatrix2D((width / 2, height / 2), -turn_deg, 1.0)
    warp[:, 2] += FOCAL_PX * np.tan(np.radians([across_deg, down_deg]))
    return cv2.warpAffine(picture, warp, (width, height), borderMode=cv2.BORDER_REFLECT)


def dim(picture: Pixels) -> Pixels:
    """Half the light, and a sensor that suffers from it."""
    return np.clip(picture * 0.5 + _noise(picture.shape), 0, 255).astype(np.uint8)


@lru_cache(maxsize=1)
def _noise(shape: tuple[int, ...]) -> Floats:
    return np.random.default_rng(5).normal(0, 6, shape)


def with_person(picture: Pixels) -> Pixels:
    """Somebody in the middle, whom no box leaves out."""
    found = picture.copy()
    patch = room(9, (220, 800))
    found[300:1100, 250:470] = patch
    return found


CHANGES = [(1.5, 0.0, 0.0), (0.0, -3.0, 0.0), (0.0, 0.0, 1.0), (4.0, 2.0, -3.0), (0.0, 0.0, 0.0)]


def is_close(change: Change | None, true: tuple[float, float, float]) -> bool:
    return change is not None and np.allclose(
        (change.across_deg, change.down_deg, change.turn_deg), true, atol=0.2)


@pytest.mark.parametrize("true", CHANGES)
@pytest.mark.parametrize("spoil", [lambda p: p, dim, with_person], ids=["same", "dim", "person"])
def test_a_known_change_is_found(true, spoil) -> None:
    known = background.fingerprint(room(), None)
    seen = spoil(moved(room(), *true))
    assert is_close(background.compare(known, seen, None, FOCAL_PX), true)


def test_another_room_says_nothing() -> None:
    known = background.fingerprint(room(1), None)
    assert background.compare(known, room(2), None, FOCAL_PX) is None


def test_an_empty_wall_says_nothing() -> None:
    wall = np.full((1280, 720, 4), 128, np.uint8)
    assert len(background.fingerprint(wall, None).corners) == 0
    known = background.fingerprint(room(), None)
    assert background.compare(known, wall, None, FOCAL_PX) is None
    assert background.compare(background.fingerprint(wall, None), room(), None, FOCAL_PX) is None


def test_tiles_that_repeat_do_not_move_the_camera() -> None:
    tile = room(3, (60, 60))
    tiles = np.tile(tile, (22, 12, 1))[:1280, :720]
    known = background.fingerprint(np.ascontiguousarray(tiles), None)
    change = background.compare(known, np.ascontiguousarray(np.roll(tiles, 1, axis=1)), None,
                                FOCAL_PX)
    assert change is None or change.shift_deg < 0.5


def test_the_user_is_left_out() -> None:
    box = (250.0, 300.0, 470.0, 1100.0)
    corners = background.fingerprint(room(), box).corners * 1280 + (360, 640)
    inside = ((corners > (252, 302)) & (corners < (468, 1098))).all(axis=1)
    assert len(corners) > 100
    assert not inside.any()


def test_a_box_beyond_the_picture_is_cut() -> None:
    assert len(background.fingerprint(room(), (-50.0, -80.0, 100.0, 2000.0)).corners) > 50


def test_no_more_is_kept_than_is_said_and_it_comes_back() -> None:
    found = background.fingerprint(room(), None)
    assert 30 < len(found.corners) <= background.CORNERS
    back = Fingerprint.of(found.to_table())
    assert np.array_equal(back.marks, found.marks)
    assert is_close(background.compare(back, room(), None, FOCAL_PX), (0, 0, 0))


def film(name: str) -> Iterator[tuple[Pixels, tuple[float, ...] | None]]:
    """Every frame of a clip, and where the person is."""
    poses = [seen.pose for seen in recording.read(DATA / "landmarks" / f"{name}.npz")]
    capture = cv2.VideoCapture(str(DATA / "clips" / f"{name}.mp4"))
    for pose in poses:
        ok, bgr = capture.read()
        if not ok:
            break
        yield cv2.cvtColor(bgr, cv2.COLOR_BGR2RGBA), _box(pose)
    capture.release()


def _box(pose: Pose | None) -> tuple[float, ...] | None:
    if pose is None:
        return None
    low, high = pose.px[:, :2].min(axis=0), pose.px[:, :2].max(axis=0)
    room_px = (high - low) * (0.25, 0.12)
    return (*(low - room_px), *(high + room_px))


def test_in_the_rehearsal_film_nothing_moves() -> None:
    capture = cv2.VideoCapture(str(CLIP))
    frames = [capture.read()[1] for _ in range(60)][::12]
    capture.release()
    rgba = [cv2.cvtColor(bgr, cv2.COLOR_BGR2RGBA) for bgr in frames]
    box = (120.0, 100.0, 420.0, 900.0)
    known = background.fingerprint(rgba[0], box)
    changes = [background.compare(known, each, box, FOCAL_PX) for each in rgba]
    assert all(change is None or is_close(change, (0, 0, 0)) for change in changes)
    assert is_close(changes[0], (0, 0, 0))


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("name", [pytest.param(name, marks=[] if name == "p2s_single_cam02" else
                                               pytest.mark.full) for name in STILL_CLIPS])
def test_in_real_rooms_with_people_nothing_wrong_is_said(name: str) -> None:
    frames = [each for nth, each in enumerate(film(name)) if nth % EVERY == 0]
    known = background.fingerprint(*frames[0])
    told = []
    for picture, box in frames[::one_in(2)]:
        for true in CHANGES:
            for spoil in (lambda p: p, dim):
                change = background.compare(known, spoil(moved(picture, *true)), box, FOCAL_PX)
                assert change is None or is_close(change, true)
                told.append(change is not None)
    assert np.mean(told) > 0.75
