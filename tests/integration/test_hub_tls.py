"""The hub and a real mosquitto over TLS: who trusts whom, and what is said where one does not."""

import gc
import logging
import signal
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirrorapp.hub import messenger
from tests.integration.certificates import Authority
from tests.integration.conftest import Bench, Mosquitto

pytestmark = [
    pytest.mark.broker,
    # paho leaves the socket of a failed handshake to whoever collects it, its own thread mostly.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket"),
]
STATE = "mirrorapp/mirror/state"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates") / "home")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates") / "stranger")


@pytest.fixture
def bench(bench: Bench, authority: Authority) -> Iterator[Bench]:
    """A hub that encrypts and trusts `authority`; what its failed handshakes leave is swept up."""
    tell(bench, tls=True, ca_file=authority.certificate)
    yield bench
    bench.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def tell(bench: Bench, **settings: object) -> None:
    bench.config = bench.config.model_copy(update=settings)


def start(mosquitto: Mosquitto, authority: Authority, broker: str = "broker", *lines: str,
          days: tuple[int, int] = (-1, 2)) -> None:
    own = authority.issue(broker, days=days)
    mosquitto.configure(f"cafile {authority.certificate}", f"certfile {own.certificate}",
                        f"keyfile {own.key}", *lines)
    mosquitto.start()


@pytest.fixture(params=["tlsv1.2", "tlsv1.3"])
def strict(mosquitto: Mosquitto, authority: Authority, request: pytest.FixtureRequest) -> None:
    """The broker runs and lets in only who has a certificate, whose name is then the user's.

    With TLS 1.3 it says so after the handshake, before that within.
    """
    start(mosquitto, authority, "broker", "require_certificate true",
          "use_identity_as_username true", f"tls_version {request.param}")


@pytest.mark.usefixtures("strict")
def test_a_certificate_opens_the_door(bench, authority, mosquitto, tmp_path):
    own = authority.issue("mirror")
    own.key.chmod(0o600)
    tell(bench, cert_file=own.certificate, key_file=own.key)
    hub = bench.hub()
    assert hub.drained(5)
    assert bench.board.read() == ()


@pytest.mark.usefixtures("strict")
def test_a_certificate_may_come_from_systemd(bench, authority, monkeypatch, tmp_path):
    own = authority.issue("mirror")
    (tmp_path / "cert").write_bytes(own.certificate.read_bytes())
    (tmp_path / "key").write_bytes(own.key.read_bytes())
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    tell(bench, cert_file=Path("cert"), key_file=Path("key"))
    assert bench.hub().drained(5)


@pytest.mark.usefixtures("strict")
def test_no_certificate_is_asked_for(bench):
    hub = bench.hub()
    assert "hub.cert_file" in bench.board.wait_for("wants a certificate of the mirror").remedy
    assert not hub.connected


@pytest.mark.usefixtures("strict")
def test_a_certificate_of_somebody_else(bench, stranger):
    own = stranger.issue("mirror")
    tell(bench, cert_file=own.certificate, key_file=own.key)
    bench.hub()
    assert "signed by" in bench.board.wait_for("does not accept the mirror's certificate").remedy


@pytest.mark.usefixtures("strict")
def test_a_certificate_that_has_expired_is_renewed_while_the_mirror_runs(bench, authority,
                                                                         tmp_path):
    own = authority.issue("mirror", days=(-9, -2))
    tell(bench, cert_file=own.certificate, key_file=own.key)
    hub = bench.hub()
    bench.board.wait_for("certificate has expired")
    authority.issue("mirror")  # in the place of the other
    bench.board.wait_empty()
    assert hub.drained(5)


@pytest.mark.usefixtures("strict")
def test_a_key_of_another_certificate(bench, authority):
    own, other = authority.issue("mirror"), authority.issue("other")
    tell(bench, cert_file=own.certificate, key_file=other.key)
    bench.hub()
    bench.board.wait_for("does not belong to the certificate")


def test_the_own_certificate_of_the_broker_has_expired(bench, authority, mosquitto):
    start(mosquitto, authority, days=(-9, -2))
    hub = bench.hub()
    assert "clock" in bench.board.wait_for("is out of date").remedy
    assert not hub.connected


def test_a_broker_that_is_not_yet_valid_points_to_the_clock(bench, authority, mosquitto):
    start(mosquitto, authority, days=(2, 9))
    bench.hub()
    assert "clock" in bench.board.wait_for("is out of date").remedy


def test_a_broker_of_somebody_else_is_told_nothing(bench, stranger, mosquitto):
    start(mosquitto, stranger)
    hub = bench.hub()
    assert "hub.ca_file" in bench.board.wait_for("was not accepted").remedy
    assert not hub.connected


def test_a_broker_of_another_name_is_told_nothing(bench, authority, mosquitto):
    start(mosquitto, authority)
    tell(bench, host="localhost")
    bench.hub()
    assert "hub.host" in bench.board.wait_for("is for another name").remedy


def test_a_broker_that_does_not_encrypt_is_told_nothing(bench, mosquitto):
    mosquitto.start()
    hub = bench.hub()
    assert "8883" in bench.board.wait_for("No encrypted connection").remedy
    assert not hub.connected


@pytest.fixture
def locked(mosquitto, authority, passwords):
    """The broker runs, encrypts, and lets in only who knows the password."""
    start(mosquitto, authority, "broker", "allow_anonymous false",
          f"password_file {passwords('mirror', 'open sesame')}")


@pytest.mark.usefixtures("locked")
def test_a_password_is_in_no_message(bench, tmp_path, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    secret = tmp_path / "secret"
    secret.write_text("not it at all\n")
    secret.chmod(0o600)
    tell(bench, username="mirror", password_file=secret)
    hub = bench.hub()
    bench.board.wait_for("refused the user name or password")
    secret.write_text("open sesame\n")
    bench.board.wait_empty()
    assert hub.drained(5)
    said = caplog.text + "".join(capfd.readouterr()) + repr(hub.__dict__)
    assert "sesame" not in said
    assert "not it" not in said


def test_a_broker_that_hangs_is_given_up_and_told_all_when_it_wakes(
        bench, authority, mosquitto, record, monkeypatch):
    start(mosquitto, authority)
    hub = bench.hub()
    assert hub.drained(5)
    monkeypatch.setattr(messenger, "ACK_TIMEOUT_S", 0.2)
    mosquitto.send_signal(signal.SIGSTOP)
    hub.session_ended(record("a"))
    bench.board.wait_for("can't be reached")
    mosquitto.send_signal(signal.SIGCONT)
    bench.board.wait_empty()
    assert hub.drained(8)


@pytest.mark.usefixtures("strict")
def test_what_is_said_is_said_once(bench, caplog):
    bench.hub()
    bench.board.wait_for("wants a certificate")
    bench.close()
    assert caplog.text.count("wants a certificate") == 1
