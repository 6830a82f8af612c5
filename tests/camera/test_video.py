"""Video files, real ones: made here, or the shared footage."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import cv2
import numpy as np
import pytest

from mirrorapp.camera import video as module
from mirrorapp.camera.base import (
    BreaksOff,
    Camera,
    CameraError,
    CameraLost,
    EndOfRecording,
    Frame,
)
from mirrorapp.camera.video import MAX_LATE_S, VideoFile
from mirrorapp.clock import ManualClock
from tests.camera.stand_ins import TURNED, corners, quarters

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "clips"
FRAMES, RATE_HZ = 12, 10.0
Writer = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def make(name: str = "clip.mp4", codec: str = "mp4v", frames: int = FRAMES,
             noisy: bool = False) -> Path:
        path = tmp_path / name
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), RATE_HZ, (96, 64))
        assert writer.isOpened()
        noise = np.random.default_rng(1).integers(0, 256, (frames, 64, 96, 3), np.uint8)
        for index in range(frames):
            picture = noise[index] if noisy else quarters(96, 64)
            writer.write(np.ascontiguousarray(picture[..., ::-1]))
        writer.release()
        return path
    return make


def video(path: Path, *, realtime: bool = False, loop: bool = False, rotate_deg: int = 0,
          clock: ManualClock | None = None) -> VideoFile:
    return VideoFile(path, clock or ManualClock(), realtime=realtime, loop=loop,
                     rotate_deg=rotate_deg)


def rest(camera: Camera) -> list[Frame]:
    frames = []
    try:
        while True:
            frames.append(camera.read())
    except EndOfRecording:
        return frames


def refusal(act: Callable[[], object]) -> CameraError:
    with pytest.raises(CameraError) as raised:
        act()
    return raised.value


@pytest.mark.parametrize(("name", "codec"), [
    ("clip.mp4", "mp4v"), ("clip.avi", "MJPG"), ("clip.mkv", "mp4v"), ("100%d.mp4", "mp4v")])
def test_every_frame_comes_once_with_the_files_own_time(
        write: Writer, tmp_path: Path, name: str, codec: str) -> None:
    write("plain" + Path(name).suffix, codec).rename(tmp_path / name)
    camera = video(tmp_path / name)
    camera.open()
    frames = rest(camera)
    assert [frame.index for frame in frames] == list(range(FRAMES))
    assert [frame.time_s for frame in frames] == pytest.approx(np.arange(FRAMES) / RATE_HZ)
    assert camera.recording
    assert camera.name == f"video {name}"


@pytest.mark.parametrize("rotate_deg", sorted(TURNED))
def test_frames_are_upright_rgba(write: Writer, rotate_deg: int) -> None:
    camera = video(write(), rotate_deg=rotate_deg)
    camera.open()
    frame = camera.read()
    assert corners(frame.rgba) == TURNED[rotate_deg]
    assert frame.rgba.flags.c_contiguous
    assert (frame.rgba[..., 3] == 255).all()
    assert frame.lores is None


def test_rotation_noted_in_the_file_is_heeded(write: Writer) -> None:
    path = write()
    path.write_bytes(with_quarter_turn(path.read_bytes()))
    camera = video(path)
    camera.open()
    frame = camera.read()
    assert (frame.width_px, frame.height_px) == (64, 96)
    assert corners(frame.rgba) == TURNED[90]


def with_quarter_turn(mp4: bytes) -> bytes:
    """Put a turn by 90 degrees clockwise into the track header, as phones do.

    ISO 14496-12, 8.3.2: the matrix of `tkhd` version 0 begins 40 bytes after the version field,
    nine 32-bit numbers a b u c d v x y w.
    """
    one = 0x10000
    at = mp4.index(b"tkhd") + 4 + 40
    matrix = b"".join(value.to_bytes(4, "big", signed=True)
                      for value in (0, one, 0, -one, 0, 0, 64 * one, 0))
    return mp4[:at] + matrix + mp4[at + len(matrix):]


def test_at_the_end_it_stays_ended_and_opens_anew_from_the_start(write: Writer) -> None:
    camera = video(write())
    camera.open()
    rest(camera)
    with pytest.raises(EndOfRecording):
        camera.read()
    camera.close()
    camera.open()
    assert (camera.read().index, len(rest(camera))) == (0, FRAMES - 1)


def test_loop_goes_on_in_index_and_time(write: Writer) -> None:
    camera = video(write(frames=3), loop=True)
    camera.open()
    frames = [camera.read() for _ in range(8)]
    assert [frame.index for frame in frames] == list(range(8))
    assert [frame.time_s for frame in frames] == pytest.approx(np.arange(8) / RATE_HZ)


def test_one_picture_loops_too(write: Writer) -> None:
    camera = video(write(frames=1), loop=True)
    camera.open()
    assert [camera.read().index for _ in range(3)] == [0, 1, 2]


def test_realtime_gives_no_frame_before_its_time(write: Writer) -> None:
    clock = ManualClock(50.0)
    camera = video(write(), realtime=True, clock=clock)
    camera.open()
    for index in range(5):
        frame = camera.read()
        assert clock.time_s == pytest.approx(50 + index / RATE_HZ)
        assert clock.time_s >= 50 + frame.time_s - 1e-9


def test_realtime_catches_up_a_little_delay_without_skipping(write: Writer) -> None:
    clock = ManualClock(50.0)
    camera = video(write(), realtime=True, clock=clock)
    camera.open()
    camera.read()
    clock.sleep(0.15)
    assert [camera.read().index for _ in range(2)] == [1, 2]
    assert clock.time_s == pytest.approx(50.2)


def test_realtime_after_a_long_delay_goes_on_without_fast_forward(write: Writer) -> None:
    clock = ManualClock(50.0)
    camera = video(write(), realtime=True, clock=clock)
    camera.open()
    camera.read()
    clock.sleep(MAX_LATE_S + 5)
    assert [camera.read().index for _ in range(2)] == [1, 2]
    assert clock.time_s == pytest.approx(50 + MAX_LATE_S + 5 + 0.1)


def test_without_realtime_no_time_passes(write: Writer) -> None:
    clock = ManualClock()
    camera = video(write(), clock=clock)
    camera.open()
    rest(camera)
    assert clock.time_s == 0


def test_missing_file(tmp_path: Path) -> None:
    error = refusal(video(tmp_path / "none.mp4").open)
    assert error.what == f"The video {tmp_path / 'none.mp4'} does not exist."
    assert error.remedy == "Check the path."


def test_folder(tmp_path: Path) -> None:
    error = refusal(video(tmp_path).open)
    assert error.what == f"The video {tmp_path} is not a file."
    assert error.remedy == "Give the path of one video file."


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    error = refusal(video(tmp_path / "empty.mp4").open)
    assert error.what.endswith("empty.mp4 is empty.")
    assert error.remedy == "Record or copy it again."


def test_unreadable_file(write: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write()
    monkeypatch.setattr(Path, "open", deny)
    error = refusal(video(path).open)
    assert error.what == f"The video {path} can't be read: Permission denied."
    assert error.remedy == "Check the file's permissions."


@pytest.mark.parametrize("content", [
    b"Shopping list: knees, eggs\n" * 50, bytes(range(256)) * 64, b"\0" * 4096])
def test_not_a_video(tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.mp4").write_bytes(content)
    error = refusal(video(tmp_path / "list.mp4").open)
    assert error.what.endswith("list.mp4 is damaged, or not a video.")
    assert error.remedy.startswith("Use an MP4")
    assert capfd.readouterr().err == ""


def test_file_cut_before_its_index_is_refused(write: Writer) -> None:
    path = write()
    path.write_bytes(path.read_bytes()[:400])
    assert refusal(video(path).open).what.endswith("is damaged, or not a video.")


@pytest.mark.parametrize(("name", "codec"), [("clip.avi", "MJPG"), ("clip.mkv", "mp4v")])
@pytest.mark.parametrize("loop", [False, True])
def test_file_cut_in_the_middle_plays_what_it_has_and_says_so_once(
        write: Writer, caplog: pytest.LogCaptureFixture, name: str, codec: str,
        *, loop: bool) -> None:
    path = write(name, codec, noisy=True)
    content = path.read_bytes()
    path.write_bytes(content[:len(content) * 6 // 10])
    camera = video(path, loop=loop)
    camera.open()
    frames = [camera.read() for _ in range(3 * FRAMES)] if loop else rest(camera)
    assert frames
    assert loop or len(frames) < FRAMES
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 1
    assert said[0].startswith(f"The video {name} breaks off after 0.")
    assert "of 1.2 seconds" in said[0]


@pytest.mark.parametrize(("name", "codec"), [
    ("clip.mp4", "mp4v"), ("clip.avi", "MJPG"), ("clip.mkv", "mp4v")])
@pytest.mark.parametrize("frames", [1, 2, FRAMES])
def test_a_whole_file_says_nothing(write: Writer, caplog: pytest.LogCaptureFixture, name: str,
                                   codec: str, frames: int) -> None:
    camera = video(write(name, codec, frames=frames))
    camera.open()
    assert len(rest(camera)) == frames
    assert caplog.records == []


def test_how_a_file_ends_tells_whether_it_was_cut_off(write: Writer) -> None:
    path = write("clip.avi", "MJPG", noisy=True)
    assert ending(path) is EndOfRecording
    content = path.read_bytes()
    path.write_bytes(content[:len(content) * 6 // 10])
    assert ending(path) is BreaksOff


def ending(path: Path) -> type[EndOfRecording]:
    camera = video(path)
    camera.open()
    try:
        while True:
            camera.read()
    except EndOfRecording as end:
        return type(end)


def test_a_file_of_no_frames_is_refused(write: Writer) -> None:
    for name, codec in (("clip.mp4", "mp4v"), ("clip.avi", "MJPG")):
        assert refusal(video(write(name, codec, frames=0)).open).remedy


def test_looping_file_that_vanishes_is_lost(write: Writer) -> None:
    path = write(frames=2)
    camera = video(path, loop=True)
    camera.open()
    camera.read()
    camera.read()
    path.unlink()
    lost = refusal(camera.read)
    assert isinstance(lost, CameraLost)
    assert lost.what == "The video clip.mp4 can't be read any more."
    assert lost.remedy.startswith("Check that the file is still there")


def test_closing_twice_is_safe_and_reading_then_is_refused(write: Writer) -> None:
    camera = video(write())
    camera.open()
    camera.open()
    camera.close()
    camera.close()
    lost = refusal(camera.read)
    assert (lost.what, lost.remedy) == ("The video clip.mp4 is closed.", "Open it again.")


def test_it_may_be_closed_by_another_thread_while_it_is_read(write: Writer) -> None:
    camera = video(write(), loop=True)
    camera.open()
    reading = Event()

    def read_on() -> CameraError:
        while True:
            try:
                camera.read()
            except CameraLost as lost:
                return lost
            reading.set()

    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(read_on)
        assert reading.wait(10)
        camera.close()
        assert outcome.result(10).what == "The video clip.mp4 is closed."


class Reluctant:
    """A capture of a file that tells no rate, and whose times the test sets."""

    stamps_ms: tuple[float, ...] = ()

    def __init__(self, *_: object) -> None:
        self.position = -1

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def set(self, *_: object) -> bool:
        return True

    def read(self) -> tuple[bool, object]:
        self.position += 1
        return self.position < len(self.stamps_ms), np.zeros((4, 4, 3), np.uint8)

    def get(self, key: int) -> float:
        return float("nan") if key == cv2.CAP_PROP_FPS else self.stamps_ms[self.position]

    def release(self) -> None:
        pass


@pytest.fixture
def reluctant(monkeypatch: pytest.MonkeyPatch) -> type[Reluctant]:
    monkeypatch.setattr(module.cv2, "VideoCapture", Reluctant)
    return Reluctant


def test_without_rate_and_times_it_is_refused(
        reluctant: type[Reluctant], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reluctant, "stamps_ms", (0.0, 0.0, 0.0))
    error = refusal(video(Path(__file__)).open)
    assert error.what.endswith("tells neither its frame rate nor the times of its frames.")
    assert error.remedy == "Convert it to MP4 with a constant frame rate."


def test_without_rate_good_times_will_do(
        reluctant: type[Reluctant], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reluctant, "stamps_ms", (0.0, 40.0, 80.0, 80.0))
    camera = video(Path(__file__))
    camera.open()
    assert [frame.time_s for frame in rest(camera)] == pytest.approx([0, 0.04, 0.08, 0.12])


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared footage is not beside the checkout")
@pytest.mark.parametrize(("name", "frames", "rate_hz"), [
    ("lnew_bad_IMG_7033_1280.mp4", 66, 30.322), pytest.param(
        "p2s_multi_cam02.mp4", 100, 60.0, marks=pytest.mark.full)])
def test_real_footage_plays_through(name: str, frames: int, rate_hz: float) -> None:
    camera = video(SHARED / name)
    camera.open()
    times_s = [frame.time_s for frame in rest(camera)]
    assert times_s == pytest.approx(np.arange(frames) / rate_hz, abs=1e-3)
