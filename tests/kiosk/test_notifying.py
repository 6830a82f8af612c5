import os
from pathlib import Path

import pytest

from mirrorapp.kiosk.notifying import Notifier
from tests.kiosk.ears import Ear


def test_what_is_told_arrives_in_one_message(ear: Ear) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": ear.name})
    assert notifier.listens
    assert notifier.tell(READY=1, STATUS="On.")
    assert ear.heard() == ["READY=1", "STATUS=On."]
    assert ear.heard() == []


def test_a_text_with_lines_can_say_nothing_else(ear: Ear) -> None:
    Notifier({"NOTIFY_SOCKET": ear.name}).tell(STATUS="No camera.\nSTOPPING=1\n")
    assert ear.heard() == ["STATUS=No camera. STOPPING=1"]


def test_programs_that_are_started_do_not_speak_in_its_name(ear: Ear) -> None:
    environ = {"NOTIFY_SOCKET": ear.name, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1",
               "HOME": "/"}
    Notifier(environ)
    assert environ == {"HOME": "/"}


def test_who_takes_this_process_over_speaks_in_its_name(ear: Ear) -> None:
    said = {"NOTIFY_SOCKET": ear.name, "WATCHDOG_USEC": "30000000"}
    environ = {**said, "HOME": "/"}
    notifier = Notifier(environ)
    notifier.hand_on(environ)
    assert environ == {**said, "HOME": "/"}
    assert Notifier(environ).watchdog_s == 30.0


@pytest.mark.parametrize(("usec", "pid", "watchdog_s"), [
    pytest.param("30000000", str(os.getpid()), 30.0, id="its own"),  # two workers have two
    ("30000000", "", 30.0), ("500000", "", 0.5),
    ("30000000", "1", None), ("0", "", None), ("", "", None), ("soon", "", None)])
def test_how_often_it_is_to_show_that_it_lives(
        ear: Ear, usec: str, pid: str, watchdog_s: float | None) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": ear.name, "WATCHDOG_USEC": usec, "WATCHDOG_PID": pid})
    assert notifier.watchdog_s == watchdog_s


def test_without_systemd_nobody_is_told(caplog: pytest.LogCaptureFixture) -> None:
    notifier = Notifier({"WATCHDOG_USEC": "30000000"})
    assert not notifier.listens
    assert not notifier.tell(READY=1)
    assert notifier.watchdog_s is None
    assert caplog.text == ""


def test_a_systemd_that_is_gone_stops_nothing_and_is_told_of_once(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")})
    assert not notifier.tell(WATCHDOG=1)
    assert not notifier.tell(WATCHDOG=1)
    assert caplog.text.count("can't be told") == 1


def test_one_that_does_not_listen_is_not_waited_for(ear: Ear) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": ear.name})
    tries = 0
    while notifier.tell(WATCHDOG=1):
        tries += 1
        assert tries < 100_000
    assert tries > 0
    ear.heard()
    assert notifier.tell(WATCHDOG=1)


def test_another_kind_of_address_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": "vsock:2:1234", "WATCHDOG_USEC": "30000000"})
    assert not notifier.listens
    assert not notifier.tell(READY=1)
    assert notifier.watchdog_s is None
    assert "vsock:2:1234" in caplog.text
