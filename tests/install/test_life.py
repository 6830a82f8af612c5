"""The life of an installed mirror, up to its end: each test goes on from the one before.

No systemd runs in there, as where an image for a memory card is made: units are put in place and
switched on, and nothing starts.
"""

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from mirrorapp import __version__
from mirrorapp.journal import copying, schema
from tests.install.debian import ROOT, SUITES, Debian

JOURNAL = "var/lib/mirrorapp/journal.sqlite3"
KNOWN = len(schema.STEPS)
KILLED_AFTER_S = (3, 15, 40, 80)
"""Seconds into an installation: amid system packages, Python's, and what comes after them."""


def make_newer(debian: Debian) -> None:
    """The checkout becomes that of a version that lays the journal out anew."""
    init, schema_file = (debian.checkout / "mirrorapp" / each
                         for each in ("__init__.py", "journal/schema.py"))
    init.write_text('__version__ = "99.0"\n')
    text, count = re.subn(r"^(STEPS = \(.*)\)$", r'\1, "CREATE TABLE new (id INTEGER) STRICT;")',
                          schema_file.read_text(), flags=re.MULTILINE)
    assert count == 1
    schema_file.write_text(text)


def current(debian: Debian) -> str:
    link = debian.path / "opt/mirrorapp/current"
    return link.readlink().name if link.is_symlink() else ""


def sessions(journal: Path) -> list[str]:
    with closing(sqlite3.connect(journal)) as db:
        return [row[0] for row in db.execute("SELECT uuid FROM session ORDER BY id")]


def test_dry_it_does_nothing(debian: Debian) -> None:
    answer = debian.make("install", DRY="1")
    assert answer.returncode == 0
    assert "requirements.txt" in answer.stdout
    assert not (debian.path / "opt/mirrorapp").exists()
    assert not (debian.path / "etc/mirrorapp").exists()


def test_what_does_not_fit_is_refused(debian: Debian) -> None:
    release = debian.path / "etc/os-release"
    told = debian.path / "usr/lib/os-release"
    text = told.read_text()
    try:
        told.write_text('ID=ubuntu\nVERSION_ID="24.04"\nPRETTY_NAME="Ubuntu 24.04"\n')
        assert "Ubuntu 24.04" in debian.make("install").stderr
    finally:
        told.write_text(text)
    assert release.exists()
    answer = debian.run("sh", "-c", "mount -t tmpfs -o size=900m none /opt && "
                        "make -C /srv/mirrorapp install && exit 0; ls /opt")
    assert "MB are free" in answer.stderr
    assert "mirrorapp" not in answer.stdout.splitlines()


def test_without_a_network_it_says_so(debian: Debian) -> None:
    answer = debian.run("unshare", "--net", "make", "-C", "/srv/mirrorapp", "install")
    assert answer.returncode != 0
    assert "Check the network" in answer.stderr
    assert current(debian) == ""


def test_killed_again_and_again_it_gets_there(debian: Debian) -> None:
    killed = [debian.run("make", "-C", "/srv/mirrorapp", "install", kill_after_s=after).returncode
              for after in KILLED_AFTER_S]
    assert -9 in killed
    answer = debian.make("install")
    assert answer.returncode == 0, answer.stderr
    assert current(debian).startswith(f"{__version__}-")
    assert len(list((debian.path / "opt/mirrorapp/releases").iterdir())) == 1


def test_units_are_enabled_and_the_account_is_there(debian: Debian) -> None:
    for unit in ("mirrorapp.service", "mirrorapp-backup.timer", "mirrorapp-health.timer"):
        assert debian.run("systemctl", "is-enabled", unit).stdout == "enabled\n"
    groups = set(debian.run("id", "-nG", "mirrorapp").stdout.split())
    assert {"mirrorapp", "video", "render", "input", "audio", "gpio", "i2c"} <= groups
    assert "0700" in debian.run("stat", "-c", "%04a", "/var/lib/mirrorapp").stdout
    # A broker comes along, and does not run unless the mirror starts it.
    assert not list((debian.path / "etc/systemd/system").glob("*.wants/mosquitto.service"))
    assert not (debian.path / "usr/sbin/policy-rc.d").exists()


def test_the_program_works_there(debian: Debian) -> None:
    assert debian.run("mirrorapp", "check").returncode == 0
    python = "/opt/mirrorapp/current/venv/bin/python"
    about = debian.run(python, "-c", "import sys, numpy, kivy, mediapipe, cv2; "
                       "print('%d.%d' % sys.version_info[:2], numpy.__file__)").stdout.split()
    assert about[0] == SUITES[debian.suite]
    assert about[1].startswith("/opt/mirrorapp/")
    clip = debian.run(python, "-P", "-c", "from mirrorapp.camera import rehearsal; "
                      "print(rehearsal.CLIP)").stdout.strip()
    played = debian.run("mirrorapp", "replay", clip)
    assert played.returncode == 0, played.stderr
    assert json.loads(played.stdout)["rep_count"] == 5


def test_a_second_time_it_is_done_at_once(debian: Debian) -> None:
    before = current(debian)
    answer = debian.make("install")
    assert answer.returncode == 0
    assert "building" not in answer.stderr
    assert "installing" not in answer.stderr
    assert current(debian) == before


def test_an_older_journal_is_brought_along(debian: Debian) -> None:
    shutil.copy(ROOT / f"tests/journal/layouts/{KNOWN - 1}.sqlite3", debian.path / JOURNAL)
    debian.run("chown", "mirrorapp:", f"/{JOURNAL}")
    done = sessions(debian.path / JOURNAL)
    assert done
    assert debian.make("install").returncode == 0
    assert copying.layout(debian.path / JOURNAL) == KNOWN
    assert sessions(debian.path / JOURNAL) == done


def test_an_upgrade_keeps_settings_and_brings_the_journal_along(debian: Debian) -> None:
    (debian.path / "etc/mirrorapp/mirror.toml").write_text('[screen]\nlanguage = "de"\n')
    done = sessions(debian.path / JOURNAL)
    make_newer(debian)
    answer = debian.make("install")
    assert answer.returncode == 0, answer.stderr
    assert current(debian).startswith("99.0-")
    assert 'language = "de"' in (debian.path / "etc/mirrorapp/mirror.toml").read_text()
    assert copying.layout(debian.path / JOURNAL) == KNOWN + 1
    assert sessions(debian.path / JOURNAL) == done
    assert len(list((debian.path / "var/lib/mirrorapp/backups").iterdir())) == 1
    owners = debian.run("find", "/var/lib/mirrorapp", "!", "-user", "mirrorapp").stdout
    assert owners == ""


def test_settings_that_do_not_fit_stop_an_upgrade(debian: Debian) -> None:
    before = current(debian)
    settings = debian.path / "etc/mirrorapp/mirror.toml"
    text = settings.read_text()
    settings.write_text(f"{text}hologram = true\n")
    answer = debian.make("install")
    assert answer.returncode != 0
    assert "hologram" in answer.stderr
    assert "Mend that" in answer.stderr
    settings.write_text(text)
    assert debian.make("install").returncode == 0
    assert current(debian) == before


def test_a_rollback_brings_version_and_journal_back(debian: Debian) -> None:
    done = sessions(debian.path / JOURNAL)
    newer = current(debian)
    answer = debian.make("rollback")
    assert answer.returncode == 0, answer.stderr
    assert debian.run("mirrorapp", "--version").stdout.strip() == f"mirrorapp {__version__}"
    assert copying.layout(debian.path / JOURNAL) == KNOWN
    assert sessions(debian.path / JOURNAL) == done
    assert debian.make("rollback").returncode == 0
    assert current(debian) == newer
    assert copying.layout(debian.path / JOURNAL) == KNOWN + 1


def test_uninstalled_it_leaves_what_is_yours(debian: Debian) -> None:
    assert debian.make("uninstall").returncode == 0
    left = debian.run("find", "/etc", "/opt", "/usr/local", "/var/lib", "-name", "*mirrorapp*",
                      "-not", "-path", "/var/lib/mirrorapp/*").stdout.split()
    assert sorted(left) == ["/etc/mirrorapp", "/var/lib/mirrorapp"]
    assert (debian.path / JOURNAL).exists()
    assert debian.make("uninstall", PURGE="1").returncode == 0
    assert not (debian.path / "etc/mirrorapp").exists()
    assert not (debian.path / JOURNAL).exists()
    assert debian.run("id", "mirrorapp").returncode != 0
