"""Which camera is seen, and which one the mirror takes."""

import fcntl
import os
from pathlib import Path

import pytest

from mirrorapp.camera.base import CameraError
from mirrorapp.camera.webcam import Webcam
from mirrorapp.config import CameraConfig, Config
from mirrorapp.doctor import cameras
from mirrorapp.doctor.patient import Patient
from tests.camera import stand_in_picamera2
from tests.camera.stand_in_picamera2 import MODULE_2, MODULE_3, USB, Rig
from tests.camera.stand_ins import Bus
from tests.doctor.trees import PI_5, found, patient


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    return stand_in_picamera2.install(monkeypatch)


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The webcams that were opened."""
    opened: list[str] = []
    monkeypatch.setattr(Webcam, "open", lambda self: opened.append(self._candidates()[0].name))
    return opened


def on(folder: Path, *webcams: str, files: dict[str, str] | None = None,
       **camera: object) -> Patient:
    whom = patient(folder, PI_5 if files is None else files,
                   config=Config(camera=CameraConfig.model_validate(camera)))
    bus = Bus(folder / "root")
    for number, name in enumerate(webcams):
        bus.plug(2 * number, name, where=f"platform/usb1/1-{number}")
    return whom


def test_a_pi_camera_that_gives_a_picture(tmp_path: Path, rig: Rig) -> None:
    told = found(cameras.camera, on(tmp_path, source="live"))
    assert told == ("ok", "The Pi camera imx708 is there.")
    assert len(rig.made) == 1


def test_a_service_whose_settings_let_a_film_take_its_place(tmp_path: Path, rig: Rig) -> None:
    verdict, said = found(cameras.camera, on(tmp_path))
    assert verdict == "warn"
    assert "a film takes its place" in said
    assert "live" in said


def test_a_pi_camera_that_gives_none_fails(tmp_path: Path, rig: Rig) -> None:
    rig.silent = True
    verdict, said = found(cameras.camera, on(tmp_path))
    assert verdict == "fail"
    assert "gives no picture" in said


def test_a_webcam(tmp_path: Path, opening: list[str]) -> None:
    whom = on(tmp_path, "C920", files={})
    assert found(cameras.camera, whom) == ("ok", "The webcam C920 is there.")
    assert opening == ["C920"]


def test_a_webcam_that_does_not_open_fails_for_real(tmp_path: Path) -> None:
    """Behind a node that is no camera: OpenCV itself refuses."""
    verdict, said = found(cameras.camera, on(tmp_path, "C920", files={}, source="webcam"))
    assert verdict == "fail"
    assert "The webcam C920 does not open." in said


def test_of_two_the_one_that_is_taken_is_named_and_how_to_choose(
        tmp_path: Path, rig: Rig, opening: list[str]) -> None:
    rig.cameras = [MODULE_3, USB]
    for source, taken, other in (
            ("live", "Pi camera imx708", "webcam C920"), ("webcam", "webcam C920", "")):
        whom = on(tmp_path / source, "C920", source=source)
        verdict, said = found(cameras.camera, whom)
        assert verdict == ("warn" if other else "ok")
        assert f"The mirror takes the {taken}; there is also {other}" in said or not other
        assert ("camera.source and camera.device" in said) == bool(other)
    whom = on(tmp_path / "both", "C920", "Brio", source="webcam", device=2)
    assert ("takes the webcam 2 (Brio); there is also webcam 0 (C920)"
            in found(cameras.camera, whom)[1])
    assert opening == ["C920", "Brio"]


def test_of_two_pi_cameras_the_number_chooses(tmp_path: Path, rig: Rig) -> None:
    rig.cameras = [MODULE_3, MODULE_2]
    for device, taken, other in ((0, "0 (imx708)", "1 (imx219)"), (1, "1 (imx219)", "0 (imx708)")):
        whom = on(tmp_path / str(device), source="picamera", device=device)
        assert (f"The mirror takes the Pi camera {taken}; there is also Pi camera {other}."
                in found(cameras.camera, whom)[1])
        assert rig.made[-1].camera_num == device
    verdict, said = found(cameras.camera, on(tmp_path / "7", source="picamera", device=7))
    assert verdict == "fail"
    assert "is not seen, but Pi camera 0 (imx708), Pi camera 1 (imx219) is" in said


def test_two_of_the_same_are_told_apart(tmp_path: Path, rig: Rig) -> None:
    rig.cameras = [MODULE_3, {**MODULE_3, "Num": 1, "Id": MODULE_2["Id"]}]
    assert ("takes the Pi camera 0 (imx708); there is also Pi camera 1 (imx708)."
            in found(cameras.camera, on(tmp_path, source="live"))[1])


@pytest.mark.parametrize(("webcams", "camera", "said"), [
    ((), {}, "No camera is seen."),
    ((), {"source": "webcam"}, "No webcam is plugged in."),
    (("C920",), {"source": "webcam", "device": 7}, "is not seen, but webcam C920 is"),
    (("C920",), {"source": "picamera"}, "is not seen, but webcam C920 is")])
def test_none_fails(tmp_path: Path, rig: Rig, webcams: tuple[str, ...],
                    camera: dict[str, object], said: str) -> None:
    rig.cameras = []
    verdict, told = found(cameras.camera, on(tmp_path, *webcams, **camera))
    assert verdict == "fail"
    assert said in told


def test_a_pi_without_its_camera_s_software_is_told_so(tmp_path: Path) -> None:
    verdict, said = found(cameras.camera, on(tmp_path))
    assert verdict == "fail"
    assert "software is not installed" in said
    assert "python3-picamera2" in said


def test_another_machine_needs_none(tmp_path: Path) -> None:
    assert "No camera is seen" in found(cameras.camera, on(tmp_path, files={}))[1]


def test_the_camera_of_a_mirror_that_runs_is_left_alone(tmp_path: Path,
                                                        opening: list[str]) -> None:
    whom = on(tmp_path, "C920", files={})
    lock = Path(f"{whom.config.journal.place}.lock")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        real = Path("/proc/locks").read_text()
        if f":{lock.stat().st_ino} " not in real:
            pytest.skip("this machine does not list locks")
        whom.machine.path("proc").mkdir()
        whom.machine.path("proc/locks").write_text(real)
        assert whom.runs
        assert found(cameras.camera, whom)[0] == "ok"
        assert opening == []
    whom.machine.path("proc/locks").write_text("1: POSIX  ADVISORY  READ 1 00:1a:7 0 EOF\nodd\n")
    assert not whom.runs


def test_where_it_can_not_be_told_whether_it_runs_the_camera_is_left_alone(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whom = on(tmp_path, files={})
    def refuse(*_: object, **__: object) -> os.stat_result:
        raise PermissionError
    monkeypatch.setattr(Path, "stat", refuse)
    assert whom.runs


@pytest.mark.parametrize(("camera", "verdict", "said"), [
    ({"source": "rehearsal"}, "warn", "The camera is a film"),
    ({"source": "video", "file": __file__}, "warn", "The camera is a film"),
    ({"source": "video", "file": "/nowhere/x.mp4"}, "fail", "/nowhere/x.mp4, which is not there"),
    ({"source": "video"}, "fail", "none is named")])
def test_a_film_is_no_camera(tmp_path: Path, camera: dict[str, object], verdict: str,
                             said: str) -> None:
    told = found(cameras.camera, on(tmp_path, **camera))
    assert told[0] == verdict
    assert said in told[1]


def test_libcamera_s_refusals_are_told(tmp_path: Path, rig: Rig,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[str]:
        raise CameraError("Another program uses the Pi camera.", "Close that program.")
    monkeypatch.setattr(cameras.picamera, "connected", refuse)
    assert "Another program" in found(cameras.camera, on(tmp_path))[1]
