"""How Home Assistant learns of the mirror: one retained message for the whole device.

https://www.home-assistant.io/integrations/mqtt/#device-discovery-payload – platforms and keys
are those of 2025.1: one that Home Assistant does not know makes it reject the whole message.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from mirrorapp import __version__
from mirrorapp.config import HubConfig
from mirrorapp.hub.payloads import OFFLINE, ONLINE, PHASES, EventType
from mirrorapp.hub.topics import Topics


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Availability(_Part):
    """Where to see whether the mirror is there."""

    topic: str


class Device(_Part):
    """The mirror in Home Assistant's device registry."""

    identifiers: tuple[str, ...]
    name: str
    manufacturer: str = "mirrorapp"
    model: str = "Exercise coach in a smart mirror"
    sw_version: str = __version__


class Origin(_Part):
    """Who wrote the message."""

    name: str = "mirrorapp"
    sw_version: str = __version__


class Component(_Part):
    """One entity. `availability` empty: the entity is there even while the mirror is not."""

    platform: Literal["sensor", "binary_sensor", "event"]
    unique_id: str
    default_entity_id: str
    name: str
    state_topic: str
    value_template: str | None = None
    json_attributes_topic: str | None = None
    device_class: str | None = None
    state_class: Literal["measurement", "total", "total_increasing"] | None = None
    unit_of_measurement: str | None = None
    options: tuple[str, ...] | None = None
    event_types: tuple[str, ...] | None = None
    payload_on: str | None = None
    payload_off: str | None = None
    entity_category: Literal["diagnostic"] | None = None
    icon: str | None = None
    availability: tuple[Availability, ...] | None = None


class Removal(_Part):
    """What stands in the place of a component that is no more; leaving it out keeps it."""

    platform: str


class Discovery(_Part):
    """The whole message."""

    device: Device
    origin: Origin = Origin()
    availability: tuple[Availability, ...]
    qos: Literal[0, 1, 2] = 1
    components: Mapping[str, Component | Removal]

    def to_json(self) -> str:
        """The message as it goes to the broker."""
        return self.model_dump_json(exclude_none=True)

    def platforms(self) -> dict[str, str]:
        """The platform of each component, to be remembered for its removal."""
        return {key: part.platform for key, part in self.components.items()}


def discovery(config: HubConfig, published: Mapping[str, str] | None = None, *,
              sharing: bool = False) -> Discovery:
    """The message for the mirror that `config` names; with health where somebody shares it.

    `published` maps every component ever published to its platform: those that are no more are
    removed, again each time, as Home Assistant may have been away the last.
    """
    topics = Topics.of(config)
    components = _components(topics) | (_health(topics) if sharing else {})
    gone = {key: Removal(platform=platform) for key, platform in (published or {}).items()
            if key not in components}
    return Discovery(device=Device(identifiers=(_node(topics),), name=_name(config)),
                     availability=(Availability(topic=topics.availability),),
                     components={**components, **gone})


def _components(topics: Topics) -> dict[str, Component]:
    return {
        "running": _component(
            topics, "running", "binary_sensor", "Session running", device_class="running",
            value_template="{{ 'ON' if value_json.running else 'OFF' }}"),
        "connected": _component(
            topics, "connected", "binary_sensor", "Connected", state_topic=topics.availability,
            device_class="connectivity", payload_on=ONLINE, payload_off=OFFLINE,
            entity_category="diagnostic", availability=()),
        "phase": _component(
            topics, "phase", "sensor", "Phase", device_class="enum", icon="mdi:mirror",
            options=PHASES, value_template="{{ value_json.phase }}"),
        "last_session": _component(
            topics, "last_session", "sensor", "Last session", device_class="timestamp",
            value_template="{{ value_json.last_session }}",
            json_attributes_topic=topics.last_session),
        "minutes_today": _component(
            topics, "minutes_today", "sensor", "Exercise time today", device_class="duration",
            unit_of_measurement="min", state_class="total_increasing",
            value_template="{{ value_json.minutes_today }}"),
        "due": _component(
            topics, "due", "binary_sensor", "Session due", icon="mdi:calendar-check",
            value_template="{{ {true: 'ON', false: 'OFF'}.get(value_json.due) }}"),
        "next_session": _component(
            topics, "next_session", "sensor", "Next session", device_class="timestamp",
            value_template="{{ value_json.next_session }}"),
        "session": _component(
            topics, "session", "event", "Session", state_topic=topics.event,
            icon="mdi:human-handsup",
            event_types=(EventType.STARTED, EventType.COMPLETED, EventType.ABORTED)),
    }


def _health(topics: Topics) -> dict[str, Component]:
    return {"see_professional": _component(
        topics, "see_professional", "binary_sensor", "See a professional", device_class="problem",
        value_template="{{ {true: 'ON', false: 'OFF'}.get(value_json.see_professional) }}")}


def _component(topics: Topics, key: str, platform: Literal["sensor", "binary_sensor", "event"],
               name: str, *, state_topic: str | None = None, **settings: object) -> Component:
    node = _node(topics)
    return Component.model_validate({
        "platform": platform, "name": name, "unique_id": f"{node}_{key}",
        "default_entity_id": f"{platform}.{_entity_slug(node)}_{key}",
        "state_topic": state_topic or topics.state, **settings})


def _node(topics: Topics) -> str:
    return f"{topics.base}_{topics.id}"


def _entity_slug(node: str) -> str:
    return node.lower().replace("-", "_")


def _name(config: HubConfig) -> str:
    plain = HubConfig.model_fields["id"].default
    return "Exercise mirror" if config.id == plain else f"Exercise mirror {config.id}"
