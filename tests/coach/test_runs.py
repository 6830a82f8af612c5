"""Sets as they are done: timed, held, repeated by the beat."""

from dataclasses import replace
from itertools import pairwise

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.cues import EVERY_S
from mirrorapp.coach.hold_run import LEFT_S, HoldRun
from mirrorapp.coach.presence import GONE_FLOOR_S
from mirrorapp.coach.records import Repetition, RepKnee
from mirrorapp.coach.rep_run import RepRun
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.running import Run
from mirrorapp.coach.state import CoachState, Cue, Tone
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.coach.timed_run import TimedRun
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises import library
from tests import movers
from tests.coach.readings import FPS, nobody, reading, times
from tests.journal.made_up import a_session

ROLL, FLOOR, SEATED = (library.load(name) for name in (
    "thigh-foam-roll", "floor-buttock-stretch", "seated-thigh-stretch"))
CLAM = library.load("banded-clamshell")
WALL = library.load("wall-foam-roll")


class Player:
    """Plays readings to a set, and notes what is heard."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.now_s = 0.0
        self.tones: list[tuple[float, Tone]] = []

    def play(self, seconds: float, one: Reading | None = None) -> None:
        for time_s in times(seconds, self.now_s):
            self.run.update(replace(one or reading(0.0), time_s=time_s), 1 / FPS)
            if self.run.tone is not None:
                self.tones.append((round(time_s), self.run.tone))
                self.run.tone = None
        self.now_s += seconds

    def shown(self) -> CoachState:
        return self.run.show(CoachState(), live=True)


def timed() -> Player:
    return Player(TimedRun(of_exercise(ROLL)[0], ROLL))


def test_bends_that_are_seen_at_the_wall_are_counted_beside_the_clock() -> None:
    """They are recorded, and are none of the repetitions that were asked for."""
    aligner = Aligner()
    judge_by(aligner, WALL, Side.RIGHT)
    run = TimedRun(of_exercise(WALL)[0], WALL)
    for seen in movers.film(lambda time_s: movers.squat(bend=movers.swing(time_s)), 8.0):
        run.update(aligner.read(seen), 1 / FPS)
    assert run.show(CoachState(), live=True).reps == 2
    session = replace(a_session(), sets=(run.record,))
    assert [len(each.reps) for each in session.sets] == [2]
    assert session.rep_count == 0
    assert sum(session.tally(Side.RIGHT).values()) == 0


def held() -> Player:
    return Player(HoldRun(of_exercise(FLOOR)[0], FLOOR))


def test_phases_are_announced_one_after_the_other() -> None:
    player = timed()
    said = []
    for _ in range(18):
        words = player.shown().words
        said.append(words.en.text if words else "")
        player.play(10)
    assert list(dict.fromkeys(said)) == [each.words.en.text for each in ROLL.phases]
    assert [tone for _, tone in player.tones] == [Tone.SWITCH, Tone.SWITCH]
    assert player.run.done
    record = player.run.record
    assert record is not None
    assert record.hold is not None
    assert (record.hold.asked_s, round(record.hold.held_s, 3)) == (180, 180)
    assert not record.hold.judged
    assert record.complete


def test_the_clock_waits_for_somebody_who_was_there_and_has_gone() -> None:
    player = timed()
    player.play(10)
    player.play(GONE_FLOOR_S + 1, nobody(0))
    before = player.shown().left_s
    player.play(30, nobody(0))
    assert player.shown().left_s == before
    assert Tone.AWAY in [tone for _, tone in player.tones]
    player.play(10)
    assert player.shown().left_s == pytest.approx((before or 0) - 10, abs=0.3)


def test_somebody_who_was_never_to_be_seen_lies_on_the_floor() -> None:
    player = timed()
    player.play(180.5, nobody(0))
    assert player.run.done


def test_half_time_is_one_soft_tone_and_the_hold_ends_by_itself() -> None:
    player = held()
    player.play(130)
    assert [tone for _, tone in player.tones] == [Tone.HALF]
    assert player.tones[0][0] == 60
    assert player.run.done
    assert player.run.record is not None
    assert player.run.record.hold is not None
    assert not player.run.record.hold.eased


def test_easing_off_by_touch_keeps_what_was_held() -> None:
    player = held()
    player.play(40)
    player.run.ease()
    assert player.run.done
    record = player.run.record
    assert record is not None
    assert record.hold is not None
    assert (round(record.hold.held_s), record.hold.eased, record.complete) == (40, True, False)


def test_leaving_pauses_and_staying_away_eases_off() -> None:
    player = held()
    player.play(20)
    player.play(GONE_FLOOR_S + 5, nobody(0))
    left_s = player.shown().left_s
    player.play(5)
    assert player.shown().left_s == pytest.approx((left_s or 0) - 5, abs=0.3)
    player.play(GONE_FLOOR_S + LEFT_S + 1, nobody(0))
    assert player.run.done
    assert player.run.record is not None
    assert player.run.record.hold is not None
    assert player.run.record.hold.eased


def test_a_flicker_of_somebody_on_the_floor_is_nobody_who_has_left() -> None:
    player = held()
    player.play(1)
    player.play(121, nobody(0))
    assert player.run.done
    assert player.run.record is not None
    assert player.run.record.complete


def test_a_stranger_holds_nothing() -> None:
    player = held()
    player.play(10)
    player.play(10, reading(0, lost=True, refusal=Refusal.SEVERAL_PEOPLE))
    assert (player.shown().left_s or 0) >= 109


def test_a_judged_hold_begins_only_once_the_pose_is_seen() -> None:
    player = Player(HoldRun(of_exercise(SEATED)[0], SEATED))
    player.play(20, reading(0, refusal=Refusal.LOW_VISIBILITY))
    assert player.shown().held == 0.0
    assert not player.run.done


def test_what_is_not_judged_goes_by_the_beat() -> None:
    task = of_exercise(CLAM)[0]
    player = Player(RepRun(task, CLAM))
    beat_s = sum(each.seconds for each in CLAM.phases)
    player.play(beat_s * 3 + 0.5, nobody(0))
    assert player.run.record is not None
    assert player.run.record.touched == 3
    assert player.shown().timed
    player.play(beat_s * (task.reps - 3) + 0.5, nobody(0))
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


def test_a_squat_can_not_be_touched_and_is_not_paced() -> None:
    squat = library.load("squat")
    player = Player(RepRun(of_exercise(squat)[0], squat))
    player.play(30)
    assert not player.run.plus_one()
    assert player.run.record is not None
    assert player.run.record.done == 0
    assert not player.shown().touchable


def test_the_sets_know_their_side() -> None:
    for exercise, run in ((ROLL, TimedRun), (FLOOR, HoldRun), (CLAM, RepRun)):
        task = of_exercise(exercise)[1]
        record = run(task, exercise).record
        assert record is not None
        assert record.side is task.side is Side.LEFT


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
    player.play(4.8)
    assert run.record.done == 2 - 1  # the beat was this repetition's, too
    player.play(5.0)
    assert run.record.done == 2


SQUAT = library.load("squat")


@pytest.mark.parametrize(("run", "seen", "cue"), [
    (RepRun(of_exercise(SQUAT)[0], SQUAT, 0.1), reading(0.0, depth=0.2), Cue.TOO_DEEP),
    (HoldRun(of_exercise(SEATED)[0], SEATED), reading(0.0, square_up=Side.LEFT),
     Cue.SQUARE_UP_LEFT)])
def test_an_interruption_makes_cues_no_more_frequent(run: Run, seen: Reading, cue: Cue) -> None:
    said_s: list[float] = []
    before = None
    for time_s in times(20.0):
        if time_s % 3 == 0:
            run.interrupt()
        run.update(replace(seen, time_s=time_s), 1 / FPS)
        now = run.show(CoachState(), live=True).cue
        if now is not None and before is None:
            assert now is cue
            said_s.append(time_s)
        before = now
    assert len(said_s) >= 3
    assert all(later - first >= EVERY_S for first, later in pairwise(said_s))
