"""Fold a body's 160-odd bones onto the few that a guide moves."""

from __future__ import annotations

import numpy as np

from mirrorapp.figure.skeleton import Array, Body, Indices, Skeleton

BOTH_SIDES = (
    "clavicle", "upperarm01", "lowerarm01", "lowerarm02", "wrist",
    "finger1-1", "finger3-1", "finger3-2", "upperleg01", "lowerleg01", "foot", "toe2-1",
)  # fmt: skip
KEPT = (
    *("root", "spine04", "spine03", "neck01", "head"),
    *(f"{bone}.{side}" for side in "LR" for bone in BOTH_SIDES),
)
INFLUENCES = 4  # bones that may move one vertex

# Instead of the nearest ancestor: all toes bend as one, and so do all fingers but the thumb.
_JOINED = {
    **{f"toe{toe}-1": "toe2-1" for toe in range(1, 6)},
    **{f"finger{finger}-1": "finger3-1" for finger in range(2, 6)},
    **{f"finger{finger}-2": "finger3-2" for finger in range(2, 6)},
}
# A kept bone that stands for a whole chain ends where the chain ends.
_CHAIN_ENDS = {"finger1-1": "finger1-3", "finger3-2": "finger3-3", "toe2-1": "toe2-3"}


def folded(skeleton: Skeleton) -> tuple[Skeleton, Indices]:
    """Return the skeleton of the `KEPT` bones, and for each bone (B,) the kept one it goes to.

    Raises ValueError if a kept bone is missing.
    """
    order = sorted(skeleton.index(bone) for bone in KEPT)
    kept = [skeleton.bones[index] for index in order]
    targets = np.array([kept.index(_target(skeleton, bone)) for bone in skeleton.bones], np.int32)
    parents = [-1 if (up := skeleton.parents[i]) < 0 else targets[up] for i in order]
    ends = [skeleton.index(_chain_end(bone)) for bone in kept]
    reduced = Skeleton(
        bones=tuple(kept),
        parents=np.array(parents, np.int32),
        heads_m=skeleton.heads_m[order],
        tails_m=skeleton.tails_m[ends],
    )
    return reduced, targets


def _target(skeleton: Skeleton, bone: str) -> str:
    """Walk towards the root until a bone is kept, or joined to one that is."""
    while True:
        name, dot, side = bone.partition(".")
        candidate = _JOINED.get(name, name) + dot + side
        if candidate in KEPT:
            return candidate
        parent = int(skeleton.parents[skeleton.index(bone)])
        if parent < 0:
            raise ValueError(f"{bone} hangs on no bone that is kept")
        bone = skeleton.bones[parent]


def _chain_end(bone: str) -> str:
    name, dot, side = bone.partition(".")
    return _CHAIN_ENDS.get(name, name) + dot + side


def folded_weights(body: Body, targets: Indices) -> Array:
    """Return the weights (V, kept bones) of a body whose bones go to `targets` (B,)."""
    weights = np.zeros((len(body.vertices_m), int(targets.max()) + 1))
    rows = np.arange(len(weights))[:, None]
    np.add.at(weights, (rows, targets[body.weight_bones]), body.weights)
    return weights


def smoothed(weights: Array, faces: Indices, share: Array, rounds: int) -> Array:
    """Return weights (V, B) that went `rounds` times towards the mean of their neighbours'.

    `share` (V,) 0..1 is how much of the way they go, so that only some joints become softer.
    """
    every = np.concatenate([faces, faces[:, ::-1]])
    start, end = np.stack([every, np.roll(every, -1, axis=1)], axis=2).reshape(-1, 2).T
    counts = np.maximum(np.bincount(start, minlength=len(weights)), 1)
    for _ in range(rounds):
        sums = np.zeros_like(weights)
        np.add.at(sums, start, weights[end])
        touched = np.bincount(start, minlength=len(weights)) > 0
        mean = np.where(touched[:, None], sums / counts[:, None], weights)
        weights = weights + share[:, None] * (mean - weights)
    return weights


def strongest(weights: Array) -> tuple[Indices, Array]:
    """Return the bones (V, 4) that move each vertex most and their weights, which sum to 1.

    A bone fades out as the first one left out comes near, else there would be a step in the skin
    from where one is the fourth to where another is.
    """
    order = np.argsort(-weights, axis=1, kind="stable")
    bones, missed = order[:, :INFLUENCES], order[:, INFLUENCES : INFLUENCES + 1]
    chosen = np.take_along_axis(weights, bones, axis=1)
    most_missed = np.take_along_axis(weights, missed, axis=1).sum(axis=1, keepdims=True)
    share = 1.0 - (most_missed / np.maximum(chosen, 1e-12)) ** 2
    faded = chosen * np.maximum(share, 1e-9)  # five that are equal keep a weight
    bones = np.where(chosen > 0, bones, 0)
    return bones.astype(np.int32), faded / faded.sum(axis=1, keepdims=True)
