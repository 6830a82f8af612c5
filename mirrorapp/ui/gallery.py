"""Pictures of the guide, drawn offscreen by what draws the moving figure (author's tool).

    python -m mirrorapp.ui.gallery                      (make figures) a still of everything into
                                                        the package, and a sheet of all into docs
    python -m mirrorapp.ui.gallery squat -o squat.png   moment by moment, and the wrong ways;
                                                        --standpoint, --person, --flip
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
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.schema import Exercise
from mirrorapp.figure import mesh
from mirrorapp.figure.clip import Clip, clip_of
from mirrorapp.figure.scenery import Standpoint

Picture = npt.NDArray[np.uint8]
_STRIP_PX = (360, 480)
_MOMENTS = 6
STILLS = Path(__file__).parent.parent / "figure" / "stills"
_STILL_PX, _CELL_PX = (300, 400), (150, 200)
_ACROSS = 3
_STOP_BGR = (122, 138, 255)
_MEN = frozenset({"banded-squat", "step-up", "wall-foam-roll", "runners-march", "ankle-gap"})
"""Whom the man shows on the sheet."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m mirrorapp.ui.gallery", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--person", choices=("woman", "man"), default="woman")
    parser.add_argument("--standpoint", choices=get_args(Standpoint))
    parser.add_argument("--flip", action="store_true", help="on the other side")
    parser.add_argument("--moments", type=int, default=_MOMENTS)
    parser.add_argument("-o", "--output", type=Path, default=Path("docs/images/figures.png"))
    given = parser.parse_args(argv)
    _prepare()
    known = catalogue.read()
    if given.ids:
        rows = [row for each in given.ids for row in _strips(known, each, given)]
    else:
        shown = _shown(known)
        _stills(shown, STILLS)
        rows = _in_columns([_cell(one) for one in shown])
    cv2.imwrite(str(given.output), _stacked(rows))
    return 0


def _shown(known: Catalogue) -> list[Exercise | Check]:
    """Everything that has a guide of its own."""
    every: list[Exercise | Check] = [*known.exercises.values(), *known.checks.values()]
    return [each for each in every if each.guide is not None]


def _stills(shown: Sequence[Exercise | Check], folder: Path) -> None:
    """One picture of each at the moment that tells most."""
    folder.mkdir(exist_ok=True)
    for one in shown:
        clip = clip_of(one, mesh.person("woman"))
        cv2.imwrite(str(folder / f"{one.id}.jpg"), _draw(clip, clip.telling_s, _STILL_PX),
                    [cv2.IMWRITE_JPEG_QUALITY, 90])


def _cell(one: Exercise | Check) -> Picture:
    """Beginning, the moment that tells most, and the first wrong way."""
    person = mesh.person("man" if one.id in _MEN else "woman")
    clip = clip_of(one, person)
    told = [_draw(clip, 0.0, _CELL_PX), _draw(clip, clip.telling_s, _CELL_PX)]
    told += [_crossed(_draw(bad, bad.telling_s, _CELL_PX)) for bad in (
        clip_of(one, person, wrong=each.id) for each in clip.guide.wrong[:1])]
    empty = np.zeros((_CELL_PX[1], _CELL_PX[0], 3), np.uint8)
    row = np.concatenate([*told, *[empty] * (3 - len(told))], axis=1)
    return _written(row, one.name.en)


def _in_columns(cells: Sequence[Picture]) -> list[Picture]:
    empty = np.zeros_like(cells[0])
    rows = [cells[start:start + _ACROSS] for start in range(0, len(cells), _ACROSS)]
    return [np.concatenate([*row, *[empty] * (_ACROSS - len(row))], axis=1) for row in rows]


def _stacked(rows: Sequence[Picture]) -> Picture:
    width = max(row.shape[1] for row in rows)
    return np.concatenate([np.pad(row, ((0, 0), (0, width - row.shape[1]), (0, 0)))
                           for row in rows])


def _crossed(picture: Picture) -> Picture:
    """With a cross in a corner: so it is not done."""
    low, high = 12, 34
    for ends in (((low, low), (high, high)), ((low, high), (high, low))):
        picture = cv2.line(picture, *ends, _STOP_BGR, 5, cv2.LINE_AA)
    return picture


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
    return _written(_draw(clip, time_s, _STRIP_PX), words)


def _draw(clip: Clip, time_s: float, size_px: tuple[int, int]) -> Picture:
    """A moment on black (BGR)."""
    from mirrorapp.ui.stills import snapshot

    drawn = snapshot(clip.mesh, clip.at(time_s), clip.view, size_px)
    return np.ascontiguousarray(drawn[..., 2::-1] * (drawn[..., 3:] / 255.0)).astype(np.uint8)


def _written(picture: Picture, words: str) -> Picture:
    return np.asarray(cv2.putText(picture, words, (44, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.45,
                                  (168, 163, 154), 1, cv2.LINE_AA), np.uint8)


if __name__ == "__main__":
    raise SystemExit(main())
