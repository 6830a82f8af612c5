"""A routine tells about how long it takes who reads and answers everything, as on the first day."""

import pytest

from mirrorapp.simulate import run
from mirrorapp.simulate.act import How
from mirrorapp.simulate.user import User
from tests.simulate.plays import FPS, known
from tests.tiers import FULL

QUICK = ("weekly-check",)


@pytest.mark.parametrize("name", sorted(known().routines) if FULL else QUICK)
def test_a_first_session_takes_as_long_as_its_routine_tells(name: str) -> None:
    room, _ = run.of_choice(User(How.WELL, name, known()))
    room.fps = FPS
    told = known().routines[name].minutes
    watcher = run.watch(room, longest_s=60 * (told + 5))
    takes = watcher.report(name, "well")["duration_s"] / 60
    assert takes == pytest.approx(told, abs=1.0)
