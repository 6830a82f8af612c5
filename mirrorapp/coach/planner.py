"""From a choice, or from what today has, to a plan."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mirrorapp.coach.briefing import cards
from mirrorapp.coach.choosing import instead, suits
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import Asked
from mirrorapp.coach.state import Advice, Today
from mirrorapp.coach.tasks import Task, in_a_row, of_checks, of_exercise
from mirrorapp.events import Side
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.checks import STANDING_EXERCISE
from mirrorapp.exercises.mistakes import ExerciseError
from mirrorapp.exercises.pacing import packaged
from mirrorapp.exercises.routines import Routine
from mirrorapp.exercises.schema import Exercise

REST_DAY = "stretch-short"
"""For somebody who starts on a rest day all the same."""


@dataclass(frozen=True, slots=True)
class How:
    """For whom, and how: `asked` was answered beforehand; `owed_s`: seconds, by exercise; `short`
    as in `Plan`; `well`: ids of exercises that went well the last time, `longer`: of those whose
    holds are at their longest.
    """

    profile: Profile
    asked: Asked = field(default_factory=Asked)
    lighter: bool = False
    short: bool = False
    owed_s: Mapping[str, Mapping[Side, float]] = field(default_factory=dict)
    well: frozenset[str] = frozenset()
    longer: frozenset[str] = frozenset()


class Planner:
    """Makes plans of what is taught. Every call may raise `ExerciseError`.

    What a profile speaks against is left out, or something easier stands for it; but whoever asks
    for one exercise or check alone gets it, with its cautions.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._all = catalogue

    def of_today(self, today: Today, how: How) -> Plan:
        """Today's session, with the checks that are due before it."""
        if not today.exercises:
            return self.of_choice(REST_DAY, how)
        due = self._checks_of(today.check_due) if today.check_due else ()
        routine = self._all.routines.get(today.routines[0]) if len(today.routines) == 1 else None
        return self._plan("+".join(today.routines), how, due, today.exercises,
                          routine.sets_most if routine else None)

    def of_choice(self, choice: str, how: How) -> Plan:
        """What was chosen by its id: a routine, an exercise or a check."""
        routine = self._all.routines.get(choice)
        if routine is not None:
            plan = self._plan(choice, how, routine.checks, routine.exercises, routine.sets_most)
            return replace(plan, told=_leaves_out(routine))
        if choice in self._all.checks:
            return self._plan(choice, how, (choice,), ())
        if choice not in self._all.exercises:
            known = (*self._all.routines, *self._all.exercises, *self._all.checks)
            raise ExerciseError(f"There is no exercise, routine or check {choice!r}.",
                                f"Known are: {', '.join(known)}.")
        return self._plan(choice, how, (), (choice,))

    def _checks_of(self, name: str) -> tuple[str, ...]:
        found = self._all.routines.get(name)
        return found.checks if found is not None else (name,)

    def _plan(self, routine: str, how: How, checks: Sequence[str], ids: Sequence[str],
              sets_most: int | None = None) -> Plan:
        may = suits(how.profile, self._all.exercises)
        fit = [instead(name, self._all.exercises, may) for name in ids] if len(ids) > 1 else ids
        exercises = [self._all.exercise(name) for name in dict.fromkeys(fit) if name is not None]
        due = [self._all.check(name) for name in checks]
        first = of_checks([each for each in due if len(due) == 1 or all(
            map(may, each.exercises))], self._all.exercise)
        tasks = [of_exercise(each, lighter=how.lighter, owed_s=how.owed_s.get(each.id),
                             sets_most=sets_most, longer=each.id in how.longer)
                 for each in exercises]
        parts = in_a_row(each for each in (first, *tasks) if each)
        judge = next((task.exercise for task in parts if task.exercise is not None), None)
        return Plan(judge or self._all.exercise(STANDING_EXERCISE), sum(t.reps for t in parts),
                    how.profile.id, routine=routine, parts=parts, asks=True, asked=how.asked,
                    depth_most=how.profile.depth_most, short=how.short,
                    instead=dict(self._easier(exercises, may, how, sets_most)),
                    cards=_cards(exercises, tasks, how),
                    short_cards=_cards(exercises, tasks, how, packaged().breath.share))

    def _easier(self, exercises: Sequence[Exercise], may: Callable[[str], bool], how: How,
                sets_most: int | None) -> Iterator[tuple[str, tuple[Task, ...]]]:
        for exercise in exercises:
            easier = self._all.exercises.get(exercise.easier or "")
            if easier is not None and may(easier.id):
                yield exercise.id, of_exercise(easier, lighter=how.lighter, sets_most=sets_most)


def _cards(exercises: Sequence[Exercise], tasks: Sequence[Sequence[Task]], how: How,
           ease: float = 1.0) -> dict[str, tuple[Advice, ...]]:
    return {each.id: cards(each, done, well=each.id in how.well and not how.lighter, ease=ease,
                           longer=each.id in how.longer and not how.lighter)
            for each, done in zip(exercises, tasks, strict=True)}


def _leaves_out(routine: Routine) -> tuple[Advice, ...]:
    """A short routine says what it does without."""
    if routine.leaves_out is None:
        return ()
    return (Advice(f"leaves-out-{routine.id}", routine.leaves_out, routine.source),)
