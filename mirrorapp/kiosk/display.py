"""The light of the screen: a black picture still glows in a dark room.

Nothing here needs the screen's own program: under KMSDRM that is the mirror itself, through SDL,
which turns no light off.
"""

import logging
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import which
from threading import Condition, Thread
from typing import Protocol

from mirrorapp.config import Light
from mirrorapp.events import MirrorError, Notice, NoticeBoard

BACKLIGHTS = Path("/sys/class/backlight")
PATIENCE_S = 10.0
"""For a tool: a monitor that does not answer keeps ddcutil for some seconds."""
RETRY_S = 5.0
KEY = "light"
_log = logging.getLogger(__name__)


class LightError(MirrorError):
    """The screen's light could not be set."""


class Panel(Protocol):
    """A screen whose light can be set."""

    def turn(self, on: bool) -> None:
        """Turn the light on or off; it may take seconds. Raises `LightError`."""


class Black:
    """A screen that stays lit, and shows black."""

    def turn(self, on: bool) -> None:
        """There is nothing to be turned."""


class Backlight:
    """Panels whose light the kernel sets: Documentation/ABI/stable/sysfs-class-backlight."""

    _ON, _OFF = "0", "4"  # FB_BLANK_UNBLANK, FB_BLANK_POWERDOWN

    def __init__(self, root: Path = BACKLIGHTS) -> None:
        self._root = root

    def turn(self, on: bool) -> None:
        """Of every panel; what the kernel then says of it is read back."""
        lights = sorted(self._root.glob("*/bl_power"))
        if not lights:
            raise LightError("This screen has no light that the system can set.",
                             "Choose another light under [display].")
        wanted = self._ON if on else self._OFF
        for light in lights:
            try:
                light.write_text(wanted)
                found = light.read_text().strip()
            except OSError as error:
                raise LightError(f"The screen's light can't be set: {error.strerror}.",
                                 "The mirror's user has to be in the group video.") from None
            if found != wanted:
                raise LightError("The screen's light does not do as it is told.",
                                 "Choose another light under [display].")


class Tool:
    """A screen whose light another program sets: called with `on` or with `off`."""

    def __init__(self, name: str, on: tuple[str, ...], off: tuple[str, ...], *,
                 patience_s: float = PATIENCE_S) -> None:
        self._name = name
        self._on, self._off = on, off
        self._patience_s = patience_s

    def turn(self, on: bool) -> None:
        """By its exit status: a monitor that is off need not answer what it is."""
        try:
            done = subprocess.run([self._name, *(self._on if on else self._off)],
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                  timeout=self._patience_s)
        except subprocess.TimeoutExpired:
            raise LightError(f"{self._name} got no answer from the screen.",
                             "Choose another light under [display].") from None
        except OSError as error:
            raise LightError(f"{self._name} can't be run: {error.strerror}.",
                             "Install it, or choose another light under [display].") from None
        if done.returncode:
            _log.warning("%s: %s", self._name, done.stderr.decode(errors="replace").strip())
            raise LightError(f"{self._name} could not set the screen's light.",
                             "The log says why.")


def ddc(*, patience_s: float = PATIENCE_S) -> Tool:
    """A monitor by DDC/CI, feature D6: 1 is on, 4 off; 5 would be as its button does."""
    return Tool("ddcutil", ("--noverify", "setvcp", "d6", "1"),
                ("--noverify", "setvcp", "d6", "4"), patience_s=patience_s)


def wlopm(*, patience_s: float = PATIENCE_S) -> Tool:
    """All outputs of a wlroots compositor, such as labwc."""
    return Tool("wlopm", ("--on", "*"), ("--off", "*"), patience_s=patience_s)


def choose(light: Light, environ: Mapping[str, str] = os.environ,
           root: Path = BACKLIGHTS) -> Panel:
    """The one that is set, or with "auto" the first that is there."""
    if light == "auto":
        light = _found(environ, root)
    match light:
        case "backlight":
            return Backlight(root)
        case "ddc":
            return ddc()
        case "wlopm":
            return wlopm()
    return Black()


def _found(environ: Mapping[str, str], root: Path) -> Light:
    path = environ.get("PATH")
    if any(root.glob("*/bl_power")):
        return "backlight"
    if environ.get("WAYLAND_DISPLAY") and which("wlopm", path=path):
        return "wlopm"
    return "ddc" if which("ddcutil", path=path) else "black"


class Lamp:
    """Sets the light of `panel` as it is last wanted, on a thread of its own.

    It begins with on: whoever ran before may have ended in the dark. On is tried until it is.
    """

    def __init__(self, panel: Panel, board: NoticeBoard, *, retry_s: float = RETRY_S) -> None:
        self._panel, self._board, self._retry_s = panel, board, retry_s
        self._changed = Condition()
        self._wanted, self._ends = True, False
        self._thread = Thread(target=self._run, name="lamp", daemon=True)
        self._thread.start()

    def want(self, on: bool) -> None:
        """Whether the screen is to be lit; never waits for it."""
        with self._changed:
            if on != self._wanted and not self._ends:
                self._wanted = on
                self._changed.notify()

    def close(self) -> None:
        """Lit, for whoever has the screen next; waits for that, but not for ever."""
        with self._changed:
            self._wanted = self._ends = True
            self._changed.notify()
        self._thread.join(2 * PATIENCE_S)

    def _run(self) -> None:
        tried: bool | None = None
        lit = False
        while True:
            with self._changed:
                while self._wanted == tried and not self._ends:
                    if not self._changed.wait(self._retry_s if tried and not lit else None):
                        break
                wanted, ends = self._wanted, self._ends
            if not (ends and lit):
                tried, lit = wanted, self._turn(wanted) and wanted
            if ends:
                return

    def _turn(self, on: bool) -> bool:
        """Whether it did."""
        try:
            self._panel.turn(on)
        except LightError as error:
            _log.error("%s %s", error.what, error.remedy)
            self._board.post(Notice(KEY, error.what, error.remedy))
            return False
        self._board.clear(KEY)
        return True
