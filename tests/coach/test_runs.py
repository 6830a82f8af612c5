"""Sets as they are done: timed, held, repeated by the beat."""

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby, pairwise
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.cues import EVERY_S
from mirrorapp.coach.hold_run import LEFT_S, HoldRun
from mirrorapp.coach.posing import Posing
from mirrorapp.coach.presence import GONE_S
from mirrorapp.coach.records import Repetition, RepKnee
from mirrorapp.coach.rep_run import STUCK_S, RepRun
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.running import Run
from mirrorapp.coach.state import CoachState, Cue, Tone
from mirrorapp.coach.tasks import of_checks, of_exercise
from mirrorapp.coach.timed_run import TimedRun
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises import checks, library
from tests import movers
from tests.coach.readings import FPS, nobody, reading, times
from tests.journal.made_up import a_session
from tests.tiers import examples

ROLL, FLOOR, SEATED = (library.load(name) for name in (
    "thigh-foam-roll", "floor-buttock-stretch", "seated-thigh-stretch"))
CLAM = library.load("banded-clamshell")
LEAVE_S = FLOOR.phases[-1].seconds
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


def test_what_a_side_is_owed_goes_on_with_the_first_line() -> None:
    _, task = of_exercise(ROLL, owed_s={Side.LEFT: 20.0})
    player = Player(TimedRun(task, ROLL))
    player.play(181)
    words = player.shown().words
    assert words is not None
    assert (words, player.shown().left_s) == (ROLL.phases[0].words, pytest.approx(19.0))
    assert [tone for _, tone in player.tones] == [Tone.LINE] * 3
    player.play(19)
    assert player.run.done


def test_phases_are_announced_one_after_the_other() -> None:
    player = timed()
    said = []
    for _ in range(18):
        words = player.shown().words
        said.append(words.en.text if words else "")
        player.play(10)
    assert list(dict.fromkeys(said)) == [each.words.en.text for each in ROLL.phases]
    assert [tone for _, tone in player.tones] == [Tone.LINE, Tone.LINE]
    assert player.run.done
    record = player.run.record
    assert record is not None
    assert record.hold is not None
    assert (record.hold.asked_s, round(record.hold.held_s, 3)) == (180, 180)
    assert not record.hold.judged
    assert record.complete


@pytest.mark.parametrize("name", ["foot-doming", "wall-foam-roll"])
@pytest.mark.parametrize("seen_s", [0, 1, 10])
def test_the_clock_waits_for_somebody_who_has_left_the_picture(name: str, seen_s: int) -> None:
    """However soon after the beginning."""
    exercise = library.load(name)
    player = Player(TimedRun(of_exercise(exercise)[0], exercise))
    player.play(seen_s)
    player.play(GONE_S + 1, nobody(0))
    before = player.shown().left_s
    player.play(300, nobody(0))
    assert player.shown().left_s == before
    assert [tone for _, tone in player.tones].count(Tone.AWAY) == 1
    assert not player.run.done
    player.play(10)
    assert player.shown().left_s == pytest.approx((before or 0) - 10, abs=0.7)


def counts(player: Player) -> float:
    """Seconds of a hold that count, or repetitions."""
    record = player.run.record
    assert record is not None
    return record.hold.held_s if record.hold is not None else record.done


def lifted() -> Player:
    return Player(RepRun(of_exercise(CLAM)[0], CLAM))


def rolled_at_the_wall() -> Player:
    return Player(TimedRun(of_exercise(WALL)[0], WALL))


LYING = [(timed, 180, 180), (held, 120, 120), (lifted, 60, 12)]


@pytest.mark.parametrize(("lie", "long_s", "whole"), LYING)
def test_who_lies_unseen_has_done_it_once_there_is_a_sign_of_life(
        lie: Callable[[], Player], long_s: float, whole: float) -> None:
    for touch in (False, True):
        player = lie()
        player.play(long_s + 1, nobody(0))
        assert player.run.waiting
        assert not player.run.done
        assert counts(player) == 0
        if touch:
            player.run.touched()
        else:
            player.play(1)
        assert (player.run.done, player.run.waiting) == (True, False)
        assert counts(player) == whole


@pytest.mark.parametrize(("lie", "long_s", "whole"), LYING)
def test_who_was_seen_and_is_hidden_then_loses_nothing(
        lie: Callable[[], Player], long_s: float, whole: float) -> None:
    player = lie()
    player.play(5)
    player.play(long_s - 10, nobody(0))
    player.play(5.5 + LEAVE_S)
    assert player.run.done
    assert counts(player) == whole
    assert Tone.AWAY not in [tone for _, tone in player.tones]


@pytest.mark.parametrize(("lie", "long_s", "whole"), LYING)
def test_who_walks_out_is_credited_what_was_seen(
        lie: Callable[[], Player], long_s: float, whole: float) -> None:
    player = lie()
    player.play(10)
    player.play(700, nobody(0))
    assert not player.run.done
    assert counts(player) <= whole * (10 + GONE_S) / long_s


@pytest.mark.parametrize(("lie", "long_s", "whole"), LYING)
def test_flickers_are_nobody(lie: Callable[[], Player], long_s: float, whole: float) -> None:
    player = lie()
    for _ in range(int(long_s) + 60):
        player.play(0.3)
        player.play(0.7, nobody(0))
    assert not player.run.done
    assert counts(player) == 0


@pytest.mark.parametrize(("lie", "long_s", "whole"), [
    *LYING, (rolled_at_the_wall, 180, 180)])
def test_a_stranger_trains_nothing(
        lie: Callable[[], Player], long_s: float, whole: float) -> None:
    player = lie()
    player.play(5.5)
    before, left_s = counts(player), player.shown().left_s
    player.play(15, reading(0, lost=True, refusal=Refusal.SEVERAL_PEOPLE))
    assert (counts(player), player.shown().left_s) == (before, left_s)
    player.play(long_s - 4 + LEAVE_S)
    assert player.run.done
    assert counts(player) == whole


ROOM = st.lists(st.tuples(st.sampled_from(["seen", "nobody", "stranger", "flicker"]),
                          st.integers(1, 90)), max_size=12)


@settings(max_examples=examples(40), deadline=None)
@given(ROOM, st.sampled_from([timed, held, lifted, rolled_at_the_wall]))
def test_nothing_counts_beyond_the_last_sign_of_life(
        room: list[tuple[str, int]], lie: Callable[[], Player]) -> None:
    """What counts never shrinks, and stands still for whoever is no user."""
    sights = {"seen": reading(0), "nobody": nobody(0),
              "stranger": reading(0, lost=True, refusal=Refusal.SEVERAL_PEOPLE)}
    player = lie()
    paced = isinstance(player.run, RepRun)
    for what, seconds in room:
        before = counts(player)
        if what == "flicker":
            for _ in range(seconds):
                player.play(0.2)
                player.play(0.8, nobody(0))
        else:
            player.play(seconds, sights[what])
        assert counts(player) >= before
        if what != "seen":
            most_s = GONE_S + 0.5
            assert counts(player) - before <= (1 + most_s // 5 if paced else most_s)
    if not any(what == "seen" for what, _ in room):
        assert not player.run.done


def test_half_time_is_one_soft_tone_and_the_hold_ends_by_itself() -> None:
    player = held()
    player.play(130)
    assert player.tones == [(60, Tone.HALF), (120, Tone.LEAVE)]
    assert player.run.done
    assert player.run.record is not None
    assert player.run.record.hold is not None
    assert not player.run.record.hold.eased


def test_a_hold_says_how_to_come_out_of_it_and_leaves_time_for_it() -> None:
    player = held()
    player.play(120.5)
    words = FLOOR.phases[-1].words
    assert player.shown().words == words
    assert not player.run.done
    assert counts(player) == 120
    player.play(LEAVE_S)
    assert player.run.done
    assert counts(player) == 120


def test_a_touch_while_coming_out_of_a_hold_asks_for_it_no_more() -> None:
    for touch in (HoldRun.interrupt, HoldRun.flush):
        player = held()
        player.play(121)
        touch(player.run)  # type: ignore[arg-type]
        assert player.run.done


def test_a_clock_that_waits_says_so() -> None:
    player = rolled_at_the_wall()
    player.play(10)
    assert not player.shown().left
    player.play(10, nobody(0))
    assert (player.shown().left, player.shown().words) == (True, None)


def test_who_has_left_the_pose_is_not_told_to_leave_it() -> None:
    player = held()
    player.play(120.5)
    player.run.ease()
    assert player.run.done
    late = held()
    late.play(121, nobody(0))
    late.run.touched()
    assert late.run.done


def test_who_has_left_the_pose_is_not_urged_back_into_it() -> None:
    """What is amiss is told at first; easing off is leaving, and nobody need answer for it."""
    run = HoldRun(of_exercise(SEATED)[0], SEATED)
    player = Player(run)
    with patch.object(run._posing, "update"):
        run._posing.held = True
        player.play(30)
        run._posing.held, run._posing.wrong = False, SEATED.needs[0].words
        player.play(2)
        assert (player.shown().left, player.shown().words) == (False, SEATED.needs[0].words)
        player.play(3)
        assert (player.shown().left, player.shown().words) == (True, None)
        run._posing.held, run._posing.wrong = True, None
        player.play(1)
        assert not player.shown().left


def test_what_comes_next_in_a_hold_is_announced_for_a_moment() -> None:
    run = HoldRun(of_exercise(SEATED)[0], SEATED)
    player, said = Player(run), []
    run._posing.held = True
    for _ in range(120):
        with patch.object(run._posing, "update"):
            player.play(1)
        words = player.shown().words
        said.append(words.en.text if words else "")
    assert [text for text, _ in groupby(said)] == [
        "Lean forward slowly", "", "A little further", "", "Let your head drop", "",
        "Sit up slowly"]


def test_easing_off_by_touch_keeps_what_was_held() -> None:
    player = held()
    player.play(40)
    player.run.ease()
    assert player.run.done
    record = player.run.record
    assert record is not None
    assert record.hold is not None
    assert (round(record.hold.held_s), record.hold.eased, record.complete) == (40, True, False)


def test_leaving_pauses_and_staying_away_eases_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Posing, "update", lambda posing, one: setattr(
        posing, "held", None if one.refusal is not None else True))
    for name in ("seated-thigh-stretch", "half-kneeling-hip-flexor"):
        exercise = library.load(name)
        player = Player(HoldRun(of_exercise(exercise)[0], exercise))
        player.play(10)
        player.play(GONE_S + 5, nobody(0))
        assert player.tones == [(10 + GONE_S, Tone.AWAY)]
        left_s = player.shown().left_s
        player.play(5)
        assert player.shown().left_s == pytest.approx((left_s or 0) - 5, abs=0.7)
        player.play(GONE_S + LEFT_S + 1, nobody(0))
        assert player.run.done
        record = player.run.record
        assert record is not None
        assert record.hold is not None
        assert record.hold.eased
        assert record.hold.held_s <= 15 + 2 * GONE_S


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
        if run.show(CoachState(), live=True).fault == march.counting.short:
            said_s.append(seen.time_s)
    assert 11.0 < min(said_s) < 12.5
    assert run.record.done == 0


def test_the_beat_waits_for_nothing() -> None:
    player = Player(RepRun(of_exercise(CLAM)[0], CLAM))
    player.play(STUCK_S + 1)
    assert not player.shown().stuck


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
    player.play(4.6)
    assert run.record.done == 1
    player.play(0.4)
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
