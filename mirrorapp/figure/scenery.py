"""What is to be drawn of a moment: the posed bones, the things in use, and from where. Plain data.

Everything is in metres: x to the person's left, y to their back, z up, the floor at z = 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

Matrices = npt.NDArray[np.float32]
Prop = Literal["chair", "step", "mat", "roller", "wall"]
Place = Literal["knees", "ankles"]
Standpoint = Literal["front", "left", "right", "half_left", "half_right", "above"]


@dataclass(frozen=True, eq=False)
class PropShape:
    """A rigid thing, put into the world by `matrix` (3, 4); `props.solid` says how each lies."""

    kind: Prop
    matrix: Matrices


@dataclass(frozen=True)
class Band:
    """A loop of elastic band round both legs; it hangs on their bones and stretches by itself."""

    place: Place


@dataclass(frozen=True, eq=False)
class Shown:
    """A moment: `matrices` (B, 3, 4) take each bone's rest pose into the world.

    The bones are those of the mesh, in its order. `lit` says how strongly a muscle shines, 0..1;
    muscles are named as in `Mesh.muscle_names`, unknown ones are passed over.
    """

    matrices: Matrices
    props: tuple[PropShape | Band, ...] = ()
    lit: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """From where: `camera` stands where it says, named by the person's own sides.

    `height_m` and `width_m` about `centre_m` fit into the picture.
    """

    camera: Standpoint = "front"
    centre_m: tuple[float, float, float] = (0.0, 0.0, 0.88)
    height_m: float = 1.85
    width_m: float = 0.0
