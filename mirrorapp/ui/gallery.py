"""Pictures of the guide: a still of everything, a sheet of all, a strip of one (author's tool).

    python -m mirrorapp.ui.gallery squat -o squat.png     moment by moment, and the wrong ways;
                                                          --standpoint, --person, --flip

Drawn offscreen by what draws the moving figure on the glass.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import cv2
import numpy as np
import numpy.typing as npt

from mirrorapp.config import ScreenConfig
from mirrorapp.exercises import catalogue
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.figure import mesh
from mirrorapp.figure.clip import Clip, clip_of
from mirrorapp.figure.scenery import Standpoint

Picture = npt.NDArray[np.uint8]
_STRIP_PX = (360, 480)
_MOMENTS = 6
_FONT = cv2.FONT_HERSHEY_SIMPLEX


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m mirrorapp.ui.gallery", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--person", choices=("woman", "man"), default="woman")
    parser.add_argument("--standpoint", choices=get_args(Standpoint))
    parser.add_argument("--flip", action="store_true", help="on the other side")
    parser.add_argument("--moments", type=int, default=_MOMENTS)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args(argv)
    _prepare()
    known = catalogue.read()
    rows = [row for each in given.ids for row in _strips(known, each, given)]
    width = max(row.shape[1] for row in rows)
    wide = [np.pad(row, ((0, 0), (0, width - row.shape[1]), (0, 0))) for row in rows]
    cv2.imwrite(str(given.output), np.concatenate(wide))
    return 0


def _prepare() -> None:
    from mirrorapp.ui import window

    window.prepare(ScreenConfig(width=_STRIP_PX[0], height=_STRIP_PX[1]), offscreen=True)


def _strips(known: Catalogue, name: str, given: Any) -> Iterable[Picture]:
    """How it is done, and below that each wrong way (BGR)."""
    one = known.exercises.get(name) or known.checks[name]
    if one.guide is None:
        raise SystemExit(f"{name} has no guide")
    person = mesh.person(given.person)
    for wrong in ("", *(each.id for each in one.guide.wrong)):
        clip = replace(clip_of(one, person, wrong=wrong), flip=given.flip)
        if given.standpoint:
            clip = replace(clip, guide=clip.guide.model_copy(update={"camera": given.standpoint}))
        yield np.concatenate([_moment(clip, clip.cycle_s * share, f"{name} {wrong} {share:.2f}")
                              for share in np.linspace(0, 0.999, given.moments)], axis=1)


def _moment(clip: Clip, time_s: float, words: str) -> Picture:
    from mirrorapp.ui.stills import snapshot

    drawn = snapshot(clip.mesh, clip.at(time_s), clip.view, _STRIP_PX)
    black = (drawn[..., 2::-1] * (drawn[..., 3:] / 255.0)).astype(np.uint8)
    return np.asarray(cv2.putText(np.ascontiguousarray(black), words, (8, 18), _FONT, 0.45,
                                  (150, 150, 150), 1, cv2.LINE_AA), np.uint8)


if __name__ == "__main__":
    raise SystemExit(main())
