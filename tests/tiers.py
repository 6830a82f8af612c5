"""What every `make test` runs, and what only FULL=1 adds: the same truth at greater length."""

import os
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

FULL = bool(os.environ.get("FULL"))
_FAST_SHARE = 8


def examples(full: int) -> int:
    """How many examples hypothesis tries: `full` with FULL=1, else an eighth, at least five."""
    return full if FULL else max(5, full // _FAST_SHARE)


def combined(*choices: Sequence[Any]) -> list[ParameterSet]:
    """Every combination with FULL=1, else so few that each choice is in one of them."""
    few = {tuple(n % len(each) for each in choices) for n in range(max(map(len, choices)))}
    return [pytest.param(*(each[n] for each, n in zip(choices, picked, strict=True)),
                         marks=() if picked in few else pytest.mark.full)
            for picked in product(*(range(len(each)) for each in choices))]


def one_in(share: int) -> int:
    """The step of a walk through every case: 1 with FULL=1, else `share`."""
    return 1 if FULL else share
