"""A trial at what is no broker, or lets the mirror in by name and password alone."""

import socket
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from mirrorapp.hub.trial import Stage
from tests.integration.conftest import Mosquitto
from tests.integration.trial.tried import MARKS, SECRET

pytestmark = MARKS


def http(server: socket.socket) -> None:
    while True:
        try:
            call, _ = server.accept()
        except OSError:
            return
        with call:
            call.recv(4096)
            call.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")


def test_a_web_server_is_no_broker(judge):
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=http, args=(server,))
        thread.start()
        verdict = judge(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert verdict.failed is Stage.LET_IN
    assert "is no broker" in verdict.what


def test_who_takes_the_call_and_says_nothing_is_no_broker(judge):
    with socket.create_server(("127.0.0.1", 0)) as server:
        verdict = judge(server.getsockname()[1], patience_s=0.2)
    assert verdict.failed is Stage.LET_IN
    assert "is no broker" in verdict.what


def test_a_broker_that_lets_nobody_in_for_reasons_of_its_own(judge, odd):
    broker = odd(lambda caller: caller.welcome(0x88 if caller.version == 5 else 3))
    verdict = judge(broker.port)
    assert verdict.failed is Stage.LET_IN
    assert "refused the connection" in verdict.what


@pytest.fixture
def locked(mosquitto: Mosquitto, passwords: Callable[[str, str], Path]) -> Mosquitto:
    mosquitto.configure(f"password_file {passwords('mirror', SECRET)}", anonymous=False)
    mosquitto.start()
    return mosquitto


def test_nobody_without_a_name(judge, locked):
    verdict = judge(locked.port)
    assert verdict.failed is Stage.LET_IN
    assert "without a user name" in verdict.what


@pytest.mark.parametrize(("user", "password"), [("mirror", "wrong"), ("nobody", SECRET),
                                                ("mirror", None)])
def test_another_name_or_password(judge, locked, user, password):
    verdict = judge(locked.port, password, username=user)
    assert verdict.failed is Stage.LET_IN
    assert verdict.what == "The broker refused the user name or password."


def test_the_password_as_typed_wins_over_that_in_the_file(judge, locked, tmp_path):
    file = tmp_path / "password"
    file.write_text("wrong")
    file.chmod(0o600)
    assert judge(locked.port, SECRET, username="mirror", password_file=file).good
    assert not judge(locked.port, username="mirror", password_file=file).good
    file.write_text(SECRET)
    assert judge(locked.port, username="mirror", password_file=file).good


@pytest.mark.parametrize("tls", [False, True])
def test_a_password_file_that_is_missing(judge, mosquitto, authority, tmp_path, tls):
    mosquitto.start()
    verdict = judge(mosquitto.port, username="mirror", tls=tls,
                    ca_file=authority.certificate if tls else None,
                    password_file=tmp_path / "none", untried=Stage.ENCRYPTED if tls else None)
    assert verdict.failed is Stage.LET_IN
    assert "is missing" in verdict.what


def test_the_password_is_in_no_message(judge, locked, caplog, capfd):
    caplog.set_level("DEBUG")
    told = repr(judge(locked.port, SECRET, username="nobody"))
    told += repr(judge(locked.port, SECRET, username="mirror"))
    assert "sesame" not in told + caplog.text + "".join(capfd.readouterr())
