"""Mirrors come and go, are renamed, upgraded and told to keep quiet; so does Home Assistant."""

import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from mirrorapp.hub import entities
from mirrorapp.hub.entities import Component, Trigger
from mirrorapp.hub.topics import BIRTH
from tests.homeassistant.announced import differences, parts
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import STATE, Mirror, session, told
from tests.integration.conftest import Listener

Spawn = Callable[[str], subprocess.Popen[str]]


def test_a_killed_mirror_is_unavailable_and_not_connected(house: House, mirror: Mirror,
                                                          spawn: Spawn) -> None:
    running, connected = (f"binary_sensor.{mirror.node}_{key}" for key in ("running", "connected"))
    child = spawn("1.0.0")
    house.until_says(running, "on")
    child.kill()
    house.until_says(running, "unavailable")
    house.until_says(f"button.{mirror.node}_start", "unavailable")
    house.until_says(connected, "off")

    mirror.hub().update(told())
    house.until_says(running, "on")
    house.until_says(connected, "on")


def test_a_mirror_that_says_goodbye_is_unavailable(house: House, mirror: Mirror) -> None:
    hub = mirror.hub()
    hub.update(told())
    house.until_says(f"binary_sensor.{mirror.node}_running", "on")
    hub.stop()
    house.until_says(f"binary_sensor.{mirror.node}_running", "unavailable")


def test_a_rename_outlives_an_upgrade(house: House, mirror: Mirror, spawn: Spawn) -> None:
    ours, theirs = f"binary_sensor.{mirror.node}_running", "binary_sensor.somebody_in_the_hall"

    def device() -> dict[str, object]:
        return house.device(mirror.node) or {}

    old = spawn("1.0.0")
    house.until_says(ours, "on")
    house.ask("config/entity_registry/update", entity_id=ours, new_entity_id=theirs,
              name="Somebody trains")
    house.ask("config/device_registry/update", device_id=device()["id"],
              name_by_user="Hall mirror")
    house.until_says(theirs, "on")
    old.terminate()
    house.until_says(theirs, "unavailable")

    spawn("2.0.0")
    house.until(lambda: device().get("sw_version") == "2.0.0", lambda: str(device()))
    house.until_says(theirs, "on")
    assert house.says(ours) is None
    assert house.entities()[f"{mirror.node}_running"]["name"] == "Somebody trains"
    assert device()["name_by_user"] == "Hall mirror"


def test_who_opts_in_is_seen_and_who_opts_out_no_more(house: House, mirror: Mirror,
                                                      listener: Listener) -> None:
    device, person = f"{mirror.node}.p1", f"{mirror.node}_p1"
    last = f"sensor.{person}_last_session"
    health = f"{mirror.config.base}/{mirror.config.id}/p/"
    hub = mirror.hub()
    hub.update(told())
    hub.session_ended(session("a"))
    house.until_says(f"sensor.{mirror.node}_last_session", "2026-11-21T18:01:30+00:00")
    assert house.device(device) is None
    assert house.attribute(f"sensor.{mirror.node}_last_session", "sides") is None

    hub.update(told(STATE, "p1"))
    house.until_says(f"sensor.{person}_pain", "2")
    hub.session_ended(session("b", 5), share_health=True)
    house.until(lambda: house.attribute(last, "sides"), lambda: str(house.state(last)))
    assert house.attribute(f"sensor.{mirror.node}_last_session", "sides") is None

    hub.update(told())
    house.until(lambda: house.device(device) is None, lambda: str(house.device(device)))
    house.until_says(f"sensor.{person}_pain", None)
    assert not [each for each in house.entities() if each.startswith(device)]
    assert hub.drained(10)
    listener.fence()
    newest = {each.topic: each.payload for each in listener.wait(lambda _: True)}
    left = [topic for topic, payload in newest.items()
            if topic.startswith(health) and not topic.endswith("/event") and payload]
    assert left == [], "the broker has forgotten it, too"


def test_what_is_removed_while_home_assistant_is_away_leaves_nothing(
        house: House, mirror: Mirror, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    relic, of_now = f"{mirror.node}_relic", entities.of_mirror

    def of_old(*about: Any) -> dict[str, Component | Trigger]:
        now = of_now(*about)
        return {**now, "relic": now["running"].model_copy(update={
            "unique_id": relic, "object_id": relic,
            "default_entity_id": f"binary_sensor.{relic}", "name": "Relic"})}

    with monkeypatch.context() as patch:
        patch.setattr(entities, "of_mirror", of_old)
        hub = mirror.hub()
        hub.update(told(STATE, "p1"))
        assert hub.drained(10)
        listener.fence()
        found = parts(listener, mirror.config.id)
        house.until_alike(lambda: differences(house, listener, found))
    assert relic in house.entities()
    house.stop()
    hub.update(told())
    assert hub.drained(10)
    house.start()
    house.until(lambda: house.device(f"{mirror.node}.p1") is None,
                lambda: str(house.device(f"{mirror.node}.p1")))
    house.until(lambda: relic not in house.entities(), lambda: str(house.entities().get(relic)))
    house.until_says(f"binary_sensor.{mirror.node}_running", "on")


def test_who_has_opted_out_stays_out_when_both_start_again(house: House, mirror: Mirror) -> None:
    hub = mirror.hub()
    hub.update(told(STATE, "p1"))
    house.until_says(f"sensor.{mirror.node}_p1_pain", "2")
    hub.stop()
    mirror.hub().update(told())
    house.until_says(f"sensor.{mirror.node}_p1_pain", None)
    house.until_says(f"binary_sensor.{mirror.node}_running", "on")
    assert house.device(f"{mirror.node}.p1") is None


def test_what_a_newer_version_no_longer_has_disappears(
        house: House, mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    relic, of_now = f"binary_sensor.{mirror.node}_relic", entities.of_mirror

    def of_old(*about: Any) -> dict[str, Component | Trigger]:
        now = of_now(*about)
        return {**now, "relic": now["running"].model_copy(update={
            "unique_id": relic, "default_entity_id": relic, "object_id": f"{mirror.node}_relic",
            "name": "Relic"})}

    with monkeypatch.context() as patch:
        patch.setattr(entities, "of_mirror", of_old)
        hub = mirror.hub()
        hub.update(told())
        house.until_says(relic, "on")
        hub.stop()
    mirror.hub().update(told())
    house.until_says(relic, None)
    house.until_says(f"binary_sensor.{mirror.node}_running", "on")
    assert relic not in house.entities()


def test_after_a_restart_of_home_assistant_all_is_as_before(house: House, mirror: Mirror,
                                                            listener: Listener) -> None:
    hub = mirror.hub()
    hub.update(told(STATE, "p1"))
    hub.session_ended(session("a"), share_health=True)
    assert hub.drained(10)
    listener.fence()
    found = parts(listener, mirror.config.id)
    house.until_alike(lambda: differences(house, listener, found))

    births, topic = len(listener.heard(BIRTH)), f"homeassistant/device/{mirror.config.id}/config"
    announced = len(listener.heard(topic))
    house.stop()
    hub.update(told(STATE.model_copy(update={"minutes_today": 14.0}), "p1"))
    house.start()
    listener.wait(lambda _: "online" in listener.heard(BIRTH)[births:])
    house.until_alike(lambda: differences(house, listener, found))
    house.until_says(f"sensor.{mirror.node}_minutes_today", "14.0")
    listener.wait(lambda _: len(listener.heard(topic)) > announced)
