"""Pictures become landmark recordings, through the mirror's own pose estimation.

Clips go through `PoseEstimator` with MediaPipe (VIDEO mode, every frame). Stills go through its
searcher (IMAGE mode): each is looked at afresh and owes nothing to the one before.
What has been made is kept and not made again.
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mirrorapp.figure.squat import Squat
from mirrorapp.vision import estimator, model, recording
from mirrorapp.vision.mediapipe_finder import MediaPipeFinder
from mirrorapp.vision.pose import Sighting
from tests.accuracy import bodies, film, plan, truth
from tests.accuracy.film import shape_at, shape_of
from tests.accuracy.plan import Clip, Setup, Still
from tests.accuracy.scenes import HEIGHT_PX, WIDTH_PX, Scene

STILL_S = 1.0  # apart, in the recording of a setup


def make(cache: Path, part: int = 0, parts: int = 1) -> None:
    """Make every `parts`-th setup's and clip's recording, so that several can run side by side."""
    setups: dict[str, list[Still]] = {}
    for still in (*plan.stills(), *plan.crowd_stills()):
        setups.setdefault(still.setup.name, []).append(still)
    model_path = model.ensure()
    for seed, clip in enumerate(film.clips()):
        if seed % parts == part:
            once(cache / "clips" / clip.name, lambda to, c=clip, s=seed: _film(
                cache, to, c, s, model_path))
    for seed, group in enumerate(setups.values()):
        if seed % parts == part:
            kind = "crowd" if group[0].setup.name.startswith("w") else "stills"
            once(cache / kind / group[0].setup.name, lambda to, g=group, s=seed: _look(
                cache, to, g, s, model_path))


def once(stem: Path, work: Any) -> None:
    """Do the work for one recording, unless it has been done."""
    if stem.with_suffix(".json").exists():
        return
    stem.parent.mkdir(parents=True, exist_ok=True)
    start_s = time.monotonic()
    work(stem)
    sys.stdout.write(f"{stem.name}: {time.monotonic() - start_s:.0f} s\n")
    sys.stdout.flush()


def _film(cache: Path, stem: Path, clip: Clip, seed: int, model_path: Path) -> None:
    """Render and watch one clip."""
    eyes = estimator.PoseEstimator(model_path, "mediapipe")
    eyes.open()
    sightings, frames = [], []
    with Scene(clip.setup, bodies.load(cache, clip.setup.person), seed) as scene:
        for time_s in film.frame_times_s(clip):
            squat = scene.pose(shape_at(clip, time_s))
            picture = scene.picture(squat)
            sightings.append(eyes.look(picture, time_s, WIDTH_PX, HEIGHT_PX))
            frames.append(truth.of(squat))
            if len(frames) == 30:
                _preview(stem, picture)
        reps = [truth.of(scene.pose(shape_at(clip, squat.bottom_s))) for squat in clip.squats]
        standing = truth.of(scene.pose(shape_of(
            clip.setup, plan.STANDING_FLEXION_DEG, (0.0, 0.0), clip.setup.arms)))
        lens = scene.framed
    eyes.close()
    recording.write(stem.with_suffix(".npz"), sightings, film.FPS)
    write(stem, {
        "name": clip.name, "fps": film.FPS, "setup": asdict(clip.setup),
        "camera": asdict(lens.camera), "lens": lens.lens, "standing": standing,
        "reps": [{"bottom_s": squat.bottom_s, "start_s": squat.start_s, "end_s": squat.end_s,
                  **true} for squat, true in zip(clip.squats, reps, strict=True)],
        "frames": frames})


def _look(cache: Path, stem: Path, group: list[Still], seed: int, model_path: Path) -> None:
    """Render and look at the stills of one setup."""
    searcher = MediaPipeFinder(model_path, tracking=False)
    setup: Setup = group[0].setup
    sightings, found = [], []
    with Scene(setup, bodies.load(cache, setup.person), 1000 + seed) as scene:
        for nth, still in enumerate(group):
            valgus_deg = still.valgus_left_deg, still.valgus_right_deg
            squat: Squat = scene.pose(
                shape_of(setup, still.flexion_deg, valgus_deg, still.arms, sway_m=still.sway_m,
                         lean_deg=still.lean_deg), still.single)
            picture = scene.picture(squat)
            seen = searcher.find(picture, 0)
            sightings.append(Sighting(nth * STILL_S, WIDTH_PX, HEIGHT_PX, seen))
            found.append({"name": still.name, "single": still.single,
                          "is_standing": still.is_standing, **truth.of(squat)})
            if nth == 1:
                _preview(stem, picture)
        lens = scene.framed
    searcher.close()
    recording.write(stem.with_suffix(".npz"), sightings, 1 / STILL_S)
    write(stem, {"name": setup.name, "setup": asdict(setup), "camera": asdict(lens.camera),
                  "lens": lens.lens, "stills": found})


def write(stem: Path, facts: dict[str, Any]) -> None:
    """Keep what is true beside the recording."""
    stem.with_suffix(".json").write_text(json.dumps(truth.rounded(facts)), encoding="utf-8")


def _preview(stem: Path, picture: Any) -> None:
    import cv2

    cv2.imwrite(str(stem.with_suffix(".jpg")), picture[::2, ::2, ::-1])
