"""Which side a timed exercise is done on: bodies posed as its guide says, rendered, and read.

    python -m tests.accuracy.sides --cache DIR --views N

Each view is one of the packaged people on one side before one camera, joints off as people's are,
through the pose model afresh at each phase. Beside views from where the mirror is meant to be
there are some from elsewhere, and poses that have no side: there, silence is right.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from mirrorapp.alignment import geometry, posture
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.side_view import seen_from
from mirrorapp.alignment.signals import Meter
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Frame, Guide
from mirrorapp.figure import mesh, rig
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.outfit import Layer
from mirrorapp.figure.render import Picture, Renderer
from mirrorapp.figure.rig import Rig
from mirrorapp.figure.rotations import about_z
from mirrorapp.figure.scene import Camera, Light
from mirrorapp.figure.skeleton import Array
from mirrorapp.vision import model, recording
from mirrorapp.vision.mediapipe_finder import MediaPipeFinder
from mirrorapp.vision.pose import Landmark, Pose, Sighting
from tests.accuracy.landmarks import once, write
from tests.accuracy.plan import latin_hypercube
from tests.accuracy.scenes import BLUR_PX, HEIGHT_PX, LAMPS, WIDTH_PX

SEED = 29
WALL = "wall-foam-roll"
SIDED = ("banded-clamshell", "floor-buttock-stretch", "thigh-foam-roll", WALL)
FACE_DOWN = "thigh-foam-roll, face down"
"""The roll's last line, as some do it: on the forearms, the other leg out to the side."""


def _still(base: Any, **joints: float) -> Guide:
    return Guide(base=base, seconds=4, frames=(Frame(at=0, joints=joints),))


OTHERWISE: Mapping[str, Guide] = {
    FACE_DOWN: _still("standing", body_pitch=80, left_hip_flex=60, left_hip_out=45,
                      left_knee_bend=80, left_shoulder_flex=120, right_shoulder_flex=120,
                      left_elbow_bend=70, right_elbow_bend=70),
    "sitting": _still("floor_sitting"), "standing": _still("standing"),
    "cross-legged": _still("floor_sitting", left_hip_out=45, right_hip_out=45, left_knee_bend=120,
                           right_knee_bend=120, left_hip_turn_in=-60, right_hip_turn_in=-60),
    "both knees up": _still("floor_sitting", left_hip_flex=120, right_hip_flex=120,
                            left_knee_bend=110, right_knee_bend=110),
    "on the back": _still("standing", body_pitch=-90),
    "on the back, knees up": _still("standing", body_pitch=-90, left_hip_flex=45,
                                    right_hip_flex=45, left_knee_bend=95, right_knee_bend=95),
    "on the front": _still("standing", body_pitch=90)}
"""Poses that are none of an exercise's."""
PHASES = (0.0, 0.25, 0.5)
FACING_DEG = (0.0, -12.0, 12.0, -25.0, 25.0, 0.0, -18.0, 18.0)
ASKEW_DEG = (-60.0, 60.0, -90.0, 90.0, 180.0, 155.0, -155.0, 120.0, -120.0)
SIDELESS_DEG = (0.0, 25.0, -90.0, 180.0)
JOINTS_SD_DEG = 7.0
PEOPLE: tuple[Literal["woman", "man"], ...] = ("woman", "man") * 5
"""Each of them as five, otherwise off, seen and lit."""
NOISE = 4.0


@dataclass(frozen=True, slots=True)
class View:
    """One body before one camera. `yaw_deg`: how far it is turned, + to its own left."""

    name: str
    task: str
    person: Literal["woman", "man"]
    flip: bool
    yaw_deg: float
    camera: Camera
    at_m: tuple[float, float]
    seed: int


def views() -> list[View]:
    """All of them in a random order, the same at every call: some of them are a fair sample."""
    found = [view for view in _planned() if view.task != WALL or view.yaw_deg in FACING_DEG]
    random.Random(1).shuffle(found)
    return found


def _planned() -> Iterator[View]:
    for nth, task in enumerate((*SIDED, *OTHERWISE)):
        sided = task in SIDED or task == FACE_DOWN
        yaws = (*FACING_DEG, *ASKEW_DEG) if sided else SIDELESS_DEG
        planned = [(person, flip, yaw) for person in PEOPLE for flip in (False, True)[:1 + sided]
                   for yaw in yaws]
        draws = latin_hypercube(np.random.default_rng(SEED + nth), len(planned), 16)
        for number, ((person, flip, yaw), draw) in enumerate(zip(planned, draws, strict=True)):
            name = f"{task.replace(' ', '_').replace(',', '')}_{number:03d}"
            yield View(name, task, person, flip, yaw, _camera(draw),
                       (0.4 * draw[5] - 0.2, 0.4 * draw[6] - 0.2), 1000 * nth + number)


def _camera(draw: Array) -> Camera:
    """One that hangs where such a mirror's does, and looks down at the floor 2 m away."""
    vfov_deg, tilt_deg = ((102.0, 10 * draw[4]), (80.0, 5 + 10 * draw[4]),
                          (70.0, 10 + 8 * draw[4]))[int(3 * draw[1])]
    return Camera(WIDTH_PX, HEIGHT_PX, height_m=float(1.1 + 0.4 * draw[3]),
                  distance_m=float(2.0 + 0.6 * draw[2]), tilt_deg=float(tilt_deg),
                  vfov_deg=vfov_deg, roll_deg=float(4 * draw[15] - 2))


def make(cache: Path, most: int) -> None:
    """Render and look at so many of them; what has been made is kept."""
    searcher = MediaPipeFinder(model.ensure(), tracking=False)
    for view in views()[:most]:
        once(cache / "sides" / view.name, lambda to, v=view: _look(to, v, searcher))
    searcher.close()


def _look(stem: Path, view: View, searcher: Any) -> None:
    person, draw = mesh.person(view.person), np.random.default_rng(view.seed)
    bones = Rig(person.skeleton)
    motion = Motion(_unlike(guide_of(view.task), draw), bones.size, view.flip)
    worn, sightings = layers(person, draw), []
    with Renderer(view.camera, lamp(draw), oversampling=1) as renderer:
        for nth, phase in enumerate(PHASES):
            vertices_m = skinned(person, bones, motion, phase)
            picture = renderer.render(_placed(vertices_m, view), worn, np.zeros((2, 3)))
            seen = searcher.find(_taken(picture, draw), 0)
            sightings.append(Sighting(float(nth), WIDTH_PX, HEIGHT_PX,
                                      seen))
    recording.write(stem.with_suffix(".npz"), sightings, 1.0)
    write(stem, asdict(view))


def skinned(person: Mesh, bones: Rig, motion: Motion, phase: float = 0.0) -> Array:
    """The person's vertices (V, 3) as the motion's body stands."""
    matrices = rig.matrices(bones.pose(motion.at(phase)))[person.bones]
    mixed = np.einsum("vbij,vb->vij", matrices, person.weights)
    return np.asarray(np.einsum("vij,vj->vi", mixed[:, :, :3], person.vertices_m) + mixed[:, :, 3])


def layers(person: Mesh, draw: np.random.Generator) -> list[Layer]:
    """The person's surfaces by their colour, each a little lighter or darker than it is."""
    faces = np.concatenate(person.parts).astype(np.int32)
    count = len(person.vertices_m)
    found = []
    for nth, colour in enumerate(person.palette):
        own = faces[person.colours[faces[:, 0]] == nth]
        if len(own):
            shade = np.clip(colour * draw.uniform(0.6, 1.4), 0.02, 1.0)
            found.append(Layer(own, np.zeros(count), np.ones(count), tuple(map(float, shade))))
    return found


def guide_of(task: str) -> Guide:
    """How it is done."""
    guide = OTHERWISE[task] if task in OTHERWISE else library.load(task).guide
    assert guide is not None
    return guide


def _unlike(guide: Guide, draw: np.random.Generator) -> Guide:
    """The same by somebody whose joints are a little otherwise, throughout."""
    names = sorted({name for frame in guide.frames for name in guide.joints(frame)})
    off = dict(zip(names, draw.normal(0.0, JOINTS_SD_DEG, len(names)), strict=True))
    return guide.model_copy(update={"frames": tuple(frame.model_copy(update={"joints": {
        name: deg + off[name] for name, deg in guide.joints(frame).items()}})
        for frame in guide.frames)})


def _placed(vertices_m: Array, view: View) -> Array:
    """The posed body (V, 3) where the view has it, its lowest on the mat."""
    turned_m = vertices_m @ about_z(view.yaw_deg).T
    return np.asarray(turned_m + np.array([*view.at_m, -turned_m[:, 2].min()]))


def lamp(draw: np.random.Generator) -> Light:
    """One of the bench's lights."""
    return list(LAMPS.values())[int(draw.integers(len(LAMPS)))]


def _taken(picture: Picture, draw: np.random.Generator) -> Picture:
    """As a camera with its blur and noise takes it."""
    import cv2

    noise = draw.normal(0.0, NOISE, picture.shape)
    return np.asarray(np.clip(cv2.GaussianBlur(picture, (0, 0), BLUR_PX) + noise, 0, 255),
                      np.uint8)


def report(cache: Path, most: int) -> str:
    """How often the side is told, rightly or wrongly, as a Markdown table.

    Told is what is beyond the exercise's limit at every phase, as what lasts in the mirror would
    be; of single pictures the wrong ones are counted beside.
    """
    told: dict[tuple[str, str], list[list[float | None]]] = defaultdict(list)
    views_of_wall = []
    for view in views()[:most]:
        poses = [seen.pose for seen in recording.read(cache / "sides" / f"{view.name}.npz")]
        for exercise in SIDED if view.task in OTHERWISE else (view.task,):
            if library.load(exercise).sides.signal is not None:
                told[exercise, _seen_how(view)].append(_values(exercise, poses, flip=view.flip))
        if view.task == WALL:
            views_of_wall.append((view.flip, [pose for pose in poses if pose is not None]))
    lines = ["| exercise | seen | n | told right | told wrong | silent | single pictures wrong |",
             "|" + "---|" * 7]
    return "\n".join([*lines, *(_row(*key, found) for key, found in sorted(told.items())),
                      "", *_at_the_wall(views_of_wall)])


def _at_the_wall(seen: Sequence[tuple[bool, Sequence[Pose]]]) -> Iterator[str]:
    """What might tell the leg at the wall, and how often it is the right one throughout a view."""
    found: dict[str, list[list[float]]] = defaultdict(list)
    for flip, poses in seen:
        sign = -1.0 if flip else 1.0
        found["the trunk leans to it"].append([
            -sign * posture.measure(pose).trunk_lean_deg for pose in poses])
        found["its knee bends more"].append([sign * (geometry.knee_flexion_deg(
            pose, Side.RIGHT) - geometry.knee_flexion_deg(pose, Side.LEFT)) for pose in poses])
        found["the body is .05 beyond its foot"].append([
            _beyond(pose, Side.LEFT if flip else Side.RIGHT) for pose in poses])
        found["the body is .05 beyond the other foot"].append([
            _beyond(pose, Side.RIGHT if flip else Side.LEFT) for pose in poses])
    for sign_of, views_of in found.items():
        right, wrong = (sum(min(sign * value for value in each) > 0 for each in views_of)
                        for sign in (1, -1))
        yield (f"{WALL}, {sign_of}: so in every picture of {right} of {len(views_of)} views, "
               f"the other way in every one of {wrong}")


def _beyond(pose: Pose, side: Side) -> float:
    """How far beyond the ankle of this side the middle of the body is, less .05 shank lengths: who
    leans on nothing falls over there.
    """
    left, right = (geometry.leg(pose, each) for each in (Side.LEFT, Side.RIGHT))
    shoulders = pose.px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER], 0].mean()
    middle = 0.3 * (left.hip[0] + right.hip[0]) + 0.4 * float(shoulders)
    out = middle - left.ankle[0] if side is Side.LEFT else right.ankle[0] - middle
    return out / max(geometry.measure_leg(pose, each).shank_px for each in Side) - 0.05


def _seen_how(view: View) -> str:
    if view.task in OTHERWISE:
        return "4 face down" if view.task == FACE_DOWN else "5 in a pose that has no side"
    turned = abs(view.yaw_deg)
    return ("1 as told, within 25°" if turned <= 25 else
            "2 turned by 60 or 90°" if turned <= 90 else "3 from behind")


def _values(exercise: str, poses: Sequence[Pose | None], *, flip: bool) -> list[float | None]:
    """The signal at each phase in its exercise's limits, + = the side that is worked on."""
    sides = library.load(exercise).sides
    assert sides.signal is not None
    meter = Meter(sides.signal, sides.first.other if flip else sides.first)
    values = [meter.read(Reading(float(nth), WIDTH_PX, HEIGHT_PX, pose, view=seen_from(pose)))
              if pose is not None else None for nth, pose in enumerate(poses)]
    return [None if value is None else value / sides.least for value in values]


def _row(exercise: str, seen: str, found: Sequence[Sequence[float | None]]) -> str:
    right = sum(all(value is not None and value >= 1 for value in each) for each in found)
    wrong = sum(all(value is not None and value <= -1 for value in each) for each in found)
    single = sum(value is not None and value <= -1 for each in found for value in each)
    return (f"| {exercise} | {seen} | {len(found)} | {right / len(found):.0%} | {wrong} "
            f"| {1 - (right + wrong) / len(found):.0%} | {single} |")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.sides")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--views", type=int, default=2000, help="no more than so many")
    given = parser.parse_args(argv)
    make(given.cache, given.views)
    sys.stdout.write(report(given.cache, given.views) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
