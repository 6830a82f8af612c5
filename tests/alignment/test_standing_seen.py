"""Who stands is learnt from stillness; without it a knee is hardly ever judged."""

from collections.abc import Iterable
from math import pi, sin

import pytest

from mirrorapp.alignment import knee
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.knee import Angle, Thresholds
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.vision.pose import Sighting
from tests.bodies import Body, squats


def read(film: Iterable[Sighting]) -> tuple[Aligner, list[Reading]]:
    aligner = Aligner()
    return aligner, [aligner.read(each) for each in film]


def never_straight(fps: float = 15.0, valgus_deg: float = 0.0) -> list[Sighting]:
    """Down, held for half a second, and up again, filmed from bent knees to bent knees."""
    film = []
    for i in range(int(2.7 * fps)):
        time_s = i / fps
        into = min(time_s, 1.1) if time_s < 1.6 else time_s - 0.5
        body = Body(depth=0.04 + 0.16 * sin(pi * into / 2.2),
                    valgus=dict.fromkeys(Side, valgus_deg))
        film.append(body.sighting(time_s))
    return film


@pytest.mark.parametrize("fps", [6, 8, 15, 30])
def test_who_passes_nearly_straight_knees_does_not_stand(fps: int) -> None:
    aligner, readings = read(never_straight(fps))
    assert not aligner.baseline.seen
    assert all(not reading.axes_deg for reading in readings)
    assert {k.verdict for r in readings for k in r.knees.values()} == {Verdict.CANNOT_JUDGE}


@pytest.mark.parametrize("fps", [6, 8, 15, 30])
def test_a_moment_of_standing_is_enough(fps: int) -> None:
    aligner, _ = read(squats(0, fps=fps, stand_s=0.7))
    assert aligner.baseline.seen


def test_who_is_bent_and_holds_it_does_not_shrink_at_once() -> None:
    down = [Body(depth=0.1 * min(1.0, i / 5)).sighting(i / 15) for i in range(16)]
    aligner, _ = read(down)
    assert not aligner.baseline.seen


def test_a_height_is_known_of_who_cannot_be_judged_but_no_axis() -> None:
    aligner, readings = read(Body(feet_y=800).sighting(i / 15) for i in range(30))
    assert {reading.refusal for reading in readings} == {Refusal.HEAD_OUT}
    assert aligner.baseline.drop_px is not None
    assert not aligner.baseline.seen
    assert not readings[-1].axes_deg


@pytest.mark.parametrize(("movement_deg", "verdict"), [
    (0.0, Verdict.CANNOT_JUDGE), (12.0, Verdict.CANNOT_JUDGE), (19.0, Verdict.CANNOT_JUDGE),
    (30.0, Verdict.CAVING_IN), (-19.0, Verdict.CANNOT_JUDGE), (-30.0, Verdict.FALLING_OUT)])
def test_legs_never_seen_standing_are_accused_beyond_doubt_alone(
        movement_deg: float, verdict: Verdict) -> None:
    angle = Angle(0.0, movement_deg, movement_deg, 6.5, seen=False)
    assert knee.verdict(angle, narrow=True, thresholds=Thresholds()) is verdict
