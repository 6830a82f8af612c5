"""The whole program in the middle of a set, and what is left of it then."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from mirrorapp.clock import SystemClock
from mirrorapp.hub.broker import PrivateBroker
from mirrorapp.journal.store import Journal
from tests.e2e.conftest import Ear
from tests.kiosk import ears

pytestmark = [pytest.mark.broker, pytest.mark.ui, pytest.mark.full]

PATIENCE_S = 150.0
ROOT = Path(__file__).resolve().parents[2]
Mirror = subprocess.Popen[str]
Start = Callable[..., Mirror]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[ears.Ear]:
    with ears.listening(str(tmp_path / "notify")) as heard:
        yield heard


@pytest.fixture
def start(tmp_path: Path, broker: PrivateBroker) -> Iterator[Start]:
    """Starts the program as a guest's, before the rehearsal clip, on a terminal of its own where it
    is given one; in the end it is gone.
    """
    started: list[Mirror] = []

    def start(terminal: int | None = None, **environ: str) -> Mirror:
        at = subprocess.DEVNULL if terminal is None else terminal
        started.append(subprocess.Popen(
            [*(() if terminal is None else ("setsid", "--ctty")), sys.executable,
             "-m", "tests.e2e.fault_child", "run", "--source", "rehearsal",
             "--journal", str(tmp_path / "journal.db"), "--config", str(settings(tmp_path)),
             "--broker", f"{broker.host}:{broker.port}"],
            cwd=ROOT, text=True, stdin=at, stdout=at, stderr=subprocess.PIPE,
            env={**os.environ, "SDL_VIDEODRIVER": "offscreen", "TMPDIR": str(tmp_path),
                 **environ}))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.wait()
        if each.stderr is not None:
            each.stderr.close()


def settings(folder: Path) -> Path:
    path = folder / "mirror.toml"
    if not path.exists():
        path.write_text('[screen]\nlanguage = "en"\n')
    return path


def in_a_set(ear: Ear, mirror: Mirror, reps: int = 1) -> None:
    """Once so many repetitions were done: then the next one is under way."""
    with ear.changed:
        ear.changed.wait_for(lambda: mirror.poll() is not None or any(
            at.endswith("/live") and text and json.loads(text)["reps"] == reps
            for at, text in ear.heard), PATIENCE_S)
    assert mirror.poll() is None, said(mirror)


def all_of(mirror: Mirror) -> list[psutil.Process]:
    parent = psutil.Process(mirror.pid)
    return [parent, *parent.children(recursive=True)]


def are_gone(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, PATIENCE_S)
    return not alive


def said(mirror: Mirror) -> str:
    assert mirror.stderr is not None
    return mirror.stderr.read()


def row(folder: Path) -> tuple[str, int]:
    """Of the only session the outcome, and how many repetitions were kept."""
    with closing(sqlite3.connect(folder / "journal.db")) as db:
        ((outcome,),) = db.execute("SELECT outcome FROM session").fetchall()
        ((count,),) = db.execute("SELECT count(*) FROM repetition").fetchall()
    return outcome, count


def open_to_others(folder: Path) -> dict[str, str]:
    """What others may read of what the mirror wrote, and how; a closed folder keeps them out."""
    written = [each for each in folder.rglob("*") if each.name not in ("mirror.toml", "notify")]
    assert {"journal.db", "settings.toml"} & {each.name for each in written}
    return {str(each): oct(each.stat().st_mode) for each in written
            if others_may(each) and all(map(others_may, set(each.parents) & set(written)))}


def others_may(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def pictures_in_memory() -> set[str]:
    """Shared memory that any process has a picture in."""
    found = set()
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if "mirrorapp-pictures" in (to := str(handle.readlink())):
                found.add(f"{handle} {to}")
    return found


def test_settings_that_break_change_nothing_and_told_to_end_in_a_set_it_keeps_what_was_done(
        start: Start, ear: Ear, service: ears.Ear, tmp_path: Path) -> None:
    mirror = start(NOTIFY_SOCKET=service.name, WATCHDOG_USEC="6000000")
    service.wait_for("READY=1", PATIENCE_S)
    settings(tmp_path).write_text("[screen")
    mirror.send_signal(signal.SIGHUP)
    in_a_set(ear, mirror)
    service.wait_for("WATCHDOG=1", PATIENCE_S)
    processes = all_of(mirror)
    mirror.terminate()
    assert mirror.wait(PATIENCE_S) == 0
    assert "is not valid TOML" in (log := said(mirror))
    assert "The settings stay as they were." in log
    assert "Traceback" not in log
    assert row(tmp_path) == ("aborted", 1)
    assert ear.wait_for("/event", 2)[-1]["event_type"] == "aborted"
    assert are_gone(processes)
    assert open_to_others(tmp_path) == {}


def test_a_terminal_that_is_closed_in_a_set_ends_it_and_keeps_what_was_done(
        start: Start, ear: Ear, tmp_path: Path) -> None:
    """The kernel tells it, and takes away where it would say the rest."""
    ours, theirs = os.openpty()
    mirror = start(terminal=theirs)
    os.close(theirs)
    in_a_set(ear, mirror)
    processes = all_of(mirror)
    os.close(ours)
    assert mirror.wait(PATIENCE_S) == 0
    assert "Traceback" not in said(mirror)
    assert row(tmp_path) == ("aborted", 1)
    assert ear.wait_for("/event", 2)[-1]["event_type"] == "aborted"
    assert are_gone(processes)


def test_a_page_that_fails_costs_no_session_and_all_that_fail_end_it_with_what_was_done_kept(
        start: Start, ear: Ear, service: ears.Ear, tmp_path: Path) -> None:
    mirror = start(NOTIFY_SOCKET=service.name, WATCHDOG_USEC="6000000")
    service.wait_for("READY=1", PATIENCE_S)
    in_a_set(ear, mirror)
    processes = all_of(mirror)
    mirror.send_signal(signal.SIGUSR1)
    in_a_set(ear, mirror, 2)
    while service.heard():
        pass  # what was told before
    service.wait_for("WATCHDOG=1", PATIENCE_S)
    assert row(tmp_path)[0] != "aborted"
    mirror.send_signal(signal.SIGUSR2)
    service.wait_for("STOPPING=1", PATIENCE_S)
    assert mirror.wait(PATIENCE_S) == 1, "systemd starts it anew"
    log = said(mirror)
    assert log.count("The page session failed; another is in its place.") == 1
    assert log.count("ZeroDivisionError: a page that is broken") >= 2
    outcome, reps = row(tmp_path)
    assert outcome == "aborted"
    assert reps >= 2
    assert are_gone(processes)


def workers(mirror: Mirror) -> list[psutil.Process]:
    """Some may be on their way up, and not be themselves yet."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(mirror.pid).children(recursive=True)
    return []


@pytest.mark.parametrize("begun", [
    workers, lambda mirror: len(workers(mirror)) > 1,
    lambda mirror: any(f"/proc/{mirror.pid}/" in each for each in pictures_in_memory())],
    ids=["its first process", "all of its processes", "its first picture"])
def test_killed_on_its_way_up_it_leaves_nothing_that_runs(
        start: Start, begun: Callable[[Mirror], object]) -> None:
    mirror = start()
    while not begun(mirror):
        with suppress(subprocess.TimeoutExpired):
            mirror.wait(0.02)
        assert mirror.returncode is None, said(mirror)
    processes = all_of(mirror)
    mirror.kill()
    assert are_gone(processes)
    own = tuple(f"/proc/{each.pid}/" for each in processes)
    assert not any(each.startswith(own) for each in pictures_in_memory())
    assert not list(Path("/dev/shm").glob("*mirrorapp*"))  # noqa: S108 - nothing must be there


def test_killed_in_a_set_it_leaves_no_picture_no_process_and_what_was_kept(
        start: Start, ear: Ear, tmp_path: Path) -> None:
    before = pictures_in_memory()
    mirror = start()
    in_a_set(ear, mirror)
    processes = all_of(mirror)
    own = tuple(f"/proc/{each.pid}/" for each in processes)
    assert any(each.startswith(own) for each in pictures_in_memory() - before)
    mirror.kill()
    assert are_gone(processes)
    assert not any(each.startswith(own) for each in pictures_in_memory())
    assert not list(Path("/dev/shm").glob("*mirrorapp*"))  # noqa: S108 - nothing must be there
    with closing(Journal.open(tmp_path / "journal.db", SystemClock())) as journal:
        (session,) = journal.sessions(demo=True)
        assert [each.uuid for each in journal.recovered] == [session.uuid]
        assert journal.notice is None
