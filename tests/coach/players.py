"""Plays readings to a set by itself."""

from dataclasses import replace

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.hold_run import HoldRun
from mirrorapp.coach.rep_run import RepRun
from mirrorapp.coach.running import Run
from mirrorapp.coach.state import CoachState, Tone
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.coach.timed_run import TimedRun
from mirrorapp.exercises import library
from tests.coach.readings import FPS, reading, times

ROLL, FLOOR, SEATED = (library.load(name) for name in (
    "thigh-foam-roll", "floor-buttock-stretch", "seated-thigh-stretch"))
CLAM = library.load("banded-clamshell")
LEAVE_S = FLOOR.phases[-1].seconds
WALL = library.load("wall-foam-roll")


class Player:
    """Plays readings to a set, and notes what is heard."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.now_s = 0.0
        self.tones: list[tuple[float, Tone]] = []

    def play(self, seconds: float, one: Reading | None = None) -> None:
        for time_s in times(seconds, self.now_s):
            self.run.update(replace(one or reading(0.0), time_s=time_s), 1 / FPS)
            if self.run.tone is not None:
                self.tones.append((round(time_s), self.run.tone))
                self.run.tone = None
        self.now_s += seconds

    def shown(self) -> CoachState:
        return self.run.show(live=True)


def timed() -> Player:
    return Player(TimedRun(of_exercise(ROLL)[0], ROLL))


def held() -> Player:
    return Player(HoldRun(of_exercise(FLOOR)[0], FLOOR))


def counts(player: Player) -> float:
    """Seconds of a hold that count, or repetitions."""
    record = player.run.record
    assert record is not None
    return record.hold.held_s if record.hold is not None else record.done


def lifted() -> Player:
    return Player(RepRun(of_exercise(CLAM)[0], CLAM))


def rolled_at_the_wall() -> Player:
    return Player(TimedRun(of_exercise(WALL)[0], WALL))
