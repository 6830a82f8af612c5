import numpy as np
import pytest

from mirrorapp.figure.scene import Camera, Light, room


def test_what_the_camera_looks_at_is_in_the_middle() -> None:
    camera = Camera(height_m=1.4, distance_m=2.0, tilt_deg=0, width_px=540, height_px=960)
    assert camera.project_px(np.array([0.0, 0.0, 1.4])) == pytest.approx([270, 480])


def test_the_persons_left_is_on_the_right_of_a_picture_that_is_not_mirrored() -> None:
    left, right = Camera().project_px(np.array([[0.2, 0.0, 1.0], [-0.2, 0.0, 1.0]]))
    assert left[0] > 270 > right[0]


def test_up_is_up_and_tilting_down_lifts_the_picture() -> None:
    point_m = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 1.5]])
    level, tilted = (Camera(tilt_deg=tilt).project_px(point_m) for tilt in (0.0, 10.0))
    assert level[1, 1] < level[0, 1]
    assert (tilted[:, 1] < level[:, 1]).all()


def test_the_scale_follows_from_the_field_of_view() -> None:
    camera = Camera(tilt_deg=0, distance_m=2.0, height_m=1.0, vfov_deg=90, height_px=1000)
    low, high = camera.project_px(np.array([[0.0, 0.0, 0.5], [0.0, 0.0, 1.5]]))
    assert low[1] - high[1] == pytest.approx(250)  # 1 m of the 4 m that fill the height


def test_yaw_walks_the_camera_to_the_persons_left() -> None:
    assert Camera(yaw_deg=90, distance_m=2.0).eye_m == pytest.approx([2.0, 0.0, 1.4])
    assert Camera(yaw_deg=90).project_px(np.array([0.0, 0.0, 1.4]))[0] == pytest.approx(270)


def test_the_shadow_map_holds_the_whole_person() -> None:
    corners_m = np.array(
        [[x, y, z, 1.0] for x in (-0.5, 0.5) for y in (-0.6, 0.3) for z in (0, 1.7)]
    )
    clip = corners_m @ Light().shadow_matrix().T
    assert np.abs(clip[:, :3]).max() < 1.0


def test_the_room_faces_the_person() -> None:
    for surface in room():
        assert np.linalg.norm(surface.normal) == pytest.approx(1.0)
        spread_m = surface.corners_m - surface.corners_m[0]
        assert np.allclose(spread_m @ np.array(surface.normal), 0.0)
