"""For children of tests that run the whole program: a webcam of made pictures, and no screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mirrorapp.camera import choose
from mirrorapp.camera.webcam import Webcam
from mirrorapp.ui import window
from tests.camera.stand_ins import Bus


class Pictured:
    """What V4L2 says of a camera; whoever gives pictures says `grab` and `retrieve`."""

    taken_s: float

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def set(self, key: int, value: float, /) -> bool:
        return True

    def get(self, key: int, /) -> float:
        return 1000 * self.taken_s

    def release(self) -> None:
        """There is nothing to be released."""


def plug_in(capture: Callable[[int], Any], folder: Path) -> None:
    """Have that be the only webcam, whose files lie in `folder`, before a window with pixels of its
    own, of which nobody is to know that it is on no screen.
    """
    bus = Bus(folder / "usb")
    bus.plug(0, "Pictures")
    defaults = choose.choose.__kwdefaults__
    assert defaults is not None
    defaults["webcam"] = lambda config, clock: Webcam(config, clock, capture=capture,
                                                      sysfs=bus.sysfs, dev=bus.dev)
    prepare = window.prepare

    def on_the_wall(screen: Any, **_: Any) -> str:
        prepare(screen, offscreen=True)
        return "none"

    vars(window)["prepare"] = on_the_wall
