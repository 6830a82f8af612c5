"""How well the pelvis, the trunk and the knee gap are read, on bodies that lean, tilt and shift.

Its own stills: a setup is one standing straight and three bent ones, each with a trunk leant, a
pelvis tilted and the hips shifted by a known amount. Read as the mirror does, against standing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp.alignment import posture
from mirrorapp.alignment.framing import turned_deg
from mirrorapp.figure.squat import Squat, SquatShape
from mirrorapp.vision import estimator, model, recording
from mirrorapp.vision.pose import Sighting
from tests.accuracy import bodies
from tests.accuracy.dataset import facts_of, sight_yaw_deg
from tests.accuracy.film import shape_of
from tests.accuracy.landmarks import STILL_S, once, write
from tests.accuracy.plan import SEED, STANDING_FLEXION_DEG, Setup, latin_hypercube, make_setup
from tests.accuracy.scenes import HEIGHT_PX, WIDTH_PX, Scene
from tests.accuracy.score import line

SETUPS, BENT = 50, 3
YAW_DEG = 12.0
FACING_DEG = 10.5


def plan() -> Iterator[tuple[Setup, list[SquatShape]]]:
    """All setups with their shapes; the same at every call."""
    random = np.random.default_rng(SEED + 3)
    bent = iter(latin_hypercube(random, SETUPS * BENT, 6))
    for number, draw in enumerate(latin_hypercube(random, SETUPS, 16)):
        setup = make_setup(f"p{number:02d}", number, draw, yaw_deg=YAW_DEG * (2 * draw[0] - 1),
                           axis_deg=(0.0, 0.0))
        shapes = [shape_of(setup, STANDING_FLEXION_DEG, (0.0, 0.0), setup.arms)]
        for _ in range(BENT):
            flex, left, right, lean, tilt, shift = next(bent)
            shape = shape_of(setup, 20 + 55 * flex, (25 * left - 8, 25 * right - 8), setup.arms)
            shapes.append(replace(shape, lean_deg=24 * lean - 12, pelvis_deg=16 * tilt - 8,
                                  sway_m=0.12 * shift - 0.06))
        yield setup, shapes


def make(cache: Path) -> None:
    """Render and look at all of them; what has been made is kept."""
    searcher = estimator._landmarker(model.ensure(), tracking=False)
    for seed, (setup, shapes) in enumerate(plan()):
        once(cache / "posture" / setup.name,
             lambda to, a=(setup, shapes), c=3000 + seed: _look(cache, to, a, c, searcher))
    searcher.close()


def _look(cache: Path, stem: Path, planned: tuple[Setup, list[SquatShape]], seed: int,
          searcher: Any) -> None:
    setup, shapes = planned
    sightings, found = [], []
    with Scene(setup, bodies.load(cache, setup.person), seed) as scene:
        for nth, shape in enumerate(shapes):
            posed = _posed(scene, shape)
            seen = searcher.detect(estimator._image(scene.picture(posed)))
            sightings.append(Sighting(nth * STILL_S, WIDTH_PX, HEIGHT_PX,
                                      estimator._pose(seen, WIDTH_PX, HEIGHT_PX)))
            found.append(true_posture(posed))
        camera = scene.framed.camera
    recording.write(stem.with_suffix(".npz"), sightings, 1 / STILL_S)
    write(stem, {"name": setup.name, "setup": asdict(setup), "camera": asdict(camera),
                 "stills": found})


def _posed(scene: Scene, shape: SquatShape) -> Squat:
    """The shape, less tilted and shifted where its legs can't do it."""
    for _ in range(20):
        try:
            return scene.pose(shape)
        except ValueError:
            shape = replace(shape, pelvis_deg=0.7 * shape.pelvis_deg, sway_m=0.7 * shape.sway_m)
    raise ValueError("no such pose")


def true_posture(posed: Squat) -> dict[str, float]:
    """From the joints, on the person's own frontal plane; + to their own left, or left up."""
    left, right = posed.left, posed.right
    shank_m = float(np.mean([np.linalg.norm(leg.knee_m - leg.ankle_m) for leg in (left, right)]))
    hips_m, ankles_m = (left.hip_m + right.hip_m) / 2, (left.ankle_m + right.ankle_m) / 2
    across_m = left.hip_m - right.hip_m
    shoulders_m = [posed.posed.head_m(f"upperarm01.{side}") for side in "LR"]
    trunk_m = (shoulders_m[0] + shoulders_m[1]) / 2 - hips_m
    knees_m, feet_m = left.knee_m - right.knee_m, left.ankle_m - right.ankle_m
    return {
        "kasr": float(abs(knees_m[0] / feet_m[0])),
        "pelvis_tilt_deg": float(np.degrees(np.arctan2(across_m[2], across_m[0]))),
        "pelvis_shift": float((hips_m - ankles_m)[0] / shank_m),
        "trunk_lean_deg": float(np.degrees(np.arctan2(trunk_m[0], trunk_m[2]))),
    }


def table(cache: Path) -> list[tuple[str, dict[str, float]]]:
    """What has changed since standing, told against true, of those who face the camera."""
    told: dict[str, list[tuple[float, float]]] = {}
    for path, facts in facts_of(cache, "posture"):
        first, *rest = list(recording.read(path))
        if abs(sight_yaw_deg(facts)) > FACING_DEG or first.pose is None:
            continue
        standing, true_standing = posture.measure(first.pose), facts["stills"][0]
        for sighting, true in zip(rest, facts["stills"][1:], strict=True):
            if sighting.pose is not None:
                said = posture.carriage(posture.measure(sighting.pose), standing,
                                        turned_deg(sighting.pose))
                for name, pair in _pairs(said, true, true_standing).items():
                    told.setdefault(name, []).append(pair)
    return [(name, line(*zip(*pairs, strict=True))) for name, pairs in told.items()]


def _pairs(said: posture.Carriage, true: Mapping[str, float], standing: Mapping[str, float]
           ) -> dict[str, tuple[float, float]]:
    def change(name: str) -> float:
        return true[name] - standing[name]
    return {
        "pelvis tilt, °": (said.pelvis_tilt_deg.value, change("pelvis_tilt_deg")),
        "pelvis shift, % of the shank": (100 * said.pelvis_shift.value,
                                         100 * change("pelvis_shift")),
        "trunk lean, °": (said.trunk_lean_deg.value, change("trunk_lean_deg")),
        "KASR, % of standing": (100 * said.kasr_change.value,
                                100 * (true["kasr"] / standing["kasr"] - 1)),
    }
