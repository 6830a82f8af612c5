"""How well the pelvis, the trunk and the knee gap are read, on bodies that lean, tilt and shift.

Its own stills: a setup is one standing straight and three bent ones, each with a trunk leant, a
pelvis tilted and the hips shifted by a known amount. Read as the mirror does, against standing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp.alignment import knee, posture
from mirrorapp.alignment.fitted import inputs, models
from mirrorapp.alignment.framing import turned_deg
from mirrorapp.figure.skeleton import Body
from mirrorapp.figure.squat import Squat, SquatShape
from mirrorapp.vision import model, recording
from mirrorapp.vision.mediapipe_finder import MediaPipeFinder
from mirrorapp.vision.pose import Sighting
from tests.accuracy import bodies, truth
from tests.accuracy.dataset import average, facts_of, sight_yaw_deg
from tests.accuracy.features import row
from tests.accuracy.film import shape_of
from tests.accuracy.landmarks import STILL_S, once, write
from tests.accuracy.plan import SEED, STANDING_FLEXION_DEG, Setup, latin_hypercube, make_setup
from tests.accuracy.scenes import HEIGHT_PX, WIDTH_PX, Scene, posed
from tests.accuracy.score import as_table, line

SETUPS, BENT = 50, 3
YAW_DEG = 12.0
FACING_DEG, JUDGED_DEG = 10.5, 12.8
USUAL_SHIFT, DEEP_ENOUGH = 0.06, 0.04


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
    searcher = MediaPipeFinder(model.ensure(), tracking=False)
    for seed, (setup, shapes) in enumerate(plan()):
        once(cache / "posture" / setup.name,
             lambda to, a=(setup, shapes), c=3000 + seed: _look(cache, to, a, c, searcher))
    searcher.close()


def _look(cache: Path, stem: Path, planned: tuple[Setup, list[SquatShape]], seed: int,
          searcher: Any) -> None:
    setup, shapes = planned
    sightings, found = [], []
    body = bodies.load(cache, setup.person)
    with Scene(setup, body, seed) as scene:
        for nth, shape in enumerate(shapes):
            squat = _posed_as(body, shape)
            seen = searcher.find(scene.picture(squat), 0)
            sightings.append(Sighting(nth * STILL_S, WIDTH_PX, HEIGHT_PX, seen))
            found.append(true_posture(squat))
        camera = scene.framed.camera
    recording.write(stem.with_suffix(".npz"), sightings, 1 / STILL_S)
    write(stem, {"name": setup.name, "setup": asdict(setup), "camera": asdict(camera),
                 "stills": found})


def _posed_as(body: Body, shape: SquatShape) -> Squat:
    """The shape, less tilted and shifted where its legs can't do it."""
    for _ in range(20):
        try:
            return posed(body, shape)
        except ValueError:
            shape = replace(shape, pelvis_deg=0.7 * shape.pelvis_deg, sway_m=0.7 * shape.sway_m)
    raise ValueError("no such pose")


def true_posture(squat: Squat) -> dict[str, float]:
    """From the joints, on the person's own frontal plane; + to their own left, or left up."""
    left, right = squat.left, squat.right
    shank_m = float(np.mean([np.linalg.norm(leg.knee_m - leg.ankle_m) for leg in (left, right)]))
    hips_m, ankles_m = (left.hip_m + right.hip_m) / 2, (left.ankle_m + right.ankle_m) / 2
    across_m = left.hip_m - right.hip_m
    shoulders_m = [squat.posed.head_m(f"upperarm01.{side}") for side in "LR"]
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


def page(cache: Path) -> list[str]:
    """What the numbers in `alignment.posture` and `alignment.knee` rest on, as Markdown."""
    return [as_table(table(cache), "change"),
            "The true change by the one seen, least squares within 12.8° of facing; in brackets "
            "the error of each body read by the other nine:",
            "\n".join(_fits(cache)),
            "The movement of these knees, by how far the hips have gone aside in shank lengths:",
            as_table(knees(cache), "deg")]


def _fits(cache: Path) -> list[str]:
    found: dict[str, list[tuple[str, float, float, float]]] = {}
    for path, facts in facts_of(cache, "posture"):
        first, *rest = list(recording.read(path))
        if abs(sight_yaw_deg(facts)) > JUDGED_DEG or first.pose is None:
            continue
        standing, true_standing = posture.measure(first.pose), facts["stills"][0]
        for sighting, true in zip(rest, facts["stills"][1:], strict=True):
            if sighting.pose is None:
                continue
            now = posture.measure(sighting.pose)
            for name in true_standing:
                seen, real = (
                    after / before - 1 if name == "kasr" else after - before
                    for before, after in ((getattr(standing, name), getattr(now, name)),
                                          (true_standing[name], true[name])))
                found.setdefault(name, []).append(
                    (facts["setup"]["person"], seen, real, turned_deg(sighting.pose)))
    return [f"- {name}: {_fitted(rows)}" for name, rows in found.items()]


def _fitted(rows: Sequence[tuple[str, float, float, float]]) -> str:
    who = np.array([row[0] for row in rows])
    seen, real, yaw = np.array([row[1:] for row in rows]).T
    inputs = np.c_[seen, np.ones(len(seen)), yaw]
    left_out = np.zeros(len(seen))
    for person in set(who):
        by, *_ = np.linalg.lstsq(inputs[who != person], real[who != person], rcond=None)
        left_out[who == person] = inputs[who == person] @ by
    by, *_ = np.linalg.lstsq(inputs, real, rcond=None)
    off = float(np.sqrt(np.mean((left_out - real) ** 2)))
    return f"{by[0]:.3f} seen {by[1]:+.3f} {by[2]:+.4f} yaw (RMSE {off:.3f}, n = {len(seen)})"


def knees(cache: Path) -> list[tuple[str, dict[str, float]]]:
    """How well the knees of these bodies are read, as the mirror reads them and as it would."""
    told = [each for setup, shapes in plan() for each in _knees(cache, setup, shapes)]
    rows = []
    for name, low, high in (("all", 0.0, 9.0), ("beyond .06", USUAL_SHIFT, 9.0)):
        group = [each for each in told if low <= abs(each[2]) < high]
        true = [each[1] for each in group]
        rows += [(f"{name}: as fitted", line([each[0] for each in group], true)),
                 (f"{name}: hips allowed for",
                  line([each[0] + knee.DEG_PER_SHIFT * each[2] for each in group], true))]
    return rows


def _knees(cache: Path, setup: Setup, shapes: list[SquatShape]
           ) -> Iterator[tuple[float, float, float]]:
    """Read and true movement of each bent leg, and how far the hips went to its side."""
    path = cache / "posture" / f"{setup.name}.npz"
    facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    first, *rest = list(recording.read(path))
    standing = average([first])
    if abs(sight_yaw_deg(facts)) > JUDGED_DEG or standing is None:
        return
    body = bodies.load(cache, setup.person)
    for shape, sighting in zip(shapes[1:], rest, strict=True):
        true, here = truth.of(_posed_as(body, shape)), average([sighting])
        for side, leg in (here or {}).items():
            still = standing[side]
            depth = 1 - leg["drop_px"] / still["drop_px"]
            if depth > DEEP_ENOUGH:
                (read,) = models().read(inputs(row(leg), depth, row(still)))
                yield (read.movement_deg, true[side.value]["valgus_deg"],
                       posture.SHIFT * (leg["sway"] - still["sway"]))
