"""The week as it is planned: which routines on which day, when it is rested, what is checked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from mirrorapp.exercises import files, mistakes
from mirrorapp.exercises.words import Id, Part, Source


class Day(Part):
    """One day of the programme's week; without routines it is one of rest."""

    day: Annotated[int, Field(ge=1, le=7)]
    routines: tuple[Id, ...] = ()
    source: Source

    @property
    def rest(self) -> bool:
        return not self.routines


class FirstWeek(Part):
    """On the programme's first `days`, this routine stands for the day's own."""

    routine: Id
    days: Annotated[int, Field(ge=1, le=28)]
    source: Source


class DueCheck(Part):
    """A check, or a routine of checks, before the session of a day."""

    id: Id
    every_days: Annotated[int, Field(ge=1, le=365)]
    source: Source


class WeekPlan(Part):
    """Seven days, over and over. `exercises_most`: in one session, unless asked for more."""

    exercises_most: Annotated[int, Field(ge=1, le=20)]
    source: Source
    first_week: FirstWeek | None = None
    days: tuple[Day, ...]
    checks: tuple[DueCheck, ...] = ()

    @model_validator(mode="after")
    def _a_week(self) -> "WeekPlan":
        if [each.day for each in self.days] != list(range(1, 8)):
            raise ValueError("days 1 to 7, each once, in their order")
        if all(each.rest for each in self.days):
            raise ValueError("at least one day that is not one of rest")
        return self

    def of_day(self, day: int) -> Day:
        """The `day` of the programme, counted from 1, whichever week it is in."""
        return self.days[(day - 1) % 7]

    @property
    def routines(self) -> tuple[str, ...]:
        """The ids of all routines that it asks for."""
        first = (self.first_week.routine,) if self.first_week else ()
        return tuple(dict.fromkeys((*first, *(each for day in self.days for each in day.routines))))


def load(places: Sequence[Path] = ()) -> WeekPlan:
    """The plan: the packaged one, or that of a pack. Raises `ExerciseError`."""
    return mistakes.read(files.plans(places).files["plan"].path, WeekPlan, "plan")


def share(routines: Sequence[Sequence[str]], most: int, turn: int) -> tuple[str, ...]:
    """At most so many exercises out of a day's routines, each id once, in the routines' order.

    Every routine gives as many as the others, as far as it has them; `turn` counts such days from
    0, and whatever had to be left out of a routine has its turn on the next.
    """
    if sum(map(len, routines)) <= most:
        return tuple(dict.fromkeys(each for routine in routines for each in routine))
    parts = _parts([len(routine) for routine in routines], most)
    chosen: list[str] = []
    for routine, part in zip(routines, parts, strict=True):
        begin = turn * part % len(routine) if routine else 0
        rotated = [*routine[begin:], *routine[:begin]][:part]
        chosen += sorted(rotated, key=list(routine).index)
    return tuple(dict.fromkeys(chosen))


def _parts(sizes: list[int], most: int) -> list[int]:
    """How many of each: one at a time in turn, until there are `most`."""
    parts = [0] * len(sizes)
    while sum(parts) < min(most, sum(sizes)):
        for at, size in enumerate(sizes):
            if parts[at] < size and sum(parts) < most:
                parts[at] += 1
    return parts
