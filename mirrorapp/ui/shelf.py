"""What can be chosen and read on the glass: routines, exercises, checks, and pages that say why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mirrorapp.alignment.signals import Signal
from mirrorapp.coach import briefing, minutes
from mirrorapp.coach.state import Advice
from mirrorapp.coach.tasks import in_a_row, of_checks, of_exercise
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.checks import Check, RepPart
from mirrorapp.exercises.routines import Routine
from mirrorapp.exercises.schema import Exercise, Kit
from mirrorapp.exercises.why import Page
from mirrorapp.exercises.words import Name
from mirrorapp.figure import stills


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to choose; `minutes`: about how long it takes. `told`: what it is good for, and how
    much of it is done; of a check there is nothing. `face`: the id of what is pictured in its
    place; "" is itself.
    """

    id: str
    name: Name
    minutes: float
    kit: tuple[Kit, ...] = ()
    told: tuple[Advice, ...] = ()
    face: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """`items`: routines first, checks last.

    An id that is not here has no name, and takes no time.
    """

    items: tuple[Item, ...] = ()
    pages: tuple[Page, ...] = ()
    exercises: dict[str, Exercise] = field(default_factory=dict)
    sets_most: dict[str, int] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    stills: dict[str, Path] = field(default_factory=dict)

    def still(self, wanted: str) -> str:
        """The picture file of an exercise or a check; "" where there is none."""
        return str(self.stills.get(wanted, ""))

    def on_one_leg(self, wanted: str) -> bool:
        """Whether the side of an exercise is the leg that is stood on."""
        exercise = self.exercises.get(wanted)
        return exercise is not None and exercise.support and exercise.knees != "leading"

    def known(self, wanted: str) -> Exercise | Check | None:
        """An exercise or a check; None for what is neither."""
        return self.exercises.get(wanted) or self.checks.get(wanted)

    def name_of(self, wanted: str) -> Name | None:
        """The name of an exercise, a routine or a check."""
        item = self.item(wanted)
        return None if item is None else item.name

    def item(self, wanted: str) -> Item | None:
        """What can be chosen by this id."""
        return next((item for item in self.items if item.id == wanted), None)

    def minutes(self, wanted: Collection[str], *, lighter: bool = False,
                sets_most: int | None = None) -> float:
        """About how long all of these take; `lighter`: less of each exercise."""
        known = {item.id: item.minutes for item in self.items if item.id not in self.exercises}
        tasks = in_a_row(of_exercise(self.exercises[each], lighter=lighter, sets_most=sets_most)
                         for each in wanted if each in self.exercises)
        return (sum(known.get(each, 0.0) for each in wanted)
                + (minutes.of_tasks(tasks) if tasks else 0.0))

    def kit(self, wanted: Iterable[str]) -> tuple[Kit, ...]:
        """What is needed for these, each thing once."""
        known = {item.id: item.kit for item in self.items}
        return tuple(dict.fromkeys(kit for each in wanted for kit in known.get(each, ())))

    def directions(self, wanted: str) -> bool:
        """Whether the sides of an exercise are ways to go, not legs."""
        exercise = self.exercises.get(wanted)
        return exercise is not None and exercise.sides.kind == "directions"

    def is_routine(self, wanted: str) -> bool:
        """Whether it is several things under one name."""
        return self.name_of(wanted) is not None and wanted not in self.exercises

    def by_the_clock(self, wanted: str) -> bool:
        """Whether an exercise is timed, not judged: nobody need be seen in place."""
        exercise = self.exercises.get(wanted)
        return exercise is not None and not exercise.judged

    def knees(self, wanted: str) -> bool:
        """Whether an exercise is one in which the knee travels over the toes."""
        exercise = self.exercises.get(wanted)
        return exercise is None or exercise.judges_knees

    def only_counted(self, wanted: str) -> bool:
        """Whether the camera counts an exercise's repetitions, and judges none of its knees."""
        exercise = self.exercises.get(wanted)
        return (exercise is not None and exercise.judged and not exercise.judges_knees
                and exercise.dose.kind == "reps")

    def judged_upright(self, wanted: str) -> bool:
        """Whether an exercise's knee is judged until the trunk folds, and no further."""
        exercise = self.exercises.get(wanted)
        return (exercise is not None and exercise.judges_knees
                and exercise.counting.signal is Signal.FOLD)


def of(catalogue: Catalogue, pages: Sequence[Page] = ()) -> Shelf:
    """Everything that is taught."""
    exercises = catalogue.exercises
    faces = _faces(catalogue.routines.values())
    routines = (Item(each.id, each.name, each.minutes, _kit(each, catalogue), _told_of(each),
                     faces[each.id]) for each in catalogue.routines.values())
    single = (Item(each.id, each.name, minutes.of_tasks(of_exercise(each)), each.kit, _told(each))
              for each in exercises.values())
    checks = (Item(each.id, each.name,
                   minutes.of_tasks(of_checks((each,), catalogue.exercise)), _kit_of(each))
              for each in catalogue.checks.values())
    few = {each.id: each.sets_most for each in catalogue.routines.values() if each.sets_most}
    return Shelf((*routines, *single, *checks), tuple(pages), dict(exercises), few,
                 dict(catalogue.checks), stills.find(catalogue))


def _faces(routines: Iterable[Routine]) -> dict[str, str]:
    """Of each routine the first member that pictures no other, or else its very first."""
    faces: dict[str, str] = {}
    for each in routines:
        members = (*each.exercises, *each.checks)
        faces[each.id] = next((one for one in members if one not in faces.values()), members[0])
    return faces


def _told(exercise: Exercise) -> tuple[Advice, ...]:
    amount = briefing.cards(exercise, of_exercise(exercise))[:1]  # what else is read comes later
    about = exercise.about
    return amount if about is None else (
        Advice(f"about-{exercise.id}", about, exercise.source), *amount)


def _told_of(routine: Routine) -> tuple[Advice, ...]:
    return tuple(Advice(f"about-{routine.id}", text, routine.source)
                 for text in (routine.about, routine.leaves_out) if text is not None)


def _kit_of(check: Check) -> tuple[Kit, ...]:
    banded = any(isinstance(part, RepPart) and part.band for part in check.parts)
    return ("band",) if banded else ()


def _kit(routine: Routine, taught: Catalogue) -> tuple[Kit, ...]:
    """All that its exercises need, each thing once."""
    found = (kit for name in routine.exercises for kit in taught.exercises[name].kit)
    return tuple(dict.fromkeys(found))
