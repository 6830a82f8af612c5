"""The package in config/homeassistant: the blueprints again, for those who want no blueprints.

    python -m tests.homeassistant.packages

writes it anew. What a blueprint asks for is filled in with a fresh mirror's entities and with what
the blueprint has by default; the rest is its text, comments and all.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).resolve().parents[2] / "config" / "homeassistant"
PACKAGE: Final = FOLDER / "packages" / "mirrorapp.yaml"
PHONE: Final = "mobile_app_your_phone"
MOTION: Final = "binary_sensor.stairs_motion"
MEMORY: Final = "input_text.mirrorapp_log"

_OF_MIRROR: Final = {
    "due": "binary_sensor", "running": "binary_sensor", "reminders": "switch", "start": "button",
    "snooze": "button", "session": "event", "last_session": "sensor", "next_session": "sensor",
    "minutes_today": "sensor"}
_OF_PERSON: Final = {"see_professional": "binary_sensor", "acknowledge": "button",
                     "adherence": "sensor"}
_FILLED_IN: Final[Mapping[str, object]] = {
    **{key: f"{kind}.mirrorapp_mirror_{key}" for key, kind in _OF_MIRROR.items()},
    **{key: f"{kind}.mirrorapp_mirror_p1_{key}" for key, kind in _OF_PERSON.items()},
    "last_command": "sensor.mirrorapp_mirror_answer", "skip": "button.mirrorapp_mirror_skip_today",
    "show": ["notify.mirrorapp_mirror_show"], "streak": ["sensor.mirrorapp_mirror_p1_streak"],
    "motion": [MOTION], "memory": MEMORY}

_HEAD: Final = f"""\
# The mirror's automations and scripts, for those who want no blueprints. They are those of
# ../blueprints, filled in; have either, not both, or you are told everything twice.
#
# 1. Copy this file into the folder "packages" beside your configuration.yaml, which has to say:
#      homeassistant:
#        packages: !include_dir_named packages
# 2. Change here
#      {PHONE}   to your phone's: Developer tools, Actions, "notify.mobile_app_…"
#      {MOTION}  to the motion sensor of your stairs
#    and, if they are not called so, the mirror's entities (mirrorapp_mirror_…, of somebody who
#    shares their health mirrorapp_mirror_p1_…). What you have no use for, take out.
# 3. Developer tools, Check configuration; then restart.
#
# Written by `python -m tests.homeassistant.packages`, which also tests it.

notify:
  - platform: group
    name: mirrorapp_phone
    services:
      - action: {PHONE}

input_text:
  # Which sessions are in the logbook; nothing else may use it.
  mirrorapp_log:
    name: "Mirror: sessions in the logbook"
    max: 100

script:
"""
_SCRIPTS: Final = {
    "start": ("start a session", "button.press", "button.mirrorapp_mirror_start"),
    "snooze": ("remind later", "button.press", "button.mirrorapp_mirror_snooze"),
    "skip_today": ("make today a rest day", "button.press", "button.mirrorapp_mirror_skip_today"),
    "acknowledge": ("the advice has been read", "button.press",
                    "button.mirrorapp_mirror_p1_acknowledge")}
_SHOW: Final = """\
  mirrorapp_show:
    alias: "Mirror: show a text"
    fields:
      message:
        name: Text
        description: What stands on the glass; none takes it away.
        selector:
          text:
    sequence:
      - action: notify.send_message
        target:
          entity_id: notify.mirrorapp_mirror_show
        data:
          message: "{{ message | default('') }}"
"""
_TELL: Final = re.compile(
    r"^(?P<indent> *)- domain: mobile_app\n *type: notify\n *device_id: !input phone\n"
    r"(?P<rest>(?:(?P=indent)  .*\n)+)", re.MULTILINE)


def package() -> str:
    """The text of the package."""
    scripts = [f'  mirrorapp_{name}:\n    alias: "Mirror: {alias}"\n    sequence:\n'
               f"      - action: {action}\n        target:\n          entity_id: {entity_id}\n"
               for name, (alias, action, entity_id) in _SCRIPTS.items()]
    automations = [_automation(file) for file in sorted(FOLDER.glob("blueprints/*/*/*.yaml"))]
    return "".join((_HEAD, *scripts, _SHOW, "\nautomation:\n", "\n".join(automations)))


def _automation(file: Path) -> str:
    head, body = file.read_text().split("\n\n", 1)
    about = yaml.safe_load(head)["blueprint"]
    known = {**_defaults(about["input"]), **_FILLED_IN}
    body = re.sub(r"!input (\w+)", lambda found: json.dumps(known[found[1]]),
                  _TELL.sub(_to_the_phone, body))
    lines = (f"    {line}".rstrip() for line in body.splitlines())
    return "\n".join((f"  - id: mirrorapp_{file.stem}", f"    alias: {json.dumps(about['name'])}",
                      f"    description: {json.dumps(about['description'].strip())}", *lines, ""))


def _to_the_phone(found: re.Match[str]) -> str:
    indent, rest = found["indent"], found["rest"]
    inner = "".join(f"  {line}\n" for line in rest.splitlines())
    return f"{indent}- action: notify.mirrorapp_phone\n{indent}  data:\n{inner}"


def _defaults(inputs: Mapping[str, Any]) -> dict[str, object]:
    """What is taken where nobody chooses, also in sections."""
    found: dict[str, object] = {}
    for key, said in inputs.items():
        if "input" in said:
            found |= _defaults(said["input"])
        elif "default" in said:
            found[key] = said["default"]
    return found


if __name__ == "__main__":
    PACKAGE.write_text(package())
