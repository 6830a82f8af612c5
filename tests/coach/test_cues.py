"""What is said of a repetition, and when praise is deserved."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from mirrorapp.alignment import geometry
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Knee, Reading
from mirrorapp.coach.cues import EVERY_S, Cueing
from mirrorapp.coach.faults import FaultFinder
from mirrorapp.coach.records import Repetition, RepKnee
from mirrorapp.coach.rep_run import RepRun
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.state import Cue, Tone
from mirrorapp.coach.tasks import Task
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises.words import Step
from tests.coach.readings import FPS, reading, times
from tests.exercise_files import exercise, words
from tests.movers import Mover, film

TRIED = exercise(knees="both", faults=[
    {"id": "knee-in"},
    {"id": "leaning", "signal": "trunk_deg", "least": 15.0, "sure": 8.0, "words": words("Up")}])


def repetition(start_s: float, end_s: float, verdict: Verdict = Verdict.GOOD) -> Repetition:
    knee = RepKnee(verdict)
    return Repetition(start_s, (start_s + end_s) / 2, end_s, 0.3,
                      verdict is not Verdict.CANNOT_JUDGE, knee, knee)


def seen(*leans: float) -> list[Reading]:
    """A second of each lean of the trunk, in degrees."""
    aligner = Aligner()
    judge_by(aligner, TRIED)
    return [aligner.read(each) for each in film(
        lambda time_s: Mover(aside=leans[int(time_s)]), len(leans))]


def said(readings: list[Reading]) -> Cue | None:
    """After a repetition that takes all of it."""
    cueing = Cueing(FaultFinder(TRIED))
    for each in readings[:-1]:
        cueing.update(each, None)
    last_s = readings[-1].time_s
    cueing.update(readings[-1], repetition(readings[0].time_s, last_s))
    return cueing.cue


def test_a_repetition_without_a_fault_is_praised() -> None:
    assert said(seen(0, 0, 0)) is Cue.GOOD_REP


@pytest.mark.parametrize("leans", [(0, 12, 0), (0, 25, 0, 0, 0, 0, 0)])
def test_one_with_a_fault_or_with_what_may_be_one_is_not(leans: tuple[float, ...]) -> None:
    """The second one was told of at once, and that is forgotten by the end."""
    assert said(seen(*leans)) is None


def kneeless(faults: list[dict[str, Any]], *leans: float) -> Cue | None:
    """What is said where no knee is judged."""
    cueing, readings = Cueing(FaultFinder(exercise(knees="none", faults=faults))), seen(*leans)
    for each in readings[:-1]:
        cueing.update(each, None)
    cueing.update(readings[-1], repetition(
        readings[0].time_s, readings[-1].time_s, Verdict.CANNOT_JUDGE))
    return cueing.cue


def test_where_no_knee_is_judged_what_else_is_can_be_praised() -> None:
    leaning = {"id": "leaning", "signal": "trunk_deg", "least": 15.0, "words": words("Up")}
    assert kneeless([leaning], 0, 0, 0) is Cue.GOOD_REP
    assert kneeless([leaning], 0, 25, 0, 0, 0, 0, 0) is None


def test_where_one_signal_could_not_be_told_nothing_is_praised() -> None:
    """On both feet no hip is told of, and none is ruled out."""
    leaning = {"id": "leaning", "signal": "trunk_deg", "least": 15.0, "words": words("Up")}
    drops = {"id": "hip-drop", "signal": "pelvis_deg", "least": 14.0, "words": words("Level")}
    assert kneeless([leaning, drops], 0, 0, 0) is None


def test_where_nothing_is_judged_nothing_is_praised() -> None:
    assert kneeless([], 0, 0, 0) is None


def test_one_of_which_a_fault_could_not_be_told_is_not() -> None:
    blind = [replace(each, refusal=Refusal.OFF_CENTRE) if each.time_s < 2.0 else each
             for each in seen(0, 0, 0)]
    assert said(blind) is None


def test_a_fault_takes_the_praise_of_its_own_repetition_alone() -> None:
    cueing, cues = Cueing(FaultFinder(TRIED)), []
    for each in seen(25, 25, *[0] * 10):
        ends = int(each.time_s * 15) in (60, 150)
        cueing.update(each, repetition(each.time_s - 3.5, each.time_s) if ends else None)
        cues.append((each.time_s, cueing.cue))
    praised_s = [time_s for time_s, cue in cues if cue is Cue.GOOD_REP]
    assert praised_s
    assert min(praised_s) >= 10.0


def unjudged(stood: bool, refusal: Refusal | None = None, pause_s: float = 100.0) -> list[float]:
    """When it was asked to stand still, in 60 s of repetitions of which none could be judged, with
    a pause every so often.
    """
    cueing, asked = Cueing(FaultFinder(TRIED)), []
    for nth, time_s in enumerate(times(60.0)):
        if nth % int(pause_s * FPS) == 0:
            cueing = cueing.anew(FaultFinder(TRIED))
        before = cueing.cue
        rep = repetition(time_s - 2, time_s, Verdict.CANNOT_JUDGE) if nth % 40 == 39 else None
        cueing.update(reading(time_s, stood=stood, refusal=refusal), rep)
        if cueing.cue is Cue.STAND_STILL and before is None:
            asked.append(time_s)
    return asked


def test_who_was_not_seen_standing_is_asked_to_twice_at_most() -> None:
    asked_s = unjudged(stood=False)
    assert len(asked_s) == 2
    assert asked_s[1] - asked_s[0] >= EVERY_S


def test_a_pause_does_not_make_it_more_often() -> None:
    assert len(unjudged(stood=False, pause_s=9.0)) == 2


def test_nobody_is_asked_to_stand_for_another_reason() -> None:
    assert unjudged(stood=True) == unjudged(stood=False, refusal=Refusal.FEET_OUT) == []


def hurried(**told: Any) -> list[tuple[float, Cue]]:
    """What is said, and when, of a minute of repetitions that are all too fast."""
    unprompted = told.pop("unprompted", False)
    cueing, cues = Cueing(unprompted=unprompted), []
    for nth, time_s in enumerate(times(60.0)):
        before, ends = cueing.cue, nth % 20 == 19
        rep = repetition(time_s - 1, time_s, Verdict.CANNOT_JUDGE) if ends else None
        cueing.update(reading(time_s, stood=True, **told), rep, hurried=ends)
        if cueing.cue is not None and before is None:
            cues.append((time_s, cueing.cue))
    return cues


def test_haste_is_told_seldom_and_after_all_that_matters_more() -> None:
    said = hurried()
    assert {cue for _, cue in said} == {Cue.SLOWER}
    assert all(later - first >= 20 for (first, _), (later, _) in pairwise(said))
    assert len(said) == 3
    assert {cue for _, cue in hurried(square_up=Side.LEFT)} == {Cue.SQUARE_UP_LEFT}
    assert not hurried(unprompted=True)
    assert not hurried(refusal=Refusal.FEET_OUT)


@pytest.mark.parametrize(("shown", "said"), [
    ({"depth": 0.3}, None), ({"square_up": Side.LEFT}, Cue.SQUARE_UP_LEFT)])
def test_unprompted_nothing_is_said_of_how_somebody_moves(
        shown: dict[str, object], said: Cue | None) -> None:
    cueing, cues = Cueing(FaultFinder(TRIED), depth_most=0.2, unprompted=True), set()
    for time_s in times(8.0):
        rep = repetition(time_s - 2, time_s) if time_s == 4.0 else None
        cueing.update(reading(time_s, **shown), rep)
        cues.add(cueing.cue)
    assert cues - {None} == ({said} if said else set())


def test_unprompted_the_wrong_side_is_told() -> None:
    cueing = Cueing(unprompted=True)
    cueing.update(reading(1.0), None, other_side=True)
    assert cueing.cue is Cue.OTHER_SIDE


@pytest.mark.parametrize(("odd", "refusal", "hints"), [
    (False, Refusal.IMPLAUSIBLE, True), (True, Refusal.IMPLAUSIBLE, False),
    (True, Refusal.LOW_VISIBILITY, True)])
def test_what_looks_odd_when_done_well_is_hinted_at_only_where_it_lasts(
        odd: bool, refusal: Refusal, hints: bool) -> None:
    cueing = Cueing(odd=odd)
    hinted = []
    for time_s in times(12.0):
        away = time_s % 5.0 < 3.0  # at the far end of a repetition
        cueing.update(reading(time_s, refusal=refusal if away else None), None)
        hinted.append(cueing.hint)
    assert any(hinted) is hints
    for time_s in times(9.0, 20.0):
        cueing = cueing.anew(FaultFinder(TRIED)) if time_s == 20.0 else cueing
        cueing.update(reading(time_s, refusal=refusal), None)
    assert cueing.hint is refusal


def heard(readings: list[Reading], **how: Any) -> list[tuple[float, Tone, Cue | Step]]:
    """When a tone is heard, and what began to be said then."""
    cueing = Cueing(FaultFinder(TRIED), **how)
    told = []
    for each in readings:
        cueing.update(each, None)
        if cueing.tone is not None:
            told.append((each.time_s, cueing.tone, cueing.said))
    return told


def caving(seconds: float, **told: Any) -> list[Reading]:
    leg = geometry.Leg((0, 0), (0, 1), (0, 2), (0, 3))
    knees = {Side.LEFT: Knee(leg, Verdict.CAVING_IN, 0.3, 0.3, 10.0, 2.0)}
    return [reading(time_s, knees=knees, **told) for time_s in times(seconds)]


def test_a_fault_is_heard_when_its_cue_begins_and_never_more_often() -> None:
    told = heard(caving(20.0))
    assert {(tone, said) for _, tone, said in told} == {(Tone.FAULT, Cue.LEFT_KNEE_OUT)}
    assert len(told) >= 3
    assert all(later - at_s >= EVERY_S - 1e-6 for (at_s, *_), (later, *_) in pairwise(told))


def test_what_can_not_be_judged_is_not_heard_nor_is_a_check() -> None:
    assert heard(caving(10.0, refusal=Refusal.TOO_FAR)) == []
    assert heard(caving(10.0), unprompted=True) == []


def test_a_fault_of_the_exercise_is_heard_and_praise_and_requests_are_not() -> None:
    assert [tone for _, tone, said in heard(seen(0, 25, 25))] == [Tone.FAULT]
    assert heard([reading(time_s, square_up=Side.LEFT) for time_s in times(10.0)]) == []


def test_a_set_passes_a_fault_s_tone_on_but_a_counted_repetition_comes_first() -> None:
    run = RepRun(Task(exercise=TRIED, reps=5), TRIED)
    heard_s = []
    for each in caving(6.0):
        run.tone = None
        run.update(each, 1 / FPS)
        if run.tone is not None:
            heard_s.append((each.time_s, run.tone))
    assert {tone for _, tone in heard_s} == {Tone.FAULT}
    again = RepRun(Task(exercise=TRIED, reps=5), TRIED)
    for each in caving(6.0):
        again.tone = Tone.REP
        again.update(each, 1 / FPS)
        assert again.tone is Tone.REP
