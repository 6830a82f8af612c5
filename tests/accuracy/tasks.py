"""Knees in what is done on one leg beside squats, and with the feet wide: rendered, and read.

March, step-down, step-up, deadlift, walking, side step: in stills of bodies that no reading
on one leg was fitted on, each with both feet standing as its baseline. No step is in the picture:
the body alone is. The readings are those that are shipped; nothing is fitted here.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from mirrorapp.alignment import features, framing, geometry, knee, on_step, one_leg, stance
from mirrorapp.alignment.baseline import Baseline, prior
from mirrorapp.alignment.doing import Doing
from mirrorapp.events import Side
from mirrorapp.figure import squat
from mirrorapp.figure.legs import leg_joints
from mirrorapp.figure.skeleton import PosedSkeleton
from mirrorapp.figure.squat import HELD_RAISED, Held, Squat
from mirrorapp.vision import recording
from mirrorapp.vision.mediapipe_finder import MediaPipeFinder
from mirrorapp.vision.pose import Pose, Sighting
from tests.accuracy import bodies, truth
from tests.accuracy.film import shape_of
from tests.accuracy.plan import STANDING_FLEXION_DEG, Setup, latin_hypercube, make_setup
from tests.accuracy.scenes import HEIGHT_PX, WIDTH_PX, Scene

SEED = 23
REACHING = Held((0.05, -0.45, -1.0), (0.0, -0.1, -1.0), 0.0)
PASSING = Held((0.04, -0.25, -1.0), (0.0, 0.25, -1.0), 20.0)
LANDING = Held((0.04, -0.35, -1.0), (0.0, -0.25, -1.0), -10.0)
TRAILING = Held((0.05, 0.2, -1.0), (0.0, 0.45, -1.0), 30.0)
BACK = Held((0.05, 0.9, -0.5), (0.0, 0.95, -0.35), 60.0)
_SIDE = {Side.LEFT: "L", Side.RIGHT: "R"}
TASKS: dict[str, tuple[Held | None, tuple[tuple[float, float], ...]]] = {
    "march": (HELD_RAISED, ((8, 0), (14, 7), (22, 14))),
    "step-down": (REACHING, ((30, 0), (45, 10), (60, 16), (40, -8))),
    "step-up": (TRAILING, ((55, 0), (35, 10), (45, 16), (25, 0))),
    "deadlift": (BACK, ((12, 0), (20, 10), (24, 16))),
    "walk, passing": (PASSING, ((8, 0), (12, 8), (16, 14), (10, 0))),
    "walk, landing": (LANDING, ((8, 0), (14, 10), (18, 16))),
    "side-step": (None, ((40, 0), (45, 10), (35, 16), (35, 0)))}
"""How the free leg is held, and (flexion, valgus) in degrees of each still."""

DOING = {"march": Doing.MARCH, "step-down": Doing.STEP_DOWN, "step-up": Doing.STEP_UP,
         "deadlift": Doing.UNTRIED, "walk, passing": Doing.UNTRIED, "walk, landing": Doing.UNTRIED}


def setups() -> Iterator[tuple[Setup, Side]]:
    """Two of each body, one on each leg, with any lens; and the same with the widest one."""
    names = [*bodies.HELD_OUT, *bodies.FIT]
    people = [person.name for person in bodies.PEOPLE]
    draws = latin_hypercube(np.random.default_rng(SEED), 2 * len(names), 16)
    for lens in (None, "wide"):
        for number, draw in enumerate(draws):
            name = f"{'t' if lens is None else 'v'}{number:03d}"
            setup = make_setup(name, people.index(names[number // 2]), draw,
                               yaw_deg=float(16 * draw[0] - 8), axis_deg=(0.0, 0.0))
            view = replace(setup.view, lens=lens or setup.view.lens,
                           distance_m=float(2.2 + 0.6 * draw[2]),
                           height_m=float(1.0 + 0.45 * draw[3]),
                           lateral_m=float(0.3 * draw[5] - 0.15))
            yield replace(setup, view=view), list(Side)[number % 2]


def make(cache: Path) -> None:
    """Render and look; what has been made is kept."""
    from tests.accuracy.landmarks import once

    for seed, (setup, side) in enumerate(setups()):
        once(cache / "tasks" / setup.name, lambda to, each=setup, on=side, number=seed: _look(
            cache, to, each, on, number))


def _look(cache: Path, stem: Path, setup: Setup, side: Side, number: int) -> None:
    from mirrorapp.vision import model
    from tests.accuracy.landmarks import _preview, write

    searcher = MediaPipeFinder(model.ensure(), tracking=False)
    sightings, found = [], []
    with Scene(setup, bodies.load(cache, setup.person), 5000 + number) as scene:
        scene._window_px = (0, 0, WIDTH_PX, HEIGHT_PX)
        for nth, (task, pose) in enumerate(_poses(scene, setup, side)):
            picture = scene.picture(pose)
            seen = searcher.find(picture, 0)
            sightings.append(Sighting(float(nth), WIDTH_PX, HEIGHT_PX,
                                      seen))
            found.append({"task": task, **truth.of(pose)})
            _preview(stem.with_name(f"{stem.name}_{nth:02d}_{task}"), picture)
    searcher.close()
    recording.write(stem.with_suffix(".npz"), sightings, 1.0)
    write(stem, {"name": setup.name, "side": side.value, "setup": asdict(setup), "stills": found})


def _poses(scene: Scene, setup: Setup, side: Side) -> Iterator[tuple[str, Squat]]:
    yield "both", scene.pose(shape_of(setup, STANDING_FLEXION_DEG, (0.0, 0.0), setup.arms))
    for task, (held, bends) in TASKS.items():
        for flexion_deg, valgus_deg in bends:
            one = (valgus_deg, 0.0) if side is Side.LEFT else (0.0, valgus_deg)
            if held is None:
                shape = shape_of(setup, flexion_deg, one, setup.arms)
                yield task, scene.pose(replace(shape, stance=2.0))
                continue
            shape = shape_of(setup, flexion_deg, one, setup.arms)
            lean, shank = (5.0, 0.1) if task == "deadlift" else (0.5, 0.42)
            with mock.patch.multiple(squat, TRUNK_LEAN_SHARE=lean, SHANK_LEAN_SHARE=shank):
                yield task, _off_floor(scene.pose(shape, _SIDE[side], held), task)


def _off_floor(pose: Squat, task: str) -> Squat:
    """On a step, the lower foot is the one on the floor."""
    if not task.startswith("step"):
        return pose
    posed = pose.posed
    low_m = min(float(pose.left.ankle_m[2]), float(pose.right.ankle_m[2]))
    up_m = max(0.0, 0.08 - low_m) if low_m < 0.05 else 0.0
    heads_m = posed.heads_m + np.array([0.0, 0.0, up_m])
    moved = PosedSkeleton(posed.skeleton, posed.rotations, heads_m)
    return Squat(moved, left=leg_joints(moved, "L"), right=leg_joints(moved, "R"))


def report(cache: Path) -> str:
    """What is read of every still, by task, as a table."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in sorted((cache / "tasks").glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        film = [seen.pose for seen in recording.read(path.with_suffix(".npz"))]
        for pose, true in zip(film[1:], facts["stills"][1:], strict=True):
            if pose is not None and film[0] is not None:
                wide = ", wide lens" if facts["name"].startswith("v") else ""
                rows[true["task"] + wide].append({
                    "person": facts["setup"]["person"],
                    **_read(film[0], pose, Side(facts["side"]), true)})
    lines = ["| task | n | bias | mae | rmse | rmse, body left out | r | accused within 5 deg "
             "| told from 12 deg on | refused |", "|" + "---|" * 10]
    for task, found in rows.items():
        lines.append(_row(task, [row for row in found if row["refusal"] is None], len(found)))
    return "\n".join(lines) + "\n\n" + json.dumps(rows)


def _row(task: str, found: list[dict[str, Any]], looked: int) -> str:
    """What was not refused of one task: as it is shipped, and with its offset from the others."""
    true = np.array([row["true"] for row in found])
    errors = np.array([row["read"] for row in found]) - true
    people = np.array([row["person"] for row in found])
    others = np.array([error - errors[people != person].mean()
                       for error, person in zip(errors, people, strict=True)])
    said = np.array([row["read"] - row["u"] > 5.0 for row in found])
    straight, fallen = np.abs(true) <= 5.0, true >= 12.0
    r = np.corrcoef(true + errors, true)[0, 1]
    return (f"| {task} | {len(found)} | {errors.mean():.1f} | {np.abs(errors).mean():.1f} | "
            f"{_rms(errors):.1f} | {_rms(others):.1f} | {r:.2f} | {said[straight].sum()} of "
            f"{straight.sum()} | {said[fallen].sum()} of "
            f"{fallen.sum()} | {looked - len(found)} |")


def _rms(errors: np.ndarray) -> float:
    return float(np.sqrt((errors**2).mean()))


def _read(standing: Pose, pose: Pose, side: Side, true: dict[str, Any]) -> dict[str, Any]:
    both = _baseline(standing)
    legs = geometry.measure_legs(pose)
    sighting = Sighting(0.0, WIDTH_PX, HEIGHT_PX, pose)
    if true["task"] == "side-step":
        yaw = framing.turned_deg(pose)
        depth = 1 - float(np.mean([leg.drop_px for leg in legs.values()])) / (both.drop_px or 1.0)
        angle = knee.angles(features.of(pose, legs), prior(), depth, yaw)[side]
        refusal = framing.Framing().look(sighting).refusal
    else:
        yaw = framing.turned_deg(pose, side)
        tall = one_leg._SUNK * one_leg._standing_px(both, side)
        depth = 1 - legs[side].drop_px / tall
        angle = one_leg._as_tried(
            one_leg._angle(legs[side], side, depth, one_leg._standing(side, both, None), yaw),
            DOING[true["task"]])
        refusal = framing.Framing().look(sighting, side).refusal
    return {"read": angle.movement_deg, "true": true[side.value]["valgus_deg"],
            "flexion": true[side.value]["flexion_deg"], "u": angle.uncertainty_deg,
            "depth": depth, "yaw": yaw, "refusal": refusal and refusal.value,
            "stood_on": stance.stood_on(pose) is side,
            "higher_m": on_step.higher_m(pose, side)}


def _baseline(pose: Pose) -> Baseline:
    legs = geometry.measure_legs(pose)
    return Baseline.of(features.of(pose, legs).legs,
                       float(np.mean([leg.drop_px for leg in legs.values()])))


if __name__ == "__main__":
    import sys

    folder = Path(sys.argv[1])
    if "render" in sys.argv:
        make(folder)
    sys.stdout.write(report(folder) + "\n")
