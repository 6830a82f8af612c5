"""`make install`, `rollback` and `uninstall` on a machine that is a folder (tests/bare_machine.py);
tests/install does it for real.
"""

import fcntl
import os
import re
import subprocess
from pathlib import Path

import pytest

from mirrorapp import config
from tests.bare_machine import ROOT, Machine
from tests.tiers import one_in

NEEDS = re.compile(r"^(?:lib|program) \S+ (\S+)", re.MULTILINE)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Version 1 has been in use; the checkout has version 2, with another layout of the journal."""
    machine = Machine(tmp_path_factory.mktemp("first") / "machine")
    assert machine.make().returncode == 0
    machine.settings.write_text("# mine\n")
    machine.journal.write_text("6\nfirst session\n")
    machine.new_version("2", layout=7)
    return machine


@pytest.fixture
def lived_in(tmp_path: Path, first: Machine) -> Machine:
    return Machine(tmp_path / "machine", like=first)


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


def test_an_upgrade_keeps_settings_and_the_version_before(lived_in: Machine) -> None:
    answer = lived_in.make()
    assert answer.returncode == 0, answer.stderr
    assert lived_in.current == "2"
    assert lived_in.versions == ["1", "2"]
    assert lived_in.settings.read_text() == "# mine\n"
    assert lived_in.journal.read_text() == "7\nfirst session\n"
    assert (lived_in.state / "backups/0.tar.gz").read_text() == "6\nfirst session\n"
    assert "0.tar.gz" in answer.stderr


def test_of_many_versions_two_stay(lived_in: Machine) -> None:
    lived_in.make()
    lived_in.new_version("3", layout=7)
    lived_in.make()
    assert lived_in.current == "3"
    assert lived_in.versions == ["2", "3"]


def test_what_a_new_version_does_not_bring_any_more_is_taken_away(lived_in: Machine) -> None:
    places = lived_in.checkout / "systemd/places"
    places.write_text("".join(line for line in places.read_text().splitlines(keepends=True)
                              if "failure" not in line))
    (lived_in.checkout / "systemd/mirrorapp.service").write_text("a new one\n")
    lived_in.make()
    assert not (lived_in.root / "usr/local/lib/mirrorapp").exists()
    assert (lived_in.root / "usr/local").is_dir()
    assert (lived_in.root / "etc/systemd/system/mirrorapp.service").read_text() == "a new one\n"
    lived_in.make("rollback")
    assert (lived_in.root / "usr/local/lib/mirrorapp/failure-screen").exists()


def test_a_rollback_goes_back_and_forward(lived_in: Machine) -> None:
    lived_in.new_version("2", layout=6)
    lived_in.make()
    lived_in.journal.write_text("6\nfirst session\nsecond session\n")
    answer = lived_in.make("rollback")
    assert answer.returncode == 0, answer.stderr
    assert lived_in.current == "1"
    assert lived_in.journal.read_text() == "6\nfirst session\nsecond session\n"
    assert lived_in.make("rollback").returncode == 0
    assert lived_in.current == "2"


def test_a_rollback_over_a_change_of_layout_brings_the_copy_back(lived_in: Machine) -> None:
    lived_in.make()
    lived_in.journal.write_text("7\nfirst session\nsecond session\n")
    answer = lived_in.make("rollback")
    assert answer.returncode == 0, answer.stderr
    assert lived_in.current == "1"
    assert lived_in.journal.read_text() == "6\nfirst session\n"
    since = lived_in.state / "backups/1.tar.gz"
    assert since.read_text() == "7\nfirst session\nsecond session\n"
    assert f"What was done since is in {since}" in answer.stderr
    assert lived_in.make("rollback").returncode == 0
    assert (lived_in.current, lived_in.journal.read_text()) == ("2", "7\nfirst session\n")


def test_a_copy_that_does_not_come_back_leaves_the_newer_version_running(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.make()
    lived_in.put("torn")
    answer = lived_in.make("rollback")
    assert answer.returncode == 1
    assert "could not be restored" in answer.stderr
    assert lived_in.current == "2"
    assert lived_in.journal.read_text() == "7\nfirst session\n"
    assert (lived_in.root / "active").exists()


def test_without_the_copy_nothing_is_rolled_back(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.make()
    (lived_in.state / "backups/0.tar.gz").unlink()
    before = lived_in.looks()
    answer = lived_in.make("rollback")
    assert answer.returncode == 1
    assert "The copy from before the upgrade is gone" in answer.stderr
    assert "Nothing was changed" in answer.stderr
    assert lived_in.looks() == before
    assert not [line for line in lived_in.diary if "stop" in line]


def test_there_is_nothing_to_go_back_to(machine: Machine) -> None:
    machine.make()
    answer = machine.make("rollback")
    assert answer.returncode == 1
    assert "no version before" in answer.stderr


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


def test_without_a_network_an_upgrade_leaves_the_old_one_running(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.put("offline")
    before = {name: text for name, text in lived_in.looks().items() if "releases/2" not in name}
    assert lived_in.make().returncode == 1
    after = {name: text for name, text in lived_in.looks().items()
             if "releases/2" not in name and "fetched" not in name}
    assert after == before
    assert "systemctl stop mirrorapp.service" not in lived_in.diary


def test_settings_that_do_not_fit_any_more_keep_the_old_version(lived_in: Machine) -> None:
    lived_in.settings.write_text("[screen]\nwrong = 1\n")
    answer = lived_in.make()
    assert answer.returncode == 1
    assert "screen.wrong is not a setting" in answer.stderr
    assert "Mend that, then install again" in answer.stderr
    assert lived_in.current == "1"
    assert lived_in.journal.read_text() == "6\nfirst session\n"
    lived_in.settings.write_text("# mended\n")
    assert lived_in.make().returncode == 0
    assert lived_in.current == "2"


def test_a_journal_that_can_not_be_copied_keeps_the_old_version(lived_in: Machine) -> None:
    lived_in.put("full")
    answer = lived_in.make()
    assert answer.returncode == 1
    assert "no copy of the journal could be made" in answer.stderr
    assert lived_in.current == "1"


def test_a_journal_that_does_not_migrate_leads_back(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.put("stuck")
    answer = lived_in.make()
    assert answer.returncode == 1
    assert "could not be brought to the new layout" in answer.stderr
    assert "1-" in answer.stderr.splitlines()[-1]
    assert lived_in.current == "1"
    assert lived_in.journal.read_text() == "6\nfirst session\n"
    assert (lived_in.root / "active").exists()


def test_the_mirror_stands_still_only_while_it_changes(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    lived_in.make()
    deeds = [line for line in lived_in.diary if re.search("stop|start|reload|pip", line)]
    assert deeds == [*[line for line in deeds if "pip" in line],
                     "systemctl stop mirrorapp.service",
                     "systemctl start mirrorapp.service", "systemctl start mirrorapp-backup.timer",
                     "systemctl start mirrorapp-health.timer"]


def test_units_are_read_anew_even_where_that_was_broken_off(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    (lived_in.checkout / "systemd/mirrorapp.service").write_text("a new one\n")
    lived_in.make()
    reload = lived_in.diary.index("systemctl daemon-reload")
    assert reload < lived_in.diary.index("systemctl start mirrorapp.service")
    lived_in.make()
    assert "systemctl daemon-reload" not in lived_in.diary
    (lived_in.opt / "unread").touch()
    lived_in.make()
    assert "systemctl daemon-reload" in lived_in.diary


def test_one_that_does_not_start_is_told_with_the_way_back(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    broken = lived_in.put("does-not-start")
    answer = lived_in.make()
    assert answer.returncode == 1
    assert "mirrorapp.service did not start" in answer.stderr
    assert "sudo make rollback" in answer.stderr
    broken.unlink()
    assert lived_in.make("rollback").returncode == 0
    assert lived_in.current == "1"


def test_what_somebody_switched_off_stays_off(lived_in: Machine) -> None:
    (lived_in.root / "wants/mirrorapp-backup.timer").unlink()
    lived_in.put("run/systemd/system/x")
    lived_in.make()
    assert not (lived_in.root / "wants/mirrorapp-backup.timer").exists()
    assert "systemctl start mirrorapp-backup.timer" not in lived_in.diary
    assert "systemctl start mirrorapp.service" in lived_in.diary


def test_another_python_makes_another_version(machine: Machine) -> None:
    machine.make()
    name = (machine.opt / "current").resolve().name
    machine.put("python", "3.13 64\n")
    machine.put("etc/os-release", 'ID=debian\nVERSION_ID="13"\n')
    (machine.opt / "current").resolve().joinpath("venv/bin/broken").touch()
    assert machine.make().returncode == 0
    assert (machine.opt / "current").resolve().name != name
    assert machine.make("rollback").returncode == 1  # its Python is gone, and there is no other
    assert machine.current == "1"


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


def test_uninstalling_leaves_what_is_yours(lived_in: Machine) -> None:
    lived_in.put("run/systemd/system/x")
    answer = lived_in.make("uninstall")
    assert answer.returncode == 0, answer.stderr
    assert not lived_in.opt.exists()
    assert lived_in.settings.read_text() == "# mine\n"
    assert lived_in.journal.exists()
    left = {name for name in lived_in.looks() if "mirrorapp" in name}
    assert left == {"etc/mirrorapp/mirror.toml", "var/lib/mirrorapp/journal.sqlite3"}
    assert not list((lived_in.root / "wants").iterdir())
    assert "systemctl stop mirrorapp*.service mirrorapp*.timer" in lived_in.diary
    assert "PURGE=1" in answer.stderr
    answer = lived_in.make("uninstall", PURGE="1")
    assert answer.returncode == 0, answer.stderr
    assert not [name for name in lived_in.looks() if "mirrorapp" in name]
    assert "mirrorapp" not in (lived_in.root / "etc/passwd").read_text()


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
