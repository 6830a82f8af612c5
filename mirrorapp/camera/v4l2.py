"""Which webcams are plugged in, as the kernel tells it; nothing is opened to find out."""

import re
from dataclasses import dataclass
from pathlib import Path

from mirrorapp.events import plain

SYSFS = Path("/sys/class/video4linux")
DEV = Path("/dev")

_NODE = re.compile(r"video(\d+)")
_USB = re.compile(r"usb\d+")


@dataclass(frozen=True, slots=True)
class Device:
    """A node that gives pictures: its number in /dev/videoN, the camera's name, the node.

    The name is what the camera says of itself, as `events.plain` makes it."""

    number: int
    name: str
    node: Path


def webcams(sysfs: Path = SYSFS, dev: Path = DEV) -> list[Device]:
    """All webcams, by number.

    Left out are a camera's further nodes, which give metadata, and the Pi's own codecs,
    scalers and CSI receivers, which are video nodes, too, but no webcams.
    """
    entries = sysfs.iterdir() if sysfs.is_dir() else ()
    numbered = ((_NODE.fullmatch(entry.name), entry) for entry in entries)
    found = [Device(int(match[1]), plain(_text(entry / "name")), dev / entry.name)
             for match, entry in numbered
             if match and _text(entry / "index") in {"0", ""} and not _built_in(entry)]
    return sorted(found, key=lambda device: device.number)


def _built_in(entry: Path) -> bool:
    """Part of the chip: hangs off its platform bus, and not by way of a USB port."""
    parts = entry.resolve().parts
    return "platform" in parts and not any(_USB.fullmatch(part) for part in parts)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:  # unplugged while looked at
        return ""
