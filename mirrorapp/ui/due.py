"""What is due today, in words: one line for passing by, and what goes with it for who stops."""

from dataclasses import dataclass, replace

from mirrorapp.coach.state import CoachState, Today
from mirrorapp.exercises.checks import WEEKLY
from mirrorapp.hub.payloads import Words
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.shelf import Shelf

_STREAK_FROM = 2


@dataclass(frozen=True, slots=True)
class Due:
    """`line` comes first; `parts` are what it is made of, `kit` what is needed; `week`: where the
    programme is, `streak`: days in a row. Each may be empty.
    """

    line: str
    parts: str = ""
    kit: str = ""
    week: str = ""
    streak: str = ""


def due(coach: CoachState, shelf: Shelf, texts: Texts) -> Due:
    """Of a guest it is the plan of the demo. What safety says makes it no day like any other:
    what the programme has can wait.
    """
    if coach.today is None:
        return Due(_planned(coach, shelf, texts))
    streak, week = _streak(coach.today, texts), _week(coach.today, texts)
    first = coach.advice[0] if coach.advice else None
    if first is not None and not first.stays:
        said = texts.say("home.doctor" if first.blocks else "home.rest")
        return Due(said, week=week, streak=streak)
    if coach.today.kind != "train":
        said = texts.say("home.rest_day" if coach.today.kind == "rest" else "home.done")
        return Due(said, week=week, streak=streak)
    ids = (*((coach.today.check_due,) if coach.today.check_due else ()), *coach.today.exercises)
    light = [texts.say("home.lighter")] if coach.today.lighter else []
    kit = ", ".join(texts.say(f"kit.{each}") for each in shelf.kit(ids))
    return Due(texts.count("home.minutes", _minutes(ids, coach.today, shelf)),
               ", ".join([*light, *map(texts.exercise, ids)]),
               texts.say("home.kit", kit=kit) if kit else "", week, streak)


def in_words(today: Today, shelf: Shelf, texts: Texts) -> Words:
    """What the home is told of the day. That safety has something to say stays on the glass, and
    so does that a session is lighter.
    """
    said = due(CoachState(today=replace(today, lighter=False)), shelf, texts)
    return Words(today=said.line, exercises=said.parts,
                 next="" if today.due is None else texts.moment(today.due))


def _planned(coach: CoachState, shelf: Shelf, texts: Texts) -> str:
    """Where no programme says what is due."""
    if coach.exercise == WEEKLY:
        return texts.say("checks.weekly")
    if coach.check is not None:
        return texts.name(coach.check)
    if not coach.target or shelf.is_routine(coach.exercise):
        return texts.exercise(coach.exercise) if coach.exercise else ""
    return texts.dose(coach.exercise, coach.target)


def _minutes(ids: tuple[str, ...], today: Today, shelf: Shelf) -> int:
    alone = today.routines[0] if len(today.routines) == 1 else ""
    return max(1, round(shelf.minutes(ids, lighter=today.lighter,
                                      sets_most=shelf.sets_most.get(alone))))


def _streak(today: Today, texts: Texts) -> str:
    return texts.count("home.streak", today.streak) if today.streak >= _STREAK_FROM else ""


def _week(today: Today, texts: Texts) -> str:
    return "" if today.week is None else texts.say("home.week", n=today.week)
