"""A machine as the kernel shows it, in a folder: disks, what they are plugged into, mounts."""

from dataclasses import dataclass, field
from pathlib import Path

from mirrorapp.sticks import finding
from mirrorapp.sticks.finding import Stick

USB = "devices/platform/soc/1.usb/usb1/1-1/1-1:1.0/host0/target0:0:0/0:0:0:0/block"
CARD = "devices/platform/soc/1.mmc/mmc_host/mmc0/mmc0:0001/block"
SECTORS = 31_250_000  # 16 GB
_HOME = ("25 1 179:2 / / rw,relatime shared:1 - ext4 /dev/root rw",)


@dataclass
class Machine:
    """`lines`: of its mountinfo."""

    folder: Path
    lines: list[str] = field(default_factory=lambda: list(_HOME))

    def __post_init__(self) -> None:
        self.block, self.labels = self.folder / "sys/class/block", self.folder / "by-label"
        self.block.mkdir(parents=True)

    def plug(self, name: str, number: str, *, where: str = USB, sectors: int = SECTORS,
             model: str = "Ultra Fit", parts: tuple[tuple[str, str, int], ...] = ()) -> None:
        """A disk, and its parts: name, number and sectors."""
        disk = self.folder / "sys" / where / name
        self._device(disk, number, sectors)
        (disk / "device").mkdir()
        (disk / "device" / "vendor").write_text("SanDisk \n")
        (disk / "device" / "model").write_text(f"{model}        \n")
        for part, its_number, its_sectors in parts:
            self._device(disk / part, its_number, its_sectors)
            (disk / part / "partition").write_text("1\n")

    def mount(self, number: str, place: str, how: str = "rw", of_all: str = "rw",
              root: str = "/") -> None:
        self.lines.append(f"90 25 {number} {root} {place} {how},nosuid shared:9 - vfat /dev/x "
                          f"{of_all},uid=1000")

    def label(self, device: str, name: str) -> None:
        self.labels.mkdir(exist_ok=True)
        (self.labels / name).symlink_to(f"../{device}")

    def sticks(self) -> tuple[Stick, ...]:
        mountinfo = self.folder / "mountinfo"
        mountinfo.write_text("\n".join(self.lines) + "\n")
        return finding.sticks(self.block, mountinfo, self.labels)

    def _device(self, folder: Path, number: str, sectors: int) -> None:
        (folder / "holders").mkdir(parents=True)
        (folder / "dev").write_text(f"{number}\n")
        (folder / "size").write_text(f"{sectors}\n")
        (self.block / folder.name).symlink_to(folder)
