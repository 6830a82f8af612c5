"""Colours of a body: the same in another light, and different in other clothes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.looks import ALIKE, PARTS, UNLIKE, apart, looks_of, typical
from mirrorapp.vision.pose import Floats, Landmark, Pose
from tests.bodies import HEIGHT, WIDTH, Body

SHIRT, TROUSERS, SKIN = (200, 90, 60), (40, 50, 110), (220, 180, 150)


def clothed(shirt: tuple[int, int, int] = SHIRT, trousers: tuple[int, int, int] = TROUSERS,
            depth: float = 0.0) -> tuple[Pixels, Pose]:
    """A picture of a stick figure before a wall: shirt above the hips, trousers below."""
    pose = Body(depth=depth).pose()
    for side, outward in (("LEFT", 1), ("RIGHT", -1)):
        shoulder = pose.px[Landmark[f"{side}_SHOULDER"]]
        pose.px[Landmark[f"{side}_ELBOW"]] = shoulder + np.array([outward * 20, 150, 0])
    hips = int(pose.px[Landmark.LEFT_HIP, 1])
    picture = np.full((HEIGHT, WIDTH, 3), (150, 150, 140), np.uint8)
    picture[:hips, 150:570] = shirt
    picture[hips:, 150:570] = trousers
    return picture, pose


def looks(*how: object, **named: object) -> Floats:
    picture, pose = clothed(*how, **named)  # type: ignore[arg-type]
    return looks_of(picture, pose, WIDTH, HEIGHT)


def difference(one: Floats, other: Floats) -> float:
    found = apart(one, other)
    assert found is not None
    return found


def test_shorts_that_show_other_knees_in_a_deep_squat_are_no_other_trousers() -> None:
    picture, pose = clothed(depth=0.7)
    shown = picture.copy()
    hips, knees = (int(pose.px[Landmark[f"LEFT_{joint}"], 1]) for joint in ("HIP", "KNEE"))
    shown[hips:knees + 1, 150:570] = SKIN
    assert difference(looks(), looks_of(shown, pose, WIDTH, HEIGHT)) < ALIKE


def test_upright_the_thighs_count() -> None:
    picture, pose = clothed()
    hips, knees = (int(pose.px[Landmark[f"LEFT_{joint}"], 1]) for joint in ("HIP", "KNEE"))
    picture[hips:knees, 150:570] = SKIN
    assert difference(looks(), looks_of(picture, pose, WIDTH, HEIGHT)) > ALIKE


@given(st.floats(0.4, 1.2), st.tuples(*[st.floats(0.85, 1.15)] * 3))
def test_another_light_changes_little(light: float, tint: tuple[float, float, float]) -> None:
    picture, pose = clothed()
    lit = np.clip(picture * light * np.array(tint), 0, 255).astype(np.uint8)
    assert difference(looks(), looks_of(lit, pose, WIDTH, HEIGHT)) < ALIKE


@pytest.mark.parametrize("clothes", [
    {"shirt": (60, 110, 190)}, {"shirt": (20, 20, 20)}, {"shirt": (235, 235, 235)},
    {"trousers": (150, 60, 50)}, {"trousers": (220, 220, 215)}])
def test_one_garment_that_is_different_is_enough(clothes: dict[str, tuple[int, int, int]]) -> None:
    assert difference(looks(), looks(**clothes)) > UNLIKE


def test_a_squat_changes_nothing_and_neither_does_the_pictures_size() -> None:
    assert difference(looks(), looks(depth=0.4)) < ALIKE / 2
    picture, pose = clothed()
    small = looks_of(picture[::2, ::2], pose, WIDTH, HEIGHT)
    assert difference(looks(), small) < 0.05


def test_what_is_not_seen_is_not_told() -> None:
    picture, pose = clothed()
    dim = pose.visibility.copy()
    dim[[Landmark.LEFT_ANKLE, Landmark.LEFT_KNEE]] = 0.1
    hidden = looks_of(picture, replace(pose, visibility=dim), WIDTH, HEIGHT)
    assert np.isnan(hidden[3:]).all()
    assert np.isfinite(hidden[:3]).all()
    assert apart(hidden, looks()) is None
    aside = replace(pose, px=pose.px + np.array([2000.0, 0, 0]))
    assert np.isnan(looks_of(picture, aside, WIDTH, HEIGHT)).all()


@given(st.lists(st.lists(st.one_of(st.just(np.nan), st.floats(-3, 3)), min_size=PARTS,
                         max_size=PARTS), min_size=1, max_size=5))
def test_the_typical_look_has_every_part_that_was_ever_seen(rows: list[list[float]]) -> None:
    some = [np.repeat(np.array(row)[:, None], 3, axis=1) for row in rows]
    middle = typical(some)
    assert (np.isfinite(middle) == np.isfinite(np.stack(some)).any(axis=0)).all()
