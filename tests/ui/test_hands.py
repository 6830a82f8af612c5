"""How hands really touch: twice, sliding off, two at once, and while the screen turns."""

import pytest
from kivy.tests.common import UnitTestTouch

from mirrorapp.coach.profile import Profile
from mirrorapp.coach.state import Ask, CoachState, Intent, Phase, Question
from mirrorapp.events import Notice, Side
from tests.tiers import FULL
from tests.ui.conftest import LARGE, SMALL
from tests.ui.doubles import PORTRAIT, picture, reading, session, squat
from tests.ui.fitting import check_words
from tests.ui.states import PEOPLE, SHELF, at_home

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]
MARKUP = "[b]Anna[/b] [color=ff0000]&amp; [ref=x]Ben[/ref] {name} %s"


def finger(it, name: str) -> UnitTestTouch:
    return UnitTestTouch(*it.screen.ids[name].center)


def test_a_swipe_from_one_touch_to_another_asks_for_neither(glass):
    it = glass()
    for phase, start, end in ((Phase.ACTIVE, "stop", "hurts"), (Phase.ACTIVE, "pause", "stop"),
                              (Phase.HURTS, "rest", "end")):
        it.show(coach=squat(phase))
        sliding = finger(it, start)
        sliding.touch_down()
        sliding.touch_move(*it.screen.ids[end].center)
        it.settle(1)
        sliding.touch_up()
        it.settle(1)
        assert it.mirror.sent == [], (start, end)
        assert it.screen.ids[start].state == "normal"


def test_two_taps_in_one_picture_are_two_touches_and_no_more(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE, touchable=True))
    for _ in range(2):
        tapping = finger(it, "extra")
        tapping.touch_down()
        tapping.touch_up()
    it.settle()
    assert it.mirror.sent == [Intent.PLUS_ONE] * 2


def test_two_fingers_at_once_are_both_heard(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE))
    one, other = finger(it, "pause"), finger(it, "hurts")
    one.touch_down()
    other.touch_down()
    one.touch_up()
    other.touch_up()
    assert it.mirror.sent == [Intent.PAUSE, Intent.PAIN]


@pytest.mark.parametrize("then", [CoachState(), squat(Phase.SUMMARY, session=session()),
                                  CoachState(Phase.ASK, question=Question(Ask.BREATH)),
                                  squat(Phase.PAUSED)], ids=lambda each: each.phase.value)
def test_a_hand_that_rests_while_the_screen_turns_asks_only_for_what_it_touched(glass, then):
    """What it comes up from is not what it went down on: neither another screen's touch, nor this
    one's in another meaning."""
    it = glass()
    it.show(coach=squat(Phase.ACTIVE))
    resting = finger(it, "pause")
    resting.touch_down()
    it.show(coach=then)
    resting.touch_up()
    it.settle(1)
    assert it.mirror.sent in ([], [Intent.PAUSE]), "which means nothing there"


def test_what_is_gone_when_the_hand_comes_up_asks_for_nothing(glass):
    it = glass()
    it.show(coach=squat(Phase.HURTS, swaps=True))
    resting = finger(it, "swap")
    resting.touch_down()
    it.show(coach=squat(Phase.HURTS))
    resting.touch_up()
    it.settle(1)
    assert it.mirror.sent == []


def test_markup_in_what_others_say_is_letters(glass):
    from mirrorapp.ui.widgets.words import Words

    it = glass(options={"shelf": SHELF})
    for text in (MARKUP, MARKUP * 300, "", "x" * 10_000):
        it.show(coach=at_home(profile=Profile("p1", MARKUP)), camera=MARKUP, demo=True,
                notices=(Notice("hub", text, text),))
        for words in it.app.root.walk():
            assert not (isinstance(words, Words) and words.markup)
        assert it.app._notices.what.startswith(text[:50])
        assert len(it.app._notices.what) < 300
    it.show(coach=at_home(), notices=(Notice("hub", MARKUP, "Fine."),))
    check_words(it)


def test_who_is_deleted_while_shown_is_no_more(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    it.app._browsing.open("who")
    it.settle()
    second = [row for row in it.screen.rows if row.shown][1].center
    gone = finger(it, "back")
    gone.touch_down()
    it.show(coach=at_home(profile=PEOPLE[0], profiles=PEOPLE[:1]))
    gone.touch_up()
    it.settle()
    assert it.screen.name == "menu"
    it.app._browsing.open("who")
    it.settle()
    it.touch(*second)
    assert Intent.PROFILE not in it.mirror.sent


@pytest.mark.parametrize("phase", [
    Phase.ACTIVE, *(pytest.param(each, marks=pytest.mark.full)
                    for each in (Phase.HOME, Phase.REST, Phase.SUMMARY))])
def test_a_glass_that_turns_or_grows_goes_on(glass, window, phase):
    it = glass(options={"shelf": SHELF})
    coach = squat(phase, session=session(), side=Side.LEFT, left_s=20.0, weekly=True)
    try:
        for size in (SMALL[::-1], (400, 700), *((LARGE,) if FULL else ()), SMALL):
            window.size = size
            it.settle()
            it.show(coach=coach, frame=picture(*PORTRAIT), reading=reading(*PORTRAIT))
            touches = [each for each in it.screen.walk()
                       if getattr(each, "shown", False) and hasattr(each, "line_px")]
            assert touches
            for each in touches:
                assert each.x >= 0
                assert each.y >= 0
                assert each.right <= size[0]
                assert each.top <= size[1]
            if phase is Phase.ACTIVE:
                pause = it.screen.ids.pause
                it.touch(*pause.to_window(*pause.center))
                assert it.mirror.sent.pop() is Intent.PAUSE
                projection = it.screen.ids.stage.project(it.mirror.now)
                assert projection.box.height == pytest.approx(it.screen.ids.stage.height, abs=2)
    finally:
        window.size = SMALL
        it.settle()


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_notice_hides_whose_turn_it_is_nor_a_touch(glass, language):
    """In a session a long one is cut; at home there is room for all of it."""
    it = glass(language=language, options={"shelf": SHELF})
    path = "/home/mirror/.local/share/mirrorapp/packs/at-home/exercises/half-kneeling-hip.toml"
    long = Notice("journal", f"The journal {path} can't be kept: Read-only file system.",
                  "Give it another place, or make room. " * 4)
    for notices in ((long,), (long, Notice("hub", "The hub can't be reached.", "It is kept.")),
                    (Notice("hub", "x" * 4000, ""),)):
        it.show(coach=squat(Phase.GET_READY, side=Side.LEFT), notices=notices)
        bar = it.app._notices
        assert bar.what or notices[0].what.startswith("x")
        assert not any(bar.collide_widget(it.screen.ids[name]) for name in ("side", "extra"))
        check_words(it)
        assert bar.what.endswith("(+1)") == (len(notices) == 2)
    it.show(coach=at_home(), notices=(long,))
    assert it.app._notices.tall
    assert not it.app._notices.what.endswith("…")
