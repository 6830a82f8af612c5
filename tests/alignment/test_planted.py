"""Feet that stand, against feet that go somewhere."""

from collections.abc import Iterable

import pytest

from mirrorapp.alignment import geometry
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.planted import Planted
from mirrorapp.events import Side, Verdict
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from tests import movers
from tests.bodies import squats
from tests.shared import DATA, needs_shared


def planted_share(sightings: Iterable[Sighting]) -> float:
    watch, found = Planted(), []
    for each in sightings:
        assert each.pose is not None
        found.append(watch.watch(each.time_s, geometry.measure_legs(each.pose)))
    return sum(found) / len(found)


@pytest.mark.parametrize("fps", [6, 15, 30])
def test_who_squats_stands_and_who_walks_does_not(fps: float) -> None:
    assert planted_share(squats(2, fps=fps)) > 0.9
    assert planted_share([each for each in movers.film(movers.walk(1), 3.0, fps)
                          if 1.2 < each.time_s < 2.8]) < 0.3


def test_of_nothing_seen_before_nothing_is_known() -> None:
    first, second = list(movers.film(lambda _: movers.Mover(), 1.0, 6.0))[:2]
    watch = Planted()
    for each, stands in ((first, False), (second, True)):
        assert each.pose is not None
        assert watch.watch(each.time_s, geometry.measure_legs(each.pose)) is stands


@pytest.mark.parametrize("fps", [8, 30])
def test_no_knee_is_judged_of_somebody_who_walks(fps: float) -> None:
    """Whoever walks away gets smaller, which looks like a bend."""
    aligner = Aligner()
    readings = [aligner.read(each) for each in movers.film(movers.walk(2), 12.0, fps)]
    assert {knee.verdict for reading in readings if 1.2 < reading.time_s % 6 < 5.3
            for knee in reading.knees.values()} <= {Verdict.CANNOT_JUDGE}


@needs_shared
@pytest.mark.parametrize("name", ["lnew_good_IMG_7052_1280", "lnew_bad_IMG_7033_1280"])
def test_real_people_who_squat_stand(name: str) -> None:
    seen = recording.read(DATA / "landmarks" / f"{name}.npz")
    assert planted_share(each for each in seen if each.pose is not None) > 0.9


def test_a_deep_squat_is_no_step_though_shanks_look_shorter() -> None:
    """Landmarks of the ankles drift by a quarter of a shank on the way down in real films."""
    aligner = Aligner()
    learnt = []
    for each in movers.film(_drifting, 6.0, 30.0):
        aligner.read(each)
        learnt.append(aligner.baseline.seen)
    assert learnt.index(True) < 30
    assert all(learnt[30:])


def _drifting(time_s: float) -> movers.Mover:
    deep = movers.swing(time_s)
    both = movers.Limb(75 * deep, 2.0, 115 * deep)
    return movers.Mover(on=Side.LEFT, x=0.12, z=-0.3 * deep, left=both, right=both)
