"""Two looks at the same legs."""

import warnings
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.halfway import Halfway
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Side
from mirrorapp.vision.pose import Landmark, Pose, Sighting
from mirrorapp.vision.smoothing import PoseSmoother
from tests.bodies import Body, nobody, on_one_leg, squats

KNEE = Landmark.LEFT_KNEE


def pose_of(sighting: Sighting) -> Pose:
    assert sighting.pose is not None
    return sighting.pose


def smoothed(smooth: PoseSmoother, sighting: Sighting) -> Pose:
    found = smooth(sighting)
    assert found is not None
    return found[0]


def off(sighting: Sighting, by_px: float, mark: Landmark = KNEE) -> Sighting:
    """With a second look that finds one landmark further to the right."""
    second = pose_of(sighting).px[:, :2].copy()
    second[mark, 0] += by_px
    return replace(sighting, second=second)


def read(film: Iterable[Sighting], *, single: bool = False) -> list[Reading]:
    aligner = Aligner(single=single)
    return [aligner.read(sighting) for sighting in film]


def deepest(readings: list[Reading]) -> Reading:
    return max(readings, key=lambda reading: reading.depth or 0.0)


def test_without_a_second_look_it_is_the_first_smoothed() -> None:
    halfway, smooth = Halfway(), PoseSmoother()
    for sighting in squats(1):
        once, twice = halfway(sighting)
        assert once is twice
        assert once is not None
        np.testing.assert_array_equal(once.px, smoothed(smooth, sighting).px)


def test_the_second_look_comes_late_and_the_smoothing_goes_on() -> None:
    halfway, smooth, film = Halfway(), PoseSmoother(), list(squats(1))
    for number, sighting in enumerate(film):
        seen = off(sighting, 0.0) if number > len(film) // 2 else sighting
        wanted = smoothed(smooth, sighting).px
        for found in halfway(seen):
            assert found is not None
            np.testing.assert_allclose(found.px, wanted, atol=1e-9)


def test_the_knee_is_half_way_and_nothing_else_moves() -> None:
    sighting = Body().sighting(0.0)
    _, found = Halfway()(off(sighting, 8.0))
    assert found is not None
    moved_px = found.px - pose_of(sighting).px
    assert moved_px[KNEE, 0] == pytest.approx(4.0)
    moved_px[KNEE, 0] = 0.0
    assert not moved_px.any()
    np.testing.assert_array_equal(found.world_m, pose_of(sighting).world_m)


def test_the_last_difference_holds_until_the_next_look() -> None:
    halfway, film = Halfway(), [Body().sighting(i / 15) for i in range(31)]
    for number, sighting in enumerate(film):
        _, found = halfway(off(sighting, 8.0) if number == 0 else sighting)
    assert found is not None
    assert found.px[KNEE, 0] == pytest.approx(pose_of(film[-1]).px[KNEE, 0] + 4.0)


def test_nobody_is_nobody() -> None:
    assert Halfway()(nobody(0.0)) == (None, None)


def test_a_knee_is_read_half_way_between_two_looks() -> None:
    def moving_in(by_px: float, *, second: bool) -> float:
        """The left knee's angle where one look finds it further in the more it is bent."""
        film = []
        for sighting in squats(1):
            pose, px = pose_of(sighting), pose_of(sighting).px.copy()
            px[KNEE, 0] -= by_px * (sighting.time_s > 1.0)
            film.append(replace(sighting, second=px[:, :2]) if second else
                        replace(sighting, pose=replace(pose, px=px)))
        told = deepest(read(film)).knees[Side.LEFT].movement_deg
        assert told is not None
        return told

    assert moving_in(3.0, second=False) > moving_in(0.0, second=False) + 0.5
    assert moving_in(6.0, second=True) == pytest.approx(moving_in(3.0, second=False), abs=0.02)


def test_depth_what_is_drawn_and_how_pelvis_and_trunk_are_held_is_of_the_first_look() -> None:
    film = list(squats(1))
    for once, twice in zip(read(film), read(off(s, 6.0) for s in film), strict=True):
        assert once.pose is not None
        assert twice.pose is not None
        np.testing.assert_array_equal(once.pose.px, twice.pose.px)
        assert (once.depth, once.carriage) == (twice.depth, twice.carriage)
        assert [k.leg for k in once.knees.values()] == [k.leg for k in twice.knees.values()]


def test_on_one_leg_the_first_look_counts_alone() -> None:
    film = list(on_one_leg(1))
    once, twice = read(film, single=True), read((off(s, 6.0) for s in film), single=True)
    assert [r.knees for r in once] == [r.knees for r in twice]


@pytest.mark.parametrize("second", [
    np.full((33, 2), np.nan), np.full((33, 2), 1e300), np.zeros((33, 2)), np.ones((32, 2)),
    np.full((33, 2), None)])
def test_a_second_look_that_can_not_be_the_same_body_counts_for_nothing(
        second: np.ndarray) -> None:
    film = list(squats(1))
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        once, twice = read(film), read(replace(s, second=second) for s in film)
    assert [r.knees for r in once] == [r.knees for r in twice]


def test_a_second_look_that_finds_the_knee_far_off_counts_for_nothing() -> None:
    film = list(squats(1))
    once, twice = read(film), read(off(s, 150.0) for s in film)
    assert [r.knees for r in once] == [r.knees for r in twice]


def test_a_cut_forgets_how_far_apart_the_looks_were() -> None:
    film = [off(s, 6.0) for s in squats(1)]
    later = [replace(s, time_s=s.time_s - 100.0) for s in squats(1)]
    aligner = Aligner()
    for sighting in film:
        aligner.read(sighting)
    after = [aligner.read(sighting) for sighting in later]
    assert deepest(after).knees == deepest(read(later)).knees
