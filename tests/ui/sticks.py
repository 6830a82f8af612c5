"""Stand-ins for sticks that are put in and for what is put on them, of equal rank."""

import errno
import os
from pathlib import Path

from mirrorapp.events import MirrorError
from mirrorapp.sticks import putting
from mirrorapp.sticks.finding import Stick
from mirrorapp.sticks.handing import Handed, Step
from mirrorapp.ui.reporting import Outlet, Wanted

ANNA = Stick("ANNA", "sda1", "8:1", 15_600_000_000, Path("/media/sda1"), writable=True)
NAMELESS = Stick("", "sdb1", "8:17", 1_020_000_000, Path("/media/sdb1"), writable=True)
MAKER = Stick("SanDisk Ultra Fit", "sdc1", "8:33", 123_000_000_000, Path("/media/sdc1"),
              writable=True)
SHUT = Stick("SanDisk Ultra Fit", "sdd1", "8:49", 123_000_000_000)
MANY = (ANNA, MAKER, NAMELESS)
DONE = Handed("mirrorapp-Maximilian-Alexander-2026-11-30.pdf")


def failed(number: int) -> Handed:
    return Handed(wrong=putting._told(OSError(number, os.strerror(number)), ANNA))


FAILED = {
    "page": (Step.MAKE, Handed(wrong=MirrorError(
        "The report can't be made: No space left on device.",
        "Make room on the mirror's own disk."))),
    "pulled": (Step.WRITE, failed(errno.ENODEV)),
    "worn": (Step.READ_BACK, Handed(wrong=MirrorError(
        "The stick does not keep what is written on it.", "It is worn out. Take another."))),
}


class FakeFinder:
    """Finds what it is given; `looking` between `start` and `stop`."""

    def __init__(self, *found: Stick) -> None:
        self.found: tuple[Stick, ...] = found
        self.looking = False
        self.starts = 0

    def start(self) -> None:
        self.looking = True
        self.starts += 1

    def stop(self) -> None:
        self.looking = False


class FakeHanding:
    """Goes as far as it is told to."""

    def __init__(self, wanted: Wanted, stick: Stick) -> None:
        self.wanted, self.stick = wanted, stick
        self.step = Step.MAKE
        self.handed: Handed | None = None
        self.running = False

    def start(self) -> None:
        self.running = True


class Port:
    """Which sticks are in, and each report that was to go onto one. `handed`: how the next goes,
    None while it is `at` a step.
    """

    def __init__(self, *found: Stick, at: Step = Step.MAKE, handed: Handed | None = None) -> None:
        self.finder = FakeFinder(*found)
        self.given: list[FakeHanding] = []
        self.at, self.handed = at, handed
        self.outlet = Outlet(self.finder, self._give)

    def become(self, other: "Port") -> None:
        """Have what the other has."""
        self.finder.found = other.finder.found
        self.at, self.handed = other.at, other.handed
        for each in self.given:
            each.handed = each.handed or DONE  # nothing is on its way any more

    def _give(self, wanted: Wanted, stick: Stick) -> FakeHanding:
        handing = FakeHanding(wanted, stick)
        handing.step, handing.handed = self.at, self.handed
        self.given.append(handing)
        return handing
