"""Settings by touch: what is touched is set, shown at once, and never in the way of a session."""

from datetime import time
from pathlib import Path
from typing import Any

import pytest

from mirrorapp.coach.state import CoachState, Intent, Phase, Tone
from mirrorapp.config import HubConfig
from mirrorapp.ui.browsing import UNTOUCHED_S
from mirrorapp.ui.house import House
from mirrorapp.ui.loudspeaker import Loudspeaker
from mirrorapp.ui.setting import Setting, Way
from mirrorapp.ui.setting_pages import MENU, PAGES
from mirrorapp.ui.sounds import Sounds
from tests.tiers import FULL
from tests.ui.conftest import LARGE, SMALL, Glass
from tests.ui.doubles import squat
from tests.ui.fitting import ALL_SIZES, LONGEST_FIRST, check_words
from tests.ui.states import at_home

ui = pytest.mark.ui
SETTINGS = [(page, row) for page, rows in PAGES.items() for row in rows
            if isinstance(row, Setting)]


class Heard(Sounds):
    """Remembers what it was to play."""

    def __init__(self) -> None:
        super().__init__(speaker=Loudspeaker([("true",)]))
        self.heard: list[Tone] = []

    def sound(self, tone: Tone) -> None:
        self.heard.append(tone)


@pytest.fixture
def speaker() -> Any:
    made = Heard()
    yield made
    made.close()


def house(**parts: Any) -> House:
    return House(**{"journal": Path.home() / ".local/state/mirrorapp/journal.sqlite3",
                    "connected": lambda: True, **parts})


def turn(it: Glass, page: str) -> None:
    """Open a page at home, and wait until it has been read."""
    it.show(coach=at_home())
    it.app._browsing.open(page)
    it.settle()
    it.now_s += 1.0


def line(it: Glass, name: str) -> Any:
    """The row with this word."""
    screen = it.screen
    return screen.rows[[each.word for each in screen._shown].index(name)]


def touch(it: Glass, name: str, part: str = "whole") -> None:
    it.touch(*line(it, name).ids[part].center)
    it.settle()


@ui
def test_each_row_is_set_by_touch_and_shows_it(glass):
    it = glass()
    for page, row in SETTINGS:
        turn(it, page)
        before, shown = row.now(it.settings.config), line(it, row.word).value
        touch(it, row.word, "plus" if row.steps else "whole")
        assert row.now(it.settings.config) == row.move(before, 1) != before, row
        assert line(it, row.word).value not in ("", shown), row
        if row.steps:
            touch(it, row.word, "less")
            assert row.now(it.settings.config) == before, row
            assert line(it, row.word).value == shown, row


@ui
def test_what_was_set_is_there_the_next_time(glass):
    it = glass()
    turn(it, "settings-hands_free")
    touch(it, "crossed_arms")
    turn(it, "settings-reminder")
    touch(it, "hour", "less")
    it.close()
    config = glass().settings.config
    assert config.hands_free.crossed_arms is False
    assert config.hands_free.raised_hand is True
    assert config.session.remind_at == time(17)


@ui
@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.full)])
def test_all_that_is_touched_is_as_large_as_a_hand_and_apart(glass, window, speaker, size):
    it = glass(size=size, options={"sounds": speaker, "house": house()})
    for page in PAGES:
        turn(it, page)
        shown = [row.ids[part] for row in it.screen.rows for part in ("whole", "less", "plus")
                 if row.ids[part].shown]
        shown.append(it.screen.ids.back)
        for each in shown:
            assert min(each.size) >= 0.09 * window.width, page
            assert each.x >= 0, page
            assert each.right <= window.width, page
            assert not any(each.collide_widget(other) for other in shown if other is not each)


@ui
@LONGEST_FIRST
@ALL_SIZES
def test_every_page_fits(glass, speaker, language, size):
    it = glass(language=language, size=size, options={"sounds": speaker, "house": house()})
    for page in PAGES:
        turn(it, page)
        check_words(it)
    for page, row in SETTINGS:
        turn(it, page)
        for _ in range(6 if FULL else 2):
            touch(it, row.word, "plus" if row.steps else "whole")
            check_words(it)
        while row.word == "language" and it.settings.config.screen.language != language:
            touch(it, row.word)


@ui
def test_the_menu_leads_everywhere_and_back_leads_home(glass):
    it = glass()
    ways = [row for row in PAGES[MENU] if isinstance(row, Way) and row.page in PAGES]
    assert {row.page for row in ways} == set(PAGES) - {MENU}
    for way in ways:
        turn(it, MENU)
        touch(it, way.word)
        assert it.app._browsing.page(Phase.HOME) == way.page
        assert it.screen.title
        it.touch(*it.screen.ids.back.center)
        it.settle()
        assert it.app._browsing.page(Phase.HOME) == MENU
        it.touch(*it.screen.ids.back.center)
        it.settle()
        assert it.screen.name == "home"


@ui
def test_back_is_where_stop_always_is(glass):
    it = glass()
    turn(it, MENU)
    back = it.screen.ids.back
    it.show(coach=squat(Phase.ACTIVE))
    assert it.screen.ids.stop.pos == back.pos


@ui
def test_people_have_a_page_of_their_own_and_back_is_here(glass):
    it = glass()
    turn(it, MENU)
    touch(it, "people")
    it.settle()
    assert it.screen.name == "people"
    it.touch(*it.screen.ids.back.center)
    it.settle()
    assert it.screen.name == MENU


@ui
def test_a_second_tap_sets_nothing_on_the_page_that_has_come(glass):
    it = glass()
    turn(it, MENU)
    began = it.settings.config
    x, y = line(it, "hands_free").ids.whole.center
    it.touch(x, y)
    it.settle()
    it.touch(x, y)
    assert it.settings.config == began
    it.now_s += 1.0
    it.touch(x, y)
    assert it.settings.config != began


@ui
def test_nobody_sets_anything_during_a_session_and_it_goes_on(glass):
    it = glass()
    turn(it, "settings-picture")
    it.show(coach=squat(Phase.COUNT_IN))
    assert it.screen.name == "session"
    it.app._browsing.open(MENU)
    it.show(coach=squat(Phase.ACTIVE))
    assert it.screen.name == "session"
    it.show(coach=CoachState())
    assert it.screen.name == "home"


@ui
def test_a_page_that_nobody_touches_any_more_is_closed(glass):
    it = glass()
    turn(it, "settings-sound")
    it.now_s += UNTOUCHED_S
    it.settle()
    assert it.screen.name == "idle"
    it.touch(1, 1)
    it.settle()
    assert it.screen.name == "home"


@ui
def test_the_camera_is_calibrated_from_here(glass):
    it = glass()
    turn(it, "settings-camera")
    touch(it, "calibrate")
    assert it.mirror.sent == [Intent.CALIBRATE]


@ui
def test_a_tone_is_heard_where_one_would_be(glass, speaker):
    it = glass(options={"sounds": speaker})
    turn(it, "settings-sound")
    touch(it, "tone")
    assert speaker.heard == [Tone.DONE]
    touch(it, "sounds")
    assert "tone" not in [each.word for each in it.screen._shown]
    it.close()
    mute = glass()
    turn(mute, "settings-sound")
    assert [each.word for each in mute.screen._shown] == ["sounds", "volume"]


@ui
def test_what_waits_for_the_next_start_says_so(glass):
    it = glass()
    turn(it, "settings-camera")
    usual = line(it, "source").more
    touch(it, "source")
    assert line(it, "source").more == it.app._texts.say("settings.restart") != usual
    for _ in range(4):
        touch(it, "source")
    assert line(it, "source").more == usual


@ui
def test_a_film_is_left_for_a_camera_and_not_chosen(glass):
    it = glass()
    it.settings.change("camera", source="video", file="x.mp4")
    turn(it, "settings-camera")
    assert line(it, "source").value == "A film"
    touch(it, "source")
    assert it.settings.config.camera.source == "live"


@ui
def test_a_small_screen_is_for_near_use(glass):
    it = glass()
    turn(it, "settings-picture")
    assert "near use" not in line(it, "inches").more
    it.settings.change("screen", inches=7.0)
    it.settle()
    assert "near use: legible up to 0.6 m" in line(it, "inches").more


@ui
@pytest.mark.parametrize(("hub", "connected", "told"), [
    ({}, True, ["Private, on this mirror", "Connected"]),
    ({"host": "homeassistant.local"}, False,
     ["homeassistant.local:1883", "Not connected just now"])])
def test_the_hub_is_told_as_it_is(glass, hub, connected, told):
    it = glass(options={"house": house(connected=lambda: connected)})
    it.settings.change("hub", **hub)
    turn(it, "settings-hub")
    assert [line(it, each).more for each in ("broker", "connection")] == told


@ui
def test_a_broker_that_can_not_be_gone_to_says_so(glass):
    at = HubConfig()
    it = glass(options={"house": house(hub=lambda: at)})
    it.settings.change("hub", host="homeassistant.local")
    turn(it, "settings-hub")
    assert line(it, "broker").more.endswith("In force from the next start on.")
    assert "connection" not in [each.word for each in it.screen._shown]
    at = it.settings.config.hub
    turn(it, "settings-hub")
    assert line(it, "broker").more == "homeassistant.local:1883"
    assert line(it, "connection").more == "Connected"


@ui
def test_what_is_not_known_of_the_house_is_not_told(glass):
    it = glass()
    for page, words in (("settings-hub", ["broker", "find", "share_health"]),
                        ("settings-about", ["version", "kept", "licences"])):
        turn(it, page)
        assert [each.word for each in it.screen._shown] == words


