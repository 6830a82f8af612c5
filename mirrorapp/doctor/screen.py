"""What draws, what is touched, and which way up the panel is."""

import re
import stat
import sys
from typing import NamedTuple

from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding
from mirrorapp.doctor.machine import Machine
from mirrorapp.doctor.patient import Patient

_SOFTWARE = re.compile("llvmpipe|softpipe|swrast|software|swiftshader", re.IGNORECASE)
_ASK_EGL = (sys.executable, "-P", "-m", "mirrorapp.doctor.egl")
_MT_X = 0x35
"""ABS_MT_POSITION_X: it knows where each finger is (linux/input-event-codes.h)."""
_DIRECT = 1
"""INPUT_PROP_DIRECT: what is touched is a screen and no touchpad."""
_SIZE = re.compile(r"(\d+)x(\d+)")
_LABWC = "etc/mirrorapp/labwc/rc.xml"
_DROP_IN = "etc/systemd/system/mirrorapp.service.d/labwc.conf"
_MAPPED = re.compile('mapToOutput="([^"]+)"')
_UPRIGHT = "Have it turned by labwc (docs/kiosk.md): without a desktop no picture can be turned."


def graphics(patient: Patient) -> Finding:
    """Whether a graphics chip draws, or the processor has to."""
    name = (patient.machine.ask(_ASK_EGL) or "").strip()
    if not name:
        return Finding("graphics", FAIL, "There is no OpenGL ES here.",
                       "Install it: sudo apt install libegl1 libgles2 libgl1-mesa-dri libgbm1.")
    if _SOFTWARE.search(name) is None:
        return Finding("graphics", OK, f"The graphics chip draws: {name}.")
    remedy = "Take a machine with graphics, or add the user to the groups video and render."
    if patient.machine.is_pi:
        remedy = ("Put dtoverlay=vc4-kms-v3d into /boot/firmware/config.txt, and the user into the "
                  "groups video and render.")
    return Finding("graphics", WARN, f"The processor draws, for want of graphics: {name}.", remedy)


def touch(patient: Patient) -> Finding:
    """Whether there is a touchscreen, and only once."""
    listed = "proc/bus/input/devices"
    if not patient.machine.path(listed).exists():
        return Finding("touch", UNKNOWN, "Which touchscreens there are can't be told.")
    panels = [each for each in touchscreens(patient.machine.read(listed))
              if not _closed(patient.machine, each.event)]
    names = ", ".join(each.name for each in panels)
    if not panels:
        return Finding("touch", WARN, "No touchscreen is seen.",
                       "Check its USB cable: it is another one than the picture's.")
    if len({each.place for each in panels}) < len(panels):
        return Finding("touch", WARN, f"The touchscreen is there twice: {names}.",
                       "Each touch may count twice: have udev close one (docs/doctor.md).")
    if len(panels) > 1:
        return Finding("touch", WARN, f"There are several touchscreens: {names}.",
                       "Unplug those that are not the mirror's.")
    mapped = _MAPPED.search(patient.machine.read(_LABWC))
    screens = list(_panels(patient.machine))
    if mapped and screens and mapped[1] not in screens:
        return Finding("touch", WARN, f"Touches go by the screen {mapped[1]}; it is {screens[0]}.",
                       "Correct mapToOutput in /etc/mirrorapp/labwc/rc.xml.")
    return Finding("touch", OK, f"There is one touchscreen: {names}.")


class Panel(NamedTuple):
    """A touchscreen. `place` is its plug: two of one panel have the same. `event` is its node."""

    name: str
    place: str
    event: str


def touchscreens(told: str) -> list[Panel]:
    """Each that /proc/bus/input/devices tells of."""
    found = []
    for block in told.split("\n\n"):
        lines = dict(re.findall(r"^[A-Z]: (\w+)=(.*)$", block, re.MULTILINE))
        if _has(lines.get("PROP", "0"), _DIRECT) and _has(lines.get("ABS", "0"), _MT_X):
            name = lines.get("Name", "").strip('"')
            event = re.search(r"event\d+", lines.get("Handlers", ""))
            found.append(Panel(name, lines.get("Phys", "").partition("/")[0] or name,
                               event[0] if event else ""))
    return found


def _closed(machine: Machine, event: str) -> bool:
    """Whether no group may open it: then it was left out on purpose (docs/doctor.md)."""
    try:
        return not machine.node(machine.path("dev/input") / event).mode & stat.S_IRGRP
    except OSError:
        return False


def _has(bitmap: str, bit: int) -> bool:
    """Whether the bit is set; words of the kernel's size, the highest first."""
    words = [int(word, 16) for word in bitmap.split()] or [0]
    size = 64
    place = len(words) - 1 - bit // size
    return place >= 0 and bool(words[place] >> bit % size & 1)


def rotation(patient: Patient) -> Finding:
    """Whether the picture is upright, as the mirror wants it."""
    machine = patient.machine
    told = _shown(machine)
    if told is None:
        return _untold(machine)
    wide, high = told
    if high >= wide:
        return Finding("rotation", OK, f"The screen is upright: {wide} × {high}.")
    asked = machine.read("proc/cmdline") + machine.read("boot/firmware/config.txt")
    if not machine.has_desktop and re.search(r"rotate=\d|display_(hdmi_)?rotate=[1-9]", asked):
        return Finding("rotation", WARN, "The screen is turned for the console alone.", _UPRIGHT)
    if machine.has_desktop:
        return Finding("rotation", WARN, f"The screen lies on its side: {wide} × {high}.",
                       "Turn it: wlr-randr --output NAME --transform 90, for instance.")
    return Finding("rotation", WARN, f"The panel lies on its side: {wide} × {high}.", _UPRIGHT)


def _shown(machine: Machine) -> tuple[int, int] | None:
    """Width and height as they are seen; None where that can't be told."""
    if machine.has_desktop:
        return _of_desktop(machine)
    return None if _beneath(machine) else next(iter(_panels(machine).values()), None)


def _beneath(machine: Machine) -> bool:
    """Whether the service has a desktop that turns its picture, whoever asks (docs/kiosk.md)."""
    return machine.path(_DROP_IN).exists()


def _untold(machine: Machine) -> Finding:
    if machine.has_desktop:
        return Finding("rotation", UNKNOWN, "How the desktop turns the screen can't be told.",
                       "Install what tells it: sudo apt install wlr-randr x11-xserver-utils.")
    if _beneath(machine):
        return Finding("rotation", UNKNOWN, "labwc turns the picture; how, the mirror alone can "
                       "tell.", "Look on the glass: Check-up, in the settings.")
    return Finding("rotation", UNKNOWN, "No screen is seen.",
                   "Switch the screen on, and check its cable at both ends.")


def _panels(machine: Machine) -> dict[str, tuple[int, int]]:
    """Width and height of each that is plugged in, as it is built."""
    plugged = {each.parent.name.partition("-")[2]: machine.read(each.parent / "modes")
               for each in machine.all("sys/class/drm/card*-*/status")
               if machine.read(each) == "connected"}
    sizes = {name: _SIZE.match(modes) for name, modes in plugged.items()}
    return {name: (int(size[1]), int(size[2])) for name, size in sizes.items() if size}


def _of_desktop(machine: Machine) -> tuple[int, int] | None:
    """Width and height as the desktop has them, turned or not."""
    said = machine.ask(("wlr-randr",)) or ""
    current = re.search(r"(\d+)x(\d+) px,[^\n]*current", said)
    if current is not None:
        wide, high = int(current[1]), int(current[2])
        turned = re.search(r"Transform: (?:flipped-)?(?:90|270)", said)
        return (high, wide) if turned else (wide, high)
    said = machine.ask(("xrandr", "--query")) or ""
    shown = re.search(r" connected (?:primary )?(\d+)x(\d+)\+", said)
    return (int(shown[1]), int(shown[2])) if shown else None
