"""People who stand with their knees together, rendered: how wide is the gap between their ankles?

What is true is taken from the skin: from one inner ankle (malleolus) to the other, at the height
of the ankle joints, and from one knee's inner side to the other's.

    python -m tests.accuracy gaps
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp.alignment import ankles
from mirrorapp.figure.render import Picture
from mirrorapp.figure.skeleton import Array, Body, skin
from mirrorapp.figure.squat import Squat
from mirrorapp.vision import recording
from mirrorapp.vision.mediapipe_finder import MediaPipeFinder
from mirrorapp.vision.pose import Sighting
from tests.accuracy import bodies, plan, truth, variants
from tests.accuracy.film import shape_of
from tests.accuracy.landmarks import STILL_S
from tests.accuracy.plan import PEOPLE, Setup
from tests.accuracy.scenes import HEIGHT_PX, WIDTH_PX, Scene, posed

SEED = 11
AXES_DEG = ((4.0, 4.0), (7.0, 7.0), (10.0, 10.0), (12.0, 5.0))
APART_M = (0.0, 0.0, 0.0, 0.03)
"""Between the knees: most stand with them together, some only think so."""
BAND_M = 0.015
KNEE_BAND_M = 0.05


@dataclass(frozen=True, slots=True)
class Stand:
    """One picture: a setup, and how far the inner sides of the knees are apart."""

    setup: Setup
    knees_m: float


def stands() -> Iterator[Stand]:
    """Three a person: two axes in turn, then knees that are not quite together."""
    random = np.random.default_rng(SEED)
    draws = plan.latin_hypercube(random, 3 * len(PEOPLE), 16)
    for number, draw in enumerate(draws):
        yaw_deg = float(-6 + 12 * draw[0])
        apart = number // len(PEOPLE) == 2
        axis_deg = AXES_DEG[(number + number // len(PEOPLE)) % len(AXES_DEG)]
        setup = plan.make_setup(f"g{number:02d}", number, draw, yaw_deg=yaw_deg, axis_deg=axis_deg)
        yield Stand(replace(setup, toe_out_deg=4.0, arms=0.0), APART_M[3] if apart else 0.0)


def gaps_m(body: Body, squat: Squat) -> tuple[float, float]:
    """Between the inner ankles, and between the inner knees; negative where they overlap."""
    vertices_m = skin(body, squat.posed)
    bones = np.array(body.skeleton.bones)[
        body.weight_bones[np.arange(len(vertices_m)), body.weights.argmax(axis=1)]]
    left, right = (np.char.endswith(bones, f".{end}") for end in "LR")
    arms = vertices_m[:, 2] > squat.left.hip_m[2]

    def gap(z_m: float, band_m: float) -> float:
        level = (np.abs(vertices_m[:, 2] - z_m) < band_m) & ~arms
        near = np.abs(vertices_m[:, 0]) < 0.25
        return float(vertices_m[level & near & left, 0].min()
                     - vertices_m[level & near & right, 0].max())

    knee_z_m = float(squat.left.knee_m[2] + squat.right.knee_m[2]) / 2
    return gap(float(squat.left.ankle_m[2]), BAND_M), gap(knee_z_m, KNEE_BAND_M)


def stance_for(body: Body, stand: Stand) -> float:
    """The stance in which the knees are as far apart as asked for, the ankles not overlapping."""
    low, high = 0.05, 2.0
    for _ in range(24):
        middle = (low + high) / 2
        ankle_m, knee_m = gaps_m(body, _pose(body, stand, middle))
        low, high = (low, middle) if knee_m > stand.knees_m and ankle_m > 0.004 else (middle, high)
    return high


def _pose(body: Body, stand: Stand, stance: float) -> Squat:
    setup = replace(stand.setup, stance=stance)
    return posed(body, shape_of(setup, plan.STANDING_FLEXION_DEG, (0.0, 0.0), setup.arms))


def render(cache: Path) -> None:
    """Pictures to landmarks, kept as one recording with the truth beside it."""
    from mirrorapp.vision import model

    searcher = MediaPipeFinder(model.ensure(), tracking=False)
    sightings, found, varied = [], [], []
    for nth, stand in enumerate(stands()):
        body = bodies.load(cache, stand.setup.person)
        setup = replace(stand.setup, stance=stance_for(body, stand))
        with Scene(setup, body, 2000 + nth) as scene:
            squat = scene.pose(shape_of(setup, plan.STANDING_FLEXION_DEG, (0.0, 0.0), setup.arms))
            picture = scene.picture(squat)
            seen = searcher.find(picture, 0)
            camera = scene.framed.camera
        sightings.append(Sighting(nth * STILL_S, WIDTH_PX, HEIGHT_PX, seen))
        if nth < len(PEOPLE):
            varied += [_gap_in(searcher, nth, name, other)
                       for name, other in variants.pictures(picture).items()]
        ankle_m, knee_m = gaps_m(body, squat)
        found.append({"setup": asdict(setup), "camera": asdict(camera),
                      "ankle_gap_m": ankle_m, "knee_gap_m": knee_m,
                      "centres_m": float(squat.left.ankle_m[0] - squat.right.ankle_m[0]),
                      "knee_centres_m": float(squat.left.knee_m[0] - squat.right.knee_m[0]),
                      "shank_m": float(np.linalg.norm(squat.left.knee_m - squat.left.ankle_m)),
                      "height_m": float(np.ptp(body.vertices_m[:, 2])), **truth.of(squat)})
        _preview(cache / "gaps" / f"{setup.name}.jpg", picture)
    searcher.close()
    recording.write(cache / "gaps" / "gaps.npz", sightings, 1 / STILL_S)
    (cache / "gaps" / "varied.json").write_text(json.dumps(varied), encoding="utf-8")
    (cache / "gaps" / "gaps.json").write_text(json.dumps(truth.rounded(found)), encoding="utf-8")


def _gap_in(searcher: Any, nth: int, name: str, picture: Picture) -> dict[str, Any]:
    """What the mirror reads of the same stand in a picture that was taken otherwise."""
    pose = searcher.find(picture, 0)
    return {"stand": nth, "variant": name, "gap": ankles.measure(pose).gap if pose else None}


def _preview(path: Path, picture: Array) -> None:
    import cv2

    path.parent.mkdir(exist_ok=True, parents=True)
    cv2.imwrite(str(path), picture[::2, ::2, ::-1])
