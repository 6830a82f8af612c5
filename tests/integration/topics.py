"""The topics of a mirror, as its settings have them unless they say otherwise."""

import json

AVAILABILITY = "mirrorapp/mirror/availability"
STATE = "mirrorapp/mirror/state"
EVENT = "mirrorapp/mirror/event"
LAST = "mirrorapp/mirror/session/last"
DISCOVERY = "homeassistant/device/mirror/config"
PERSON = "mirrorapp/mirror/p/p1"
PERSON_DISCOVERY = "homeassistant/device/mirror/p1/config"
COMMANDS = "mirrorapp/mirror/cmd"


def uuids(payloads):
    return [json.loads(each)["uuid"] for each in payloads]
