"""Readings fitted on rendered bodies: few quadratic terms, kept in config/knee.toml.

How they were made and what they are worth on other bodies is in docs/accuracy.md.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorapp import config
from mirrorapp.alignment.features import NAMES
from mirrorapp.vision.pose import Floats

Places = NDArray[np.intp]
REACH = 3.5
"""Inputs are held within so many spreads of their mean: nothing is known further out."""
_WAYS = ("projected", "rendered")
"""Each thing is read twice, as learnt on projected and on rendered legs, which err differently."""

_LEG = len(NAMES)
INPUTS = (*NAMES, "depth", "1", *(f"s.{name}" for name in NAMES))
"""What a reading may be made of; "s.": of the leg as it stands."""


def inputs(legs: Floats, depth: float, standing: Floats) -> Floats:
    """Of some legs (m, n) by `INPUTS`, which look so now and so standing, by `features.NAMES`."""
    told = np.ones((len(legs), len(INPUTS)))
    told[:, :_LEG], told[:, _LEG], told[:, -_LEG:] = legs, depth, standing
    return told


@dataclass(frozen=True, slots=True, eq=False)
class Quadratics:
    """Readings (k,), each a sum of terms, of some legs at once: small arrays cost by the call.

    A term is a product of two factors, each an input as (input - mean) / spread, or 1. `places`,
    `mean`, `spread` (n,): where the factors are among the inputs, each as often as it is scaled
    differently. `first`, `other` (t,): which two a term has. `by` (t, k): by so much it counts in
    each reading.
    """

    places: Places
    mean: Floats
    spread: Floats
    first: Places
    other: Places
    by: Floats

    @classmethod
    def of(cls, *tables: Mapping[str, Any], known: Sequence[str] = INPUTS) -> "Quadratics":
        """A reading from each TOML table, in their order; `known`: the inputs, "1" among them."""
        factors: dict[tuple[str, float, float], int] = {}
        terms: dict[tuple[int, ...], list[float]] = {}
        for reading, table in enumerate(tables):
            scales = {name: (name, mean, table["spread"][name])
                      for name, mean in table["mean"].items()} | {"1": ("1", 0.0, 1.0)}
            for term, by in table["terms"].items():
                names = [*(name for name in term.split(" * ") if name != "constant"), "1", "1"][:2]
                places = (factors.setdefault(scales[name], len(factors)) for name in names)
                terms.setdefault(tuple(places), [0.0] * len(tables))[reading] += by
        pairs = np.array(list(terms))
        return cls(np.array([known.index(name) for name, _, _ in factors]),
                   np.array([mean for _, mean, _ in factors]),
                   np.array([spread for _, _, spread in factors]),
                   pairs[:, 0], pairs[:, 1], np.array(list(terms.values())))

    def __call__(self, told: Floats) -> list[list[float]]:
        """The readings of each leg, by its inputs (m, n)."""
        scaled = (told.take(self.places, axis=1) - self.mean) / self.spread
        # Of a few numbers `clip` takes longer than all the rest.
        scaled = np.minimum(np.maximum(scaled, -REACH), REACH)
        terms = scaled.take(self.first, axis=1) * scaled.take(self.other, axis=1)
        readings: list[list[float]] = (terms @ self.by).tolist()
        return readings


class Fitted(NamedTuple):
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

    def read(self, told: Floats) -> Sequence[Fitted]:
        """Of each leg, by its `inputs`."""
        return [Fitted((movement + movement_too) / 2, abs(movement - movement_too),
                       (kt + kt_too) / 2, gap)
                for movement, movement_too, kt, kt_too, gap in self.moving(told)]

    def axes_deg(self, legs: Floats) -> Sequence[float]:
        """Degrees of valgus of legs that stand and look so (m, n), squared up, + = knock knee."""
        return [(axis + axis_too) / 2
                for axis, axis_too in self.standing(inputs(legs, 0.0, legs))]


@cache
def models() -> Models:
    """The fitted models, read once."""
    text = (config.data_dir() / "knee.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    movement, kt, axis = ([tables[way][name] for way in _WAYS]
                          for name in ("movement", "kt", "axis"))
    return Models(Quadratics.of(*movement, *kt, tables["gap"]), Quadratics.of(*axis),
                  tables["yaw_deg"])
