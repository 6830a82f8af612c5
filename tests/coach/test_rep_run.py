"""Sets of repetitions: counted, touched, or by the beat."""

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.records import Repetition, RepKnee
from mirrorapp.coach.rep_run import STUCK_S, RepRun
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.tasks import of_checks, of_exercise
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises import checks, library
from tests import movers
from tests.coach.players import CLAM, Player
from tests.coach.readings import FPS, nobody, reading


def test_what_is_not_judged_goes_by_the_beat() -> None:
    task = of_exercise(CLAM)[0]
    player = Player(RepRun(task, CLAM))
    beat_s = sum(each.seconds for each in CLAM.phases)
    player.play(beat_s * 3 + 0.5, nobody(0))
    assert player.run.record is not None
    assert player.run.record.touched == 0
    assert player.shown().reps == 3
    assert player.shown().timed
    player.play(1)
    assert player.run.record.touched == 3
    player.play(beat_s * (task.reps - 3) + 0.5)
    assert player.run.done


def test_a_touch_stands_for_the_beat_it_came_in() -> None:
    player = Player(RepRun(of_exercise(CLAM)[0], CLAM))
    beat_s = sum(each.seconds for each in CLAM.phases)
    player.play(beat_s / 2)
    assert player.run.plus_one()
    assert player.shown().touchable
    player.play(beat_s)
    assert player.run.record is not None
    assert player.run.record.touched == 1


@pytest.mark.parametrize("late_s", [0.3, 1.0, 2.0])
def test_a_touch_just_after_its_beat_counts_once(late_s: float) -> None:
    player = Player(RepRun(of_exercise(CLAM)[0], CLAM))
    beat_s = sum(each.seconds for each in CLAM.phases)
    player.play(beat_s + 0.1)
    for done in (1, 2, 3):
        player.play(late_s)
        assert player.run.plus_one()
        assert player.run.record is not None
        assert (player.run.record.done, player.shown().reps) == (done, done)
        player.play(beat_s - late_s)


def test_a_touch_before_its_beat_and_one_after_it_are_two() -> None:
    player = Player(RepRun(of_exercise(CLAM)[0], CLAM))
    beat_s = sum(each.seconds for each in CLAM.phases)
    player.play(beat_s - 0.5)
    assert player.run.plus_one()
    player.play(1)
    assert player.run.plus_one()
    assert player.run.record is not None
    assert player.run.record.done == 2


def test_a_squat_can_not_be_touched_and_is_not_paced() -> None:
    squat = library.load("squat")
    player = Player(RepRun(of_exercise(squat)[0], squat))
    player.play(30)
    assert not player.run.plus_one()
    assert player.run.record is not None
    assert player.run.record.done == 0
    assert not player.shown().touchable


@pytest.mark.parametrize("name", ["squat", "step-down", "single-leg-squat", "mini-walk"])
def test_a_set_in_which_nothing_counts_can_be_done_by_touch(name: str) -> None:
    exercise = library.load(name)
    task = of_exercise(exercise)[0]
    player = Player(RepRun(task, exercise))
    player.play(STUCK_S + 0.5)
    shown = player.shown()
    assert (shown.stuck, shown.touchable) == (True, True)
    for done in range(1, task.reps + 1):
        assert player.shown().touchable
        assert player.run.plus_one()
        assert player.shown().reps == done
        assert not player.shown().stuck
        player.play(3)
    assert player.run.done
    assert not player.run.plus_one()


def test_a_repetition_that_the_camera_counts_ends_counting_by_touch(
        monkeypatch: pytest.MonkeyPatch) -> None:
    squat = library.load("squat")
    run = RepRun(of_exercise(squat)[0], squat)
    player = Player(run)
    player.play(STUCK_S + 0.5)
    knee = RepKnee(Verdict.GOOD)
    monkeypatch.setattr(run._counter, "update", lambda _: Repetition(
        41.0, 43.0, 45.0, 0.4, True, knee, knee))
    player.play(1 / FPS)
    assert run.record.done >= 1
    assert not player.shown().touchable
    assert not run.plus_one()


def test_a_check_is_never_counted_by_touch() -> None:
    squat = library.load("squat")
    task = of_checks((checks.load("squat-check"),), lambda _: squat)[0]
    player = Player(RepRun(task, squat))
    player.play(STUCK_S + 0.5)
    assert player.shown().stuck
    assert not player.shown().touchable
    assert not player.run.plus_one()


def test_a_set_in_which_nothing_counts_says_so_until_something_does() -> None:
    squat = library.load("squat")
    player = Player(RepRun(of_exercise(squat)[0], squat))
    player.play(STUCK_S - 1)
    assert not player.shown().stuck
    player.play(2)
    assert player.shown().stuck
    assert not player.run.done
    player.run.interrupt()
    assert not player.shown().stuck


def test_knees_that_come_up_too_little_three_times_are_told() -> None:
    march = library.load("runners-march")
    run, aligner = RepRun(of_exercise(march)[1], march), Aligner()
    judge_by(aligner, march, Side.LEFT)
    said_s = []
    for seen in movers.film(lambda time_s: movers.march(Side.LEFT)(0.0).with_leg(
            Side.RIGHT, thigh=5 + 52 * movers.swing(time_s), knee=10 + 95 * movers.swing(time_s)),
            13.0, FPS):
        run.update(aligner.read(seen), 1 / FPS)
        if run.show(live=True).fault == march.counting.short:
            said_s.append(seen.time_s)
    assert 11.0 < min(said_s) < 12.5
    assert run.record.done == 0


def test_the_beat_waits_for_nothing() -> None:
    player = Player(RepRun(of_exercise(CLAM)[0], CLAM))
    player.play(STUCK_S + 1)
    assert not player.shown().stuck


def test_a_repetition_seen_just_after_its_beat_counts_once(
        monkeypatch: pytest.MonkeyPatch) -> None:
    knee = RepKnee(Verdict.CANNOT_JUDGE)
    seen = iter([Repetition(1.0, 3.0, 5.2, 0.4, False, knee, knee, Side.RIGHT)])
    run = RepRun(of_exercise(CLAM)[0], CLAM)
    player = Player(run)
    player.play(5.1)
    assert run.record.done == 1
    monkeypatch.setattr(run._counter, "update", lambda _: next(seen, None))
    player.play(0.2)
    assert (run.record.done, run.record.touched) == (1, 0)
    player.play(4.6)
    assert run.record.done == 1
    player.play(0.4)
    assert run.record.done == 2


def test_how_long_it_was_refused_and_why() -> None:
    task = of_exercise(library.load("squat"))[0]
    player = Player(RepRun(task, library.load("squat")))
    player.play(2.0, reading(0, refusal=Refusal.FEET_OUT))
    player.play(1.0, reading(0, refusal=Refusal.TOO_NEAR))
    player.play(1.0, reading(0, refusal=Refusal.FEET_OUT))
    player.play(1.0, reading(0))
    record = player.run.record
    assert record.refused_s == pytest.approx({Refusal.FEET_OUT: 3.0, Refusal.TOO_NEAR: 1.0})
    assert record.unjudged_s == pytest.approx(4.0)
