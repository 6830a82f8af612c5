"""A session in a room, by hand-made readings."""

from dataclasses import replace

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.coach import Coach, SessionListener
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.state import CoachState, Intent, Phase, Tone
from mirrorapp.coach.tasks import in_a_row, of_exercise
from mirrorapp.events import Refusal
from mirrorapp.exercises import library
from tests.coach.readings import FPS, nobody, reading, times
from tests.coach.test_session import NOON, Listener


def plan(*names: str, **told: object) -> Plan:
    exercises = [library.load(name) for name in names]
    tasks = in_a_row(of_exercise(each) for each in exercises)
    return replace(Plan(exercises[0], 0, "p1", routine="today", parts=tasks, asks=True), **told)


class Room:
    def __init__(self, made: Plan, keeper: SessionListener | None = None) -> None:
        self.heard = Listener()
        self.coach = Coach(made, lambda: NOON, keeper or self.heard)
        self.now_s = 0.0
        self.tones: list[Tone] = []
        self.heard_s: list[tuple[Tone, float]] = []
        self.coach.send(Intent.START)

    @property
    def state(self) -> CoachState:
        return self.coach.state

    def play(self, seconds: float, *, there: bool = True, stranger: bool = False) -> None:
        before = self.state.tones
        for time_s in times(seconds, self.now_s):
            seen = reading(time_s, lost=stranger,
                           refusal=Refusal.SEVERAL_PEOPLE if stranger else None)
            before = self._see(seen if there else nobody(time_s), before)
        self.now_s += seconds

    def until(self, phase: Phase, *, most_s: float = 400) -> None:
        before = self.state.tones
        for _ in range(int(most_s * FPS)):
            if self.coach.phase is phase:
                return
            before = self._see(reading(self.now_s), before)
            self.now_s += 1 / FPS
        raise AssertionError(f"{self.coach.phase} and not {phase}")

    def _see(self, seen: Reading, before: int) -> int:
        """Take it in, and listen whether there are more tones than `before`: how many now."""
        self.coach.update(seen)
        now = self.state
        if now.tones != before and now.tone is not None:
            self.tones.append(now.tone)
            self.heard_s.append((now.tone, seen.time_s))
        return now.tones
