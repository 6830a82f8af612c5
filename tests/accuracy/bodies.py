"""The ten people of the bench: baked once from the parametric body, six to fit on, four to test on.

The split is by body and fixed: nothing that is fitted may ever see a held-out body.
"""

from dataclasses import dataclass
from pathlib import Path

from mirrorapp.figure.skeleton import Body


@dataclass(frozen=True, slots=True)
class Person:
    """One body. `weight` and `muscle` are the body model's own 0..1 parameters, .5 is average."""

    name: str
    sex: str
    height_m: float
    weight: float
    muscle: float
    held_out: bool = False


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
FIT = tuple(person.name for person in PEOPLE if not person.held_out)
HELD_OUT = tuple(person.name for person in PEOPLE if person.held_out)


def path_of(cache: Path, name: str) -> Path:
    """Where a baked body is, or would be."""
    return cache / "bodies" / f"{name}.npz"


def bake_all(cache: Path) -> None:
    """Bake the bodies that are missing. Needs the extra ``author``; minutes at its first start."""
    from mirrorapp.figure.bake import bake

    for person in PEOPLE:
        path = path_of(cache, person.name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            bake(person.height_m, person.sex, person.weight, person.muscle).save(path)


def load(cache: Path, name: str) -> Body:
    """A baked body. Raises OSError where it has not been baked."""
    return Body.load(path_of(cache, name))
