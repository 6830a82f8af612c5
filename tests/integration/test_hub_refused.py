"""The hub at a broker that does not have it, or not as it is."""

import pytest

from tests.integration.topics import AVAILABILITY

pytestmark = pytest.mark.broker


def test_a_wrong_password_is_told_apart_and_read_again(bench, mosquitto, passwords, tmp_path,
                                                       caplog):
    secret = tmp_path / "secret"
    secret.write_text("not it at all\n")
    secret.chmod(0o600)
    mosquitto.configure(f"password_file {passwords('mirror', 'open sesame')}", anonymous=False)
    mosquitto.start()
    bench.config = bench.config.model_copy(update={"username": "mirror", "password_file": secret})
    hub = bench.hub()
    bench.board.wait_for("refused the user name or password")
    secret.write_text("open sesame\n")
    bench.board.wait_empty()
    assert hub.drained(5)
    assert "sesame" not in caplog.text
    assert "not it" not in caplog.text


def test_a_missing_password_file_is_said_and_mended(bench, mosquitto, tmp_path):
    secret = tmp_path / "secret"
    mosquitto.start()
    bench.config = bench.config.model_copy(update={"username": "mirror", "password_file": secret})
    hub = bench.hub()
    bench.board.wait_for("is missing")
    secret.write_text("x\n")
    bench.board.wait_empty()
    assert hub.drained(5)


def test_a_broker_that_forbids_the_topics(bench, mosquitto, tmp_path, record, caplog):
    rules = tmp_path / "acl"
    rules.write_text("topic read #\n")
    mosquitto.configure(f"acl_file {rules}")
    mosquitto.start()
    hub = bench.hub()
    hub.session_ended(record("a"))
    bench.board.wait_for("keeps the mirror from some of its topics")
    assert "write mirrorapp/mirror/#" in caplog.text
    hub.stop(0.2)
    assert hub._line.outbox.open_count() == 1


def test_two_mirrors_of_one_name(bench, listener):
    bench.hub()
    bench.board.wait_empty()
    listener.wait_for(AVAILABILITY, "online")
    bench.file = bench.file.with_name("other.sqlite3")
    bench.hub()
    bench.board.wait_for("again and again")
