"""Opening the window: which driver, and what is said where there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mirrorapp.ui.window import WindowError, choose_driver, hides, leave_cores
from tests import collected

OPEN = """
import logging, sys
from pathlib import Path
mine = logging.StreamHandler(sys.stdout)
logging.basicConfig(level=logging.INFO, handlers=[mine])
from mirrorapp.config import ScreenConfig
from mirrorapp.events import MirrorError
from mirrorapp.ui import window
try:
    window.prepare(ScreenConfig(), must_show="must_show" in sys.argv)
except MirrorError as error:
    print("WHAT", error.what)
    print("REMEDY", error.remedy)
    sys.exit(3)
assert logging.getLogger().handlers == [mine]
import kivy.modules
from kivy.core.window import Window
ESCAPE = 27
print("ESCAPE", bool(Window.dispatch("on_keyboard", ESCAPE, 41, None, [])))
print("PATH", sys.path)
names = [each.read_text() for each in Path("/proc/self/task").glob("*/comm")]
print("DRAWING", sum(name.startswith("llvmpipe") for name in names))
"""
LOADS = """
import threading
from mirrorapp.config import ScreenConfig
from mirrorapp.ui import window
window.prepare(ScreenConfig(), offscreen=True)
window.load_screens()
loading, = (each for each in threading.enumerate() if each.name == "screens")
from mirrorapp.ui.app import MirrorApp
loading.join()
import os
print("BLAS", os.environ["OPENBLAS_NUM_THREADS"])
"""
IMPORTS = """
import sys
from mirrorapp.ui import crop, geometry, i18n, lane, projection, saying, shots, theme, wrapping
assert not any(name.split(".")[0] == "kivy" for name in sys.modules)
"""


def run(code: str, home: Path, *args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items()
             if not key.startswith(("KIVY_", "SDL_", "DISPLAY", "WAYLAND"))}
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.run([sys.executable, "-c", code, "--help", *args], check=False,
                          capture_output=True, text=True, timeout=120,
                          env=clean | environ | {"HOME": str(home), "PYTHONPATH": root,
                                                 "PYTHONDONTWRITEBYTECODE": "1"})


def test_driver(tmp_path):
    card = tmp_path / "with"
    card.mkdir()
    (card / "card0").touch()
    none = tmp_path / "without"
    assert choose_driver({}, none, offscreen=False) == "offscreen"
    assert choose_driver({}, card, offscreen=False) == "kmsdrm"
    assert choose_driver({"DISPLAY": ":0"}, card, offscreen=False) == ""
    assert choose_driver({"WAYLAND_DISPLAY": "w"}, card, offscreen=False) == ""
    assert choose_driver({"SDL_VIDEODRIVER": "x11"}, card, offscreen=False) == "x11"
    assert choose_driver({"DISPLAY": ":0"}, card, offscreen=True) == "offscreen"


def test_a_small_window_leaves_cores_to_the_pose_model(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    told: list[str] = []
    for pixels in (540 * 960, 720 * 1280, 1080 * 1920):
        environ: dict[str, str] = {}
        leave_cores(environ, pixels)
        told.append(environ["LP_NUM_THREADS"])
    assert told == ["1", "2", "2"], "no more than there are cores"
    mine = {"LP_NUM_THREADS": "3"}
    leave_cores(mine, 540 * 960)
    assert mine["LP_NUM_THREADS"] == "3"


def test_what_must_show_ends_where_there_is_no_screen(tmp_path):
    assert choose_driver({"DISPLAY": ":0"}, tmp_path, offscreen=False, must_show=True) == ""
    named = {"SDL_VIDEODRIVER": "offscreen"}
    assert choose_driver(named, tmp_path, offscreen=False, must_show=True) == "offscreen"
    with pytest.raises(WindowError, match="No screen is seen") as raised:
        choose_driver({}, tmp_path, offscreen=False, must_show=True)
    assert "vc4-kms-v3d" in raised.value.remedy


def test_no_graphics_says_what_and_remedy(tmp_path):
    done = run(OPEN, tmp_path, SDL_VIDEODRIVER="dummy")
    assert done.returncode == 3, done.stderr
    assert "WHAT The screen can't be opened" in done.stdout
    assert "libegl1" in done.stdout
    assert done.stderr == ""


@pytest.mark.ui
def test_opening_leaves_home_arguments_and_logging_alone(tmp_path, window):
    planted = tmp_path / ".cache" / "mirrorapp-kivy" / "mods"
    planted.mkdir(parents=True)
    done = run(OPEN, tmp_path, SDL_VIDEODRIVER="offscreen", TMPDIR=str(tmp_path / ".cache"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ESCAPE True" in done.stdout
    assert "mods" not in done.stdout.partition("PATH")[2], "whoever can write there would be run"
    assert "The window is open (offscreen)." in done.stdout
    assert int(done.stdout.partition("DRAWING ")[2].split()[0]) <= 1, "threads for a small window"
    assert done.stderr == ""
    assert [path.name for path in tmp_path.iterdir() if path.name != ".cache"] == []


@pytest.mark.ui
def test_a_service_is_not_ended_by_a_key(tmp_path, window):
    done = run(OPEN, tmp_path, "must_show", SDL_VIDEODRIVER="offscreen")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ESCAPE False" in done.stdout


def test_the_pure_parts_do_not_import_kivy(tmp_path):
    done = run(IMPORTS, tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("driver", "can"), [("", True), ("x11", True), ("kmsdrm", False),
                                             ("offscreen", False)])
def test_a_window_can_be_hidden_where_another_program_can_have_one(driver, can):
    assert hides(driver) is can


def test_collecting_the_tests_opens_no_window(request):
    """Opened before `prepare`, it would have another size, and a display's cares."""
    assert "tests.ui.test_window" in request.config.stash[collected.MODULES]
    assert "kivy.core.window" not in request.config.stash[collected.MODULES]


@pytest.mark.full
@pytest.mark.ui
def test_the_screens_are_loaded_beside_and_can_be_had_at_once(tmp_path):
    done = run(LOADS, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "BLAS 1" in done.stdout
