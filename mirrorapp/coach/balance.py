"""One leg against the other, beyond what each is wrong by.

What is always wrong with one body falls out of a change, but not out of a difference between its
legs: so each counts with its error against the truth (docs/accuracy.md), not with how well it
repeats.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from statistics import median

from mirrorapp.alignment.results import CheckResult, smallest_detectable
from mirrorapp.coach.knees import LEAST, Knee, scatter_deg
from mirrorapp.events import Side


@dataclass(frozen=True, slots=True)
class Balance:
    """How much further in the left knee is than the right one, degrees, and the smallest difference
    of the two that can be told from their errors.
    """

    left_more_deg: float
    smallest_deg: float

    @property
    def further(self) -> Side | None:
        """Which knee is further in; None where that is within the errors."""
        if abs(self.left_more_deg) <= self.smallest_deg:
            return None
        return Side.LEFT if self.left_more_deg > 0 else Side.RIGHT


def of_check(result: CheckResult) -> Balance | None:
    """Of a check that tells both legs in degrees; else None."""
    left, right = (result.values.get(side.value) for side in Side)
    if result.unit != "deg" or left is None or right is None:
        return None
    return Balance(left.value - right.value, smallest_detectable(
        left.sem(left.uncertainty), right.sem(right.uncertainty)))


def of_knees(knees: Mapping[Side, Knee]) -> Balance | None:
    """Of the last days, where both knees have enough of them that were measured alike, the same
    days, and nobody left untold how sure they are; else None.
    """
    last = [knees[side].stretches[-1].days if knees[side].stretches else () for side in Side]
    left, right = (days[-LEAST:] for days in last)
    if len(left) < LEAST or [each.day for each in left] != [each.day for each in right]:
        return None
    errors = []
    for days, of_last in zip(last, (left, right), strict=True):
        doubts = [each.uncertainty_deg for each in of_last if each.uncertainty_deg is not None]
        if len(doubts) < LEAST:
            return None
        errors.append(hypot(median(doubts), scatter_deg(days)))
    more = (median(each.in_deg for each in days) for days in (left, right))
    first, second = more
    return Balance(first - second, smallest_detectable(*errors))
