"""Sets that go by the clock alone."""

from dataclasses import replace

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.presence import GONE_S
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.state import Tone
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.coach.timed_run import TimedRun
from mirrorapp.events import Side
from mirrorapp.exercises import library
from tests import movers
from tests.coach.players import ROLL, WALL, Player, rolled_at_the_wall, timed
from tests.coach.readings import FPS, nobody
from tests.journal.made_up import a_session


def test_bends_that_are_seen_at_the_wall_are_counted_beside_the_clock() -> None:
    """They are recorded, and are none of the repetitions that were asked for."""
    aligner = Aligner()
    judge_by(aligner, WALL, Side.RIGHT)
    run = TimedRun(of_exercise(WALL)[0], WALL)
    for seen in movers.film(lambda time_s: movers.squat(bend=movers.swing(time_s)), 8.0):
        run.update(aligner.read(seen), 1 / FPS)
    assert run.show(live=True).reps == 2
    session = replace(a_session(), sets=(run.record,))
    assert [len(each.reps) for each in session.sets] == [2]
    assert session.rep_count == 0
    assert sum(session.tally(Side.RIGHT).values()) == 0


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


def test_a_clock_that_waits_says_so() -> None:
    player = rolled_at_the_wall()
    player.play(10)
    assert not player.shown().left
    player.play(10, nobody(0))
    assert (player.shown().left, player.shown().words) == (True, None)
