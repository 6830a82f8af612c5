"""The accuracy bench, run by hand: rendered bodies with known joints through the mirror's code.

    python -m tests.accuracy render           pictures to landmark recordings (extra ``author``)
    python -m tests.accuracy score            the report: Markdown, JSON and plots
    python -m tests.accuracy fit              coefficients, and what cross-validation says of them
    python -m tests.accuracy calibration      the camera's place from standing bodies
    python -m tests.accuracy keep             the fixed clips that run with the full tests
    python -m tests.accuracy render-single    squats on one leg (extra ``author``)
    python -m tests.accuracy single           what is read of them: fit and report
    python -m tests.accuracy gaps             people with their knees together (extra ``author``)
    python -m tests.accuracy repeatability    how well the checks' measures repeat

Everything that is rendered goes into the cache folder and is made once.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", choices=(
        "render", "score", "fit", "keep", "calibration", "render-single", "single", "gaps",
        "repeatability"))
    parser.add_argument("--cache", type=Path,
                        default=Path(platformdirs.user_cache_dir("mirrorapp")) / "accuracy")
    parser.add_argument("--part", default="0/1", help="render only this part, such as 1/2")
    parser.add_argument("-o", "--output", type=Path, help="folder for the report")
    given = parser.parse_args(argv)
    if given.job == "render":
        from tests.accuracy import bodies, landmarks, posture

        part, parts = (int(number) for number in given.part.split("/"))
        bodies.bake_all(given.cache)
        landmarks.make(given.cache, part, parts)
        if part == 0:
            posture.make(given.cache)
    elif given.job == "score":
        from tests.accuracy import report

        report.write(given.cache, given.output or given.cache / "report")
    elif given.job == "render-single":
        from tests.accuracy import bodies, single_landmarks

        bodies.bake_all(given.cache)
        single_landmarks.make(given.cache)
    elif given.job == "single":
        from tests.accuracy import single

        single.main(given.cache, given.output or given.cache / "report")
    elif given.job == "calibration":
        from tests.accuracy import calibration

        calibration.main(given.cache, given.output or given.cache / "report")
    elif given.job == "gaps":
        from tests.accuracy import ankle_gap, bodies

        bodies.bake_all(given.cache)
        ankle_gap.render(given.cache)
    elif given.job == "repeatability":
        from tests.accuracy import repeatability

        repeatability.write(given.cache, given.output or given.cache / "report")
    elif given.job == "keep":
        from tests.accuracy import fixed

        fixed.keep(given.cache)
    else:
        from tests.accuracy import fit

        fit.main(given.cache, given.output or given.cache / "report")
    return 0


if __name__ == "__main__":
    sys.exit(main())
