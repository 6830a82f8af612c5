"""Heat and power, as the board itself tells them."""

from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding
from mirrorapp.doctor.machine import Machine
from mirrorapp.doctor.patient import Patient
from mirrorapp.vision.governor import Why

_HOT_C, _SLOWED_C, _TOO_HOT_C = 75.0, 80.0, 82.0
"""A Pi 4 and 5 begin to slow down at 80 °C and are at their slowest at 85:
https://www.raspberrypi.com/documentation/computers/raspberry-pi.html#frequency-management-and-thermal-control
"""
AIR = "Give the board air: a heat sink with a fan, and openings above and below."
SUPPLY = "Take the board's own power supply, and a short, thick cable."

POWER = (
    (0, Finding("power", FAIL, "The board gets too little power just now.", SUPPLY)),
    (2, Finding("power", FAIL, "The board is slowed down just now.", AIR)),
    (1, Finding("power", FAIL, "The board is kept from its full speed just now.", SUPPLY)),
    (3, Finding("power", WARN, "The board slows down just now, for it is warm.", AIR)),
    (16, Finding("power", WARN, "The board has had too little power since it was switched on.",
                 SUPPLY)),
    (18, Finding("power", WARN, "The board was slowed down since it was switched on.", AIR)),
    (17, Finding("power", WARN, "The board was kept from its full speed since it was switched on.",
                 SUPPLY)),
    (19, Finding("power", WARN, "The board was so warm that it slowed down.", AIR)),
)
"""What each bit of `vcgencmd get_throttled` means, the worst first:
https://www.raspberrypi.com/documentation/computers/os.html#get_throttled
"""
_BY_HEAT, _BY_POWER = 1 << 2 | 1 << 3, 1 << 0 | 1 << 1
"""Those of them that say that it is slower just now."""


def temperature(patient: Patient) -> Finding:
    """How warm the processor is."""
    warmest = _warmest_c(patient.machine)
    if warmest is None:
        return Finding("temperature", UNKNOWN, "This machine does not tell how warm it is.")
    said = f"{warmest:.0f}"
    if warmest >= _TOO_HOT_C:
        return Finding("temperature", FAIL, f"The processor is at {said} °C: too hot.", AIR)
    if warmest >= _HOT_C:
        return Finding("temperature", WARN, f"The processor is at {said} °C: nearly too hot.", AIR)
    return Finding("temperature", OK, f"The processor is at {said} °C.")


def power(patient: Patient) -> Finding:
    """Whether a Pi has, and had, enough."""
    machine = patient.machine
    bits = throttled(machine)
    if bits is not None:
        found = next((each for bit, each in POWER if bits >> bit & 1), None)
        return found or Finding("power", OK, "The board has always had enough power.")
    low = _voltage_low(machine)
    if low is not None:
        return POWER[0][1] if low else Finding("power", OK,
                                               "The board has enough power just now.")
    if machine.is_pi:
        return Finding("power", UNKNOWN, "The board does not tell whether it has enough power.",
                       "Ask it: vcgencmd get_throttled; it should say 0x0.")
    return Finding("power", OK, "Only a Raspberry Pi tells of its power.")


def throttled(machine: Machine) -> int | None:
    """The firmware's own account of power and heat; None where it gives none."""
    said = (machine.ask(("vcgencmd", "get_throttled")) or "").strip().partition("=")[2]
    return _bits(said) if said else _told_by_kernel(machine)


def strain(machine: Machine) -> Why | None:
    """What slows a Pi down just now; of files alone, so that a mirror can ask each second."""
    if not machine.is_pi:  # others may be as hot as that all day
        return None
    bits = _told_by_kernel(machine) or 0
    warmest = _warmest_c(machine)
    if bits & _BY_HEAT or (warmest is not None and warmest >= _SLOWED_C):
        return Why.HEAT
    return Why.POWER if bits & _BY_POWER or _voltage_low(machine) else None


def _told_by_kernel(machine: Machine) -> int | None:
    return _bits(next((machine.read(each) for each in machine.all(
        "sys/devices/platform/soc*/soc*:firmware/get_throttled")), ""))


def _bits(said: str) -> int | None:
    try:
        return int(said, 16)
    except ValueError:
        return None


def _warmest_c(machine: Machine) -> float | None:
    zones = [zone.parent for zone in machine.all("sys/class/thermal/thermal_zone*/temp")]
    told = [machine.read(zone / "temp") for zone in zones]
    return max((int(each) / 1000 for each in told if each.lstrip("-").isdecimal()), default=None)


def _voltage_low(machine: Machine) -> bool | None:
    """None where no sensor tells."""
    for alarm in machine.all("sys/class/hwmon/hwmon*/in0_lcrit_alarm"):
        if machine.read(alarm.parent / "name") == "rpi_volt":
            return machine.read(alarm) == "1"
    return None
