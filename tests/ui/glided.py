"""How far beside the body the legs are drawn between two poses: moved on, and left where they were.

`python -m tests.ui.glided` says it of the shared recordings, whose poses are thinned out; those
left out tell where the legs really were.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import dist

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.ui.gliding import Gliding
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Floats, Landmark, Pose, Sighting
from tests.shared import DATA

FRONT = ("lnew_bad_IMG_7033_1280", "lnew_good_IMG_7027_1280", "lnew_good_IMG_7052_1280",
         "cal_squat_18", "cal_squat_24", "postop_squat")
"""Squats, seen from the front."""
OTHER = ("kaiakol_squat_correct_004", "kaiakol_squat_correct_006", "kaiakol_squat_correct_011",
         "kaiakol_squat_correct_015", "cal_squat_17", "yuyou_squat")
"""Squats, seen from elsewhere."""
KICKS = ("p2s_single_cam02", "p2s_single_cam03", "sports2d_demo")
_SOON_S = 1e-6


@dataclass(frozen=True, slots=True)
class Errors:
    """Of each joint of each frame between two poses, in % of the torso's length."""

    held: Floats
    glided: Floats

    def told(self) -> str:
        """Median and 95th percentile of both."""
        return "".join(f"  {name} {middle(each):5.2f} {worst(each):6.2f}"
                       for name, each in (("held", self.held), ("moved on", self.glided)))


def middle(errors: Floats) -> float:
    return float(np.median(errors))


def worst(errors: Floats) -> float:
    return float(np.percentile(errors, 95))


def measured(clips: Sequence[str], rate_hz: float, *, late: bool) -> Errors:
    """With so many poses a second; `late`: each takes as long to come as it is to the next."""
    held: list[float] = []
    glided: list[float] = []
    for clip in clips:
        film = list(recording.read(DATA / "landmarks" / f"{clip}.npz"))
        torso_px = float(np.median([_torso_px(each.pose) for each in film if each.pose]))
        for gliding, last, sighting in _drawn(film, rate_hz, late=late):
            moved = gliding.at(sighting.time_s)
            for errors, drawn in ((held, last), (glided, moved)):
                errors += [100 * each / torso_px for each in _apart_px(drawn, sighting.pose)]
    return Errors(np.array(held), np.array(glided))


def _drawn(film: Sequence[Sighting], rate_hz: float, *, late: bool
           ) -> Iterator[tuple[Gliding, Reading, Sighting]]:
    """At each frame with a body that is later than the last reading."""
    gliding, aligner, last = Gliding(), Aligner(), None
    under_way: Sighting | None = None
    free_s = film[0].time_s
    for sighting in film:
        if sighting.time_s >= free_s - _SOON_S:
            free_s = sighting.time_s + 1 / rate_hz
            come, under_way = (under_way, sighting) if late else (sighting, None)
            if come is not None:
                last = aligner.read(come)
                gliding.note(last)
        if last is not None and last.knees and sighting.pose and sighting.time_s > last.time_s:
            yield gliding, last, sighting


def _apart_px(drawn: Reading | None, pose: Pose | None) -> list[float]:
    assert drawn is not None
    assert pose is not None
    return [dist(a, b) for side, knee in drawn.knees.items()
            for leg in [geometry.leg(pose, side)]
            for a, b in ((knee.leg.hip, leg.hip), (knee.leg.knee, leg.knee),
                         (knee.leg.ankle, leg.ankle), (knee.leg.toe, leg.toe))]


def _torso_px(pose: Pose) -> float:
    shoulders, hips = (pose.px[[Landmark[f"{side}_{part}"] for side in ("LEFT", "RIGHT")], :2]
                       .mean(axis=0) for part in ("SHOULDER", "HIP"))
    return float(np.linalg.norm(shoulders - hips))


if __name__ == "__main__":
    for late in (False, True):
        for rate_hz in (8.0, 12.0):
            for name, clips in (("front", FRONT), ("other", OTHER), ("kicks", KICKS)):
                print(f"{name} {rate_hz:4g} Hz {'late' if late else 'at once':8}",  # noqa: T201
                      measured(clips, rate_hz, late=late).told())
