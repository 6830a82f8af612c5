"""The example for MagicMirror²: each line of it finds its value in what the mirror tells, and what
it sends starts a session.

Its modules are none of ours and are not run; what is known of them here is what their
documentation says of a JSON pointer, of conversions and of notifications.
"""

import json
import shutil
import subprocess
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.config import data_dir
from mirrorapp.hub.commands import Command, Name
from mirrorapp.hub.payloads import PHASES, Live, MirrorState, Person, PersonState, Told, Words
from tests.integration.conftest import TIMEOUT_S

pytestmark = pytest.mark.broker

FOLDER = data_dir() / "magicmirror"
STATE = MirrorState.of(
    Phase.HOME, due=True, minutes_today=12.4,
    words=Words(today="12 minutes today", exercises="Squat, Hip hike", next="Sat 18:05"))


def exported(file: Path) -> Any:
    """What Node takes a file of JavaScript to say."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    return json.loads(subprocess.run(
        [node, "-p", "JSON.stringify(require(process.argv[1]))", file], check=True,
        capture_output=True, text=True, timeout=60).stdout)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The example with all that can be switched on."""
    text = (FOLDER / "config.js").read_text()
    for said, instead in (('person = ""', 'person = "p1"'), ("elsewhere = false",
                                                             "elsewhere = true")):
        assert said in text
        text = text.replace(said, instead)
    file = tmp_path / "config.js"
    file.write_text(text)
    return file


def module(config: Any, name: str) -> Any:
    return next(each["config"] for each in config["modules"] if each["module"] == name)


def lines(config: Any) -> list[dict[str, Any]]:
    return [line for server in module(config, "MMM-MQTT")["mqttServers"]
            for line in server["subscriptions"]]


def pointed_at(payload: str, line: dict[str, Any]) -> Any:
    """As in RFC 6901; raises `KeyError` where there is nothing. Without a pointer, all of it."""
    if "jsonpointer" not in line:
        return payload
    found = json.loads(payload)
    for part in line["jsonpointer"].removeprefix("/").split("/"):
        found = found[part]
    return found


def shown(value: Any, line: dict[str, Any]) -> str:
    """What stands on the line, as the module's documentation has it."""
    text = value if isinstance(value, str) else json.dumps(value)
    for each in line.get("conversions", []):
        if each["from"] == text:
            return str(each["to"])
    return text


def test_each_line_finds_its_value_in_what_the_mirror_tells(bench, listener, whole):
    hub = bench.hub(Told(STATE, {"p1": "Anna"}, people={"p1": Person(PersonState(streak=3))}))
    assert hub.drained(TIMEOUT_S)
    hub.mention(Live(progress=40))
    found = {}
    for line in lines(exported(whole)):
        found[line.get("jsonpointer", "")] = shown(
            pointed_at(listener.wait_for(line["topic"]).payload, line), line)
    assert found == {
        "": "#DISABLED#", "/due": "It is time to exercise", "/words/today": "12 minutes today",
        "/words/exercises": "Squat, Hip hike", "/words/next": "Sat 18:05",
        "/minutes_today": "12.4", "/phase": "#DISABLED#", "/progress": "40", "/streak": "3"}


def test_what_is_converted_is_never_unknown_and_each_phase_has_its_word(whole):
    """The module can't convert `null`: it would show nothing at all any more."""
    bare = {"state": MirrorState.of(Phase.HOME, due=False).to_json(),
            "live": Live().to_json(), "p/p1/state": PersonState().to_json()}
    for line in lines(exported(whole)):
        kind = line["topic"].removeprefix("mirrorapp/mirror/")
        if "conversions" in line and kind in bare:
            assert pointed_at(bare[kind], line) is not None, line
        if line.get("jsonpointer") == "/phase":
            assert {each["from"] for each in line["conversions"]} - {""} == set(PHASES)


def test_as_it_is_it_hears_of_nobodys_health():
    assert {line["topic"] for line in lines(exported(FOLDER / "config.js"))} == {
        "mirrorapp/mirror/availability", "mirrorapp/mirror/state"}


def test_no_password_stands_in_it():
    config = exported(FOLDER / "config.js")
    assert config["hideConfigSecrets"] is True
    assert "${SECRET_MQTT}" in module(config, "MMM-MQTT")["mqttServers"][0].values()
    assert ":${SECRET_MQTT}@" in module(config, "MMM-MQTTbridge")["mqttServer"]
    assert config["address"] == "localhost"


def test_what_it_sends_is_a_start(bench, listener):
    asked: SimpleQueue[Any] = SimpleQueue()
    bench.hub(obey=asked.put).drained(TIMEOUT_S)
    said = exported(FOLDER / "mirrorapp-start.js")
    (hook,), (command,) = said["notiHook"], said["notiMqttCommands"]
    assert hook["notiPayload"] == [{"notiMqttCmd": [command["commandId"]]}]
    assert (command["retain"], command["qos"], command["stringifyPayload"]) == (False, 0, False)
    listener.say(command["mqttTopic"], command["mqttMsgPayload"])
    assert asked.get(timeout=TIMEOUT_S) == Command(Name.START, "")


def test_the_bridge_reads_the_file_that_is_to_be_put_there():
    bridge = module(exported(FOLDER / "config.js"), "MMM-MQTTbridge")
    assert Path(bridge["notiDictConf"]).name == "mirrorapp-start.js"
