"""What a home's sensor says of whether somebody is there."""

from pydantic_core import from_json

_WORDS = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}
_KEYS = ("presence", "occupancy", "motion", "state")
"""Of a JSON object, as Zigbee2MQTT, Tasmota and ESPHome name it; the first that is there counts."""


def read(payload: bytes) -> bool | None:
    """Whether somebody is there; None where it does not say so.

    Understood are on, off, true, false, 1 and 0, in whatever case, also as one key of an object.
    """
    try:
        said = from_json(payload)
    except ValueError:
        said = payload.decode(errors="replace")
    if isinstance(said, dict):
        said = next((said[key] for key in _KEYS if key in said), None)
    return _WORDS.get(str(said).strip().lower())
