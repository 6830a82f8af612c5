"""Who began is remembered, whoever else comes by."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.companion import STAND_IN_S
from mirrorapp.alignment.reading import Reading, Return
from mirrorapp.events import Refusal, Verdict
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import Floats, Sighting
from tests.bodies import Body, nobody, squats
from tests.tiers import examples

FPS = 15
RED = np.tile([0.8, -0.2, -0.2], (PARTS, 1))
BLUE = np.tile([-0.2, -0.2, 0.8], (PARTS, 1))
NO_JUMPER = np.vstack([BLUE[:3], RED[3:]])


class Film:
    """What is seen, one stretch after another, and what is read of it."""

    def __init__(self, fps: int = FPS) -> None:
        self.fps = fps
        self.aligner = Aligner()
        self.now_s = 0.0
        self.readings: list[Reading] = []

    def stand(self, seconds: float, looks: Floats | None = RED, body: Body | None = None,
              people: int = 1) -> list[Reading]:
        body = body or Body()
        return self.play([replace(body.sighting(i / self.fps, people), looks=looks)
                          for i in range(round(seconds * self.fps))])

    def squat(self, looks: Floats, **how: float) -> list[Reading]:
        return self.play([replace(each, looks=looks) for each in squats(fps=self.fps, **how)])

    def nobody(self, seconds: float) -> list[Reading]:
        return self.play([nobody(i / self.fps) for i in range(round(seconds * self.fps))])

    def play(self, sightings: list[Sighting]) -> list[Reading]:
        read = [self.aligner.read(replace(each, time_s=self.now_s + each.time_s))
                for each in sightings]
        self.now_s += len(sightings) / self.fps
        self.readings += read
        return read


def lost(readings: list[Reading]) -> bool:
    return any(reading.lost for reading in readings)


def judged(readings: list[Reading]) -> bool:
    return any(knee.verdict is not Verdict.CANNOT_JUDGE
               for reading in readings for knee in reading.knees.values())


@pytest.mark.parametrize("fps", [4, 5, 15, 30])
@pytest.mark.parametrize("gap_s", [0.0, 0.2, 0.5, 5.0])
def test_another_person_in_the_users_place_is_lost_and_never_judged(fps: int, gap_s: float
                                                                    ) -> None:
    film = Film(fps)
    film.stand(1.5)
    film.nobody(gap_s)
    other = film.squat(BLUE, stand_s=0.5)
    assert not judged(other)
    assert {reading.refusal for reading in other} <= {Refusal.SEVERAL_PEOPLE}
    assert other[-1].lost
    assert not other[-1].knees
    assert next(i for i, reading in enumerate(other) if reading.lost) <= fps


@pytest.mark.parametrize("gap_s", [0.0, 0.2, 0.5, 5.0])
def test_the_user_is_recognised_and_goes_on_at_once(gap_s: float) -> None:
    film = Film()
    film.stand(1.5)
    film.stand(2, BLUE)
    film.nobody(gap_s)
    again = film.squat(RED, stand_s=0.6)
    assert not lost(again[FPS // 2:])
    assert again[-1].back is Return.RECOGNISED
    assert judged(again)
    assert film.aligner.sought is None


@pytest.mark.parametrize("seconds", [0.1, 0.3, 5.0])
def test_who_is_briefly_not_seen_is_not_lost(seconds: float) -> None:
    film = Film()
    film.squat(RED)
    film.nobody(seconds)
    assert not lost(film.squat(RED))
    assert judged(film.readings[-4 * FPS:])
    assert film.readings[-1].back is None


def test_a_flicker_of_other_looks_is_silence_and_no_loss() -> None:
    film = Film()
    film.stand(2)
    for _ in range(6):
        hidden = film.stand(0.25, BLUE)
        assert {reading.refusal for reading in hidden} == {Refusal.SEVERAL_PEOPLE}
        assert film.stand(0.5)[-1].refusal is None
    assert not lost(film.readings)


@settings(max_examples=examples(12), deadline=None)
@given(st.lists(st.tuples(
    st.floats(-0.12, 0.12), st.sampled_from([0.0, 0.2, 0.6]), st.floats(0.1, 0.4)), max_size=6))
def test_light_and_folds_and_gaps_lose_nobody(moments: list[tuple[float, float, float]]) -> None:
    film = Film()
    film.stand(1.5)
    for shade, gap_s, depth in moments:
        film.nobody(gap_s)
        film.squat(RED + shade, depth=depth, stand_s=0.3)
    assert not lost(film.readings)


@settings(max_examples=examples(12), deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.floats(0.1, 2.5), st.floats(0, 1)), max_size=8))
def test_nobody_else_is_ever_judged(scenes: list[tuple[bool, float, float]]) -> None:
    film = Film()
    film.stand(1.5)
    for is_user, seconds, gap_s in scenes:
        film.nobody(gap_s)
        some = [each for each in squats(fps=FPS, stand_s=0.3) if each.time_s < seconds]
        read = film.play([replace(each, looks=RED if is_user else BLUE) for each in some])
        assert is_user or not judged(read)


def test_who_stands_there_for_three_seconds_is_taken_as_the_user() -> None:
    film = Film()
    film.squat(RED)
    first = film.aligner.baseline
    changed = film.stand(STAND_IN_S + 1.0, NO_JUMPER)
    assert lost(changed[:FPS])
    assert changed[-1].back is Return.STOOD_IN
    assert changed[-1].refusal is None
    assert film.aligner.baseline is not first
    assert judged(film.squat(NO_JUMPER))


def test_who_stood_in_stays_who_stood_in_until_the_user_is_back() -> None:
    film = Film()
    film.stand(2)
    film.stand(STAND_IN_S + 1.0, BLUE)
    assert film.stand(2, NO_JUMPER + 0.5)[-1].lost
    assert film.stand(2, BLUE)[-1].back is Return.STOOD_IN
    again = film.stand(2)
    assert lost(again)
    assert not again[-1].lost
    assert again[-1].back is Return.RECOGNISED


def test_two_short_stays_are_not_a_long_one() -> None:
    film = Film()
    film.stand(2)
    for _ in range(3):
        assert film.stand(STAND_IN_S - 1, BLUE)[-1].lost
        assert film.stand(2)[-1].back is Return.RECOGNISED


@pytest.mark.parametrize("body", [Body(yaw_deg=30), Body(depth=0.3), Body(yaw_deg=170)])
def test_who_is_turned_or_bent_is_not_taken(body: Body) -> None:
    film = Film()
    film.stand(2)
    assert film.stand(8, BLUE, body)[-1].lost


def test_who_is_not_alone_or_walks_is_not_taken() -> None:
    film = Film()
    film.stand(2)
    assert film.stand(6, BLUE, people=2)[-1].lost
    for step in range(60):
        moved = film.stand(0.1, BLUE, Body(x=200 + 5 * step))
    assert moved[-1].lost


def test_a_touch_takes_whoever_is_there_now() -> None:
    film = Film()
    film.stand(2)
    assert film.stand(2, BLUE)[-1].lost
    film.aligner.start_set()
    read = film.stand(2, BLUE)
    assert not lost(read)
    assert read[-1].back is Return.TOUCHED
    assert film.stand(2, RED)[-1].lost


def test_only_who_is_alone_and_well_seen_is_remembered() -> None:
    film = Film()
    film.stand(2, BLUE, people=2)
    film.stand(2, BLUE, Body(yaw_deg=80))
    film.stand(0.3, BLUE)
    film.stand(1, RED, Body(yaw_deg=80))
    film.stand(2, RED)
    assert not lost(film.readings)
    assert film.stand(2, BLUE)[-1].lost


def test_the_eyes_are_told_whom_to_look_for() -> None:
    film = Film()
    film.stand(2)
    assert film.aligner.sought is None
    film.stand(0.1, BLUE)
    sought = film.aligner.sought
    assert sought is not None
    np.testing.assert_allclose(sought, RED)


def test_without_a_picture_nobody_is_ever_lost() -> None:
    film = Film()
    film.stand(2, None)
    film.stand(2, None, Body(x=600, shank=140))
    film.nobody(3)
    assert not lost(film.stand(2, None))
    assert film.aligner.sought is None


def test_looks_with_too_little_to_be_seen_decide_nothing() -> None:
    film = Film()
    film.stand(2)
    half = BLUE.copy()
    half[3:] = np.nan
    assert not lost(film.stand(2, half))
    film.nobody(2)
    assert {r.refusal for r in film.stand(2, half)} == {Refusal.SEVERAL_PEOPLE}


def test_time_that_runs_back_or_stalls_is_looked_at_anew() -> None:
    film = Film()
    film.stand(2)
    for jump_s, refusal in ((-1.0, Refusal.CUT), (3.0, Refusal.SEVERAL_PEOPLE)):
        film.now_s += jump_s
        assert film.stand(1)[0].refusal is refusal
        assert film.readings[-1].refusal is None
    assert not lost(film.readings)
