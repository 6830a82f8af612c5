"""Knee and pelvis of somebody who hinges on one leg, by how far the trunk has folded.

    python -m tests.accuracy.hinges --cache DIR --films N

Each film is one of `actors`' people before one camera: on both feet, then on one leg, its knee in
by so much and its pelvis lower by so much, and one hinge, through the tracking pose model.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from mirrorapp.alignment import one_leg
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.signals import Meter, Signal
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Contact, Frame, Guide
from mirrorapp.figure.scene import Camera
from mirrorapp.figure.skeleton import Array
from tests.accuracy import actors
from tests.accuracy.actors import HEIGHT_PX, WIDTH_PX, Shot
from tests.accuracy.landmarks import once
from tests.accuracy.plan import latin_hypercube

SEED = 41
FPS, SECONDS = 8.0, 5.5
KNEES_IN_DEG = (0.0, 14.0, 0.0, 10.0, 18.0, 0.0, 6.0, -10.0)
DROPS_DEG = (0.0, 0.0, 8.0, 0.0, 16.0, 24.0)
HELD_OTHERWISE_DROPS_DEG = (0.0, 10.0, 0.0, 22.0, 0.0, 16.0)
FILMS, HELD_OTHERWISE = 48, 24


@dataclass(frozen=True, slots=True)
class Take:
    """One film: the body, which leg, and what is wrong with it, in degrees.

    `free_deg`: how far hip and knee of the free leg are bent.
    """

    name: str
    build: int
    flip: bool
    knee_in_deg: float
    drop_deg: float
    free_deg: tuple[float, float]
    bend_deg: float
    yaw_deg: float
    camera: Camera
    seed: int


def takes() -> Iterator[Take]:
    """The same at every call; the first few are a fair sample."""
    usual = latin_hypercube(np.random.default_rng(SEED), FILMS, 8)
    for number, draw in enumerate(usual):
        yield _take(number, draw, KNEES_IN_DEG[(number + number // 8) % 8],
                    DROPS_DEG[(number // 4) % 6], (4.0, 55.0))


def held_otherwise() -> Iterator[Take]:
    """With the free leg elsewhere, and knees that are straight."""
    for nth, draw in enumerate(latin_hypercube(
            np.random.default_rng(SEED + 1), HELD_OTHERWISE, 10)):
        yield _take(FILMS + nth, draw, 0.0, HELD_OTHERWISE_DROPS_DEG[(nth + nth // 6) % 6],
                    (float(40 * draw[8] - 10), float(45 + 40 * draw[9])))


def _take(number: int, draw: Array, knee_in_deg: float, drop_deg: float,
          free_deg: tuple[float, float]) -> Take:
    camera = Camera(WIDTH_PX, HEIGHT_PX, height_m=float(1.0 + 0.45 * draw[0]),
                    distance_m=float(2.1 + 0.6 * draw[1]), tilt_deg=float(4 + 9 * draw[2]),
                    vfov_deg=(70.0, 80.0, 102.0)[int(3 * draw[3])],
                    roll_deg=float(2 * draw[4] - 1))
    return Take(f"hinge_{number:02d}", number % len(actors.BUILDS), bool(number // 2 % 2),
                knee_in_deg, drop_deg, free_deg, float(8 + 10 * draw[5]),
                float(16 * draw[6] - 8), camera, 300 + number)


def guide(take: Take) -> Guide:
    """Standing, a foot lifted behind, a hinge of 60 degrees and back; on the right leg."""
    both = (Contact(place="left_foot"), Contact(place="right_foot"))
    one = (Contact(place="right_foot"),)
    bend, drop = take.bend_deg, take.drop_deg
    legs = {"right_knee_bend": bend, "right_ankle_flex": bend / 2,
            "right_knee_in": take.knee_in_deg, "right_hip_out": -7.0 - drop, "pelvis_side": drop,
            "trunk_side": -1.0 - drop, "right_foot_out": 7.0}
    up = {**legs, "right_hip_flex": bend * 0.6, "left_knee_bend": take.free_deg[1],
          "left_hip_flex": take.free_deg[0],
          "left_ankle_flex": -12.0}
    down = {**legs, "pelvis_tilt": 58.0, "trunk_lean": 4.0, "right_hip_flex": 58.0 + bend * 0.6,
            "left_knee_bend": 8.0, "left_hip_flex": -5.0, "right_shoulder_flex": 60.0,
            "left_shoulder_flex": 60.0, "head_nod": -6.0}
    frames = ((0.0, {}, both), (0.16, {}, both), (0.25, up, one), (0.38, up, one),
              (0.68, down, one), (0.72, down, one), (0.93, up, one), (1.0, up, one))
    return Guide(base="standing", seconds=SECONDS, loop=False, easing="even", frames=tuple(
        Frame(at=at, joints=joints, contacts=touching) for at, joints, touching in frames))


def make(cache: Path, most: int) -> None:
    """Render and watch so many of the first, and all of the others; what has been made is kept."""
    for take in (*list(takes())[:most], *held_otherwise()):
        once(cache / "hinges" / take.name, lambda to, t=take: actors.film(to, Shot(
            guide(t), actors.BUILDS[t.build], t.camera, SECONDS, FPS, t.seed, t.flip, t.yaw_deg),
            asdict(t)))


STOOD = slice(3, 6)
_FOLDS_DEG = (-5, 10, 20, 30, 45, 70)
_ONE_LEG_S = 1.6


def report(cache: Path) -> str:
    """By how far the trunk is folded: how the knee reads beneath level hips, and the pelvis."""
    with mock.patch.object(one_leg, "_FOLDED", 9.0):
        rows = [row for path in sorted((cache / "hinges").glob("*.json")) for row in _read(path)]
    lines = ["| folded, deg | readings | bias | sd | accused within 5 deg | told from 10 deg on "
             "| pelvis level: mean, sd, most |", "|" + "---|" * 7]
    for low, high in pairwise(_FOLDS_DEG):
        lines.append(_row(f"{max(low, 0)}-{high}", [
            row for row in rows if low <= row["fold"] < high and row["drop"] == 0.0]))
    return "\n".join([*lines, "", *_pelvis(rows)])


def _read(path: Path) -> Iterator[dict[str, Any]]:
    facts = json.loads(path.read_text(encoding="utf-8"))
    side, aligner = Side.LEFT if facts["flip"] else Side.RIGHT, Aligner()
    judge_by(aligner, library.load("single-leg-deadlift"), side)
    fold, pelvis = Meter(Signal.FOLD, side), Meter(Signal.PELVIS_DEG, side)
    first: dict[str, Any] | None = None
    for sighting, true in actors.seen(path, STOOD):
        first = first or true
        reading = aligner.read(sighting)
        row = {"film": path.stem, "drop": facts["drop_deg"], "pelvis": pelvis.read(reading),
               "looks": fold.read(reading), "fold": true["fold_deg"] - first["fold_deg"],
               "true": true[side.value]["valgus_deg"] - first[side.value]["valgus_deg"]}
        knee = reading.knees.get(side)
        if (sighting.time_s >= _ONE_LEG_S and knee is not None and reading.stance is side
                and reading.refusal is None and reading.stood):
            yield {**row, "read": knee.movement_deg, "said": knee.verdict}


def _row(name: str, rows: Sequence[dict[str, Any]]) -> str:
    error = np.array([row["read"] - row["true"] for row in rows])
    inward = np.array([row["said"] in (Verdict.DRIFTING, Verdict.CAVING_IN) for row in rows])
    true = np.array([row["true"] for row in rows])
    level = np.array([row["pelvis"] for row in rows if row["pelvis"] is not None])
    straight, fallen = np.abs(true) <= 5, true >= 10
    return (f"| {name} | {len(rows)} | {error.mean():.1f} | {error.std():.1f} | "
            f"{inward[straight].sum()} of {straight.sum()} | {inward[fallen].sum()} of "
            f"{fallen.sum()} | {level.mean():.1f}, {level.std():.1f}, {level.max():.1f} |")


def _pelvis(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The median of each film while the trunk is upright."""
    films: dict[float, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        upright = row["looks"] is not None and row["looks"] <= one_leg._FOLDED
        if upright and row["pelvis"] is not None:
            films[row["drop"]][row["film"]].append(row["pelvis"])
    for drop, found in sorted(films.items()):
        each = sorted(round(float(np.median(values)), 1) for values in found.values())
        yield f"free hip {drop:.0f} deg lower, {len(each)} films read: {each}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.hinges")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--films", type=int, default=FILMS)
    given = parser.parse_args(argv)
    make(given.cache, given.films)
    sys.stdout.write(report(given.cache) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
