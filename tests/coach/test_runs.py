"""What is credited to whom in any set, and what all of them have in common."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.cues import EVERY_S
from mirrorapp.coach.hold_run import HoldRun
from mirrorapp.coach.presence import GONE_S
from mirrorapp.coach.rep_run import RepRun
from mirrorapp.coach.running import Run
from mirrorapp.coach.state import Cue, Tone
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.coach.timed_run import TimedRun
from mirrorapp.events import Refusal, Side
from mirrorapp.exercises import library
from tests.coach.players import (
    CLAM,
    FLOOR,
    LEAVE_S,
    ROLL,
    SEATED,
    Player,
    counts,
    held,
    lifted,
    rolled_at_the_wall,
    timed,
)
from tests.coach.readings import FPS, nobody, reading, times
from tests.tiers import examples

LYING = [(timed, 180, 180), (held, 120, 120), (lifted, 60, 12)]


@pytest.mark.parametrize(("lie", "long_s", "whole"), LYING)
def test_who_lies_unseen_has_done_it_once_there_is_a_sign_of_life(
        lie: Callable[[], Player], long_s: float, whole: float) -> None:
    for touch in (False, True):
        player = lie()
        player.play(long_s + 1, nobody(0))
        assert player.run.waiting
        assert not player.run.done
        assert counts(player) == 0
        if touch:
            player.run.touched()
        else:
            player.play(1)
        assert (player.run.done, player.run.waiting) == (True, False)
        assert counts(player) == whole


@pytest.mark.parametrize(("lie", "long_s", "whole"), LYING)
def test_who_was_seen_and_is_hidden_then_loses_nothing(
        lie: Callable[[], Player], long_s: float, whole: float) -> None:
    player = lie()
    player.play(5)
    player.play(long_s - 10, nobody(0))
    player.play(5.5 + LEAVE_S)
    assert player.run.done
    assert counts(player) == whole
    assert Tone.AWAY not in [tone for _, tone in player.tones]


@pytest.mark.parametrize(("lie", "long_s", "whole"), LYING)
def test_who_walks_out_is_credited_what_was_seen(
        lie: Callable[[], Player], long_s: float, whole: float) -> None:
    player = lie()
    player.play(10)
    player.play(700, nobody(0))
    assert not player.run.done
    assert counts(player) <= whole * (10 + GONE_S) / long_s


@pytest.mark.parametrize(("lie", "long_s", "whole"), LYING)
def test_flickers_are_nobody(lie: Callable[[], Player], long_s: float, whole: float) -> None:
    player = lie()
    for _ in range(int(long_s) + 60):
        player.play(0.3)
        player.play(0.7, nobody(0))
    assert not player.run.done
    assert counts(player) == 0


@pytest.mark.parametrize(("lie", "long_s", "whole"), [
    *LYING, (rolled_at_the_wall, 180, 180)])
def test_a_stranger_trains_nothing(
        lie: Callable[[], Player], long_s: float, whole: float) -> None:
    player = lie()
    player.play(5.5)
    before, left_s = counts(player), player.shown().left_s
    player.play(15, reading(0, lost=True, refusal=Refusal.SEVERAL_PEOPLE))
    assert (counts(player), player.shown().left_s) == (before, left_s)
    player.play(long_s - 4 + LEAVE_S)
    assert player.run.done
    assert counts(player) == whole


ROOM = st.lists(st.tuples(st.sampled_from(["seen", "nobody", "stranger", "flicker"]),
                          st.integers(1, 90)), max_size=12)


@settings(max_examples=examples(40), deadline=None)
@given(ROOM, st.sampled_from([timed, held, lifted, rolled_at_the_wall]))
def test_nothing_counts_beyond_the_last_sign_of_life(
        room: list[tuple[str, int]], lie: Callable[[], Player]) -> None:
    """What counts never shrinks, and stands still for whoever is no user."""
    sights = {"seen": reading(0), "nobody": nobody(0),
              "stranger": reading(0, lost=True, refusal=Refusal.SEVERAL_PEOPLE)}
    player = lie()
    paced = isinstance(player.run, RepRun)
    for what, seconds in room:
        before = counts(player)
        if what == "flicker":
            for _ in range(seconds):
                player.play(0.2)
                player.play(0.8, nobody(0))
        else:
            player.play(seconds, sights[what])
        assert counts(player) >= before
        if what != "seen":
            most_s = GONE_S + 0.5
            assert counts(player) - before <= (1 + most_s // 5 if paced else most_s)
    if not any(what == "seen" for what, _ in room):
        assert not player.run.done


def test_the_sets_know_their_side() -> None:
    for exercise, run in ((ROLL, TimedRun), (FLOOR, HoldRun), (CLAM, RepRun)):
        task = of_exercise(exercise)[1]
        record = run(task, exercise).record
        assert record is not None
        assert record.side is task.side is Side.LEFT


SQUAT = library.load("squat")


@pytest.mark.parametrize(("run", "seen", "cue"), [
    (RepRun(of_exercise(SQUAT)[0], SQUAT, 0.1), reading(0.0, depth=0.2), Cue.TOO_DEEP),
    (HoldRun(of_exercise(SEATED)[0], SEATED), reading(0.0, square_up=Side.LEFT),
     Cue.SQUARE_UP_LEFT)])
def test_an_interruption_makes_cues_no_more_frequent(run: Run, seen: Reading, cue: Cue) -> None:
    said_s: list[float] = []
    before = None
    for time_s in times(20.0):
        if time_s % 3 == 0:
            run.interrupt()
        run.update(replace(seen, time_s=time_s), 1 / FPS)
        now = run.show(live=True).cue
        if now is not None and before is None:
            assert now is cue
            said_s.append(time_s)
        before = now
    assert len(said_s) >= 3
    assert all(later - first >= EVERY_S for first, later in pairwise(said_s))
