"""Who tells that somebody is there, and what keeps them from it."""

from pathlib import Path
from typing import Any

import pytest

from mirrorapp.config import Config
from mirrorapp.doctor import presence
from tests.doctor.trees import OWNERS, PI_5, found, patient

GPIO = 997
WIRED = {**PI_5, "dev/gpiochip0": "", "dev/gpiochip4": "",
         "etc/group": f"{PI_5['etc/group']}\ngpio:x:{GPIO}:mirrorapp"}
GROUPS = {**OWNERS, "gpiochip": GPIO}


def told(folder: Path, files: dict[str, str] = WIRED, **settings: Any) -> tuple[str, str]:
    config = Config.model_validate({"display": {"presence": "sensor"}, **settings})
    return found(presence.presence, patient(folder, files, config=config, groups=GROUPS))


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "find_spec", lambda name: name)


@pytest.mark.usefixtures("installed")
def test_a_sensor_that_can_be_read_is_told_with_its_pin(tmp_path: Path) -> None:
    verdict, said = told(tmp_path)
    assert verdict == "ok"
    assert "GPIO 17" in said


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(("lacking", "text", "verdict", "said"), [
    ("dev/gpiochip", None, "fail", "no pins"),
    ("etc/group", PI_5["etc/group"], "fail", "usermod -aG gpio mirrorapp"),
    ("proc/device-tree/model", "Some board", "warn", "Raspberry Pi alone")])
def test_what_a_sensor_lacks_is_told(tmp_path: Path, lacking: str, text: str | None, verdict: str,
                                     said: str) -> None:
    files = {place: each if text is None or place != lacking else text
             for place, each in WIRED.items() if text is not None or lacking not in place}
    found = told(tmp_path, files)
    assert found[0] == verdict
    assert said in found[1]


def test_software_that_is_missing_is_named(tmp_path: Path,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "find_spec", lambda name: None if name == "lgpio" else name)
    verdict, said = told(tmp_path)
    assert verdict == "fail"
    assert "apt install python3-gpiozero python3-lgpio" in said


@pytest.mark.parametrize(("hub", "verdict"), [
    ({"host": "home", "presence_topic": "hall/presence"}, "ok"),
    ({"host": "home"}, "fail"), ({"presence_topic": "hall/presence"}, "fail")])
def test_the_home_needs_a_topic_and_a_broker(tmp_path: Path, hub: dict[str, str],
                                             verdict: str) -> None:
    assert told(tmp_path, display={"presence": "hub"}, hub=hub)[0] == verdict


@pytest.mark.parametrize("chosen", ["camera", "touch", "sensor"])
def test_the_camera_and_touches_need_nothing_nor_what_is_turned_off(tmp_path: Path,
                                                                    chosen: str) -> None:
    assert told(tmp_path, display={"presence": chosen},
                hands_free={"presence": chosen == "camera"})[0] == "ok"
