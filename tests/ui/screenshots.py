"""A picture of every screen, to be looked at one by one.

    python -m tests.ui.screenshots [-o docs/screenshots] [--size 1080x1920] [--language de] [NAME …]

writes <language>-<width>x<height>/<screen>.png, by default in both languages and at both sizes.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, get_args

from PIL import Image

from mirrorapp.config import ScreenConfig
from tests.ui import conftest

SIZES = ("540x960", "1080x1920")
LANGUAGES = get_args(ScreenConfig.model_fields["language"].annotation)
FOLDER = Path("docs/screenshots")
_MOVED_S = 2.0
_COLOURS = 256


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m tests.ui.screenshots", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--size", action="append")
    parser.add_argument("--language", action="append")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER)
    given = parser.parse_args(argv)
    sizes, languages = given.size or list(SIZES), given.language or list(LANGUAGES)
    if len(sizes) == 1:
        _take(sizes[0], languages, given.names, given.output)
        return 0
    # The window's pixels are those of the size that it was opened at: a process for each.
    again = [sys.executable, "-m", "tests.ui.screenshots", "-o", str(given.output), *given.names,
             *(part for each in languages for part in ("--language", each))]
    return max(subprocess.run([*again, "--size", each], check=False).returncode for each in sizes)


def _take(size: str, languages: Sequence[str], names: Sequence[str], folder: Path) -> None:
    from mirrorapp.ui import window

    width, height = map(int, size.split("x"))
    window.prepare(ScreenConfig(width=width, height=height), offscreen=True)
    from kivy.clock import Clock

    from tests.ui import rehearsed, sights
    from tests.ui.doubles import FakeMirror
    from tests.ui.own import settings_in

    Clock._max_fps = 0
    seen: dict[str, dict[str, object]] = {sights.NO: {}, **rehearsed.seen()}
    for language in languages:
        said = {"screen": {"width": width, "height": height, "language": language},
                "people": {"p1": {"name": "Anna", "height_cm": 172}, "p2": {"name": "Ben"}}}
        home = settings_in(Path(mkdtemp()), **said)
        home.path = Path("/var/lib/mirrorapp/settings.toml")  # as on a mirror; nothing is set here
        it = conftest.Glass(FakeMirror(), home, **sights.OPTIONS)
        place = folder / f"{language}-{size}"
        place.mkdir(parents=True, exist_ok=True)
        for name in names or sights.SIGHTS:
            sight: Any = sights.SIGHTS[name]
            sight.show(it, **seen[sight.seen])
            it.now_s += _MOVED_S  # the figure is on its way
            it.settle()
            _write(place / f"{name}.png", it.pixels(), few=size == SIZES[0])
        it.close()


def _write(path: Path, pixels: conftest.Pixels, *, few: bool) -> None:
    """As a PNG; in few colours where it is to be small rather than to be judged."""
    picture = Image.fromarray(pixels)
    if few:
        picture = picture.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT)
    picture.save(path, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
