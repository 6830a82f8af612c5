"""Which exercises a day has: at most a few, those that have waited longest, in the plan's order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mirrorapp.coach.diary import Diary
from mirrorapp.coach.profile import Profile
from mirrorapp.exercises.schema import Exercise


@dataclass(frozen=True, slots=True)
class Chosen:
    """Ids of exercises, in the routines' order: what is done, and what is not, for want of time."""

    exercises: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def suits(profile: Profile, exercises: Mapping[str, Exercise]) -> Callable[[str], bool]:
    """Tells of an exercise whether it is there and nothing in the profile speaks against it."""
    def may(name: str) -> bool:
        found = exercises.get(name)
        return found is not None and not any(each.flag in profile.flags
                                             for each in found.cautions if each.flag is not None)
    return may


def instead(name: str, exercises: Mapping[str, Exercise],
            may: Callable[[str], bool]) -> str | None:
    """The exercise itself, else the nearest easier one that suits; None where none does."""
    seen: set[str] = set()
    now: str | None = name
    while now is not None and now in exercises and now not in seen:
        if may(now):
            return now
        seen.add(now)
        now = exercises[now].easier
    return None


def choose(routines: Sequence[Iterable[str]], book: Diary, most: int | None) -> Chosen:
    """`most` exercises of the day's routines (each as ids), None for all.

    Those least recently done come first; of those equally long ago, the first of each routine
    before the second of any.
    """
    order = list(dict.fromkeys(name for routine in routines for name in routine))
    if most is None or len(order) <= most:
        return Chosen(tuple(order))
    rank: dict[str, int] = {}
    for routine in routines:
        for number, name in enumerate(routine):
            rank[name] = min(number, rank.get(name, number))
    last = last_done(book)
    waited = sorted(order, key=lambda name: (last.get(name, date.min), rank[name]))
    taken = set(waited[:most])
    return Chosen(tuple(name for name in order if name in taken),
                  tuple(name for name in order if name not in taken))


def last_done(book: Diary) -> dict[str, date]:
    """The day on which each exercise was done last in training."""
    past = {} if book.past is None else book.past.last_done
    return past | {each.exercise: entry.day for entry in book.training
                   for each in entry.record.sets}
