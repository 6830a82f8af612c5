import numpy as np
import pytest

from mirrorapp.figure.fold import (
    BOTH_SIDES,
    KEPT,
    folded,
    folded_weights,
    smoothed,
    strongest,
)
from mirrorapp.figure.mesh import BONES_MAX
from mirrorapp.figure.skeleton import Body, Skeleton

# bone: parent; a rig with what is dropped between and after what is kept.
TRUNK = {
    "root": "",
    "spine05": "root",
    "spine04": "spine05",
    "spine03": "spine04",
    "spine01": "spine03",
    "neck01": "spine01",
    "head": "neck01",
    "jaw": "head",
}
LIMBS = {
    "pelvis": "root",
    "clavicle": "spine01",
    "shoulder01": "clavicle",
    "upperarm01": "shoulder01",
    "upperarm02": "upperarm01",
    "lowerarm01": "upperarm02",
    "lowerarm02": "lowerarm01",
    "wrist": "lowerarm02",
    "finger1-1": "wrist",
    "finger1-2": "finger1-1",
    "finger1-3": "finger1-2",
    "metacarpal2": "wrist",
    "finger3-1": "metacarpal2",
    "finger3-2": "finger3-1",
    "finger3-3": "finger3-2",
    "metacarpal4": "wrist",
    "finger5-1": "metacarpal4",
    "finger5-2": "finger5-1",
    "finger5-3": "finger5-2",
    "upperleg01": "pelvis",
    "upperleg02": "upperleg01",
    "lowerleg01": "upperleg02",
    "foot": "lowerleg01",
    "toe1-1": "foot",
    "toe2-1": "foot",
    "toe2-2": "toe2-1",
    "toe2-3": "toe2-2",
}
RIG = TRUNK | {
    f"{bone}.{side}": parent if parent in TRUNK else f"{parent}.{side}"
    for side in "LR"
    for bone, parent in LIMBS.items()
}


@pytest.fixture
def rig() -> Skeleton:
    bones = list(RIG)
    parents = [bones.index(parent) if parent else -1 for parent in RIG.values()]
    heads_m = np.arange(3.0 * len(bones)).reshape(-1, 3)
    return Skeleton(tuple(bones), np.array(parents, np.int32), heads_m, heads_m + 0.5)


def test_few_bones_are_kept_and_parents_come_first(rig: Skeleton) -> None:
    reduced, _ = folded(rig)
    assert set(reduced.bones) == set(KEPT)
    assert len(KEPT) == 5 + 2 * len(BOTH_SIDES) <= BONES_MAX
    assert reduced.parents[0] == -1
    assert (reduced.parents < np.arange(len(KEPT))).all()
    assert reduced.bones[reduced.parents[reduced.index("upperleg01.L")]] == "root"
    assert reduced.bones[reduced.parents[reduced.index("finger3-1.R")]] == "wrist.R"
    assert np.array_equal(reduced.head_m("foot.L"), rig.head_m("foot.L"))


@pytest.mark.parametrize(
    ("bone", "target"),
    [
        ("jaw", "head"),
        ("spine05", "root"),
        ("pelvis.L", "root"),
        ("shoulder01.R", "clavicle.R"),
        ("upperleg02.L", "upperleg01.L"),
        ("finger1-2.L", "finger1-1.L"),
        ("metacarpal4.L", "wrist.L"),
        ("finger5-1.L", "finger3-1.L"),
        ("finger5-2.R", "finger3-2.R"),
        ("finger5-3.R", "finger3-2.R"),
        ("toe1-1.R", "toe2-1.R"),
    ],
)
def test_a_dropped_bone_goes_to_what_carries_it(rig: Skeleton, bone: str, target: str) -> None:
    reduced, targets = folded(rig)
    assert reduced.bones[targets[rig.index(bone)]] == target


def test_the_second_toe_can_still_be_found(rig: Skeleton) -> None:
    reduced, _ = folded(rig)
    for side in "LR":
        tail_m = reduced.tails_m[reduced.index(f"toe2-1.{side}")]
        assert np.array_equal(tail_m, rig.tails_m[rig.index(f"toe2-3.{side}")])


def test_a_rig_without_a_kept_bone_is_an_error(skeleton: Skeleton) -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        folded(skeleton)


def test_weights_add_up_on_the_bone_they_go_to(rig: Skeleton) -> None:
    owners = [rig.index(bone) for bone in ("upperleg01.L", "upperleg02.L", "foot.L")]
    body = Body(
        skeleton=rig,
        vertices_m=np.zeros((1, 3)),
        faces=np.zeros((0, 3), np.int32),
        face_groups=np.zeros(0, np.uint8),
        group_names=("body",),
        weight_bones=np.array([owners], np.int32),
        weights=np.array([[0.5, 0.3, 0.2]]),
    )
    reduced, targets = folded(rig)
    (weights,) = folded_weights(body, targets)
    assert weights[reduced.index("upperleg01.L")] == pytest.approx(0.8)
    assert weights[reduced.index("foot.L")] == pytest.approx(0.2)


def test_only_the_strongest_bones_move_a_vertex() -> None:
    weights = np.array([[0.1, 0.3, 0.05, 0.25, 0.3], [0.0, 1.0, 0.0, 0.0, 0.0]])
    bones, strong = strongest(weights)
    assert bones[0].tolist() == [1, 4, 3, 0]
    assert np.allclose(strong.sum(axis=1), 1.0)
    assert strong[1].tolist() == [1.0, 0.0, 0.0, 0.0]


def test_smoothing_spreads_weights_only_where_it_may() -> None:
    faces = np.array([[0, 1, 2], [2, 1, 3]], np.int32)
    weights = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.3, 0.7]])
    soft = smoothed(weights, faces, np.array([0.0, 0.0, 1.0, 1.0, 1.0]), 1)
    assert np.allclose(soft[:2], weights[:2])
    assert 0 < soft[2, 1] < 1
    assert np.allclose(soft[4], weights[4])  # a vertex of no face stays
    assert np.allclose(soft.sum(axis=1), 1.0)
