"""How much of what was asked for has been done."""

from collections.abc import Sequence
from datetime import timedelta

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
    since = book.today - timedelta(days=rule.days)
    counted = [each for each in now.past if each.day >= since]
    if book.today in book.trained:
        counted = [*counted[-(rule.days - 1):], now.asked]
    done = sum(each.day in book.trained for each in counted)
    newest_first = counted[::-1]
    asked = sum(_asked(newest_first[start:start + _WEEK])
                for start in range(0, len(counted), _WEEK))
    return 100 if done >= asked else round(100 * done / asked)


def _asked(week: Sequence[Asked]) -> float:
    """For how many of these days, a week or what is left of one."""
    return min(sum(each.trains for each in week), sum(each.per_week for each in week) / _WEEK)
