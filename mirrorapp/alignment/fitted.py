"""Readings fitted on rendered bodies: few quadratic terms, kept in config/knee.toml.

How they were made and what they are worth on other bodies is in docs/accuracy.md.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from mirrorapp import config
from mirrorapp.vision.pose import Floats

REACH = 3.5
"""Inputs are held within so many spreads of their mean: nothing is known further out."""


@dataclass(frozen=True, slots=True, eq=False)
class Quadratic:
    """constant + z · linear + z · square · z, with z = (input - mean) / spread for each of `names`.

    All arrays are (n,), `square` (n, n).
    """

    names: tuple[str, ...]
    mean: Floats
    spread: Floats
    linear: Floats
    square: Floats
    constant: float

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Quadratic":
        """From its TOML table: by so much each term counts, of one input or a product of two."""
        names = tuple(table["mean"])
        linear, square = np.zeros(len(names)), np.zeros((len(names), len(names)))
        for term, by in table["terms"].items():
            places = [names.index(name) for name in term.split(" * ") if term != "constant"]
            if len(places) == 1:
                linear[places[0]] = by
            elif places:
                square[places[0], places[1]] = by
        return cls(names, np.array(list(table["mean"].values())),
                   np.array([table["spread"][name] for name in names]), linear, square,
                   float(table["terms"]["constant"]))

    def __call__(self, inputs: Mapping[str, float]) -> float:
        """The reading; `inputs` may hold more than it needs."""
        told = np.array([inputs[name] for name in self.names])
        scaled = (told - self.mean) / self.spread
        # Of a few numbers `clip` takes longer than all the rest.
        scaled = np.minimum(np.maximum(scaled, -REACH), REACH)
        return float(self.constant + scaled.dot(self.linear + self.square.dot(scaled)))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readings of one thing that err differently, learnt on projected and on rendered legs."""

    projected: Quadratic
    rendered: Quadratic

    def __call__(self, inputs: Mapping[str, float]) -> float:
        """Their mean."""
        return self.both(inputs)[0]

    def both(self, inputs: Mapping[str, float]) -> tuple[float, float]:
        """Their mean, and how far they are from each other, ≥ 0: the further, the less sure is
        either.
        """
        one, other = self.projected(inputs), self.rendered(inputs)
        return (one + other) / 2, abs(one - other)


@dataclass(frozen=True, slots=True)
class Models:
    """The readings, and by how much hips, shoulders and feet count in the user's yaw.

    `movement`: degrees that the movement adds to how the leg stands; `kt`: the knee over the
    second toe itself, in shank lengths; `axis`: degrees of valgus of the standing leg; `gap`:
    degrees that the movement adds to both legs on average, by the gap between the knees alone.
    """

    movement: Pair
    kt: Pair
    axis: Pair
    gap: Quadratic
    yaw: Mapping[str, float]


@cache
def models() -> Models:
    """The fitted models, read once."""
    text = (config.data_dir() / "knee.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    pairs = {name: Pair(*(Quadratic.of(tables[way][name]) for way in ("projected", "rendered")))
             for name in ("movement", "kt", "axis")}
    return Models(**pairs, gap=Quadratic.of(tables["gap"]), yaw=tables["yaw_deg"])
