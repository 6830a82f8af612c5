"""Readings fitted on rendered bodies: few quadratic terms, kept in config/knee.toml.

How they were made and what they are worth on other bodies is in docs/accuracy.md.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import Any

from mirrorapp import config

REACH = 3.5
"""Inputs are held within so many spreads of their mean: nothing is known further out."""


@dataclass(frozen=True, slots=True)
class Quadratic:
    """constant + sum of by * product of (input - mean) / spread, over terms of 1 or 2 inputs."""

    mean: dict[str, float]
    spread: dict[str, float]
    terms: tuple[tuple[tuple[str, ...], float], ...]
    constant: float

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Quadratic":
        """From its TOML table."""
        terms = dict(table["terms"])
        constant = terms.pop("constant")
        return cls(table["mean"], table["spread"],
                   tuple((tuple(name.split(" * ")), by) for name, by in terms.items()), constant)

    def __call__(self, inputs: Mapping[str, float]) -> float:
        """The reading; `inputs` may hold more than it needs."""
        scaled = {name: min(REACH, max(-REACH, (inputs[name] - mean) / self.spread[name]))
                  for name, mean in self.mean.items()}
        return self.constant + sum(by * prod(scaled[name] for name in names)
                                   for names, by in self.terms)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readings of one thing that err differently, learnt on projected and on rendered legs."""

    projected: Quadratic
    rendered: Quadratic

    def __call__(self, inputs: Mapping[str, float]) -> float:
        """Their mean."""
        return (self.projected(inputs) + self.rendered(inputs)) / 2

    def apart(self, inputs: Mapping[str, float]) -> float:
        """How far they are from each other, ≥ 0: the further, the less sure is either."""
        return abs(self.projected(inputs) - self.rendered(inputs))


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
