"""The accuracy bench, run by hand: rendered bodies with known joints through the mirror's code.

    python -m tests.accuracy render           pictures to landmark recordings (extra ``author``)
    python -m tests.accuracy score            the report: Markdown, JSON and plots
    python -m tests.accuracy fit              coefficients, and what cross-validation says of them
    python -m tests.accuracy calibration      the camera's place from standing bodies
    python -m tests.accuracy keep             the fixed clips that run with the full tests
    python -m tests.accuracy render-single    squats on one leg (extra ``author``)
    python -m tests.accuracy single           what is read of them: fit and report
    python -m tests.accuracy models           lite, full and heavy on the same stills (``author``)
    python -m tests.accuracy gaps             people with their knees together (extra ``author``)
    python -m tests.accuracy repeatability    how well the checks' measures repeat

Everything that is rendered goes into the cache folder and is made once.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

import platformdirs

Job = Callable[[Path, Path, str], None]
"""Takes the cache, the folder for reports, and which part to render."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", choices=JOBS)
    parser.add_argument("--cache", type=Path,
                        default=Path(platformdirs.user_cache_dir("mirrorapp")) / "accuracy")
    parser.add_argument("--part", default="0/1", help="render only this part, such as 1/2")
    parser.add_argument("-o", "--output", type=Path, help="folder for the report")
    given = parser.parse_args(argv)
    JOBS[given.job](given.cache, given.output or given.cache / "report", given.part)
    return 0


def _render(cache: Path, _: Path, part: str) -> None:
    from tests.accuracy import bodies, landmarks, posture

    number, parts = (int(each) for each in part.split("/"))
    bodies.bake_all(cache)
    landmarks.make(cache, number, parts)
    if number == 0:
        posture.make(cache)


def _render_single(cache: Path, _: Path, __: str) -> None:
    from tests.accuracy import bodies, single_landmarks

    bodies.bake_all(cache)
    single_landmarks.make(cache)


def _gaps(cache: Path, _: Path, __: str) -> None:
    from tests.accuracy import ankle_gap, bodies

    bodies.bake_all(cache)
    ankle_gap.render(cache)


def _models(cache: Path, folder: Path, _: str) -> None:
    from tests.accuracy import bodies, models

    bodies.bake_all(cache)
    models.main(cache, folder)


def _keep(cache: Path, _: Path, __: str) -> None:
    from tests.accuracy import fixed

    fixed.keep(cache)


def _report(module: str, function: str) -> Job:
    """A job that writes into the folder for reports; loaded when it is wanted."""
    def run(cache: Path, folder: Path, _: str) -> None:
        getattr(import_module(f"tests.accuracy.{module}"), function)(cache, folder)
    return run


JOBS: Mapping[str, Job] = {
    "render": _render, "score": _report("report", "write"), "fit": _report("fit", "main"),
    "keep": _keep, "calibration": _report("calibration", "main"),
    "render-single": _render_single, "single": _report("single", "main"),
    "gaps": _gaps, "models": _models, "repeatability": _report("repeatability", "write"),
}


if __name__ == "__main__":
    sys.exit(main())
