"""Whatever is wrong with what comes in: a refusal there, no verdict, no crash and no warning."""

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp import replay
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.reps import RepCounter
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises import library
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Landmark, Pose, Sighting
from tests.bodies import HEIGHT, WIDTH, Body, on_one_leg, squats
from tests.shared import DATA
from tests.tiers import examples

GOOD = list(squats(1, stand_s=1.0, fps=15, body=Body(valgus={Side.LEFT: 25.0})))
FRONTAL = DATA / "landmarks" / "lnew_bad_IMG_7033_1280.npz"
FILMS = {"figure": GOOD}
if FRONTAL.is_file():
    FILMS["person"] = list(recording.read(FRONTAL))
LEFT = [mark for mark in Landmark if mark.name.startswith("LEFT_") and mark >= Landmark.LEFT_HIP]
RIGHT = [Landmark[mark.name.replace("LEFT", "RIGHT")] for mark in LEFT]
Mangle = Callable[[Sighting, Pose], Sighting]


def with_pose(change: Callable[[dict[str, np.ndarray]], None]) -> Mangle:
    """Changes copies of the pose's arrays in place."""
    def mangle(sighting: Sighting, pose: Pose) -> Sighting:
        arrays = {name: getattr(pose, name).copy()
                  for name in ("px", "visibility", "presence", "world_m")}
        change(arrays)
        return replace(sighting, pose=Pose(**arrays))
    return mangle


def setting(name: str, where: Any, value: float) -> Mangle:
    def change(arrays: dict[str, np.ndarray]) -> None:
        arrays[name][where] = value
    return with_pose(change)


def moved(x: float = 0.0, y: float = 0.0) -> Mangle:
    """So that the body's middle lies at a share of the frame: an edge cuts it in half."""
    def mangle(sighting: Sighting, pose: Pose) -> Sighting:
        low, high = pose.px[:, :2].min(axis=0), pose.px[:, :2].max(axis=0)
        middle = (low + high) / 2
        to = middle.copy()
        if x:
            to[0] = (x > 0) * sighting.width_px
        if y:
            to[1] = (y > 0) * sighting.height_px
        px = pose.px.copy()
        px[:, :2] += to - middle
        return replace(sighting, pose=replace(pose, px=px))
    return mangle


def swapped(*names: str) -> Mangle:
    def change(arrays: dict[str, np.ndarray]) -> None:
        for name in names:
            arrays[name][[*LEFT, *RIGHT]] = arrays[name][[*RIGHT, *LEFT]]
    return with_pose(change)


def in_one_point(arrays: dict[str, np.ndarray]) -> None:
    arrays["px"][:] = arrays["px"].mean(axis=0)
    arrays["world_m"][:] = 0


def as_objects(arrays: dict[str, np.ndarray]) -> None:
    arrays["px"] = arrays["px"].astype(object)


def short(arrays: dict[str, np.ndarray]) -> None:
    arrays["px"] = arrays["px"][:32]


def flat(arrays: dict[str, np.ndarray]) -> None:
    arrays["world_m"] = arrays["world_m"].ravel()


ALL = slice(None)
MANGLED: dict[str, Mangle] = {
    **{f"{name} {value} {'all' if where is ALL else 'one'}": setting(name, where, value)
       for name in ("px", "world_m", "visibility", "presence")
       for value in (math.nan, math.inf, -math.inf, 1e30, -1e300)
       for where in (ALL, Landmark.LEFT_KNEE)},
    "no world": setting("world_m", ALL, 0.0),
    "px far": setting("px", ALL, 1e5),
    "visibility above 1": setting("visibility", Landmark.LEFT_KNEE, 1.5),
    "visibility below 0": setting("visibility", Landmark.LEFT_KNEE, -0.5),
    "presence above 1": setting("presence", ALL, 2.0),
    "one point": with_pose(in_one_point),
    "nought": setting("px", ALL, 0.0),
    "legs swapped": swapped("px", "world_m", "visibility"),
    "legs swapped in the picture": swapped("px"),
    "objects": with_pose(as_objects), "32 landmarks": with_pose(short), "flat": with_pose(flat),
    "cut by the left edge": moved(x=-1), "cut by the right edge": moved(x=1),
    "cut by the top edge": moved(y=-1), "cut by the bottom edge": moved(y=1),
    "no width": lambda s, _: replace(s, width_px=0),
    "less than no height": lambda s, _: replace(s, height_px=-720),
    "an absurd width": lambda s, _: replace(s, width_px=10**12),
    "another size": lambda s, _: replace(s, width_px=s.width_px * 2),
    "time nan": lambda s, _: replace(s, time_s=math.nan),
    "time inf": lambda s, _: replace(s, time_s=math.inf),
    "time huge": lambda s, _: replace(s, time_s=-1e308),
    "time back": lambda s, _: replace(s, time_s=s.time_s - 3.0),
}
ONLY_AT_FIRST = ("another size", "time back")  # a film that goes on like that is in order


@contextmanager
def strict() -> Iterator[None]:
    """Every warning is an error, and so is every overflow and division by nought."""
    with warnings.catch_warnings(), np.errstate(divide="raise", over="raise", invalid="raise"):
        warnings.simplefilter("error")
        yield


def read(film: list[Sighting], *, single: bool = False) -> list[Reading]:
    aligner, counter = Aligner(single=single), RepCounter(library.load("squat").counting)
    readings = []
    with strict():
        for sighting in film:
            readings.append(aligner.read(sighting))
            counter.update(readings[-1])
        counter.flush()
    return readings


def is_finite(reading: Reading) -> bool:
    numbers = [reading.time_s, reading.depth, reading.yaw_deg, reading.free_hip_deg]
    for knee in reading.knees.values():
        numbers += [knee.kt, knee.ka, knee.valgus_deg, knee.uncertainty_deg,
                    *(number for point in (knee.leg.hip, knee.leg.knee, knee.leg.ankle,
                                           knee.leg.toe) for number in point)]
    return all(number is None or math.isfinite(number) for number in numbers)


def verdicts(reading: Reading) -> set[Verdict]:
    return {knee.verdict for knee in reading.knees.values()}


def mangle(film: list[Sighting], how: Mangle, frames: set[int]) -> list[Sighting]:
    return [how(seen, seen.pose) if index in frames and seen.pose is not None else seen
            for index, seen in enumerate(film)]


@pytest.mark.parametrize("film", FILMS)
@pytest.mark.parametrize("name", [name for name in MANGLED if name not in ONLY_AT_FIRST])
def test_a_whole_film_of_it_gets_no_verdict(name: str, film: str) -> None:
    for reading in read(mangle(FILMS[film], MANGLED[name], set(range(len(FILMS[film]))))):
        assert verdicts(reading) <= {Verdict.CANNOT_JUDGE}
        assert reading.refusal is not None
        assert is_finite(reading)


@pytest.mark.parametrize("film", FILMS)
@settings(max_examples=examples(40))
@given(data=st.data())
def test_frames_of_it_get_no_verdict_and_spoil_nothing(film: str, data: st.DataObject) -> None:
    whole = FILMS[film]
    name = data.draw(st.sampled_from(sorted(MANGLED)))
    start = data.draw(st.integers(0, len(whole) - 1))
    frames = set(range(start, start + data.draw(st.integers(1, 12))))
    refused = frames if name not in ONLY_AT_FIRST else {start} - {0}
    for index, reading in enumerate(read(mangle(whole, MANGLED[name], frames),
                                         single=data.draw(st.booleans()))):
        assert is_finite(reading)
        if index in refused:
            assert reading.refusal is not None
            assert verdicts(reading) <= {Verdict.CANNOT_JUDGE}


@settings(max_examples=examples(30))
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=len(GOOD),
                max_size=len(GOOD)), st.booleans())
def test_times_may_be_anything(times: list[float], ordered: bool) -> None:
    if ordered:
        times.sort()
    film = [replace(seen, time_s=time_s) for seen, time_s in zip(GOOD, times, strict=True)]
    last = -math.inf
    for seen, reading in zip(film, read(film), strict=True):
        assert is_finite(reading)
        if not abs(seen.time_s) <= 1e12:
            assert reading.refusal is Refusal.CUT
            continue
        if seen.time_s <= last:
            assert reading.refusal is Refusal.CUT
        last = seen.time_s


@settings(max_examples=examples(30))
@given(st.integers(0, 2**32 - 1), st.floats(0, 12))
def test_noise_of_any_size_is_survived(seed: int, magnitude: float) -> None:
    random = np.random.default_rng(seed)
    film = [replace(seen, pose=replace(seen.pose, px=random.normal(0, 10**magnitude, (33, 3)),
                                       world_m=random.normal(0, 10**(magnitude / 2), (33, 3))))
            for seen in GOOD if seen.pose is not None]
    assert all(is_finite(reading) for reading in read(film))


@pytest.mark.parametrize("film", [
    list(squats(1, body=Body(stance=0.1, valgus={Side.LEFT: 25.0}))),
    list(on_one_leg(1, depth=0.15, body=Body(stance=0.1, valgus={Side.LEFT: 40.0})))])
@pytest.mark.parametrize("single", [False, True])
def test_legs_taken_for_each_other_with_the_feet_close_get_no_verdict(
        film: list[Sighting], *, single: bool) -> None:
    for name in ("legs swapped", "legs swapped in the picture"):
        for reading in read(mangle(film, MANGLED[name], set(range(len(film)))), single=single):
            assert verdicts(reading) <= {Verdict.CANNOT_JUDGE}


def test_a_body_that_comes_back_is_judged_again() -> None:
    for name in ("px nan all", "visibility above 1", "no width", "time nan"):
        readings = read(mangle(GOOD, MANGLED[name], {30, 31}))
        assert Verdict.CAVING_IN in set().union(*(verdicts(r) for r in readings[32:])), name


def test_a_repeated_time_is_refused_and_the_next_frame_is_not() -> None:
    readings = read([GOOD[0], GOOD[0], *GOOD[1:]])
    assert readings[1].refusal is Refusal.CUT
    assert readings[2].refusal is None


def test_time_that_runs_back_is_judged_on_at_once() -> None:
    again = [replace(seen, time_s=seen.time_s - 100) for seen in GOOD]
    readings = read([*GOOD, *again])[len(GOOD):]
    assert readings[0].refusal is Refusal.CUT
    assert readings[1].refusal is None
    assert Verdict.CAVING_IN in set().union(*map(verdicts, readings))


def test_an_empty_film_is_reported() -> None:
    with strict():
        report = replay.report(replay.replay([], library.load("single-leg-squat")), "film")
    assert report["frames"] == report["rep_count"] == 0


def test_a_frame_of_another_size_starts_anew() -> None:
    half = [replace(seen, width_px=WIDTH // 2, height_px=HEIGHT // 2, time_s=seen.time_s + 10,
                    pose=replace(seen.pose, px=seen.pose.px / 2))
            for seen in GOOD if seen.pose is not None]
    readings = read([*GOOD, *half])[len(GOOD):]
    assert readings[0].refusal is Refusal.CUT
    assert max(reading.depth or 0.0 for reading in readings) == pytest.approx(0.3, abs=0.04)
    assert Verdict.CAVING_IN in set().union(*map(verdicts, readings))
