"""The knee of somebody who hinges on one leg, by how far the trunk has folded.

    python -m tests.accuracy.hinges --cache DIR --films N

The films are those of `one_leg_films`; `hips` reads the pelvis in them.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from mirrorapp.alignment import one_leg
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import library
from tests.accuracy import actors, filming
from tests.accuracy.one_leg_films import HINGE, HINGES, STOOD, held_otherwise, hinges, made


def make(cache: Path, most: int) -> None:
    """Render and watch so many of the first, and all of the others; what has been made is kept."""
    for take in (*list(hinges())[:most], *held_otherwise()):
        made(cache, take)


_FOLDS_DEG = (-5, 10, 20, 30, 45, 70)
_ONE_LEG_S = 1.6


def report(cache: Path) -> str:
    """By how far the trunk is folded: how the knee reads beneath level hips."""
    with mock.patch.object(one_leg, "FOLDED", 9.0):
        rows = [row for path in sorted((cache / "hinges").glob("*.json")) for row in _read(path)]
    lines = ["| folded, deg | readings | bias | sd | accused within 5 deg | told from 10 deg on |",
             "|" + "---|" * 6]
    for low, high in pairwise(_FOLDS_DEG):
        lines.append(_row(f"{max(low, 0)}-{high}", [
            row for row in rows if low <= row["fold"] < high and row["drop"] == 0.0]))
    return "\n".join(lines)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    facts = json.loads(path.read_text(encoding="utf-8"))
    side, aligner = Side.LEFT if facts["flip"] else Side.RIGHT, Aligner()
    judge_by(aligner, library.load(HINGE), side)
    first: dict[str, Any] | None = None
    for sighting, true in actors.seen(path, STOOD):
        first = first or true
        reading = aligner.read(sighting)
        row = {"drop": facts["drop_deg"], "fold": true["fold_deg"] - first["fold_deg"],
               "true": true[side.value]["valgus_deg"] - first[side.value]["valgus_deg"]}
        knee = reading.knees.get(side)
        if (sighting.time_s >= _ONE_LEG_S and knee is not None and reading.stance is side
                and reading.refusal is None and reading.stood):
            yield {**row, "read": knee.movement_deg, "said": knee.verdict}


def _row(name: str, rows: Sequence[dict[str, Any]]) -> str:
    error = np.array([row["read"] - row["true"] for row in rows])
    inward = np.array([row["said"] in (Verdict.DRIFTING, Verdict.CAVING_IN) for row in rows])
    true = np.array([row["true"] for row in rows])
    straight, fallen = np.abs(true) <= 5, true >= 10
    return (f"| {name} | {len(rows)} | {error.mean():.1f} | {error.std():.1f} | "
            f"{inward[straight].sum()} of {straight.sum()} | {inward[fallen].sum()} of "
            f"{fallen.sum()} |")


if __name__ == "__main__":
    sys.exit(filming.main("hinges", HINGES, make, report))
