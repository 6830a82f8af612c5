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

    mean: Mapping[str, float]
    spread: Mapping[str, float]
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
class Models:
    """The readings, and by how much hips, shoulders and feet count in the user's yaw.

    `movement`: degrees that the movement adds to how the leg stands; `kt`: the knee over the
    second toe itself, in shank lengths; `axis`: degrees of valgus of the standing leg.
    """

    movement: Quadratic
    kt: Quadratic
    axis: Quadratic
    yaw: Mapping[str, float]


@cache
def models() -> Models:
    """The fitted models, read once."""
    text = (config.data_dir() / "knee.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return Models(Quadratic.of(tables["movement"]), Quadratic.of(tables["kt"]),
                  Quadratic.of(tables["axis"]), tables["yaw_deg"])
