"""Lays sessions of long ago aside: makes a `Past` of them, from which all goes on as from them.

What may be laid aside ends at a cut: a place in the order written, and a date. Each session before
it is of an earlier day and each after it of that day or later, so that what `diary` keeps of all is
what it keeps of either part: no row of days in order can be longer than the longest of both parts
one after the other, and that is such a row. A session before the cut that tells a later date was
written by a clock that was ahead. It can never be kept, whatever comes, once as many as there are
of those and one more stand in order right after the cut, before their dates: any row with the
former is longer with the latter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import accumulate, pairwise

from mirrorapp import __version__
from mirrorapp.coach import ledger, schedule
from mirrorapp.coach.asking import short_of_breath
from mirrorapp.coach.briefing import went_well
from mirrorapp.coach.choosing import last_done
from mirrorapp.coach.diary import Diary, diary, never_possible, utc_day, with_anything
from mirrorapp.coach.past import Past
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.programme import Routine, WeekPlan, climbed, last_checked
from mirrorapp.coach.records import Found, SessionRecord
from mirrorapp.coach.referral import (
    BLOCK,
    EARLY,
    all_looked_for,
    carries_on,
    result_checks,
)
from mirrorapp.exercises.schema import Exercise

SHOWN = timedelta(weeks=12)
"""What `progress` shows is never laid aside."""
LEAST = 6
"""So many sessions are worth it: a week's."""
_TRIES = 30
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which rules and for whom it is worked out; `rules` gives them a name, which changes
    with them.
    """

    rules: Callable[[], str]
    profile: Profile
    plan: WeekPlan
    ladders: Mapping[str, Exercise]
    routines: Mapping[str, Routine]

    @property
    def name(self) -> str:
        """What tells them from others, but for what was acknowledged (`referral.carries_on`)."""
        told = repr((__version__, self.rules(), sorted(self.profile.flags)))
        return sha256(told.encode()).hexdigest()


def goes_on(past: Past, history: Sequence[SessionRecord], now: datetime, terms: Terms) -> bool:
    """Whether today can be worked out from this and the sessions after it: the same rules, a clock
    that is not behind, and nothing that was written later tells an earlier date.
    """
    real = [each for each in history if not never_possible(each)]
    book = Diary(now.date(), (), past)
    return (past.terms == terms.name and past.cut <= now.date() and with_anything(history) > 0
            and all(_earliest(each) >= past.cut for each in real)
            and carries_on(book, terms.profile.acknowledged))


def settle(history: Sequence[SessionRecord], now: datetime, past: Past | None,
           terms: Terms) -> Past | None:
    """What the `past` becomes with the oldest of the sessions after it, in the order written, no
    demo among them; None where it is not worth it, or nothing can be laid aside yet.
    """
    today, first_week = now.date(), terms.plan.first_week
    if (len(history) <= LEAST or _earliest(history[LEAST - 1]) >= today - SHOWN
            or any(each.date() > today for each in terms.profile.acknowledged.values())
            or (first_week is not None and timedelta(days=first_week.days) > BLOCK)):
        return None
    book = diary(history, now, past)
    for count, cut in _cuts(history, today)[:_TRIES]:
        before = replace(book, entries=tuple(each for each in book.entries if each.day < cut))
        after = [day for day in book.trained if cut <= day < today]
        if (before.first is not None and before.first + BLOCK <= cut and after
                and with_anything(history[count:]) and _settled(history, count, cut)):
            return _past(before, cut, history[:count], terms)
    return None


def _cuts(history: Sequence[SessionRecord], today: date) -> list[tuple[int, date]]:
    """How many sessions may be laid aside, and before which date; most first."""
    earliest = [date.max if never_possible(each) else _earliest(each) for each in history]
    cuts = list(accumulate(reversed(earliest), min))[::-1]
    return [(count, cuts[count]) for count in range(len(history) - 1, LEAST - 1, -1)
            if cuts[count] <= today - SHOWN]


def _settled(history: Sequence[SessionRecord], count: int, cut: date) -> bool:
    """Whether what is kept of the first `count` sessions will stay what it is, whatever comes."""
    ahead = [utc_day(each) for each in history[:count]
             if not never_possible(each) and max(utc_day(each), each.started.date()) >= cut]
    if not ahead:
        return True
    days = [utc_day(each) for each in history[count:] if not never_possible(each)]
    row = days[:len(ahead) + 1]
    return (len(row) > len(ahead) and all(a <= b for a, b in pairwise(row))
            and row[-1] < min(ahead))


def _past(before: Diary, cut: date, sessions: Sequence[SessionRecord], terms: Terms) -> Past:
    """`before`: the diary up to the cut, after an earlier past if there is one."""
    past, first = before.past, before.first
    assert first is not None  # noqa: S101 - the caller has seen it
    trained = sorted({*before.trained, *(past.early if past is not None else ())})
    ladder = climbed(before, terms.plan, terms.profile, terms.ladders, terms.routines)
    checked = {each.id: last_checked(each, before, terms.routines) for each in terms.plan.checks}
    return Past(
        terms=terms.name, last=sessions[-1].uuid, cut=cut, first=first,
        days=len(before.trained) + (past.days if past is not None else 0),
        early=tuple(day for day in trained if day < first + BLOCK),
        pains=tuple(each for each in before.answers
                    if each[0] < first + _WEEK or each[0] >= cut - BLOCK),
        good=(*before.good(first, first + EARLY),
              *before.good(max(first + EARLY, cut - EARLY), cut)),
        rhythm=schedule.standing(replace(before, today=cut)).rhythm, rungs=ladder.rungs,
        last_done=last_done(before),
        checked={name: day for name, day in checked.items() if day is not None},
        results=tuple(each for name in sorted(result_checks()) for each in _results(before, name)),
        referred=all_looked_for(before, terms.profile.acknowledged, cut),
        ahead_s=ledger.ahead_s(sessions, past.ahead_s if past is not None else None),
        well=tuple(sorted(went_well(sessions, terms.ladders, past.well if past else ()))),
        short=short_of_breath(sessions, before=past is not None and past.short))


def _results(before: Diary, check: str) -> list[tuple[date, Found]]:
    """The first of each kind that compares alike with whatever comes, and the last."""
    firsts: dict[object, tuple[date, Found]] = {}
    told = before.results(check)
    for day, (each, measured) in told:
        kind = (each.unit, each.method, each.camera, each.depth, frozenset(each.values),
                replace(measured, app=""))
        firsts.setdefault(kind, (day, (each, measured)))
    found = sorted(firsts.values(), key=lambda each: each[0])
    return found if not told or told[-1] in found else [*found, told[-1]]


def _earliest(record: SessionRecord) -> date:
    return min(utc_day(record), record.started.date())
