import dataclasses
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirrorapp.figure.cut import border_edges
from mirrorapp.figure.mesh import BONES_MAX, INDICES_MAX, PEOPLE, STEP_M, Mesh, in_parts, person
from mirrorapp.figure.skeleton import Array, Skeleton, vertex_normals
from mirrorapp.figure.wardrobe import COLOURS, LOOKS
from tests.tiers import examples

CLOTH = ("top", "legs", "kneecap")
NEAR_M = 0.012


@pytest.fixture(params=["woman", "man"])
def mesh(request: pytest.FixtureRequest) -> Mesh:
    return person(request.param)


@pytest.fixture
def small() -> Mesh:
    """A pyramid on two bones."""
    vertices_m = np.array([[0, 0, 0], [0.1, 0, 0], [0, 0.1, 0], [0, 0, 0.1]], np.float32)
    faces = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]], np.int32)
    skeleton = Skeleton(
        ("root", "head"), np.array([-1, 0], np.int32), np.zeros((2, 3)), np.ones((2, 3))
    )
    return Mesh(
        skeleton=skeleton,
        vertices_m=vertices_m,
        normals=vertex_normals(vertices_m, faces).astype(np.float32),
        bones=np.tile(np.array([0, 1, 0, 0], np.uint8), (4, 1)),
        weights=np.tile(np.array([0.7, 0.3, 0, 0], np.float32), (4, 1)),
        colours=np.array([0, 0, 1, 1], np.uint8),
        palette=np.array([[1.0, 0.0, 0.2], [0.0, 0.4, 1.0]]),
        muscles=np.array([0, 1, 1, 0], np.uint8),
        glow=np.array([0, 1, 0.4, 0], np.float32),
        muscle_names=("left_foot",),
        parts=in_parts(faces),
        coarse=faces[:2].astype(np.uint16),
    )


def faces_of(mesh: Mesh) -> Array:
    return np.concatenate(mesh.parts).astype(np.int32)


def coloured(mesh: Mesh, *names: str) -> Array:
    return np.isin(mesh.colours, [list(COLOURS).index(name) for name in names])


def nearest(points_m: Array, among_m: Array) -> Array:
    """Return for each point (N, 3) the index of the nearest (N,)."""
    chunks = np.array_split(points_m, max(1, len(points_m) // 500))
    return np.concatenate(
        [((chunk[:, None] - among_m) ** 2).sum(axis=2).argmin(axis=1) for chunk in chunks]
    )


def rim(mesh: Mesh, chosen: Array) -> Array:
    """Return which vertices (V,) lie on a border of the chosen ones' surface.

    A seam between two colours is none: its vertices are there twice, in the same place.
    """
    faces = faces_of(mesh)
    _, place = np.unique(mesh.vertices_m, axis=0, return_inverse=True)
    edges = border_edges(place.reshape(-1)[faces[chosen[faces[:, 0]]]])
    return np.isin(place.reshape(-1), edges) & chosen


# What is packaged


def test_a_person_fits_the_mirrors_graphics(mesh: Mesh) -> None:
    count = len(mesh.vertices_m)
    assert 14_000 <= count <= 16_000
    assert len(mesh.skeleton.bones) <= BONES_MAX
    for part in mesh.parts:
        assert part.size <= INDICES_MAX
        assert part.dtype == np.uint16
        assert part.max() < count
    assert len(np.unique(faces_of(mesh))) == count  # none is there for nothing


def test_the_coarse_one_is_a_part_of_the_same_person(mesh: Mesh) -> None:
    assert mesh.coarse.dtype == np.uint16
    assert len(mesh.coarse) < len(faces_of(mesh)) / 3
    assert (mesh.colours[mesh.coarse] == mesh.colours[mesh.coarse[:, :1]]).all()
    assert set(mesh.colours[mesh.coarse].flat) == set(mesh.colours)
    assert set(mesh.muscles[mesh.coarse].flat) == set(mesh.muscles)


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in PEOPLE.glob("*.npz")) <= 1.2e6
    assert {path.stem for path in PEOPLE.iterdir()} == set(LOOKS)


def test_every_number_is_sound(mesh: Mesh) -> None:
    assert np.allclose(mesh.weights.sum(axis=1), 1.0)
    assert mesh.weights.min() >= 0
    assert mesh.bones.max() < len(mesh.skeleton.bones)
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-5)
    assert mesh.colours.max() < len(mesh.palette) == len(COLOURS)
    assert 0 <= mesh.palette.min() <= mesh.palette.max() <= 1
    assert ((mesh.muscles > 0) == (mesh.glow > 0)).mean() > 0.99


def test_the_person_stands_on_the_floor_at_the_right_height(mesh: Mesh) -> None:
    skin = mesh.vertices_m[coloured(mesh, "skin")]
    assert skin[:, 2].min() == pytest.approx(0.0, abs=0.001)
    height_m = LOOKS["woman" if mesh is person("woman") else "man"].height_m
    assert mesh.vertices_m[:, 2].max() == pytest.approx(height_m, abs=0.03)  # and hair


def test_the_skeleton_is_symmetrical(mesh: Mesh) -> None:
    skeleton = mesh.skeleton
    for bone in skeleton.bones:
        other = bone.replace(".L", ".X").replace(".R", ".L").replace(".X", ".R")
        for ends_m in (skeleton.heads_m, skeleton.tails_m):
            here, there = ends_m[skeleton.index(bone)], ends_m[skeleton.index(other)]
            assert np.allclose(here * [-1, 1, 1], there, atol=0.001), bone


def test_no_triangle_is_empty(mesh: Mesh) -> None:
    first, second, third = (mesh.vertices_m[faces_of(mesh)[:, corner]] for corner in range(3))
    assert np.linalg.norm(np.cross(second - first, third - first), axis=1).min() > 0


def test_normals_agree_with_the_triangles(mesh: Mesh) -> None:
    faces = faces_of(mesh)
    first, second, third = (mesh.vertices_m[faces[:, corner]] for corner in range(3))
    facing = np.cross(second - first, third - first)
    agree = (facing * mesh.normals[faces].mean(axis=1)).sum(axis=1) > 0
    assert agree.mean() > 0.99


def test_skin_stays_under_cloth(mesh: Mesh) -> None:
    """At rest no skin is more than 1 mm outside the cloth over it."""
    cloth = coloured(mesh, *CLOTH)
    faces = faces_of(mesh)
    hems = np.isin(faces, np.flatnonzero(rim(mesh, cloth))).any(axis=1)
    near_hem = np.zeros(len(cloth), bool)
    near_hem[faces[hems].ravel()] = True  # the strip that is turned in, and its edge
    skin = np.flatnonzero(coloured(mesh, "skin"))
    over = np.flatnonzero(cloth)
    closest = over[nearest(mesh.vertices_m[skin], mesh.vertices_m[over])]
    away_m = mesh.vertices_m[skin] - mesh.vertices_m[closest]
    covered = ~near_hem[closest] & (np.linalg.norm(away_m, axis=1) < 2 * NEAR_M)
    outside_m = (away_m * mesh.normals[closest]).sum(axis=1)[covered]
    assert covered.sum() > 50
    assert outside_m.max() < 0.001


def test_hems_end_under_what_they_lie_on(mesh: Mesh) -> None:
    """No slit is open at a neck, a sleeve or a hem: the cloth's edge is inside the body."""
    edge = np.flatnonzero(rim(mesh, coloured(mesh, *CLOTH)))
    under = np.flatnonzero(coloured(mesh, "skin", "legs", "kneecap", "kneecap_skin"))
    under = np.setdiff1d(under, edge)
    closest = under[nearest(mesh.vertices_m[edge], mesh.vertices_m[under])]
    away_m = mesh.vertices_m[edge] - mesh.vertices_m[closest]
    beside = np.linalg.norm(away_m, axis=1) < 2 * NEAR_M  # the waistband is under the shirt
    depth_m = -(away_m * mesh.normals[closest]).sum(axis=1)[beside]
    assert (depth_m > 0).all()


def test_a_person_is_read_once() -> None:
    assert person("woman") is person("woman")


# The file


def test_a_mesh_survives_its_file(small: Mesh, tmp_path: Path) -> None:
    path = tmp_path / "small.npz"
    small.save(path)
    loaded = Mesh.load(path)
    assert loaded.skeleton.bones == small.skeleton.bones
    assert loaded.muscle_names == small.muscle_names
    assert np.array_equal(loaded.skeleton.parents, small.skeleton.parents)
    assert np.allclose(loaded.vertices_m, small.vertices_m, atol=STEP_M / 2 + 1e-7)
    assert np.allclose(loaded.normals, small.normals, atol=0.01)
    assert np.allclose(loaded.weights, small.weights, atol=1 / 255)
    assert np.allclose(loaded.palette, small.palette, atol=1 / 255)
    assert np.allclose(loaded.glow, small.glow, atol=1 / 255)
    for name in ("bones", "colours", "muscles"):
        assert np.array_equal(getattr(loaded, name), getattr(small, name))
    assert np.array_equal(faces_of(loaded), faces_of(small))
    assert np.array_equal(loaded.coarse, small.coarse)


def test_the_same_mesh_gives_the_same_bytes(small: Mesh, tmp_path: Path) -> None:
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    small.save(first)
    small.save(second)
    assert first.read_bytes() == second.read_bytes()


def test_what_is_packaged_is_what_saving_it_gives(mesh: Mesh, tmp_path: Path) -> None:
    path = tmp_path / "again.npz"
    mesh.save(path)
    again = Mesh.load(path)
    for name in ("vertices_m", "weights", "glow", "bones"):
        assert np.allclose(getattr(again, name), getattr(mesh, name), atol=1e-6), name
    assert np.allclose(again.normals, mesh.normals, atol=0.01)


def test_too_tall_a_person_is_not_saved(small: Mesh, tmp_path: Path) -> None:
    tall = dataclasses.replace(small, vertices_m=small.vertices_m * 21)
    with pytest.raises(ValueError, match="farther"):
        tall.save(tmp_path / "tall.npz")


def test_many_triangles_come_in_parts() -> None:
    faces = np.arange(3 * 50_000, dtype=np.int32).reshape(-1, 3) % 60_000
    parts = in_parts(faces)
    assert len(parts) == 3
    assert all(part.size <= INDICES_MAX for part in parts)
    assert np.array_equal(np.concatenate(parts), faces)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nobody"):
        Mesh.load(tmp_path / "nobody.npz")


FOUR = np.zeros((4, 4), np.uint8)
WRONG: dict[str, Any] = {
    "positions": np.zeros((4, 2), np.int16),
    "normals": np.zeros((4, 3), np.int8),  # no direction
    "weights": FOUR,  # add up to nothing
    "bones": FOUR + 2,
    "colours": np.full(4, 2, np.uint8),
    "muscles": np.full(4, 2, np.uint8),
    "glow": np.zeros(5, np.uint8),
    "faces": np.full((1, 3), 4, np.uint16),
    "coarse": np.full((1, 3), 4, np.uint16),
    "palette": np.zeros((2, 3)),
    "parents": np.array([-1, 1], np.int8),  # its own parent
    "heads_m": np.full((2, 3), np.nan, np.float32),
    "tails_m": np.zeros((0, 3), np.float32),
    "bone_names": np.zeros(2),
    "muscle_names": np.zeros((1, 1), np.str_),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_content_is_an_error_that_names_the_file(
    small: Mesh, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "wrong.npz"
    small.save(path)
    with np.load(path) as data:
        arrays = dict(data)
    np.savez_compressed(path, **arrays | {name: WRONG[name]})
    with pytest.raises(ValueError, match=r"wrong\.npz"):
        Mesh.load(path)
    del arrays[name]
    np.savez_compressed(path, **arrays)
    with pytest.raises(ValueError, match=f"without {name}"):
        Mesh.load(path)


def test_a_pickle_is_refused(small: Mesh, tmp_path: Path) -> None:
    path = tmp_path / "pickle.npz"
    small.save(path)
    with np.load(path) as data:
        arrays = dict(data)
    np.savez(path, **arrays | {"muscle_names": np.array([{}], object)})
    with pytest.raises(ValueError, match=r"pickle\.npz"):
        Mesh.load(path)


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all" * 99])
def test_something_else_is_an_error_that_names_the_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "else.npz"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"else\.npz"):
        Mesh.load(path)


def test_no_damage_does_more_than_raise_an_error(small: Mesh, tmp_path: Path) -> None:
    """Flipped bytes and cut ends: the mesh is loaded whole, or not at all."""
    path = tmp_path / "damaged.npz"
    small.save(path)
    whole = path.read_bytes()
    random = np.random.default_rng(7)
    refused = 0
    for _ in range(examples(2400)):
        data = bytearray(whole)
        for place in random.integers(len(data), size=random.integers(1, 4)):
            data[place] ^= random.integers(1, 256)
        if random.random() < 0.2:
            del data[random.integers(len(data)) :]
        path.write_bytes(data)
        try:
            assert np.array_equal(faces_of(Mesh.load(path)), faces_of(small))
        except ValueError as error:
            assert path.name in str(error)  # noqa: PT017
            refused += 1
    assert refused > 100


def test_damage_to_a_packaged_person_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "person.npz"
    whole = (PEOPLE / "woman.npz").read_bytes()
    with zipfile.ZipFile(PEOPLE / "woman.npz") as archive:
        start = archive.getinfo("positions.npy").header_offset + 1000
    for place in range(start, start + 40):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(ValueError, match=r"person\.npz"):
            Mesh.load(path)
