"""The printed parts, from their own faces: tilt, walls, and that board, lens and shutter fit."""

from math import asin, degrees, pi, radians, tan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.full
b3d = pytest.importorskip("build123d", reason="build123d is not installed: pip install '.[cad]'")

from hardware.cad import export  # noqa: E402
from hardware.cad.bracket import (  # noqa: E402
    BOARD,
    BOARD_RIGHT,
    LENS,
    PILOT,
    WALL_LEAST,
    Bracket,
    bracket,
    shutter,
)
from hardware.glass import LENS_BEHIND_MM  # noqa: E402
from hardware.placing import LENS_MM, Placing, Wanted  # noqa: E402
from hardware.sight import LENSES  # noqa: E402

WIDE = (102.0, 70.0)
MADE = [Bracket(), Bracket(0.0), Bracket(15.0), Bracket(angles_deg=WIDE),
        Bracket(15.0, angles_deg=WIDE)]


@pytest.fixture(scope="module", params=MADE, ids=lambda of: f"{of.tilt_deg:g} {of.angles_deg[0]:g}")
def made(request: pytest.FixtureRequest) -> tuple[Bracket, Any]:
    return request.param, bracket(request.param)


def post_ends(of: Bracket, solid: Any) -> list[Any]:
    """The rings that the board lies on."""
    ring = pi * ((of.post[0] / 2) ** 2 - (PILOT / 2) ** 2)
    return [each for each in solid.faces() if abs(each.area - ring) < 0.01
            and each.geom_type == b3d.GeomType.PLANE and each.normal_at().Y < -0.5]


def test_it_is_one_solid(made: tuple[Bracket, Any]) -> None:
    assert len(made[1].solids()) == 1
    assert made[1].is_valid


def test_it_stays_above_the_panel(made: tuple[Bracket, Any]) -> None:
    assert made[1].bounding_box().min.Z > -LENS_MM


def test_the_camera_looks_down_as_told(made: tuple[Bracket, Any]) -> None:
    of, solid = made
    ends = post_ends(of, solid)
    assert len(ends) == 4
    for end in ends:
        wallwards = end.normal_at()
        assert degrees(asin(wallwards.Z)) == pytest.approx(of.tilt_deg, abs=0.01)
        assert pytest.approx(0, abs=1e-6) == wallwards.X
        assert wallwards.dot(end.center() - ends[0].center()) == pytest.approx(0, abs=1e-6)


def test_the_boards_holes_are_over_the_posts(made: tuple[Bracket, Any]) -> None:
    """21 by 12.5 mm, on a board of 25 by 24 mm that stands on its side."""
    ends = [each.center() for each in post_ends(*made)]
    apart = sorted(round((a - b).length, 3) for n, a in enumerate(ends) for b in ends[n + 1:])
    across = round((21 ** 2 + 12.5 ** 2) ** 0.5, 3)
    assert apart == [12.5, 12.5, 21.0, 21.0, across, across]


def test_the_board_touches_its_posts_alone(made: tuple[Bracket, Any]) -> None:
    of, solid = made
    middle = (BOARD_RIGHT - BOARD[0] / 2, 0, of.post[1] + 0.51)
    board = of.seat * b3d.Pos(*middle) * b3d.Box(*BOARD, 1)
    assert volume(solid & board) == 0
    nearer = of.seat * b3d.Pos(*middle[:2], of.post[1] + 0.4) * b3d.Box(*BOARD, 1)
    assert volume(solid & nearer) > 1


def test_the_lens_goes_through(made: tuple[Bracket, Any]) -> None:
    of, solid = made
    lens = of.seat * b3d.Pos(0, 0, 0) * b3d.Cylinder(LENS / 2 - 0.01, 2 * of.plate)
    assert volume(solid & lens) == 0
    assert volume(solid & (of.seat * b3d.Cylinder(LENS / 2 + 0.3, 2 * of.plate))) > 1


def volume(of: Any) -> float:
    """Of what two solids share, which may be nothing."""
    return 0.0 if of is None else round(sum(each.volume for each in of.solids()), 6)


def test_nothing_stands_in_the_picture(made: tuple[Bracket, Any]) -> None:
    of, solid = made
    mesh = triangles(solid)
    up, side = (np.linspace(-1, 1, 15) * tan(radians(angle / 2)) for angle in of.angles_deg)
    turn = radians(of.tilt_deg)
    rays = np.array([(x, np.cos(turn) + z * np.sin(turn), z * np.cos(turn) - np.sin(turn))
                     for x in side for z in up])
    start = np.broadcast_to([0.0, -of.deep, 0.0], rays.shape)
    assert np.isinf(first_hits(mesh, start, rays)).all()
    aside = np.array([[0.0, 0.3, -1.0]])
    assert np.isfinite(first_hits(mesh, start[:1], aside)).all()


@pytest.mark.parametrize("name", ["camera-bracket", "camera-bracket-wide", "shutter",
                                  "shutter-wide"])
def test_every_wall_can_be_printed(name: str) -> None:
    assert thinnest(triangles(export.parts()[name])) >= WALL_LEAST - 0.02


def test_a_wall_that_is_too_thin_is_found() -> None:
    assert thinnest(triangles(bracket(Bracket(plate=1.2)))) < WALL_LEAST
    assert thinnest(triangles(b3d.Box(10, 10, 1.5))) == pytest.approx(1.5)


def thinnest(mesh: np.ndarray) -> float:
    """The least way through the material from the middle of a triangle straight in."""
    normals = np.cross(mesh[:, 1] - mesh[:, 0], mesh[:, 2] - mesh[:, 0])
    size = np.linalg.norm(normals, axis=1)
    solid = size > 1e-6
    inwards = -normals[solid] / size[solid, None]
    return float(first_hits(mesh[solid], mesh[solid].mean(axis=1), inwards).min())


def triangles(solid: Any) -> np.ndarray:
    """The mesh, (n, 3, 3)."""
    points, faces = solid.tessellate(0.02, 0.2)
    return np.array([tuple(each) for each in points])[np.array(faces)]


def first_hits(mesh: np.ndarray, starts: np.ndarray, rays: np.ndarray) -> np.ndarray:
    """How far each ray goes to the first triangle (Möller and Trumbore); infinite where to none."""
    first, second = mesh[:, 1] - mesh[:, 0], mesh[:, 2] - mesh[:, 0]
    found = np.full(len(rays), np.inf)
    for n, (start, ray) in enumerate(zip(starts, rays, strict=True)):
        across = np.cross(ray, second)
        facing = np.einsum("ij,ij->i", first, across)
        with np.errstate(divide="ignore", invalid="ignore"):
            here = start - mesh[:, 0]
            u = np.einsum("ij,ij->i", here, across) / facing
            turned = np.cross(here, first)
            v = turned @ ray / facing
            far = np.einsum("ij,ij->i", second, turned) / facing
            inside = (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9)
        hit = (abs(facing) > 1e-9) & inside & (far > 1e-3)
        found[n] = far[hit].min(initial=np.inf)
    return found


def test_the_shutter_slides_and_covers() -> None:
    for of in (Bracket(), Bracket(angles_deg=WIDE)):
        slide = shutter(of).bounding_box().size
        assert of.groove[0] - 1 < slide.X < of.groove[0]
        assert WALL_LEAST <= slide.Z < of.groove[1]
        assert 2 * of.opening[0] + 4 <= slide.X
        assert of.opening[1] + of.opening[2] + 50 < slide.Y


def test_the_tilt_is_what_the_page_has_worked_out() -> None:
    """For the mirror that hardware/README.md builds."""
    assert round(Placing(Wanted(32, 1600)).tilt_deg(LENSES["standard"]) or 0) == export.TILT_DEG
    assert Bracket().angles_deg[0] == LENSES["standard"].angle_deg
    assert Bracket().deep == LENS_BEHIND_MM
    assert WIDE[0] == LENSES["wide"].angle_deg
    for long_deg, short_deg in (Bracket().angles_deg, WIDE):
        assert tan(radians(short_deg / 2)) >= tan(radians(long_deg / 2)) * 9 / 16


@pytest.mark.parametrize("wrong", [{"tilt_deg": 30}, {"tilt_deg": -1}, {"angles_deg": (170, 40)}])
def test_what_can_not_be_made_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="to be"):
        Bracket(**wrong)


def test_another_tilt_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export.main([str(tmp_path / "mine"), "--tilt", "13"])
    found = b3d.import_step(tmp_path / "mine/camera-bracket.step")
    assert len(post_ends(Bracket(13), found)) == 4
    with pytest.raises(SystemExit):
        export.main([str(tmp_path / "none"), "--tilt", "45"])
    assert "The tilt has to be 0 to 20 degrees, not 45." in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
