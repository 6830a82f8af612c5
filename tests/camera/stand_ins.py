"""Stand-ins for what no test machine has: cameras that do as they are told, and cv2's capture."""

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from mirrorapp.camera.base import Frame, Pixels

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def quarters(width_px: int, height_px: int) -> Pixels:
    """RGB: red top left, green top right, blue bottom left, white bottom right."""
    rgb = np.zeros((height_px, width_px, 3), np.uint8)
    rows, columns = height_px // 2, width_px // 2
    rgb[:rows, :columns], rgb[:rows, columns:] = RED, GREEN
    rgb[rows:, :columns], rgb[rows:, columns:] = BLUE, WHITE
    return rgb


def corners(picture: Pixels) -> list[tuple[int, ...]]:
    """Colours of the four quarters: top left, top right, bottom left, bottom right.

    Rounded to pure ones, since video codecs and YUV blur them.
    """
    height_px, width_px = picture.shape[:2]
    points = [(y, x) for y in (height_px // 4, height_px * 3 // 4)
              for x in (width_px // 4, width_px * 3 // 4)]
    return [tuple(255 if value > 127 else 0 for value in picture[point][:3]) for point in points]


TURNED = {
    0: [RED, GREEN, BLUE, WHITE],
    90: [BLUE, RED, WHITE, GREEN],
    180: [WHITE, BLUE, GREEN, RED],
    270: [GREEN, WHITE, RED, BLUE],
}
"""What `corners` of `quarters` are once it is turned clockwise."""


def frame(index: int) -> Frame:
    return Frame(index, index / 30, np.full((2, 2, 4), 255, np.uint8))


@dataclass
class ScriptedCamera:
    """Opens and reads as its scripts say: an exception is raised, a frame is given."""

    reads: deque[Frame | Exception]
    opens: deque[Exception | None] = field(default_factory=deque)
    recording: bool = False
    name: str = "scripted camera"
    log: list[str] = field(default_factory=list)

    def open(self) -> None:
        self.log.append("open")
        outcome = self.opens.popleft() if self.opens else None
        if outcome is not None:
            raise outcome

    def read(self) -> Frame:
        self.log.append("read")
        outcome = self.reads.popleft()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def skip(self) -> bool:
        return False

    def close(self) -> None:
        self.log.append("close")


@dataclass
class Bus:
    """A USB bus with webcams on it, as the kernel shows it: a sysfs and a /dev of files."""

    root: Path

    @property
    def sysfs(self) -> Path:
        return self.root / "sys" / "class" / "video4linux"

    @property
    def dev(self) -> Path:
        return self.root / "dev"

    def plug(self, number: int, name: str, *, index: int = 0,
             where: str = "platform/soc/usb1/1-1/1-1:1.0") -> None:
        real = self.root / "sys" / "devices" / where / "video4linux" / f"video{number}"
        real.mkdir(parents=True)
        (real / "name").write_text(f"{name}\n")
        (real / "index").write_text(f"{index}\n")
        self.sysfs.mkdir(parents=True, exist_ok=True)
        (self.sysfs / f"video{number}").symlink_to(real)
        self.dev.mkdir(exist_ok=True)
        (self.dev / f"video{number}").touch()

    def unplug(self, number: int) -> None:
        link = self.sysfs / f"video{number}"
        for file in link.resolve().iterdir():
            file.unlink()
        link.resolve().rmdir()
        link.unlink()
        (self.dev / f"video{number}").unlink()


@dataclass
class StandInCapture:
    """cv2.VideoCapture on a webcam: what it gives is set by the test."""

    number: int
    picture: Pixels
    opens: bool = True
    stamps_ms: deque[float] = field(default_factory=deque)
    grabs: deque[bool] = field(default_factory=deque)
    retrieves: deque[bool] = field(default_factory=deque)
    settings: dict[int, float] = field(default_factory=dict)
    working: bool = True
    released: bool = False
    grabbed: bool = False
    stamp_ms: float = 0.0

    def isOpened(self) -> bool:  # noqa: N802
        return self.opens and not self.released

    def set(self, key: int, value: float, /) -> bool:
        self.settings[key] = value
        return True

    def get(self, key: int, /) -> float:
        assert key == cv2.CAP_PROP_POS_MSEC
        assert self.grabbed
        return self.stamp_ms

    def grab(self) -> bool:
        assert self.isOpened()
        self.grabbed = self.working and (self.grabs.popleft() if self.grabs else True)
        if self.grabbed:
            self.stamp_ms = self.stamps_ms.popleft() if self.stamps_ms else 0.0
        return self.grabbed

    def retrieve(self) -> tuple[bool, Any]:
        assert self.grabbed, "retrieve() without grab()"
        if self.retrieves and not self.retrieves.popleft():
            return False, None
        return True, self.picture[..., ::-1].copy()

    def release(self) -> None:
        self.released = True
