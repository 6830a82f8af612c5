"""The units, as systemd itself reads them, and what lies beside them."""

import ipaddress
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mirrorapp.kiosk import service

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "systemd"
PROGRAM = "/opt/mirrorapp/current/venv/bin/mirrorapp"
BY_HAND = {"check.sh", "hand-over.conf", "labwc", "places", "user"}
MIRROR = (FOLDER / "mirrorapp.service").read_text()


def check(folder: Path = FOLDER) -> str:
    """What the check script complains of."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    done = subprocess.run([folder / "check.sh"], check=False, text=True, capture_output=True,
                          timeout=120)
    assert (done.returncode != 0) == bool(done.stderr), done
    return done.stderr + done.stdout


def places() -> dict[str, str]:
    """Where each file goes."""
    lines = (FOLDER / "places").read_text().splitlines()
    return dict(line.split()[:2] for line in lines if not line.startswith("#"))


def values(text: str, key: str) -> list[str]:
    """All that is said of a key of a unit, word by word."""
    return " ".join(re.findall(rf"^{key}=(.*)$", text, re.M)).split()


def test_no_device_leads_around_the_walls() -> None:
    """Neither memory, disks nor the Pi's firmware, which runs code that it is given."""
    allowed = {each for each in values(MIRROR, "DeviceAllow") if each.startswith(("char-", "/dev"))}
    assert allowed == {f"char-{name}" for name in (
        "drm", "input", "video4linux", "media", "dma_heap", "alsa", "gpiochip", "i2c")}
    assert values(MIRROR, "DevicePolicy") == ["closed"]
    assert "vcio" not in (FOLDER / "mirrorapp.rules").read_text()


def test_one_that_hangs_at_each_start_is_given_up_on() -> None:
    """Even where a start takes half a minute, and by Debian 13's growing delays."""
    (within,), (times,) = (values(MIRROR, f"StartLimit{key}") for key in ("IntervalSec", "Burst"))
    (watchdog_s,), (step_s,) = values(MIRROR, "WatchdogSec"), values(MIRROR, "RestartSec")
    (longest_s,) = values((FOLDER / "mirrorapp.service.d/trixie.conf").read_text(),
                          "RestartMaxDelaySec")
    hangs_s = max(service.EYES_PATIENCE_S, service.PICTURE_PATIENCE_S, service.ENGINE_PATIENCE_S)
    takes_s = int(times) * (30 + hangs_s + int(watchdog_s) + max(int(step_s), int(longest_s)))
    assert takes_s < 60 * int(within.removesuffix("min"))


@pytest.mark.full
def test_systemd_has_nothing_to_complain_of() -> None:
    assert check() == ""


@pytest.mark.full
@pytest.mark.parametrize(("file", "old", "new", "said"), [
    ("mirrorapp.service", "Description=", "Descriptoin=", "Descriptoin"),
    ("mirrorapp.service", "NoNewPrivileges=yes", "NoNewPrivileges=no", "exposure level"),
    ("mirrorapp-health.service", "CapabilityBoundingSet=", "", "exposure level"),
    ("mirrorapp-failed.service", "Type=oneshot", "Type=once", "once"),
    ("mirrorapp-health.timer", "OnBootSec=1h", "OnBootSec=soon", "soon"),
    ("mirrorapp-stick-out@.path", "PathExists=", "PathExist=", "PathExist"),
    ("mirrorapp-stick@.service", "RemainAfterExit=", "RemainsAfterExit=", "RemainsAfterExit"),
    ("hand-over.conf", "OnSuccess=", "OnSucces=", "OnSucces"),
    ("labwc/mirrorapp.conf", "BindsTo=", "BindsTwo=", "BindsTwo"),
    ("user/mirrorapp-beside.service", "RestartSec=", "RestartSecs=", "RestartSecs"),
    ("failure-screen.sh", "esac", "", "failure-screen"),
])
def test_what_is_wrong_is_found(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "systemd")
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    assert said in check(folder)


def test_every_file_has_its_place() -> None:
    there = {each.relative_to(FOLDER).as_posix() for each in FOLDER.rglob("*") if each.is_file()}
    assert {each for each in there if each.split("/")[0] not in BY_HAND} == set(places())
    for file, place in places().items():
        if not place.startswith("/etc/systemd/system/"):
            assert f"Goes to {place}" in (FOLDER / file).read_text().replace("# /", "/").replace(
                "\n", " "), file


def test_every_unit_that_is_named_is_there() -> None:
    files = [each for each in FOLDER.rglob("*") if each.suffix in (".service", ".timer", ".conf")]
    there = {each.name for each in files}
    name = re.compile(r"^[A-Z]\w+=.*\b(mirrorapp[\w-]*\.(?:service|timer))$", re.M)
    named = {found for each in files for found in name.findall(each.read_text())}
    assert named - there == set()
    assert {"mirrorapp-failed.service", "mirrorapp-labwc.service"} <= named
    for timer in FOLDER.rglob("*.timer"):
        assert timer.with_suffix(".service").is_file()


def test_programs_are_where_they_are_installed() -> None:
    assert values(MIRROR, "ExecStart") == [PROGRAM, "run"]
    assert values(MIRROR, "ExecStopPost") == [f"-{PROGRAM}", "light", "on"]
    backup = (FOLDER / "mirrorapp-backup.service").read_text()
    assert values(backup, "ExecStart") == [PROGRAM, "backup"]
    failed = (FOLDER / "mirrorapp-failed.service").read_text()
    assert values(failed, "ExecStart") == [places()["failure-screen.sh"]]


@pytest.mark.parametrize("unit", ["mirrorapp.service", "mirrorapp-backup.service"])
def test_what_the_service_keeps_is_in_the_folders_that_it_may_write_to(unit: str) -> None:
    text = (FOLDER / unit).read_text()
    environ = dict(each.split("=", 1) for each in values(text, "Environment"))
    asks = ("from mirrorapp.config import JournalConfig; from mirrorapp.vision import model\n"
            "print(JournalConfig().place, model.path_of())")
    done = subprocess.run([sys.executable, "-c", asks], check=True, text=True, cwd=ROOT,
                          capture_output=True, env={**environ, "PATH": os.environ["PATH"],
                                                    "PYTHONPATH": str(ROOT)})
    assert done.stdout.split() == [
        "/var/lib/mirrorapp/journal.sqlite3",
        "/var/cache/mirrorapp/models/pose_landmarker_full.task"]
    assert values(text, "StateDirectory") == ["mirrorapp"]


def test_nothing_outside_the_home_is_let_through() -> None:
    assert values(MIRROR, "IPAddressDeny") == ["any"]
    names = {"localhost", "link-local", "multicast"}
    networks = [ipaddress.ip_network(each) for each in values(MIRROR, "IPAddressAllow")
                if each not in names]
    assert networks
    assert [each for each in networks if not each.is_private] == []


def test_the_light_of_every_panel_lies_where_the_service_may_write() -> None:
    open_to_it = [each.removeprefix("-") for each in values(MIRROR, "ReadWritePaths")]
    panels = (  # as /sys/class/backlight leads to them
        "/sys/devices/platform/axi/1000120000.pcie/1f00080000.i2c/i2c-4/4-0045/backlight/4-0045",
        "/sys/devices/pci0000:00/0000:00:02.0/drm/card0/card0-eDP-1/intel_backlight",
        "/sys/devices/pci0000:00/0000:00:08.1/0000:04:00.0/backlight/amdgpu_bl0")
    for panel in panels:
        assert any(panel.startswith(f"{each}/") for each in open_to_it), panel


def test_the_password_has_the_name_that_the_settings_are_told() -> None:
    name, _, file = values(MIRROR, "LoadCredential")[0].partition(":")
    assert file == f"/etc/mirrorapp/credentials/{name}"
    assert values(MIRROR, "SetCredential")[0].partition(":")[0] == name, "or none is a fault"
    assert f'password_file = "{name}"' in MIRROR


def test_user_and_groups_are_made_and_no_group_twice(tmp_path: Path) -> None:
    if shutil.which("systemd-sysusers") is None:
        pytest.skip("systemd-sysusers is not installed")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "group").write_text("video:x:44:\n")
    for _ in range(2):  # an upgrade does it again
        subprocess.run(["systemd-sysusers", f"--root={tmp_path}",
                        FOLDER / "mirrorapp.sysusers"], check=True, capture_output=True)
    user, = (tmp_path / "etc" / "passwd").read_text().splitlines()
    assert user.startswith("mirrorapp:")
    assert user.endswith(":/var/lib/mirrorapp:/usr/sbin/nologin")
    groups = [line.split(":") for line in (tmp_path / "etc" / "group").read_text().splitlines()]
    assert {name: members for name, _, _, members in groups} == {
        "mirrorapp": "", **dict.fromkeys(
            ("video", "render", "input", "audio", "gpio", "i2c"), "mirrorapp")}


def test_folders_are_made_and_secrets_are_roots(tmp_path: Path) -> None:
    if shutil.which("systemd-tmpfiles") is None or os.geteuid() != 0:
        pytest.skip("systemd-tmpfiles is not installed, or not for this user")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "passwd").write_text("mirrorapp:x:987:986::/:/usr/sbin/nologin\n")
    (tmp_path / "etc" / "group").write_text("mirrorapp:x:986:\n")
    subprocess.run(["systemd-tmpfiles", "--create", f"--root={tmp_path}",
                    FOLDER / "mirrorapp.tmpfiles"], check=True)
    made = {each: (tmp_path / each).stat() for each in (
        "etc/mirrorapp/credentials", "etc/mirrorapp/packs", "var/lib/mirrorapp")}
    assert {each: (f"{found.st_mode & 0o777:o}", found.st_uid, found.st_gid)
            for each, found in made.items()} == {
        "etc/mirrorapp/credentials": ("700", 0, 0), "etc/mirrorapp/packs": ("755", 0, 0),
        "var/lib/mirrorapp": ("700", 987, 986)}


def failure_screen(tmp_path: Path, log: str = "", **settings: str) -> str:
    """What it says where the log ends so; `settings`: files of /etc and /var/lib."""
    (tmp_path / "log").write_text(log)
    journalctl = tmp_path / "bin" / "journalctl"
    journalctl.parent.mkdir()
    journalctl.write_text(f'#!/bin/sh\ncat "{tmp_path}/log"\n')
    journalctl.chmod(0o755)
    for folder, text in settings.items():
        file = tmp_path / folder.replace("_", "/") / (
            "mirrorapp/mirror.toml" if folder == "etc" else "mirrorapp/settings.toml")
        file.parent.mkdir(parents=True)
        file.write_text(text)
    done = subprocess.run([FOLDER / "failure-screen.sh", tmp_path], check=True, text=True,
                          capture_output=True, env={"PATH": f"{journalctl.parent}:/usr/bin:/bin"},
                          timeout=20)
    assert done.stderr == ""
    assert done.stdout.startswith("\033c")
    return done.stdout.removeprefix("\033c")


def test_the_failure_screen_says_what_to_do_and_what_the_mirror_said_last(tmp_path: Path) -> None:
    said = failure_screen(tmp_path, "mirrorapp: The screen can't be opened: no OpenGL here.\n"
                                    "           Install the graphics packages.\n")
    assert "THE MIRROR DOES NOT START" in said
    assert "Pull the" in said
    assert said.index("The last thing it said") < said.index("no OpenGL here.")
    assert said.rstrip().endswith("Install the graphics packages.")
    assert max(map(len, said.splitlines())) <= 67, "67 of the large letters are beside each other"
    assert len(said.splitlines()) <= 33, "or a screen on its side hides the beginning"


@pytest.mark.parametrize(("etc", "var_lib", "title"), [
    ('[screen]\nlanguage = "de"\n', "", "STARTET NICHT"),
    ('[screen]\nlanguage = "de"\n', '[screen]\nlanguage = "en"\n', "DOES NOT START"),
    ("", '[screen]\nlanguage = "de"  # x\n', "STARTET NICHT")])
def test_the_failure_screen_speaks_the_language_of_the_house(
        tmp_path: Path, etc: str, var_lib: str, title: str) -> None:
    said = failure_screen(tmp_path, "Killed", etc=etc, var_lib=var_lib)
    assert title in said
    assert len(said.splitlines()) <= 33


@pytest.mark.parametrize("make", [os.mkfifo, lambda at: at.symlink_to("/dev/zero"), os.mkdir])
def test_the_failure_screen_waits_for_nothing_that_the_mirror_s_folder_holds(
        tmp_path: Path, make: Callable[[Path], None]) -> None:
    settings = tmp_path / "var/lib/mirrorapp/settings.toml"
    settings.parent.mkdir(parents=True)
    make(settings)
    assert "DOES NOT START" in failure_screen(tmp_path)


def test_the_log_can_not_steer_the_console(tmp_path: Path) -> None:
    said = failure_screen(tmp_path, "\033[2J\033]0;x\007gone\tfar\r\n" + "long " * 500)
    assert "\033" not in said
    assert "\007" not in said
    assert "[2J]0;xgonefar" in said
    assert max(map(len, said.splitlines())) <= 67


def test_the_failure_screen_speaks_where_the_log_is_silent(tmp_path: Path) -> None:
    assert failure_screen(tmp_path).rstrip().endswith("-")
