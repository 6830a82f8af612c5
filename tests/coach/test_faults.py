"""What goes wrong beside the knees."""

from dataclasses import replace

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.faults import FaultFinder
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Refusal, Side, Verdict
from tests.bodies import Body, squats
from tests.exercise_files import exercise, words
from tests.movers import Mover, film

TRIED = exercise(knees="both", also=["S"], faults=[
    {"id": "knee-in"},
    {"id": "leaning", "signal": "trunk_deg", "least": 15.0, "for_s": 0.5, "words": words("Up")},
    {"id": "narrow", "signal": "stance_width", "most": 0.4, "words": words("Wider")},
    {"id": "bent", "view": "S", "signal": "trunk_deg", "least": 40.0, "words": words("Taller")}])


def readings(body: Mover, seconds: float = 1.2, fps: float = 10) -> list[Reading]:
    aligner = Aligner()
    judge_by(aligner, TRIED)
    return [aligner.read(each) for each in film(lambda _: body, seconds, fps)]


def found(seen: list[Reading]) -> list[str | None]:
    finder = FaultFinder(TRIED)
    return [fault.id if (fault := finder.update(each)) else None for each in seen]


LEANING = Mover(aside=25)
NARROW = Mover(left=replace(Mover().left, out=-4), right=replace(Mover().right, out=-4))


def test_who_stands_well_hears_nothing() -> None:
    assert set(found(readings(Mover()))) == {None}


@pytest.mark.parametrize("fps", [6, 30])
def test_a_fault_is_told_once_it_has_lasted(fps: int) -> None:
    seen = readings(LEANING, fps=fps)
    told = [each.time_s for each, fault in zip(seen, found(seen), strict=True) if fault]
    assert 0.5 <= told[0] - seen[0].time_s < 0.75
    assert set(found(seen)) == {None, "leaning"}


def test_the_first_one_in_the_file_is_told_where_there_are_two() -> None:
    both = replace(NARROW, aside=25)
    assert found(readings(NARROW))[-1] == "narrow"
    assert found(readings(both))[-1] == "leaning"


def test_a_knee_that_falls_in_is_the_first_of_all() -> None:
    aligner = Aligner()
    judge_by(aligner, TRIED)
    body = Body(valgus=dict.fromkeys(Side, 22.0))
    said = found([aligner.read(each) for each in squats(1, 0.2, body=body)])
    assert "knee-in" in said


def test_each_fault_is_seen_from_its_own_view() -> None:
    assert found(readings(Mover(yaw=90, trunk=60)))[-1] == "bent"
    assert found(readings(Mover(yaw=90, trunk=25)))[-1] is None


@pytest.mark.parametrize("refusal", list(Refusal))
def test_nothing_is_told_while_refused(refusal: Refusal) -> None:
    assert set(found([replace(each, refusal=refusal) for each in readings(LEANING)])) == {None}
    assert set(found([replace(each, lost=True) for each in readings(LEANING)])) == {None}


def test_a_flicker_is_none() -> None:
    well, leaning = readings(Mover()), readings(LEANING)
    mixed = [leaning[i] if i % 4 else well[i] for i in range(len(well))]
    assert set(found(mixed)) == {None}
    assert all(knee.verdict is Verdict.CANNOT_JUDGE for each in well
               for knee in each.knees.values())
