"""Compare, by hand; what comes of it is in docs/side-by-side.md.

    python -m tests.side_by_side install     each program into an environment of its own
    python -m tests.side_by_side render      the films (extra ``author``)
    python -m tests.side_by_side judge       every program on every film, or one (`--only`)
    python -m tests.side_by_side pace        one turn of the pace, on a machine that rests
    python -m tests.side_by_side write       the tables, into the page

Everything lies in a folder (`--work`) and is made once; `judge` begins anew, each `pace` is added.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2

from mirrorapp import config
from mirrorapp.vision import model
from tests.side_by_side import contestants, films, page
from tests.side_by_side.contestants import CONTESTANTS, Contestant
from tests.side_by_side.measure import Run, run

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "side-by-side.md"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m tests.side_by_side", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", choices=["judge", *JOBS])
    parser.add_argument("--work", type=Path, default=Path("build/side-by-side"))
    parser.add_argument("--only", choices=[each.name for each in CONTESTANTS],
                        help="judge this program anew, and keep what the others said")
    given = parser.parse_args(argv)
    given.work.mkdir(parents=True, exist_ok=True)
    if given.job == "judge":
        _judge(given.work.resolve(), given.only)
    else:
        JOBS[given.job](given.work.resolve())
    return 0


def _render(work: Path) -> None:
    films.make(work / "films")


def _judge(work: Path, only: str | None) -> None:
    path = work / "judged.json"
    kept = json.loads(path.read_text())["rows"] if only else []
    rows = [row for row in kept if row["program"] != only]
    for film in films.known(work / "films"):
        for each in (each for each in CONTESTANTS if only in (None, each.name)):
            told = each.read(_ran(each, work, film.path).stdout)
            rows.append({"film": asdict(film), "program": each.name, **told})
            sys.stdout.write(f"{film.name}: {each.name} says {told}\n")
            sys.stdout.flush()
    judged = {"versions": {each.name: each.versions(work) for each in CONTESTANTS}, "rows": rows}
    path.write_text(json.dumps(judged, indent=1))


def _pace(work: Path) -> None:
    """Whole film less its beginning: what a start takes is in both."""
    whole, start = films.PACED, work / "films" / films.START
    more = _frames(whole) - _frames(start)
    turn = {}
    for each in CONTESTANTS:
        long, short = _ran(each, work, str(whole)), _ran(each, work, str(start))
        turn[each.name] = {"fps": more / (long.wall_s - short.wall_s),
                           "cpu_ms": 1000 * (long.cpu_s - short.cpu_s) / more,
                           "pss_mb": long.pss_mb, "start_s": short.wall_s}
    path = work / "pace.json"
    turns = json.loads(path.read_text()) if path.exists() else []
    path.write_text(json.dumps([*turns, turn], indent=1))


def _write(work: Path) -> None:
    judged, turns = (json.loads((work / name).read_text()) for name in ("judged.json", "pace.json"))
    text = page.with_tables(_PAGE.read_text(encoding="utf-8"), judged, turns)
    _PAGE.write_text(text, encoding="utf-8")


def _ran(each: Contestant, work: Path, film: str) -> Run:
    vision = config.load().vision
    return run(each.command(work, film, model.ensure(vision.size, vision.model_dir)), work)


def _frames(path: Path) -> int:
    return int(cv2.VideoCapture(str(path)).get(cv2.CAP_PROP_FRAME_COUNT))


JOBS: dict[str, Callable[[Path], Any]] = {
    "install": contestants.install, "render": _render, "pace": _pace,
    "write": _write}

if __name__ == "__main__":
    sys.exit(main())
