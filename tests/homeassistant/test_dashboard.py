"""The dashboard in config/homeassistant, on Home Assistant's own page in a browser."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from mirrorapp.coach.state import Phase
from mirrorapp.config import HubConfig, SessionConfig
from mirrorapp.hub.client import Hub
from mirrorapp.hub.commands import Command, Name
from mirrorapp.hub.payloads import Answer, Live, MirrorState, Person, PersonState, Told
from tests.homeassistant.announced import differences, parts
from tests.homeassistant.conftest import forgotten
from tests.homeassistant.house import ROOT, House
from tests.homeassistant.mirrors import STATE, Mirror, told
from tests.homeassistant.past import Past
from tests.integration.conftest import Listener, Mosquitto

pytest.importorskip("playwright", reason="Playwright is not installed: scripts/setup.sh browser")
from tests.homeassistant.browser import Browser, Page, View

FILE = ROOT / "config" / "homeassistant" / "dashboard.yaml"
ENTITY = re.compile(r"\b[a-z_]+\.mirrorapp_mirror_\w+")
NOTHING = re.compile(r"unavailable|unknown|not found|none|nan", re.IGNORECASE)
NODE = "mirrorapp_mirror"
WHO = SessionConfig().profile
REST = STATE.model_copy(update={"running": False, "phase": Phase.HOME})
HEALTH = {"streak": 4, "adherence": 86, "programme_week": 3, "alignment": 91}


@pytest.fixture(scope="module")
def past() -> Past:
    return Past.of(4)


@pytest.fixture
def mirror(house: House, broker: Mosquitto, listener: Listener, tmp_path: Path
           ) -> Iterator[Mirror]:
    """A mirror that has the name it has at first."""
    made = Mirror(HubConfig(host=broker.host, port=broker.port), tmp_path / "outbox.sqlite3")
    with forgotten(house, listener, made.config.id):
        yield made
        made.close()


@pytest.fixture
def dashboard(house: House) -> Iterator[str]:
    with house.dashboard(yaml.safe_load(FILE.read_text())) as path:
        yield path


@pytest.fixture
def page(browser: Browser, house: House, mirror: Mirror, dashboard: str) -> Iterator[Page]:
    """A page that is closed before what it shows is gone."""
    del mirror, dashboard
    made = browser.page(house)
    yield made
    made.close()
    assert made.errors == []


def of_ann(past: Past, state: MirrorState = REST, **health: Any) -> Told:
    """The mirror, where Ann shares her health."""
    return replace(told(state), people={WHO: past.person(**{**HEALTH, **health})})


def at_home(house: House, hub: Hub, what: Told) -> None:
    """Tell it, and wait until Home Assistant knows."""
    hub.update(what)
    running = "on" if what.mirror.running else "off"
    house.until_says(f"binary_sensor.{NODE}_running", running)
    if WHO in what.people:
        house.until(lambda: house.says(f"sensor.{NODE}_{WHO}_streak") not in (None, "unavailable"),
                    lambda: str(house.state(f"sensor.{NODE}_{WHO}_streak")))


def soon(**later: float) -> datetime:
    """A time that is said the same for a while: so much later, and half a minute."""
    return datetime.now(UTC) + timedelta(seconds=30, **later)


def assert_well(view: View) -> None:
    """Everything is there, and nothing is shown that is not known."""
    assert view.wrong == ()
    assert [each.words for each in view.cards if NOTHING.search(each.words)] == []


# --- What it is made of ---

def test_every_entity_of_it_is_one_that_a_mirror_announces(
        house: House, mirror: Mirror, listener: Listener, past: Past) -> None:
    hub = mirror.hub()
    at_home(house, hub, of_ann(past))
    assert hub.drained(10)
    listener.fence()
    found = parts(listener, mirror.config.id)
    house.until_alike(lambda: differences(house, listener, found))
    named = set(ENTITY.findall(FILE.read_text()))
    assert len(named) > 20
    assert named <= {each.entity_id for each in found if "default_entity_id" in each.said}


def test_its_cards_are_home_assistants_own() -> None:
    assert "custom:" not in FILE.read_text()


# --- What it shows ---

def test_the_day_is_shown_and_follows_the_mirror(house: House, mirror: Mirror, page: Page,
                                                 dashboard: str) -> None:
    hub = mirror.hub()
    rest = REST.model_copy(update={"last_session": datetime.now(UTC) - timedelta(days=2)})
    at_home(house, hub, told(rest.model_copy(update={"next_session": soon(minutes=-10)})))
    page.open(f"{dashboard}/today")
    due, following = f"binary_sensor.{NODE}_due", f"sensor.{NODE}_next_session"
    view = page.until(lambda view: due in view.said and "minutes today" in view.words)
    assert_well(view)
    assert view.said == {
        due: "A session is due",
        f"sensor.{NODE}_last_session": "Last session 2 days ago",
        f"button.{NODE}_start": "Start", f"select.{NODE}_routine": "Routine squat",
        f"select.{NODE}_profile": "Who trains Ann", f"button.{NODE}_snooze": "Snooze",
        f"button.{NODE}_skip_today": "Skip today"}
    minutes, = view.of_kind("markdown")
    assert minutes.words == f"12 of 20 minutes today {'━' * 18} {'─' * 12}"
    entities, = view.of_kind("entities")
    assert re.fullmatch(r"Reminders (on )?At 18:30 Daily target 20 min", entities.words)

    hub.update(told(rest.model_copy(update={"due": False, "next_session": soon(hours=3)})))
    view = page.until(lambda view: following in view.said and due not in view.said)
    assert view.said[following] == "Next session In 3 hours"

    hub.update(told(STATE.model_copy(update={"minutes_today": 31.0, "due": False})))
    hub.mention(Live(progress=40, exercise="squat", reps=3))
    progress = f"sensor.{NODE}_progress"
    view = page.until(lambda view: progress in view.said and "31 of" in view.words)
    assert_well(view)
    assert view.said == {
        f"sensor.{NODE}_phase": "A session is on active", progress: "Done so far 40%",
        f"button.{NODE}_snooze": "Snooze", f"button.{NODE}_skip_today": "Skip today"}
    assert view.of_kind("markdown")[0].words.endswith("━" * 30)


def test_a_refusal_is_said_for_a_while(house: House, mirror: Mirror, page: Page,
                                       dashboard: str) -> None:
    def told_why(minutes: float) -> Told:
        return told(REST.model_copy(update={"answer": Answer(
            command="start", accepted=False, said="start: nobody is in front of the mirror",
            at=datetime.now(UTC) - timedelta(minutes=minutes))}))

    hub = mirror.hub()
    at_home(house, hub, told_why(0))
    page.open(f"{dashboard}/today")
    page.until(lambda view: "nobody is in front of the mirror" in view.words)
    hub.update(told_why(6))
    page.until(lambda view: "The mirror would not" not in view.words)


def test_whoever_shares_sees_knees_pain_and_weeks(house: House, mirror: Mirror, page: Page,
                                                  dashboard: str, past: Past) -> None:
    hub = mirror.hub()
    what = of_ann(past)
    at_home(house, hub, what)
    past.remember(house, NODE, f"{NODE}_{WHO}")
    page.open(f"{dashboard}/progress")
    chart = f"image.{NODE}_{WHO}_progress_chart"
    view = page.until(lambda view: chart in view.said and all(
        each.drawn for each in view.cards
        if each.config["type"] in ("statistics-graph", "picture-entity")))
    assert_well(view)
    health, person = what.people[WHO].state, f"sensor.{NODE}_{WHO}"
    assert health.knee_left is not None
    assert health.knee_right is not None
    assert view.said == {
        f"{person}_streak": "Streak 4d", f"{person}_adherence": "Kept to the plan 86%",
        f"{person}_programme_week": "Week of the programme 3",
        f"{person}_knee_left": f"Left {health.knee_left:.0f}°",
        f"{person}_knee_right": f"Right {health.knee_right:.0f}°",
        f"{person}_pain": f"Pain {health.pain} /10", f"{person}_alignment": "Good repetitions 91%",
        chart: ""}
    assert len(view.of_kind("statistics-graph")) == 3


def test_where_nobody_shares_there_is_nothing_of_anybodys_health(
        house: House, mirror: Mirror, page: Page, dashboard: str, past: Past) -> None:
    hub = mirror.hub()
    at_home(house, hub, told(REST))
    past.remember(house, NODE, "nobody")
    page.open(f"{dashboard}/progress")
    view = page.until(lambda view: "Share health" in view.words and all(
        each.drawn for each in view.of_kind("statistics-graph")))
    assert_well(view)
    assert view.said == {}
    assert [each.config.get("heading", each.config["type"]) for each in view.cards] == [
        "Weeks", "Minutes a day", "statistics-graph", "markdown"]
    page.open(f"{dashboard}/today")
    view = page.until(lambda view: f"button.{NODE}_start" in view.said)
    assert_well(view)
    assert not [each for each in view.said if f"_{WHO}_" in each]


def test_what_is_not_known_yet_is_not_shown(house: House, mirror: Mirror, page: Page,
                                            dashboard: str) -> None:
    nothing = Told(MirrorState(remind_at="18:00"), {WHO: ""}, (), {WHO: Person(PersonState())})
    at_home(house, mirror.hub(), nothing)
    page.open(f"{dashboard}/today")
    start, streak = f"button.{NODE}_start", f"sensor.{NODE}_{WHO}_streak"
    view = page.until(lambda view: start in view.said)
    assert view.wrong == ()
    assert "minutes today" not in view.words
    page.open(f"{dashboard}/progress")
    view = page.until(lambda view: streak in view.said)
    assert view.wrong == ()
    assert view.said == {streak: "Streak 0d"}


def test_a_mirror_that_is_away_is_said_to_be(house: House, mirror: Mirror, page: Page,
                                             dashboard: str) -> None:
    def shown() -> dict[str, list[str]]:
        found = {}
        for path in ("today", "progress"):
            page.open(f"{dashboard}/{path}")
            view = page.until(lambda view: "The mirror is not there" in view.words)
            assert_well(view)
            found[path] = [each.config.get("heading", each.config["type"]) for each in view.cards]
        return found

    assert shown() == {"today": ["Today", "markdown"], "progress": ["Weeks", "markdown"]}
    hub = mirror.hub()
    at_home(house, hub, told(REST, WHO))
    page.until(lambda view: view.words and "The mirror is not there" not in view.words)
    hub.stop()
    assert shown() == {"today": ["Today", "markdown"], "progress": [
        "Weeks", "markdown", "Minutes a day", "statistics-graph"]}


# --- What can be done there ---

def test_its_buttons_reach_the_mirror(house: House, mirror: Mirror, page: Page, dashboard: str
                                      ) -> None:
    at_home(house, mirror.hub(), told(REST))
    page.open(f"{dashboard}/today")
    for name, command in (("Start", Command(Name.START, "")), ("Snooze", Command(Name.SNOOZE, 30)),
                          ("Skip today", Command(Name.SKIP_TODAY))):
        page.find("hui-tile-card", name).click()
        assert mirror.obeys() == command


def test_who_and_what_is_chosen_there(house: House, mirror: Mirror, page: Page, dashboard: str
                                      ) -> None:
    at_home(house, mirror.hub(), told(REST))
    page.open(f"{dashboard}/today")
    for name, choice, command in (("Routine", "lunge", Command(Name.ROUTINE, "lunge")),
                                  ("Who trains", "Bo", Command(Name.PROFILE, "Bo"))):
        page.choose(page.find("hui-tile-card", name), choice)
        assert mirror.obeys() == command


def test_reminders_are_set_there(house: House, mirror: Mirror, page: Page, dashboard: str) -> None:
    at_home(house, mirror.hub(), told(REST))
    page.open(f"{dashboard}/today")
    page.find("hui-toggle-entity-row ha-switch").click()
    assert mirror.obeys() == Command(Name.REMINDERS, value=False)
    for row, text, command in (("text", "07:15", Command(Name.REMIND_AT, "07:15")),
                               ("number", "25", Command(Name.DAILY_TARGET, 25))):
        field = page.find(f"hui-{row}-entity-row input")
        field.fill(text)
        field.press("Enter")
        field.blur()
        assert mirror.obeys() == command


def test_advice_is_read_and_acknowledged_there(house: House, mirror: Mirror, page: Page,
                                               dashboard: str, past: Past) -> None:
    hub = mirror.hub()
    at_home(house, hub, of_ann(past))
    page.open(f"{dashboard}/today")
    start = f"button.{NODE}_start"
    view = page.until(lambda view: start in view.said)
    assert "doctor or physiotherapist" not in view.words
    hub.update(of_ann(past, see_professional=True))
    page.until(lambda view: "doctor or physiotherapist" in view.words)
    page.find("hui-tile-card", "I have read it").click()
    assert mirror.obeys() == Command(Name.ACKNOWLEDGE, WHO)
    hub.update(of_ann(past))
    page.until(lambda view: "doctor or physiotherapist" not in view.words)


# --- What these tests would find ---

@pytest.mark.parametrize(("card", "wrong"), [
    ({"type": "tiles", "entity": "sun.sun"}, "hui-error-card"),
    ({"type": "tile", "entity": f"sensor.{NODE}_no_such"}, "hui-tile-card|hui-warning"),
    ({"type": "entities", "entities": [f"sensor.{NODE}_no_such"]}, "hui-warning"),
    ({"type": "picture-entity", "entity": f"image.{NODE}_no_such"}, "hui-warning"),
], ids=["no such card", "no such entity", "no such row", "no such picture"])
def test_what_is_wrong_with_a_dashboard_is_found(bare_house: House, browser: Browser,
                                                 card: dict[str, Any], wrong: str) -> None:
    page = browser.page(bare_house)
    config = {"views": [{"type": "sections", "path": "a", "sections": [
        {"type": "grid", "cards": [card]}]}]}
    with bare_house.dashboard(config) as path:
        page.open(f"{path}/a")
        found = page.until(lambda view: view.wrong).wrong
    page.close()
    assert re.match(wrong, found[0])


def test_a_value_that_is_not_known_is_found(bare_house: House, browser: Browser, mirror: Mirror
                                            ) -> None:
    at_home(bare_house, mirror.hub(), told(REST))
    page = browser.page(bare_house)
    config = {"views": [{"path": "a", "type": "sections", "sections": [{"type": "grid", "cards": [
        {"type": "tile", "entity": f"sensor.{NODE}_progress"}]}]}]}
    with bare_house.dashboard(config) as path:
        page.open(f"{path}/a")
        view = page.until(lambda view: view.cards)
    page.close()
    with pytest.raises(AssertionError, match="navailable"):
        assert_well(view)
