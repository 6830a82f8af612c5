"""When to say "see a doctor or physiotherapist": no less pain, or no better alignment, in time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import sqrt

from mirrorapp.alignment.results import Change, CheckResult, Trend, compare
from mirrorapp.coach.diary import Diary, Entry, diary
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import Advice
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import checks
from mirrorapp.exercises.rules import AlignmentRule, PainRule, packaged

_WEEK = timedelta(days=7)
_BLOCK = timedelta(days=28)
_EARLY = timedelta(days=14)
_Z_95 = 1.96

_Counted = tuple[int, int]
"""Repetitions: good ones, and all that were judged."""
_Pair = tuple[_Counted, _Counted]
"""Of one exercise: at first, and now."""


def referrals(history: Iterable[SessionRecord], now: datetime,
              acknowledged: Mapping[str, datetime]) -> tuple[Advice, ...]:
    """Every advice to see a professional that stands; `now` with its offset.

    Each stays until it is acknowledged (by its rule's id), and comes back if, weeks after that,
    its cause is still there. What can't be told refers nobody.
    """
    book = diary(history, now)
    if book.first is None:
        return ()
    found = []
    for rule in packaged().rules:
        if isinstance(rule, PainRule | AlignmentRule):
            moments = _moments(rule, book, book.first, acknowledged.get(rule.id))
            if any(_cause(rule, book, at) for at in moments):
                found.append(Advice(rule.id, rule.text, rule.source, stays=True))
    return tuple(found)


def _moments(rule: PainRule | AlignmentRule, book: Diary, first: date,
             seen: datetime | None) -> Iterator[date]:
    """The dates until today on which the cause is looked for. What was read by a clock that was
    ahead was not read: it is said once more.
    """
    again = timedelta(weeks=rule.again_weeks)
    at = first + timedelta(weeks=rule.from_week)
    if seen is not None and seen.date() <= book.today:
        at = max(at, seen.date() + again)
    while at <= book.today:
        yield at
        at += again


def _cause(rule: PainRule | AlignmentRule, book: Diary, at: date) -> bool:
    if isinstance(rule, PainRule):
        return _pain_stays(rule, book, at)
    return _alignment_stays(rule, book, at)


def _pain_stays(rule: PainRule, book: Diary, at: date) -> bool:
    """By the median of the last week; where nothing was answered then, of the weeks before it."""
    assert book.first is not None  # noqa: S101 - the caller has seen it
    then = book.pain(book.first, book.first + _WEEK)
    week = book.pain(at - _WEEK, at) or book.pain(max(at - _BLOCK, book.first + _WEEK), at)
    if then is None or week is None:
        return False
    return week[0] > rule.above and week[0] > then[0] - rule.less_by


def _alignment_stays(rule: AlignmentRule, book: Diary, at: date) -> bool:
    """By the check where two of them compare, else by the verdicts of the same exercise."""
    assert book.first is not None  # noqa: S101 - the caller has seen it
    by_check = _check_stays(rule, book, at)
    if by_check is not None:
        return by_check
    early = [each for each in book.training if each.day < book.first + _EARLY]
    late = [each for each in book.training if at - _EARLY <= each.day < at]
    return _verdicts_stay(rule, early, late)


def _check_stays(rule: AlignmentRule, book: Diary, at: date) -> bool | None:
    """Whether the check's latest result is no better than its first; None where that can't be told.

    The latest is of the last four weeks, the first any that can be compared with it.
    """
    told = [(each.day, found) for each in book.entries if each.day < at
            for found in each.record.checks if found.check == rule.check and found.values]
    if not told or told[-1][0] < at - _BLOCK:
        return None
    sem = checks.packaged(rule.check).noise.sem
    latest = told[-1][1]
    for day, before in told:
        changes = {name: change for name, change in compare(latest, before, sem).items()
                   if change.trend is not Trend.NOT_COMPARABLE}
        if changes:
            return at - day >= _BLOCK and _no_side_better(rule, latest, changes)
    return None


def _no_side_better(rule: AlignmentRule, latest: CheckResult,
                    changes: Mapping[str, Change]) -> bool:
    return (not any(change.better for change in changes.values())
            and any(latest.values[name].value > rule.fine_deg for name in changes))


def _verdicts_stay(rule: AlignmentRule, early: Sequence[Entry], late: Sequence[Entry]) -> bool:
    """Whether no knee has a larger share of good repetitions than at first, beyond chance.

    Of all exercises together: of a dozen compared one by one, one looks better by chance.
    """
    then, now = _good(early), _good(late)
    shared = [key for key in then.keys() & now.keys()
              if min(then[key][1], now[key][1]) >= rule.reps_least]
    knees = [[(then[key], now[key]) for key in shared if key[1] is side] for side in Side]
    return (not any(_improved(each) for each in knees)
            and any(_falls_short(rule, each) for each in knees))


def _falls_short(rule: AlignmentRule, pairs: Sequence[_Pair]) -> bool:
    judged = sum(now[1] for _, now in pairs)
    return sum(now[0] for _, now in pairs) < rule.fine_share * judged


def _good(entries: Iterable[Entry]) -> dict[tuple[str, Side], _Counted]:
    """Of each exercise and side."""
    counts: dict[tuple[str, Side], _Counted] = {}
    for entry in entries:
        for each in entry.record.sets:
            for rep in each.reps:
                for side in Side:
                    verdict = rep.knee(side).verdict
                    if rep.side in (None, side) and verdict is not Verdict.CANNOT_JUDGE:
                        good, told = counts.get((each.exercise, side), (0, 0))
                        counts[each.exercise, side] = (good + (verdict is Verdict.GOOD), told + 1)
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
