"""What a session is to be: its tasks, and how it is held."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mirrorapp.coach.records import Asked, Change
from mirrorapp.coach.state import Advice
from mirrorapp.coach.tasks import Task
from mirrorapp.exercises.schema import Exercise

COUNT_IN_S = 3.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: one set, or `parts` one after the other, under the name `routine`.

    `gate` false counts from the first frame: a film does not wait. `asks`: questions are put and
    answered by touch, and a set is counted in; false for a guest's demo. `asked`: what was answered
    beforehand. `depth_most` as in `Profile`. `told`: to be read before the first exercise; `cards`:
    before an exercise, by its id, and `short_cards` where holds are shorter. `instead`: for an
    exercise's id, what can take its place when it hurts. `short`: holds are shorter, since
    breathing was not easy. `changes`: what of the programme is new, and was told on the glass.
    """

    exercise: Exercise
    reps: int
    profile: str
    demo: bool = False
    gate: bool = True
    routine: str = ""
    parts: tuple[Task, ...] = ()
    asks: bool = False
    depth_most: float | None = None
    asked: Asked = field(default_factory=Asked)
    short: bool = False
    told: tuple[Advice, ...] = ()
    cards: Mapping[str, tuple[Advice, ...]] = field(default_factory=dict)
    short_cards: Mapping[str, tuple[Advice, ...]] = field(default_factory=dict)
    instead: Mapping[str, tuple[Task, ...]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is done, one after the other."""
        return self.parts or (Task(self.exercise, self.reps),)

    @property
    def count_in_s(self) -> float:
        """How long a set is counted in."""
        return COUNT_IN_S if self.asks else 0.0
