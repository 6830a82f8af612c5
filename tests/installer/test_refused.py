"""Machines, Pythons and users that `make install` refuses, and a network that is not there."""

import subprocess

import pytest

from tests.installer.bare_machine import Machine


@pytest.mark.parametrize(("name", "text", "said"), [
    ("etc/os-release", 'ID=ubuntu\nVERSION_ID="24.04"\nPRETTY_NAME="Ubuntu"\n', "(Ubuntu)"),
    ("etc/os-release", 'ID=debian\nPRETTY_NAME="Debian forky/sid"\n', "Debian forky/sid"),
    ("etc/os-release", 'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian 11"\n', "Debian 11"),
    ("processor", "armhf\n", "Raspberry Pi OS (64-bit)"),
    ("processor", "i386\n", "64-bit"),
    ("free-mb", "1200\n", "1200 MB are free"),
])
def test_a_machine_that_does_not_fit_is_refused(machine: Machine, name: str, text: str,
                                                said: str) -> None:
    machine.put(name, text)
    before = machine.looks()
    answer = machine.make()
    assert answer.returncode == 1
    assert said in answer.stderr
    assert "Nothing was changed" in answer.stderr
    assert machine.looks() == before
    assert machine.diary == []


@pytest.mark.parametrize("about", ["3.14 64", "3.10 64", "3.11 32", "not there"])
def test_another_python_is_refused(machine: Machine, about: str) -> None:
    machine.put("python", f"{about}\n")
    answer = machine.make()
    assert answer.returncode == 1
    assert f"is {about}." in answer.stderr
    assert "3.11 to 3.13" in answer.stderr
    assert not (machine.opt / "current").exists()
    assert "venv" not in machine.diary


def test_it_is_roots_to_do(machine: Machine) -> None:
    stand_in = machine.bin / "id"
    stand_in.write_text("#!/bin/sh\necho 1000\n")
    answer = subprocess.run(
        ["sh", machine.checkout / "scripts/install.sh", "install"], check=False, timeout=20,
        env={"PATH": str(machine.bin), "ROOT": str(machine.root)}, capture_output=True, text=True)
    assert answer.returncode == 1
    assert "needs root: sudo make install" in answer.stderr
    assert not machine.opt.exists()


def test_without_a_network_it_says_so_and_goes_on_later(machine: Machine) -> None:
    offline = machine.put("offline")
    answer = machine.make()
    assert answer.returncode == 1
    assert "Check the network" in answer.stderr
    answer = machine.make(NO_APT="1")
    assert answer.returncode == 1
    assert "Python packages could not be installed" in answer.stderr
    assert (machine.opt / "fetched/wheel").exists()
    assert not (machine.opt / "current").exists()
    offline.unlink()
    assert machine.make().returncode == 0
    assert machine.current == "1"
