import numpy as np
import pytest

from mirrorapp.figure.outfit import Layer
from mirrorapp.figure.render import Renderer, layer_vertices, surface_vertices
from mirrorapp.figure.scene import Camera, room
from mirrorapp.figure.skeleton import Body

SMALL = Camera(width_px=54, height_px=96)
NO_FEET_M = np.full((2, 3), 9.0)
RED = (1.0, 0.0, 0.0)


def square(keep_m: list[float]) -> tuple[np.ndarray, Layer]:
    """A square of 0.8 m that faces the camera, as a body would."""
    corners_m = np.array([[-0.4, 0.0, 0.6], [0.4, 0.0, 0.6], [0.4, 0.0, 1.4], [-0.4, 0.0, 1.4]])
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
    return corners_m, Layer(faces, np.zeros(4), np.array(keep_m), RED)


def is_red(picture: np.ndarray, point_m: list[float]) -> bool:
    x_px, y_px = SMALL.project_px(np.array(point_m)).astype(int)
    red, green, _ = picture[y_px, x_px].astype(int)
    return bool(red > 2 * green)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    moderngl = pytest.importorskip("moderngl")
    try:
        return Renderer(SMALL)
    except moderngl.Error as error:
        pytest.skip(f"no OpenGL through EGL here: {error}")


def test_cut_away_triangles_are_not_sent(body: Body) -> None:
    count = len(body.vertices_m)
    whole = Layer(body.faces, np.zeros(count), np.ones(count), RED)
    gone = Layer(body.faces, np.zeros(count), -np.ones(count), RED)
    assert layer_vertices(body.vertices_m, whole).shape == (3 * len(body.faces), 13)
    assert layer_vertices(body.vertices_m, gone).shape == (0, 13)


def test_a_layer_is_pushed_out_along_its_normals() -> None:
    corners_m, layer = square([1, 1, 1, 1])
    out = Layer(layer.faces, np.full(4, 0.01), layer.keep_m, RED)
    moved_m = layer_vertices(corners_m, out)[:, :3] - layer_vertices(corners_m, layer)[:, :3]
    assert np.allclose(moved_m, [0, -0.01, 0], atol=1e-6)


def test_a_surface_is_two_triangles() -> None:
    assert surface_vertices(room()).shape == (6 * len(room()), 13)


def test_the_picture_shows_points_where_the_camera_projects_them(renderer: Renderer) -> None:
    corners_m, layer = square([1, 1, 1, 1])
    picture = renderer.render(corners_m, [layer], NO_FEET_M)
    assert picture.shape == (96, 54, 3)
    assert is_red(picture, [-0.35, 0.0, 0.65])
    assert is_red(picture, [0.35, 0.0, 1.35])
    assert not is_red(picture, [0.0, 0.0, 0.5])
    assert not is_red(picture, [0.0, 0.0, 1.5])


def test_a_layer_is_cut_along_its_line(renderer: Renderer) -> None:
    corners_m, layer = square([-0.4, -0.4, 0.4, 0.4])  # keeps what is above 1.0 m
    picture = renderer.render(corners_m, [layer], NO_FEET_M)
    assert is_red(picture, [0.0, 0.0, 1.05])
    assert not is_red(picture, [0.0, 0.0, 0.95])


def test_the_figure_throws_a_shadow(renderer: Renderer) -> None:
    corners_m, layer = square([1, 1, 1, 1])
    lit = renderer.render(corners_m + np.array([0.0, 0.0, 9.0]), [layer], NO_FEET_M)
    shaded = renderer.render(corners_m, [layer], NO_FEET_M)
    ground_px = SMALL.project_px(np.array([0.44, 0.6, 0.0])).astype(int)
    x_px, y_px = ground_px
    assert shaded[y_px, x_px].sum() < 0.9 * lit[y_px, x_px].sum()
