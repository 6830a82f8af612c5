"""What arms say, and what they do not."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.alignment import gestures
from mirrorapp.alignment.gestures import GAP_S, HELD_S, Gesture, Once
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal
from mirrorapp.figure.stick import Size
from mirrorapp.simulate.eyes import Eyes
from mirrorapp.simulate.seen import SeenMotion
from mirrorapp.simulate.stage import Spot
from mirrorapp.vision.pose import Landmark, Pose
from tests.everything import EVERYTHING as KNOWN
from tests.gesturing import BENT, FOLDED, UP, arms_crossed, both, hand_up, mirrored, seen
from tests.tiers import FULL

CROSSED, LEFT, RIGHT = Gesture.CROSSED_ARMS, Gesture.LEFT_HAND, Gesture.RIGHT_HAND
SAID = {
    "folded": (FOLDED, "standing", CROSSED),
    "hands on the other shoulders": ({
        **both(shoulder_out=-12, shoulder_turn_in=70, elbow_bend=105),
        "left_shoulder_flex": 46, "right_shoulder_flex": 36}, "standing", CROSSED),
    "folded, knees bent": ({**BENT, **FOLDED}, "standing", CROSSED),
    "right hand": (UP, "standing", RIGHT),
    "left hand": ({"left_shoulder_flex": 172, "left_elbow_bend": 8}, "standing", LEFT),
    "aside": ({"right_shoulder_out": 160, "right_elbow_bend": 10}, "standing", RIGHT),
    "on a chair": (UP, "sitting", RIGHT),
    "kneeling": (UP, "half_kneeling", RIGHT),
    "on the back": ({"body_pitch": -90, "right_shoulder_flex": 90, "right_elbow_bend": 5},
                    "standing", RIGHT)}
UNSAID = {
    "standing": {}, "arms forward": both(shoulder_flex=88, elbow_bend=10),
    "arms forward, knees bent": {**BENT, **both(shoulder_flex=88, elbow_bend=18)},
    "hands on the hips": both(shoulder_out=42, shoulder_turn_in=60, elbow_bend=85),
    "hands clasped": both(shoulder_flex=35, shoulder_turn_in=45, elbow_bend=110),
    "hands clasped, knees bent": {
        **BENT, **both(shoulder_flex=40, shoulder_turn_in=45, elbow_bend=110)},
    "hand on a wall": {"right_shoulder_flex": 85, "right_elbow_bend": 35},
    "scratching the head": {"right_shoulder_out": 95, "right_shoulder_turn_in": -85,
                            "right_elbow_bend": 125},
    "marching": {"left_hip_flex": 88, "left_knee_bend": 95, "right_shoulder_flex": 40,
                 "right_elbow_bend": 85, "left_shoulder_flex": -35, "left_elbow_bend": 80},
    "both hands up": both(shoulder_flex=172, elbow_bend=8),
    "one arm across": {"right_shoulder_flex": 25, "right_shoulder_out": -10,
                       "right_shoulder_turn_in": 75, "right_elbow_bend": 85},
    "arms over the head, lying": {"body_pitch": -90, **both(shoulder_flex=170)}}


@pytest.mark.parametrize("name", SAID)
def test_what_is_shown_is_told(name: str) -> None:
    joints, base, told = SAID[name]
    assert gestures.shown(seen(joints, base)) is told


@pytest.mark.parametrize("name", UNSAID)
def test_what_arms_do_besides_says_nothing(name: str) -> None:
    assert gestures.shown(seen(UNSAID[name])) is None


ALL = [*((joints, base) for joints, base, _ in SAID.values()),
       *((joints, "standing") for joints in UNSAID.values())]


@given(st.sampled_from(range(len(ALL))))
def test_a_mirror_image_shows_the_other_hand(nth: int) -> None:
    pose = seen(*ALL[nth])
    told = gestures.shown(pose)
    other = {LEFT: RIGHT, RIGHT: LEFT}.get(told, told) if told else None
    assert gestures.shown(mirrored(pose)) is other


@given(st.sampled_from(range(len(ALL))), st.floats(0.1, 3.0), st.floats(-900, 900),
       st.floats(-900, 900))
def test_size_and_place_in_the_picture_change_nothing(nth: int, scale: float, right: float,
                                                      down: float) -> None:
    pose = seen(*ALL[nth])
    elsewhere = replace(pose, px=pose.px * scale + np.array([right, down, 0.0]))
    assert gestures.shown(elsewhere) is gestures.shown(pose)


@pytest.mark.parametrize("mark", [
    f"{side}_{joint}" for side in ("LEFT", "RIGHT") for joint in ("SHOULDER", "ELBOW", "WRIST")])
def test_an_arm_that_is_not_seen_says_nothing(mark: str) -> None:
    """But the hand that hangs may be hidden, behind a leg of who sits."""
    for pose in (arms_crossed(), hand_up()):
        visibility = pose.visibility.copy()
        visibility[Landmark[mark]] = 0.3
        hangs = mark == "LEFT_WRIST" and pose is hand_up()
        assert gestures.shown(replace(pose, visibility=visibility)) is (RIGHT if hangs else None)


def test_of_who_turns_away_crossed_arms_are_not_told() -> None:
    pose = arms_crossed()
    narrow = pose.px.copy()
    narrow[:, 0] = 360 + (narrow[:, 0] - 360) * 0.4
    assert gestures.shown(replace(pose, px=narrow)) is None
    behind = pose.px * np.array([-1.0, 1.0, 1.0])
    assert gestures.shown(replace(pose, px=behind)) is None


@given(st.integers(0, 2**32 - 1))
def test_whatever_is_seen_there_is_an_answer(seed: int) -> None:
    px = np.random.default_rng(seed).uniform(-500, 1500, (33, 3))
    full = np.ones(33)
    assert gestures.shown(Pose(px, full, full, np.zeros((33, 3)))) in (None, *Gesture)
    assert gestures.shown(Pose(np.zeros((33, 3)), full, full, np.zeros((33, 3)))) is None


@pytest.mark.parametrize("told", [
    {"lost": True}, {"refusal": Refusal.SEVERAL_PEOPLE}, {"refusal": Refusal.CUT},
    {"refusal": Refusal.NO_PERSON}, {"pose": None}])
def test_nobody_but_the_user_says_anything(told: dict[str, object]) -> None:
    def of(**told: object) -> Gesture | None:
        return gestures.of(Reading(0.0, 720, 1280, **{"pose": hand_up(), **told}))  # type: ignore[arg-type]
    assert of() is RIGHT
    assert of(refusal=Refusal.FEET_OUT) is RIGHT
    assert of(**told) is None


def instants(once: Once, fps: float, shown: list[tuple[float, object]]) -> list[float]:
    """When it counts, of what is shown for so many seconds one after the other."""
    found, nth = [], 0
    for seconds, what in shown:
        for _ in range(round(seconds * fps)):
            if once.update(nth / fps, what):
                found.append(nth / fps)
            nth += 1
    return found


@given(st.floats(6, 30), st.floats(0.0, 3.0), st.floats(0.0, 0.9))
def test_held_for_less_than_a_second_is_nothing(fps: float, before_s: float, held_s: float) -> None:
    assert not instants(Once(), fps, [(before_s, None), (held_s, RIGHT), (2, None)])


@given(st.floats(6, 30), st.floats(1.3, 20.0))
def test_it_counts_once_until_it_is_let_go(fps: float, held_s: float) -> None:
    found = instants(Once(), fps, [(1, None), (held_s, RIGHT), (1, None), (held_s, RIGHT)])
    assert len(found) == 2
    assert found[0] + 1 / fps >= 1 + HELD_S - 1e-6
    assert found[0] <= 1 + HELD_S + 2 / fps


@given(st.sampled_from([10, 15, 20, 30]), st.floats(0.2, 0.8), st.floats(0.03, GAP_S))
def test_a_short_gap_is_nothing(fps: int, first_s: float, gap_s: float) -> None:
    assert instants(Once(), fps, [(first_s, RIGHT), (gap_s, None), (1.1 - first_s, RIGHT)])


@pytest.mark.parametrize("fps", [6, 10, 30])
def test_a_frame_alone_is_a_short_gap_at_any_rate_and_a_longer_one_begins_anew(fps: int) -> None:
    assert instants(Once(), fps, [(0.5, RIGHT), (1 / fps, None), (0.8, RIGHT)])
    assert not instants(Once(), fps, [(0.7, RIGHT), (0.4, None), (0.7, RIGHT)])


def test_what_follows_without_letting_go_says_nothing() -> None:
    assert not instants(Once(), 10, [(0.5, RIGHT), (3, LEFT)])
    assert not instants(Once(), 10, [(0.5, (RIGHT, "one")), (3, (RIGHT, "another"))])
    assert instants(Once(), 10, [(0.5, (RIGHT, "one")), (0.4, None), (1.2, (RIGHT, "another"))])


def test_nobody_knows_what_was_shown_while_nobody_looked() -> None:
    once = Once()
    assert not any(once.update(time_s, RIGHT) for time_s in (0.0, 0.1, 5.0, 5.1, 2.0, 2.1))


GUIDED = {**KNOWN.exercises, **KNOWN.checks}


@pytest.mark.parametrize("name", GUIDED)
def test_no_exercise_and_no_check_says_anything_by_how_it_is_done(name: str) -> None:
    """Well or badly, from wherever it is seen; its set-up crosses no arms. The other side is the
    mirror image.
    """
    guide = GUIDED[name].guide
    if guide is None:
        pytest.skip("it is done as the exercises are that it asks for")
    eyes = Eyes()
    wrongs = guide.wrong if FULL else ()
    for way in (frozenset[str](), *(frozenset({each.id}) for each in wrongs)):
        motion = SeenMotion(guide, Size(), wrong=way)
        for phase, turn_deg in product(np.linspace(0, 1, 41 if FULL else 9), (0.0, 90.0, -90.0)):
            pose = eyes.look(Spot(turn_deg=turn_deg).place(motion.marks(float(phase))), 0.0).pose
            assert pose is not None
            assert gestures.shown(pose) is None, (way, phase, turn_deg)


