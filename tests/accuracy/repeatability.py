"""How well the checks' measures repeat, where nothing has changed but how it was filmed.

    python -m tests.accuracy gaps             people with their knees together (extra ``author``)
    python -m tests.accuracy repeatability    the report

Three questions, apart: the same film at other frame rates; the same film cropped, scaled, darker,
brighter, noisy (through the pose model again); and the same body from other places, in other
clothes and light. SEM: the root mean square, over subjects, of the standard deviation within each.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp import replay
from mirrorapp.alignment import ankles
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.passing import at_depth
from mirrorapp.coach.checking import of_film
from mirrorapp.coach.records import Repetition
from mirrorapp.events import Side
from mirrorapp.exercises import checks, library
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from tests.accuracy import rates, repeat_one_leg, variants
from tests.accuracy.dataset import facts_of, sight_yaw_deg
from tests.accuracy.tables import Table
from tests.shared import DATA

DEPTH = checks.load("squat-check").equal.depth
FACING_DEG = 10.0
KNOCK_KNEED_DEG = 3.0
REAL = ("lnew_good_IMG_7027_1280", "lnew_good_IMG_7052_1280", "lnew_bad_IMG_7033_1280")
REHEARSAL = Path(__file__).parents[2] / "mirrorapp/camera/rehearsal.mp4"
RATES_FPS = (15.0, 8.0)


def measure(table: Table, subject: str, sightings: Sequence[Sighting]) -> None:
    """Everything the checks read in one film; a repetition is known by its place in the film."""
    played = replay.replay(sightings, library.load("squat"))
    axis = of_film(checks.load("standing-axis"), played.readings, played.reps)
    squat = of_film(checks.load("squat-check"), played.readings, played.reps)
    for side in Side:
        for name, found in (("standing axis, °", axis), ("squat check, °", squat)):
            value = found.values.get(side.value)
            table.add(name, f"{subject} {side}", value.value if value else None)
    for nth, rep in enumerate(played.reps):
        for side in Side:
            which = f"{subject} {side} {nth}"
            table.add("movement at equal depth, a repetition, °", which,
                      at_depth(rep.knee(side).way, DEPTH))
            table.add("valgus at the lowest point, a repetition, °", which,
                      rep.knee(side).valgus_deg)
            table.add("kt at the lowest point, a repetition", which, rep.knee(side).kt)


def of_rates(cache: Path) -> Table:
    """Rendered clips, facing: the same film as faster, slower and irregular cameras see it."""
    table = Table()
    for path, facts in facts_of(cache, "clips"):
        if abs(sight_yaw_deg(facts)) <= FACING_DEG:
            film = list(recording.read(path))
            for each in rates.variants(film).values():
                measure(table, facts["name"], each)
    return table


def of_pixels() -> Table:
    """The rehearsal film and real frontal clips, taken otherwise, through the pose model again."""
    table = Table()
    clips = [REHEARSAL, *(DATA / "clips" / f"{name}.mp4" for name in REAL)]
    for clip in clips:
        if not clip.is_file():
            continue
        looked = _looked_at(clip)
        for sightings in looked.values():
            measure(table, clip.stem, sightings)
        for fps in RATES_FPS:
            measure(table, clip.stem, rates.thinned(looked["as it is"], fps))
    return table


def _looked_at(clip: Path) -> dict[str, list[Sighting]]:
    import cv2

    from mirrorapp.vision import estimator, model

    film = cv2.VideoCapture(str(clip))
    fps = film.get(cv2.CAP_PROP_FPS)
    eyes: dict[str, estimator.PoseEstimator] = {}
    seen: dict[str, list[Sighting]] = defaultdict(list)
    number = 0
    while (read := film.read())[0]:
        for name, picture in variants.pictures(read[1][:, :, ::-1]).items():
            if name not in eyes:
                eyes[name] = estimator.PoseEstimator(model.ensure(), "mediapipe")
                eyes[name].open()
            height, width = picture.shape[:2]
            seen[name].append(eyes[name].look(picture, number / fps, width, height))
        number += 1
    for each in eyes.values():
        each.close()
    return seen


def of_places(cache: Path) -> Table:
    """The same body before other cameras: what is left of the error beside the body's own."""
    table = Table()
    for path, facts in facts_of(cache, "stills"):
        if abs(sight_yaw_deg(facts)) <= FACING_DEG:
            first = next(iter(recording.read(path)))
            for side, deg in _axes_deg(first).items():
                true = facts["stills"][0][side.value]["valgus_deg"]
                who = f"{facts['setup']['person']} {side}"
                table.add("standing axis, °", who, deg - true)
                if true >= KNOCK_KNEED_DEG:
                    table.add("standing axis of knock-kneed legs, °", who, deg - true)
    for path, facts in facts_of(cache, "clips"):
        if abs(sight_yaw_deg(facts)) <= FACING_DEG:
            _squats_against_truth(table, list(recording.read(path)), facts)
    for facts, seen in gaps(cache):
        if seen.pose is not None:
            error = ankles.measure(seen.pose).gap - facts["ankle_gap_m"] / facts["shank_m"]
            table.add("ankle gap, shank lengths", facts["setup"]["person"], error)
    return table


def _axes_deg(seen: Sighting) -> Mapping[Side, float]:
    aligner = Aligner()
    for nth in range(10):
        reading = aligner.read(replace(seen, time_s=nth / 10))
    return reading.axes_deg if reading.refusal is None else {}


def _squats_against_truth(table: Table, film: list[Sighting], facts: dict[str, Any]) -> None:
    times_s = [seen.time_s for seen in film]
    played = replay.replay(film, library.load("squat"))
    for side in Side:
        axis = facts["setup"][f"axis_{side.value}_deg"]
        true = [each[side.value]["valgus_deg"] - axis for each in facts["frames"]]
        errors = [error for rep in played.reps
                  if (error := _error_deg(rep, side, times_s, true)) is not None]
        who = f"{facts['setup']['person']} {side}"
        for error in errors:
            table.add("movement at equal depth, a repetition, °", who, error)
        if len(errors) >= 2:
            table.add("squat check, °", who, float(np.median(errors)))


def _error_deg(rep: Repetition, side: Side, times_s: list[float], true: list[float]
               ) -> float | None:
    way = rep.knee(side).way
    truly = [replace(each, movement_deg=float(np.interp(each.time_s, times_s, true)))
             for each in way]
    read, real = at_depth(way, DEPTH), at_depth(truly, DEPTH)
    return None if read is None or real is None else read - real


def gaps(cache: Path) -> Iterator[tuple[dict[str, Any], Sighting]]:
    """People with their knees together, and what is true of them."""
    folder = cache / "gaps"
    facts = json.loads((folder / "gaps.json").read_text(encoding="utf-8"))
    return zip(facts, recording.read(folder / "gaps.npz"), strict=True)


def of_gap_pixels(cache: Path) -> Table:
    """The ankle gap of ten stands, each picture taken otherwise."""
    table = Table()
    for each in json.loads((cache / "gaps" / "varied.json").read_text(encoding="utf-8")):
        table.add("ankle gap, shank lengths", str(each["stand"]), each["gap"])
    return table


def gap_accuracy(cache: Path) -> list[str]:
    """The ankle gap against the truth; each body read by a line fitted on the other nine."""
    people, read, true, true_cm, together, height_cm = [], [], [], [], [], []
    told = 0
    for facts, seen in gaps(cache):
        if seen.pose is None:
            continue
        found = ankles.measure(seen.pose)
        people.append(facts["setup"]["person"])
        read.append(found.gap)
        true.append(facts["ankle_gap_m"] / facts["shank_m"])
        true_cm.append(100 * facts["ankle_gap_m"])
        height_cm.append(100 * facts["height_m"])
        together.append(facts["knee_gap_m"] < 0.01)
        told += found.knees_together and together[-1]
    x, y, who = np.array(read), np.array(true), np.array(people)
    left_out = np.zeros_like(y)
    for person in set(people):
        slope, constant = np.polyfit(x[who != person], y[who != person], 1)
        left_out[who == person] = slope * x[who == person] + constant
    cm = np.array([ankles.centimetres(g, h) for g, h in zip(left_out, height_cm, strict=True)])
    rows = ["| | n | bias | MAE | RMSE | largest |", "|---|---|---|---|---|---|",
            _row("shank lengths", left_out - y), _row("cm, the height known", cm - true_cm)]
    touching = np.array(together)
    apart = [ankles.measure(s.pose).knees_together for f, s in gaps(cache)
             if s.pose is not None and f["knee_gap_m"] >= 0.01]
    return [*rows, "", f"Knees that touch were told as together in {told} of {touching.sum()}; "
            f"knees 3 cm apart were refused in {len(apart) - sum(apart)} of {len(apart)}."]


def _row(name: str, errors: Any) -> str:
    e = np.asarray(errors)
    return (f"| {name} | {len(e)} | {e.mean():+.3f} | {np.abs(e).mean():.3f} | "
            f"{np.sqrt((e ** 2).mean()):.3f} | {np.abs(e).max():.3f} |")


def write(cache: Path, output: Path) -> None:
    """The report, as Markdown."""
    parts: list[tuple[str, Iterable[str]]] = [
        ("Frame rates: rendered clips at 15, 30, 8 a second, jittered, with gaps",
         of_rates(cache).lines()),
        ("Pictures: cropped, scaled, darker, brighter, noisy, 15 and 8 a second",
         of_pixels().lines()),
        ("Pictures: the ankle gap of ten rendered people", of_gap_pixels(cache).lines()),
        ("Places: the same body from elsewhere, in other clothes and light",
         of_places(cache).lines()),
        ("On one leg: frame rates", repeat_one_leg.of_rates(cache).lines()),
        ("On one leg: places", repeat_one_leg.of_places(cache).lines()),
        ("The ankle gap against the truth", gap_accuracy(cache))]
    text = "\n\n".join(f"## {title}\n\n" + "\n".join(lines) for title, lines in parts)
    output.mkdir(parents=True, exist_ok=True)
    head = (f"# Repeatability, {datetime.now(UTC):%Y-%m-%d}\n\n"
            "Made with `python -m tests.accuracy repeatability`.\n\n")
    (output / "repeatability.md").write_text(head + text + "\n", encoding="utf-8")
