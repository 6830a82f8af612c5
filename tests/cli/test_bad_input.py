"""What a journal, a backup or a disk does to whoever types a command: a clear word, exit code 1,
and nothing written over.
"""

import errno
import os
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader

from mirrorapp import cli
from mirrorapp.clock import ManualClock
from mirrorapp.coach.profile import Profile
from mirrorapp.config.models import packs_places
from mirrorapp.journal.store import Journal
from tests.journal.made_up import a_session
from tests.journal.test_real_disk import OWN_MOUNTS, REPOSITORY, may_mount

DAYS = "--from 2026-11-01 --to 2026-11-30"


class Home:
    """A folder with a journal, and settings that name it."""

    def __init__(self, folder: Path) -> None:
        self.state, self.out = folder / "state", folder / "out"
        self.state.mkdir()
        self.out.mkdir()
        self.journal = self.state / "journal.sqlite3"
        self.settings = folder / "mirror.toml"
        self.settings.write_text(
            f'[journal]\nfile = "{self.journal}"\n[people]\np1 = {{ name = "Anna" }}\n')
        with closing(Journal.open(self.journal, ManualClock())) as journal:
            journal.keep_profile(Profile("p1", "Anna"))

    def trained(self, sessions: int = 3) -> None:
        with closing(Journal.open(self.journal, ManualClock())) as journal:
            for number in range(sessions):
                journal.finish(a_session(str(number)))

    def typed(self, command: str) -> list[str]:
        return [*shlex.split(command.format(out=self.out)), f"--config={self.settings}"]

    def kept(self) -> dict[str, bytes]:
        """All that is in it, but for locks and what SQLite shares between programs."""
        found = {str(each.relative_to(self.state)): each.read_bytes()
                 for each in self.state.rglob("*")
                 if each.is_file() and not each.name.endswith((".lock", "-shm"))}
        return {name: content for name, content in found.items()
                if content or not name.endswith("-wal")}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


COMMANDS = {
    "export": "export -o {out}/all.json", "sheets": "export --format csv -o {out}/sheets",
    "report": f"report --profile p1 {DAYS} -o {{out}}/page.pdf", "backup": "backup -o {out}"}


@pytest.mark.parametrize("command", [
    *COMMANDS.values(), "backup", "erase --profile p1 --yes", "import {out}/../old.json"])
def test_a_journal_of_a_newer_program_is_named_and_left_byte_for_byte(
        home: Home, capsys: pytest.CaptureFixture[str], command: str) -> None:
    home.trained()
    assert cli.main(home.typed("export -o {out}/../old.json")) == 0
    with closing(sqlite3.connect(home.journal)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA user_version = 99")
    before = home.kept()
    capsys.readouterr()
    assert cli.main(home.typed(command)) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert f"The journal {home.journal} was written by a newer mirrorapp (layout 99" in said
    assert "it was left untouched. Update mirrorapp" in said
    assert home.kept() == before
    assert [*home.out.iterdir()] == []


@pytest.mark.parametrize("command", [*COMMANDS.values(), "backup", "erase --profile p1 --yes"])
def test_a_journal_that_can_not_be_looked_at_is_not_taken_for_none(
        home: Home, capsys: pytest.CaptureFixture[str], command: str) -> None:
    """As in a folder of somebody else's; root may look into all of them."""
    home.journal.unlink()
    home.journal.symlink_to(home.journal)
    assert cli.main(home.typed(command)) == 1
    said = capsys.readouterr().err
    assert f"The journal {home.journal} can't be kept: {os.strerror(errno.ELOOP)}" in said
    assert "belong to the user" in said


@pytest.mark.parametrize("command", [
    "export -o all.json --journal {0}", "import {0}", "restore {0}", "backup -o {0}", "replay {0}",
    "check --packs {0}", "check --json {0}", "check --config {0}", "run --once --source {0}",
    f"report --profile p1 {DAYS} -o {{0}}"])
def test_a_path_that_nothing_can_stand_at_is_told_of(
        capsys: pytest.CaptureFixture[str], command: str) -> None:
    place = "/" + 300 * "a"
    assert cli.main(command.format(place).split()) == 1
    first, second = capsys.readouterr().err.splitlines()[-2:]
    assert first.startswith("mirrorapp: ")
    assert place in first
    assert second.startswith("           ")


def test_whoever_has_no_home_is_told_what_to_set(
        monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """As in a container, under a number that is nobody's."""
    def unknown(_: str) -> None:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", unknown)
    assert cli.main(["check"]) == 1
    assert "Set HOME to a folder" in capsys.readouterr().err
    assert len(packs_places()) == 1, "as soon as the settings are imported"


def test_what_is_no_matter_of_files_keeps_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise TimeoutError("nobody foresaw it")

    monkeypatch.setattr("mirrorapp.check.examine", fails)
    with pytest.raises(TimeoutError):
        cli.main(["check"])


def test_of_somebody_without_a_session_there_is_little_and_it_is_said(
        home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS.values():
        assert cli.main(home.typed(command)) == 0
    said = capsys.readouterr().out
    assert "all.json: 1 in profiles" in said
    assert "sheets: nothing" in said
    assert "0 sessions" in said
    page = PdfReader(home.out / "page.pdf").pages[0].extract_text()
    assert "Nothing was trained in this time." in page
    assert cli.main(["import", "--journal", str(home.out / "new.sqlite3"),
                     str(home.out / "all.json")]) == 0


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_backup_that_cannot_be_read_changes_nothing(
        home: Home, capsys: pytest.CaptureFixture[str], share: float) -> None:
    home.trained()
    assert cli.main(home.typed("backup")) == 0
    file, = (home.state / "backups").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:int(share * len(whole))])
    before = home.kept()
    capsys.readouterr()
    assert cli.main(home.typed(f"restore {file.name}")) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert str(file) in said
    assert "Nothing was changed. Try another one." in said
    assert home.kept() == before


@pytest.mark.parametrize("umask", [0o000, 0o022])
@pytest.mark.parametrize("command", [*COMMANDS.values(), "backup"])
def test_what_is_written_is_its_users_alone_whatever_they_allow(
        home: Home, command: str, umask: int) -> None:
    home.trained(1)
    known = {home.settings, *home.settings.parent.iterdir()}
    before = os.umask(umask)
    try:
        assert cli.main(home.typed(command)) == 0
        assert os.umask(umask) == umask, "whoever called has theirs back"
    finally:
        os.umask(before)
    made = set(home.settings.parent.rglob("*")) - known
    assert {each for each in made if each.is_file() and each.stat().st_size}
    assert {str(each): oct(each.stat().st_mode) for each in made
            if each.stat().st_mode & 0o077} == {}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_real_disk_that_is_full_is_told_and_nothing_is_left_on_it(
        home: Home, command: str) -> None:
    if not may_mount(home.out):
        pytest.skip("no mount namespaces here")
    home.trained(12)
    before = home.kept()
    mount = f"mount -t tmpfs -o size=4k none {shlex.quote(str(home.out))}"
    program = shlex.join([sys.executable, "-m", "mirrorapp", *home.typed(command)])
    done = subprocess.run(
        [*OWN_MOUNTS, "sh", "-c", f"{mount} && {{ {program}; code=$?; ls -A {home.out}; "
                                  "exit $code; }"],
        cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
    said = " ".join(done.stderr.split())
    assert done.returncode == 1, said
    assert "Traceback" not in said
    assert "the disk is full" in said or "No space left on device" in said
    assert str(home.out) in said
    assert done.stdout == "", "nothing is left of it"
    assert home.kept() == before
