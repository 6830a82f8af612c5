"""The measures behind the checks, on stick figures whose truth is known."""

from collections.abc import Iterable
from dataclasses import replace
from math import sin

import pytest

from mirrorapp.alignment import checks
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.checks import ANKLES, Moment
from mirrorapp.alignment.passing import Passing
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.results import Untold, Value
from mirrorapp.events import Side
from mirrorapp.vision.pose import Sighting
from tests.bodies import Body, nobody

TOGETHER = Body(stance=0.5)


def readings(film: Iterable[Sighting]) -> list[Reading]:
    aligner = Aligner()
    return [aligner.read(sighting) for sighting in film]


def stands(body: Body, seconds: float = 4.0, fps: float = 15.0) -> list[Reading]:
    return readings(body.sighting(i / fps) for i in range(int(seconds * fps)))


def gap(found: list[Reading]) -> checks.Measured:
    return checks.ankle_gap([checks.ankle_moment(each) for each in found])


def axis(found: list[Reading]) -> checks.Measured:
    return checks.standing_axis([checks.axis_moment(each) for each in found])


@pytest.mark.parametrize("fps", [6, 15, 30])
def test_the_ankle_gap_is_told_while_the_knees_are_together(fps: float) -> None:
    found = gap(stands(TOGETHER, fps=fps))
    assert found.reason is None
    assert found.values[ANKLES].value == pytest.approx(0.139, abs=0.005)
    assert found.values[ANKLES].uncertainty > 0.01
    assert found.judged_fraction > 0.8


@pytest.mark.parametrize(("body", "reason"), [
    (Body(stance=1.0), Untold.KNEES_APART),
    (replace(TOGETHER, yaw_deg=22.0), Untold.TURNED),
    (replace(TOGETHER, lift={Side.LEFT: 0.16}), Untold.ONE_FOOT_AHEAD),
    (replace(TOGETHER, visibility=0.4), Untold.NOT_SEEN)])
def test_what_spoils_the_ankle_gap_is_named(body: Body, reason: Untold) -> None:
    found = gap(stands(body))
    assert (found.values, found.reason) == ({}, reason)


def test_bent_knees_tell_no_gap() -> None:
    film = [TOGETHER.sighting(i / 15) for i in range(8)]
    film += [replace(TOGETHER, depth=0.2).sighting(0.6 + i / 15) for i in range(60)]
    found = gap(readings(film))
    assert (found.values, found.reason) == ({}, Untold.KNEES_BENT)


def test_a_glimpse_is_no_hold() -> None:
    assert gap(stands(TOGETHER, 0.9)).values == {}
    assert gap(stands(TOGETHER, 1.9)).values


def test_nobody_and_nothing_are_not_seen() -> None:
    assert gap(readings(nobody(i / 15) for i in range(30))).reason is Untold.NOT_SEEN
    assert gap([]).reason is Untold.NOT_SEEN


def test_a_gap_that_drifts_is_not_still() -> None:
    moments = [Moment(i / 15, {ANKLES: 0.1 + 0.08 * i / 60}) for i in range(60)]
    assert checks.ankle_gap(moments).reason is Untold.NOT_STILL
    moments = [Moment(i / 15, {ANKLES: 0.1 + 0.01 * sin(i)}) for i in range(60)]
    assert checks.ankle_gap(moments).reason is None


def test_the_standing_axis_is_told_for_each_leg() -> None:
    found = axis(stands(Body(standing_ka=0.04)))
    more = axis(stands(Body(standing_ka=0.20)))
    for side in Side:
        assert more.values[side].value > found.values[side].value + 5
        assert found.values[side].uncertainty >= 2


def test_a_turned_user_has_no_axis() -> None:
    assert axis(stands(Body(yaw_deg=25))).reason is Untold.TURNED


def ramp(deg: float, deepest: float = 0.2) -> tuple[Passing, ...]:
    """Down and up; at depth .1 it reads `deg`."""
    depths = [deepest * (1 - abs(i - 10) / 10) for i in range(21)]
    return tuple(Passing(i / 10, d, deg * d / 0.1) for i, d in enumerate(depths))


def test_movement_is_the_median_at_equal_depth() -> None:
    left = [ramp(deg, deep) for deg, deep in ((2, 0.12), (4, 0.2), (30, 0.3), (3, 0.4), (5, 0.15))]
    found = checks.movement({Side.LEFT: left, Side.RIGHT: [ramp(0)] * 5}, 0.1, 3, 2.8)
    assert found.depth == 0.1
    assert found.values["left"].value == pytest.approx(4)
    assert found.values["left"].judged == 5
    assert found.values["left"].scatter > 1
    assert found.values["right"] == Value(pytest.approx(0), 2.8, pytest.approx(0), 5)


def test_shallow_squats_are_compared_where_all_of_them_came() -> None:
    found = checks.movement({Side.LEFT: [ramp(4, 0.3)] * 3, Side.RIGHT: [ramp(2, 0.07)] * 3},
                            0.1, 3, 2.8)
    assert found.depth == pytest.approx(0.07)
    assert found.values["left"].value == pytest.approx(4 * 0.7)
    assert found.values["right"].value == pytest.approx(2 * 0.7)


def test_one_shallow_squat_does_not_spoil_the_depth() -> None:
    ways = [ramp(4)] * 4 + [ramp(4, 0.06)]
    found = checks.movement({Side.LEFT: ways, Side.RIGHT: ways}, 0.1, 3, 2.8)
    assert found.depth == 0.1
    assert found.values["left"].judged == 4


def test_too_few_are_too_few() -> None:
    found = checks.movement({Side.LEFT: [ramp(4)] * 3, Side.RIGHT: [ramp(1)] * 2 + [()]},
                            0.1, 3, 2.8)
    assert set(found.values) == {"left"}
    assert found.reason is Untold.TOO_FEW
    assert checks.movement({Side.LEFT: [(), ()]}, 0.1, 2, 2.8).depth is None


def test_the_difference_is_then_less_first() -> None:
    first = checks.movement({Side.LEFT: [ramp(d) for d in (7, 8, 9)]}, 0.1, 3, 2.8)
    then = checks.movement({Side.LEFT: [ramp(d) for d in (2, 3, 4)]}, 0.1, 3, 2.8)
    found = checks.difference(first, then)
    value = found.values["left"]
    assert value.value == pytest.approx(-5)
    assert value.scatter == pytest.approx(first.values["left"].scatter * 2 ** 0.5)
    assert found.reason is None
    assert checks.difference(first, checks.Measured()).reason is Untold.TOO_FEW
