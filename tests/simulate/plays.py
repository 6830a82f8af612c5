"""Played once, looked at by several tests."""

from functools import cache
from typing import Any

from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.simulate import run
from mirrorapp.simulate.act import How
from mirrorapp.simulate.user import User
from tests.everything import EVERYTHING

LONGEST_S = 200.0
FPS = 8.0


def known() -> Catalogue:
    return EVERYTHING


@cache
def played(exercise: str, how: How) -> dict[str, Any]:
    """The report of a short session of one exercise: one set a side."""
    room, _ = run.of_plan(run.short(known().exercise(exercise)), User(how, known=known()))
    room.fps = FPS
    return run.watch(room, longest_s=LONGEST_S).report(exercise, how.value)
