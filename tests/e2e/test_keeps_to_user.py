"""The real model on films of two people: who began is kept, lost, found again."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading, Return
from mirrorapp.camera.base import Frame
from mirrorapp.coach.records import Repetition
from mirrorapp.coach.reps import RepCounter
from mirrorapp.events import Refusal, Verdict
from mirrorapp.vision import model
from mirrorapp.vision.looks import apart
from mirrorapp.vision.sandbox import SandboxedEstimator
from tests.films import LEFT, MIDDLE, RIGHT, Who, film
from tests.shared import DATA, manifest, needs_shared
from tests.vision.support import frames_of

USER_S, SQUAT = 7.2, 48  # the rehearsal's first squat ends at 6.7 s; the frame before it begins
AT_ONCE_S = 0.7

People = Callable[[int], tuple[Who, ...]]


def user(place: int = MIDDLE, start: int = 0) -> People:
    return lambda nth: (("user", start + nth, place),)


def other(dress: str = "other", place: int = MIDDLE) -> People:
    return lambda nth: ((dress, SQUAT + nth, place),)


def empty(_: int) -> tuple[Who, ...]:
    return ()


@dataclass
class Seen:
    """What the mirror made of a film."""

    readings: list[Reading]
    reps: list[Repetition]

    def between(self, start_s: float, end_s: float) -> list[Reading]:
        return [each for each in self.readings if start_s <= each.time_s < end_s]


def judged(readings: list[Reading]) -> bool:
    return any(knee.verdict is not Verdict.CANNOT_JUDGE
               for reading in readings for knee in reading.knees.values())


@pytest.fixture(scope="module")
def eyes() -> Iterator[SandboxedEstimator]:
    folder = os.environ.get("MIRRORAPP_VISION__MODEL_DIR")
    made = SandboxedEstimator(model.ensure(folder=Path(folder) if folder else None),
                              standby=False, answer_patience_s=60, start_patience_s=60)
    yield made
    made.close()


def watch(eyes: SandboxedEstimator, frames: Iterator[Frame]) -> Seen:
    eyes.seek(None)
    eyes.open()
    aligner, counter, seen = Aligner(), RepCounter(), Seen([], [])
    for frame in frames:
        reading = aligner.read(eyes.estimate(frame))
        eyes.seek(aligner.sought)
        seen.readings.append(reading)
        if (rep := counter.update(reading)) is not None:
            seen.reps.append(rep)
    return seen


def test_the_tracker_is_brought_back_to_the_user(eyes: SandboxedEstimator) -> None:
    """The user is gone, another is followed; the user comes back and stands beside them."""
    both: People = lambda nth: (("user", nth, LEFT), ("other", nth, RIGHT + 60))  # noqa: E731
    seen = watch(eyes, film([(1.5, user()), (0.3, empty), (2.0, other(place=RIGHT + 60)),
                             (2.2, both), (0.7, user(LEFT))]))
    assert seen.between(3.4, 3.7)[-1].lost
    assert not judged(seen.between(1.8, 6.0))
    back = seen.between(5.5, 5.9)
    assert {reading.refusal for reading in back} == {Refusal.SEVERAL_PEOPLE}
    assert not any(reading.lost for reading in back), "the user is held while both are there"
    assert back[-1].back is Return.RECOGNISED
    assert seen.readings[-1].refusal is None


@pytest.mark.full
@pytest.mark.parametrize(("gap_s", "dress"), [
    (0.0, "other"), (0.3, "other"), (0.5, "other"), (5.0, "other"), (0.0, "legs"), (0.3, "legs")])
def test_whoever_walks_in_is_not_the_user(eyes: SandboxedEstimator, gap_s: float, dress: str
                                          ) -> None:
    seen = watch(eyes, film([(1.5, user()), (gap_s, empty), (4.0, other(dress)),
                             (gap_s, empty), (USER_S, user())]))
    comes_s = 1.5 + gap_s
    leaves_s = comes_s + 4.0
    assert not judged(seen.between(comes_s, leaves_s))
    assert {each.refusal for each in seen.between(comes_s + 0.3, leaves_s - 0.1)} == {
        Refusal.SEVERAL_PEOPLE}
    assert all(each.lost for each in seen.between(comes_s + 1.1, leaves_s))
    again = seen.between(leaves_s + gap_s + AT_ONCE_S, 99)
    assert {each.refusal for each in again} == {None}
    assert again[-1].back is Return.RECOGNISED
    assert len(seen.reps) == 1


@pytest.mark.full
@pytest.mark.parametrize("place", [LEFT, MIDDLE])
def test_the_same_person_back_after_five_seconds_is_never_lost(eyes: SandboxedEstimator,
                                                               place: int) -> None:
    seen = watch(eyes, film([(1.5, user()), (5, empty), (USER_S, user(place))]))
    assert not any(each.lost for each in seen.readings)
    assert len(seen.reps) == 1
    assert seen.readings[-1].back is None


@pytest.mark.full
def test_a_lamp_that_goes_dim_loses_nobody(eyes: SandboxedEstimator) -> None:
    bright = list(film([(2, user())]))
    dim = [Frame(len(bright) + each.index, 2 + each.time_s, each.rgba)
           for each in film([(USER_S, user())], light=0.5)]
    seen = watch(eyes, iter(bright + dim))
    assert not any(each.lost or each.refusal for each in seen.readings)
    assert len(seen.reps) == 1


@pytest.mark.full
def test_who_takes_the_tracker_along_is_neither_judged_nor_counted(
        eyes: SandboxedEstimator) -> None:
    walk: People = lambda nth: (("user", nth, MIDDLE), ("other", nth, -420 + 14 * nth))  # noqa: E731
    seen = watch(eyes, film([(2, user()), (4, walk), (USER_S, user())]))
    assert seen.readings[-1].refusal is None
    taken = seen.between(3.4, 4.4)  # the tracker goes along with them, without a jump
    assert not judged(taken)
    assert taken[-1].lost
    assert len(seen.reps) == 1


@pytest.mark.full
@needs_shared
@pytest.mark.parametrize("name", [each["file"] for each in manifest() if "clip" in each])
def test_nobody_is_lost_in_real_footage(eyes: SandboxedEstimator, name: str) -> None:
    seen = watch(eyes, frames_of(DATA / "clips" / name))
    assert not any(each.lost for each in seen.readings)


@pytest.mark.full
@needs_shared
def test_the_same_one_of_two_is_followed_all_along(eyes: SandboxedEstimator) -> None:
    eyes.seek(None)
    eyes.open()
    looks = [eyes.estimate(frame).looks
             for frame in frames_of(DATA / "clips" / "p2s_multi_cam02.mp4")]
    seen = [each for each in looks if each is not None]
    differences = [apart(each, seen[0]) for each in seen]
    assert len(seen) == len(looks)
    assert all(each is not None and each < 0.1 for each in differences)
