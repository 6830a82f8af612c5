"""Hips on one leg as the pose model saw them: far drops are told, level ones never."""

import numpy as np
import pytest

from mirrorapp.alignment import pelvis
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.figure.motion import Motion
from tests.accuracy import hips, one_leg_films, one_leg_moves
from tests.accuracy.actors import truth
from tests.accuracy.fixed import FOLDER
from tests.accuracy.one_leg_moves import HINGE, MOVES
from tests.accuracy.plays import Played

L, R = Side.LEFT, Side.RIGHT
LEVEL = {"single-leg-squat_22": R, "runners-march_16": R}
"""Of all level ones those that read most; in the first the trunk leans aside by 12 degrees."""
DROPPED = {"single-leg-squat_24": L, "runners-march_19": R}
"""By 24 degrees."""
WORDS = "Keep your hips level"


def play(name: str, side: Side) -> Played:
    return Played(FOLDER / name, library.load(name.rpartition("_")[0]), side)


@pytest.mark.parametrize(("name", "side"), DROPPED.items())
def test_hips_that_drop_far_are_told_and_not_praised(name: str, side: Side) -> None:
    said = {word for _, word in play(name, side).said}
    assert said & {WORDS, f"{side.value}_knee_out"}
    assert "good_rep" not in said
    read = [reading.free_hip_deg for reading, _ in play(name, side).read
            if reading.free_hip_deg is not None]
    assert np.median(read) == pytest.approx(24, abs=8)


@pytest.mark.parametrize(("name", "side"), LEVEL.items())
def test_level_hips_are_not_accused(name: str, side: Side) -> None:
    film = play(name, side)
    assert WORDS not in {word for _, word in film.said}
    assert any(reading.free_hip_deg is not None for reading, _ in film.read)


@pytest.mark.parametrize("name", [*LEVEL, *DROPPED])
def test_the_bench_reads_what_the_mirror_reads(name: str) -> None:
    side = (LEVEL | DROPPED)[name]
    film = hips.watched(FOLDER / name)
    told = {reading.time_s: reading.free_hip_deg for reading, _ in play(name, side).read
            if reading.free_hip_deg is not None and reading.refusal is None}
    read = dict(zip(film.times_s, map(pelvis.lower_deg, film.since), strict=True))
    assert read == pytest.approx(told, abs=0.5)


def test_the_limits_are_those_of_the_files() -> None:
    for name in hips.TOLD:
        (fault,) = [each for each in library.load(name).faults if each.id == "hip-drop"]
        assert (fault.least, fault.sure, fault.for_s) == (
            hips.LEAST_DEG, hips.SURE_DEG, hips.FOR_S)


def test_what_was_held_is_the_least_of_a_while_without_a_gap() -> None:
    times_s = np.arange(6) / 8
    assert hips.held(times_s, np.array([1.0, 9.0, 8.0, 7.0, 9.0, 9.0]), 0.4) == 7.0
    assert hips.held(times_s[:3], np.ones(3), 0.4) == -np.inf
    assert hips.held(np.array([0.0, 0.6]), np.ones(2), 0.4) == -np.inf


def test_the_fit_finds_what_is_there() -> None:
    random = np.random.default_rng(1)
    films = [hips.Film(f"f{number}", HINGE, number, 0.0, np.arange(5.0), since,
                       since @ (1.0, -2.0, 3.0) + 4.0)
             for number, since in enumerate(random.normal(size=(4, 5, 3)))]
    assert hips.fit(films) == pytest.approx([1.0, -2.0, 3.0, 4.0])


def test_the_plan_is_the_same_every_time() -> None:
    def plan() -> list[one_leg_moves.Take]:
        return [take for name in MOVES if name != HINGE
                for take in (*one_leg_films.others(name), *one_leg_films.holding_on(name))]

    takes = plan()
    assert takes == plan()
    assert len({take.name for take in takes}) == len(takes) == (len(MOVES) - 1) * (
        one_leg_films.FILMS + one_leg_films.HOLDING_ON)


@pytest.mark.parametrize("name", MOVES)
def test_a_body_does_what_the_film_is_to_show(name: str) -> None:
    """By the posed joints: the free side is as much lower as it says."""
    take = next(each for each in (*one_leg_films.others(name),) if each.drop_deg == 24.0) if (
        name != HINGE) else list(one_leg_films.hinges())[20]
    guide = MOVES[name](take)
    lower = [truth(Motion(guide, flip=take.flip).at(phase))["pelvis_deg"]
             * (-1 if take.flip else 1) for phase in np.linspace(0, 1, 30)]
    assert lower[0] == pytest.approx(0.0, abs=0.1)
    assert max(lower) == pytest.approx(take.drop_deg, abs=2.1)
