"""Counting by time and depth."""

from dataclasses import replace
from math import pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.records import Repetition
from mirrorapp.coach.reps import RepCounter
from mirrorapp.events import Side, Verdict
from mirrorapp.vision.pose import Sighting
from tests.bodies import Body, nobody, squats
from tests.tiers import combined, examples


def count(sightings: list[Sighting]) -> list[Repetition]:
    aligner, counter = Aligner(), RepCounter()
    found = [counter.update(aligner.read(sighting)) for sighting in sightings]
    return [rep for rep in [*found, counter.flush()] if rep is not None]


@pytest.mark.parametrize(("depth", "fps"), combined([0.15, 0.3, 0.5], [6, 15, 10, 8, 30]))
def test_every_squat_counts_at_any_rate(fps: int, depth: float) -> None:
    assert len(count(list(squats(4, depth, fps)))) == 4


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.floats(0.03, 0.16), min_size=300, max_size=300))
def test_an_uneven_frame_rate_gives_the_same_count(gaps: list[float]) -> None:
    times = [t for t in np.cumsum(gaps) if t < 15]
    reps = int((times[-1] - 1.5) // 4.5)
    assert len(count(list(squats(reps, times=times)))) == reps


def test_a_repetition_whose_descent_is_the_first_frame_counts() -> None:
    film = [s for s in squats(1) if s.time_s >= 1.55]
    assert len(count(film)) == 1


def test_a_repetition_cut_off_at_the_bottom_does_not_count() -> None:
    film = [s for s in squats(1) if s.time_s <= 3.1]
    assert count(film) == []


def test_bobbing_counts_nothing() -> None:
    assert count(list(squats(3, depth=0.04))) == []


def test_a_kick_and_a_walk_count_nothing() -> None:
    def kick(time_s: float) -> Sighting:
        return Body(lift={Side.LEFT: max(0.0, 1.2 * sin(time_s * pi))}).sighting(time_s)

    def walk(time_s: float) -> Sighting:
        step = {Side.LEFT: max(0.0, 0.4 * sin(6 * time_s)),
                Side.RIGHT: max(0.0, -0.4 * sin(6 * time_s))}
        return Body(shank=120 + 15 * time_s, lift=step).sighting(time_s)

    times = [i / 15 for i in range(90)]
    assert count([kick(t) for t in times]) == []
    assert count([walk(t) for t in times]) == []


def test_a_jump_counts_nothing() -> None:
    def jump(time_s: float) -> Sighting:
        height = max(0.0, sin(2 * pi * time_s))
        return Body(feet_y=1150 - 300 * height, depth=0.2 * height).sighting(time_s)

    assert count([jump(i / 30) for i in range(120)]) == []


def test_losing_the_body_for_long_drops_the_repetition_under_way() -> None:
    down = [s for s in squats(1) if s.time_s <= 3.0]
    later = [Body().sighting(6 + i / 15) for i in range(30)]
    assert count([*down, nobody(3.1), nobody(4.5), *later]) == []


def test_time_that_runs_back_is_survived() -> None:
    film = list(squats(2))
    again = [replace(s, time_s=s.time_s / 2) for s in film]
    assert len(count(film + again)) >= 2


def test_the_knee_is_summed_up_at_the_bottom() -> None:
    rep, = count(list(squats(1, body=Body(valgus={Side.RIGHT: 25.0}))))
    assert rep.judged
    assert rep.right.verdict is Verdict.CAVING_IN
    assert rep.left.verdict is Verdict.GOOD
    assert rep.right.valgus_deg is not None
    assert rep.left.valgus_deg is not None
    assert rep.right.valgus_deg > rep.left.valgus_deg + 10
    assert rep.start_s < rep.bottom_s < rep.end_s


def test_a_turned_user_is_counted_but_not_judged() -> None:
    rep, = count(list(squats(1, body=Body(yaw_deg=25))))
    assert not rep.judged
    assert rep.left.verdict is Verdict.CANNOT_JUDGE


def countermovement(fps: float, dip: float = 0.2) -> list[Sighting]:
    """Stands, dips, leaves the floor for 0.45 s, lands in a dip and stands."""
    film = []
    for i in range(int(4.5 * fps)):
        time_s = i / fps
        low = (sin(pi * (time_s - 1.0) / 0.6) if 1.0 <= time_s < 1.6 else
               sin(pi * (time_s - 2.05) / 0.6) if 2.05 <= time_s < 2.65 else 0.0)
        up = (time_s - 1.6) / 0.45
        height = 0.6 * 4 * up * (1 - up) if 0 <= up < 1 else 0.0
        body = Body(feet_y=1150 - 210 * height, depth=dip * low)
        film.append(body.sighting(time_s))
    return film


@pytest.mark.parametrize(("fps", "dip"), combined([8, 10, 15, 30], [0.15, 0.2, 0.3]))
def test_a_jump_with_a_dip_counts_nothing_at_any_rate(fps: int, dip: float) -> None:
    assert count(countermovement(fps, dip)) == []


def test_who_walks_up_and_squats_at_once_is_counted() -> None:
    walk = [Body(feet_y=1050 + 100 * i / 15).sighting(i / 15) for i in range(15)]
    assert len(count([*walk, *squats(1, start_s=1.0, stand_s=0.5)])) == 1


def test_a_repetition_whose_bottom_is_not_judged_tells_the_deepest_that_is() -> None:
    def unseen(time_s: float) -> Sighting:
        return Body(depth=0.32 if abs(time_s - 3.0) < 0.05 else 0.3, visibility=0.4
                    ).sighting(time_s)

    film = [unseen(s.time_s) if 2.6 < s.time_s < 3.4 else s for s in squats(1)]
    rep, = count(film)
    assert rep.judged
    assert rep.left.kt is not None
    assert rep.left.valgus_deg is not None


def test_what_the_movement_adds_is_told_apart_from_how_the_leg_stands() -> None:
    aligner, counter = Aligner(), RepCounter()
    at_bottom = {}
    rep = None
    for sighting in squats(1):
        reading = aligner.read(sighting)
        if reading.refusal is None and reading.depth is not None:
            at_bottom[reading.time_s] = reading.knees[Side.LEFT]
        rep = rep or counter.update(reading)
    assert rep is not None
    deepest = at_bottom[rep.bottom_s]
    assert deepest.movement_deg is not None
    assert rep.left.movement_deg == pytest.approx(deepest.movement_deg, abs=1.0)
