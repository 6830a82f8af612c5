"""What the programme has for today: a pure fold over what has been done, and what hurt.

Only finished or well-begun sessions count, never a demo (`mirrorapp.coach.diary`).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

from mirrorapp.coach import choosing, schedule
from mirrorapp.coach.adherence import adherence
from mirrorapp.coach.diary import Diary, diary
from mirrorapp.coach.past import Past
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.progression import Ladder, Move, climb
from mirrorapp.coach.records import Change, Outcome, SessionRecord
from mirrorapp.coach.safety import lighter_by
from mirrorapp.coach.schedule import Asked, Standing
from mirrorapp.coach.state import Today
from mirrorapp.exercises.checks import BAND_EFFECT
from mirrorapp.exercises.pacing import packaged
from mirrorapp.exercises.schema import Exercise
from mirrorapp.exercises.words import Sentence

_CHECKS_LEAST = 2
"""So many checks of a routine of them make it done; a single one was only tried."""


class Routine(Protocol):
    """A routine, as the programme needs it: ids of exercises, and of those that join later; or
    those of checks.
    """

    @property
    def exercises(self) -> Sequence[str]: ...
    @property
    def later(self) -> Sequence[str]: ...
    @property
    def checks(self) -> Sequence[str]: ...


class PlannedDay(Protocol):
    """One day of the week; without routines it is the rest day."""

    @property
    def routines(self) -> Sequence[str]: ...


class FirstWeek(Protocol):
    """The routine of the first `days` days."""

    @property
    def routine(self) -> str: ...
    @property
    def days(self) -> int: ...


class PlannedCheck(Protocol):
    """A check or a routine of checks, and how often it is due."""

    @property
    def id(self) -> str: ...
    @property
    def every_days(self) -> int: ...


class WeekPlan(Protocol):
    """The weekly plan (config/plan.toml). The place of its rest day is not taken from it: rest
    comes after as many days of training as there are, wherever that falls.
    """

    @property
    def first_week(self) -> FirstWeek | None: ...
    @property
    def days(self) -> Sequence[PlannedDay]: ...
    @property
    def checks(self) -> Sequence[PlannedCheck]: ...
    @property
    def exercises_most(self) -> int: ...


def today(history: Sequence[SessionRecord], plan: WeekPlan, now: datetime, *, profile: Profile,
          ladders: Mapping[str, Exercise], routines: Mapping[str, Routine],
          skipped: Collection[date] = (), remind_at: time = time(18),
          zone: tzinfo | None = None, more: bool = False, past: Past | None = None) -> Today:
    """Today's share of the programme, of this profile's history alone.

    `now` with its offset; `zone` is where the house is (a `ZoneInfo`, so that clock changes to
    come are known; else `now`'s own). `ladders`: every exercise by its id. `skipped`: dates that
    the user has made rest days. `more`: all exercises of the day were asked for. `past`: what the
    sessions before these leave.
    """
    zone = zone or now.tzinfo
    book = diary(history, now.astimezone(zone), past)
    stand = schedule.standing(book)
    kind = _kind(book, stand, skipped)
    ladder = climbed(book, plan, profile, ladders, routines)
    names = _routines(book, plan, routines) if kind == "train" else ()
    chosen = choosing.choose(_exercises(names, book, plan, ladder, routines), book,
                             None if more else plan.exercises_most)
    day = schedule.next_day(book, stand, skipped)
    easy = lighter_by(history)
    return Today(
        kind=kind, routines=names, exercises=chosen.exercises, left_out=chosen.left_out,
        check_due=_check_due(book, plan, routines) if kind == "train" else "",
        lighter=easy is not None,
        due=None if day is None else schedule.at(day, remind_at, zone),
        streak=stand.rhythm.streak + (book.today in book.trained),
        adherence=adherence(book, stand), week=_week(book), longer=frozenset(ladder.longer),
        changes=(*_changes(book, stand, plan, ladder),
                 *(() if easy is None else (_change(easy.id, easy.text),))))


def _kind(book: Diary, stand: Standing, skipped: Collection[date]) -> str:
    if book.today in book.trained:
        return "done"
    return "rest" if book.today in skipped or stand.rhythm.rest_due else "train"


def _week(book: Diary) -> int:
    return 1 if book.first is None else (book.today - book.first).days // 7 + 1


def _whole_from(book: Diary, plan: WeekPlan) -> date:
    """The first date of the whole plan, after the first week."""
    days = plan.first_week.days if plan.first_week is not None else 0
    return (book.first or book.today) + timedelta(days=days)


def _routines(book: Diary, plan: WeekPlan, routines: Mapping[str, Routine]) -> tuple[str, ...]:
    """Those of the day of the plan whose turn it is: a missed day moves it, and is not doubled.

    One that is not there (its file could not be read) is passed over.
    """
    whole_from = _whole_from(book, plan)
    first = plan.first_week
    if first is not None and book.today < whole_from and first.routine in routines:
        return (first.routine,)
    days = [tuple(name for name in day.routines if name in routines)
            for day in plan.days if day.routines]
    return days[book.days_since(whole_from) % len(days)] if days else ()


def climbed(book: Diary, plan: WeekPlan, profile: Profile, ladders: Mapping[str, Exercise],
            routines: Mapping[str, Routine]) -> Ladder:
    """Where each place of the plan stands. The first week is for learning: nothing that is done in
    it moves an exercise.
    """
    whole_from = _whole_from(book, plan)
    may = choosing.suits(profile, ladders)
    names = dict.fromkeys(name for day in plan.days for name in day.routines if name in routines)
    asked = [each for name in names for each in routines[name].exercises]
    places = {each: found for each in asked
              if (found := choosing.instead(each, ladders, may)) is not None}
    later = [each for name in names for each in routines[name].later]
    return climb((each for each in book.training if each.day >= whole_from), places, later,
                 ladders, may, rungs=None if book.past is None else book.past.rungs)


def _exercises(names: Sequence[str], book: Diary, plan: WeekPlan, ladder: Ladder,
               routines: Mapping[str, Routine]) -> list[tuple[str, ...]]:
    """Each routine as it stands: the exercise of each place, once."""
    first = book.today < _whole_from(book, plan)
    found = []
    for name in names:
        places = [choosing.instead(each, ladder.exercises, ladder.may) if first
                  else ladder.places.get(each)
                  for each in (*routines[name].exercises, *routines[name].later)]
        found.append(tuple(dict.fromkeys(each for each in places if each is not None)))
    return found


def _check_due(book: Diary, plan: WeekPlan, routines: Mapping[str, Routine]) -> str:
    """Of the plan's checks the one that has been due for longest, "" for none.

    One a day, so that the training begins soon; and none is kept from its turn by another.
    """
    due = {each.id: _due_from(each, book, routines) for each in plan.checks}
    return min((each for each in due if due[each] <= book.today), key=due.__getitem__, default="")


def last_checked(check: PlannedCheck, book: Diary, routines: Mapping[str, Routine]) -> date | None:
    """The day on which it was done last."""
    parts = {*(routines[check.id].checks if check.id in routines else (check.id,))}
    least = min(_CHECKS_LEAST, len(parts))
    past = None if book.past is None else book.past.checked.get(check.id)
    return max((each.day for each in book.entries
                if len(_checked(each.record) & parts) >= least), default=past)


def _due_from(check: PlannedCheck, book: Diary, routines: Mapping[str, Routine]) -> date:
    """So many days after it was done last; never done, it is due at once, the band's later."""
    done = last_checked(check, book, routines)
    if done is not None:
        return done + timedelta(days=check.every_days)
    week = packaged().checks.band_from_week if check.id == BAND_EFFECT else 1
    return (book.first or book.today) + timedelta(weeks=week - 1)


def _checked(record: SessionRecord) -> set[str]:
    """The checks that told anything, or were done to their end; none that was left out."""
    whole = record.outcome is Outcome.COMPLETED
    return {each.check for each in record.checks
            if each.values or (whole and each.check not in record.skipped)}


def _changes(book: Diary, stand: Standing, plan: WeekPlan, ladder: Ladder) -> tuple[Change, ...]:
    """What is new since the last training before today, each in a sentence: told until there has
    been a day of training with it, however long that takes.

    Only of a rest that moved is said what was yesterday.
    """
    texts = packaged().texts
    moved = stand.rhythm.moved and book.today not in book.trained
    said = [_change("rest_moved", texts.rest_moved)] if moved else []
    last = max((day for day in book.trained if day < book.today), default=None)
    if last is None:
        return tuple(said)
    if last < _whole_from(book, plan) <= book.today:
        said.append(_change("whole_plan", texts.whole_plan))
    then, now = (each.per_week for each in (_on(stand, last), stand.asked))
    if then != now:
        said.append(_change("fewer_days", texts.fewer_days) if now < then
                    else _change("more_days", texts.more_days))
    said += [_told(move, getattr(texts, move.kind), ladder.exercises)
             for move in ladder.moves if move.day == last]
    return tuple(said)


def _on(stand: Standing, day: date) -> Asked:
    """What was asked for on an earlier day of the programme."""
    return next(each for each in stand.past if each.day == day)


def _told(move: Move, text: Sentence, exercises: Mapping[str, Exercise]) -> Change:
    before, after = exercises[move.before].name, exercises[move.after].name
    return Change(kind=move.kind, en=text.en.format(before=before.en, after=after.en),
                  de=text.de.format(before=before.de, after=after.de))


def _change(kind: str, text: Sentence) -> Change:
    return Change(kind=kind, en=text.en, de=text.de)
