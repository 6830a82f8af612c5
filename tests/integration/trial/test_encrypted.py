"""A trial at brokers that encrypt, do not, or show the wrong certificate."""

import socket

import pytest

from mirrorapp.hub.trial import Stage, Verdict
from tests.integration.certificates import Authority
from tests.integration.trial.tried import MARKS, encrypt

pytestmark = MARKS


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates") / "stranger")


def test_who_takes_the_call_and_never_encrypts(judge):
    with socket.create_server(("127.0.0.1", 0)) as server:
        verdict = judge(server.getsockname()[1], patience_s=0.2, tls=True)
    assert verdict.failed is Stage.ENCRYPTED
    assert "No encrypted connection" in verdict.what


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
