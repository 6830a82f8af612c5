"""What draws, what is touched, and which way up the panel is."""

from pathlib import Path

import pytest

from mirrorapp.doctor import rights, screen
from mirrorapp.doctor.machine import Machine, ask
from tests.doctor.trees import (
    ANSWERS,
    KEYBOARD,
    OTHER,
    OWNERS,
    PANEL,
    PI_4,
    PI_5,
    ROOT_ALONE,
    TOUCHPAD,
    TWIN,
    found,
    patient,
)

_MODES, _INPUTS = "sys/class/drm/card1-HDMI-A-1/modes", "proc/bus/input/devices"
_RC = "etc/mirrorapp/labwc/rc.xml"
WLR = """\
HDMI-A-1 "Dell Inc. DELL U2412M (HDMI-A-1)"
  Enabled: yes
  Modes:
    1920x1200 px, 59.950001 Hz (preferred, current)
    1600x1200 px, 60.000000 Hz
  Position: 0,0
  Transform: {}
  Scale: 1.000000
"""
XRANDR = """\
Screen 0: minimum 16 x 16, current 1080 x 1920, maximum 32767 x 32767
HDMI-A-1 connected primary {} (normal left inverted right x axis y axis) 520mm x 320mm
   1920x1080     60.00*+
"""


@pytest.mark.parametrize(("renderer", "verdict"), [
    ("V3D 4.2.14.0", "ok"), ("V3D 7.1.7.0", "ok"), ("Mesa Intel(R) UHD Graphics 620", "ok"),
    ("llvmpipe (LLVM 15.0.6, 256 bits)", "warn"), ("softpipe", "warn"),
    ("Software Rasterizer", "warn"), ("", "fail")])
def test_who_draws(tmp_path: Path, renderer: str, verdict: str) -> None:
    whom = patient(tmp_path, answers={**ANSWERS, "python": f"{renderer}\n"})
    told = found(screen.graphics, whom)
    assert told[0] == verdict
    assert renderer in told[1]
    assert ("vc4-kms-v3d" in told[1]) == (verdict == "warn")


def test_this_machine_is_really_asked_who_draws() -> None:
    """In a process of its own; where there is no OpenGL ES at all nobody answers."""
    told = ask(screen._ASK_EGL)
    if told is None:
        pytest.skip("no OpenGL ES on this machine")
    assert told.strip()


def test_nothing_in_the_folder_where_it_is_asked_is_run(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may ask anywhere."""
    (tmp_path / "ctypes.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    ask(screen._ASK_EGL)
    assert not (tmp_path / "ran").exists()


def test_a_driver_that_fails_ends_nothing() -> None:
    assert ask(("python3", "-c", "import os; os.abort()")) is None
    assert ask(("no-such-program",)) is None


@pytest.mark.parametrize(("inputs", "verdict", "said"), [
    (f"{KEYBOARD}\n{PANEL}", "ok", "one touchscreen: ILITEK ILITEK-TP"),
    (f"{PANEL}\n{TWIN}", "warn", "twice: ILITEK ILITEK-TP, ILITEK ILITEK-TP Touch"),
    (f"{PANEL}\n{OTHER}", "warn", "several touchscreens: ILITEK ILITEK-TP, Goodix"),
    (f"{KEYBOARD}\n{TOUCHPAD}", "warn", "No touchscreen is seen"),
    ("", "warn", "No touchscreen is seen")])
def test_a_touchscreen_is_there_once(tmp_path: Path, inputs: str, verdict: str,
                                     said: str) -> None:
    told = found(screen.touch, patient(tmp_path, {**PI_5, _INPUTS: inputs}))
    assert told[0] == verdict
    assert said in told[1]


def test_a_twin_that_nobody_may_open_is_none(tmp_path: Path) -> None:
    files = {**PI_5, _INPUTS: f"{PANEL}\n{TWIN}", "dev/input/event6": ""}
    whom = patient(tmp_path, files, groups={**OWNERS, "input/event": ROOT_ALONE})
    assert found(screen.touch, whom)[1].startswith("No touchscreen is seen.")
    whom = patient(tmp_path, files, groups={"input/event6": ROOT_ALONE, **OWNERS})
    assert found(screen.touch, whom) == ("ok", "There is one touchscreen: ILITEK ILITEK-TP.")
    assert found(rights.devices, whom)[0] == "ok"


def test_a_kernel_that_does_not_list_inputs(tmp_path: Path) -> None:
    assert found(screen.touch, patient(tmp_path, {}))[0] == "unknown"


def test_bits_are_counted_from_the_end() -> None:
    assert screen._has("2", 1)
    assert not screen._has("1", 1)
    assert screen._has("1 0", 64)
    assert not screen._has("1", 64)
    assert not screen._has("", 0)


def test_touches_that_go_by_another_screen_are_told_of(tmp_path: Path) -> None:
    for name, verdict in (("HDMI-A-1", "ok"), ("DSI-1", "warn")):
        whom = patient(tmp_path, {**PI_5, _RC: f'<touch mapToOutput="{name}"/>'})
        assert found(screen.touch, whom)[0] == verdict
    shipped = Path(__file__).resolve().parents[2] / "systemd/labwc/rc.xml"
    assert screen._MAPPED.search(shipped.read_text())


@pytest.mark.parametrize("tree", [PI_4, PI_5])
@pytest.mark.parametrize(("files", "told"), [
    ({_MODES: "1080x1920"}, ("ok", "upright: 1080 × 1920")),
    ({_MODES: "1920x1080\n1280x720"}, ("warn", "The panel lies on its side")),
    ({_MODES: "1920x1080", "proc/cmdline": "video=HDMI-A-1:1920x1080@60,rotate=90"},
     ("warn", "for the console alone")),
    ({_MODES: ""}, ("unknown", "No screen is seen"))])
def test_without_a_desktop_nothing_turns_the_picture(
        tmp_path: Path, tree: dict[str, str], files: dict[str, str],
        told: tuple[str, str]) -> None:
    verdict, said = found(screen.rotation, patient(tmp_path, {**tree, **files}))
    assert verdict == told[0]
    assert told[1] in said


@pytest.mark.parametrize(("answers", "verdict"), [
    ({"wlr-randr": WLR.format("90")}, "ok"), ({"wlr-randr": WLR.format("flipped-270")}, "ok"),
    ({"wlr-randr": WLR.format("normal")}, "warn"), ({"wlr-randr": WLR.format("180")}, "warn"),
    ({"xrandr": XRANDR.format("1080x1920+0+0 left")}, "ok"),
    ({"xrandr": XRANDR.format("1920x1080+0+0")}, "warn"), ({}, "unknown")])
def test_a_desktop_turns_it(tmp_path: Path, answers: dict[str, str], verdict: str) -> None:
    whom = patient(tmp_path, {**PI_5, _MODES: "1920x1200"}, answers=answers,
                   environ={"WAYLAND_DISPLAY": "wayland-0"})
    assert found(screen.rotation, whom)[0] == verdict


def test_a_picture_that_labwc_turns_is_told_of_by_the_mirror_alone(tmp_path: Path) -> None:
    """In a terminal, where that desktop is not to be seen, the panel still lies on its side."""
    files = {**PI_5, "sys/class/drm/card1-HDMI-A-1/modes": "1920x1080",
             "etc/systemd/system/mirrorapp.service.d/labwc.conf": "[Service]"}
    verdict, said = found(screen.rotation, patient(tmp_path / "terminal", files))
    assert verdict == "unknown"
    assert "Look on the glass" in said
    glass = patient(tmp_path / "glass", files, environ={"DISPLAY": ":0"}, answers={
        "xrandr": "XWAYLAND0 connected 1080x1920+0+0 (normal left)"})
    assert found(screen.rotation, glass)[0] == "ok"


def test_this_machine_has_screens_or_none() -> None:
    assert isinstance(screen._panels(Machine()), dict)
