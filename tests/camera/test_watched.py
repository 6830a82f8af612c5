"""A camera that gives pictures, and no good ones: through the feed that the engine takes from."""

from collections import deque
from collections.abc import Iterable

import numpy as np
import pytest

from mirrorapp.camera.base import CameraLost, Frame, Pixels
from mirrorapp.camera.feed import CameraFeed
from mirrorapp.camera.watched import BLACK_S, FROZEN_S, WatchedCamera
from mirrorapp.clock import SystemClock
from mirrorapp.events import NoticeBoard
from tests.camera.stand_ins import ScriptedCamera

FPS = 10
RNG = np.random.default_rng(1)
LONG = int(FPS * (FROZEN_S + 1))


def noisy(mean: float, spread: float = 2.0) -> Pixels:
    """What a sensor gives of a room of that light."""
    room = np.tile(np.linspace(-mean / 3, mean / 3, 96)[None, :, None], (160, 1, 4))
    return (mean + room + RNG.normal(0, spread, room.shape)).clip(0, 255).astype(np.uint8)


def watched(pictures: Iterable[Pixels], board: NoticeBoard) -> WatchedCamera:
    frames: deque[Frame | Exception] = deque(
        Frame(i, i / FPS, each) for i, each in enumerate(pictures))
    camera = WatchedCamera(ScriptedCamera(frames), board)
    camera.open()
    return camera


@pytest.fixture
def board() -> NoticeBoard:
    return NoticeBoard()


def read(camera: WatchedCamera, count: int) -> int:
    """How many of so many pictures come before it is lost."""
    for number in range(count):
        try:
            camera.read()
        except CameraLost:
            return number
    return count


def test_the_same_picture_over_and_over_is_lost(board: NoticeBoard) -> None:
    camera = watched([noisy(120)] * LONG, board)
    assert read(camera, LONG) == FPS * FROZEN_S


def test_a_room_in_which_nothing_moves_is_not(board: NoticeBoard) -> None:
    camera = watched((noisy(120) for _ in range(3 * LONG)), board)
    assert read(camera, 3 * LONG) == 3 * LONG
    assert board.read() == ()


@pytest.mark.parametrize("value", [0, 3, 255])
def test_a_flat_picture_may_stay_the_same(board: NoticeBoard, value: int) -> None:
    flat = np.full((160, 96, 4), value, np.uint8)
    assert read(watched([flat] * LONG, board), LONG) == LONG


def test_it_stays_lost_however_often_it_is_opened_until_the_picture_changes(
        board: NoticeBoard) -> None:
    still = noisy(120)
    camera = watched([still] * (LONG + 1) + [noisy(120), noisy(120)], board)
    read(camera, LONG)
    for _ in range(LONG - FPS * int(FROZEN_S)):
        camera.close()
        camera.open()
        with pytest.raises(CameraLost, match="over and over"):
            camera.read()
    assert read(camera, 2) == 2


def test_who_takes_from_it_is_told_and_gets_no_old_picture(board: NoticeBoard) -> None:
    still, after = noisy(120), noisy(120)
    device = ScriptedCamera(deque(
        Frame(i, i / FPS, each) for i, each in enumerate([still] * LONG + [after])))
    feed = CameraFeed(WatchedCamera(device, board), SystemClock(), retry_s=0.0)
    told = set()
    feed.start()
    last = None
    while last is None or last.rgba is not after:
        frame = feed.take(5.0)
        if frame is not None:
            last = frame
        if feed.notice is not None:
            told.add(feed.notice.what)
        assert last is None or last.rgba is after or last.time_s < FROZEN_S
        assert device.reads or last is not None
    feed.stop()
    assert device.log.count("open") > 1


@pytest.mark.parametrize(("mean", "told"), [(1, True), (3, True), (15, False), (120, False)])
def test_a_black_picture_is_told_of(board: NoticeBoard, mean: float, *, told: bool) -> None:
    count = int(FPS * (BLACK_S + 1))
    read(watched((noisy(mean, 1.0) for _ in range(count)), board), count)
    assert [each.what for each in board.read()] == told * ["The camera's picture is black."]


def test_once_there_is_light_it_is_black_no_more(board: NoticeBoard) -> None:
    count = int(FPS * (BLACK_S + 1))
    camera = watched([*(noisy(1, 1.0) for _ in range(count)), noisy(120)], board)
    read(camera, count)
    assert board.read()
    camera.read()
    assert board.read() == ()


def test_a_blink_is_not_black_and_a_closed_camera_neither(board: NoticeBoard) -> None:
    count = int(FPS * BLACK_S)
    camera = watched([noisy(1, 1.0) for _ in range(2 * count)], board)
    read(camera, count)
    assert board.read() == ()
    read(camera, count)
    assert board.read()
    camera.close()
    assert board.read() == ()
