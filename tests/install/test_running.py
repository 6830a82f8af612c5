"""The same on a machine that is on: systemd runs the units that the installer put there.

It has neither screen nor camera: the mirror draws offscreen, plays the rehearsal clip and tells
systemd that it is ready once a picture was drawn.
"""

import shutil
from collections.abc import Iterator

import pytest

from tests.install.debian import Debian, Running
from tests.install.test_life import current, make_newer

SERVICE = "mirrorapp.service"


@pytest.fixture
def running(debian: Debian) -> Iterator[Running]:
    if shutil.which("systemd-nspawn") is None:
        pytest.skip("systemd-nspawn is not installed (systemd-container)")
    with Running(debian) as on:
        yield on


def shows(running: Running, what: str) -> str:
    """A property of the mirror's service."""
    return running.run("systemctl", "show", "--value", f"--property={what}", SERVICE).stdout.strip()


def test_installed_it_runs_and_an_upgrade_is_another_process(debian: Debian,
                                                             running: Running) -> None:
    answer = running.make("install")
    assert answer.returncode == 0, answer.stderr
    assert shows(running, "ActiveState") == "active"  # it has said so itself
    assert shows(running, "User") == "mirrorapp"
    first, process = current(debian), shows(running, "MainPID")
    assert running.make("install").returncode == 0
    assert shows(running, "MainPID") == process

    make_newer(debian)
    answer = running.make("install")
    assert answer.returncode == 0, answer.stderr
    assert current(debian) != first
    assert shows(running, "ActiveState") == "active"
    assert shows(running, "MainPID") != process

    assert running.make("rollback").returncode == 0
    assert current(debian) == first
    assert shows(running, "ActiveState") == "active"


def test_it_starts_with_the_machine(debian: Debian, running: Running) -> None:
    assert running.run("systemctl", "start", SERVICE).returncode == 0  # waits for what starts
    assert shows(running, "ActiveState") == "active"
    for timer in ("mirrorapp-backup.timer", "mirrorapp-health.timer"):
        assert running.run("systemctl", "is-active", timer).stdout == "active\n"
    assert shows(running, "NRestarts") == "0"


def test_uninstalled_nothing_of_it_runs(debian: Debian, running: Running) -> None:
    assert running.make("uninstall").returncode == 0
    assert running.run("systemctl", "list-units", "--all", "--plain", "--no-legend",
                       "mirrorapp*").stdout == ""
    assert running.run("pgrep", "-u", "mirrorapp").stdout == ""
