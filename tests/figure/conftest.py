"""A small body with the bones that the squat moves, so that no baked body is needed."""

import numpy as np
import pytest

from mirrorapp.figure.skeleton import Body, Skeleton

SPINE_Z_M = {"spine05": 0.89, "spine04": 0.97, "spine03": 1.05, "spine02": 1.15, "spine01": 1.25}

# name: (parent, head x, y, z) of the left side, in metres; the right side mirrors x.
LIMBS = {
    "upperleg01": ("root", 0.10, -0.02, 0.87),
    "lowerleg01": ("upperleg01", 0.14, -0.05, 0.49),
    "foot": ("lowerleg01", 0.17, -0.01, 0.08),
    "toe2-3": ("foot", 0.18, -0.19, 0.015),
    "upperarm01": ("spine01", 0.16, -0.02, 1.33),
    "lowerarm01": ("upperarm01", 0.34, -0.03, 1.14),
    "wrist": ("lowerarm01", 0.45, -0.17, 1.02),
}
LIPS = (("oris01", 0.0, 1.48), ("oris05", 0.0, 1.50))
CROWN_M = [[0.0, 0.0, 1.68], [0.07, 0.0, 1.57], [-0.07, 0.0, 1.57]]


@pytest.fixture(scope="session")
def skeleton() -> Skeleton:
    """A person 1.68 m tall in the rest pose of the "makehuman" rig."""
    bones, parents, heads_m = ["root"], [-1], [[0.0, 0.06, 0.88]]

    def add(bone: str, parent: str, head_m: list[float]) -> None:
        parents.append(bones.index(parent))
        bones.append(bone)
        heads_m.append(head_m)

    trunk = [*SPINE_Z_M.items(), ("neck01", 1.42), ("head", 1.53)]
    for (bone, z_m), parent in zip(trunk, ["root", *(name for name, _ in trunk)], strict=False):
        add(bone, parent, [0.0, -0.02, z_m])
    for side, sign in (("L", 1), ("R", -1)):
        for bone, (parent, x_m, y_m, z_m) in LIMBS.items():
            own = parent if parent in bones else f"{parent}.{side}"
            add(f"{bone}.{side}", own, [sign * x_m, y_m, z_m])
    for bone, x_m, z_m in (("eye.L", 0.03, 1.57), ("eye.R", -0.03, 1.57), *LIPS):
        add(bone, "head", [x_m, -0.12, z_m])
    heads = np.array(heads_m)
    return Skeleton(tuple(bones), np.array(parents, np.int32), heads, heads - [0.0, 0.02, 0.0])


@pytest.fixture(scope="session")
def body(skeleton: Skeleton) -> Body:
    """One triangle on each bone, which hangs on that bone alone, and one for crown and ears.

    Each is skin and cloth; the eyes have one more.
    """
    count = len(skeleton.bones)
    corners_m = 0.02 * np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    on_bones_m = (skeleton.heads_m[:, None] + corners_m).reshape(-1, 3)
    faces = np.arange(3 * (count + 1), dtype=np.int32).reshape(-1, 3)
    eyes = [skeleton.index("eye.L"), skeleton.index("eye.R")]
    owners = [*range(count), skeleton.index("head")]
    return Body(
        skeleton=skeleton,
        vertices_m=np.concatenate([on_bones_m, np.array(CROWN_M)]),
        faces=np.concatenate([faces, faces, faces[eyes]]),
        face_groups=np.repeat([0, 1, 2, 3], [count + 1, count + 1, 1, 1]).astype(np.uint8),
        group_names=("body", "helper-tights", "helper-l-eye", "helper-r-eye"),
        weight_bones=np.repeat(np.array(owners, np.int32), 3)[:, None],
        weights=np.ones((3 * (count + 1), 1)),
    )
