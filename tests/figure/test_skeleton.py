from pathlib import Path

import numpy as np
import pytest

from mirrorapp.figure.rotations import about_x, about_z
from mirrorapp.figure.skeleton import Body, Skeleton, forward_kinematics, skin, vertex_normals

ROD = Skeleton(
    bones=("upper", "lower"),
    parents=np.array([-1, 0], np.int32),
    heads_m=np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
    tails_m=np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 2.0]]),
)


def test_the_rest_pose_moves_nothing(body: Body) -> None:
    posed = forward_kinematics(body.skeleton, body.skeleton.heads_m[0], {})
    assert np.allclose(posed.heads_m, body.skeleton.heads_m)
    assert np.allclose(skin(body, posed), body.vertices_m)


def test_a_child_follows_its_parent_and_keeps_its_length() -> None:
    posed = forward_kinematics(ROD, np.zeros(3), {"upper": about_x(90)})
    assert np.allclose(posed.head_m("lower"), [0, -1, 0])
    assert np.allclose(posed.tail_m("lower"), [0, -2, 0])


def test_a_named_child_points_where_it_is_told_whatever_its_parent_does() -> None:
    posed = forward_kinematics(ROD, np.zeros(3), {"upper": about_x(90), "lower": np.eye(3)})
    assert np.allclose(posed.tail_m("lower"), [0, -1, 1])


def test_an_unknown_bone_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such bones: knee"):
        forward_kinematics(ROD, np.zeros(3), {"knee": np.eye(3)})


def test_a_vertex_between_two_bones_goes_between() -> None:
    body = Body(
        skeleton=ROD,
        vertices_m=np.array([[1.0, 0.0, 1.0]]),
        faces=np.zeros((0, 3), np.int32),
        face_groups=np.zeros(0, np.uint8),
        group_names=("body",),
        weight_bones=np.array([[0, 1]], np.int32),
        weights=np.array([[0.5, 0.5]]),
    )
    posed = forward_kinematics(ROD, np.zeros(3), {"lower": about_z(90)})
    assert np.allclose(skin(body, posed), [[0.5, 0.5, 1.0]])


def test_normals_point_out_of_a_counter_clockwise_face() -> None:
    corners_m = np.array([[0.0, 0, 0], [2.0, 0, 0], [0, 2.0, 0], [9.0, 9, 9]])
    normals = vertex_normals(corners_m, np.array([[0, 1, 2]], np.int32))
    assert np.allclose(normals[:3], [0, 0, 1])
    assert np.allclose(normals[3], 0)  # a vertex without a face


def test_a_body_survives_its_file(body: Body, tmp_path: Path) -> None:
    path = tmp_path / "body.npz"
    body.save(path)
    loaded = Body.load(path)
    assert loaded.skeleton.bones == body.skeleton.bones
    assert loaded.group_names == body.group_names
    assert np.allclose(loaded.vertices_m, body.vertices_m, atol=1e-6)
    assert np.array_equal(loaded.group_faces("body"), body.group_faces("body"))
