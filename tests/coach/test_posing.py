"""Whether the pose of a hold is held, and what is missing."""

from dataclasses import replace

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.posing import Posing
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.schema import Exercise
from tests import movers
from tests.bodies import nobody
from tests.exercise_files import HOLD, exercise, words
from tests.movers import Mover, Moves, film

L, R = Side.LEFT, Side.RIGHT


def hold(view: str, *needs: tuple[str, str, str, float], also: tuple[str, ...] = ()) -> Exercise:
    """A hold with needs of (view, signal, "least" or "most", limit)."""
    return exercise(view=view, also=list(also), dose=HOLD, needs=[
        {"view": seen, "signal": signal, bound: limit, "words": words(signal)}
        for seen, signal, bound, limit in needs])


CHAIR = hold("S", ("S", "knee_bend_deg", "most", 25), ("S", "hinge_deg", "least", 35),
             ("F", "foot_ahead", "least", 0.15), also=("F",))
SEATED = hold("F", ("F", "ankle_on_knee", "most", 0.65), ("F", "fold", "least", 0.2))
KNEELING = hold("F", ("F", "knee_down", "least", 0.2), ("F", "trunk_deg", "most", 15),
                ("S", "hinge_deg", "most", 5), also=("S",))
FLOOR = exercise(view="T", dose=HOLD)


def pose(held: Exercise, moves: Moves | Mover, side: Side = L, seconds: float = 2.0,
         fps: float = 10) -> Posing:
    aligner = Aligner()
    judge_by(aligner, held, side)
    posing = Posing(held, side)
    at = moves if callable(moves) else lambda _: moves
    for sighting in film(at, seconds, fps):
        posing.update(aligner.read(sighting))
    return posing


def said(posing: Posing) -> str | None:
    return None if posing.wrong is None else posing.wrong.en.text


@pytest.mark.parametrize("fps", [6, 30])
@pytest.mark.parametrize(("held", "body"), [
    (CHAIR, movers.forward_bend(L)), (CHAIR, movers.forward_bend(L, yaw=-90)),
    (CHAIR, movers.forward_bend(L, yaw=0)), (KNEELING, movers.kneel(L)),
    (KNEELING, movers.kneel(L, 0, 90, push=5)), (FLOOR, movers.sit()),
    (SEATED, lambda t: movers.sit(L, min(40.0, max(0.0, 40 * (t - 0.6)))))])
def test_what_is_done_as_it_should_be_is_held(held: Exercise, body: Moves, fps: int) -> None:
    posing = pose(held, body, fps=fps)
    assert (posing.held, posing.wrong) == (True, None)


@pytest.mark.parametrize(("held", "body", "missing"), [
    (CHAIR, movers.forward_bend(L, knee=50), "knee_bend_deg"),
    (CHAIR, movers.forward_bend(L, trunk=0), "hinge_deg"),
    (CHAIR, movers.forward_bend(R, yaw=0), "foot_ahead"),
    (SEATED, movers.sit(), "ankle_on_knee"), (SEATED, movers.sit(R), "ankle_on_knee"),
    (SEATED, movers.sit(L), "fold"), (KNEELING, movers.kneel(R), "knee_down"),
    (KNEELING, replace(movers.kneel(L), aside=25), "trunk_deg"),
    (KNEELING, movers.kneel(L, 20, 90), "hinge_deg")])
def test_what_is_missing_is_told_first_things_first(
        held: Exercise, body: Mover, missing: str) -> None:
    posing = pose(held, body)
    assert (posing.held, said(posing)) == (False, missing)


@pytest.mark.parametrize("body", [Mover(yaw=45), Mover(yaw=180), replace(Mover(), visibility=0.1)])
@pytest.mark.parametrize("held", [CHAIR, SEATED, KNEELING])
def test_what_can_not_be_seen_is_neither_held_nor_wrong(held: Exercise, body: Mover) -> None:
    posing = pose(held, body)
    assert (posing.held, posing.wrong) == (None, None)


def test_a_tremble_changes_nothing_and_leaving_does() -> None:
    def at(time_s: float) -> Mover:
        out = 1.0 <= time_s < 1.15 or time_s >= 2.0
        return movers.forward_bend(L, trunk=0 if out else 70)

    assert pose(CHAIR, at, seconds=1.3, fps=20).held is True
    assert pose(CHAIR, at, seconds=2.2, fps=20).wrong is None
    left = pose(CHAIR, at, seconds=3.2, fps=20)
    assert (left.held, said(left)) == (False, "hinge_deg")


def test_nobody_there_holds_nothing() -> None:
    aligner, posing = Aligner(), Posing(FLOOR)
    judge_by(aligner, FLOOR)
    posing.update(aligner.read(nobody(0.0)))
    assert posing.held is None


def test_somebody_else_holds_nothing() -> None:
    aligner, posing = Aligner(), Posing(CHAIR, L)
    judge_by(aligner, CHAIR, L)
    for sighting in film(lambda _: movers.forward_bend(L), 2.0, 10):
        posing.update(replace(aligner.read(sighting), lost=sighting.time_s > 1.5))
    assert posing.held is None


@pytest.mark.parametrize(("body", "told"), [
    (movers.kneel(R), "Kneel on the other knee"), (movers.squat(bend=0.0), "Kneel on one knee")])
def test_no_knee_down_is_not_told_as_the_wrong_one(body: Mover, told: str) -> None:
    assert said(pose(library.load("half-kneeling-hip-flexor"), body)) == told
