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


def is_on(running: Running) -> bool:
    """Whether it has told systemd so; where it is starting that is waited for. Without a screen it
    ends with the clip, and systemd starts it again.
    """
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
