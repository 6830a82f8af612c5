"""How far LiteRT is from MediaPipe, film by film, as a Markdown table.

    python -m tests.vision.litert.compared [FILM ...]

All of the films that are there: the rehearsal, rendered people, the footage beside the checkout.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np

from mirrorapp.camera.base import Frame
from mirrorapp.camera.rehearsal import CLIP
from mirrorapp.config import Runtime
from mirrorapp.vision import model
from mirrorapp.vision.pose import Floats, Landmark, Sighting
from mirrorapp.vision.sandbox import FILM_PATIENCE_S, SandboxedEstimator
from tests.shared import DATA
from tests.vision.litert import rendered
from tests.vision.support import frames_of

FILMED = ("lnew_bad_IMG_7033_1280", "lnew_good_IMG_7027_1280", "lnew_good_IMG_7052_1280",
          "p2s_multi_cam02", "p2s_single_cam02", "p2s_single_cam03", "sports2d_demo")
"""All of the footage."""
_SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


def frames(name: str) -> Iterator[Frame]:
    """A film's, at their own times."""
    if name in rendered.FILMS:
        return iter(rendered.frames(name))
    return frames_of(CLIP if name == "rehearsal" else DATA / "clips" / f"{name}.mp4")


def seen(runtime: Runtime, film: Iterator[Frame], model_path: Path) -> list[Sighting]:
    """What the runtime sees of it, in its confined process."""
    with closing(SandboxedEstimator(model_path, runtime=runtime, standby=False,
                                    answer_patience_s=FILM_PATIENCE_S,
                                    start_patience_s=FILM_PATIENCE_S)) as eyes:
        eyes.open()
        return [eyes.estimate(frame) for frame in film]


@cache
def along(runtime: Runtime, name: str, model_path: Path) -> Sequence[Sighting]:
    """What it sees of that film."""
    return seen(runtime, frames(name), model_path)


def off_percent(found: Sequence[Sighting], wanted: Sequence[Sighting]) -> Floats:
    """How far each landmark is off, (n, 33), in percent of the torso; where both saw somebody."""
    off = []
    for one, other in zip(found, wanted, strict=True):
        if one.pose is not None and other.pose is not None:
            at = other.pose.px[:, :2]
            torso = np.linalg.norm(at[_SHOULDERS].mean(axis=0) - at[_HIPS].mean(axis=0))
            off.append(np.linalg.norm(one.pose.px[:, :2] - at, axis=1) / torso * 100)
    return np.array(off)


def main(names: Sequence[str]) -> None:
    """Print the table of these films, or of all."""
    here = FILMED if DATA.is_dir() else ()
    bundle = model.ensure()
    sys.stdout.write("| film | frames | median, 95 %, 99 %, most |\n|---|---|---|\n")
    for name in names or ("rehearsal", *rendered.FILMS, *here):
        wanted = along("mediapipe", name, bundle)
        off = off_percent(along("litert", name, bundle), wanted)
        cells = (name, len(wanted), _row(off))
        sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
        sys.stdout.flush()


def _row(off: Floats) -> str:
    return ", ".join(f"{each:.5f}" for each in np.percentile(off, (50, 95, 99, 100)))


if __name__ == "__main__":
    main(sys.argv[1:])
