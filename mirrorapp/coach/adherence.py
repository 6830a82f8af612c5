"""How much of what was asked for has been done."""

from datetime import timedelta

from mirrorapp.coach.diary import Diary
from mirrorapp.coach.schedule import Standing
from mirrorapp.exercises.pacing import packaged


def adherence(book: Diary, now: Standing) -> int | None:
    """Days trained of those asked for, in per cent of the last four weeks; at most 100.

    A week asks for so many days, whichever they are: a rest that moved costs nothing. Today
    counts once it is done. None in the first days, which tell nothing yet.
    """
    rule = packaged().adherence
    if book.first is None or (book.today - book.first).days < rule.from_days:
        return None
    since = book.today - timedelta(days=rule.days)
    counted = [(day, days) for day, days in now.asked if day >= since]
    if book.today in book.trained:
        counted = [*counted[-(rule.days - 1):], (now.day, now.rhythm.per_week)]
    done = sum(day in book.trained for day, _ in counted)
    return min(100, round(100 * done / (sum(days for _, days in counted) / 7)))
