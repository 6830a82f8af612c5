"""Whether what is to tell that somebody is there can."""

from importlib.util import find_spec

from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding
from mirrorapp.doctor.patient import Patient
from mirrorapp.kiosk.presence import CHOOSE_ANOTHER, INSTALL, NO_PINS, NO_SOFTWARE

_KEY = "presence"


def presence(patient: Patient) -> Finding:
    """Whether the sensor can be read, or the home has a topic for it."""
    display, hub = patient.config.display, patient.config.hub
    if display.presence != "touch" and not patient.config.hands_free.presence:
        return Finding(_KEY, OK, "A touch alone wakes the mirror: waking by presence is off.")
    match display.presence:
        case "sensor":
            return _sensor(patient, f"GPIO {display.presence_pin}")
        case "hub" if not (hub.presence_topic and hub.host):
            return Finding(_KEY, FAIL, "The home can't tell whether somebody is there.",
                           "Set presence_topic and host under [hub].")
        case "hub":
            return Finding(_KEY, OK, f"The home tells on {hub.presence_topic} who is there.")
        case "touch":
            return Finding(_KEY, OK, "A touch alone wakes the mirror.")
    return Finding(_KEY, OK, "Whoever the camera sees wakes the mirror.")


def _sensor(patient: Patient, pin: str) -> Finding:
    account, machine = patient.account, patient.machine
    chips = machine.all("dev/gpiochip*")
    if not chips:
        return Finding(_KEY, FAIL, NO_PINS, CHOOSE_ANOTHER)
    missing = [name for name in ("gpiozero", "lgpio") if find_spec(name) is None]
    if missing:
        return Finding(_KEY, FAIL, NO_SOFTWARE, INSTALL)
    if account.is_root:
        return Finding(_KEY, UNKNOWN, "Asked as root, who may use everything.",
                       "Ask as the user who runs the mirror, without sudo.")
    if not any(account.may_use(each, machine) for each in chips):
        return Finding(_KEY, FAIL, f"{account.name} may not use the sensor's pin.",
                       f"Add it to its group: sudo usermod -aG gpio {account.name}; then restart.")
    if not machine.is_pi:
        return Finding(_KEY, WARN, "The sensor is read on a Raspberry Pi alone.", CHOOSE_ANOTHER)
    return Finding(_KEY, OK, f"The sensor on {pin} can be read; whether it is wired can't be told.")
