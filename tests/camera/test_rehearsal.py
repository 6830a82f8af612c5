"""The packaged clip."""

from pathlib import Path

import cv2
import pytest

from mirrorapp.camera.base import CameraError, EndOfRecording
from mirrorapp.camera.rehearsal import CLIP, Rehearsal
from mirrorapp.clock import ManualClock
from tests.camera.stand_ins import quarters


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "rehearsal.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10.0, (96, 64))
    for _ in range(3):
        writer.write(quarters(96, 64))
    writer.release()
    return path


def test_it_loops_in_real_time_and_says_what_it_is(clip: Path) -> None:
    clock = ManualClock()
    rehearsal = Rehearsal(clock, clip=clip)
    rehearsal.open()
    assert [rehearsal.read().index for _ in range(7)] == list(range(7))
    assert clock.time_s == pytest.approx(0.6)
    assert rehearsal.name == "rehearsal clip"
    assert rehearsal.recording


def test_for_the_guest_demo_it_ends(clip: Path) -> None:
    rehearsal = Rehearsal(ManualClock(), loop=False, clip=clip)
    rehearsal.open()
    for _ in range(3):
        rehearsal.read()
    with pytest.raises(EndOfRecording):
        rehearsal.read()


def test_without_the_clip_the_installation_is_at_fault(tmp_path: Path) -> None:
    with pytest.raises(CameraError) as raised:
        Rehearsal(ManualClock(), clip=tmp_path / "none.mp4").open()
    assert raised.value.what == "The rehearsal clip is missing from this installation."
    assert raised.value.remedy == "Install mirrorapp again."


@pytest.mark.skipif(not CLIP.is_file(), reason="the clip has not been rendered")
def test_the_packaged_clip_plays() -> None:
    rehearsal = Rehearsal(ManualClock())
    rehearsal.open()
    first, second = rehearsal.read(), rehearsal.read()
    assert first.height_px > first.width_px, "a person stands upright in it"
    assert 0 < second.time_s - first.time_s < 0.1
