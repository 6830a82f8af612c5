"""Pictures of squats on one leg become landmark recordings, as in `landmarks`."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from mirrorapp.events import Side
from mirrorapp.figure.legs import leg_joints
from mirrorapp.figure.skeleton import PosedSkeleton
from mirrorapp.figure.squat import Squat
from mirrorapp.vision import estimator, model, recording
from mirrorapp.vision.mediapipe_finder import MediaPipeFinder
from mirrorapp.vision.pose import Sighting
from tests.accuracy import bodies, single_plan, truth
from tests.accuracy.landmarks import STILL_S, _preview, once, write
from tests.accuracy.plan import Setup
from tests.accuracy.scenes import HEIGHT_PX, WIDTH_PX, Scene
from tests.accuracy.single_plan import OneLeg, SingleClip

_SIDE = {Side.LEFT: "L", Side.RIGHT: "R"}


def make(cache: Path) -> None:
    """Make the recordings that are missing, in the folder ``single`` of the cache."""
    model_path = model.ensure()
    for seed, clip in enumerate(single_plan.clips()):
        once(cache / "single" / clip.setup.name, lambda to, c=clip, s=seed: _film(
            cache, to, c, s, model_path))
    for seed, each in enumerate(single_plan.stills()):
        once(cache / "single" / each[0].name, lambda to, e=each, s=seed: _look(
            cache, to, e, s, model_path))


def posed(scene: Scene, pose: OneLeg) -> Squat:
    """Pose a body on one leg; the stance foot stays where it is while the other one is lifted."""
    both = scene.pose(pose.shape)
    if not pose.lift:
        return both
    side = _SIDE[pose.side]
    one = scene.pose(pose.shape, side, pose.held)
    foot = f"foot.{side}"
    shift = np.array([both.posed.head_m(foot)[0] - one.posed.head_m(foot)[0], 0.0, 0.0])
    lifted = PosedSkeleton(one.posed.skeleton, one.posed.rotations, one.posed.heads_m + shift)
    mixed = lifted if pose.lift == 1 else _between(both.posed, lifted, pose.lift)
    return Squat(mixed, left=leg_joints(mixed, "L"), right=leg_joints(mixed, "R"))


def _between(start: PosedSkeleton, end: PosedSkeleton, share: float) -> PosedSkeleton:
    """On the way from one pose to another: good enough for what nobody measures."""
    mixed = (1 - share) * start.rotations + share * end.rotations
    left, _, right = np.linalg.svd(mixed)
    return PosedSkeleton(start.skeleton, left @ right,
                         (1 - share) * start.heads_m + share * end.heads_m)


def _film(cache: Path, stem: Path, clip: SingleClip, number: int, model_path: Path) -> None:
    eyes = estimator.PoseEstimator(model_path, "mediapipe")
    eyes.open()
    sightings = []
    with Scene(clip.setup, bodies.load(cache, clip.setup.person), 2000 + number) as scene:
        for index in range(int(clip.duration_s * single_plan.FPS)):
            time_s = index / single_plan.FPS
            picture = scene.picture(posed(scene, single_plan.at(clip, time_s, number)))
            sightings.append(eyes.look(picture, time_s, WIDTH_PX, HEIGHT_PX))
            if time_s == 4:
                _preview(stem, picture)
        reps = [truth.of(posed(scene, single_plan.at(clip, bend.bottom_s, number)))
                for bend in clip.bends]
        lens = scene.framed
    eyes.close()
    recording.write(stem.with_suffix(".npz"), sightings, single_plan.FPS)
    write(stem, {
        "name": clip.setup.name, "kind": "clip", "fps": single_plan.FPS, "side": clip.side.value,
        "setup": asdict(clip.setup), "camera": asdict(lens.camera), "lens": lens.lens,
        "lifted": clip.lifted,
        "reps": [{"bottom_s": bend.bottom_s, "start_s": bend.start_s, "end_s": bend.end_s, **true}
                 for bend, true in zip(clip.bends, reps, strict=True)]})


def _look(cache: Path, stem: Path, stills: tuple[Setup, Sequence[OneLeg]], number: int,
          model_path: Path) -> None:
    setup, group = stills
    searcher = MediaPipeFinder(model_path, tracking=False)
    sightings, found = [], []
    with Scene(setup, bodies.load(cache, setup.person), 3000 + number) as scene:
        for nth, pose in enumerate(group):
            squat = posed(scene, pose)
            picture = scene.picture(squat)
            seen = searcher.find(picture, 0)
            sightings.append(Sighting(nth * STILL_S, WIDTH_PX, HEIGHT_PX, seen))
            found.append({"lift": pose.lift, "is_standing": pose.is_standing, **truth.of(squat)})
            if nth == 3:
                _preview(stem, picture)
        lens = scene.framed
    searcher.close()
    recording.write(stem.with_suffix(".npz"), sightings, 1 / STILL_S)
    write(stem, {"name": setup.name, "kind": "stills", "side": group[0].side.value,
                  "setup": asdict(setup), "camera": asdict(lens.camera), "lens": lens.lens,
                  "held": single_plan.held_of(number), "stills": found})
