"""A broker is found, told of, tried and kept by real touches, in the set-up and in the settings."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.config import HubConfig
from mirrorapp.hub import knocking, trial_words
from mirrorapp.hub.faults import Fault, HubError
from mirrorapp.hub.topics import Topics
from mirrorapp.hub.trial import Stage
from mirrorapp.ui.browsing import UNTOUCHED_S
from mirrorapp.ui.house import House as Told
from mirrorapp.ui.typing import FETCHED_S
from tests.ui.brokers import GOOD, GUESS, HOME, MANY, NO_NETWORK, PLAIN, House, failing
from tests.ui.conftest import Glass
from tests.ui.fitting import check_words
from tests.ui.setting_up import Hand
from tests.ui.states import at_home

pytestmark = pytest.mark.ui

TYPED = "Tick-Tock!9"


def everything(it: Glass) -> str:
    """All that is to be read."""
    from mirrorapp.ui.widgets.words import Words

    return "\n".join(each.text for each in it.app.root.walk() if isinstance(each, Words))


def test_the_set_up_searches_while_its_step_is_shown_and_no_longer(glass, tmp_path):
    hand = Hand(glass, tmp_path, House())
    finder, found = hand.house.finder, hand.it.screen.ids.found
    assert (hand.page, finder.searching) == ("first-hub", True)
    assert found.told == "Looking for your home …"
    hand.wait(10.0)
    assert found.told == "Nothing found yet"
    finder.found = (HOME, GUESS)
    hand.wait(0.0)
    assert found.told == "Found in your house"
    assert [(each.name, each.more) for each in hand.rows] == [
        ("Mosquitto", "homeassistant.local · encrypted"),
        ("Home Assistant", "homeassistant.local · likely")]
    finder.found, finder.fault = (), NO_NETWORK
    hand.wait(0.0)
    assert (found.told, hand.rows) == (NO_NETWORK.what, [])
    hand.wait(UNTOUCHED_S)
    assert (hand.page, finder.searching) == ("idle", False)
    hand.it.touch(1, 1)
    hand.wait(1.0)
    assert (hand.page, finder.searching, finder.starts) == ("first-hub", True, 2)
    hand.it.show(coach=CoachState(Phase.GET_READY))
    assert not finder.searching
    hand.it.show(coach=at_home())
    _, ahead = reversed(hand.it.screen.ids.steps.children)
    hand.press(ahead)
    assert (hand.page, finder.searching) == ("home", False)


def test_a_mirror_that_is_closed_searches_no_more(glass, tmp_path):
    hand = Hand(glass, tmp_path, House())
    assert hand.house.finder.searching
    hand.it.app.dispatch("on_stop")
    assert not hand.house.finder.searching


def test_from_what_was_found_to_what_is_kept(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(HOME, keeps=True))
    hand.pick("Mosquitto")
    assert (hand.page, hand.house.finder.searching) == ("broker-told", False)
    form = hand.it.screen
    assert (form.host, form.port, form.user, form.secret, form.tls) == (
        HOME.host, "8883", "none", "none", True)
    hand.touch("user")
    hand.type("mirror")
    assert (hand.page, form.user) == ("broker-told", "mirror")
    hand.touch("secret")
    hand.type(TYPED)
    assert (hand.page, form.secret) == ("broker-told", "••••••••")
    hand.house.at = Stage.LET_IN
    hand.touch("try")
    trial, = hand.house.trials
    assert (trial.password.get_secret_value(), trial.hub.username) == (TYPED, "mirror")
    assert (hand.page, trial.running, hand.marks) == ("broker-try", True, "✓✓…•")
    assert not hand.it.screen.ids.done.shown
    trial.verdict = failing(Stage.LET_IN)
    hand.wait(0.0)
    assert (hand.marks, hand.it.screen.told) == ("✓✓✗•", trial.verdict.what)
    assert hand.house.kept == []
    hand.touch("back")  # which is called "Change"
    assert (hand.page, form.user, form.secret) == ("broker-told", "mirror", "••••••••")
    hand.house.verdict = GOOD
    hand.wait(1.0)
    hand.touch("try")
    assert (hand.marks, hand.it.screen.told) == ("✓✓✓✓", "It works. I have kept it.")
    (hub, password), = hand.house.kept
    assert (hub.host, hub.port, hub.tls, hub.username) == (HOME.host, 8883, True, "mirror")
    assert password.get_secret_value() == TYPED
    hand.touch("done")
    assert (hand.page, hand.it.screen.named, hand.it.screen.state) == (
        "first-hub", HOME.host, "✓ Connected")
    assert not hand.house.finder.searching
    assert hand.rows == []
    hand.touch("without")
    assert hand.settings.config.hub.host == ""
    assert hand.house.finder.searching


def test_what_stays_connected_is_not_told_anew(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(keeps=True))
    hand.settings.change("hub", host="10.0.0.9")
    hand.wait(1.0)
    told = []
    hand.it.screen.bind(connected=lambda _, connected: told.append(connected))
    hand.wait(1.0)
    assert (hand.it.screen.connected, told) == (True, [])


@pytest.mark.parametrize(("house", "state"), [
    (Told(connected=lambda: False), "Not connected just now"),
    (Told(hub=HubConfig, connected=lambda: True), "In force from the next start on.")])
def test_what_is_not_connected_says_so(glass, tmp_path, house, state):
    hand = Hand(glass, tmp_path, House(keeps=True), told=house)
    hand.settings.change("hub", host="10.0.0.9")
    hand.wait(1.0)
    assert (hand.it.screen.named, hand.it.screen.state) == ("10.0.0.9", state)
    assert not hand.it.screen.connected


def test_what_fails_is_kept_when_that_is_wanted_and_leads_to_the_settings(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(PLAIN, verdict=failing(Stage.REACHABLE)), set_up=False)
    assert (hand.page, hand.house.finder.searching) == ("broker", True)
    hand.pick("Attic")
    hand.touch("try")
    assert hand.marks == "✗•••"
    hand.touch("done")  # which is called "Try again"
    assert len(hand.house.trials) == 2
    hand.touch("keep")
    assert hand.house.kept[0][0].host == PLAIN.host
    assert (hand.page, hand.it.screen.title) == ("settings", "Smart home")


def test_an_open_line_says_so_and_has_no_tick(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(PLAIN, verdict=GOOD))
    hand.pick("Attic")
    hand.touch("try")
    assert hand.marks == "✓–✓✓"
    assert hand.it.screen.rows[1].text == "Not encrypted"


def test_an_address_is_typed_where_none_is_found(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(), set_up=False)
    hand.touch("address")
    assert hand.page == "typing"
    hand.touch("back")
    assert hand.page == "broker"
    hand.touch("address")
    hand.type("10.0.0.9")
    form = hand.it.screen
    assert (hand.page, form.host, form.port) == ("broker-told", "10.0.0.9", "1883")
    hand.touch("tls")
    assert (form.tls, form.port) == (True, "8883")
    hand.touch("port")
    hand.press(hand.it.screen.ids.board.keys["⌫"])
    hand.type("4")
    assert form.port == "8884"
    hand.touch("host")
    hand.type("1")
    assert (hand.page, form.host, form.port) == ("broker-told", "10.0.0.91", "1883")
    hand.touch("back")
    assert hand.page == "broker"
    hand.touch("back")
    assert (hand.page, hand.it.screen.title) == ("settings", "Smart home")
    assert not hand.house.finder.searching


@pytest.mark.parametrize("set_up", [True, False])
def test_back_is_one_page_back_each_time(glass, tmp_path, set_up):
    hand = Hand(glass, tmp_path, House(HOME), set_up=set_up)
    first = hand.page
    hand.pick("Mosquitto")
    hand.touch("secret")
    seen = []
    while hand.page != first:
        seen.append(hand.page)
        hand.touch("back")
    assert seen == ["typing", "broker-told"]


def test_a_try_is_given_up_by_going_back_and_by_going_away(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(HOME))
    hand.pick("Mosquitto")
    for leave in (lambda: hand.touch("back"), lambda: hand.wait(UNTOUCHED_S)):
        hand.touch("try")
        assert hand.house.trials[-1].running
        leave()
        assert not hand.house.trials[-1].running
    assert hand.page == "idle"


def test_a_second_tap_tries_and_sets_nothing(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(HOME))
    row, = hand.rows
    hand.it.touch(*row.center)
    hand.it.settle()
    for name in ("tls", "try"):
        hand.it.touch(*hand.it.screen.ids[name].center)
    hand.it.settle()
    assert (hand.page, hand.it.screen.tls) == ("broker-told", True)
    hand.wait(1.0)
    hand.touch("try")
    hand.house.trials[-1].verdict = failing(Stage.ALLOWED)
    hand.it.settle()
    for name in ("keep", "done"):
        hand.it.touch(*hand.it.screen.ids[name].center)
    assert (hand.house.kept, len(hand.house.trials)) == ([], 1)


def test_a_line_that_came_under_the_finger_is_not_what_was_meant(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(HOME))
    place = hand.rows[0].center
    hand.house.finder.found = (PLAIN, HOME)
    hand.it.settle()
    hand.it.touch(*place)
    hand.it.settle()
    assert hand.page == "first-hub"
    hand.wait(1.0)
    hand.it.touch(*place)
    hand.it.settle()
    assert (hand.page, hand.it.screen.host) == ("broker-told", PLAIN.host)


def test_there_may_be_more_than_the_glass_holds(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(*MANY))
    seen = []
    for _ in range(3):
        assert len(hand.rows) <= 4
        seen += [each.name for each in hand.rows]
        hand.touch("turn")
    assert seen == [each.name for each in MANY]
    assert [each.name for each in hand.rows] == seen[:4]


def test_a_half_typed_password_is_there_for_who_fetched_the_note(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(HOME))
    hand.pick("Mosquitto")
    for away_s, left in ((FETCHED_S - UNTOUCHED_S, "••••"), (FETCHED_S + 5.0, "")):
        hand.touch("secret")
        for key in ("t", "i", "c", "k") if hand.it.screen.typed == "" else ():
            hand.press(hand.it.screen.ids.board.keys[key])
        hand.wait(UNTOUCHED_S)
        assert hand.page == "idle"
        hand.wait(away_s - 5.0)
        hand.it.touch(1, 1)
        hand.wait(1.0)
        hand.pick("Mosquitto")
        hand.touch("secret")
        assert hand.it.screen.typed == left
        assert not hand.it.screen.open
        if left:
            hand.touch("look")
            assert hand.it.screen.typed == "tick"
            hand.touch("back")
            hand.touch("secret")
            assert hand.it.screen.typed == ""  # who goes back has typed nothing
            hand.touch("back")


def test_a_half_typed_password_is_no_other_broker_s(glass, tmp_path):
    hand = Hand(glass, tmp_path, House(HOME, PLAIN))
    hand.pick("Mosquitto")
    hand.touch("secret")
    hand.press(hand.it.screen.ids.board.keys["t"])
    hand.wait(UNTOUCHED_S)
    hand.it.touch(1, 1)
    hand.wait(1.0)
    hand.pick("Attic")
    hand.touch("secret")
    assert hand.it.screen.typed == ""


def test_a_password_is_on_no_page_and_in_no_log(glass, tmp_path, caplog):
    caplog.set_level(0)
    hand = Hand(glass, tmp_path, House(HOME, verdict=failing(Stage.LET_IN)))
    told = []
    hand.pick("Mosquitto")
    hand.touch("secret")
    for key in "ticktock":
        hand.press(hand.it.screen.ids.board.keys[key])
        told.append(everything(hand.it))
    assert hand.it.screen.typed == "•••••••k"
    hand.touch("done")
    told.append(everything(hand.it))
    hand.touch("secret")
    assert hand.it.screen.typed == "••••••••"  # nor does it show what was typed last
    told.append(everything(hand.it))
    hand.touch("done")
    hand.touch("try")
    told.append(everything(hand.it))
    told.append(repr(hand.it.screen.broker.draft))
    hand.settings.close()
    told.append(hand.settings.path.read_text() if hand.settings.path.exists() else "")
    assert not any("ticktock" in each or "tickto" in each for each in told)
    assert "ticktock" not in caplog.text


def all_that_may_be_amiss() -> Iterator[tuple[Stage, HubError]]:
    """Whatever a try says, of a broker in a house as most are."""
    hub = HubConfig(host="homeassistant.local", port=8883)
    topics = Topics.of(hub)
    for fault in Fault:
        for known in (hub, hub.model_copy(update={"username": "mirror"})):
            yield Stage.LET_IN, trial_words.refused(fault, known)
    for topic in (*topics.heard, *trial_words.said(topics)):
        yield Stage.ALLOWED, trial_words.kept_from([topic], topics)
    yield Stage.ALLOWED, trial_words.kept_from(trial_words.said(topics), topics)
    yield Stage.ALLOWED, trial_words.hung_up(topics.state, topics, "homeassistant.local:8883")
    yield Stage.REACHABLE, knocking.nobody(hub.host)


@pytest.mark.parametrize("language", ["en", "de"])
def test_whatever_is_amiss_fits_the_page(glass, tmp_path, language):
    hand = Hand(glass, tmp_path, House(HOME), language=language)
    hand.pick("Mosquitto")
    hand.touch("try")
    told = set()
    for stage, error in all_that_may_be_amiss():
        hand.house.trials[-1].verdict = replace(failing(stage), what=error.what,
                                                remedy=error.remedy)
        hand.it.settle(2)
        check_words(hand.it)
        told.add(hand.it.screen.told)
    assert len(told) > 10
