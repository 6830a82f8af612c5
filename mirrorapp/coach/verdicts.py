"""What is said of a knee over a while: the worst that was held, never a flicker."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from mirrorapp.events import Verdict

HOLD_S = 0.2
"""A verdict is taken seriously once it has been held this long."""
SAMPLE_S_MAX = 0.25
"""No reading speaks for longer than this, however late the next one comes."""
_JUDGED_SHARE = 0.3
_SEVERITY = {Verdict.GOOD: 0, Verdict.DRIFTING: 1, Verdict.FALLING_OUT: 2, Verdict.CAVING_IN: 3}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of them; `cannot_judge` only where there is nothing else."""
    return max(verdicts, key=lambda each: _SEVERITY.get(each, -1), default=Verdict.CANNOT_JUDGE)


def worst_held(said: Sequence[tuple[float, Verdict]], *, share: float = _JUDGED_SHARE) -> Verdict:
    """The worst verdict that was held for `HOLD_S`, from (time in seconds, verdict) pairs.

    `cannot_judge` where too little of the time was judged at all: less than `share` of it.
    """
    spans = [(min(then - now, SAMPLE_S_MAX), (first, second))
             for (now, first), (then, second) in pairwise(said)]
    judged_s = sum(s for s, ends in spans if Verdict.CANNOT_JUDGE not in ends)
    if judged_s < max(HOLD_S, share * sum(s for s, _ in spans)):
        return Verdict.CANNOT_JUDGE
    for verdict in sorted(_SEVERITY, key=_SEVERITY.__getitem__, reverse=True):
        if _longest_s(spans, verdict) >= HOLD_S:
            return verdict
    return Verdict.GOOD


def _longest_s(spans: Iterable[tuple[float, tuple[Verdict, Verdict]]],
               at_least: Verdict) -> float:
    """The longest unbroken time that began and ended with `at_least` this verdict or worse.

    One reading alone holds nothing, however slow the camera is.
    """
    longest = run = 0.0
    for seconds, ends in spans:
        bad = all(_SEVERITY.get(end, -1) >= _SEVERITY[at_least] for end in ends)
        run = run + seconds if bad else 0.0
        longest = max(longest, run)
    return longest
