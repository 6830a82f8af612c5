"""How much lower the free side of the pelvis is, of those who stand on one leg: read, and told.

    python -m tests.accuracy.hips --cache DIR --films N

The films are those of `one_leg_films`. What is shipped was fitted on all films of `TOLD`; what is
reported of each film was fitted without its build.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import numpy as np

from mirrorapp.alignment import place
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.halfway import Halfway
from mirrorapp.alignment.pelvis import FreeHip
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.verdicts import HOLD_S
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.figure.skeleton import Array
from tests.accuracy import actors, filming
from tests.accuracy.one_leg_films import FILMS, STOOD, hinges, holding_on, made, others
from tests.accuracy.one_leg_moves import HINGE, MOVES

TOLD = (HINGE, "single-leg-squat", "runners-march")
"""Where hips that drop are told."""
LEAST_DEG, SURE_DEG, FOR_S = 14.0, 9.0, 0.4
"""As their files say."""
_DROPS_DEG = ((-3.5, 3.5), (7, 13), (15, 17), (19, 25))


@dataclass(frozen=True, slots=True)
class Film:
    """One film as far as one leg is stood on in it, and can be judged: when, what has changed since
    standing (n, 3), how much lower the free side is; `drop_deg`: at its most.
    """

    name: str
    exercise: str
    build: int
    drop_deg: float
    times_s: Array
    since: Array
    true_deg: Array


def make(cache: Path, most: int) -> None:
    """Render and watch so many of each exercise, and all who hold on; what has been made is kept.
    """
    plans = [list(hinges())[:most], *(list(others(name))[:most] for name in MOVES
                                      if name != HINGE)]
    plans += [list(holding_on(name)) for name in TOLD[1:]]
    for several in zip_longest(*plans):
        for take in several:
            if take is not None:
                made(cache, take)


def watched(path: Path) -> Film:
    """What the mirror makes of one film; on a step and aside, too, where it tells nothing of it."""
    facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    exercise = facts.get("exercise", HINGE)
    side, aligner = Side.LEFT if facts["flip"] else Side.RIGHT, Aligner()
    judge_by(aligner, library.load(exercise), side)
    free_hip, halfway, rows = FreeHip(), Halfway(), []
    for sighting, true in actors.seen(path, STOOD):
        reading, (_, pose) = aligner.read(sighting), halfway(sighting)
        if pose is None or reading.refusal is not None or not reading.upright:
            continue
        pose = place.levelled(pose, aligner.level, sighting)
        if reading.stance is None and reading.standing:
            free_hip.stands(sighting.time_s, pose)
        since = free_hip.since_standing(pose, side, reading.yaw_deg or 0.0)
        if reading.stance is side and since is not None:
            lower_deg = true["pelvis_deg"] * (1 if side is Side.RIGHT else -1)
            rows.append((sighting.time_s, *since, lower_deg))
    found = np.array(rows).reshape(-1, 5)
    return Film(path.stem, exercise, facts["build"], facts["drop_deg"], found[:, 0],
                found[:, 1:4], found[:, 4])


def fit(films: Sequence[Film]) -> Array:
    """Coefficients (4,), the constant last: least squares, each film as much as any other."""
    inputs = [np.column_stack([film.since, np.ones(len(film.since))]) for film in films]
    weights = [np.full(len(each), len(each) ** -0.5) for each in inputs if len(each)]
    weight = np.concatenate(weights)
    found, *_ = np.linalg.lstsq(np.vstack(inputs) * weight[:, None], np.concatenate(
        [film.true_deg for film in films]) * weight, rcond=None)
    return np.asarray(found)


def left_out(films: Sequence[Film]) -> Mapping[int, Array]:
    """By build: what is fitted on those of `TOLD` without it."""
    return {build: fit([film for film in films if film.build != build and film.exercise in TOLD])
            for build in sorted({film.build for film in films})}


def report(cache: Path) -> str:
    """By exercise and drop: how it reads, and what would be told, and not be ruled out."""
    films = [watched(path) for name in MOVES
             for path in sorted((cache / ("hinges" if name == HINGE else name)).glob("*.json"))]
    by_build = left_out(films)
    lines = [f"hips, shoulders, trunk, constant: "
             f"{np.round(fit([film for film in films if film.exercise in TOLD]), 2)}", "",
             "| exercise | free side lower by | films | read in | error of a film: mean, sd | "
             "held for .4 s | told | not ruled out |", "|" + "---|" * 8]
    for name in MOVES:
        for low, high in _DROPS_DEG:
            own = [film for film in films if film.exercise == name and low <= film.drop_deg <= high]
            if own:
                lines.append(f"| {name} | {low} to {high} | {len(own)} | {_row(own, by_build)} |")
    return "\n".join(lines)


def _row(films: Sequence[Film], by_build: Mapping[int, Array]) -> str:
    read = [(film, film.since @ by_build[film.build][:3] + by_build[film.build][3])
            for film in films if len(film.since)]
    errors = np.array([np.median(values - film.true_deg) for film, values in read] or [np.nan])
    most = sorted(held(film.times_s, values, FOR_S) for film, values in read)
    doubted = [held(film.times_s, values, HOLD_S) for film, values in read]
    return (f"{len(read)} | {errors.mean():.1f}, {errors.std():.1f} | "
            f"{' '.join(f'{each:.1f}' for each in most)} | {sum(each > LEAST_DEG for each in most)}"
            f" | {sum(each > SURE_DEG for each in doubted)}")


def held(times_s: Array, values: Array, for_s: float) -> float:
    """The most that was held for so long; a gap of half a second ends it."""
    return max(_held(times_s, values, for_s), default=-np.inf)


def _held(times_s: Array, values: Array, for_s: float) -> Iterator[float]:
    for first in range(len(times_s)):
        last = int(np.searchsorted(times_s, times_s[first] + for_s - 1e-6))
        if last < len(times_s) and (np.diff(times_s[first:last + 1]) <= 0.5).all():
            yield float(values[first:last + 1].min())


if __name__ == "__main__":
    sys.exit(filming.main("hips", FILMS, make, report))
