"""Password and certificate files, and what is said when they are amiss."""

import ssl

import pytest

from mirrorapp.hub.credentials import read_password, trust
from mirrorapp.hub.faults import HubError


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "password"
    made.touch(mode=0o600)
    return made


def test_no_file_no_password():
    assert read_password(None) is None


def test_the_first_line_is_the_password(file, caplog):
    file.write_text("pass wörd\nnot this\n", encoding="utf-8")
    assert read_password(file) == "pass wörd"
    assert caplog.text == ""


def test_a_file_that_everybody_can_read_is_warned_of(file, caplog):
    file.write_text("pass word\n")
    file.chmod(0o644)
    assert read_password(file) == "pass word"
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


def test_the_system_is_trusted_by_default():
    context = trust(None)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_file_that_is_no_good(tmp_path, content):
    file = tmp_path / "ca.crt"
    if content:
        file.write_text(content)
    with pytest.raises(HubError, match="can't be used"):
        trust(file)
