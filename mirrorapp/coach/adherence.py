"""How much of what was asked for has been done."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from mirrorapp.coach.diary import Diary
from mirrorapp.coach.schedule import Asked, Standing
from mirrorapp.exercises.pacing import packaged

_WEEK = 7


def adherence(book: Diary, now: Standing) -> int | None:
    """Days trained of those asked for, in per cent of the last four weeks; at most 100.

    A week asks for the days that were not for rest, and for no more of them than there are to be
    in a week: a rest that moved costs nothing. Today counts once it is done. None in the first
    days, which tell nothing yet.
    """
    rule = packaged().adherence
    if book.first is None or (book.today - book.first).days < rule.from_days:
        return None
    done_today = book.today in book.trained
    done, asked = _counted(book, now, book.today - timedelta(days=rule.days - done_today))
    return 100 if done >= asked else round(100 * done / asked)


def days(book: Diary, now: Standing, since: date) -> tuple[int, int]:
    """How many days were trained since then, and how many the plan had for training, as `adherence`
    counts; a part of a day is one. Of a diary that is whole. More may be done than asked.
    """
    done, asked = _counted(book, now, since)
    return done, ceil(asked)


def _counted(book: Diary, now: Standing, since: date) -> tuple[int, float]:
    counted = [each for each in now.past if each.day >= since]
    if book.today in book.trained and book.today >= since:
        counted.append(now.asked)
    newest_first = counted[::-1]
    asked = sum(_asked(newest_first[start:start + _WEEK])
                for start in range(0, len(counted), _WEEK))
    return sum(each.day in book.trained for each in counted), asked


def _asked(week: Sequence[Asked]) -> float:
    """For how many of these days, a week or what is left of one."""
    return min(sum(each.trains for each in week), sum(each.per_week for each in week) / _WEEK)
