"""With `screen.reduced_motion` nothing moves by itself: poses change, and nothing glides."""

import numpy as np
import pytest

from mirrorapp.figure import mesh
from mirrorapp.figure.clip import clip_of
from mirrorapp.ui.crop import Follower, Shape
from mirrorapp.ui.projection import Crop
from tests.everything import EVERYTHING as TAUGHT
from tests.ui.sights import Sight
from tests.ui.states import SHELF, at_home

SHAPE = Shape(720, 1280, 0.5)


@pytest.fixture(scope="module")
def clip():
    return clip_of(TAUGHT.exercises["squat"], mesh.person("woman"))


def different(shown):
    """How many poses there are among what is shown."""
    return len({each.matrices.tobytes() for each in shown})


def test_only_the_guide_s_own_frames_are_shown(clip):
    times = np.linspace(0, 2 * clip.cycle_s, 60)
    poses = {frame.at for frame in clip.guide.frames}
    assert different(clip.at(each) for each in times) > 30
    assert 2 <= different(clip.at(each, posed=True) for each in times) <= len(poses)


def test_the_pose_that_tells_most_is_one_of_them(clip):
    shown = {clip.at(each, posed=True).matrices.tobytes()
             for each in np.linspace(0, clip.cycle_s, 60)}
    assert clip.at(clip.telling_s).matrices.tobytes() in shown


def test_the_picture_is_cut_instead_of_glided():
    first, then = Crop(360, 1280, 1280), Crop(360, 1200, 700)
    glides, cuts = Follower(), Follower()
    for follower in (glides, cuts):
        follower.follow(first, SHAPE, 0.0)
    assert glides.follow(then, SHAPE, 0.03) not in (first, then)
    assert cuts.follow(then, SHAPE, 0.03, glides=False) == then


def moves(it) -> list[int]:
    """In which of 90 beats of three seconds the figure changes."""
    start_s, seen, changed = it.now_s, None, []
    for beat in range(90):
        it.now_s = start_s + beat / 30
        it.settle(1)
        shown = it.screen.ids.guide.ids.figure.shown
        now = shown.matrices.tobytes()
        if now != seen:
            changed.append(beat)
        seen = now
    return changed


@pytest.mark.ui
@pytest.mark.parametrize(("reduced", "least", "most"), [(False, 20, 90), (True, 2, 4)])
def test_the_figure_goes_from_pose_to_pose(glass, reduced, least, most):
    it = glass(reduced_motion=reduced, options={"shelf": SHELF})
    Sight(at_home(), page="item-squat").show(it)
    changed = moves(it)
    assert least <= len(changed) <= most
    if reduced:
        assert min(np.diff(changed)) >= 30, "each is seen for a second"
