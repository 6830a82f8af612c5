"""What is said of a knee over a while: the worst that was held, never a flicker."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from mirrorapp.events import Refusal, Unsaid, Verdict, Why

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


def why_unsaid(said: Sequence[tuple[float, Why | None]], *, share: float = _JUDGED_SHARE) -> Why:
    """Why `worst_held` could not judge, from (time in seconds, why or None) pairs.

    A refusal only where it would have been enough, had the refused time been judged: the one that
    lasted longest. Else what kept the knee from being read in plain view.
    """
    lasted_s: defaultdict[Why | None, float] = defaultdict(float)
    for (now, why), (then, _) in pairwise(said):
        lasted_s[why] += min(then - now, SAMPLE_S_MAX)
    refused_s = {why: s for why, s in lasted_s.items() if isinstance(why, Refusal)}
    enough_s = max(HOLD_S, share * sum(lasted_s.values()))
    if refused_s and lasted_s[None] + sum(refused_s.values()) >= enough_s:
        return max(refused_s, key=refused_s.__getitem__)
    return max((Unsaid.UNSURE, Unsaid.NOT_STOOD), key=lambda each: lasted_s[each])


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
