"""When repetitions are too fast."""

import pytest

from mirrorapp.coach.records import Repetition, RepKnee
from mirrorapp.coach.rep_run import RepRun
from mirrorapp.coach.state import Cue
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.coach.tempo import Tempo
from mirrorapp.events import Verdict
from mirrorapp.exercises import library
from tests.coach.readings import FPS, reading, times

SQUAT = library.load("squat")


def lasting(seconds: float, end_s: float = 10.0) -> Repetition:
    knee = RepKnee(Verdict.CANNOT_JUDGE)
    return Repetition(end_s - seconds, end_s - seconds / 2, end_s, 0.1, judged=False, left=knee,
                      right=knee)


def test_three_in_a_row_are_no_accident() -> None:
    tempo = Tempo(SQUAT)
    told = [tempo.hurries(lasting(seconds)) for seconds in (1, 1, 3, 1, 1, 1, 1, 2, 1)]
    assert told == [False, False, False, False, False, True, True, False, False]


@pytest.mark.parametrize("name", ["runners-march", "banded-side-step", "mini-walk"])
def test_what_need_not_be_slow_is_never_too_fast(name: str) -> None:
    tempo = Tempo(library.load(name))
    assert not any(tempo.hurries(lasting(0.5)) for _ in range(9))


@pytest.mark.parametrize(("seconds", "told"), [(1.2, {Cue.SLOWER}), (3.0, set())])
def test_a_set_says_so(monkeypatch: pytest.MonkeyPatch, seconds: float, told: set[Cue]) -> None:
    run = RepRun(of_exercise(SQUAT)[0], SQUAT)
    monkeypatch.setattr(run._counter, "update", lambda seen: (
        lasting(seconds, seen.time_s) if round(seen.time_s * FPS) % 30 == 29 else None))
    cues = set()
    for time_s in times(25.0):
        run.update(reading(time_s, stood=True), 1 / FPS)
        cues.add(run.show(live=True).cue)
    assert cues - {None} == told
