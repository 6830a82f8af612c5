"""The tasks of a session, one after the other: where it is, and what came of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from mirrorapp.coach import checking
from mirrorapp.coach.checking import Done, Finding
from mirrorapp.coach.records import Earlier, Measured, SetRecord
from mirrorapp.coach.tasks import Task
from mirrorapp.exercises.checks import Check

"""A check's last result and when it was; None where there is none."""


class Course:
    """`index` counts the tasks that were turned to; `instead` as in `Plan`."""

    def __init__(self, tasks: Sequence[Task], instead: Mapping[str, tuple[Task, ...]]) -> None:
        self._tasks = tuple(tasks)
        self._instead = instead
        self._checks = frozenset(task.check.id for task in self._tasks if task.check is not None)
        self._done: dict[int, Done] = {}
        self.index = 0

    @property
    def task(self) -> Task:
        """What is done just now; after the end what was done last."""
        return self._tasks[min(self.index, len(self._tasks) - 1)]

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self.index >= len(self._tasks)

    @property
    def at_last(self) -> bool:
        """Whether nothing comes after this."""
        return self.index + 1 >= len(self._tasks)

    @property
    def sets(self) -> int:
        """How many sets of exercises there are in all: a check's parts are none."""
        return sum(task.check is None for task in self._tasks)

    def complete(self, sets: Iterable[SetRecord]) -> int:
        """How many of these are complete sets of exercises."""
        return sum(each.complete for each in sets if each.exercise not in self._checks)

    @property
    def reps(self) -> int:
        """Of all tasks; 0 where not every one of them is of repetitions."""
        reps = [task.reps for task in self._tasks]
        return sum(reps) if all(reps) else 0

    @property
    def held(self) -> int:
        """How many holds of checks were done."""
        return sum(self._tasks[index].exercise is None for index in self._done)

    @property
    def turns(self) -> bool:
        """Whether another exercise comes next, or none."""
        return self.at_last or self._tasks[self.index + 1].name != self.task.name

    @property
    def following(self) -> str:
        """What comes after this exercise, "" after the last."""
        own = self.task.name
        return next((task.name for task in self._tasks[self.index:] if task.name != own), "")

    def keep(self, done: Done) -> None:
        """This task is done, and what came of it."""
        self._done[self.index] = done

    def advance(self) -> None:
        """Turn to what comes next."""
        self.index += 1

    @property
    def swaps(self) -> bool:
        """Whether there is something to go on to without this exercise."""
        return bool(self._easier or self._tasks[self._after:])

    def leave_out(self, *, swap: bool = True) -> None:
        """Nothing more of this exercise or check; to `swap`, something easier comes next, where
        there is such a thing.
        """
        easier = self._easier if swap else ()
        self._tasks = (*self._tasks[:self.index + 1], *easier, *self._tasks[self._after:])

    @property
    def _after(self) -> int:
        """Where something else than this exercise or check begins."""
        own = self.task.kept_as
        return next((i for i in range(self.index, len(self._tasks))
                     if self._tasks[i].kept_as != own), len(self._tasks))

    @property
    def _easier(self) -> tuple[Task, ...]:
        """What can take its place; nothing where that is in the plan anyway."""
        easier = self._instead.get(self.task.kept_as, ())
        planned = {task.name for task in self._tasks} & {task.name for task in easier}
        return () if planned else easier

    def checked(self) -> Iterator[tuple[Check, list[Done]]]:
        """Each check that was done to its end, with what came of its parts."""
        found: dict[str, tuple[Check, list[Done]]] = {}
        for index, did in sorted(self._done.items()):
            check = self._tasks[index].check
            if check is not None:
                found.setdefault(check.id, (check, []))[1].append(did)
        for check, parts in found.values():
            if len(parts) == len(check.parts):
                yield check, parts

    def findings(self, measured: Measured, before: Callable[[str], Earlier | None]
                 ) -> Iterator[Finding]:
        """The result of each of them, and of what it was `measured` with; `before` gives a check's
        last result.
        """
        for check, parts in self.checked():
            found = checking.result(check, parts, measured.camera)
            yield checking.finding(check, found, measured, before(check.id))
