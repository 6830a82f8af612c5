"""A knee over one pass towards the mirror: no verdict, only how far it came in while it bore."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from mirrorapp.coach.records import RepKnee
from mirrorapp.coach.reps import NOT_ASKED, Sample
from mirrorapp.coach.verdicts import SAMPLE_S_MAX
from mirrorapp.events import Side

_LEAST_S = 0.4
"""So long the readings of a leg that bears have to speak, each until the next of them and for
`SAMPLE_S_MAX` at most: one step's worth (app)."""


def walked_knee(samples: Sequence[Sample], side: Side) -> RepKnee:
    """What the movement added to the knee of this leg while it bore, the median of all its steps.

    Of the movement alone (`movement_deg`): how the leg stands errs by itself, and is no walk.
    """
    told = [(each, deg) for each in samples if each.judged and each.stance is side
            and (deg := each.knees[side].movement_deg) is not None]
    seen_s = sum(min(then.time_s - now.time_s, SAMPLE_S_MAX)
                 for (now, _), (then, _) in pairwise(told))
    if seen_s < _LEAST_S:
        return NOT_ASKED
    return replace(NOT_ASKED, movement_deg=median(deg for _, deg in told),
                   uncertainty_deg=told[0][0].knees[side].uncertainty_deg)
