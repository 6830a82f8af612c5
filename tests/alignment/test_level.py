"""How askew the camera hangs, as somebody who stands there shows."""

from dataclasses import replace

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.framing import View
from mirrorapp.alignment.level import Leveller, Stood
from mirrorapp.alignment.station import Station, askew
from mirrorapp.events import Side
from mirrorapp.vision.pose import Sighting
from tests import movers
from tests.alignment.test_place import LEVEL, rolled
from tests.movers import film

SQUATS = list(film(lambda time_s: movers.squat(bend=movers.swing(time_s)), 4.0))
STANDING = list(film(lambda _: movers.Mover(), 4.0))


def movement_deg(sightings: list[Sighting], station: Station | None = None) -> dict[Side, float]:
    """What the knees add at the deepest."""
    aligner = Aligner(station=station)
    deepest = max((aligner.read(each) for each in sightings), key=lambda r: r.depth or 0.0)
    return {side: knee.movement_deg or 0.0 for side, knee in deepest.knees.items()}


def stood(sighting: Sighting) -> Stood:
    assert sighting.pose is not None
    return Stood(sighting, View(None), sighting.pose, sighting.pose)


@pytest.mark.parametrize("roll_deg", [-8.0, -4.0, 0.0, 4.0, 8.0])
def test_the_roll_is_found_from_somebody_who_stands(roll_deg: float) -> None:
    aligner = Aligner()
    for each in SQUATS:
        aligner.read(rolled(each, roll_deg))
    assert aligner.level is not None
    assert aligner.level.roll_deg == pytest.approx(roll_deg, abs=1.0)


@pytest.mark.parametrize("roll_deg", [-7.0, 7.0])
def test_a_crooked_camera_that_nobody_calibrated_reads_as_a_straight_one(roll_deg: float) -> None:
    straight = movement_deg(SQUATS)
    crooked = movement_deg([rolled(each, roll_deg) for each in SQUATS])
    assert crooked == pytest.approx(straight, abs=1.5)


def test_how_somebody_stands_is_known_as_soon_as_by_a_straight_camera() -> None:
    """Who stands for a moment only, before a squat, is judged all the same."""
    seen = []
    for roll_deg in (0.0, 6.0):
        aligner = Aligner()
        for each in STANDING[:8]:
            aligner.read(rolled(each, roll_deg))
        seen.append(aligner.baseline)
    assert seen[0].seen
    assert seen[1].seen
    axes = [seen[n].legs[Side.LEFT].axis_deg or 0.0 for n in (0, 1)]
    assert axes[1] == pytest.approx(axes[0], abs=1.0)


def test_each_set_looks_anew_and_keeps_what_is_the_same() -> None:
    aligner = Aligner()
    for each in STANDING[:15]:
        aligner.read(rolled(each, 6.0))
    first = aligner.level
    aligner.start_set()
    for each in STANDING[15:30]:
        aligner.read(rolled(each, 6.2))
    assert aligner.level is first
    aligner.start_set()
    for each in STANDING[30:45]:
        aligner.read(rolled(each, 0.0))
    assert aligner.level is not first
    assert not askew(aligner.level)


def test_whoever_bends_aside_or_moves_tells_nothing() -> None:
    leveller = Leveller()
    bent = replace(movers.Mover(), aside=35.0)
    for each in film(lambda _: bent, 1.0):
        assert not leveller.watch(stood(each), standing=True)
    for each in SQUATS:
        assert not leveller.watch(stood(each), standing=False)
    assert leveller.level is None


def test_a_calibrated_camera_is_not_asked() -> None:
    aligner = Aligner(station=LEVEL)
    for each in SQUATS:
        aligner.read(rolled(each, 8.0))
    assert aligner.level is None
