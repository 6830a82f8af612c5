"""One leg against the other: by the same noise that a change is told by."""

from dataclasses import dataclass

from mirrorapp.alignment.results import CheckResult, smallest_detectable
from mirrorapp.events import Side


@dataclass(frozen=True, slots=True)
class Balance:
    """How much further in the left knee is than the right one, degrees, and the smallest difference
    of the two that can be told from noise.
    """

    left_more_deg: float
    smallest_deg: float

    @property
    def further(self) -> Side | None:
        """Which knee is further in; None where that is within noise."""
        if abs(self.left_more_deg) <= self.smallest_deg:
            return None
        return Side.LEFT if self.left_more_deg > 0 else Side.RIGHT


def balance(result: CheckResult, sem: float) -> Balance | None:
    """Of a check that tells both legs in degrees, each with that `sem`; else None."""
    left, right = (result.values.get(side.value) for side in Side)
    if result.unit != "deg" or left is None or right is None:
        return None
    return Balance(left.value - right.value, smallest_detectable(left.sem(sem), right.sem(sem)))
