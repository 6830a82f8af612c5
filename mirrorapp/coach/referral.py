"""When to say "see a doctor or physiotherapist": no less pain, or no better alignment, in time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import sqrt

from mirrorapp.alignment.results import Change, CheckResult, Trend
from mirrorapp.coach import set_up
from mirrorapp.coach.diary import Diary, diary
from mirrorapp.coach.past import Past, Referred, Told
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import Advice
from mirrorapp.events import Side
from mirrorapp.exercises import checks
from mirrorapp.exercises.rules import AlignmentRule, PainRule, packaged

_WEEK = timedelta(days=7)
BLOCK = timedelta(days=28)
EARLY = timedelta(days=14)
_Z_95 = 1.96

_Counted = tuple[int, int]
"""Repetitions: good ones, and all that were judged."""
_Pair = tuple[_Counted, _Counted]
"""Of one exercise: at first, and now."""


def referrals(history: Iterable[SessionRecord], now: datetime,
              acknowledged: Mapping[str, datetime], past: Past | None = None
              ) -> tuple[Advice, ...]:
    """Every advice to see a professional that stands; `now` with its offset.

    Each stays until it is acknowledged (by its rule's id), and comes back if, weeks after that,
    its cause is still there. What can't be told refers nobody. `past`: what the sessions before
    these leave.
    """
    book = diary(history, now, past)
    if book.first is None:
        return ()
    return tuple(Advice(rule.id, rule.text, rule.source, stays=True) for rule in _rules()
                 if looked_for(rule, book, acknowledged.get(rule.id), book.today).found)


def looked_for(rule: PainRule | AlignmentRule, book: Diary, seen: datetime | None,
               until: date) -> Referred:
    """What came of looking for the rule's cause on each of its dates until then, and that one."""
    known = None if book.past is None else next(
        (each for each in book.past.referred if each.rule == rule.id and each.seen == seen), None)
    found, at = (known.found, known.next_at) if known is not None else (
        False, looks_from(rule, book, seen))
    while at <= until:
        found = found or _cause(rule, book, at)
        at += timedelta(weeks=rule.again_weeks)
    return Referred(rule.id, seen, found, at)


def looks_from(rule: PainRule | AlignmentRule, book: Diary, seen: datetime | None) -> date:
    """The first date on which the cause is looked for. What was read by a clock that was ahead was
    not read: it is said once more.
    """
    assert book.first is not None  # noqa: S101 - the callers have seen it
    at = book.first + timedelta(weeks=rule.from_week)
    if seen is not None and seen.date() <= book.today:
        at = max(at, seen.date() + timedelta(weeks=rule.again_weeks))
    return at


def all_looked_for(book: Diary, acknowledged: Mapping[str, datetime],
                   until: date) -> tuple[Referred, ...]:
    """The same of every rule."""
    return tuple(looked_for(rule, book, acknowledged.get(rule.id), until) for rule in _rules())


def carries_on(book: Diary, acknowledged: Mapping[str, datetime]) -> bool:
    """Whether the book's past, made when something else may have been acknowledged, is enough."""
    if book.past is None:
        return True
    known = {(each.rule, each.seen) for each in book.past.referred}
    return all((rule.id, acknowledged.get(rule.id)) in known
               or looks_from(rule, book, acknowledged.get(rule.id)) >= book.past.cut
               for rule in _rules())


def result_checks() -> frozenset[str]:
    """The checks whose results referrals go by."""
    return frozenset(rule.check for rule in _rules() if isinstance(rule, AlignmentRule))


def _rules() -> Iterator[PainRule | AlignmentRule]:
    return (each for each in packaged().rules if isinstance(each, PainRule | AlignmentRule))


def _cause(rule: PainRule | AlignmentRule, book: Diary, at: date) -> bool:
    if isinstance(rule, PainRule):
        return _pain_stays(rule, book, at)
    return _alignment_stays(rule, book, at)


def _pain_stays(rule: PainRule, book: Diary, at: date) -> bool:
    """By the median of the last week; where nothing was answered then, of the weeks before it."""
    assert book.first is not None  # noqa: S101 - the caller has seen it
    then = book.pain(book.first, book.first + _WEEK)
    week = book.pain(at - _WEEK, at) or book.pain(max(at - BLOCK, book.first + _WEEK), at)
    if then is None or week is None:
        return False
    return week[0] > rule.above and week[0] > then[0] - rule.less_by


def _alignment_stays(rule: AlignmentRule, book: Diary, at: date) -> bool:
    """By the check where two of them compare, else by the verdicts of the same exercise."""
    assert book.first is not None  # noqa: S101 - the caller has seen it
    by_check = _check_stays(rule, book, at)
    if by_check is not None:
        return by_check
    return _verdicts_stay(rule, book.good(book.first, book.first + EARLY),
                          book.good(at - EARLY, at))


def _check_stays(rule: AlignmentRule, book: Diary, at: date) -> bool | None:
    """Whether the check's latest result is no better than its first; None where that can't be told.

    The latest is of the last four weeks, the first any that can be compared with it.
    """
    told = [each for each in book.results(rule.check) if each[0] < at]
    if not told or told[-1][0] < at - BLOCK:
        return None
    sem = checks.packaged(rule.check).noise.sem
    latest = told[-1][1]
    for day, before in told:
        changes = {name: change for name, change in set_up.compared(latest, before, sem).items()
                   if change.trend is not Trend.NOT_COMPARABLE}
        if changes:
            return at - day >= BLOCK and _no_side_better(rule, latest[0], changes)
    return None


def _no_side_better(rule: AlignmentRule, latest: CheckResult,
                    changes: Mapping[str, Change]) -> bool:
    return (not any(change.better for change in changes.values())
            and any(latest.values[name].value > rule.fine_deg for name in changes))


def _verdicts_stay(rule: AlignmentRule, early: Sequence[Told], late: Sequence[Told]) -> bool:
    """Whether no knee has a larger share of good repetitions than at first, beyond chance.

    Of all exercises together: of a dozen compared one by one, one looks better by chance. Only what
    was measured as the latest was says anything: a camera that was moved moves verdicts, too.
    """
    if not late:
        return False
    then, now = (_good(each for each in told
                       if set_up.hindrance(each.measured, late[-1].measured) is None)
                 for told in (early, late))
    shared = [key for key in then.keys() & now.keys()
              if min(then[key][1], now[key][1]) >= rule.reps_least]
    knees = [[(then[key], now[key]) for key in shared if key[1] is side] for side in Side]
    return (not any(_improved(each) for each in knees)
            and any(_falls_short(rule, each) for each in knees))


def _falls_short(rule: AlignmentRule, pairs: Sequence[_Pair]) -> bool:
    judged = sum(now[1] for _, now in pairs)
    return sum(now[0] for _, now in pairs) < rule.fine_share * judged


def _good(days: Iterable[Told]) -> dict[tuple[str, Side], _Counted]:
    """Of each exercise and side."""
    counts: dict[tuple[str, Side], _Counted] = {}
    for each in days:
        good, judged = counts.get((each.exercise, each.side), (0, 0))
        counts[each.exercise, each.side] = (good + each.good, judged + each.judged)
    return counts


def _improved(pairs: Iterable[_Pair]) -> bool:
    """Whether a knee is better over these exercises, each compared with itself (Mantel-Haenszel).

    By chance each of the two knees seems so 2.5 times in 100, one of them 5 times.
    """
    more = variance = 0.0
    for then, now in pairs:
        judged, good = then[1] + now[1], then[0] + now[0]
        more += now[0] - now[1] * good / judged
        variance += then[1] * now[1] * good * (judged - good) / (judged**2 * (judged - 1))
    return more > _Z_95 * sqrt(variance)
