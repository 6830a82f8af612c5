"""The same on a machine that is on: systemd runs the units that the installer put there.

It has neither screen nor camera: told to, the mirror draws offscreen, waits for a camera, and tells
systemd that it is ready once a picture was drawn.
"""

import shutil
from collections.abc import Iterator

import pytest

from tests.install.debian import Debian, Running
from tests.install.test_life import current, make_newer

SERVICE = "mirrorapp.service"
OFFSCREEN = "etc/systemd/system/mirrorapp.service.d/offscreen.conf"


@pytest.fixture
def running(debian: Debian) -> Iterator[Running]:
    if shutil.which("systemd-nspawn") is None:
        pytest.skip("systemd-nspawn is not installed (systemd-container)")
    draw_offscreen(debian)
    with Running(debian) as on:
        yield on


def draw_offscreen(debian: Debian) -> None:
    """As somebody who tries the service without a screen (docs/kiosk.md)."""
    drop_in = debian.path / OFFSCREEN
    drop_in.parent.mkdir(parents=True, exist_ok=True)
    drop_in.write_text("[Service]\nEnvironment=SDL_VIDEODRIVER=offscreen\n")


def said_by(running: Running, unit: str) -> str:
    """Its log since the machine is on."""
    return running.run("journalctl", "-b", "-u", unit, "-o", "cat", "--no-pager").stdout


def is_on(running: Running) -> bool:
    """Whether it has told systemd so; where it is starting that is waited for."""
    return running.run("systemctl", "start", SERVICE).returncode == 0


def version(running: Running) -> str:
    """Of the program that runs."""
    shown = running.run("systemctl", "show", "--value", "--property=MainPID", SERVICE)
    words = running.run("cat", f"/proc/{shown.stdout.strip()}/cmdline").stdout.split("\0")
    return words[0].removeprefix("/opt/mirrorapp/releases/").partition("/")[0]


def test_installed_it_runs_and_an_upgrade_is_another_program(debian: Debian,
                                                             running: Running) -> None:
    answer = running.make("install")
    assert answer.returncode == 0, answer.stderr
    first = current(debian)
    assert is_on(running)
    assert version(running) == first
    shown = running.run("systemctl", "show", "--value", "--property=User", SERVICE)
    assert shown.stdout == "mirrorapp\n"

    make_newer(debian)
    answer = running.make("install")
    assert answer.returncode == 0, answer.stderr
    assert current(debian) != first
    assert is_on(running)
    assert version(running) == current(debian)

    assert running.make("rollback").returncode == 0
    assert current(debian) == first
    assert is_on(running)
    assert version(running) == first


def test_without_a_camera_it_is_on_and_says_so(running: Running) -> None:
    assert is_on(running)
    assert "No camera is seen." in running.run("mirrorapp", "doctor").stdout
    log = said_by(running, SERVICE)
    assert "No camera is seen." in log
    assert "rehearsal" not in log


def test_a_backup_before_there_is_a_journal_is_no_fault(running: Running) -> None:
    """Drawn offscreen nothing is kept."""
    backup = "mirrorapp-backup.service"
    assert running.run("systemctl", "start", backup).returncode == 0
    assert "nothing   to keep" in said_by(running, backup)


def test_root_tries_the_broker_with_the_service_s_password(debian: Debian,
                                                           running: Running) -> None:
    secret = debian.path / "etc/mirrorapp/credentials/broker-password"
    secret.write_text("s e c r e t\n")
    secret.chmod(0o600)
    settings = debian.path / "etc/mirrorapp/mirror.toml"
    before = settings.read_text()
    settings.write_text(f'{before}\n[hub]\nhost = "127.0.0.1"\nport = 9\nusername = "mirror"\n'
                        'password_file = "broker-password"\n')
    answer = running.run("mirrorapp", "hub", "test")
    settings.write_text(before)
    secret.unlink()
    assert "nobody listens on port 9" in answer.stdout + answer.stderr
    assert running.run("sh", "-c", "ls -d /run/mirrorapp.*").returncode != 0


def test_without_a_screen_it_ends_and_says_why(debian: Debian, running: Running) -> None:
    running.run("systemctl", "stop", SERVICE)
    (debian.path / OFFSCREEN).unlink()
    running.run("systemctl", "daemon-reload")
    assert not is_on(running)
    log = said_by(running, SERVICE)
    assert "No screen is seen." in log
    assert "status=1" in log
    shown = running.run("systemctl", "show", "--value", "--property=StatusText", SERVICE).stdout
    assert shown.startswith("No screen is seen. Plug the screen in")


def test_it_starts_with_the_machine(debian: Debian, running: Running) -> None:
    assert is_on(running)
    assert version(running) == current(debian)
    for timer in ("mirrorapp-backup.timer", "mirrorapp-health.timer"):
        assert running.run("systemctl", "is-active", timer).stdout == "active\n"


def test_uninstalled_nothing_of_it_runs(debian: Debian, running: Running) -> None:
    assert running.make("uninstall").returncode == 0
    assert running.run("systemctl", "list-units", "--all", "--plain", "--no-legend",
                       "mirrorapp*").stdout == ""
    assert running.run("pgrep", "-u", "mirrorapp").stdout == ""
