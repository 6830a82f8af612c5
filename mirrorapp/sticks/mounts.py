"""What the kernel says is mounted, and where (proc_pid_mountinfo(5))."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOUNTINFO = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """`number`: the device's, "8:17"; `place`: where it is mounted; `writable`: as far as the
    kernel has a say in it.
    """

    number: str
    place: Path
    writable: bool


def read(mountinfo: Path = MOUNTINFO) -> Iterator[Mount]:
    """All that is mounted whole, in the order in which it was; a folder that is bound elsewhere is
    no stick. Raises `OSError`.
    """
    for line in mountinfo.read_text(encoding="utf-8", errors="surrogateescape").split("\n"):
        before, _, after = line.partition(" - ")
        told, of_all = before.split(" "), after.split(" ")
        if len(told) < 6 or len(of_all) < 3 or told[3] != "/":
            continue
        ways = [each.split(",") for each in (told[5], of_all[2])]
        yield Mount(told[2], Path(_ESCAPED.sub(_character, told[4])),
                    not any("ro" in each for each in ways))


def _character(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 8))
