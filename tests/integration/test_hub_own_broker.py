"""The example configuration for one's own broker, as it is but for its paths and ports."""

import gc
import json
import re
import shutil
import subprocess
import warnings

import pytest

from mirrorapp.config import data_dir
from tests.integration.certificates import Authority

pytestmark = pytest.mark.broker

SECRET = "open sesame"  # noqa: S105


@pytest.fixture
def own(mosquitto, passwords, tmp_path, bench):
    """That broker, configured; the bench's hub knows its way in."""
    example = data_dir() / "mosquitto"
    authority = Authority(tmp_path / "authority")
    served = authority.issue("broker")
    rules = tmp_path / "acl"
    shutil.copy(example / "mirrorapp.acl", rules)
    users = passwords("mirror", SECRET)
    subprocess.run(["mosquitto_passwd", "-b", users, "homeassistant", SECRET], check=True)
    text = (example / "mirrorapp.conf").read_text()
    for pattern, value in [
            (r"^listener 8883$", f"listener {mosquitto.port} 127.0.0.1"),
            (r"^listener 1883 .*$", ""),
            (r"^password_file .*$", f"password_file {users}"),
            (r"^acl_file .*$", f"acl_file {rules}"),
            (r"^cafile .*$", f"cafile {authority.certificate}"),
            (r"^certfile .*$", f"certfile {served.certificate}"),
            (r"^keyfile .*$", f"keyfile {served.key}")]:
        text, count = re.subn(pattern, value, text, flags=re.MULTILINE)
        assert count == 1, pattern
    mosquitto.configure_with(text)
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o600)
    bench.config = bench.config.model_copy(update={
        "tls": True, "ca_file": authority.certificate, "username": "mirror",
        "password_file": secret})
    return authority.certificate


def test_it_serves_the_mirror_and_home_assistant(own, mosquitto, bench, listen, record):
    mosquitto.start()
    listener = listen(mosquitto.port, credentials=("homeassistant", SECRET), ca_file=own)
    hub = bench.hub()
    hub.session_ended(record("a"))
    assert hub.drained(5)
    assert bench.board.read() == ()
    assert json.loads(listener.wait_for("mirrorapp/mirror/event").payload)["uuid"] == "a"
    listener.wait_for("homeassistant/device/mirror/config")


def test_home_assistant_can_not_speak_for_the_mirror(own, mosquitto, bench, listen):
    mosquitto.start()
    listener = listen(mosquitto.port, credentials=("homeassistant", SECRET), ca_file=own)
    listener.say("mirrorapp/mirror/state", "forged")
    hub = bench.hub()
    assert hub.drained(5)
    listener.wait_for("mirrorapp/mirror/state")
    assert "forged" not in listener.heard("mirrorapp/mirror/state")


# paho leaves the socket of a failed handshake to whoever collects it, its own thread mostly.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket")
def test_a_broker_with_another_certificate_is_not_told_anything(own, mosquitto, bench, tmp_path):
    mosquitto.start()
    bench.config = bench.config.model_copy(
        update={"ca_file": Authority(tmp_path / "somebody").certificate})
    hub = bench.hub()
    bench.board.wait_for("certificate")
    assert not hub.connected
    hub.stop(1)
    with warnings.catch_warnings():
        # What else is garbage by now, from whatever test before, is none of this one's.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
