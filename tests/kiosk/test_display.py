"""The screen's light: each way of setting it, and that nobody is left in the dark."""

import shutil
from contextlib import closing
from pathlib import Path
from queue import Queue

import pytest

from mirrorapp.events import NoticeBoard
from mirrorapp.kiosk import display
from mirrorapp.kiosk.display import KEY, Backlight, Black, Lamp, LightError, Tool, choose

SOON_S = 10.0


def lights(root: Path, *names: str) -> list[Path]:
    files = [root / name / "bl_power" for name in names]
    for file in files:
        file.parent.mkdir(parents=True)
        file.write_text("0\n")
    return files


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with programs; what a program there is called with goes to `said`."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, then: str = "") -> None:
    file = folder / name
    file.write_text(f'#!/bin/sh\necho "$0 $*" >> {folder}/said\n{then}\n')
    file.chmod(0o755)


def said(folder: Path) -> list[str]:
    return (folder / "said").read_text().replace(f"{folder}/", "").splitlines()


def test_every_backlight_goes_off_and_on(tmp_path: Path) -> None:
    files = lights(tmp_path, "10-0045", "rpi_backlight")
    Backlight(tmp_path).turn(False)
    assert [each.read_text() for each in files] == ["4", "4"]
    Backlight(tmp_path).turn(True)
    assert [each.read_text() for each in files] == ["0", "0"]


def test_a_screen_without_a_backlight_is_told(tmp_path: Path) -> None:
    with pytest.raises(LightError, match="no light"):
        Backlight(tmp_path).turn(True)


def test_a_backlight_that_may_not_be_set_names_the_group(tmp_path: Path) -> None:
    (tmp_path / "panel" / "bl_power").mkdir(parents=True)  # no one can write that, nor root
    with pytest.raises(LightError, match="group video"):
        Backlight(tmp_path).turn(False)


def test_a_backlight_that_stays_as_it_was_is_told(tmp_path: Path) -> None:
    (tmp_path / "panel").mkdir()
    (tmp_path / "panel" / "bl_power").symlink_to("/dev/null")  # takes all, and keeps nothing
    with pytest.raises(LightError, match="as it is told"):
        Backlight(tmp_path).turn(False)


def test_tools_are_called_as_their_manuals_say(tools: Path) -> None:
    program(tools, "ddcutil")
    program(tools, "wlopm")
    for panel in display.ddc(), display.wlopm():
        panel.turn(False)
        panel.turn(True)
    assert said(tools) == ["ddcutil --noverify setvcp d6 4", "ddcutil --noverify setvcp d6 1",
                           "wlopm --off *", "wlopm --on *"]


def test_a_tool_that_is_missing_is_named(tools: Path) -> None:
    with pytest.raises(LightError, match="ddcutil can't be run"):
        display.ddc().turn(True)


def test_a_monitor_that_refuses_is_told(tools: Path, caplog: pytest.LogCaptureFixture) -> None:
    program(tools, "ddcutil", "echo 'Display not found' >&2; exit 1")
    with pytest.raises(LightError, match="could not set"):
        display.ddc().turn(False)
    assert "Display not found" in caplog.text


def test_a_monitor_that_never_answers_is_given_up_on(tools: Path) -> None:
    sleep = shutil.which("sleep", path="/usr/bin:/bin")
    program(tools, "ddcutil", f"exec {sleep} 60")
    with pytest.raises(LightError, match="no answer"):
        display.ddc(patience_s=0.1).turn(False)


def test_auto_takes_what_is_there(tools: Path, tmp_path: Path) -> None:
    root, environ = tmp_path / "sys", {"PATH": str(tools)}
    assert isinstance(choose("auto", environ, root), Black)
    program(tools, "ddcutil")
    program(tools, "wlopm")
    picked = choose("auto", environ, root)
    assert isinstance(picked, Tool)
    picked.turn(True)
    choose("auto", environ | {"WAYLAND_DISPLAY": "wayland-0"}, root).turn(True)
    assert [each.split()[0] for each in said(tools)] == ["ddcutil", "wlopm"]
    lights(root, "panel")
    assert isinstance(choose("auto", environ, root), Backlight)


class Screen:
    """A screen that tells how it was turned; where `faults` are left it fails, each once."""

    def __init__(self, faults: int = 0) -> None:
        self.turned: Queue[bool] = Queue()
        self.faults = faults

    def turn(self, on: bool) -> None:
        if self.faults:
            self.faults -= 1
            raise LightError("It does not answer.", "Look at it.")
        self.turned.put(on)

    def next(self) -> bool:
        return self.turned.get(timeout=SOON_S)


@pytest.fixture
def board() -> NoticeBoard:
    return NoticeBoard()


def test_a_lamp_begins_lit_and_does_as_it_is_last_wanted(board: NoticeBoard) -> None:
    screen = Screen()
    with closing(Lamp(screen, board)) as lamp:
        assert screen.next() is True
        for on in False, True, False:
            lamp.want(on)
            lamp.want(on)
            assert screen.next() is on
        assert screen.turned.empty()


def test_a_lamp_ends_lit(board: NoticeBoard) -> None:
    screen = Screen()
    lamp = Lamp(screen, board)
    assert screen.next() is True
    lamp.want(False)
    assert screen.next() is False
    lamp.close()
    assert screen.turned.get_nowait() is True
    lamp.want(False)
    assert screen.turned.empty()


def test_on_is_tried_until_it_is(board: NoticeBoard) -> None:
    screen = Screen(faults=3)
    with closing(Lamp(screen, board, retry_s=0.01)):
        assert screen.next() is True
    assert not screen.faults
    assert board.read() == ()


def test_a_light_that_fails_is_a_notice(board: NoticeBoard) -> None:
    screen = Screen(faults=1000)
    Lamp(screen, board).close()
    assert [(each.key, each.what) for each in board.read()] == [(KEY, "It does not answer.")]
