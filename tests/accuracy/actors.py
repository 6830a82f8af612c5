"""The packaged people, in other proportions too, filmed as they do what a guide says.

What is true of every picture is taken from the posed joints, never from the picture.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from unittest import mock

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Guide
from mirrorapp.figure import mesh, render
from mirrorapp.figure.legs import frontal_valgus_deg
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.outfit import Layer
from mirrorapp.figure.render import Picture, Renderer
from mirrorapp.figure.rig import Rig
from mirrorapp.figure.rotations import about_z
from mirrorapp.figure.scene import Camera
from mirrorapp.figure.skeleton import Array, Skeleton
from mirrorapp.figure.stick import Posed
from mirrorapp.vision import estimator, model, recording
from mirrorapp.vision.pose import Sighting
from tests.accuracy import sides
from tests.accuracy.landmarks import write

WIDTH_PX, HEIGHT_PX = 432, 768
_CAMERA_PX = 720, 1280
"""Of a camera: what is drawn is smaller, as the pose model takes it smaller still."""
_SHADOW_PX = 512
_MARGIN_PX = 60
_LONGER_S = 1.6


@dataclass(frozen=True, slots=True)
class Build:
    """One of the packaged people, by so many times as long in the leg, as wide and as thick."""

    person: Literal["woman", "man"]
    legs: float = 1.0
    wide: float = 1.0
    thick: float = 1.0


BUILDS = (Build("woman"), Build("man"), Build("woman", 1.08, 0.94), Build("man", 0.93, 1.07, 1.1),
          Build("woman", 0.94, 1.08, 1.15), Build("man", 1.06, 0.93, 0.92))


def built(build: Build) -> Mesh:
    """The person so built: stretched at rest, so that joints and skin stay together."""
    person = mesh.person(build.person)
    bones = person.skeleton
    hip_m = float(bones.head_m("upperleg01.L")[2])

    def stretched(points_m: Array) -> Array:
        x, y, z = points_m.T
        low, high = np.minimum(z, hip_m), np.maximum(z - hip_m, 0.0)
        return np.stack([build.wide * x, build.thick * y, build.legs * low + high], axis=1)

    return replace(person, vertices_m=stretched(person.vertices_m).astype(np.float32),
                   skeleton=Skeleton(bones.bones, bones.parents, stretched(bones.heads_m),
                                     stretched(bones.tails_m)))


@dataclass(frozen=True)
class Shot:
    """One film: who does what before which camera, turned by so much, + to their own left.

    `steps`: onto a step or off it, so that who is lowest is on the floor at first alone.
    """

    guide: Guide
    build: Build
    camera: Camera
    seconds: float
    fps: float
    seed: int
    flip: bool = False
    yaw_deg: float = 0.0
    aside_m: float = 0.0
    steps: bool = False


def film(stem: Path, shot: Shot, facts: Any) -> None:
    """Render it, let the tracking pose model look, and keep what it saw and what is true."""
    eyes = estimator.PoseEstimator(model.ensure(), "mediapipe")
    sightings, true = [], []
    eyes.open()
    for index, (image, body) in enumerate(pictures(shot)):
        time_s = index / shot.fps
        sightings.append(eyes.look(image, time_s, *_CAMERA_PX))
        true.append({"time_s": time_s, **truth(body)})
        if index == int(shot.seconds * shot.fps / 2):
            _keep(stem, image)
    eyes.close()
    recording.write(stem.with_suffix(".npz"), sightings, shot.fps)
    write(stem, {**facts, "frames": true})


def pictures(shot: Shot) -> Iterator[tuple[Picture, Posed]]:
    """Each picture of it, (HEIGHT_PX, WIDTH_PX, 3) RGB, and the body as it is posed there."""
    person, draw = built(shot.build), np.random.default_rng(shot.seed)
    bones = Rig(person.skeleton)
    motion = Motion(shot.guide, bones.size, shot.flip)
    worn = sides.layers(person, draw)
    floor_m = -_turned(sides.skinned(person, bones, motion), shot)[:, 2].min()
    with (mock.patch.object(render, "SHADOW_MAP_PX", _SHADOW_PX),
          Renderer(shot.camera, sides.lamp(draw), oversampling=1) as renderer):
        drawn = _drawing(renderer, shot.camera, worn)
        for index in range(int(shot.seconds * shot.fps)):
            phase = min(index / shot.fps / shot.guide.seconds, 1.0)
            placed_m = _turned(sides.skinned(person, bones, motion, phase), shot)
            placed_m[:, 2] += floor_m if shot.steps else -placed_m[:, 2].min()
            yield sides._taken(drawn(placed_m), draw), motion.at(phase)


def seen(path: Path, stood: slice) -> Iterator[tuple[Sighting, Any]]:
    """What the pose model saw, and what is true then; first, for longer than the film shows it, of
    frames on which somebody stands.
    """
    film = list(recording.read(path.with_suffix(".npz")))
    true = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["frames"]
    step_s = film[1].time_s - film[0].time_s
    own = list(zip(film, true, strict=True))[stood]
    count = int(_LONGER_S / step_s)
    for nth in range(count):
        sighting, facts = own[nth % len(own)]
        yield replace(sighting, time_s=own[0][0].time_s - (count - nth) * step_s), facts
    yield from zip(film[stood.start:], true[stood.start:], strict=True)


def truth(body: Posed) -> dict[str, Any]:
    """Of a posed body, seen squared up and without perspective: each knee's valgus and bend, how
    far its ankle is off the floor and ahead of the hips, how far the trunk folds forward and how
    much lower the pelvis is on its left.
    """
    left, right = (body.legs[side] for side in Side)
    trunk_m = (body.arms[Side.LEFT].shoulder + body.arms[Side.RIGHT].shoulder) / 2 - body.hips
    found: dict[str, Any] = {
        "fold_deg": float(np.degrees(np.arctan2(-trunk_m[1], trunk_m[2]))),
        "pelvis_deg": float(np.degrees(np.arctan2(right.hip[2] - left.hip[2],
                                                  left.hip[0] - right.hip[0])))}
    for side in Side:
        leg = body.legs[side]
        thigh, shank = leg.knee - leg.hip, leg.ankle - leg.knee
        cosine = thigh @ shank / np.linalg.norm(thigh) / np.linalg.norm(shank)
        found[side.value] = {
            "valgus_deg": frontal_valgus_deg("L" if side is Side.LEFT else "R", leg.hip, leg.knee,
                                             leg.ankle),
            "bend_deg": float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))),
            "ankle_m": [float(each) for each in leg.ankle]}
    return found


def _drawing(renderer: Renderer, camera: Camera, worn: Sequence[Layer]
             ) -> Callable[[Array], Array]:
    """Draws the room once, and from then on only the part in which somebody is."""
    shape = (len(worn[0].keep_m), 3)
    room = renderer.render(np.full(shape, 90.0), worn, np.full((2, 3), 90.0))

    def picture(vertices_m: Array) -> Array:
        places = camera.project_px(vertices_m)
        low = np.clip(places.min(axis=0) - _MARGIN_PX, 0, None).astype(int)
        high = np.minimum(places.max(axis=0) + _MARGIN_PX, (WIDTH_PX, HEIGHT_PX)).astype(int)
        image = room.copy()
        image[low[1]:high[1], low[0]:high[0]] = renderer.render(
            vertices_m, worn, np.zeros((2, 3)), (*map(int, low), *map(int, high - low)))
        return image

    return picture


def _turned(vertices_m: Array, shot: Shot) -> Array:
    """The posed body (V, 3) as it faces the camera, anywhere above the floor."""
    return np.asarray(vertices_m @ about_z(shot.yaw_deg).T + (shot.aside_m, 0.0, 0.0))


def _keep(stem: Path, image: Array) -> None:
    import cv2

    cv2.imwrite(str(stem.with_suffix(".jpg")), image[:, :, ::-1])
