"""What a mirror has announced, and where Home Assistant shows something else."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.homeassistant.house import House
from tests.integration.conftest import Listener

# Keys of a component that Home Assistant shows among the attributes of its entity.
_ATTRIBUTES = ("unit_of_measurement", "device_class", "state_class", "options", "event_types",
               "icon", "min", "max", "step", "mode", "pattern")
_UNKNOWN = "unknown"


@dataclass(frozen=True)
class Part:
    """One component of a discovery message, with the device that it belongs to."""

    key: str
    device: dict[str, Any]
    said: dict[str, Any]

    @property
    def platform(self) -> str:
        return str(self.said["platform"])

    @property
    def entity_id(self) -> str:
        return str(self.said["default_entity_id"])


def parts(listener: Listener, mirror: str) -> list[Part]:
    """The components of every discovery message of `mirror` as it was last sent."""
    topic = f"homeassistant/device/{mirror}/"
    newest = {each.topic: json.loads(each.payload) for each in listener.wait(lambda _: True)
              if each.topic.startswith(topic) and each.payload}
    return [Part(key, message["device"], said) for message in newest.values()
            for key, said in message["components"].items() if set(said) != {"platform"}]


def differences(house: House, listener: Listener, found: list[Part]) -> list[str]:
    """How Home Assistant's entities, devices and triggers differ from what was announced."""
    entities = house.entities()
    wrong = []
    for part in found:
        device = house.device(part.device["identifiers"][0])
        if device is None:
            wrong.append(f"{part.key}: there is no device {part.device['identifiers']}")
        elif part.platform == "device_automation":
            wrong += _trigger(house, part, device)
        else:
            wrong += _device(house, part, device)
            wrong += _entity(house, listener, part, device, entities.get(part.said["unique_id"]))
    return wrong


def _device(house: House, part: Part, device: dict[str, Any]) -> list[str]:
    said = dict(part.device)
    parent = said.pop("via_device", None)
    identifiers = [["mqtt", each] for each in said.pop("identifiers")]
    wrong = _unlike(f"device of {part.key}", said, device)
    if device["identifiers"] != identifiers:
        wrong.append(f"device of {part.key}: is {device['identifiers']}, not {identifiers}")
    if parent is not None:
        above = house.device(parent)
        if above is None or device["via_device_id"] != above["id"]:
            wrong.append(f"device of {part.key}: does not stand under {parent}")
    return wrong


def _trigger(house: House, part: Part, device: dict[str, Any]) -> list[str]:
    known = [(each["type"], each["subtype"])
             for each in house.ask("device_automation/trigger/list", device_id=device["id"])
             if each["domain"] == "mqtt"]
    wanted = (part.said["type"], part.said["subtype"])
    return [] if wanted in known else [f"{part.key}: no trigger {wanted} among {known}"]


def _entity(house: House, listener: Listener, part: Part, device: dict[str, Any],
            entry: dict[str, Any] | None) -> list[str]:
    if entry is None:
        return [f"{part.key}: no entity has the unique id {part.said['unique_id']}"]
    wrong = _unlike(part.key, {
        "entity_id": part.entity_id, "device_id": device["id"],
        "original_name": part.said["name"],
        "entity_category": part.said.get("entity_category")}, entry)
    disabled = part.said.get("enabled_by_default") is False
    if (entry["disabled_by"] is not None) != disabled:
        wrong.append(f"{part.key}: disabled by {entry['disabled_by']}")
    state = house.state(entry["entity_id"])
    if state is None or disabled:
        return wrong if disabled else [*wrong, f"{part.key}: {entry['entity_id']} has no state"]
    expected = {key: part.said[key] for key in _ATTRIBUTES if key in part.said}
    expected["friendly_name"] = f"{part.device['name']} {part.said['name']}"
    wrong += _unlike(part.key, expected, state["attributes"])
    wanted = _state(house, listener, part)
    if wanted is not None and not _same(state["state"], wanted):
        wrong.append(f"{part.key}: is {state['state']}, not {wanted}")
    return wrong


def _unlike(who: str, expected: dict[str, Any], seen: dict[str, Any]) -> list[str]:
    return [f"{who}: {key} is {seen.get(key)!r}, not {value!r}"
            for key, value in expected.items() if seen.get(key) != value]


def _state(house: House, listener: Listener, part: Part) -> str | None:
    """The state that follows from what was told; None where it is a moment of Home Assistant's."""
    if part.platform in ("event", "image"):
        return None
    told = listener.heard(part.said["state_topic"]) if "state_topic" in part.said else []
    if not told:
        return "unavailable" if "expire_after" in part.said else _UNKNOWN
    value = house.rendered(part.said.get("value_template", "{{ value }}"), told[-1])
    if value == "None":
        return _UNKNOWN
    if part.platform in ("binary_sensor", "switch"):
        said = part.said
        on = said.get("state_on", said.get("payload_on", "ON"))
        off = said.get("state_off", said.get("payload_off", "OFF"))
        return {on: "on", off: "off"}[value]
    return value


def _same(state: str, wanted: str) -> bool:
    """Whether these are the same, the same number or the same moment."""
    if state == wanted:
        return True
    for read in (float, _moment):
        try:
            return bool(read(state) == read(wanted))
        except ValueError:
            continue
    return False


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
