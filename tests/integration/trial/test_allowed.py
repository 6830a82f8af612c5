"""A trial at brokers that let the mirror do all that it has to, or less."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from mirrorapp.config import data_dir
from mirrorapp.hub.broker import PrivateBroker
from mirrorapp.hub.trial import Stage
from tests.integration.conftest import Mosquitto
from tests.integration.trial.tried import MARKS, SECRET

pytestmark = MARKS

OURS = (data_dir() / "mosquitto" / "mirrorapp.acl").read_text()


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
