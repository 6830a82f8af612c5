"""Which side works, told of stick bodies on the floor; silent where it isn't sure."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.side_view import seen_from
from mirrorapp.alignment.signals import Meter
from mirrorapp.alignment.station import Station
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.simulate.eyes import HEIGHT_PX, WIDTH_PX, Eyes
from mirrorapp.simulate.seen import SeenMotion, placed
from mirrorapp.vision.pose import Landmark, Pose
from mirrorapp.vision.second import _OTHER_SIDE as OTHER_SIDE
from tests.tiers import examples

NAMES = ["banded-clamshell", "floor-buttock-stretch", "thigh-foam-roll"]
MOTIONS = {(name, flip): SeenMotion(library.load(name).guide, flip=flip)
           for name in NAMES for flip in (False, True)}
CASES = [(name, flip, phase) for name, flip in MOTIONS for phase in (0.0, 0.25, 0.5)]


def seen(name: str, *, flip: bool, phase: float = 0.0, turn_deg: float = 0.0,
         camera: Station | None = None) -> Pose:
    """Somebody a little further back than the mark, so that a foot in front is in the picture."""
    marks = placed(MOTIONS[name, flip].marks(phase), turn_deg, np.array([0.0, 0.4, 0.0]))
    eyes = Eyes() if camera is None else Eyes(camera)
    pose = eyes.look(marks, 0.0).pose
    assert pose is not None
    return pose


def told(name: str, pose: Pose, side: Side = Side.RIGHT) -> float | None:
    """In the exercise's limits: 1 and more is told as the leg, -1 and less as the other one."""
    sides = library.load(name).sides
    assert sides.signal is not None
    value = Meter(sides.signal, side).read(
        Reading(0.0, WIDTH_PX, HEIGHT_PX, pose, view=seen_from(pose)))
    return None if value is None else value / sides.least


def mirrored(pose: Pose) -> Pose:
    """The mirror image: left is right, and what was at the right of the picture is at its left."""
    px, world_m = pose.px[OTHER_SIDE].copy(), pose.world_m[OTHER_SIDE].copy()
    px[:, 0] = WIDTH_PX - px[:, 0]
    world_m[:, 0] = -world_m[:, 0]
    return Pose(px, pose.visibility[OTHER_SIDE], pose.presence[OTHER_SIDE], world_m)


def quarter_turned(pose: Pose) -> Pose:
    """As a picture on its side would show it."""
    px, world_m = pose.px.copy(), pose.world_m.copy()
    px[:, :2] = np.column_stack([pose.px[:, 1] - 400, 700 - pose.px[:, 0]])
    world_m[:, :2] = np.column_stack([pose.world_m[:, 1], -pose.world_m[:, 0]])
    return replace(pose, px=px, world_m=world_m)


@pytest.mark.parametrize(("name", "flip", "phase"), CASES)
def test_the_side_that_works_is_told(name: str, flip: bool, phase: float) -> None:
    value = told(name, seen(name, flip=flip, phase=phase))
    assert value is not None
    assert value <= -1 if flip else value >= 1


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(CASES), st.floats(-180, 180), st.floats(1.0, 1.6), st.floats(0, 15))
def test_the_mirror_image_tells_the_other_side(
        case: tuple[str, bool, float], turn_deg: float, height_m: float, tilt_deg: float) -> None:
    name, flip, phase = case
    pose = seen(name, flip=flip, phase=phase, turn_deg=turn_deg,
                camera=Station(height_m, tilt_deg, 0.0, 80.0, 2.0))
    value, other = told(name, pose), told(name, pose, Side.LEFT)
    image = told(name, mirrored(pose))
    if seen_from(pose) == seen_from(mirrored(pose)):  # the limit of a view is on one side of both
        assert (value, image) == (None, None) or image == pytest.approx(other, abs=1e-9)
    if value is not None and other is not None:
        assert other == pytest.approx(-value, abs=1e-9)


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(CASES), st.floats(-180, 180), st.floats(1.0, 1.6))
def test_however_somebody_is_turned_the_wrong_side_is_never_told(
        case: tuple[str, bool, float], turn_deg: float, height_m: float) -> None:
    name, flip, phase = case
    value = told(name, seen(name, flip=flip, phase=phase, turn_deg=turn_deg,
                            camera=Station(height_m, 5.0, 0.0, 80.0, 2.0)))
    assert value is None or (-value if flip else value) > -1


@pytest.mark.parametrize(("name", "flip", "phase"), CASES)
def test_a_picture_on_its_side_tells_nothing(name: str, flip: bool, phase: float) -> None:
    value = told(name, quarter_turned(seen(name, flip=flip, phase=phase)))
    assert value is None or abs(value) < 1


def hiding(pose: Pose, *hidden: Landmark) -> Pose:
    visibility = pose.visibility.copy()
    visibility[list(hidden)] = 0.3
    return replace(pose, visibility=visibility)


KNEES = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)


@pytest.mark.parametrize("hidden", [(Landmark.LEFT_HIP,), KNEES])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_seen_tells_nothing(name: str, hidden: tuple[Landmark, ...]) -> None:
    assert told(name, hiding(seen(name, flip=False), *hidden)) is None


@pytest.mark.parametrize("knee", KNEES)
def test_of_who_sits_one_leg_may_hide_the_other(knee: Landmark) -> None:
    assert told("banded-clamshell", hiding(seen("banded-clamshell", flip=False), knee)) is None
    for name in ("floor-buttock-stretch", "thigh-foam-roll"):
        value = told(name, hiding(seen(name, flip=False), knee, Landmark.LEFT_ANKLE))
        assert value is not None
        assert value >= 1


@pytest.mark.parametrize("name", ["floor-buttock-stretch", "thigh-foam-roll"])
def test_one_who_sits_upright_is_told_nothing(name: str) -> None:
    """Legs are hardly ever alike; only who leans as it is done is doing it."""
    pose = seen(name, flip=False)
    world_m = pose.world_m.copy()
    world_m[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER], 2] = 0.0
    assert told(name, replace(pose, world_m=world_m)) == 0.0


@pytest.mark.parametrize("flip", [False, True])
def test_one_who_lies_with_the_back_to_the_mirror_is_told_nothing(flip: bool) -> None:
    assert told("banded-clamshell", seen("banded-clamshell", flip=flip, turn_deg=180.0)) in (
        None, 0.0)


@pytest.mark.parametrize("flip", [False, True])
def test_a_body_taken_end_for_end_tells_nothing(flip: bool) -> None:
    """The pose model puts the head where the feet are, now and then."""
    pose = seen("banded-clamshell", flip=flip)
    px = pose.px.copy()
    px[:, 0] = WIDTH_PX - px[:, 0]
    assert told("banded-clamshell", replace(pose, px=px)) == 0.0


@pytest.mark.parametrize("name", NAMES)
def test_sides_taken_for_each_other_are_not_told(name: str) -> None:
    """Left for right, the picture as it is: the head would be at the wrong end."""
    pose = seen(name, flip=False)
    taken = Pose(pose.px[OTHER_SIDE], pose.visibility[OTHER_SIDE], pose.presence[OTHER_SIDE],
                 pose.world_m[OTHER_SIDE])
    value = told(name, taken)
    assert value in (None, 0.0)
