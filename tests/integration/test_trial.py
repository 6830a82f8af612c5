"""A trial at real brokers: each stage failing in each way, passing, and leaving no trace."""

import base64
import gc
import hashlib
import json
import socket
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from pydantic import SecretStr

from mirrorapp.config import HubConfig, data_dir
from mirrorapp.hub import knocking
from mirrorapp.hub.broker import PrivateBroker
from mirrorapp.hub.link import Link
from mirrorapp.hub.trial import Stage, Trial, Verdict
from tests.integration.certificates import Authority, Identity
from tests.integration.conftest import Bench, Listener, Mosquitto
from tests.integration.odd_broker import OddBroker

pytestmark = [
    pytest.mark.broker,
    # paho leaves the socket of a failed handshake to whoever collects it, its own thread mostly.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket"),
]
SECRET = "open sesame"  # noqa: S105
BEFORE = {stage: tuple(Stage)[:stage - 1] for stage in Stage}


@pytest.fixture
def judge() -> Iterator[Callable[..., Verdict]]:
    """Tries what the settings name; what failed handshakes leave is swept up afterwards."""
    def judged(port: int, password: str | None = None, *, patience_s: float = 5.0,
               untried: Stage | None = None, **settings: object) -> Verdict:
        hub = HubConfig.model_validate({"host": "127.0.0.1", "port": port, **settings})
        trial = Trial(hub, None if password is None else SecretStr(password),
                      patience_s=patience_s)
        trial.start()
        verdict = trial.wait(30)
        assert verdict is not None
        before = BEFORE[verdict.failed] if verdict.failed else verdict.passed
        assert verdict.passed == tuple(each for each in before if each is not untried)
        trial._thread.join(30)
        return verdict
    yield judged
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def odd() -> Iterator[Callable[..., OddBroker]]:
    brokers = []

    def make(talk: Callable[..., None]) -> OddBroker:
        brokers.append(OddBroker(talk))
        return brokers[-1]
    yield make
    for each in brokers:
        each.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates") / "home")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates") / "stranger")


def encrypt(mosquitto: Mosquitto, authority: Authority, own: Identity, *lines: str) -> None:
    mosquitto.configure(f"cafile {authority.certificate}", f"certfile {own.certificate}",
                        f"keyfile {own.key}", *lines)
    mosquitto.start()


# Nobody there


def test_a_port_where_nobody_listens(judge):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        verdict = judge(taken.getsockname()[1])
    assert verdict.failed is Stage.REACHABLE
    assert "nobody listens on port" in verdict.what
    assert "1883" in verdict.remedy


def test_a_machine_that_never_answers(judge):
    """A queue that is full takes no more calls: to who calls, a black hole."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        port = server.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        verdict = judge(port, patience_s=0.3)
        for each in waiting:
            each.close()
    assert verdict == Verdict((), Stage.REACHABLE, "127.0.0.1 does not answer.", verdict.remedy)


def test_a_name_that_takes_longer_to_look_up_than_anybody_waits(judge, monkeypatch):
    given_up = Event()
    monkeypatch.setattr(knocking, "knock", lambda *_: given_up.wait(10))
    assert judge(1883, patience_s=0.1).what == "127.0.0.1 does not answer."
    given_up.set()


@pytest.mark.parametrize("host", [".local", f"{'a' * 64}.local"])
def test_a_name_that_can_be_nobodys(judge, host):
    verdict = judge(1883, host=host)
    assert verdict.failed is Stage.REACHABLE
    assert verdict.what == f"There is no {host} in this network."


def test_no_host_is_not_tried():
    with pytest.raises(ValueError, match="host"):
        Trial(HubConfig())


# No broker


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


def test_who_takes_the_call_and_never_encrypts(judge):
    with socket.create_server(("127.0.0.1", 0)) as server:
        verdict = judge(server.getsockname()[1], patience_s=0.2, tls=True)
    assert verdict.failed is Stage.ENCRYPTED
    assert "No encrypted connection" in verdict.what


def test_a_broker_that_lets_nobody_in_for_reasons_of_its_own(judge, odd):
    broker = odd(lambda caller: caller.welcome(0x88 if caller.version == 5 else 3))
    verdict = judge(broker.port)
    assert verdict.failed is Stage.LET_IN
    assert "refused the connection" in verdict.what


# Encryption


def test_a_broker_that_encrypts_and_is_trusted(judge, mosquitto, authority):
    encrypt(mosquitto, authority, authority.issue("broker"))
    verdict = judge(mosquitto.port, tls=True, ca_file=authority.certificate)
    assert verdict == Verdict(tuple(Stage), None, verdict.what, "")
    assert verdict.good


def test_a_broker_that_wants_encryption(judge, mosquitto, authority):
    encrypt(mosquitto, authority, authority.issue("broker"))
    verdict = judge(mosquitto.port)
    assert verdict.failed is Stage.ENCRYPTED
    assert "wants encryption" in verdict.what


def test_a_broker_that_wants_encryption_and_a_certificate(judge, mosquitto, authority):
    """With TLS 1.2 it says so within the handshake."""
    encrypt(mosquitto, authority, authority.issue("broker"), "require_certificate true",
            "tls_version tlsv1.2")
    assert "wants encryption" in judge(mosquitto.port).what


def test_a_broker_that_does_not_encrypt(judge, mosquitto):
    mosquitto.start()
    verdict = judge(mosquitto.port, tls=True)
    assert verdict.failed is Stage.ENCRYPTED
    assert "Turn encryption off" in verdict.remedy


def test_an_authority_that_nobody_knows(judge, mosquitto, authority):
    encrypt(mosquitto, authority, authority.issue("broker"))
    verdict = judge(mosquitto.port, tls=True)
    assert verdict.failed is Stage.ENCRYPTED
    assert "was not accepted" in verdict.what
    assert "In mirror.toml hub.ca_file" in verdict.remedy


def test_another_authority_than_the_one_that_is_trusted(judge, mosquitto, authority, stranger):
    encrypt(mosquitto, stranger, stranger.issue("broker"))
    verdict = judge(mosquitto.port, tls=True, ca_file=authority.certificate)
    assert "was not accepted" in verdict.what


def test_a_certificate_for_another_name(judge, mosquitto, authority):
    encrypt(mosquitto, authority, authority.issue("broker"))
    verdict = judge(mosquitto.port, tls=True, ca_file=authority.certificate, host="localhost")
    assert verdict.failed is Stage.ENCRYPTED
    assert "for another name" in verdict.what
    assert verdict.remedy == "The address has to be a name in the certificate."


@pytest.mark.parametrize("days", [(-9, -2), (2, 9)])
def test_a_certificate_out_of_date(judge, mosquitto, authority, days):
    encrypt(mosquitto, authority, authority.issue("broker", days=days))
    verdict = judge(mosquitto.port, tls=True, ca_file=authority.certificate)
    assert verdict.failed is Stage.ENCRYPTED
    assert "clock" in verdict.remedy


@pytest.mark.parametrize("tls_version", ["tlsv1.2", "tlsv1.3"])
def test_a_broker_that_wants_our_certificate(judge, mosquitto, authority, tls_version):
    encrypt(mosquitto, authority, authority.issue("broker"), "require_certificate true",
            f"tls_version {tls_version}")
    verdict = judge(mosquitto.port, tls=True, ca_file=authority.certificate)
    assert verdict.failed is Stage.ENCRYPTED
    assert "wants a certificate of the mirror" in verdict.what


def test_a_certificate_file_that_is_missing(judge, mosquitto, tmp_path):
    mosquitto.start()
    verdict = judge(mosquitto.port, tls=True, ca_file=tmp_path / "none")
    assert verdict.failed is Stage.ENCRYPTED
    assert "The certificate file" in verdict.what


# User and password


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
    verdict = judge(locked_port(mosquitto), username="mirror", tls=tls,
                    ca_file=authority.certificate if tls else None,
                    password_file=tmp_path / "none", untried=Stage.ENCRYPTED if tls else None)
    assert verdict.failed is Stage.LET_IN
    assert "is missing" in verdict.what


def locked_port(mosquitto: Mosquitto) -> int:
    mosquitto.start()
    return mosquitto.port


def test_the_password_is_in_no_message(judge, locked, caplog, capfd):
    caplog.set_level("DEBUG")
    told = repr(judge(locked.port, SECRET, username="nobody"))
    told += repr(judge(locked.port, SECRET, username="mirror"))
    assert "sesame" not in told + caplog.text + "".join(capfd.readouterr())


# What it may


@pytest.fixture
def listed(mosquitto: Mosquitto, passwords: Callable[[str, str], Path], tmp_path: Path
           ) -> Callable[[str], int]:
    """Starts a broker with this access list; returns its port."""
    def start(rules: str) -> int:
        (tmp_path / "acl").write_text(rules)
        mosquitto.configure(f"password_file {passwords('mirror', SECRET)}",
                            f"acl_file {tmp_path / 'acl'}", anonymous=False)
        mosquitto.start()
        return mosquitto.port
    return start


OURS = (data_dir() / "mosquitto" / "mirrorapp.acl").read_text()


def test_our_own_access_list_lets_all_of_it(judge, listed):
    assert judge(listed(OURS), SECRET, username="mirror").passed == tuple(Stage)


@pytest.mark.parametrize(("missing", "words", "named"), [
    ("pattern write homeassistant/device/%u/config\n", "introducing itself",
     "write homeassistant/device/mirror/config."),
    ("pattern write homeassistant/device/%u/+/config\n", "introducing itself",
     "write homeassistant/device/mirror/+/config."),
    ("pattern write mirrorapp/%u/availability\n", "some of its topics",
     "write mirrorapp/mirror/availability."),
    ("pattern write mirrorapp/%u/session/last\n", "some of its topics",
     "write mirrorapp/mirror/session/last."),
    ("pattern write mirrorapp/%u/p/#\n", "some of its topics", "write mirrorapp/mirror/p/+/state."),
])
def test_a_line_that_the_list_lacks_is_named(judge, listed, missing, words, named):
    assert missing in OURS
    verdict = judge(listed(OURS.replace(missing, "")), SECRET, username="mirror")
    assert verdict.failed is Stage.ALLOWED
    assert words in verdict.what
    assert verdict.remedy.endswith(named)


def test_a_list_that_allows_nothing(judge, listed):
    verdict = judge(listed("user somebody\ntopic #\n"), SECRET, username="mirror")
    assert verdict.failed is Stage.ALLOWED
    assert "some of its topics" in verdict.what


def test_a_broker_that_lets_it_hear_nothing(judge, odd):
    def talk(caller):
        caller.welcome()
        caller.serve(granted=0x87 if caller.version == 5 else 0x80)
    verdict = judge(odd(talk).port)
    assert verdict.failed is Stage.ALLOWED
    assert "hearing what the home asks for" in verdict.what
    assert verdict.remedy.endswith("read mirrorapp/mirror/cmd/+.")


def test_a_mosquitto_that_lets_it_hear_nothing(judge, mosquitto, tmp_path):
    """With its plugin it refuses; with an access list it grants what never comes."""
    plugin = next(Path("/usr/lib").glob("*/mosquitto_dynamic_security.so"), None)
    if plugin is None:
        pytest.skip("mosquitto's dynamic-security plugin is not installed")
    salt = b"twelve bytes"
    key = hashlib.pbkdf2_hmac("sha512", SECRET.encode(), salt, 101, 64)
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps({
        "defaultACLAccess": {"publishClientSend": True, "subscribe": False},
        "clients": [{"username": "mirror", "iterations": 101,
                     "password": base64.b64encode(key).decode(),
                     "salt": base64.b64encode(salt).decode()}]}))
    mosquitto.configure_with(f"listener {mosquitto.port} 127.0.0.1\nplugin {plugin}\n"
                             f"plugin_opt_config_file {rules}")
    mosquitto.start()
    verdict = judge(mosquitto.port, SECRET, username="mirror")
    assert verdict.failed is Stage.ALLOWED
    assert "hearing what the home asks for" in verdict.what


def test_an_access_list_without_a_line_to_read_stays_unseen(judge, listed):
    """Mosquitto grants the subscription all the same: should it tell one day, so may we."""
    rules = OURS.replace("pattern read mirrorapp/%u/cmd/+\n", "")
    assert rules != OURS
    assert judge(listed(rules), SECRET, username="mirror").good


def test_a_broker_that_hangs_up_on_what_it_denies(judge, odd):
    verdict = judge(odd(lambda caller: caller.welcome()).port)
    assert verdict.failed is Stage.ALLOWED
    assert "hangs up" in verdict.what


def test_a_broker_that_falls_silent(judge, odd):
    gone = Event()

    def talk(caller):
        caller.welcome()
        gone.wait(10)
    verdict = judge(odd(talk).port, patience_s=0.2)
    gone.set()
    assert verdict.failed is Stage.ALLOWED
    assert "stopped answering" in verdict.what


def test_a_broker_that_retains_nothing(judge, mosquitto):
    mosquitto.configure("retain_available false")
    mosquitto.start()
    verdict = judge(mosquitto.port)
    assert verdict.failed is Stage.ALLOWED
    assert "retains no messages" in verdict.what


def test_what_a_broker_of_3_1_1_allows_is_not_told(judge):
    """amqtt answers every message with yes, whatever becomes of it."""
    with PrivateBroker(("amqtt",)) as broker:
        verdict = judge(broker.port, patience_s=1)
    assert verdict.good
    assert verdict.passed == (Stage.REACHABLE, Stage.ENCRYPTED, Stage.LET_IN)
    assert verdict.failed is None
    assert "does not tell" in verdict.remedy


def test_a_broker_that_receives_few_at_once_refuses_nothing_by_that(judge, mosquitto: Mosquitto):
    """What is asked is never released, so it would count the rest as too many."""
    mosquitto.stop()
    mosquitto.configure("max_inflight_messages 5")
    mosquitto.start()
    verdict = judge(mosquitto.port)
    assert verdict.good
    assert "does not tell" in verdict.remedy


# And no trace


def test_leaves_no_trace_where_a_mirror_is_at_work(judge, listener: Listener, bench: Bench,
                                                   mosquitto: Mosquitto):
    hub = bench.hub()
    assert hub.drained(5)
    listener.fence()
    before = listener.wait(lambda heard: heard)
    assert judge(mosquitto.port).good
    listener.fence()
    after = [each for each in listener.wait(lambda heard: heard)[len(before):]
             if each.topic != "mirrorapp/fence"]
    assert after == [], "nothing that it tried is told to anybody"
    assert hub.connected
    assert bench.board.read() == ()


def test_who_is_cut_off_leaves_no_will(mosquitto: Mosquitto, listener: Listener):
    trial = Trial(HubConfig(host="127.0.0.1", port=mosquitto.port))
    trial._call()
    link = trial._link
    link._client.socket().shutdown(socket.SHUT_RDWR)
    while trial._next() is not None and trial._heard.qsize():
        pass
    trial._hang_up()
    listener.fence()
    assert listener.heard("mirrorapp/mirror/availability") == []


def test_a_fault_of_our_own_is_a_verdict_too(judge, mosquitto, monkeypatch):
    mosquitto.start()
    monkeypatch.setattr(Link, "subscribe", lambda *_: 1 / 0)
    verdict = judge(mosquitto.port)
    assert verdict.failed is Stage.ALLOWED
    assert verdict.what == "The broker could not be tried."


def test_stopped_it_says_nothing():
    with socket.create_server(("127.0.0.1", 0)) as server:  # and never takes the call
        trial = Trial(HubConfig(host="127.0.0.1", port=server.getsockname()[1]))
        trial.start()
        trial.stop()
        trial._thread.join(10)
    assert not trial._thread.is_alive()
    assert trial.verdict is None


def test_stopped_afterwards_it_keeps_its_verdict(judge, mosquitto: Mosquitto):
    mosquitto.start()
    trial = Trial(HubConfig(host="127.0.0.1", port=mosquitto.port))
    trial.start()
    verdict = trial.wait(10)
    trial.stop()
    assert trial.verdict is verdict
    assert verdict.good
    assert trial.stage is Stage.ALLOWED
