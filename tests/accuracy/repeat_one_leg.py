"""How well the one-leg check repeats: other rates, and the same body from elsewhere."""

from collections import defaultdict
from pathlib import Path

import numpy as np

from mirrorapp import replay
from mirrorapp.alignment.passing import at_depth
from mirrorapp.coach.checking import of_film
from mirrorapp.events import Side
from mirrorapp.exercises import checks, library
from tests.accuracy import rates, single
from tests.accuracy.tables import Table

FACING_DEG = 10.0


def of_rates(cache: Path) -> Table:
    """Films of squats on one leg, as faster, slower and irregular cameras see them."""
    check, exercise = checks.load("single-leg-check"), library.load("single-leg-squat")
    table = Table()
    for film, facts in single.facts_of(cache, "clip"):
        for each in rates.variants(film).values():
            played = replay.replay(each, exercise)
            for side, value in of_film(check, played.readings, played.reps).values.items():
                table.add("one-leg check, °", f"{facts['name']} {side}", value.value)
            for nth, rep in enumerate(played.reps):
                if rep.side is not None and check.equal is not None:
                    table.add("one-leg movement at equal depth, one repetition, °",
                              f"{facts['name']} {nth}",
                              at_depth(rep.knee(rep.side).way, check.equal.depth))
    return table


def of_places(cache: Path) -> Table:
    """Stills on one leg: what is left of the error beside the body's own."""
    found = [s for s in single.samples(cache) if abs(s.yaw_deg) <= FACING_DEG]
    errors: dict[tuple[str, Side, str], list[float]] = defaultdict(list)
    table = Table()
    for sample, read in zip(found, single.left_out(found, single.movement_deg), strict=True):
        error = read - sample.movement_deg
        errors[sample.person, sample.side, sample.name].append(error)
        table.add("one-leg movement, one picture, °", f"{sample.person} {sample.side}", error)
    for (person, side, _), each in errors.items():
        table.add("one-leg movement, the median of a place's pictures, °", f"{person} {side}",
                  float(np.median(each)))
    return table
