"""Password and certificate files, and what is said when they are amiss."""

import ssl
from pathlib import Path

import pytest

from mirrorapp.config import HubConfig
from mirrorapp.hub.credentials import read_password, tls_context
from mirrorapp.hub.faults import HubError
from tests.integration.certificates import Authority


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "password"
    made.touch(mode=0o600)
    return made


@pytest.fixture
def credentials(tmp_path, monkeypatch):
    """Where systemd puts them."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return folder


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("made") / "authority")


def hub(**settings):
    return HubConfig(host="h", tls=True, **settings)


def test_no_file_no_password():
    assert read_password(None) is None


def test_the_first_line_is_the_password(file, caplog):
    file.write_text("pass wörd\nnot this\n", encoding="utf-8")
    assert read_password(file).get_secret_value() == "pass wörd"
    assert caplog.text == ""


def test_a_mark_of_byte_order_is_not_in_the_password(file):
    file.write_text("x\r\n", encoding="utf-8-sig")
    assert read_password(file).get_secret_value() == "x"


def test_nobody_sees_it_by_accident(file):
    file.write_text("pass word\n")
    assert "pass" not in f"{read_password(file)} {read_password(file)!r}"


def test_a_file_that_everybody_can_read_is_warned_of(file, caplog):
    file.write_text("pass word\n")
    file.chmod(0o644)
    read_password(file)
    assert "chmod o-r" in caplog.text
    assert "pass word" not in caplog.text


@pytest.mark.parametrize(("content", "said"), [
    (None, "is missing"), (b"", "holds no password"), (b"\nx", "holds no password"),
    (b"\xff\xfe", "holds no password")])
def test_a_file_that_is_no_good(file, content, said):
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(HubError, match=said):
        read_password(file)


def test_a_folder_is_no_password_file(tmp_path):
    with pytest.raises(HubError, match="can't be read"):
        read_password(tmp_path)


def test_the_password_may_be_a_credential_of_systemd(credentials):
    (credentials / "broker").write_text("from systemd")
    assert read_password(Path("broker")).get_secret_value() == "from systemd"


def test_a_path_is_no_credential(credentials, file):
    file.write_text("from a file")
    (credentials / file.name).write_text("from systemd")
    assert read_password(file).get_secret_value() == "from a file"


@pytest.mark.parametrize("mistaken", ["s3cret", "s3/cret"])
@pytest.mark.usefixtures("credentials")
def test_a_password_in_the_place_of_its_file_is_not_told(mistaken):
    with pytest.raises(HubError, match=r"hub\.password_file names no file") as error:
        read_password(Path(mistaken))
    assert mistaken not in f"{error.value}{error.value.remedy}"


def test_the_system_is_trusted_by_default():
    context = tls_context(hub())
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_whoever_does_not_encrypt_needs_no_context():
    assert tls_context(HubConfig(host="h")) is None


@pytest.mark.parametrize("setting", ["ca_file", "cert_file", "key_file"])
def test_certificates_without_encryption_are_a_mistake(setting):
    with pytest.raises(HubError, match="encryption is off"):
        tls_context(HubConfig(host="h", **{setting: Path("x")}))


@pytest.mark.parametrize("setting", ["ca_file", "cert_file"])
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_file_that_is_no_good(tmp_path, setting, content):
    file = tmp_path / "some.crt"
    if content:
        file.write_text(content)
    with pytest.raises(HubError, match=r"can't be used: [Nn]o ") as error:
        tls_context(hub(**{setting: file}))
    assert str(file) in error.value.what
    assert f"hub.{setting}" in error.value.remedy or "PEM" in error.value.remedy


def test_a_certificate_and_its_key(authority, caplog):
    own = authority.issue("mirror")
    own.key.chmod(0o600)
    assert tls_context(hub(cert_file=own.certificate, key_file=own.key)) is not None
    assert caplog.text == ""


def test_a_key_that_everybody_can_read_is_warned_of(authority, caplog):
    own = authority.issue("mirror")
    own.key.chmod(0o644)
    tls_context(hub(cert_file=own.certificate, key_file=own.key))
    assert f"read {own.key}" in caplog.text


def test_both_may_be_in_one_file(authority, tmp_path):
    own = authority.issue("mirror")
    both = tmp_path / "both.pem"
    both.write_bytes(own.certificate.read_bytes() + own.key.read_bytes())
    assert tls_context(hub(cert_file=both)) is not None


def test_a_certificate_may_be_a_credential_of_systemd(authority, credentials):
    own = authority.issue("mirror")
    (credentials / "crt").write_bytes(own.certificate.read_bytes())
    (credentials / "key").write_bytes(own.key.read_bytes())
    assert tls_context(hub(ca_file=Path("crt"), cert_file=Path("crt"), key_file=Path("key")))


def test_a_key_without_a_certificate():
    with pytest.raises(HubError, match="has no certificate"):
        tls_context(hub(key_file=Path("x")))


def test_a_key_that_is_missing(authority, tmp_path):
    own = authority.issue("mirror")
    with pytest.raises(HubError, match=r"none\.key can't be used: No such file"):
        tls_context(hub(cert_file=own.certificate, key_file=tmp_path / "none.key"))


def test_a_key_of_another_certificate(authority):
    own = authority.issue("mirror")
    other = authority.issue("other")
    with pytest.raises(HubError, match="does not belong to the certificate"):
        tls_context(hub(cert_file=own.certificate, key_file=other.key))


def test_nobody_is_asked_for_what_opens_a_key(authority):
    own = authority.issue("locked", locked_by="open sesame")
    with pytest.raises(HubError, match="is encrypted"):
        tls_context(hub(cert_file=own.certificate, key_file=own.key))
