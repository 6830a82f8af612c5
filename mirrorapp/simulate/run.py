"""`mirrorapp simulate`: one routine, exercise or check, done by a simulated user."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from math import inf
from typing import Any

from mirrorapp import config
from mirrorapp.clock import ManualClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.events import MirrorError
from mirrorapp.exercises import catalogue
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.checks import STANDING_EXERCISE, Check
from mirrorapp.exercises.schema import Exercise, HoldDose, RepDose
from mirrorapp.simulate import weeks as weeks_of
from mirrorapp.simulate.act import How
from mirrorapp.simulate.memory import WHO, Diary
from mirrorapp.simulate.play import LONGEST_S, Moment, Room, play
from mirrorapp.simulate.report import Watcher
from mirrorapp.simulate.user import User

_SHORT_HOLD_S, _SHORT_PHASE_S, _SHORT_REPS = 15.0, 4.0, 3
PROGRAMME = "programme"
_WEEKS_MOST = 104
_START = datetime(2026, 3, 2, 18, tzinfo=UTC)


def of_choice(user: User) -> tuple[Room, Diary]:
    """A mirror with everything around a session: today's, or what the user chooses."""
    clock, diary = ManualClock(epoch=_START), Diary()
    desk = Desk(diary, user.known, clock.now, first=WHO)
    plan = Plan(user.known.exercise(STANDING_EXERCISE), 1, WHO)
    return Room(Coach(plan, clock.now, diary, desk=desk), user, clock), diary


def of_plan(plan: Plan, user: User) -> tuple[Room, Diary]:
    """A mirror that does this one plan when "Start" is touched, and asks nothing beforehand."""
    clock, diary = ManualClock(epoch=_START), Diary()
    return Room(Coach(plan, clock.now, diary), user, clock), diary


def short(exercise: Exercise) -> Plan:
    """One exercise, one set a side, a few repetitions or seconds: what a test has time for."""
    dose = exercise.dose
    if isinstance(dose, RepDose):
        dose = dose.model_copy(update={"reps": min(dose.reps, _SHORT_REPS), "sets": 1})
    elif isinstance(dose, HoldDose):
        dose = dose.model_copy(update={"seconds": _SHORT_HOLD_S, "seconds_most": None, "sets": 1})
    else:
        dose = dose.model_copy(update={"rounds": 1, "sets": 1})
        exercise = exercise.model_copy(update={"phases": tuple(
            each.model_copy(update={"seconds": min(each.seconds, _SHORT_PHASE_S)})
            for each in exercise.phases)})
    briefly = exercise.model_copy(update={"dose": dose, "steps": exercise.steps[:1]})
    return Plan(exercise, 0, WHO, routine=exercise.id, parts=of_exercise(briefly), asks=True)


def watch(room: Room, *, longest_s: float = LONGEST_S,
          also: Callable[[Moment], None] = lambda _: None) -> Watcher:
    """Play it to its end. Raises `MirrorError` where it comes to none."""
    watcher = Watcher()

    def both(moment: Moment) -> None:
        watcher(moment)
        also(moment)
    if not play(room, both, longest_s=longest_s):
        raise no_end()
    return watcher


def no_end() -> MirrorError:
    """What is said of a session without an end."""
    return MirrorError("The simulated session comes to no end.",
                       "The phases in its report tell where it stays.")


def report(what: str, how: str, *, speed: float = 0.0, weeks: int = 12) -> dict[str, Any]:
    """What the command line asks for. Raises `MirrorError`."""
    if not 0 <= speed < inf or not 1 <= weeks <= _WEEKS_MOST:
        raise MirrorError("That can't be simulated.",
                          f"--speed is 0 or more, --weeks 1 to {_WEEKS_MOST}.")
    if what == PROGRAMME:
        if how not in (How.WELL, How.BADLY):
            raise MirrorError(f"The programme can't be lived through {how}.",
                              "For weeks, --how is well or badly.")
        course = weeks_of.BETTER if how == How.WELL else weeks_of.NO_BETTER
        return weeks_of.simulate(weeks, course, how)
    return simulate(what, How(how), speed=speed)


def simulate(choice: str, how: How, *, speed: float = 0.0) -> dict[str, Any]:
    """Play one routine, exercise or check, and tell how it went. Raises `MirrorError`.

    One that comes to no end has no outcome: then it tells how far it came.
    """
    known = catalogue.read(config.load().exercises.packs)
    ids = (*known.routines, *known.exercises, *known.checks)
    if choice not in ids:
        raise MirrorError(f"There is nothing called {choice!r} to simulate.",
                          f"Known are: {', '.join((*ids, PROGRAMME))}.")
    if still := [each.id for each in _moving(known, choice) if each.guide is None]:
        raise MirrorError(f"{', '.join(still)} can't be simulated: nothing says how to move.",
                          "Put a [guide] into the file (docs/figure.md).")
    room, _ = of_choice(User(how, choice, known))
    watcher = Watcher()
    play(room, watcher, speed=speed, longest_s=LONGEST_S)
    return watcher.report(choice, how.value)


def _moving(known: Catalogue, choice: str) -> Iterator[Exercise | Check]:
    """Of a choice all that the camera looks at, whose end never comes where nobody moves."""
    routine = known.routines.get(choice)
    parts = (known.members(routine) if routine is not None
             else (known.exercises.get(choice) or known.checks[choice],))
    for each in parts:
        if isinstance(each, Check):
            yield from (known.exercises[name] for name in each.exercises)
            if not each.exercises:
                yield each
        elif each.judged:
            yield each
