"""The example configuration for one's own broker, as it is but for its paths and ports."""

import gc
import json
import shutil
import warnings

import pytest

from tests.integration.certificates import Authority
from tests.integration.own_broker import HOME_ASSISTANT, SECRET, own_broker

pytestmark = pytest.mark.broker


@pytest.fixture
def own(mosquitto, tmp_path, bench):
    """That broker, configured; the bench's hub knows its way in."""
    if shutil.which("mosquitto_passwd") is None:
        pytest.skip("mosquitto_passwd is not installed")
    known = own_broker(mosquitto, tmp_path)
    bench.config = bench.config.model_copy(update=known)
    return known["ca_file"]


def test_it_serves_the_mirror_and_home_assistant(own, mosquitto, bench, listen, record):
    mosquitto.start()
    listener = listen(mosquitto.port, credentials=(HOME_ASSISTANT, SECRET), ca_file=own)
    hub = bench.hub()
    hub.session_ended(record("a"))
    assert hub.drained(5)
    assert bench.board.read() == ()
    assert json.loads(listener.wait_for("mirrorapp/mirror/event").payload)["uuid"] == "a"
    listener.wait_for("homeassistant/device/mirror/config")


def test_home_assistant_can_not_speak_for_the_mirror(own, mosquitto, bench, listen):
    mosquitto.start()
    listener = listen(mosquitto.port, credentials=(HOME_ASSISTANT, SECRET), ca_file=own)
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
