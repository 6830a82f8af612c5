"""The guide's figure: a skinned, dressed person, kept in the package and loaded by numpy alone.

The files in ``people/`` are made by ``python -m mirrorapp.figure.bake guide``. They are zip
archives of plain arrays, quantised: positions to 0.06 mm, normals and weights to 8 bits.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from mirrorapp.figure.skeleton import Array, Indices, Skeleton

PEOPLE = Path(__file__).parent / "people"
INDICES_MAX = 65_535  # OpenGL ES 2 draws 16-bit indices, and so many of them at once
BONES_MAX = 30  # what fits a vertex shader's uniforms
STEP_M = 0.00006  # of a stored position: 16 bits hold 1.97 m either way
REACH_M = STEP_M * np.iinfo(np.int16).max

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Triangles = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Mesh:
    """Everything static about one person, in the rest pose, standing on z = 0.

    `vertices_m` (V, 3) with x to the person's left, y to the back and z up; unit `normals` (V, 3);
    `bones` (V, 4) and their `weights` (V, 4), which sum to 1; `colours` (V,) point into `palette`
    (P, 3), sRGB 0..1. `muscles` (V,) is 0 or 1 + an index of `muscle_names`, and `glow` (V,) 0..1
    how strongly that muscle lies under the vertex. `parts` are triangles (F, 3), counter-clockwise
    seen from outside, few enough each for one draw call with 16-bit indices; `coarse` is one part,
    of fewer triangles, that stands for all of them where the person is small.
    """

    skeleton: Skeleton
    vertices_m: Floats
    normals: Floats
    bones: Bytes
    weights: Floats
    colours: Bytes
    palette: Array
    muscles: Bytes
    glow: Floats
    muscle_names: tuple[str, ...]
    parts: tuple[Triangles, ...]
    coarse: Triangles

    def save(self, path: Path) -> None:
        """Write the mesh, quantised; the same mesh gives the same bytes.

        Raises ValueError if a vertex is farther from the origin than can be stored.
        """
        if np.abs(self.vertices_m).max() > REACH_M:
            raise ValueError(f"a vertex is farther than {REACH_M:.2f} m from the origin")
        faces = np.concatenate(self.parts)
        np.savez_compressed(
            path,
            bone_names=np.array(self.skeleton.bones),
            parents=self.skeleton.parents.astype(np.int8),
            heads_m=self.skeleton.heads_m.astype(np.float32),
            tails_m=self.skeleton.tails_m.astype(np.float32),
            positions=np.round(self.vertices_m / STEP_M).astype(np.int16),
            normals=np.round(self.normals * 127).astype(np.int8),
            bones=self.bones,
            weights=whole_weights(self.weights),
            colours=self.colours,
            palette=np.round(self.palette * 255).astype(np.uint8),
            muscles=self.muscles,
            glow=np.round(self.glow * 255).astype(np.uint8),
            muscle_names=np.array(self.muscle_names, np.str_),
            faces=faces,
            coarse=self.coarse,
        )

    @classmethod
    def load(cls, path: Path) -> Mesh:
        """Read what `save` wrote.

        Raises OSError if there is no such file, and ValueError if it does not hold a mesh.
        """
        data = path.read_bytes()
        try:
            return _decoded(_arrays(data))
        except Exception as error:  # zipfile and numpy raise a dozen kinds at a broken file
            raise ValueError(f"{path} is no figure mesh: {error}") from error


@cache
def person(name: Literal["woman", "man"]) -> Mesh:
    """Return one of the packaged people."""
    return Mesh.load(PEOPLE / f"{name}.npz")


def in_parts(faces: Indices) -> tuple[Triangles, ...]:
    """Return the triangles (F, 3) in portions of at most `INDICES_MAX` indices."""
    most = INDICES_MAX // 3
    return tuple(faces[i : i + most].astype(np.uint16) for i in range(0, len(faces), most))


def whole_weights(weights: Floats) -> Bytes:
    """Return weights (V, 4) in 255ths that sum to 255, the largest taking up the rounding."""
    whole = np.round(weights * 255).astype(np.int16)
    rows = np.arange(len(whole))
    whole[rows, whole.argmax(axis=1)] += 255 - whole.sum(axis=1, dtype=np.int16)
    return whole.astype(np.uint8)


def _arrays(data: bytes) -> dict[str, npt.NDArray[Any]]:
    """Read an ``.npz`` in full, so that the checksum of every array in it is verified."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            Path(name).stem: np.lib.format.read_array(
                io.BytesIO(archive.read(name)), allow_pickle=False
            )
            for name in archive.namelist()
        }


# name: (kind, shape); None stands for any length.
_LAYOUT: dict[str, tuple[str, tuple[int | None, ...]]] = {
    "bone_names": ("U", (None,)),
    "parents": ("int8", (None,)),
    "heads_m": ("float32", (None, 3)),
    "tails_m": ("float32", (None, 3)),
    "positions": ("int16", (None, 3)),
    "normals": ("int8", (None, 3)),
    "bones": ("uint8", (None, 4)),
    "weights": ("uint8", (None, 4)),
    "colours": ("uint8", (None,)),
    "palette": ("uint8", (None, 3)),
    "muscles": ("uint8", (None,)),
    "glow": ("uint8", (None,)),
    "muscle_names": ("U", (None,)),
    "faces": ("uint16", (None, 3)),
    "coarse": ("uint16", (None, 3)),
}
_PER_BONE = ("bone_names", "parents", "heads_m", "tails_m")
_PER_VERTEX = ("positions", "normals", "bones", "weights", "colours", "muscles", "glow")


def _decoded(arrays: dict[str, npt.NDArray[Any]]) -> Mesh:
    _check_layout(arrays)
    _check_references(arrays)
    normals = arrays["normals"].astype(np.float32)
    return Mesh(
        skeleton=Skeleton(
            bones=tuple(str(bone) for bone in arrays["bone_names"]),
            parents=arrays["parents"].astype(np.int32),
            heads_m=arrays["heads_m"].astype(float),
            tails_m=arrays["tails_m"].astype(float),
        ),
        vertices_m=(arrays["positions"] * STEP_M).astype(np.float32),
        normals=normals / np.linalg.norm(normals, axis=1, keepdims=True),
        bones=arrays["bones"],
        weights=(arrays["weights"] / 255).astype(np.float32),
        colours=arrays["colours"],
        palette=arrays["palette"] / 255,
        muscles=arrays["muscles"],
        glow=(arrays["glow"] / 255).astype(np.float32),
        muscle_names=tuple(str(name) for name in arrays["muscle_names"]),
        parts=in_parts(arrays["faces"]),
        coarse=arrays["coarse"],
    )


def _check_layout(arrays: dict[str, npt.NDArray[Any]]) -> None:
    missing = _LAYOUT.keys() - arrays.keys()
    if missing:
        raise ValueError(f"without {', '.join(sorted(missing))}")
    for name, (kind, shape) in _LAYOUT.items():
        array = arrays[name]
        fits = len(array.shape) == len(shape) and array.shape[1:] == shape[1:] and len(array) > 0
        if not fits or not (array.dtype.kind == "U" if kind == "U" else array.dtype == kind):
            raise ValueError(f"{name} is {array.dtype} {array.shape}")
    for names in (_PER_BONE, _PER_VERTEX):
        if len({len(arrays[name]) for name in names}) > 1:
            raise ValueError(f"{', '.join(names)} differ in length")


def _check_references(arrays: dict[str, npt.NDArray[Any]]) -> None:
    """Raise ValueError where an index points nowhere or a number makes no sense."""
    bones, parents = len(arrays["parents"]), arrays["parents"]
    sound = {
        "bones": bones <= BONES_MAX and arrays["bones"].max() < bones,
        "parents": parents[0] == -1 and (parents[1:] >= 0).all() and (parents < range(bones)).all(),
        "joints": np.isfinite([arrays["heads_m"], arrays["tails_m"]]).all(),
        "weights": (arrays["weights"].sum(axis=1, dtype=int) == 255).all(),
        "normals": arrays["normals"].any(axis=1).all(),
        "colours": arrays["colours"].max() < len(arrays["palette"]),
        "muscles": arrays["muscles"].max() <= len(arrays["muscle_names"]),
        "faces": arrays["faces"].max() < len(arrays["positions"]),
        "coarse": arrays["coarse"].max() < len(arrays["positions"])
        and arrays["coarse"].size <= INDICES_MAX,
    }
    wrong = [name for name, holds in sound.items() if not holds]
    if wrong:
        raise ValueError(f"wrong {', '.join(wrong)}")
