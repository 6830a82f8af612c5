"""Opens the one window: everything that must be settled before Kivy is first imported."""

import logging
import math
import os
from collections.abc import MutableMapping
from importlib import import_module
from pathlib import Path
from threading import Thread

from mirrorapp.config import ScreenConfig
from mirrorapp.events import MirrorError
from mirrorapp.ui import allocator

log = logging.getLogger(__name__)

DRM_FOLDER = Path("/dev/dri")
THREAD_PX = 700_000
"""More pixels than one thread is given to draw without a graphics processor: with 520,000 the
screens are on time, with 2,000,000 they are not; nothing between was measured.
"""
PACKAGES = "libegl1 libgles2 libgl1 libgl1-mesa-dri libgbm1"


NO_SCREEN = ("Plug the screen in and switch it on, then start the mirror anew. A Pi wants "
             "dtoverlay=vc4-kms-v3d in /boot/firmware/config.txt.")


class WindowError(MirrorError):
    """No window, because no graphics can be had here."""


def prepare(config: ScreenConfig, *, offscreen: bool = False, must_show: bool = False) -> str:
    """Set Kivy up and open the window; call it before anything else of the screens.

    `offscreen` draws real pixels without a display; it is also chosen where there is no display,
    unless it `must_show`. Returns the name of the video driver, "" where SDL chooses. Raises
    `WindowError`.
    """
    driver = choose_driver(os.environ, DRM_FOLDER, offscreen=offscreen, must_show=must_show)
    if driver:
        os.environ["SDL_VIDEODRIVER"] = driver
    quieten(os.environ)
    if not _fullscreen(config, driver):
        leave_cores(os.environ, config.width * config.height)
    allocator.give_back()  # before textures and shaders come and go
    kivy_log = logging.getLogger("kivy")
    # On its way up Kivy complains of a configuration file that it was told not to read, and of a
    # library for touchscreens that is not used here.
    kivy_log.disabled = True
    try:
        _configure(config, driver, escape=not must_show)
        _open()
    finally:
        kivy_log.disabled = False
        kivy_log.setLevel(logging.WARNING)
    log.info("The window is open (%s).", driver or "display")
    return driver


def load_screens() -> None:
    """Have the screens imported beside what else begins; call it once the window is prepared.

    Whoever imports them afterwards waits for what is left of it, and has its errors.
    """
    Thread(target=import_module, args=("mirrorapp.ui.app",), name="screens", daemon=True).start()


def choose_driver(environ: MutableMapping[str, str], drm: Path, *, offscreen: bool,
                  must_show: bool = False) -> str:
    """Which SDL video driver to use, "" where SDL finds the display by itself. Raises
    `WindowError` where it `must_show` and there is no screen; whoever names a driver has it."""
    if offscreen:
        return "offscreen"
    if chosen := environ.get("SDL_VIDEODRIVER", ""):
        return chosen
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return ""
    if any(drm.glob("card*")):
        return "kmsdrm"
    if must_show:
        raise WindowError("No screen is seen.", NO_SCREEN)
    return "offscreen"


def hides(driver: str) -> bool:
    """Whether a window can be hidden with this driver, so that another program's is seen."""
    return driver not in ("kmsdrm", "offscreen")


def quieten(environ: MutableMapping[str, str]) -> None:
    """No reading of our arguments, no files at home, no log handlers in place of ours."""
    environ["KIVY_NO_ARGS"] = "1"
    environ["KIVY_NO_CONFIG"] = "1"
    environ["KIVY_NO_ENV_CONFIG"] = "1"
    environ["KIVY_NO_FILELOG"] = "1"
    environ["KIVY_NO_CONSOLELOG"] = "1"
    environ["KIVY_LOG_MODE"] = "PYTHON"
    # Its other window provider ends the process where there is no X server.
    environ["KIVY_WINDOW"] = "sdl2"
    # Kivy imports from a folder `mods` there: nobody can make one.
    environ["KIVY_HOME"] = os.devnull


def leave_cores(environ: MutableMapping[str, str], pixels: int) -> None:
    """Where Mesa draws without a graphics processor, with no more threads than a window of that
    size takes, unless somebody says otherwise.

    By itself it takes one for each core, and the pose model's, who wait for each other, have none
    meanwhile (docs/performance.md, "With the screens").
    """
    threads = min(len(os.sched_getaffinity(0)), math.ceil(pixels / THREAD_PX))
    environ.setdefault("LP_NUM_THREADS", str(threads))


def _fullscreen(config: ScreenConfig, driver: str) -> bool:
    return config.fullscreen == "yes" or (config.fullscreen == "auto" and driver == "kmsdrm")


def _configure(config: ScreenConfig, driver: str, *, escape: bool) -> None:
    """`escape`: that key ends the mirror. On a wall, whoever plugs a keyboard in is a guest."""
    from kivy.config import Config

    settings = {
        "kivy": {"log_level": "warning", "exit_on_escape": "1" if escape else "0", "desktop": "1"},
        "graphics": {
            "width": str(config.width), "height": str(config.height),
            "fullscreen": "auto" if _fullscreen(config, driver) else "0",
            "show_cursor": "0" if driver == "kmsdrm" else "1",
            "multisamples": "0", "maxfps": str(config.fps), "vsync": "", "resizable": "1",
            "allow_screensaver": "0",
            # Starting takes a while, in which the other program may keep the screen.
            "window_state": "hidden" if config.shared != "no" and hides(driver) else "visible",
        },
    }
    for section, values in settings.items():
        for key, value in values.items():
            Config.set(section, key, value)
    # SDL turns a finger into a mouse; a second provider would make every touch two.
    Config.remove_section("input")
    Config.add_section("input")
    Config.set("input", "mouse", "mouse,disable_multitouch")


def _open() -> None:
    remedy = ("Switch the screen on and check its cable. Else install the graphics packages "
              f"({PACKAGES}), or run it where there is a display; on the mirror itself, add the "
              "user to the groups video and render.")
    try:
        from kivy.core.window import Window
    except (Exception, SystemExit) as error:  # Kivy leaves by sys.exit where OpenGL is too old
        raise WindowError(f"The screen can't be opened: {error}.", remedy) from error
    if Window is None:
        raise WindowError("The screen can't be opened: no OpenGL here.", remedy)
