"""How Home Assistant learns of the mirror: one retained message for the mirror, and one for each
profile that shares its health.

https://www.home-assistant.io/integrations/mqtt/#device-discovery-payload – platforms and keys
are those of 2025.1: one that Home Assistant does not know makes it reject the whole message.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from mirrorapp import __version__
from mirrorapp.config import HubConfig
from mirrorapp.hub import entities
from mirrorapp.hub.entities import Availability, Component, Removal, Trigger
from mirrorapp.hub.payloads import labels
from mirrorapp.hub.topics import Topics


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Device(_Part):
    """The mirror, or somebody who trains there, in Home Assistant's device registry."""

    identifiers: tuple[str, ...]
    name: str
    manufacturer: str = "mirrorapp"
    model: str = "Exercise coach in a smart mirror"
    sw_version: str = __version__
    via_device: str | None = None


class Origin(_Part):
    """Who wrote the message."""

    name: str = "mirrorapp"
    sw_version: str = __version__


class Discovery(_Part):
    """The whole message."""

    device: Device
    origin: Origin = Origin()
    availability: tuple[Availability, ...]
    qos: Literal[0, 1, 2] = 1
    components: Mapping[str, Component | Trigger | Removal]

    def to_json(self) -> str:
        """The message as it goes to the broker."""
        return self.model_dump_json(exclude_none=True)

    def platforms(self) -> dict[str, str]:
        """The platform of each component, to be remembered for its removal."""
        return {key: part.platform for key, part in self.components.items()}


def of_mirror(config: HubConfig, names: Mapping[str, str], routines: tuple[str, ...],
              published: Mapping[str, str] | None = None) -> Discovery:
    """The message for the mirror that `config` names; `names` and `routines` as in `Told`.

    `published` maps every component ever published to its platform: those that are no more are
    removed, again each time, as Home Assistant may have been away the last.
    """
    topics = Topics.of(config)
    return _message(
        Device(identifiers=(_node(topics),), name=_name(config)), topics,
        entities.of_mirror(topics, _node(topics), tuple(labels(names).values()), routines),
        published or {})


def of_person(config: HubConfig, profile: str, name: str,
              published: Mapping[str, str] | None = None) -> Discovery:
    """The message for somebody who shares their health at the mirror that `config` names."""
    topics = Topics.of(config).person(profile)
    node = f"{_node(topics.mirror)}.{profile}"  # no id has a dot: nobody passes for a mirror
    device = Device(identifiers=(node,), name=name or profile, model="Exercises at the mirror",
                    via_device=_node(topics.mirror))
    return _message(device, topics.mirror, entities.of_person(topics, node), published or {})


def recalled(message: Discovery) -> Discovery:
    """The same, but what it removes is there, as bare as can be.

    Home Assistant forgets only what it knows of: what was removed while it was away stays in its
    registry, unless it hears of it once more before it is removed again.
    """
    node, topic = message.device.identifiers[0], message.availability[0].topic
    there = {key: entities.bare(part.platform, node, key, topic) or part
             if isinstance(part, Removal) else part for key, part in message.components.items()}
    return message.model_copy(update={"components": there})


def _message(device: Device, topics: Topics, components: Mapping[str, Component | Trigger],
             published: Mapping[str, str]) -> Discovery:
    gone = {key: Removal(platform=platform) for key, platform in published.items()
            if key not in components}
    return Discovery(device=device, availability=(Availability(topic=topics.availability),),
                     components={**components, **gone})


def _node(topics: Topics) -> str:
    return f"{topics.base}_{topics.id}"


def _name(config: HubConfig) -> str:
    plain = HubConfig.model_fields["id"].default
    return "Exercise mirror" if config.id == plain else f"Exercise mirror {config.id}"
