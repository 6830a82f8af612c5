"""A stick is given back by whoever mounted it, or stays; neither is waited for for long."""

import logging
import subprocess
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.sticks import letting_go
from mirrorapp.sticks.finding import Stick
from mirrorapp.sticks.letting_go import OURS, let_go

OF_UNITS = Stick("ANNA", "sda1", "8:1", 10**9, OURS / "sda1", writable=True)
OF_DESKTOP = Stick("ANNA", "sda1", "8:1", 10**9, Path("/media/anna/ANNA"), writable=True)
MOUNTED = "90 25 8:1 / {} rw shared:9 - vfat /dev/sda1 rw\n"


class Mounted(ManualClock):
    """The stick is mounted until so many looks later; its clock goes on with each."""

    def __init__(self, folder: Path, stick: Stick, looks: int) -> None:
        super().__init__()
        self.file, self.looks = folder / "mountinfo", looks
        self.file.write_text(MOUNTED.format(stick.place))

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.asked = [each.name for each in self.file.parent.glob("out-*")]
        self.looks -= 1
        if not self.looks:
            self.file.write_text("")


def test_the_units_are_asked_by_a_file(tmp_path):
    clock = Mounted(tmp_path, OF_UNITS, looks=3)
    assert let_go(OF_UNITS, clock, environ={"RUNTIME_DIRECTORY": str(tmp_path)},
                  mountinfo=clock.file)
    assert clock.asked == ["out-sda1"]
    assert clock.looks == 0


def test_who_does_not_answer_is_not_waited_for(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    clock = Mounted(tmp_path, OF_UNITS, looks=10**6)
    assert not let_go(OF_UNITS, clock, environ={"RUNTIME_DIRECTORY": str(tmp_path)},
                      mountinfo=clock.file)
    assert 5 <= clock.time_s < 6
    assert "still mounted" in caplog.text


@pytest.mark.parametrize("looks", [1, 10**6])
def test_nothing_is_left_that_would_throw_the_next_stick_out(tmp_path, looks):
    clock = Mounted(tmp_path, OF_UNITS, looks)
    let_go(OF_UNITS, clock, environ={"RUNTIME_DIRECTORY": str(tmp_path)}, mountinfo=clock.file)
    assert clock.asked == ["out-sda1"]
    assert not (tmp_path / "out-sda1").exists()


def test_without_a_place_for_that_it_stays(tmp_path):
    for environ in ({}, {"RUNTIME_DIRECTORY": str(tmp_path / "none")}):
        assert not let_go(OF_UNITS, ManualClock(), environ=environ)


@pytest.fixture
def udisks(monkeypatch):
    monkeypatch.setattr(letting_go.shutil, "which", lambda name: f"/usr/bin/{name}")


@pytest.mark.usefixtures("udisks")
def test_the_desktop_is_asked_by_its_own_program(tmp_path):
    clock, asked = Mounted(tmp_path, OF_DESKTOP, looks=1), []

    def run(command: list[str]) -> None:
        asked.append(command)
        clock.file.write_text("")

    assert let_go(OF_DESKTOP, clock, run=run, mountinfo=clock.file)
    assert asked == [["udisksctl", "unmount", "--no-user-interaction", "-b", "/dev/sda1"]]


@pytest.mark.usefixtures("udisks")
@pytest.mark.parametrize("error", [
    subprocess.CalledProcessError(1, "udisksctl"), subprocess.TimeoutExpired("udisksctl", 5),
    FileNotFoundError("udisksctl")])
def test_a_desktop_that_refuses_is_no_fault(error):
    def run(_: list[str]) -> None:
        raise error

    assert not let_go(OF_DESKTOP, ManualClock(), run=run)


def test_where_nobody_can_be_asked_it_stays(monkeypatch):
    monkeypatch.setattr(letting_go.shutil, "which", lambda _: None)
    assert not let_go(OF_DESKTOP, ManualClock())


def test_a_program_is_run_as_it_is(tmp_path):
    letting_go._run(["true"])
    with pytest.raises(subprocess.CalledProcessError):
        letting_go._run(["false"])
