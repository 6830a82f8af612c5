"""The week as it is planned: which routines on which day, when it is rested, what is checked."""

from typing import Annotated

from pydantic import Field, model_validator

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

    @property
    def routines(self) -> tuple[str, ...]:
        """The ids of all routines that it asks for."""
        first = (self.first_week.routine,) if self.first_week else ()
        return tuple(dict.fromkeys((*first, *(each for day in self.days for each in day.routines))))
