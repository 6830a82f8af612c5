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


def worst_held(said: Sequence[tuple[float, Verdict]]) -> Verdict:
    """The worst verdict that was held for `HOLD_S`, from (time in seconds, verdict) pairs.

    `cannot_judge` where too little was judged at all.
    """
    spans = [(verdict, min(then - now, SAMPLE_S_MAX))
             for (now, verdict), (then, _) in pairwise(said)]
    judged_s = sum(s for verdict, s in spans if verdict is not Verdict.CANNOT_JUDGE)
    if judged_s < max(HOLD_S, _JUDGED_SHARE * sum(s for _, s in spans)):
        return Verdict.CANNOT_JUDGE
    for verdict in sorted(_SEVERITY, key=_SEVERITY.__getitem__, reverse=True):
        if _longest_s(spans, verdict) >= HOLD_S:
            return verdict
    return Verdict.GOOD


def _longest_s(spans: Iterable[tuple[Verdict, float]], at_least: Verdict) -> float:
    """The longest unbroken time with `at_least` this verdict or a worse one."""
    longest = run = 0.0
    for verdict, seconds in spans:
        bad = _SEVERITY.get(verdict, -1) >= _SEVERITY[at_least]
        run = run + seconds if bad else 0.0
        longest = max(longest, run)
    return longest
