"""How much lower the free side of the pelvis is, of whoever stands on one leg."""

from dataclasses import replace

import numpy as np
import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.doing import Doing
from mirrorapp.alignment.one_leg import tried
from mirrorapp.alignment.pelvis import FreeHip, lower_deg
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal, Side
from mirrorapp.vision.pose import Landmark, Pose, Sighting
from tests.bodies import Body, on_one_leg

L, R = Side.LEFT, Side.RIGHT
ARMS = (("LEFT_SHOULDER", "LEFT_ELBOW"), ("RIGHT_SHOULDER", "RIGHT_ELBOW"))


def armed(pose: Pose, *, left: float = 0.8, right: float = 0.8) -> Pose:
    """With elbows beneath the shoulders, by so many of the shoulders' widths."""
    places = pose.px.copy()
    wide = abs(places[Landmark.LEFT_SHOULDER, 0] - places[Landmark.RIGHT_SHOULDER, 0])
    for (shoulder, elbow), share in zip(ARMS, (left, right), strict=True):
        places[Landmark[elbow]] = places[Landmark[shoulder]] + (0, share * wide, 0)
    return replace(pose, px=places)


STANDING = armed(Body().pose())
LEVEL_DEG = tried()["free_hip"]["constant"]
"""What hips read that are drawn on one leg just as on both."""


def lowered(pose: Pose, side: Side, px: float, *, marks: str = "HIP") -> Pose:
    places = pose.px.copy()
    places[Landmark[f"{side.name}_{marks}"], 1] += px
    return replace(pose, px=places)


def known() -> FreeHip:
    found = FreeHip()
    for number in range(5):
        found.stands(0.1 * number, STANDING)
    found.stands(0.5, lowered(STANDING, L, 40))  # a glitch
    return found


@pytest.mark.parametrize("leg", list(Side))
def test_the_free_side_is_lower_where_its_hip_is(leg: Side) -> None:
    free = lowered(STANDING, leg.other, 20)
    own = lowered(STANDING, leg, 20)
    told, other = known().lower_deg(free, leg, 0.0), known().lower_deg(own, leg, 0.0)
    assert told is not None
    assert other is not None
    assert told > LEVEL_DEG + 5
    assert other < LEVEL_DEG - 5


def test_both_legs_are_read_alike() -> None:
    assert known().lower_deg(lowered(STANDING, L, 15), R, 0.0) == pytest.approx(
        known().lower_deg(lowered(STANDING, R, 15), L, 0.0))


def test_shoulders_that_go_along_make_it_a_body_that_tilts_and_no_hip_that_drops() -> None:
    drops = lowered(STANDING, L, 20)
    tilts = lowered(drops, L, 30, marks="SHOULDER")
    assert known().lower_deg(tilts, R, 0.0) < known().lower_deg(drops, R, 0.0)  # type: ignore[operator]


def test_a_camera_askew_drops_no_hip() -> None:
    """Whatever was askew while standing is so on one leg, too."""
    askew = FreeHip()
    tilted = lowered(lowered(STANDING, L, 12), L, 15, marks="SHOULDER")
    for number in range(5):
        askew.stands(0.1 * number, tilted)
    assert askew.lower_deg(tilted, R, 0.0) == pytest.approx(LEVEL_DEG)


def test_one_glance_at_both_feet_tells_nothing() -> None:
    found = FreeHip()
    assert found.lower_deg(STANDING, L, 0.0) is None
    found.stands(0.0, STANDING)
    assert found.lower_deg(STANDING, L, 0.0) is None


def test_only_the_last_two_seconds_of_standing_count_and_time_that_ran_back_starts_anew() -> None:
    found = FreeHip()
    for number in range(10):
        found.stands(0.1 * number, lowered(STANDING, L, 40))
    for number in range(5):
        found.stands(4.0 + 0.1 * number, STANDING)
    assert found.lower_deg(STANDING, R, 0.0) == pytest.approx(LEVEL_DEG)
    found.stands(0.0, STANDING)
    assert found.lower_deg(STANDING, R, 0.0) is None


def test_what_is_fitted_grows_with_the_hips_and_the_trunk_against_the_shoulders() -> None:
    assert lower_deg(np.array([5.0, 0.0, 0.0])) > LEVEL_DEG
    assert lower_deg(np.array([0.0, 5.0, 0.0])) < LEVEL_DEG
    assert lower_deg(np.array([0.0, 0.0, 5.0])) > LEVEL_DEG


@pytest.mark.parametrize("arms", [{"left": 0.4}, {"right": 0.4}, {"left": -0.8, "right": -0.8}])
def test_an_arm_that_is_raised_takes_the_shoulder_along_and_nothing_is_told(
        arms: dict[str, float]) -> None:
    raised = armed(STANDING, **arms)
    assert known().lower_deg(raised, L, 0.0) is None
    found = FreeHip()
    for number in range(5):
        found.stands(0.1 * number, raised)
    assert found.lower_deg(STANDING, L, 0.0) is None, "nothing is learnt of it either"


def folded(pose: Pose, share: float) -> Pose:
    """With so much of the trunk's height left."""
    places = pose.px.copy()
    hips, arms = places[Landmark.LEFT_HIP, 1], [Landmark[each] for pair in ARMS for each in pair]
    places[arms, 1] += (1 - share) * (hips - places[Landmark.LEFT_SHOULDER, 1])
    return replace(pose, px=places)


@pytest.mark.parametrize(("share", "yaw_deg", "is_told"), [
    (0.82, 0.0, True), (0.82, 9.5, False), (0.82, -9.5, False), (0.9, 8.0, True),
    (1.0, 12.0, True), (1.05, 12.0, True)])
def test_a_trunk_that_folds_while_turned_looks_like_a_lean_and_nothing_is_told(
        share: float, yaw_deg: float, is_told: bool) -> None:
    told = known().lower_deg(folded(STANDING, share), L, yaw_deg)
    assert (told is not None) is is_told


def stands() -> list[Sighting]:
    return [replace(each, pose=each.pose and armed(each.pose)) for each in on_one_leg()]


def read(film: list[Sighting], doing: Doing = Doing.SQUAT, leg: Side | None = None
         ) -> list[Reading]:
    aligner = Aligner(single=True)
    aligner.do(doing, leg)
    return [aligner.read(each) for each in film]


def test_on_one_leg_it_is_told_and_on_both_it_is_not() -> None:
    readings = read(stands())
    assert {each.free_hip_deg for each in readings if each.stance is None} == {None}
    told = [each.free_hip_deg for each in readings if each.stance is L]
    assert told
    assert None not in told


def test_who_was_never_seen_on_both_feet_is_not_read() -> None:
    lifted = [each for each, now in zip(stands(), read(stands()), strict=True)
              if now.stance is L]
    alone = read(lifted)
    assert any(each.stance is L for each in alone)
    assert {each.free_hip_deg for each in alone} == {None}


@pytest.mark.parametrize(("yaw_deg", "is_told"), [(4.0, True), (14.0, False)])
def test_whoever_bends_forward_is_told_of_unless_they_are_turned(yaw_deg: float, is_told: bool
                                                                 ) -> None:
    """The stick body reads 4 degrees less than it is turned."""
    film = [replace(each, pose=each.pose and folded(armed(each.pose), 0.82 if each.time_s > 2.0
                                                    else 1.0))
            for each in on_one_leg(body=Body(yaw_deg=yaw_deg))]
    bent = [each for each in read(film) if each.stance is L and each.time_s > 2.8]
    assert {each.refusal for each in bent} == {None}
    assert {each.free_hip_deg is not None for each in bent} == {is_told}


def test_each_set_learns_anew_how_the_user_stands() -> None:
    aligner = Aligner(single=True)
    aligner.do(Doing.SQUAT)
    told = []
    for each in stands():
        reading = aligner.read(each)
        if reading.stance is L:
            if not told:
                aligner.start_set(touched=False)
            told.append(reading.free_hip_deg is not None)
    assert told[0]
    assert not any(told[1:])


def test_nothing_is_learnt_of_standing_while_the_view_is_refused() -> None:
    turned = {each.time_s: each for each in on_one_leg(body=Body(yaw_deg=30.0))}
    film = [replace(turned[each.time_s], pose=armed(turned[each.time_s].pose or Body().pose()))
            if each.time_s < 1.2 else each for each in stands()]
    readings = read(film)
    assert any(each.standing and each.refusal is Refusal.TURNED for each in readings)
    assert any(each.stance is L and each.refusal is None for each in readings)
    assert {each.free_hip_deg for each in readings} == {None}


@pytest.mark.parametrize("doing", [Doing.UNTRIED, Doing.WALK])
def test_in_what_was_never_tried_it_is_not_told(doing: Doing) -> None:
    assert {each.free_hip_deg for each in read(stands(), doing)} == {None}


def test_on_a_step_it_is_not_told() -> None:
    on_step = [each for each in read(stands(), Doing.STEP_DOWN, R) if each.stance is R]
    assert on_step
    assert {each.free_hip_deg for each in on_step} == {None}
