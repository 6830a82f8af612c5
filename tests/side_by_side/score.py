"""What a program said of a film, held to what is true."""

from dataclasses import dataclass
from typing import Literal

from tests.side_by_side.films import Film

Mark = Literal["right", "false alarm", "missed", "not judged", "does not tell"]


def knee(true: str | None, said: str | None) -> Mark | None:
    """None where the truth is not known. Where nobody bends a knee, only accusing is wrong."""
    if true is None:
        return None
    if said is None:
        return "does not tell"
    if true == "none":
        return "false alarm" if said == "in" else "right"
    if said == "not judged":
        return "not judged"
    if said == true:
        return "right"
    return "false alarm" if said == "in" else "missed"


@dataclass(frozen=True, slots=True)
class Scored:
    """One program on one film."""

    film: Film
    reps: int
    knees: dict[str, str] | None

    @property
    def counted(self) -> bool:
        return self.reps == self.film.reps

    @property
    def marks(self) -> list[Mark]:
        """Of the knees of which the truth is known."""
        each = [knee(true, self.knees[side] if self.knees else None)
                for side, true in self.film.knees.items()]
        return [mark for mark in each if mark is not None]
