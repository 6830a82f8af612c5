from pathlib import Path

import numpy as np
import pytest

from mirrorapp.figure import bake, tailor
from mirrorapp.figure.mesh import Mesh, person
from mirrorapp.figure.skeleton import Body
from mirrorapp.figure.wardrobe import LOOKS, Look

MESH = """
v 0 0 0
g body
f 1/1 2/2 3/3 4/4
g joint-head
f 1 2 3
g helper-l-eye
f 5 6 7
"""


def test_polygons_are_fanned_and_markers_left_out(tmp_path: Path) -> None:
    path = tmp_path / "base.obj"
    path.write_text(MESH, encoding="utf-8")
    faces, groups = bake._read_base_mesh(path)
    assert faces.tolist() == [[0, 1, 2], [0, 2, 3], [4, 5, 6]]
    assert [bake.MESH_GROUPS[group] for group in groups] == ["body", "body", "helper-l-eye"]


def test_the_height_is_searched_for() -> None:
    assert bake._bisect(lambda height: 1.4 + 0.7 * height, 1.68) == pytest.approx(0.4, abs=1e-4)


def test_a_giant_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"no body of 3\.0 m"):
        bake._bisect(lambda height: 1.4 + 0.7 * height, 3.0)


def test_the_guides_people_go_to_files_of_their_names(
    body: Body, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[float, str]] = []

    def baked(height_m: float, sex: str, weight: float, muscle: float) -> Body:
        asked.append((height_m, sex))
        return body

    def dressed(made: Body, look: Look) -> Mesh:
        assert made is body
        return person("man" if look.sex == "male" else "woman")

    monkeypatch.setattr(bake, "bake", baked)
    monkeypatch.setattr(tailor, "tailored", dressed)
    bake.main(["guide", "-o", str(tmp_path)])
    assert {path.stem for path in tmp_path.iterdir()} == set(LOOKS)
    assert asked == [(1.68, "female"), (1.80, "male")]
    man = Mesh.load(tmp_path / "man.npz")
    assert np.array_equal(man.colours, person("man").colours)


def test_the_plain_command_writes_a_body(
    body: Body, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bake, "bake", lambda *_: body)
    bake.main(["-o", str(tmp_path / "body.npz")])
    assert Body.load(tmp_path / "body.npz").skeleton.bones == body.skeleton.bones
