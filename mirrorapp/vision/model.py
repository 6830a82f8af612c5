"""Where the pose model lives, and whether it is whole.

The model is one file, a bundle of a body detector and a landmark model. It is made once
(`ensure`, or `python -m mirrorapp.vision.model`) and its SHA-256 is checked at every start
(`find`): 9 MB take about 10 ms, so nothing about it has to be remembered between starts.
"""

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import platformdirs

from mirrorapp import config
from mirrorapp.config import Size
from mirrorapp.events import MirrorError
from mirrorapp.vision.errors import VisionError
from mirrorapp.vision.parts import DETECTOR, LANDMARKS

MAKE = "python -m mirrorapp.vision.model"

# Of the bundles that `bundle.make` makes with the locked packages: the same bytes on every
# machine and Python. Another version of flatbuffers lays the same content out differently.
BUNDLE_SHA256: dict[Size, str] = {
    "lite": "51469b50f835cea70ae80634b16798ac6498742e1d81550df384801b1021b462",
    "full": "617f0dde09534381167a9474cd3ccd6747fd198453023065815679dbc86c2cb5",
    "heavy": "28bf86d7455c1d0f8a8ed881be766927e35430476eb54ad8cdea60ac94b42831",
}


def default_folder() -> Path:
    """Beside the program where it was installed with a model, else the user's own cache: it can
    always be made again.
    """
    installed = Path(sys.prefix) / "share" / "mirrorapp" / "models"
    if installed.is_dir():
        return installed
    return Path(platformdirs.user_cache_dir("mirrorapp")) / "models"


def path_of(size: Size = "full", folder: Path | None = None) -> Path:
    """Where the bundle of that size is, or would be."""
    return (folder or default_folder()) / f"pose_landmarker_{size}.task"


def find(size: Size = "full", folder: Path | None = None) -> Path:
    """The path of a bundle that is there and whole.

    Raises `VisionError` where it is missing, damaged or not to be read. Needs no network and no
    MediaPipe.
    """
    path = path_of(size, folder)
    try:
        if not path.is_file():
            raise VisionError(f"The pose model {path} is missing.", _remedy(size, folder))
        if not _is_whole(path, size):
            raise VisionError(f"The pose model {path} is damaged.", _remedy(size, folder))
    except OSError as error:
        raise VisionError(f"The pose model {path} can't be read: {error.strerror}.",
                          "Let this user read it, or set vision.model_dir.") from error
    return path


def ensure(size: Size = "full", folder: Path | None = None, bundle: Path | None = None) -> Path:
    """Like `find`, but makes what is missing and replaces what is damaged.

    `bundle` is an official bundle to use instead of making one; it always replaces what is
    there. A damaged file is kept beside the new one with `.damaged` added to its name.
    Raises `VisionError`.
    """
    path = path_of(size, folder)
    try:
        if bundle is None and path.is_file() and _is_whole(path, size):
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".making-") as work:
            made = Path(work) / path.name
            if bundle is None:
                from mirrorapp.vision import bundle as maker  # late: it imports MediaPipe

                maker.make(size, made)
            else:
                _accept(bundle, made)
            _put_in_place(made, path, size)
    except OSError as error:
        raise VisionError(f"The pose model can't be written to {path.parent}: {error.strerror}.",
                          "Free some space there, let this user write there, or set "
                          "vision.model_dir.") from error
    return find(size, folder)


def label(path: Path, size: Size) -> str:
    """What a journal calls the bundle there: its size, and what tells it from others of that size.

    Raises `OSError`.
    """
    return f"{size} {_sha256(path)[:12]}"


def _accept(bundle: Path, made: Path) -> None:
    """Copy a bundle that came from elsewhere, once it looks like one."""
    if not bundle.is_file():
        raise VisionError(f"There is no file {bundle}.", "Check the path given with --bundle.")
    shutil.copyfile(bundle, made)
    try:
        with zipfile.ZipFile(made) as archive:
            whole = archive.testzip() is None
            models = [archive.read(name) for name in (DETECTOR, LANDMARKS)]
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError):
        whole, models = False, []
    if not whole or any(model[4:8] != b"TFL3" for model in models):
        raise VisionError(f"{bundle} is not a pose landmarker bundle.",
                          "Give MediaPipe's Pose Landmarker .task file, or leave --bundle out.")


def _put_in_place(made: Path, path: Path, size: Size) -> None:
    """Swap the new bundle in: whoever reads `path` finds the old one or the new, never half.

    Where its bytes are not the pinned ones their SHA-256 is noted beside it: its parts were
    checked when it was made or accepted, and later starts shall notice damage all the same.
    """
    if path.is_file() and not _is_whole(path, size):
        path.replace(path.with_name(path.name + ".damaged"))
    digest = _sha256(made)
    _note(path).unlink(missing_ok=True)
    if digest != BUNDLE_SHA256[size]:
        _note(path).write_text(digest + "\n", encoding="ascii")
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(path)


def _is_whole(path: Path, size: Size) -> bool:
    """Whether the file is the tested bundle, or one that was noted when it was put there."""
    allowed = {BUNDLE_SHA256[size]}
    note = _note(path)
    if note.is_file():
        allowed.add(note.read_text(encoding="ascii", errors="replace").strip())
    return _sha256(path) in allowed


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remedy(size: Size, folder: Path | None) -> str:
    command = " ".join((MAKE, "--size", size, *(("--dir", str(folder)) if folder else ())))
    return f"Make it with `{command}`."


def main(argv: Sequence[str] | None = None) -> int:
    """Make the model where it is missing and print its path; 1 with a message on failure."""
    parser = argparse.ArgumentParser(prog=MAKE, description="Make the pose model, once.")
    parser.add_argument("--size", choices=get_args(Size),
                        help="default: the configured one; of auto, full and, where it can, lite")
    parser.add_argument("--dir", type=Path, help="default: the configured folder, or the cache")
    parser.add_argument("--bundle", type=Path, help="an official .task file to use instead")
    given = parser.parse_args(argv)
    try:
        vision = config.load().vision
        folder = given.dir or vision.model_dir
        path = ensure(given.size or vision.size, folder, given.bundle)
    except MirrorError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{path}\n")
    if vision.model == "auto" and not given.size and not given.bundle:
        _add_lite(folder)
    return 0


def _add_lite(folder: Path | None) -> None:
    """What a slow machine falls back on; it can do without."""
    try:
        sys.stdout.write(f"{ensure('lite', folder)}\n")
    except MirrorError as error:
        sys.stderr.write(f"{error} The mirror runs without it, with the full one alone.\n")


if __name__ == "__main__":
    sys.exit(main())
