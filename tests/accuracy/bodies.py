"""The people of the bench, baked once from the parametric body.

Ten are filmed: six to fit on, four to test on. A crowd of others is only ever fitted on. The
split is by body and fixed: nothing that is fitted may ever see a held-out body.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mirrorapp.figure.skeleton import Body


@dataclass(frozen=True, slots=True)
class Person:
    """One body. `weight`, `muscle` and `proportions` are the body model's own 0..1 parameters, .5
    is average; `age` is .67 for a young adult and 1 for an old one."""

    name: str
    sex: str
    height_m: float
    weight: float
    muscle: float
    held_out: bool = False
    proportions: float = 0.5
    age: float = 0.67


PEOPLE = (
    Person("woman_152_light", "female", 1.52, 0.30, 0.45),
    Person("woman_160_medium", "female", 1.60, 0.50, 0.50),
    Person("woman_172_heavy", "female", 1.72, 0.78, 0.45),
    Person("man_166_heavy", "male", 1.66, 0.75, 0.50),
    Person("man_176_light", "male", 1.76, 0.32, 0.50),
    Person("man_190_medium", "male", 1.90, 0.52, 0.60),
    Person("woman_157_heavy", "female", 1.57, 0.75, 0.50, held_out=True),
    Person("woman_167_fit", "female", 1.67, 0.40, 0.70, held_out=True),
    Person("man_172_medium", "male", 1.72, 0.52, 0.50, held_out=True),
    Person("man_184_heavy", "male", 1.84, 0.74, 0.62, held_out=True),
)
CROWD_SEED, CROWD_SIZE = 11, 64


def _crowd() -> Iterator[Person]:
    random = np.random.default_rng(CROWD_SEED)
    for number in range(CROWD_SIZE):
        sex = ("female", "male")[number % 2]
        low_m, high_m = ((1.50, 1.82), (1.60, 1.96))[number % 2]
        height_m, weight, muscle, proportions, age = random.uniform(
            (low_m, 0.22, 0.30, 0.25, 0.60), (high_m, 0.88, 0.75, 0.75, 0.95))
        yield Person(f"crowd_{number:02d}", sex, round(height_m, 3), round(weight, 3),
                     round(muscle, 3), proportions=round(proportions, 3), age=round(age, 3))


CROWD = tuple(_crowd())
FIT = tuple(person.name for person in PEOPLE if not person.held_out)
HELD_OUT = tuple(person.name for person in PEOPLE if person.held_out)


def path_of(cache: Path, name: str) -> Path:
    """Where a baked body is, or would be."""
    return cache / "bodies" / f"{name}.npz"


def bake_all(cache: Path) -> None:
    """Bake the bodies that are missing. Needs the extra ``author``; minutes at its first start."""
    bake_those(cache, (*PEOPLE, *CROWD))


def bake_those(cache: Path, people: Iterable[Person]) -> None:
    """The same for some of them."""
    from mirrorapp.figure.bake import bake

    for person in people:
        path = path_of(cache, person.name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            bake(person.height_m, person.sex, person.weight, person.muscle,
                 proportions=person.proportions, age=person.age).save(path)


def load(cache: Path, name: str) -> Body:
    """A baked body. Raises OSError where it has not been baked."""
    return Body.load(path_of(cache, name))
