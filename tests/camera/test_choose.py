"""Which camera is taken, in which order, and what is said of the others."""

import logging
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mirrorapp.camera.base import Camera, CameraError
from mirrorapp.camera.choose import choose
from mirrorapp.clock import ManualClock
from mirrorapp.config import CameraConfig
from tests.camera.stand_ins import ScriptedCamera


class Shelf:
    """Makes cameras that open, or refuse, and remembers which were tried and how."""

    def __init__(self, *refusing: str) -> None:
        self.refusing = refusing
        self.tried: list[str] = []
        self.options: dict[str, dict[str, Any]] = {}

    def maker(self, name: str) -> Callable[..., Camera]:
        def make(*args: object, **options: object) -> Camera:
            self.tried.append(name)
            self.options[name] = {"args": args, **options}
            refusal = CameraError(f"No {name}.", "Buy one.") if name in self.refusing else None
            recording = name in ("video", "rehearsal")
            return ScriptedCamera(deque(), deque([refusal]), recording, name)
        return make

    def choose(self, config: CameraConfig, **options: Any) -> Camera:
        makers = {name: self.maker(name) for name in ("picamera", "webcam", "video", "rehearsal")}
        return choose(config, ManualClock(), **makers, **options)


@pytest.mark.parametrize(("refusing", "tried"), [
    ((), ["picamera"]),
    (("picamera",), ["picamera", "webcam"]),
    (("picamera", "webcam"), ["picamera", "webcam", "rehearsal"]),
])
def test_auto_takes_the_first_that_opens_and_logs_why_not_the_others(
        refusing: tuple[str, ...], tried: list[str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    shelf = Shelf(*refusing)
    assert shelf.choose(CameraConfig()).name == tried[-1]
    assert shelf.tried == tried
    assert [record.getMessage() for record in caplog.records] == [
        *(f"no {name}: No {name}. Buy one." for name in refusing),
        *["no camera works: the rehearsal clip plays in its place"] * ("rehearsal" in tried),
        f"camera: {tried[-1]}"]


def test_auto_without_even_a_clip_is_an_error() -> None:
    with pytest.raises(CameraError, match="No rehearsal"):
        Shelf("picamera", "webcam", "rehearsal").choose(CameraConfig())


@pytest.mark.parametrize("source", ["picamera", "webcam", "rehearsal"])
def test_named_source_is_never_replaced(source: str) -> None:
    config = CameraConfig.model_validate({"source": source})
    assert Shelf().choose(config).name == source
    shelf = Shelf(source)
    with pytest.raises(CameraError, match=f"No {source}"):
        shelf.choose(config)
    assert shelf.tried == [source]


def test_a_patient_choice_gives_a_named_live_camera_unopened() -> None:
    shelf = Shelf("webcam")
    assert shelf.choose(CameraConfig(source="webcam"), patient=True).name == "webcam"
    with pytest.raises(CameraError, match="No rehearsal"):
        Shelf("rehearsal").choose(CameraConfig(source="rehearsal"), patient=True)


@pytest.mark.parametrize("refusing", [(), ("picamera",)])
def test_live_is_a_camera_and_never_the_clip(refusing: tuple[str, ...]) -> None:
    shelf = Shelf(*refusing)
    assert shelf.choose(CameraConfig(source="live")).name == ["picamera", "webcam"][len(refusing)]
    shelf = Shelf("picamera", "webcam")
    with pytest.raises(CameraError, match="No picamera"):
        shelf.choose(CameraConfig(source="live"))
    camera = shelf.choose(CameraConfig(source="live"), patient=True)
    assert not camera.recording
    assert camera.name == ""
    assert set(shelf.tried) == {"picamera", "webcam"}


def test_video_gets_its_file_and_the_rotation() -> None:
    shelf = Shelf()
    shelf.choose(CameraConfig(source="video", file=Path("squat.mp4"), rotate=90), realtime=False)
    options = shelf.options["video"]
    assert options.pop("args")[0] == Path("squat.mp4")
    assert options == {"realtime": False, "loop": False, "rotate_deg": 90}


def test_video_without_a_file_is_an_error() -> None:
    with pytest.raises(CameraError) as raised:
        Shelf().choose(CameraConfig(source="video"))
    assert raised.value.what == "The camera is to be a video file, but none is named."
    assert "camera.file" in raised.value.remedy


@pytest.mark.parametrize(("loop", "loops"), [(None, True), (True, True), (False, False)])
def test_rehearsal_loops_unless_told_not_to(loop: bool | None, loops: bool) -> None:
    shelf = Shelf()
    shelf.choose(CameraConfig(source="rehearsal"), loop=loop)
    assert shelf.options["rehearsal"]["loop"] is loops
    assert shelf.options["rehearsal"]["realtime"]


def test_real_makers_refuse_a_machine_without_cameras_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(CameraError) as raised:
        choose(CameraConfig(source="video", file=tmp_path / "none.mp4"), ManualClock())
    assert raised.value.remedy == "Check the path."
