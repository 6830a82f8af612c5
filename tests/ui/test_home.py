"""Idle and home: almost black, one thing to touch, and what the home has to say."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mirrorapp.clock import NOTICE_KEY
from mirrorapp.coach.state import Ask, CoachState, Intent, Phase, Question, Today
from mirrorapp.events import MESSAGE_MOST, Message, Notice, plain
from mirrorapp.ui.shelf import Shelf
from tests.tiers import examples
from tests.ui.doubles import PORTRAIT, reading, session, squat
from tests.ui.fitting import check_words
from tests.ui.states import BLOCKS, MILD, SHELF, STAYS, at_home, homes
from tests.ui.test_texts import LANGUAGES

pytestmark = pytest.mark.ui
LIT_MOST = 0.05
"""Of all pixels, while nobody is there."""
LONG = " ".join(["WWWWWWWWWWWWWWWWWWWW"] * 40)
NOW = datetime(2026, 3, 1, 18, 5, tzinfo=UTC)


def said(text: str) -> Message:
    return Message(plain(text), NOW)


def alone(it) -> None:
    """Nobody touches the glass, and nobody is seen."""
    it.now_s += 61.0
    it.settle()
    assert it.screen.name == "idle"


@pytest.mark.parametrize("language", LANGUAGES)
def test_idle_is_almost_black_and_tells_the_day(glass, language):
    it = glass(language=language, options={"shelf": SHELF})
    it.show(coach=at_home(), message=said("The washing is done."))
    alone(it)
    check_words(it)
    assert it.screen.plan == it.app._texts.count("home.minutes", 22)
    assert "12" in it.screen.streak
    assert it.screen.message == "The washing is done."
    assert (it.pixels().max(axis=2) > 16).mean() < LIT_MOST
    for coach in homes():
        it.show(coach=coach, message=said(LONG))
        assert it.screen.name == "idle"
        check_words(it)


def test_where_the_clock_cannot_be_right_no_time_is_told(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    assert len(it.screen.clock) == 5
    wrong = Notice(NOTICE_KEY, "By the mirror's clock the last session is yet to come.", "Set it.")
    it.show(coach=at_home(), notices=(wrong,))
    assert it.screen.clock == ""
    alone(it)
    assert it.screen.clock == ""
    it.show(coach=at_home())
    assert len(it.screen.clock) == 5


def test_idle_says_what_safety_says(glass):
    it = glass(options={"shelf": SHELF})
    for parts, plan in (({"today": Today("rest")}, "Rest day"),
                        ({"advice": (BLOCKS,)}, "A doctor comes first"),
                        ({"advice": (MILD,)}, "Rest comes first"),
                        ({"advice": (STAYS,)}, "22 minutes today"),
                        ({"today": None, "profile": None, "exercise": "squat", "target": 5},
                         "5 × Squat")):
        it.show(coach=at_home(**parts))
        alone(it)
        assert it.screen.plan == plan
        it.touch(1, 1)
        it.now_s += 1.0


def test_idle_moves_a_little_with_every_minute(glass):
    from mirrorapp.ui.screens.idle import _ASIDE

    assert len(set(_ASIDE)) == len(_ASIDE)
    for (x, y), (then_x, then_y) in pairwise((*_ASIDE, _ASIDE[0])):
        assert abs(x - then_x) <= 0.04
        assert abs(y - then_y) <= 0.03
    assert max(abs(each) for place in _ASIDE for each in place) <= 0.04
    assert 60 % len(_ASIDE), "no minute of the hour has one place for ever"


def test_the_touch_that_wakes_it_starts_no_session(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    start = it.screen.ids.start.center
    alone(it)
    for _ in range(2):
        it.touch(*start)
        it.settle()
        assert (it.screen.name, it.mirror.sent) == ("home", [])
    it.now_s += 1.0
    it.touch(*start)
    assert it.mirror.sent == [Intent.START]


@pytest.mark.parametrize("presence", [True, False])
def test_it_wakes_for_who_comes_where_that_is_wanted(glass, presence):
    it = glass(options={"shelf": SHELF})
    it.settings.change("hands_free", presence=presence)
    it.show(coach=at_home())
    alone(it)
    for _ in range(4):
        it.show(coach=at_home(), reading=reading(*PORTRAIT))
    assert it.screen.name == ("home" if presence else "idle")
    assert it.mirror.sent == []


def test_nothing_is_idle_but_home(glass):
    it = glass()
    for phase in Phase:
        it.show(coach=squat(phase, session=session()))
        it.now_s += 600.0
        it.settle()
        assert (it.screen.name == "idle") is (phase is Phase.HOME), phase
        it.touch(1, 1)


def test_a_message_is_plain_and_legible_wherever_it_stands(glass):
    it = glass(options={"shelf": SHELF})
    for text in (LONG, "x" * 10_000, "[b]Fett[/b] [ref=x]y[/ref] <b>&amp;</b>", "שלום עולם مرحبا",
                 "Fertig 🎉\n\n\x00", "{name} %s {0}"):
        it.show(coach=at_home(), message=said(text))
        check_words(it)
        shown = it.screen.ids.message
        assert shown.text == plain(text)
        assert not shown.markup
        assert not shown.collide_widget(it.screen.ids.clock)
        alone(it)
        check_words(it)
        assert it.screen.ids.message.text == plain(text)
        it.touch(1, 1)
        it.now_s += 1.0


@given(st.text(st.characters(), max_size=3 * MESSAGE_MOST))
@settings(max_examples=examples(60), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_glass(window, text):
    from mirrorapp.ui.widgets.words import Words

    words = Words(text=plain(text), size=(475, 120))
    words.texture_update()
    assert words.texture_size[1] <= 120
    window.funbind("size", words._fit)


def test_what_is_wrong_and_what_safety_says_come_before_messages(glass):
    it = glass(options={"shelf": SHELF})
    told = said("The washing is done.")
    for parts, message in (
            ({}, told.text), ({"notices": (Notice("hub", "The hub is away.", "Wait."),)}, "")):
        it.show(coach=at_home(), message=told, **parts)
        assert it.screen.message == message
    it.show(coach=at_home(advice=(STAYS,)), message=told)
    assert it.screen.message == ""
    it.show(coach=at_home())
    assert it.screen.message == ""


def test_when_it_came_is_told_with_the_day_where_that_is_another(glass):
    it = glass(options={"shelf": SHELF})
    today = datetime.now().astimezone().replace(hour=0, minute=5)
    it.show(coach=at_home(), message=Message("Hello.", today))
    alone(it)
    assert it.screen.since == "00:05"
    it.show(coach=at_home(), message=Message("Hello.", today.replace(year=2025, month=3, day=1)))
    it.settle()
    assert it.screen.since == "1 Mar, 00:05"


def test_back_stop_and_the_way_to_the_menu_are_in_one_place(glass):
    """Whatever the screen: a hand finds the way out unseen."""
    it = glass(options={"shelf": SHELF})
    corners = {}
    for coach, name in ((at_home(), "menu"), (squat(Phase.ACTIVE), "stop"),
                        (squat(Phase.GET_READY), "stop"), (squat(Phase.HURTS), "stop"),
                        (CoachState(Phase.ASK, question=Question(Ask.BREATH)), "back"),
                        (CoachState(Phase.ADVISED, advice=(BLOCKS,)), "back"),
                        (squat(Phase.SUMMARY, session=session()), "done"),
                        (squat(Phase.CALIBRATE), "back")):
        it.show(coach=coach)
        corners[coach.phase, name] = tuple(it.screen.ids[name].pos)
    it.show(coach=at_home())
    for page in ("menu", "progress", "choose", "why", "who", "page-0", "item-squat"):
        it.app._browsing.open(page)
        it.settle()
        corners[page] = tuple(it.screen.ids.back.pos)
    assert len(set(corners.values())) == 1, corners


def test_the_menu_leads_to_the_settings(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    it.app._browsing.open("menu")
    it.settle()
    it.touch(*next(row for row in it.screen.rows if row.choice == "settings").center)
    it.settle()
    assert it.screen.name == "settings"


def test_somebody_who_is_taken_out_of_the_house_goes_from_the_glass(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    it.app._browsing.open("who")
    it.settle()
    row = next(row for row in it.screen.rows if row.choice == "p2")
    gone = at_home(profiles=at_home().profiles[:1])
    it.show(coach=gone)
    assert row.choice != "p2"
    it.touch(*row.center)
    assert "p2" not in it.mirror.values
    it.show(coach=replace(gone, profile=None, profiles=()))
    it.app._browsing.open("who")
    it.settle()
    assert not any(row.shown for row in it.screen.rows)


def test_what_is_gone_can_not_be_opened(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    it.app._browsing.open("item-hip-hike")
    it.settle()
    assert it.screen.name == "item"
    it.app._turning._shelf = Shelf()
    it.show(coach=at_home())
    assert it.screen.name == "home"
    it.settle()
    assert it.app._browsing.page(Phase.HOME) == ""


def test_a_still_that_is_gone_leaves_its_line(glass, tmp_path):
    shelf = replace(SHELF, stills=dict.fromkeys(SHELF.stills, tmp_path / "gone.jpg"))
    it = glass(options={"shelf": shelf})
    it.show(coach=at_home())
    it.app._browsing.open("choose")
    for _ in range(5):
        it.settle()
        assert any(row.shown for row in it.screen.rows)
        check_words(it)
        it.screen.turn(1)
