"""What the Home Assistant whose Python runs this fetches at its first start, as requirements."""

import json
import sys
from pathlib import Path

import homeassistant
from homeassistant.bootstrap import DEFAULT_INTEGRATIONS
from homeassistant.const import BASE_PLATFORMS

components = Path(homeassistant.__path__[0], "components")
# MQTT asks the Supervisor's part whether it is there; the rest is in the tests' configuration.
ours = {"mqtt", "hassio", "mobile_app", "logbook", "recorder"}
left, seen, needs = {*DEFAULT_INTEGRATIONS, *BASE_PLATFORMS, *ours}, set(), set()
while left:
    seen.add(name := left.pop())
    manifest = json.loads((components / name / "manifest.json").read_text())
    needs |= set(manifest.get("requirements", ()))
    left |= set(manifest.get("dependencies", ())) - seen
needs.add("time-machine")  # our clockwork's
sys.stdout.writelines(f"{need}\n" for need in sorted(needs))
