"""The wrong side of a timed exercise, from pictures to what is told: the mirror's whole way.

    python -m tests.accuracy.side_films --cache DIR

Each of the people of `sides` does each exercise on one side, in one of its views that are as told:
a film through the tracking pose model, the aligner and a set. Played as the side that it is,
nothing may be told; played as the other one, that it is the wrong side.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach import runs
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.state import Cue
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.figure import mesh
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.render import Renderer
from mirrorapp.figure.rig import Rig
from mirrorapp.vision import estimator, model, recording
from tests.accuracy import sides
from tests.accuracy.landmarks import once, write
from tests.accuracy.scenes import HEIGHT_PX, WIDTH_PX
from tests.accuracy.sides import View

SECONDS, FPS = 8.0, 4.0


def views() -> Iterator[View]:
    """One of each body and exercise, on one side after the other, each turned otherwise."""
    for task in sides.SIDED:
        if library.load(task).sides.signal is None:
            continue
        facing = [each for each in sides._planned()
                  if each.task == task and each.yaw_deg in sides.FACING_DEG]
        turns = len(sides.FACING_DEG)
        for person in range(len(sides.PEOPLE)):
            yield facing[(2 * person + person % 2) * turns + person % turns]


def make(cache: Path) -> None:
    """Render and watch all of them; what has been made is kept."""
    for view in views():
        once(cache / "side_films" / view.name, lambda to, v=view: _film(to, v))


def _film(stem: Path, view: View) -> None:
    person, draw = mesh.person(view.person), np.random.default_rng(view.seed)
    guide, bones = sides._unlike(sides.guide_of(view.task), draw), Rig(person.skeleton)
    motion, worn = Motion(guide, bones.size, view.flip), sides.layers(person, draw)
    eyes, sightings = estimator.PoseEstimator(model.ensure(), "mediapipe"), []
    eyes.open()
    with Renderer(view.camera, sides.lamp(draw), oversampling=1) as renderer:
        for index in range(int(SECONDS * FPS)):
            phase = index / FPS / guide.seconds
            phase = phase % 1.0 if guide.loop else min(phase, 1.0)
            vertices_m = sides._placed(sides.skinned(person, bones, motion, phase), view)
            picture = renderer.render(vertices_m, worn, np.zeros((2, 3)))
            sightings.append(eyes.look(sides._taken(picture, draw), index / FPS,
                                       WIDTH_PX, HEIGHT_PX))
    eyes.close()
    recording.write(stem.with_suffix(".npz"), sightings, FPS)
    write(stem, asdict(view))


def report(cache: Path) -> str:
    """How many films were told to be of the wrong side, as a Markdown table."""
    told: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for path in sorted((cache / "side_films").glob("*.json")):
        view = json.loads(path.read_text(encoding="utf-8"))
        first = library.load(view["task"]).sides.first
        done = first.other if view["flip"] else first
        film = recording.read(path.with_suffix(".npz"))
        told[view["task"]].append((_told(view["task"], film, done),
                                   _told(view["task"], film, done.other)))
    lines = ["| exercise | films | wrong side, told | right side, told |", "|---|---|---|---|"]
    return "\n".join(lines + [
        f"| {task} | {len(found)} | {sum(wrong for _, wrong in found)} "
        f"| {sum(right for right, _ in found)} |" for task, found in told.items()])


def _told(task: str, film: recording.Recording, side: Side) -> bool:
    """Whether a set of this side is told to be done on the other one."""
    exercise, aligner = library.load(task), Aligner()
    run = runs.begin(next(each for each in of_exercise(exercise) if each.side is side), None, 1.0)
    judge_by(aligner, exercise, side)
    aligner.start_set()
    for sighting in film:
        run.update(aligner.read(sighting), 1 / FPS)
        if run.show(live=True).cue is Cue.OTHER_SIDE:
            return True
    return False


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.side_films")
    parser.add_argument("--cache", type=Path, required=True)
    cache = parser.parse_args(argv).cache
    make(cache)
    sys.stdout.write(report(cache) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
