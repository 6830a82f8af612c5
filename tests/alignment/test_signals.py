"""Numbers followed beside the knees, on a body whose joints are known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.side_view import Asked
from mirrorapp.alignment.signals import Meter, Signal
from mirrorapp.events import Refusal, Side
from mirrorapp.vision.pose import Landmark
from tests import movers
from tests.bodies import nobody
from tests.movers import Limb, Mover, Moves, film
from tests.tiers import examples

L, R = Side.LEFT, Side.RIGHT
BOTH_VIEWS: Asked = ("F", "S")
SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]


def readings(moves: Moves, seconds: float, views: Asked = BOTH_VIEWS, *, folded: bool = True
             ) -> list[Reading]:
    aligner = Aligner()
    aligner.views, aligner.folded = views, folded
    return [aligner.read(each) for each in film(moves, seconds, 10)]


def follow(signal: Signal, moves: Moves, side: Side | None = L, seconds: float = 4.0
           ) -> list[float | None]:
    meter = Meter(signal, side)
    return [meter.read(each) for each in readings(moves, seconds)]


def still(signal: Signal, body: Mover, side: Side | None = L) -> float | None:
    return follow(signal, lambda _: body, side, 1.0)[-1]


@pytest.mark.parametrize("yaw", [-95, -85, 85, 95])
@pytest.mark.parametrize("trunk", [0, 40, 80])
def test_a_hinge_is_told_to_some_degrees_whichever_way_somebody_looks(
        yaw: float, trunk: float) -> None:
    body = Mover(yaw=yaw, trunk=trunk, left=Limb(12), right=Limb(-16))
    near = still(Signal.HINGE_DEG, body, L)
    assert near == pytest.approx(trunk + 12, abs=6)


def test_a_hip_pushed_forward_is_less_than_nothing() -> None:
    pushed = still(Signal.HINGE_DEG, movers.kneel(L, 0, 90, push=20), L)
    assert pushed == pytest.approx(-20, abs=5)


@pytest.mark.parametrize("bend", [0, 30, 60])
def test_a_knee_bend_is_told_to_some_degrees(bend: float) -> None:
    body = movers.forward_bend(R, knee=bend)
    assert still(Signal.KNEE_BEND_DEG, body, R) == pytest.approx(bend, abs=6)


@pytest.mark.parametrize(("signal", "body", "side", "least", "most"), [
    (Signal.TRUNK_DEG, Mover(aside=20), None, 17, 23),
    (Signal.TRUNK_DEG, Mover(aside=-20), None, 17, 23),
    (Signal.STANCE_WIDTH, Mover(left=Limb(0, 20), right=Limb(0, 20)), None, 1.5, 2.2),
    (Signal.STANCE_WIDTH, Mover(), None, 0.5, 0.8),
    (Signal.KNEE_DOWN, movers.kneel(L), L, 0.25, 1.2),
    (Signal.KNEE_DOWN, movers.kneel(L), R, -1.2, -0.25),
    (Signal.FOOT_AHEAD, movers.forward_bend(L, yaw=0), L, 0.2, 1.0),
    (Signal.FOOT_AHEAD, movers.forward_bend(L, yaw=0), R, -1.0, -0.2),
    (Signal.ANKLE_ON_KNEE, movers.sit(R), R, 0.0, 0.5),
    (Signal.ANKLE_ON_KNEE, movers.sit(R), L, 0.9, 2.0),
    (Signal.ANKLE_ON_KNEE, movers.sit(), R, 0.9, 2.0)])
def test_what_one_look_tells(signal: Signal, body: Mover, side: Side | None, least: float,
                             most: float) -> None:
    value = still(signal, body, side)
    assert value is not None
    assert least <= value <= most


@pytest.mark.parametrize(("signal", "moves", "most"), [
    (Signal.KNEE_LIFT, movers.march(L), 0.4), (Signal.FOOT_LIFT, movers.hike(L), 0.1),
    (Signal.FOLD, movers.deadlift(L), 0.5), (Signal.LOWERING, movers.step_down(L), 0.3),
    (Signal.RISE, movers.step_up(L), 0.25),
    (Signal.SINK, lambda t: movers.squat(bend=movers.swing(t)), 0.1)])
def test_what_moves_is_nothing_at_first_and_much_at_its_most(
        signal: Signal, moves: Moves, most: float) -> None:
    meter = Meter(signal, L)
    said = [meter.read(each) for each in readings(moves, 4.0, folded=signal is Signal.FOLD)]
    known = [each for each in said if each is not None]
    assert abs(known[0]) < 0.03
    assert max(known) > most


def test_a_foot_lifted_by_its_knee_is_no_pelvis() -> None:
    said = [each or 0.0 for each in follow(Signal.FOOT_LIFT, movers.march(L))]
    assert max(said) < 0.1


def test_a_knee_behind_is_not_lifted() -> None:
    said = [each or 0.0 for each in follow(Signal.KNEE_LIFT, movers.deadlift(L))]
    assert max(said) < 0.1


def test_a_pelvis_is_told_of_the_leg_stood_on_alone() -> None:
    body = Reading(0.0, 720, 1280, Mover().pose(), view="F", stance=L, free_hip_deg=14.0)
    assert Meter(Signal.PELVIS_DEG, L).read(body) == 14.0
    assert Meter(Signal.PELVIS_DEG, R).read(body) is None
    assert Meter(Signal.PELVIS_DEG, L).read(replace(body, refusal=Refusal.TURNED)) is None
    assert Meter(Signal.PELVIS_DEG, L).read(replace(body, stance=None, free_hip_deg=None)) is None


@pytest.mark.parametrize("glitch_s", [0.1, 0.3, 0.5])
def test_a_glitch_at_the_start_spoils_no_fold(glitch_s: float) -> None:
    """For a moment the shoulders look close together, and so the trunk long."""
    meter = Meter(Signal.FOLD)
    said = []
    for each in readings(movers.deadlift(L), 4.0):
        if each.time_s < glitch_s and each.pose is not None:
            px = each.pose.px.copy()
            px[SHOULDERS, 0] = 0.5 * (px[SHOULDERS, 0] + px[SHOULDERS, 0].mean())
            now = replace(each, pose=replace(each.pose, px=px))
        else:
            now = each
        if (value := meter.read(now)) is not None:
            said.append(value)
    assert abs(said[0]) < 0.03
    assert abs(said[-1]) < 0.1


@pytest.mark.parametrize("spoilt", [
    {"refusal": Refusal.SEVERAL_PEOPLE}, {"refusal": Refusal.CUT},
    {"refusal": Refusal.SEVERAL_PEOPLE, "lost": True}])
@pytest.mark.parametrize(("signal", "moves", "stays"), [
    (Signal.FOLD, lambda t: movers.sit(L, min(40.0, max(0.0, 40 * (t - 1.5)))), True),
    (Signal.APPROACH, lambda t: Mover(z=0.5 * min(t, 2.0)), False)])
def test_only_how_long_a_trunk_is_stays_known_when_somebody_else_was_there(
        signal: Signal, moves: Moves, stays: bool, spoilt: dict[str, object]) -> None:
    """Else a second of somebody walking by would make a stretch look like sitting tall."""
    meter = Meter(signal, L)
    for each in readings(moves, 4.0):
        before = meter.read(each)
    assert before is not None
    assert meter.read(replace(each, time_s=4.1, **spoilt)) is None
    for later in range(20):
        after = meter.read(replace(each, time_s=4.2 + later / 10))
    assert after == pytest.approx(before if stays else 0.0, abs=0.02)


def test_at_first_is_anew_after_a_restart() -> None:
    meter = Meter(Signal.APPROACH)
    seen = readings(lambda t: Mover(z=0.5 * min(t, 2.0)), 4.0)
    assert max(value for each in seen if (value := meter.read(each)) is not None) > 0.3
    meter.restart()
    again = [replace(each, time_s=each.time_s + 4) for each in seen[25:]]
    assert [value for each in again if (value := meter.read(each)) is not None][-1] < 0.02


@pytest.mark.parametrize("signal", list(Signal))
def test_nothing_is_told_of_nobody_or_of_somebody_else(signal: Signal) -> None:
    meter = Meter(signal, R)
    aligner = Aligner()
    assert meter.read(aligner.read(nobody(0.0))) is None
    seen = readings(lambda _: Mover(), 1.0)
    assert meter.read(replace(seen[-1], lost=True)) is None
    for refusal in (Refusal.CUT, Refusal.SEVERAL_PEOPLE, Refusal.REAR, Refusal.LOW_VISIBILITY):
        assert meter.read(replace(seen[-1], refusal=refusal)) is None


@pytest.mark.parametrize("signal", [each for each in Signal if each is not Signal.DEPTH])
def test_what_is_not_seen_is_not_told(signal: Signal) -> None:
    meter = Meter(signal, L)
    for each in readings(lambda _: Mover(), 1.0):
        assert each.pose is not None
        hidden = replace(each.pose, visibility=0.2 * each.pose.visibility)
        assert meter.read(replace(each, pose=hidden)) is None


@pytest.mark.parametrize("signal", [Signal.HINGE_DEG, Signal.KNEE_BEND_DEG])
def test_angles_from_the_side_are_not_told_from_the_front(signal: Signal) -> None:
    assert still(signal, Mover(trunk=30)) is None


@pytest.mark.parametrize("signal", [Signal.FOLD, Signal.STANCE_WIDTH, Signal.KNEE_DOWN])
def test_what_the_front_tells_is_not_told_from_the_side(signal: Signal) -> None:
    assert still(signal, Mover(yaw=90)) is None


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(Signal), st.sampled_from(Side), st.integers(0, 2**32 - 1),
       st.sampled_from(["F", "S"]))
def test_whatever_the_landmarks_are_it_is_a_number_or_nothing(
        signal: Signal, side: Side, seed: int, view: str) -> None:
    random = np.random.default_rng(seed)
    meter = Meter(signal, side)
    flat = random.random() < 0.3
    for nth in range(8):
        pose = Mover().pose()
        px = np.zeros((33, 3)) if flat else random.uniform(-2000, 2000, (33, 3))
        world = np.zeros((33, 3)) if flat else random.uniform(-3, 3, (33, 3))
        odd = replace(pose, px=px, world_m=world)
        value = meter.read(Reading(nth / 10, 720, 1280, odd, depth=0.1, view=view))  # type: ignore[arg-type]
        assert value is None or np.isfinite(value)


def test_a_foot_is_lifted_from_where_it_hangs_however_high_it_was_at_first() -> None:
    """Begun at the top: once it has hung, that is what goes; a low moment long ago does not."""
    meter = Meter(Signal.FOOT_LIFT, L)
    at = {0.0: 0.6, 2.0: 0.0, 4.0: 0.6, 6.0: -0.5, 8.0: 0.0, 20.0: 0.0}

    def moves(time_s: float) -> Mover:
        return Mover(on=L, hike=next(at[t] for t in sorted(at, reverse=True) if t <= time_s))
    said = {round(each.time_s, 1): meter.read(each) or 0.0 for each in readings(moves, 21.0)}
    assert said[1.5] == pytest.approx(0.0, abs=0.01)
    assert said[5.0] > 0.07
    assert said[9.0] > 0.07
    assert said[20.5] == pytest.approx(0.0, abs=0.01)
