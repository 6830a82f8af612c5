"""A journal is damaged on the disk; a touch on the glass brings its copy back, and all goes on."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from mirrorapp.hub.broker import PrivateBroker
from mirrorapp.upkeep import backup
from mirrorapp.upkeep.places import Places
from tests.e2e.conftest import RUN_S, Ear
from tests.e2e.fingers import finger, touch
from tests.kiosk.ears import listening
from tests.upkeep.lived_in import EVERYBODYS, NOW, held, live_in

pytestmark = [pytest.mark.broker, pytest.mark.ui, pytest.mark.full]
ROOT = Path(__file__).resolve().parents[2]
USE = (0.5, 0.725)
"""Where it is, from the upper left of the window."""
LAST_LINE = "messages"
"""Of what the program says at every start."""


def damaged(folder: Path) -> Places:
    places = live_in(folder)
    places.settings.write_text("[setup]\ndone = true\n")
    backup.make(places, folder / "backups", keep=3, now=NOW)
    content = bytearray(places.journal.read_bytes())
    content[4096:3 * 4096] = b"x" * 2 * 4096
    places.journal.write_bytes(content)
    return places


def started(lines: "Queue[str]", patience_s: float) -> bool:
    """Whether the program has come to the end of a start by then."""
    try:
        while not lines.get(timeout=patience_s).startswith(LAST_LINE):
            pass
    except Empty:
        return False
    return True


def test_a_touch_brings_the_copy_back(tmp_path: Path, display: dict[str, str],
                                      broker: PrivateBroker, ear: Ear) -> None:
    places = damaged(tmp_path / "state" / "mirrorapp")
    lines: Queue[str] = Queue()
    log = tmp_path / "log"
    with log.open("w") as errors, listening(f"@{tmp_path}/notify") as systemd:
        program = subprocess.Popen(
            [sys.executable, "-m", "mirrorapp", "run", "--source", "webcam",
             "--broker", f"{broker.host}:{broker.port}"],
            env={**display, "NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "60000000"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert program.stdout is not None
        reader = Thread(target=lambda out: [lines.put(line) for line in out],
                        args=(program.stdout,))
        reader.start()
        try:
            assert started(lines, RUN_S), log.read_text()
            window = finger(display, "search", "--sync", "--onlyvisible", "--pid", program.pid
                            ).split()[0]
            assert held(places.journal) == []
            for _ in range(10):
                touch(display, window, USE)
                if started(lines, 10.0):
                    break
            assert held(places.journal) == EVERYBODYS, log.read_text()
            new = finger(display, "search", "--sync", "--onlyvisible", "--pid", program.pid)
            assert len(new.split()) == 1, "the old window is gone"
            systemd.wait_for("READY=1", RUN_S)
            until_anew = systemd.wait_for("READY=1", RUN_S)
            assert "STOPPING=1" not in until_anew, "systemd would kill it"
            program.send_signal(signal.SIGTERM)
            assert program.wait(RUN_S) == 0, log.read_text()
        finally:
            program.kill()
            program.wait()
            reader.join()
            program.stdout.close()
    assert "Traceback" not in log.read_text()
    assert held(places.journal) == EVERYBODYS
    assert [*places.journal.parent.glob("*.answered")]
    assert "online" in ear.payloads("/availability")


CLOSE = (0.5, 0.93)


def test_where_that_fails_it_is_read_while_systemd_waits_and_a_touch_closes_it(
        tmp_path: Path, display: dict[str, str]) -> None:
    places = damaged(tmp_path / "state" / "mirrorapp")
    before = None
    log = tmp_path / "log"
    with log.open("w") as errors, listening(f"@{tmp_path}/notify") as systemd:
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.unplaced_child", "run", "--source", "webcam"],
            cwd=ROOT, env={**display, "NOTIFY_SOCKET": systemd.name,
                           "WATCHDOG_USEC": "6000000", "MIRRORAPP_CAMERA__DEVICE": "63"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        try:
            systemd.wait_for("READY=1", RUN_S)
            window = finger(display, "search", "--sync", "--onlyvisible", "--pid", program.pid
                            ).split()[0]
            before = held(places.journal)
            touch(display, window, USE)
            told = ("STATUS=The copy can't take the journal's place. The journal is as it was. "
                    "Check the disk's room and permissions; you are asked again.")
            systemd.wait_for(told, RUN_S)
            for _ in range(4):
                systemd.wait_for("WATCHDOG=1", 6.0)
            assert program.poll() is None
            window = finger(display, "search", "--sync", "--onlyvisible", "--pid", program.pid
                            ).split()[0]
            for _ in range(10):
                touch(display, window, CLOSE)
                with suppress(subprocess.TimeoutExpired):
                    program.wait(5.0)
                    break
            assert program.returncode == 1, log.read_text()
        finally:
            program.kill()
            program.wait()
    assert "Make room, then start" in log.read_text(), "what it was that failed"
    assert "Traceback" not in log.read_text()
    assert held(places.journal) == before == []
    assert not [*places.journal.parent.glob("*.answered")], "it is asked again"
