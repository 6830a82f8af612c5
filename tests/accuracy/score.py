"""Runs the mirror over every recording and sets what it said beside what is true."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp import replay
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.records import Repetition
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.schema import Exercise
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from tests.accuracy import rates
from tests.accuracy.bodies import HELD_OUT
from tests.accuracy.dataset import facts_of, sight_yaw_deg

MATCH_S = 1.0
HELD_FRAMES, HELD_FPS = 8, 15.0  # each still is shown for about half a second
BETWEEN_S = 0.6

Row = tuple[str, dict[str, float]]
Told = tuple[str, float | None, float | None]
"""Verdict, valgus in degrees, kt."""


@dataclass(frozen=True, slots=True)
class Said:
    """One leg in one repetition or still: what the mirror said, and what is true.

    `movement_deg` is the true valgus without what is in the bones. None: not told.
    """

    source: str
    kind: str
    person: str
    side: Side
    verdict: str
    valgus_deg: float | None
    kt: float | None
    true_valgus_deg: float
    true_kt: float
    axis_deg: float
    other_movement_deg: float
    flexion_deg: float
    yaw_deg: float
    light: str
    legs: str
    lens: str
    distance_m: float
    stance: float

    @property
    def movement_deg(self) -> float:
        return self.true_valgus_deg - self.axis_deg

    @property
    def held_out(self) -> bool:
        return self.person in HELD_OUT


@dataclass(frozen=True, slots=True)
class Watched:
    """One clip: repetitions counted at each rate, and how its frames were taken."""

    name: str
    person: str
    yaw_deg: float
    true_reps: int
    counted: dict[str, int]
    judged_share: float
    refused_share: float
    turned_share: float
    reasons: dict[str, int]
    axis_error_deg: dict[Side, float | None]


@dataclass(frozen=True, slots=True)
class Scores:
    """All that was said of the clips and the stills."""

    said: list[Said]
    watched: list[Watched]


def score(cache: Path) -> Scores:
    """Run everything that has been rendered."""
    squat = library.load("squat")
    said: list[Said] = []
    watched: list[Watched] = []
    for path, facts in facts_of(cache, "clips"):
        film = list(recording.read(path))
        seen = replay.replay(film, squat)
        watched.append(_watched(film, seen, facts, squat))
        said += _said_of_clip(seen, facts)
    for path, facts in facts_of(cache, "stills"):
        said += said_of_stills(list(recording.read(path)), facts, squat)
    return Scores(said, watched)


def _watched(film: list[Sighting], seen: replay.Replay, facts: dict[str, Any],
             squat: Exercise) -> Watched:
    counted = {name: len(replay.replay(each, squat).reps)
               for name, each in rates.variants(film).items()}
    refusals = [r.refusal.value for r in seen.readings if r.refusal is not None]
    count = len(seen.readings)
    axes: dict[Side, float | None] = {}
    for side in Side:
        axis = None if seen.standing is None else seen.standing.legs[side].axis_deg
        axes[side] = None if axis is None else axis - facts["standing"][side.value]["valgus_deg"]
    return Watched(
        facts["name"], facts["setup"]["person"], sight_yaw_deg(facts),
        len(facts["reps"]), counted, 1 - len(refusals) / count, len(refusals) / count,
        refusals.count("turned") / count,
        {reason: refusals.count(reason) for reason in sorted(set(refusals))}, axes)


def _said_of_clip(seen: replay.Replay, facts: dict[str, Any]) -> list[Said]:
    said = []
    for true in facts["reps"]:
        rep = _nearest(seen.reps, true["bottom_s"])
        for side in Side:
            knee = None if rep is None else (rep.left if side is Side.LEFT else rep.right)
            told = ("not_counted", None, None) if knee is None else (
                knee.verdict.value, knee.valgus_deg, knee.kt)
            said.append(_said(facts, "clip", true, side, told))
    return said


def _nearest(reps: Sequence[Repetition], bottom_s: float) -> Repetition | None:
    near = [rep for rep in reps if abs(rep.bottom_s - bottom_s) <= MATCH_S]
    return min(near, key=lambda rep: abs(rep.bottom_s - bottom_s), default=None)


def said_of_stills(stills: list[Sighting], facts: dict[str, Any], squat: Exercise) -> list[Said]:
    """Each bent still after its standing one, as if the user had gone there in a moment."""
    said: list[Said] = []
    for still, true in zip(stills[1:], facts["stills"][1:], strict=True):
        if true["single"] is None:
            reading = _held(stills[0], still, squat)
            for side in Side:
                knee = reading.knees.get(side)
                told = ("cannot_judge", None, None) if knee is None or reading.refusal else (
                    knee.verdict.value, knee.valgus_deg, knee.kt)
                said.append(_said(facts, "still", true, side, told))
    return said


def _held(standing: Sighting, still: Sighting, squat: Exercise) -> Reading:
    aligner = Aligner(squat.thresholds.thresholds())
    for number in range(2 * HELD_FRAMES):
        seen = standing if number < HELD_FRAMES else still
        later_s = 0.0 if number < HELD_FRAMES else BETWEEN_S  # nobody films the way down
        reading = aligner.read(replace(seen, time_s=number / HELD_FPS + later_s))
    return reading


def _said(facts: dict[str, Any], kind: str, true: dict[str, Any], side: Side, told: Told) -> Said:
    setup, leg = facts["setup"], true[side.value]
    other = side.other
    return Said(
        facts["name"], kind, setup["person"], side, *told, leg["valgus_deg"],
        leg["kt"], setup[f"axis_{side.value}_deg"],
        true[other.value]["valgus_deg"] - setup[f"axis_{other.value}_deg"],
        leg["flexion_deg"], sight_yaw_deg(facts), setup["look"]["light"],
        setup["look"]["legs"], facts["lens"], facts["camera"]["distance_m"], setup["stance"])


def line(measured: Sequence[float], true: Sequence[float]) -> dict[str, float]:
    """Bias, mean absolute error, standard deviation of the error, slope and r; n alone if few."""
    m, t = np.array(measured, float), np.array(true, float)
    if len(m) < 3 or float(np.std(t)) < 1e-9:
        return {"n": len(m)}
    error = m - t
    return {"n": len(m), "bias": float(error.mean()), "mae": float(np.abs(error).mean()),
            "sd": float(error.std()), "rmse": float(np.sqrt((error**2).mean())),
            "slope": float(np.polyfit(t, m, 1)[0]),
            "r": float(np.corrcoef(m, t)[0, 1]) if float(np.std(m)) > 1e-9 else 0.0}


def as_table(rows: Sequence[Row], unit: str) -> str:
    columns = ("n", "told", "bias", "mae", "sd", "rmse", "slope", "r")
    lines = [f"| {unit} | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(_cell(row, column) for column in columns) + " |"
              for name, row in rows]
    return "\n".join(lines)


def _cell(row: dict[str, float], column: str) -> str:
    if column not in row:
        return ""
    if column == "n":
        return str(int(row["n"]))
    if column == "told":
        return f"{row['told']:.0%}"
    return f"{row[column]:.3f}" if column == "r" else f"{row[column]:.2f}"
