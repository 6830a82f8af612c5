"""The program in a real window, started, touched and stopped from outside.

A virtual X server, a finger that xdotool moves, and what the home hears over MQTT.
"""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mirrorapp.hub.broker import PrivateBroker
from tests.e2e.conftest import RUN_S, Ear
from tests.e2e.fingers import START, STOP, finger, phases, touched_until

pytestmark = [pytest.mark.broker, pytest.mark.ui, pytest.mark.full]


def test_a_finger_starts_a_session_in_a_real_window(
        tmp_path: Path, display: dict[str, str], broker: PrivateBroker, ear: Ear) -> None:
    log = tmp_path / "log"
    with log.open("w") as out:
        program = subprocess.Popen(
            [sys.executable, "-m", "mirrorapp", "run", "--source", "rehearsal",
             "--broker", f"{broker.host}:{broker.port}"],
            env=display, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            window = finger(display, "search", "--sync", "--onlyvisible", "--pid", program.pid
                            ).split()[0]
            assert "home" in phases(ear, "home"), log.read_text()
            assert touched_until(ear, "get_ready", display, window, START), log.read_text()
            assert touched_until(ear, "summary", display, window, STOP), log.read_text()
            program.send_signal(signal.SIGTERM)
            assert program.wait(RUN_S) == 0, log.read_text()
        finally:
            program.kill()
            program.wait()
    said = log.read_text()
    assert "Traceback" not in said
    assert next(each["event_type"] for each in ear.payloads("/event")) == "started"
    assert not list((tmp_path / "home").rglob("*kivy*")), "and it left nothing in the home"
