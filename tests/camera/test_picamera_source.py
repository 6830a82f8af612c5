"""The stand-in against the originals' own source, which is fetched and read, never run."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.camera import stand_in_picamera2
from tests.camera.stand_in_picamera2 import CompletedRequest, Picamera2, Rig

pytestmark = pytest.mark.full

PINNED = Path(__file__).with_name("picamera2.txt")
PATIENCE_S = 120
UNREAD = object()
"""A default that is no plain value, such as a call."""

TYPES = {"FrameDurationLimits": "Span<const int64_t, 2>", "AfMode": "int32_t",
         "LensPosition": "float", "AeExposureMode": "int32_t", "SensorTimestamp": "int64_t"}
"""What the mirror sets or reads."""


def ran(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False,
                          timeout=PATIENCE_S)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """picamera2 of the pinned version and hash; another one fails."""
    folder = tmp_path_factory.mktemp("picamera2")
    done = ran(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries=1",
               "--only-binary=:all:", "--require-hashes", "-r", str(PINNED), cwd=folder)
    if done.returncode and "Retrying (" in done.stderr:
        pytest.skip("needs a network, to fetch picamera2's source")
    assert done.returncode == 0, done.stderr
    return ZipFile(next(folder.glob("*.whl")))


@pytest.fixture(scope="module")
def header(tmp_path_factory: pytest.TempPathFactory) -> str:
    """libcamera's controls, of whatever version the system's packages have."""
    folder = tmp_path_factory.mktemp("libcamera")
    try:
        done = ran("apt-get", "download", "libcamera-dev", cwd=folder)
    except FileNotFoundError:
        pytest.skip("needs apt-get, to fetch libcamera's header")
    packages = list(folder.glob("*.deb"))
    if done.returncode or not packages:
        pytest.skip(f"needs apt's libcamera-dev: {done.stderr.strip()[-200:]}")
    assert ran("dpkg", "-x", str(packages[0]), "out", cwd=folder).returncode == 0
    return next(folder.rglob("control_ids.h")).read_text(encoding="utf-8")


def methods(wheel: ZipFile, file: str, name: str) -> dict[str, ast.FunctionDef]:
    """Those of a class. Overloads come before the one that counts, which therefore wins."""
    tree = ast.parse(wheel.read(f"picamera2/{file}"))
    body = next(node.body for node in tree.body
                if isinstance(node, ast.ClassDef) and node.name == name)
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef)}


def parameters(node: ast.FunctionDef) -> dict[str, Any]:
    """Names in order, each with its default, `Parameter.empty` or `UNREAD`."""
    names = [arg.arg for arg in node.args.args]
    told: dict[str, Any] = dict.fromkeys(names, inspect.Parameter.empty)
    for name, default in zip(reversed(names), reversed(node.args.defaults), strict=False):
        try:
            told[name] = ast.literal_eval(default)
        except ValueError:
            told[name] = UNREAD
    return told


@pytest.mark.parametrize(("file", "stand_in"), [
    ("picamera2.py", Picamera2), ("request.py", CompletedRequest)])
def test_stand_in_has_the_originals_methods_parameters_and_defaults(
        wheel: ZipFile, file: str, stand_in: type) -> None:
    real = methods(wheel, file, stand_in.__name__)
    names = [name for name in vars(stand_in) if not name.startswith("_")]
    if stand_in is Picamera2:
        names.append("__init__")
    for name in names:
        member = inspect.getattr_static(stand_in, name)
        function = getattr(member, "fget", None) or getattr(member, "__func__", member)
        mine = inspect.signature(function).parameters
        theirs = parameters(real[name])
        assert list(mine) == list(theirs), name
        for parameter, default in theirs.items():
            if default is not UNREAD:
                assert mine[parameter].default == default, f"{name}, {parameter}"


def test_original_refuses_a_control_that_the_camera_has_not(wheel: ZipFile) -> None:
    """Why only those are asked for that the camera has; the stand-in refuses in the same words."""
    assert b"is not advertised by libcamera" in wheel.read("picamera2/controls.py")


def test_controls_are_libcameras_own(header: str) -> None:
    for name, kind in TYPES.items():
        assert re.search(rf"extern const Control<{re.escape(kind)}> {name};", header), name


def test_choices_are_libcameras_own(header: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's names leave away what all of an enumeration's begin with."""
    stand_in_picamera2.install(monkeypatch)
    chosen: Any = sys.modules["libcamera"]
    assert f"AfModeManual = {chosen.controls.AfModeEnum.Manual}," in header
    assert f"ExposureShort = {chosen.controls.AeExposureModeEnum.Short}," in header


def test_stand_in_offers_no_other_controls() -> None:
    assert Rig().controls <= set(TYPES)
