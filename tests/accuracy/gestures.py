"""Are gestures seen, and nothing else taken for one: the guide's people, rendered, and looked at.

    python -m tests.accuracy.gestures --views N --keep DIR
    python -m tests.accuracy.gestures --acts N   (as films, with tracking, through the aligner)
    python -m tests.accuracy.gestures --films    (the recordings of people beside the checkout)

Each view is one of the packaged people in one pose, its joints off as people's are, before one
camera, and looked at by the pose model afresh. What is told of it is what `gestures.shown` says.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from mirrorapp.alignment import gestures
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.gestures import Gesture, Once
from mirrorapp.camera.base import Frame as CameraFrame
from mirrorapp.exercises.guide import BASES, Base, Frame, Guide
from mirrorapp.figure import mesh
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.render import Picture, Renderer
from mirrorapp.figure.rig import Rig
from mirrorapp.figure.rotations import about_z
from mirrorapp.vision import estimator, model, recording
from mirrorapp.vision.mediapipe_finder import MediaPipeFinder
from mirrorapp.vision.pose import Pose, Sighting
from tests.accuracy.scenes import LAMPS
from tests.accuracy.sides import JOINTS_SD_DEG, _camera, layers, skinned
from tests.shared import DATA

SEED = 41  # the limits were set looking at another one's
PEOPLE = ("woman", "man")
ACT_FPS = 10.0


def _arms(**joints: float) -> dict[str, float]:
    return {f"{side}_{name}": deg for side in ("left", "right") for name, deg in joints.items()}


_FOLDED = {**_arms(shoulder_out=-12, shoulder_turn_in=75, elbow_bend=90),
           "left_shoulder_flex": 42, "right_shoulder_flex": 28}
_BENT = {**_arms(hip_flex=66, knee_bend=75, ankle_flex=26), "pelvis_tilt": 17, "trunk_lean": 11}
_UP = {"right_shoulder_flex": 172, "right_elbow_bend": 8}
_ASIDE = {"right_shoulder_out": 158, "right_elbow_bend": 12}
_ON_BACK = {"body_pitch": -90}
_CROSSED, _HAND, _NONE = Gesture.CROSSED_ARMS, Gesture.RIGHT_HAND, None

TOUCHING, _NEAR_M = "touching the glass", 0.75

POSES: Mapping[str, tuple[Base, Mapping[str, float], Gesture | None]] = {
    "arms folded": ("standing", _FOLDED, _CROSSED),
    "hands on the other shoulders": ("standing", {
        **_arms(shoulder_out=-15, shoulder_turn_in=72, elbow_bend=112),
        "left_shoulder_flex": 48, "right_shoulder_flex": 36}, _CROSSED),
    "arms folded, knees bent": ("standing", {**_BENT, **_FOLDED}, _CROSSED),
    "hand up": ("standing", _UP, _HAND),
    "hand up, aside": ("standing", _ASIDE, _HAND),
    "hand up, sitting on a chair": ("sitting", {**_UP, **_arms(foot_out=0)}, _HAND),
    "hand up, sitting on the mat": ("floor_sitting", _UP, _HAND),
    "hand up, kneeling": ("half_kneeling", _UP, _HAND),
    "hand up, on the back": ("standing", {
        **_ON_BACK, "right_shoulder_flex": 90, "right_elbow_bend": 5}, _HAND),
    "hand up, on the side": ("side_lying", {
        "right_shoulder_flex": 0, "right_shoulder_out": 88, "right_elbow_bend": 5}, _HAND),
    "standing": ("standing", {}, _NONE),
    "arms forward, knees bent": ("standing", {
        **_BENT, **_arms(shoulder_flex=88, elbow_bend=18)}, _NONE),
    "arms forward": ("standing", _arms(shoulder_flex=88, elbow_bend=10), _NONE),
    "hands on the hips": ("standing", _arms(shoulder_out=42, shoulder_turn_in=60,
                                            elbow_bend=85), _NONE),
    "hands clasped": ("standing", _arms(shoulder_flex=35, shoulder_turn_in=48, elbow_bend=115),
                      _NONE),
    "hands clasped, knees bent": ("standing", {
        **_BENT, **_arms(shoulder_flex=40, shoulder_turn_in=48, elbow_bend=110)}, _NONE),
    "hand on a wall": ("standing", {"right_shoulder_flex": 85, "right_elbow_bend": 35}, _NONE),
    "hand high on a wall": ("standing", {"right_shoulder_flex": 115, "right_elbow_bend": 40},
                            _NONE),
    "scratching the head": ("standing", {
        "right_shoulder_out": 95, "right_shoulder_turn_in": -85, "right_elbow_bend": 125}, _NONE),
    TOUCHING: ("standing", {"right_shoulder_flex": 95, "right_elbow_bend": 15}, _NONE),
    "marching": ("standing", {
        "left_hip_flex": 88, "left_knee_bend": 95, "right_shoulder_flex": 40,
        "right_elbow_bend": 85, "left_shoulder_flex": -35, "left_elbow_bend": 80}, _NONE),
    "both hands up": ("standing", _arms(shoulder_flex=172, elbow_bend=8), _NONE),
    "one hand to the other elbow": ("standing", {
        "right_shoulder_flex": 25, "right_shoulder_out": -10, "right_shoulder_turn_in": 75,
        "right_elbow_bend": 85}, _NONE),
    "lying on the back": ("standing", _ON_BACK, _NONE),
    "lying on the side": ("side_lying", {}, _NONE),
    "sitting on the mat": ("floor_sitting", {}, _NONE)}
"""Base, what its joints are otherwise, and what is to be told."""
LYING = ("on the back", "on the side")
FACING_DEG = (0.0, -12.0, 12.0, -25.0, 25.0)
LYING_DEG = (0.0, 90.0, -90.0, 45.0, -45.0, 180.0)
TURNED_DEG = (50.0, -50.0, 90.0, -90.0, 180.0)


def views(most: int) -> Iterator[tuple[str, float, int]]:
    """Pose, degrees turned, and the number it is drawn by: pose after pose, so that some of them
    are a fair sample."""
    for number in range(most):
        pose = list(POSES)[number % len(POSES)]
        turn = number // len(POSES)
        facing = LYING_DEG if pose.endswith(LYING) else FACING_DEG
        # Every third view of who is upright is turned away further than who uses the mirror.
        turned = turn % 3 == 2 and not pose.endswith((*LYING, TOUCHING))
        yaws = TURNED_DEG if turned else facing
        yield pose, yaws[(turn // 3 if turned else turn) % len(yaws)], number


def look(pose: str, yaw_deg: float, number: int, eyes: MediaPipeFinder,
         keep: Path | None) -> Pose | None:
    """One view through the pose model."""
    draw = np.random.default_rng(SEED + number)
    person = mesh.person(PEOPLE[int(draw.integers(2))])
    base, joints, _ = POSES[pose]
    guide = Guide(base=base, seconds=4, frames=(Frame(at=0, joints=_off(base, joints, draw)),))
    bones = Rig(person.skeleton)
    posed = skinned(person, bones, Motion(guide, bones.size)) @ about_z(yaw_deg).T
    at_m = np.array([*draw.uniform(-0.2, 0.2, 2), -posed[:, 2].min()])
    camera = _camera(draw.uniform(0, 1, 16))
    if pose == TOUCHING:
        at_m[1] += _NEAR_M - camera.distance_m
    lamp = list(LAMPS.values())[int(draw.integers(len(LAMPS)))]
    with Renderer(camera, lamp, oversampling=1) as renderer:
        picture = renderer.render(posed + at_m, layers(person, draw), np.zeros((2, 3)))
    noise = draw.normal(0.0, 4.0, picture.shape)
    taken: Picture = np.asarray(np.clip(picture + noise, 0, 255), np.uint8)
    if keep is not None:
        _keep(keep / f"{number:04d}_{pose.replace(' ', '_')}_{yaw_deg:.0f}.jpg", taken)
    return eyes.find(taken, 0)


def _off(base: Base, joints: Mapping[str, float], draw: np.random.Generator) -> dict[str, float]:
    """The joints of somebody who does it a little otherwise."""
    asked = {**BASES[base], **joints}
    return {name: float(np.clip(deg + draw.normal(0.0, JOINTS_SD_DEG), -180, 180))
            for name, deg in asked.items()}


ACTS = ("arms folded", "hands on the other shoulders", "hand up", "hand up, aside")


def act(number: int) -> tuple[str, list[str]]:
    """Somebody stands, shows something for two seconds, stands: what counted, through it all."""
    draw = np.random.default_rng(100 * SEED + number)
    pose, person = ACTS[number % len(ACTS)], mesh.person(PEOPLE[number // len(ACTS) % 2])
    stands, shows = (_off("standing", joints, draw) for joints in ({}, POSES[pose][1]))
    guide = Guide(base="standing", seconds=7, loop=False, frames=tuple(
        Frame(at=at, joints=joints) for at, joints in (
            (0, stands), (0.32, stands), (0.42, shows), (0.71, shows), (0.81, stands))))
    bones = Rig(person.skeleton)
    motion, worn = Motion(guide, bones.size), layers(person, draw)
    camera, yaw_deg = _camera(draw.uniform(0, 1, 16)), float(draw.uniform(-15, 15))
    eyes, aligner, once = estimator.PoseEstimator(model.ensure(), "mediapipe"), Aligner(), Once()
    eyes.open()
    counted = []
    with Renderer(camera, LAMPS["normal"], oversampling=1) as renderer:
        for nth in range(int(guide.seconds * ACT_FPS)):
            body = skinned(person, bones, motion, nth / ACT_FPS / guide.seconds)
            body = body @ about_z(yaw_deg).T - (0, 0, body[:, 2].min())
            picture = renderer.render(body, worn, np.zeros((2, 3)))
            full = np.full((*picture.shape[:2], 1), 255, np.uint8)
            reading = aligner.read(eyes.estimate(CameraFrame(
                nth, nth / ACT_FPS, np.dstack([picture, full]))))
            said = gestures.of(reading)
            if once.update(reading.time_s, said):
                counted.append(str(said))
    eyes.close()
    return pose, counted


def _keep(path: Path, picture: Picture) -> None:
    import cv2

    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), picture[..., ::-1])


def report(most: int, keep: Path | None) -> str:
    """What is told of each pose, as a Markdown table."""
    told: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    eyes = MediaPipeFinder(model.ensure(), tracking=False)
    for pose, yaw_deg, number in views(most):
        body = look(pose, yaw_deg, number, eyes, keep)
        wanted = POSES[pose][2]
        said = gestures.shown(body) if body is not None else None
        lies = pose.endswith(LYING)
        told[pose, abs(yaw_deg) > max(FACING_DEG) and not lies][
            "unseen" if body is None else "right" if said is wanted else
            "silent" if said is None else "wrong"] += 1
    eyes.close()
    lines = ["| pose | turned | views | right | silent | wrong | nobody seen |", "|" + "---|" * 7]
    for pose in POSES:
        for turned in (False, True):
            if found := told.get((pose, turned)):
                from_where = ("any" if pose.endswith(LYING) else
                              "50° and more" if turned else "within 25°")
                counts = (found[key] for key in ("right", "silent", "wrong", "unseen"))
                lines.append(f"| {pose} | {from_where} | {found.total()} | "
                             + " | ".join(map(str, counts)) + " |")
    return "\n".join(lines)


def films() -> str:
    """How often gestures are told in the recordings of real people, none of whom makes one."""
    frames: Counter[Gesture] = Counter()
    counted, seconds, seen = 0, 0.0, 0
    for path in sorted((DATA / "landmarks").glob("*.npz")):
        sightings: list[Sighting] = list(recording.read(path))
        once = Once()
        for each in sightings:
            said = gestures.shown(each.pose) if each.pose is not None else None
            seen += each.pose is not None
            frames.update(() if said is None else (said,))
            counted += once.update(each.time_s, said)
        seconds += sightings[-1].time_s - sightings[0].time_s
    return (f"{seconds:.0f} s, {seen} frames with somebody in them; told in single frames: "
            f"{dict(frames) or 'none'}; held for a second: {counted}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.gestures")
    parser.add_argument("--views", type=int, default=0, help="so many rendered views")
    parser.add_argument("--acts", type=int, default=0, help="so many films of them")
    parser.add_argument("--keep", type=Path, help="a folder to keep their pictures in")
    parser.add_argument("--films", action="store_true", help="the real recordings, too")
    given = parser.parse_args(argv)
    if given.films:
        sys.stdout.write(films() + "\n")
    for number in range(given.acts):
        pose, counted = act(number)
        sys.stdout.write(f"{pose}: {', '.join(counted) or 'nothing'}\n")
    if given.views:
        sys.stdout.write(report(given.views, given.keep) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
