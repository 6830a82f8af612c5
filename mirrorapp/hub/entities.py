"""The entities that Home Assistant shows, of the mirror and of who shares their health there.

Every one has its state from a topic in `Topics` or `PersonTopics`; what can be done is a command.
"""

import re
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict

from mirrorapp.config import DAILY_MOST_MIN
from mirrorapp.hub.commands import CLOCK, Name
from mirrorapp.hub.payloads import OFFLINE, ONLINE, PHASES, TODAY
from mirrorapp.hub.sessions import SEE_PROFESSIONAL, EventType
from mirrorapp.hub.topics import PersonTopics, Topics

Platform = Literal["sensor", "binary_sensor", "event", "button", "select", "switch", "notify",
                   "number", "text", "image"]

# Home Assistant's own clock in each command, so that one that comes late can be told.
_AT = '"at": "{{ now().isoformat() }}"'
_PRESSED = f"{{{_AT}}}"
_VALUE = f'{{"value": {{{{ value | tojson }}}}, {_AT}}}'


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Availability(_Part):
    """Where to see whether the mirror is there."""

    topic: str


class Component(_Part):
    """One entity. `availability` empty: the entity is there even while the mirror is not.

    `object_id` says to a Home Assistant of 2025 what `default_entity_id` says to later ones.
    """

    platform: Platform
    unique_id: str
    default_entity_id: str
    object_id: str
    name: str
    state_topic: str | None = None
    value_template: str | None = None
    command_topic: str | None = None
    command_template: str | None = None
    json_attributes_topic: str | None = None
    json_attributes_template: str | None = None
    image_topic: str | None = None
    content_type: str | None = None
    device_class: str | None = None
    state_class: Literal["measurement", "total", "total_increasing"] | None = None
    unit_of_measurement: str | None = None
    suggested_display_precision: int | None = None
    options: tuple[str, ...] | None = None
    event_types: tuple[str, ...] | None = None
    payload_on: str | None = None
    payload_off: str | None = None
    state_on: str | None = None
    state_off: str | None = None
    min: int | None = None
    max: int | None = None
    step: int | None = None
    mode: str | None = None
    pattern: str | None = None
    expire_after: int | None = None
    entity_category: Literal["diagnostic", "config"] | None = None
    icon: str | None = None
    availability: tuple[Availability, ...] | None = None


class Trigger(_Part):
    """Something that automations of the device can begin with."""

    platform: Literal["device_automation"] = "device_automation"
    automation_type: Literal["trigger"] = "trigger"
    type: str
    subtype: str
    topic: str
    payload: str
    value_template: str = "{{ value_json.event_type }}"


class Removal(_Part):
    """What stands in the place of a component that is no more; leaving it out keeps it."""

    platform: str


def of_mirror(topics: Topics, node: str, people: tuple[str, ...], routines: tuple[str, ...]
              ) -> dict[str, Component | Trigger]:
    """What the mirror itself shows and does. `node` is its identifier; `people` as in the select.
    """
    make = _Maker(node, topics.state)
    return {
        **_of_training(make),
        "running": make("binary_sensor", "running", "Session running", device_class="running",
                        value_template=_flag("running")),
        "connected": make(
            "binary_sensor", "connected", "Connected", state_topic=topics.availability,
            device_class="connectivity", payload_on=ONLINE, payload_off=OFFLINE,
            entity_category="diagnostic", availability=()),
        "phase": make("sensor", "phase", "Phase", device_class="enum", icon="mdi:mirror",
                      options=PHASES, value_template=_value("phase")),
        "progress": make("sensor", "progress", "Progress", state_topic=topics.live,
                         unit_of_measurement="%", icon="mdi:progress-check", expire_after=60,
                         value_template=_value("progress"), json_attributes_topic=topics.live),
        "last_session": make(
            "sensor", "last_session", "Last session", device_class="timestamp",
            value_template=_value("last_session"), json_attributes_topic=topics.last_session),
        "today": make(
            "sensor", "today", "Today", icon="mdi:clipboard-text-clock",
            value_template="{{ (value_json.words or {}).get('today') }}",
            json_attributes_topic=topics.state,
            json_attributes_template="{{ (value_json.words or {}) | tojson }}"),
        "session": make(
            "event", "session", "Session", state_topic=topics.event, icon="mdi:human-handsup",
            event_types=tuple(EventType)),
        "answer": make(
            "sensor", "answer", "Last command", icon="mdi:comment-check-outline",
            entity_category="diagnostic",
            value_template="{{ (value_json.answer or {}).get('said') }}",
            json_attributes_topic=topics.state,
            json_attributes_template="{{ (value_json.answer or {}) | tojson }}"),
        **_commands(topics, make, people, routines),
        "session_completed": Trigger(type="session_completed", subtype="session",
                                     topic=topics.event, payload=EventType.COMPLETED)}


def of_person(topics: PersonTopics, node: str) -> dict[str, Component | Trigger]:
    """What is shown of somebody who shares their health. `node` is their identifier."""
    make = _Maker(node, topics.state)
    acknowledge = f'{{"value": "{topics.profile}", {_AT}}}'
    return {
        **_of_training(make),
        "last_session": make(
            "sensor", "last_session", "Last session", device_class="timestamp",
            value_template=_value("last_session"), json_attributes_topic=topics.last_session),
        "session": make(
            "event", "session", "Session", state_topic=topics.event, icon="mdi:human-handsup",
            event_types=(*EventType, SEE_PROFESSIONAL)),
        "streak": make("sensor", "streak", "Streak", device_class="duration",
                       unit_of_measurement="d", value_template=_value("streak")),
        "adherence": make("sensor", "adherence", "Adherence", unit_of_measurement="%",
                          icon="mdi:calendar-star", state_class="measurement",
                          value_template=_value("adherence")),
        "programme_week": make("sensor", "programme_week", "Week of the programme",
                               icon="mdi:calendar-week", value_template=_value("programme_week")),
        "pain": make("sensor", "pain", "Pain", unit_of_measurement="/10",
                     icon="mdi:emoticon-sad-outline", state_class="measurement",
                     value_template=_value("pain")),
        "alignment": make("sensor", "alignment", "Good repetitions", unit_of_measurement="%",
                          icon="mdi:human-male-height", state_class="measurement",
                          value_template=_value("alignment")),
        "knee_left": _knee(make, "left"), "knee_right": _knee(make, "right"),
        "see_professional": make(
            "binary_sensor", "see_professional", "See a professional", device_class="problem",
            value_template=_flag("see_professional")),
        "acknowledge": make(
            "button", "acknowledge", "Acknowledge", icon="mdi:check",
            command_topic=topics.mirror.command(Name.ACKNOWLEDGE), command_template=acknowledge),
        "progress_chart": make("image", "progress_chart", "Progress", image_topic=topics.chart,
                               content_type="image/png", icon="mdi:chart-line"),
        "see_professional_trigger": Trigger(
            type=SEE_PROFESSIONAL, subtype="referral", topic=topics.event,
            payload=SEE_PROFESSIONAL)}


def bare(platform: str, node: str, key: str, topic: str) -> Component | None:
    """An entity with no more than its platform asks for; None of one that has no entities."""
    state: dict[str, object] = {"state_topic": topic}
    command: dict[str, object] = {"command_topic": topic}
    needs: dict[str, dict[str, object]] = {
        "sensor": state, "binary_sensor": state, "event": {**state, "event_types": ("none",)},
        "button": command, "notify": command, "number": command, "switch": command,
        "text": command, "select": {**command, "options": ("none",)},
        "image": {"image_topic": topic}}
    if platform not in needs:
        return None
    return _Maker(node, topic)(cast("Platform", platform), key, key, **needs[platform])


def _of_training(make: "_Maker") -> dict[str, Component]:
    """What both show, of whoever trains there or of one alone."""
    return {
        "due": make("binary_sensor", "due", "Session due", icon="mdi:calendar-check",
                    value_template=_flag("due")),
        "next_session": make("sensor", "next_session", "Next session", device_class="timestamp",
                             value_template=_value("next_session")),
        "minutes_today": make(
            "sensor", "minutes_today", "Exercise time today", device_class="duration",
            unit_of_measurement="min", state_class="total_increasing",
            value_template=_value("minutes_today"))}


def _commands(topics: Topics, make: "_Maker", people: tuple[str, ...], routines: tuple[str, ...]
              ) -> dict[str, Component]:
    def command(platform: Platform, name: Name, called: str, icon: str, **settings: object
                ) -> Component:
        settings.setdefault("command_template", _PRESSED if platform == "button" else _VALUE)
        if platform not in ("button", "notify"):
            settings.setdefault("value_template", _value(name))
            settings["state_topic"] = topics.state
        return make(platform, name, called, icon=icon, command_topic=topics.command(name),
                    **settings)

    made = {
        Name.START: command("button", Name.START, "Start", "mdi:play"),
        Name.SNOOZE: command("button", Name.SNOOZE, "Snooze", "mdi:alarm-snooze"),
        Name.SKIP_TODAY: command("button", Name.SKIP_TODAY, "Skip today", "mdi:calendar-remove"),
        Name.ROUTINE: command("select", Name.ROUTINE, "Routine", "mdi:format-list-bulleted",
                              options=(TODAY, *routines)),
        Name.PROFILE: command("select", Name.PROFILE, "Who trains", "mdi:account-switch",
                              options=people),
        Name.SHOW: command("notify", Name.SHOW, "Show", "mdi:message-text-outline"),
        Name.REMINDERS: command(
            "switch", Name.REMINDERS, "Reminders", "mdi:bell", entity_category="config",
            value_template=_flag("reminders"), state_on="ON", state_off="OFF"),
        Name.DAILY_TARGET: command(
            "number", Name.DAILY_TARGET, "Daily target", "mdi:target", min=0,
            max=DAILY_MOST_MIN, step=1,
            mode="box", unit_of_measurement="min", entity_category="config"),
        Name.REMIND_AT: command(
            "text", Name.REMIND_AT, "Remind at", "mdi:clock-outline", min=5, max=5,
            pattern=CLOCK, entity_category="config")}
    return {str(name): component for name, component in made.items()}


def _knee(make: "_Maker", side: str) -> Component:
    return make("sensor", f"knee_{side}", f"Knee {side}", unit_of_measurement="°",
                state_class="measurement", icon="mdi:angle-acute", suggested_display_precision=0,
                value_template=_value(f"knee_{side}"))


class _Maker:
    """Makes components of one device: their ids, and their state unless something else is said."""

    def __init__(self, node: str, state_topic: str) -> None:
        self._node = node
        self._state_topic = state_topic

    def __call__(self, platform: Platform, key: str, name: str, **settings: object) -> Component:
        if platform in ("sensor", "binary_sensor"):
            settings.setdefault("state_topic", self._state_topic)
        object_id = f"{re.sub('[-.]', '_', self._node.lower())}_{key}"
        return Component.model_validate({
            "platform": platform, "name": name, "unique_id": f"{self._node}_{key}",
            "default_entity_id": f"{platform}.{object_id}", "object_id": object_id, **settings})


def _value(key: str) -> str:
    return f"{{{{ value_json.{key} }}}}"


def _flag(key: str) -> str:
    return f"{{{{ {{true: 'ON', false: 'OFF'}}.get(value_json.{key}) }}}}"
