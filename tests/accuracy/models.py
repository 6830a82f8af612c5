"""The pose model's three sizes on the very same pictures: lite, full, heavy.

Every fourth of the bench's setups of stills. The readings are those that are shipped, which were
fitted on what `full` sees.
"""

import datetime
import json
from dataclasses import asdict
from pathlib import Path

from mirrorapp.exercises import library
from mirrorapp.vision import model, recording
from mirrorapp.vision.mediapipe_finder import MediaPipeFinder
from mirrorapp.vision.pose import Sighting
from tests.accuracy import bodies, conditions, plan, truth
from tests.accuracy.film import shape_of
from tests.accuracy.landmarks import STILL_S, once, write
from tests.accuracy.plan import Still
from tests.accuracy.scenes import HEIGHT_PX, WIDTH_PX, Scene
from tests.accuracy.score import Said, as_table, said_of_stills

SIZES = ("lite", "full", "heavy")
EVERY = 4
FACING_DEG = 10.5


def main(cache: Path, folder: Path) -> None:
    """Render and look, where that has not been done, and write the page."""
    setups: dict[str, list[Still]] = {}
    for still in plan.stills():
        setups.setdefault(still.setup.name, []).append(still)
    for seed, group in list(enumerate(setups.values()))[::EVERY]:
        once(cache / "models" / group[0].setup.name,
             lambda to, g=group, s=seed: _look(cache, to, g, s))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "accuracy-models.md").write_text(_page(cache), encoding="utf-8")


def _look(cache: Path, stem: Path, group: list[Still], seed: int) -> None:
    setup = group[0].setup
    eyes = {size: MediaPipeFinder(model.ensure(size), tracking=False) for size in SIZES}
    seen: dict[str, list[Sighting]] = {size: [] for size in SIZES}
    found = []
    with Scene(setup, bodies.load(cache, setup.person), 1000 + seed) as scene:
        for nth, still in enumerate(group):
            squat = scene.pose(
                shape_of(setup, still.flexion_deg, (still.valgus_left_deg, still.valgus_right_deg),
                         still.arms, sway_m=still.sway_m, lean_deg=still.lean_deg), still.single)
            picture = scene.picture(squat)
            for size, each in eyes.items():
                seen[size].append(Sighting(nth * STILL_S, WIDTH_PX, HEIGHT_PX,
                                           each.find(picture, 0)))
            found.append({"name": still.name, "single": still.single, **truth.of(squat)})
        lens = scene.framed
    for size, each in eyes.items():
        each.close()
        recording.write(stem.with_name(f"{stem.name}.{size}.npz"), seen[size], 1 / STILL_S)
    write(stem, {"name": setup.name, "setup": asdict(setup), "camera": asdict(lens.camera),
                 "lens": lens.lens, "stills": found})


def _page(cache: Path) -> str:
    said = {size: _said(cache, size) for size in SIZES}
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return "\n\n".join([
        "# The pose model's sizes",
        f"Made on {today} with `python -m tests.accuracy models`: {len(said['full'])} knees in "
        "stills within ±10° of facing, the same pictures for all three. The readings were fitted "
        "on what `full` sees: use that one. With `lite` less is told, and with `heavy`, which "
        "places joints elsewhere, straight knees are accused.",
        "## Valgus", as_table([(size, conditions.valgus_line(each))
                               for size, each in said.items()], "deg"),
        "## Knees told and accused",
        conditions.table(list(said.items()))]) + "\n"


def _said(cache: Path, size: str) -> list[Said]:
    squat = library.load("squat")
    said: list[Said] = []
    for path in sorted((cache / "models").glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        film = list(recording.read(path.with_name(f"{path.stem}.{size}.npz")))
        said += said_of_stills(film, facts, squat)
    return [each for each in said if abs(each.yaw_deg) <= FACING_DEG]
