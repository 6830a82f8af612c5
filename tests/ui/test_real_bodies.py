"""Real bodies seen from the front: each leg is drawn on its own side, over the picture."""

import numpy as np
import pytest

from mirrorapp.alignment.geometry import Leg
from mirrorapp.alignment.reading import Knee, Reading
from mirrorapp.coach.state import Phase
from mirrorapp.events import Side, Verdict
from mirrorapp.ui import theme
from mirrorapp.vision.pose import Landmark, Pose
from tests.shared import DATA, needs_shared
from tests.ui.doubles import picture, squat
from tests.ui.test_left_stays_left import centre, like, stage_of

pytestmark = [pytest.mark.ui, pytest.mark.shared, needs_shared]

FRONTAL = ("lnew_bad_IMG_7033_1280", "lnew_good_IMG_7027_1280", "lnew_good_IMG_7052_1280")


def deepest(clip: str) -> Reading:
    """The instant at which the hips are lowest; the left knee good, the right one caving in."""
    with np.load(DATA / "landmarks" / f"{clip}.npz") as recording:
        marks, world, shape = (recording[key] for key in ("landmarks", "world", "shape"))
    hips = marks[:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP], 1].mean(axis=1)
    at = int(np.nanargmax(hips))
    seen = marks[at].astype(float)
    knees = {}
    for side, verdict in ((Side.LEFT, Verdict.GOOD), (Side.RIGHT, Verdict.CAVING_IN)):
        points = [tuple(seen[Landmark[f"{side.name}_{part}"], :2])
                  for part in ("HIP", "KNEE", "ANKLE", "FOOT_INDEX")]
        knees[side] = Knee(Leg(*points), verdict, 0.0, 0.0, None, 2.0)
    pose = Pose(seen[:, :3], seen[:, 3], seen[:, 4], world[at].astype(float))
    return Reading(0.0, int(shape[1]), int(shape[0]), pose, depth=0.3, knees=knees)


@pytest.mark.parametrize("view", ["camera", "mirror"])
@pytest.mark.parametrize("clip", FRONTAL)
def test_legs_are_on_their_own_side(glass, clip, view):
    it = glass(view=view)
    seen = deepest(clip)
    it.show(coach=squat(Phase.ACTIVE), reading=seen,
            frame=picture(seen.width_px, seen.height_px))
    stage = stage_of(it.pixels())
    good, caving = (centre(like(stage, colour)) for colour in (theme.GOOD, theme.STOP))
    assert good[0] < 270 < caving[0]
