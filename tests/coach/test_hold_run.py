"""Holds: how long, what is said in them, and what it takes to leave one."""

from itertools import groupby
from unittest.mock import patch

import pytest

from mirrorapp.coach.hold_run import LEFT_S, HoldRun
from mirrorapp.coach.posing import Posing
from mirrorapp.coach.presence import GONE_S
from mirrorapp.coach.state import Tone
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.events import Refusal
from mirrorapp.exercises import library
from tests.coach.players import FLOOR, LEAVE_S, SEATED, Player, counts, held
from tests.coach.readings import nobody, reading


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
