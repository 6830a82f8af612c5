"""Machines to look at, made of files.

The Pis' are written after Raspberry Pi's and the kernel's documentation and published listings;
none was taken from a Pi, for none was at hand.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mirrorapp.config import Config, JournalConfig
from mirrorapp.doctor.finding import Finding
from mirrorapp.doctor.machine import Machine, Node, Process
from mirrorapp.doctor.patient import Patient

LINUX = Process("Linux", "aarch64", 64, (3, 13))
UNIT = (Path(__file__).resolve().parents[2] / "systemd/mirrorapp.service").read_text()
VIDEO, INPUT, RENDER = 44, 102, 105
USERS = """\
root:x:0:0:root:/root:/bin/bash
mirrorapp:x:990:990:Exercise mirror:/var/lib/mirrorapp:/usr/sbin/nologin"""
GROUPS = f"video:x:{VIDEO}:mirrorapp\ninput:x:{INPUT}:mirrorapp\nrender:x:{RENDER}:mirrorapp"

PANEL = """\
I: Bus=0003 Vendor=222a Product=0001 Version=0110
N: Name="ILITEK ILITEK-TP"
P: Phys=usb-xhci-hcd.1-1/input0
S: Sysfs=/devices/platform/axi/1000120000.pcie/1f00300000.usb/xhci-hcd.1/usb3/3-1/input/input5
U: Uniq=
H: Handlers=mouse0 event5
B: PROP=2
B: EV=1b
B: KEY=400 0 0 0 0 0
B: ABS=3273800000000003
B: MSC=20
"""
TWIN = PANEL.replace("input0", "input1").replace("ILITEK-TP", "ILITEK-TP Touch").replace(
    "event5", "event6")
OTHER = PANEL.replace("xhci-hcd.1-1", "xhci-hcd.0-2").replace("ILITEK ILITEK-TP", "Goodix")
KEYBOARD = """\
I: Bus=0003 Vendor=046d Product=c31c Version=0110
N: Name="Logitech USB Keyboard"
P: Phys=usb-xhci-hcd.0-1/input0
B: PROP=0
B: EV=120013
B: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe
"""
TOUCHPAD = PANEL.replace("B: PROP=2", "B: PROP=5").replace("ILITEK ILITEK-TP", "Touchpad")
OS = 'PRETTY_NAME="{}"\nID={}\nVERSION_ID="{}"'
HOT_PLATE = """\
MemTotal:        {} kB
MemFree:         1000000 kB
"""
ROOMY = HOT_PLATE.format(4 * 2**20)

CARDS = """\
 0 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0
                      vc4-hdmi-0
"""
PI_5: Mapping[str, str] = {
    "proc/device-tree/model": "Raspberry Pi 5 Model B Rev 1.0\0",
    "proc/cmdline": "console=ttyAMA10,115200 console=tty1 root=PARTUUID=5a6e1d-02 rootfstype=ext4 "
                    "fsck.repair=yes rootwait",
    "proc/meminfo": ROOMY,
    "proc/mounts": "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\nproc /proc proc rw 0 0",
    "proc/bus/input/devices": f"{KEYBOARD}\n{PANEL}\n",
    "etc/os-release": OS.format("Debian GNU/Linux 13 (trixie)", "debian", 13),
    "etc/passwd": USERS, "etc/group": GROUPS,
    "etc/systemd/system/mirrorapp.service": UNIT,
    "run/systemd/timesync/synchronized": "",
    "sys/class/rtc/rtc0/name": "rpi-rtc",
    "sys/class/thermal/thermal_zone0/type": "cpu-thermal",
    "sys/class/thermal/thermal_zone0/temp": "51250",
    "sys/class/drm/card1-HDMI-A-1/status": "connected",
    "sys/class/drm/card1-HDMI-A-1/modes": "1080x1920\n720x1280",
    "sys/class/drm/card1-HDMI-A-2/status": "disconnected",
    "sys/class/drm/card1-HDMI-A-2/modes": "",
    "sys/class/hwmon/hwmon1/name": "rpi_volt",
    "sys/class/hwmon/hwmon1/in0_lcrit_alarm": "0",
    "sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory pids",
    "sys/fs/ext4/mmcblk0p2/errors_count": "0",
    "sys/block/mmcblk0/device/name": "SD64G",
    "dev/dri/card1": "", "dev/dri/renderD128": "", "dev/input/event5": "", "dev/media0": "",
    "dev/dma_heap/linux,cma": "",
    "usr/bin/aplay": "",
    "proc/asound/cards": CARDS,
}
PI_4: Mapping[str, str] = {
    **{place: text for place, text in PI_5.items() if "/rtc/" not in place},
    "proc/device-tree/model": "Raspberry Pi 4 Model B Rev 1.4\0",
    "etc/os-release": OS.format("Debian GNU/Linux 12 (bookworm)", "debian", 12),
    "sys/devices/platform/soc/soc:firmware/get_throttled": "0",
}
ROOT_ALONE = -1
"""In place of a group: no group may open it."""
OWNERS = {"dri/card": VIDEO, "dri/renderD": RENDER, "input/event": INPUT, "video": VIDEO,
          "media": VIDEO, "dma_heap/": VIDEO}
ANSWERS = {
    "vcgencmd": "throttled=0x0\n",
    "timedatectl": "yes\n",
    "systemctl": "IPAddressDeny=::/0 0.0.0.0/0\nLoadState=loaded\n",
    "python": "V3D 7.1.7.0\n",
}


@dataclass
class Tree:
    """A machine whose `files` lie beneath `folder`; each program answers from `answers`."""

    folder: Path
    files: Mapping[str, str]
    answers: Mapping[str, str] = field(default_factory=lambda: ANSWERS)
    process: Process = LINUX
    environ: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=lambda: OWNERS)

    def machine(self) -> Machine:
        for place, text in self.files.items():
            path = self.folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        zone = self.folder / "etc/localtime"
        if not zone.is_symlink():
            zone.parent.mkdir(parents=True, exist_ok=True)
            zone.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
        return Machine(self.folder, self._ask, self.environ, self.process, self._node)

    def _ask(self, command: Sequence[str]) -> str | None:
        name = "python" if "mirrorapp.doctor.egl" in command else command[0]
        return self.answers.get(name)

    def _node(self, path: Path) -> Node:
        """As the kernel has them: for root, and for a group."""
        place = str(path).removeprefix(f"{self.folder}/dev/")
        for name, group in self.groups.items():
            if place.startswith(name):
                return Node(0o020600 if group == ROOT_ALONE else 0o020660, 0, max(0, group))
        told = path.stat()
        return Node(told.st_mode, 990, told.st_gid)


Look = Callable[[Patient], Finding]


def patient(folder: Path, files: Mapping[str, str] = PI_5, *, config: Config | None = None,
            **parts: object) -> Patient:
    """One whose journal is in `folder`."""
    tree = Tree(folder / "root", files, **parts)
    (folder / "state").mkdir(mode=0o700, parents=True, exist_ok=True)
    given = config or Config()
    journal = given.journal.file or folder / "state/journal.sqlite3"
    return Patient(given.model_copy(update={"journal": JournalConfig(file=journal)}),
                   tree.machine())


def found(look: Look, whom: Patient) -> tuple[str, str]:
    """The verdict, and what is said."""
    finding = look(whom)
    return str(finding.verdict), f"{finding.what} {finding.remedy}".strip()
