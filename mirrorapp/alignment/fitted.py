"""Readings fitted on rendered bodies: few quadratic terms, kept in config/knee.toml.

How they were made and what they are worth on other bodies is in docs/accuracy.md.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorapp import config
from mirrorapp.vision.pose import Floats

REACH = 3.5
"""Inputs are held within so many spreads of their mean: nothing is known further out."""
_WAYS = ("projected", "rendered")
"""Each thing is read twice, as learnt on projected and on rendered legs, which err differently."""

Inputs = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Quadratics:
    """Readings (k,), each a sum of terms, of some legs at once: small arrays cost by the call.

    A term is a product of two factors, each an input as (input - mean) / spread, or 1. `names`
    (n,): of the inputs, each as often as it is scaled differently. `mean`, `spread` (n + 1,): of
    them, and last of the 1. `first`, `other` (t,): the places of a term's factors. `by` (t, k): by
    so much it counts in each reading.
    """

    names: tuple[str, ...]
    mean: Floats
    spread: Floats
    first: NDArray[np.intp]
    other: NDArray[np.intp]
    by: Floats

    @classmethod
    def of(cls, *tables: Mapping[str, Any]) -> "Quadratics":
        """A reading from each TOML table, in their order."""
        scaled = dict.fromkeys((name, mean, table["spread"][name])
                               for table in tables for name, mean in table["mean"].items())
        places = {scale: place for place, scale in enumerate(scaled)}
        one = len(places)
        terms: dict[tuple[int, int], list[float]] = {}
        for reading, table in enumerate(tables):
            for term, by in table["terms"].items():
                first, other = ([places[name, table["mean"][name], table["spread"][name]]
                                 for name in term.split(" * ") if term != "constant"]
                                + [one, one])[:2]
                terms.setdefault((first, other), [0.0] * len(tables))[reading] += by
        factors = np.array(list(terms), dtype=np.intp)
        return cls(tuple(name for name, _, _ in scaled),
                   np.array([*(mean for _, mean, _ in scaled), 0.0]),
                   np.array([*(spread for _, _, spread in scaled), 1.0]),
                   factors[:, 0], factors[:, 1], np.array(list(terms.values())))

    def __call__(self, *legs: Inputs) -> list[list[float]]:
        """The readings of each leg; `legs` may hold more than it needs."""
        told = np.array([[*map(leg.__getitem__, self.names), 1.0] for leg in legs])
        scaled = (told - self.mean) / self.spread
        # Of a few numbers `clip` takes longer than all the rest.
        scaled = np.minimum(np.maximum(scaled, -REACH), REACH)
        terms = scaled.take(self.first, axis=1) * scaled.take(self.other, axis=1)
        readings: list[list[float]] = (terms @ self.by).tolist()
        return readings


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is read of one leg.

    `movement_deg`: degrees that the movement adds to how the leg stands; `apart_deg`: how far both
    ways to read it are from each other, ≥ 0: the further, the less sure is either. `kt`: the knee
    over the second toe itself, in shank lengths. `gap_deg`: degrees that the movement adds to both
    legs on average, by the gap between the knees alone.
    """

    movement_deg: float
    apart_deg: float
    kt: float
    gap_deg: float


@dataclass(frozen=True, slots=True)
class Models:
    """The readings, and by how much hips, shoulders and feet count in the user's `yaw`.

    `moving` and `standing` are what `read` and `axes_deg` make their answers of.
    """

    moving: Quadratics
    standing: Quadratics
    yaw: Mapping[str, float]

    def read(self, *legs: Inputs) -> Sequence[Fitted]:
        """Legs that move."""
        return [Fitted((movement + movement_too) / 2, abs(movement - movement_too),
                       (kt + kt_too) / 2, gap)
                for movement, movement_too, kt, kt_too, gap in self.moving(*legs)]

    def axes_deg(self, *legs: Inputs) -> Sequence[float]:
        """Degrees of valgus of legs that stand."""
        return [(axis + axis_too) / 2 for axis, axis_too in self.standing(*legs)]


@cache
def models() -> Models:
    """The fitted models, read once."""
    text = (config.data_dir() / "knee.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    movement, kt, axis = ([tables[way][name] for way in _WAYS]
                          for name in ("movement", "kt", "axis"))
    return Models(Quadratics.of(*movement, *kt, tables["gap"]), Quadratics.of(*axis),
                  tables["yaw_deg"])
