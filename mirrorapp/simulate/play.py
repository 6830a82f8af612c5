"""Plays a simulated user before the real judge and the real coach, on a clock of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.clock import ManualClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.simulate.act import Act
from mirrorapp.simulate.eyes import Eyes
from mirrorapp.simulate.user import User
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import Floats

FPS = 10.0
"""As a Pi gives them."""
LONGEST_S = 4 * 3600.0
_OWN_LOOKS = np.zeros((PARTS, 3))
_OTHER_LOOKS = np.full((PARTS, 3), (0.6, -0.6, 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One frame of a play: what was touched, what was read, and what the screen showed then."""

    time_s: float
    act: Act
    reading: Reading
    state: CoachState


@dataclass
class Room:
    """One mirror with one user before it: what `engine` is to a real one, without its threads."""

    coach: Coach
    user: User
    clock: ManualClock
    fps: float = FPS
    eyes: Eyes = field(default_factory=Eyes)
    aligner: Aligner = field(default_factory=Aligner)
    _part: int = 0
    _shown: CoachState | None = None

    def turn(self) -> Moment:
        """One frame later."""
        self.clock.sleep(1 / self.fps)
        now_s = self.clock.monotonic_s()
        act = self.user.act(self._shown or self.coach.state, now_s)
        for intent, value in act.touches:
            self.touch(intent, value)
        self._follow_part()
        reading = self.aligner.read(self.eyes.look(
            act.marks, now_s, act.people, looks=_looks(act)))
        if self.coach.update(reading):
            self._start_set(touched=False)
        self._follow_part()
        self._shown = self.coach.state
        return Moment(now_s, act, reading, self._shown)

    def touch(self, intent: Intent, value: str = "") -> None:
        """As a touch on the screen."""
        self._shown = None
        if self.coach.send(intent, value):
            self._start_set(touched=True)

    def _follow_part(self) -> None:
        if self.coach.part != self._part:
            self._part = self.coach.part
            self._start_set(touched=False)

    def _start_set(self, *, touched: bool) -> None:
        judge_by(self.aligner, self.coach.exercise, self.coach.side)
        self.aligner.start_set(touched=touched)


def play(room: Room, watch: Callable[[Moment], None], *, speed: float = 0.0,
         longest_s: float = LONGEST_S) -> bool:
    """Until the user is back at the start after a session; false where that takes too long.

    `speed`: so many times as fast as in life, 0 as fast as it goes.
    """
    begun, start_s = False, time.monotonic()
    while room.clock.monotonic_s() < longest_s:
        moment = room.turn()
        watch(moment)
        begun = begun or moment.state.phase is not Phase.HOME
        if begun and moment.state.phase is Phase.SUMMARY:
            return True
        if begun and moment.state.phase is Phase.HOME:
            return True
        if speed:
            time.sleep(max(0.0, start_s + room.clock.monotonic_s() / speed - time.monotonic()))
    return False


def _looks(act: Act) -> Floats | None:
    if act.marks is None:
        return None
    return _OTHER_LOOKS if act.stranger else _OWN_LOOKS
