"""A session of several parts: told, placed, held or repeated, the next one, the result."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.companion import STAND_IN_S
from mirrorapp.alignment.results import CheckResult, Hindrance, Trend, Untold, Value
from mirrorapp.coach import plans
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.holding import PATIENCE_S
from mirrorapp.coach.place import READY_S
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import Earlier, Measured, Outcome
from mirrorapp.coach.rep_run import PATIENCE_S as GIVEN_UP_S
from mirrorapp.coach.rep_run import STUCK_S
from mirrorapp.coach.state import Cue, Intent, Phase
from mirrorapp.coach.tasks import STEP_S, of_checks
from mirrorapp.config import SessionConfig
from mirrorapp.events import Side
from mirrorapp.exercises import checks, library
from mirrorapp.exercises.mistakes import ExerciseError
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import Sighting
from tests.bodies import Body, squats
from tests.coach.test_session import NOON, Stage
from tests.everything import EVERYTHING as ALL
from tests.journal.made_up import a_calibration
from tests.tiers import examples

TOGETHER, APART = Body(stance=0.5), Body(stance=1.0)
HERE = Measured(calibrations=(a_calibration(1.2),))
HOLD_S = 4.0
FPS = 8  # the films are long


def standing(seconds: float, body: Body | None = None) -> list[Sighting]:
    return [(body or Body()).sighting(i / FPS) for i in range(int(seconds * FPS))]


def plan(*names: str) -> Plan:
    found = tuple(checks.load(name) for name in names)
    return Plan(library.load("squat"), 5, "p1", routine="weekly-check",
                parts=of_checks(found, library.load))


def begun(*names: str, before: Any = lambda *_: None) -> Stage:
    stage = Stage(plan(*names))
    stage.coach = Coach(plan(*names), lambda: NOON, stage.heard, before=before,
                        measured=lambda: HERE)
    assert stage.coach.send(Intent.START)
    return stage


def step(stage: Stage) -> str:
    found = stage.coach.state.step
    return found.en.text if found else ""


def test_what_is_to_be_done_is_told_line_by_line_before_it_counts() -> None:
    stage = begun("ankle-gap")
    assert step(stage) == "Stand tall, facing me"
    stage.play(standing(STEP_S + 0.5, TOGETHER))
    assert step(stage) == "Bring your knees together"
    assert stage.coach.state.phase is Phase.GET_READY
    stage.play(standing(STEP_S + READY_S + 0.5, TOGETHER))
    assert stage.coach.state.phase is Phase.ACTIVE
    assert step(stage) == ""


def test_a_hold_counts_only_while_it_is_held_and_says_what_is_missing() -> None:
    stage = begun("ankle-gap")
    stage.play(standing(8.5, APART))
    state = stage.coach.state
    assert (state.phase, state.held, state.wrong) == (Phase.ACTIVE, 0.0, Untold.KNEES_APART)
    stage.play(standing(2.0, TOGETHER))
    half = stage.coach.state
    assert half.wrong is None
    assert 0.3 < (half.held or 0) < 0.6
    stage.play(standing(2.0, APART))
    assert stage.coach.state.held == pytest.approx(half.held, abs=0.05)
    stage.play(standing(3.0, TOGETHER))
    record, = stage.heard.ended
    assert record.outcome is Outcome.COMPLETED
    assert record.checks[0].values["ankles"].value == pytest.approx(0.139, abs=0.005)
    assert record.sets == ()


def test_who_cannot_do_it_is_not_kept_for_ever() -> None:
    stage = begun("ankle-gap")
    stage.play(standing(PATIENCE_S + 8, APART))
    record, = stage.heard.ended
    assert record.checks[0].reason is Untold.KNEES_APART
    assert record.checks[0].values == {}


def test_parts_follow_each_other_with_an_announcement() -> None:
    stage = begun("ankle-gap", "standing-axis", "squat-check")
    stage.play(standing(11.5, TOGETHER))
    assert (stage.coach.state.part, step(stage)) == (1, "Feet as wide as hips")
    stage.aligner.start_set()
    stage.play(standing(9.5, APART))
    assert (stage.coach.state.part, step(stage)) == (2, "Five slow squats")
    stage.play(list(squats(5, fps=FPS, stand_s=4)))
    record, = stage.heard.ended
    assert [each.check for each in record.checks] == ["ankle-gap", "standing-axis", "squat-check"]
    assert all(each.values for each in record.checks)
    assert [(each.exercise, len(each.reps)) for each in record.sets] == [
        ("squat-check", 5)]
    assert record.routine == "weekly-check"
    assert [each.check.id for each in stage.coach.state.findings] == [
        "ankle-gap", "standing-axis", "squat-check"]
    assert stage.phases.count(Phase.ACTIVE) == 3


def test_with_the_band_is_announced_between_both_parts() -> None:
    stage = begun("band-effect")
    stage.play(list(squats(5, fps=FPS, stand_s=4)))
    assert (stage.coach.state.part, step(stage)) == (1, "Now with the band")
    stage.play(list(squats(1, fps=FPS, stand_s=4)))  # bends down to the band
    assert stage.coach.state.phase is Phase.GET_READY
    stage.play(list(squats(5, fps=FPS, stand_s=6, body=Body(valgus={Side.LEFT: 15.0}))))
    record, = stage.heard.ended
    assert [len(each.reps) for each in record.sets] == [5, 5]
    assert record.checks[0].values["left"].value > 2
    assert abs(record.checks[0].values["right"].value) < 2


def test_a_check_is_not_cued() -> None:
    stage = begun("squat-check")
    stage.play(list(squats(5, fps=FPS, stand_s=4, body=Body(valgus={Side.LEFT: 25.0}))))
    assert stage.heard.ended
    assert not {Cue.LEFT_KNEE_OUT, Cue.GOOD_REP} & set(stage.cues)


def test_a_part_in_which_nothing_counts_is_given_up_with_its_reason() -> None:
    stage = begun("squat-check")
    stage.play(standing(STEP_S * 2 + STUCK_S + 4))
    assert stage.coach.state.stuck
    stage.play(standing(GIVEN_UP_S - STUCK_S))
    record, = stage.heard.ended
    assert record.checks[0].reason is Untold.TOO_FEW
    assert record.checks[0].values == {}


def test_a_part_of_a_check_can_be_passed_over() -> None:
    stage = begun("single-leg-check")
    for part in (0, 1):
        stage.play(standing(STEP_S * 2 + 3))
        assert (stage.coach.state.phase, stage.coach.state.part) == (Phase.ACTIVE, part)
        stage.coach.send((Intent.NEXT, Intent.EASE)[part])
    record, = stage.heard.ended
    assert record.checks[0].reason is Untold.TOO_FEW


def test_pain_ends_all_of_it() -> None:
    stage = begun("ankle-gap", "squat-check")
    stage.play(standing(11.5, TOGETHER))
    stage.play(list(squats(1, fps=FPS, stand_s=4)))
    stage.coach.send(Intent.PAIN)
    assert stage.coach.state.phase is Phase.HURTS
    stage.coach.send(Intent.STOP)
    record, = stage.heard.ended
    assert (record.pain, record.outcome) == (True, Outcome.ABORTED)
    assert [each.check for each in record.checks] == ["ankle-gap"]


def test_stopping_in_the_middle_of_a_check_gives_it_no_result() -> None:
    stage = begun("band-effect")
    stage.play(list(squats(5, fps=FPS, stand_s=4)))
    stage.coach.send(Intent.STOP)
    record, = stage.heard.ended
    assert (record.checks, record.outcome) == ((), Outcome.ABORTED)
    assert record.rep_count == 5


def test_the_last_result_is_compared_with() -> None:
    last = CheckResult("ankle-gap", "shank", {"ankles": Value(0.9, 0.02, 0, 1)})
    asked: list[tuple[str, str]] = []

    def before(profile: str, name: str, measured: Measured = HERE) -> Earlier:
        asked.append((profile, name))
        return Earlier(NOON - timedelta(days=7), last, measured)

    stage = begun("ankle-gap", before=before)
    stage.play(standing(11.5, TOGETHER))
    found, = stage.coach.state.findings
    assert asked == [("p1", "ankle-gap")]
    assert found.changes["ankles"].trend is Trend.LESS
    assert found.changes["ankles"].better
    stage = begun("ankle-gap", before=partial(before, measured=replace(
        HERE, calibrations=(a_calibration(1.4),))))
    stage.play(standing(11.5, TOGETHER))
    found, = stage.coach.state.findings
    assert found.changes["ankles"].why is Hindrance.CALIBRATION


def test_the_touch_on_check_runs_the_weekly_one_and_start_the_exercise() -> None:
    stage = Stage()
    stage.coach = Coach(stage_plan(), lambda: NOON, stage.heard, weekly=plan("ankle-gap"))
    assert stage.coach.state.weekly
    assert stage.coach.send(Intent.CHECK)
    assert stage.coach.state.check is not None
    stage.coach.send(Intent.STOP)
    assert stage.coach.send(Intent.START)
    assert stage.coach.state.check is None
    assert [each.routine for each in stage.heard.started] == ["weekly-check", "squat"]


def stage_plan() -> Plan:
    return Plan(library.load("squat"), 3, "p1")


def test_without_a_weekly_check_the_touch_does_nothing() -> None:
    stage = Stage()
    assert not stage.coach.send(Intent.CHECK)
    assert stage.coach.state.phase is Phase.HOME


@pytest.mark.parametrize(("exercise", "routine", "parts"), [
    ("today", "", 0), ("squat", "", 0), ("single-leg-squat", "single-leg-squat", 4),
    ("retraining", "retraining", 11), ("band-effect", "band-effect", 2),
    ("ankle-gap", "ankle-gap", 1)])
def test_the_settings_choose_the_plan(exercise: str, routine: str, parts: int) -> None:
    chosen, weekly = plans.choose(SessionConfig(exercise=exercise, profile="anna"), ALL)
    assert (chosen.routine, len(chosen.parts), chosen.profile) == (routine, parts, "anna")
    assert weekly is not None
    assert weekly.routine == "weekly-check"
    everything = SessionConfig(exercise="weekly-check", profile="anna")
    assert plans.choose(everything, ALL)[0] == weekly


@settings(max_examples=examples(15), deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*Intent, None]), st.sampled_from(
    [TOGETHER, APART, replace(APART, depth=0.2), Body(yaw_deg=25)]), st.floats(0.1, 6)),
    max_size=12))
def test_whatever_is_done_a_session_has_one_end(
        done: list[tuple[Intent | None, Body, float]]) -> None:
    stage = Stage()
    stage.coach = Coach(plan("ankle-gap", "squat-check"), lambda: NOON, stage.heard,
                        weekly=plan("standing-axis"))
    stage.aligner = Aligner()
    for intent, body, seconds in done:
        if intent is not None:
            stage.coach.send(intent)
        stage.play(standing(seconds, body))
        state = stage.coach.state
        assert (state.phase is Phase.HOME) == (state.session is None)
        assert 0 <= len(stage.heard.started) - len(stage.heard.ended) <= 1
        assert (state.phase in (Phase.HOME, Phase.SUMMARY)) == (
            len(stage.heard.started) == len(stage.heard.ended))


def of_a_stranger(film: list[Sighting]) -> list[Sighting]:
    return [replace(each, looks=np.full((PARTS, 3), 1.0) * (1, 0, -1)) for each in film]


def of_the_user(film: list[Sighting]) -> list[Sighting]:
    return [replace(each, looks=np.zeros((PARTS, 3))) for each in film]


def test_a_hold_is_one_persons() -> None:
    stage = begun("ankle-gap")
    stage.play(of_the_user(standing(8.5, TOGETHER)))
    assert (stage.coach.state.held or 0) > 0.2
    stage.play(of_a_stranger(standing(2.0, TOGETHER)))
    assert stage.coach.state.lost
    stage.play(of_the_user(standing(1.0, TOGETHER)))
    assert not stage.coach.state.lost
    assert (stage.coach.state.held or 0) < 0.2


def test_a_stranger_who_stands_still_is_not_measured_and_the_user_is() -> None:
    stage = begun("ankle-gap")
    stage.play(of_the_user(standing(7.0, TOGETHER)))
    stage.play(of_a_stranger(standing(STAND_IN_S + HOLD_S + 3, TOGETHER)))
    state = stage.coach.state
    assert (state.lost, state.held, state.wrong) == (False, 0.0, Untold.SOMEBODY_ELSE)
    stage.play(of_the_user(standing(HOLD_S + 2, TOGETHER)))
    assert stage.heard.ended[0].checks[0].values


def test_who_touches_is_the_user_whatever_they_wear() -> None:
    stage = begun("ankle-gap")
    stage.play(of_the_user(standing(7.0, TOGETHER)))
    stage.play(of_a_stranger(standing(STAND_IN_S + 2, TOGETHER)))
    assert stage.coach.state.wrong is Untold.SOMEBODY_ELSE
    stage.coach.send(Intent.PAUSE)
    assert stage.coach.send(Intent.RESUME)
    stage.aligner.start_set()  # as the engine does then
    stage.play(of_a_stranger(standing(HOLD_S + 3, TOGETHER)))
    assert stage.heard.ended[0].checks[0].values


def test_a_hold_is_not_given_up_while_the_user_is_lost() -> None:
    stage = begun("ankle-gap", "standing-axis")
    stage.play(of_the_user(standing(8.0, TOGETHER)))
    walking = [replace(Body(), x=250 + 200 * (i % 60) / 60).sighting(i / 15) for i in range(600)]
    stage.play(of_a_stranger(walking))
    assert stage.coach.state.part == 0


def test_after_a_pause_a_hold_begins_anew() -> None:
    stage = begun("ankle-gap")
    stage.play(standing(8.0, TOGETHER))
    held = stage.coach.state.held
    assert held
    stage.coach.send(Intent.PAUSE)
    stage.play(standing(6.0, TOGETHER))
    assert stage.coach.state.held == held
    assert stage.coach.send(Intent.RESUME)
    assert stage.coach.state.phase is Phase.GET_READY
    stage.play(standing(2.0, TOGETHER))
    assert (stage.coach.state.held or 0) < held
    stage.play(standing(5.0, TOGETHER))
    assert stage.heard.ended[0].outcome is Outcome.COMPLETED


def test_what_the_settings_can_not_choose_is_named_with_all_that_they_can() -> None:
    with pytest.raises(ExerciseError, match=r"'fly'.*retraining.*squat.*ankle-gap"):
        plans.choose(SessionConfig(exercise="fly"), ALL)
