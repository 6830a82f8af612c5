"""A knee on its way through a repetition, and what it read where it passed a depth.

The lowest point is a poor place to compare two legs or two weeks by, for it is never the same:
the same depth is (Uhlár 2021 measures at 15 % of squat depth for that reason).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_GAP_S = 0.5


@dataclass(frozen=True, slots=True)
class Passing:
    """One judged reading of a knee: `movement_deg` is what the movement adds, + = medial."""

    time_s: float
    depth: float
    movement_deg: float


def at_depth(way: Sequence[Passing], depth: float) -> float | None:
    """What the knee read at that depth, down and up taken together, degrees.

    Between two readings it is interpolated; across more than 0.5 s unseen it is not. None where
    the knee was not seen passing there.
    """
    passed = [_between(a, b, depth) for a, b in pairwise(way)
              if 0 < b.time_s - a.time_s <= _GAP_S
              and min(a.depth, b.depth) <= depth <= max(a.depth, b.depth)]
    return median(passed) if passed else None


def _between(a: Passing, b: Passing, depth: float) -> float:
    if a.depth == b.depth:
        return (a.movement_deg + b.movement_deg) / 2
    share = (depth - a.depth) / (b.depth - a.depth)
    return a.movement_deg + share * (b.movement_deg - a.movement_deg)
