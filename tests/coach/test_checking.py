"""From what was done to a check's result, live and in a film."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.passing import Passing
from mirrorapp.alignment.results import CheckResult, Trend, Untold, Value
from mirrorapp.coach import checking
from mirrorapp.coach.checking import Done
from mirrorapp.coach.records import Earlier, Measured, Repetition, RepKnee
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import checks
from mirrorapp.exercises.checks import Check
from tests.bodies import Body

SINCE = datetime(2026, 1, 1, 12, tzinfo=UTC)


def check(name: str) -> Check:
    """Without looking for its exercise."""
    path = checks.folder() / f"{name}.toml"
    return Check.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def rep(left: float | None, right: float | None, deepest: float = 0.2) -> Repetition:
    """At depth .1 it reads so much on each leg; None where the leg was not judged."""
    def knee(deg: float | None) -> RepKnee:
        if deg is None:
            return RepKnee(Verdict.CANNOT_JUDGE)
        way = tuple(Passing(i / 10, d, deg * d / 0.1) for i, d in enumerate(
            (0.0, deepest / 2, deepest, deepest / 2, 0.0)))
        return RepKnee(Verdict.GOOD, 0.0, 0.0, deg, 3.1, way=way)
    told = [side for side, deg in ((Side.LEFT, left), (Side.RIGHT, right)) if deg is not None]
    return Repetition(0.0, 1.0, 2.0, deepest, True, knee(left), knee(right),
                      side=told[0] if len(told) == 1 else None)


def of_reps(name: str, reps: Sequence[Repetition]) -> CheckResult:
    return checking.of_film(check(name), (), reps)


def told(result: CheckResult) -> dict[str, Any]:
    return {name: round(value.value, 6) for name, value in result.values.items()}


def test_the_squat_check_takes_the_median_of_its_five() -> None:
    found = of_reps("squat-check", [rep(d, 1) for d in (2, 9, 3, 4, 30)] + [rep(99, 99)] * 3)
    assert told(found) == {"left": 4, "right": 1}
    assert (found.reason, found.unit, found.depth) == (None, "deg", 0.1)
    assert found.values["left"].judged == 5
    assert found.values["left"].uncertainty == 3.1


def test_too_few_repetitions_are_not_told() -> None:
    found = of_reps("squat-check", [rep(2, 1), rep(2, 1), rep(2, None)])
    assert told(found) == {"left": 2}
    assert found.reason is Untold.TOO_FEW
    assert of_reps("squat-check", []).reason is Untold.TOO_FEW


def test_each_leg_is_told_by_the_repetitions_on_it() -> None:
    reps = [rep(8, None), rep(None, 2), rep(6, None), rep(None, 4), rep(7, None), rep(None, 3)]
    found = of_reps("single-leg-check", [replace(each) for each in reps])
    assert found.depth == 0.05
    assert told(found) == {"left": pytest.approx(7 * 0.5), "right": pytest.approx(3 * 0.5)}
    assert found.reason is None


def test_one_leg_alone_is_told_alone() -> None:
    found = of_reps("single-leg-check", [rep(8, None)] * 3)
    assert set(found.values) == {"left"}
    assert found.reason is Untold.TOO_FEW


def test_the_band_is_what_the_second_five_differ_by() -> None:
    reps = [rep(d, 0) for d in (8, 9, 10, 9, 9)] + [rep(d, 0) for d in (4, 5, 5, 6, 5)]
    found = of_reps("band-effect", reps)
    assert told(found) == {"left": -4, "right": 0}


def test_the_band_is_judged_at_the_depth_of_both_parts() -> None:
    reps = [rep(8, 0)] * 5 + [rep(4, 0, deepest=0.08)] * 5
    found = of_reps("band-effect", [replace(each) for each in reps])
    assert found.depth == pytest.approx(0.08)
    assert found.values["left"].value == pytest.approx(-4 * 0.8)


def test_without_the_band_s_part_nothing_is_told() -> None:
    assert of_reps("band-effect", [rep(8, 0)] * 5).reason is Untold.TOO_FEW


def test_a_check_that_was_not_done_to_its_end_is_not_told() -> None:
    found = checking.result(check("band-effect"), [Done(reps=(rep(1, 1),) * 5)])
    assert (found.values, found.reason) == ({}, Untold.TOO_FEW)


@pytest.mark.parametrize(("name", "stance", "keys"), [
    ("ankle-gap", 0.5, {"ankles"}), ("standing-axis", 1.0, {"left", "right"})])
def test_a_film_of_standing_tells_the_holds(name: str, stance: float, keys: set[str]) -> None:
    aligner = Aligner()
    readings = [aligner.read(Body(stance=stance).sighting(i / 15)) for i in range(45)]
    found = checking.of_film(check(name), readings, ())
    assert set(found.values) == keys
    assert found.reason is None


def test_a_finding_says_what_has_changed() -> None:
    now = CheckResult("squat-check", "deg", {"left": Value(2, 2.8, 0, 5)}, depth=0.1)
    before = replace(now, values={"left": Value(20, 2.8, 0, 5)})
    found = checking.finding(check("squat-check"), now, Measured(),
                             Earlier(SINCE, before, Measured()))
    assert (found.since, found.changes["left"].trend) == (SINCE, Trend.LESS)
    assert checking.finding(check("squat-check"), now, Measured(), None).changes == {}
