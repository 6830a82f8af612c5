"""`make install` on a new machine: what is there after it."""

import os
import re

import pytest

from mirrorapp import config
from tests.installer.bare_machine import ROOT, Machine

NEEDS = re.compile(r"^(?:lib|program) \S+ (\S+)", re.MULTILINE)


def test_what_is_there_after_it(machine: Machine) -> None:
    answer = machine.make()
    assert answer.returncode == 0, answer.stderr
    assert machine.current == "1"
    assert "1-" in answer.stderr
    there = machine.looks()
    for name in ("etc/systemd/system/mirrorapp.service", "etc/sysusers.d/mirrorapp.conf",
                 "usr/local/bin/mirrorapp", "etc/mirrorapp/mirror.toml"):
        assert name in there
    assert os.access(machine.root / "usr/local/lib/mirrorapp/failure-screen", os.X_OK)
    assert {each.name for each in (machine.root / "wants").iterdir()} == {
        "mirrorapp.service", "mirrorapp-backup.timer", "mirrorapp-health.timer"}
    assert any(name.endswith("venv/share/mirrorapp/models/full") for name in there)
    assert not (machine.opt / "fetched").exists()
    assert [line for line in machine.diary if line.startswith("pip")] == [
        "pip -m pip install --quiet --no-input --no-deps --ignore-installed --require-hashes "
        "--only-binary :all: -r requirements.txt",
        "pip -m pip install --quiet --no-input --no-deps --no-build-isolation --no-index ."]


def test_the_settings_that_it_writes_want_a_camera_and_set_nothing_else(machine: Machine) -> None:
    machine.make()
    assert config.read(machine.settings) == {"camera": {"source": "live"}}
    assert config.load(machine.settings, environ={}).camera.source == "live"


def test_it_installs_what_the_set_up_needs() -> None:
    """And from the set-up's list, so that a window opens here as there."""
    set_up = (ROOT / "scripts/setup.sh").read_text()
    needed = NEEDS.findall(set_up[set_up.index("needs() {"):set_up.index("# Nice to have")])
    assert len(needed) > 5
    listed = (ROOT / "scripts/install/machine.sh").read_text()
    packages = listed[listed.index("packages() {"):listed.index("# Raspberry Pi OS alone")].split()
    assert set(needed) <= set(packages)


def test_what_it_switches_on_is_put_in_place() -> None:
    lines = [line.split() for line in (ROOT / "systemd/places").read_text().splitlines()
             if line and not line.startswith("#")]
    for file, place, mode in lines:
        assert (ROOT / "systemd" / file).is_file()
        assert place.startswith("/")
        assert mode in ("644", "755")
    units = re.search(r"^units='(.*)'$", (ROOT / "scripts/install.sh").read_text(), re.MULTILINE)
    assert units
    for unit in units[1].split():
        assert f"/etc/systemd/system/{unit}" in [place for _, place, _ in lines]
        assert "[Install]" in (ROOT / "systemd" / unit).read_text()


def test_a_second_time_changes_nothing(machine: Machine) -> None:
    machine.make()
    before = machine.looks()
    assert machine.make().returncode == 0
    assert machine.looks() == before
    assert [line for line in machine.diary if "--version" not in line] == []


@pytest.mark.parametrize(("version", "there"), [("252", False), ("257", True), ("258", True)])
def test_the_drop_in_of_a_newer_systemd_comes_to_a_newer_systemd(machine: Machine, version: str,
                                                                 there: bool) -> None:
    machine.put("systemd-version", f"{version}\n")
    machine.make()
    drop_in = machine.root / "etc/systemd/system/mirrorapp.service.d/trixie.conf"
    assert drop_in.exists() == there


def test_a_pi_gets_its_camera_even_from_lists_never_fetched(machine: Machine) -> None:
    machine.put("proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0")
    machine.put("pi")
    assert machine.make().returncode == 0
    assert "apt-get -qq update" in machine.diary
    debs = (machine.root / "debs").read_text()
    assert {"python3-picamera2", "python3-gpiozero", "python3-lgpio"} <= set(debs.split())


def test_a_camera_that_does_not_load_is_told_and_hinders_nothing(machine: Machine) -> None:
    machine.put("lists", "python3-picamera2\n")
    machine.put("no-camera")
    answer = machine.make()
    assert answer.returncode == 0
    assert "the Pi camera's software does not load" in answer.stderr
