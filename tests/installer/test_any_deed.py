"""What holds of each deed: dry it does nothing, killed it can be run again, and none beside it."""

import fcntl
import os
from pathlib import Path

import pytest

from tests.installer.bare_machine import Machine
from tests.tiers import one_in


def test_dry_says_what_it_would_do_and_does_nothing(machine: Machine) -> None:
    before = machine.looks()
    answer = machine.make(DRY="1")
    assert answer.returncode == 0, answer.stderr
    assert machine.looks() == before
    assert [line for line in machine.diary if "--version" not in line] == []
    for word in ("apt-install.sh", "-m venv", "requirements.txt", "vision.model", "mv -T"):
        assert word in answer.stdout
    assert "nothing was" in answer.stderr


@pytest.mark.parametrize("deed", ["install", "rollback", "uninstall"])
def test_dry_leaves_one_that_is_in_use_alone(lived_in: Machine, deed: str) -> None:
    if deed == "rollback":
        lived_in.make()
    before = lived_in.looks()
    answer = lived_in.make(deed, DRY="1", PURGE="1")
    assert answer.returncode == 0, answer.stderr
    assert lived_in.looks() == before
    assert [line for line in lived_in.diary if "--version" not in line] == []


@pytest.mark.parametrize("deed", ["install", "rollback", "uninstall"])
def test_one_at_a_time(machine: Machine, deed: str) -> None:
    machine.make()
    before = machine.looks()
    handle = os.open(machine.opt, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        answer = machine.make(deed)
    finally:
        os.close(handle)
    assert machine.looks() == before
    assert answer.returncode == 1
    assert "another installation is under way" in answer.stderr


def test_another_deed_is_named(machine: Machine) -> None:
    assert "none of install, rollback and uninstall" in machine.make("instal").stderr

DEEDS = {"first": "install", "upgrade": "install", "rollback": "rollback", "uninstall": "uninstall"}


@pytest.mark.parametrize("deed", DEEDS)
def test_killed_anywhere_and_run_again_it_ends_the_same(tmp_path: Path, first: Machine,
                                                        deed: str) -> None:
    before = Machine(tmp_path / "before", like=None if deed == "first" else first)
    before.put("run/systemd/system/x")
    if deed != "first":
        before.put("active", "\n")
    if deed == "rollback":
        before.make()
    whole = Machine(tmp_path / "whole", like=before)
    assert whole.make(DEEDS[deed], kill="never").returncode == 0
    wanted = whole.looks()
    assert whole.changes > 5
    for change in range(0, whole.changes, one_in(17)):
        machine = Machine(tmp_path / f"{change}", like=before)
        assert machine.make(DEEDS[deed], kill=f"{change}").returncode == -9, change
        if deed in ("upgrade", "rollback"):
            assert machine.current in ("1", "2"), change  # one of them is whole at every moment
            assert (machine.opt / "current/whole").exists()
            assert "first session" in machine.journal.read_text()
        answer = machine.make(DEEDS[deed])
        assert answer.returncode == 0, (change, answer.stderr)
        assert machine.looks() == wanted, change
