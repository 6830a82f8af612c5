"""Seen from the side, folded up, or on the floor."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment import side_view
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from tests import movers
from tests.bodies import nobody
from tests.movers import Mover, film
from tests.shared import DATA, needs_shared
from tests.tiers import examples


def look(body: Mover, views: side_view.Asked, *, folded: bool = False) -> Reading:
    aligner = Aligner()
    aligner.views, aligner.folded = views, folded
    return [aligner.read(each) for each in film(lambda _: body, 1.0, 10)][-1]


@pytest.mark.parametrize("yaw", [-100, -80, 80, 100])
def test_somebody_side_on_is_seen_from_the_side_where_that_is_asked_for(yaw: float) -> None:
    assert look(Mover(yaw=yaw), ("F",)).refusal is Refusal.SIDE
    for views in (("S",), ("S", "F"), ("F", "S")):
        reading = look(Mover(yaw=yaw), views)
        assert (reading.refusal, reading.view, reading.standing) == (None, "S", True)
        assert reading.knees == {}


def test_a_bent_body_side_on_does_not_stand() -> None:
    assert not look(movers.forward_bend(Side.LEFT), ("S",), folded=True).standing


@pytest.mark.parametrize(("views", "yaw", "refusal"), [
    (("S",), 0, Refusal.NOT_SIDE), (("S",), 40, Refusal.NOT_SIDE), (("S",), 180, Refusal.NOT_SIDE),
    (("S", "F"), 0, None), (("S", "F"), 45, Refusal.NOT_SIDE), (("F", "S"), 0, None),
    (("F", "S"), 45, Refusal.TURNED), (("F", "S"), 180, Refusal.REAR)])
def test_who_is_neither_side_on_nor_facing_is_told(
        views: side_view.Asked, yaw: float, refusal: Refusal | None) -> None:
    assert look(Mover(yaw=yaw), views).refusal is refusal


def test_facing_is_told_beside_the_reading_of_the_knees() -> None:
    reading = look(Mover(), ("F",))
    assert (reading.view, len(reading.knees)) == ("F", 2)
    assert look(Mover(yaw=180), ("F",)).view is None


def test_a_hidden_or_cropped_near_leg_spoils_the_side_view() -> None:
    assert look(Mover(yaw=90, visibility=0.3), ("S",)).refusal is Refusal.LOW_VISIBILITY
    assert look(Mover(yaw=90, x=1.25), ("S",)).refusal is Refusal.FEET_OUT


@pytest.mark.parametrize("body", [
    movers.kneel(Side.LEFT), movers.kneel(Side.RIGHT), movers.sit(), movers.sit(Side.LEFT, 50),
    movers.clamshell(2.7)])
def test_nobody_is_refused_on_the_floor(body: Mover) -> None:
    assert look(body, ("T",)).refusal is None
    assert look(body, ("T", "F")).refusal is None


def test_on_the_floor_only_nobody_and_several_are_refused() -> None:
    aligner = Aligner()
    aligner.views = ("T",)
    assert aligner.read(nobody(0.0)).refusal is Refusal.NO_PERSON
    assert aligner.read(Mover().sighting(0.1, people=2)).refusal is Refusal.SEVERAL_PEOPLE
    assert aligner.read(Mover(yaw=180).sighting(0.2)).refusal is None


def test_a_jump_voids_one_instant_on_the_floor() -> None:
    aligner = Aligner()
    aligner.views = ("T",)
    refusals = [aligner.read(Mover(x=0.0 if t < 0.25 else 1.2).sighting(t)).refusal
                for t in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)]
    assert refusals == [None, None, None, Refusal.CUT, None, None]


@pytest.mark.parametrize("body", [movers.kneel(Side.LEFT), movers.sit(Side.RIGHT, 40)])
def test_limbs_of_a_hold_may_be_as_they_like(body: Mover) -> None:
    reading = look(body, ("F",), folded=True)
    assert (reading.refusal, reading.view, reading.knees) == (None, "F", {})


@pytest.mark.parametrize(("yaw", "refusal"), [
    (20, None), (50, Refusal.TURNED), (90, Refusal.SIDE), (170, Refusal.REAR)])
def test_a_hold_is_faced_too(yaw: float, refusal: Refusal | None) -> None:
    aligner_view = look(Mover(yaw=yaw), ("F",), folded=True)
    assert aligner_view.refusal is refusal


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans(),
       st.sampled_from([("S",), ("S", "F"), ("F", "S"), ("T",), ("T", "F"), ("F",)]))
def test_odd_landmarks_raise_nothing_and_judge_no_knee(
        seed: int, folded: bool, views: side_view.Asked) -> None:
    random = np.random.default_rng(seed)
    aligner = Aligner()
    aligner.views, aligner.folded = views, folded
    for nth in range(6):
        px = np.zeros((33, 3)) if seed % 5 == 0 else random.uniform(-900, 2000, (33, 3))
        if seed % 7 == 0:
            px[nth] = np.nan
        pose = replace(Mover().pose(), px=px, world_m=random.uniform(-1, 1, (33, 3)))
        reading = aligner.read(replace(Mover().sighting(nth / 10), pose=pose))
        assert views == ("F",) or folded or reading.view != "S" or reading.knees == {}
        assert {knee.verdict for knee in reading.knees.values()} <= {Verdict.CANNOT_JUDGE}


@needs_shared
@pytest.mark.parametrize(("name", "side"), [("cal_squat_17", Side.LEFT),
                                            ("yuyou_squat", Side.RIGHT)])
def test_real_people_side_on(name: str, side: Side) -> None:
    """Both squat side-on; the second one turns and walks to the camera at the end."""
    seen = _views(name)
    assert seen["S"] > 0.9 * sum(seen.values())
    poses = [each.pose for each in _film(name) if each.pose is not None][:100]
    assert {side_view.near(pose) for pose in poses} == {side}


@needs_shared
@pytest.mark.parametrize("name", ["lnew_good_IMG_7027_1280", "lnew_bad_IMG_7033_1280",
                                  "cal_squat_18", "kaiakol_squat_correct_004",
                                  "kaiakol_squat_correct_015"])
def test_real_people_seen_otherwise_are_not_side_on(name: str) -> None:
    assert _views(name)["S"] == 0


def _film(name: str) -> list[Sighting]:
    return list(recording.read(DATA / "landmarks" / f"{name}.npz"))


def _views(name: str) -> Counter[str | None]:
    return Counter(side_view.seen_from(each.pose) for each in _film(name) if each.pose is not None)
