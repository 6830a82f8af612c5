"""The hub where broker, mirror or disk fail: nothing is lost, and nothing told twice."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from mirrorapp.hub import dialer, messenger
from tests.integration.topics import AVAILABILITY, EVENT, LAST, uuids

pytestmark = pytest.mark.broker

ROOT = Path(__file__).resolve().parents[2]


def spawn(script, *arguments):
    return subprocess.Popen(
        [sys.executable, Path(__file__).with_name(script), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)


def row_count(file):
    with closing(sqlite3.connect(file)) as db:
        return db.execute("SELECT count(*) FROM outbox").fetchone()[0]


def kill(process):
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_session_starts_only_for_who_listens(bench, listener, mosquitto, record):
    hub = bench.hub()
    assert hub.drained(5)
    hub.session_started(record("a"))
    listener.wait_for(EVENT)
    listener.fence()
    mosquitto.stop()
    bench.board.wait_for("can't be reached")
    hub.session_started(record("b"))
    mosquitto.start()
    bench.board.wait_empty()
    hub.session_ended(record("c"))
    assert hub.drained(5)
    listener.wait(lambda _: len(listener.heard(EVENT)) >= 2)
    assert uuids(listener.heard(EVENT)) == ["a", "c"]


def test_sessions_of_an_outage_arrive_once_and_in_order(bench, listener, mosquitto, record):
    hub = bench.hub()
    assert hub.drained(5)
    mosquitto.stop()
    bench.board.wait_for("can't be reached at 127.0.0.1")
    names = [f"s{number}" for number in range(12)]
    for number, name in enumerate(names):
        hub.session_ended(record(name, number))
    assert not hub.connected

    mosquitto.start()
    bench.board.wait_empty()
    assert hub.drained(5)
    listener.wait(lambda _: len(listener.heard(EVENT)) >= len(names))
    listener.fence()
    assert uuids(listener.heard(EVENT)) == names
    assert json.loads(listener.wait_for(LAST).payload)["uuid"] == names[-1]


def test_sessions_of_an_outage_survive_a_restart_of_the_mirror(bench, listener, mosquitto, record):
    mosquitto.stop()
    first = bench.hub()
    first.session_ended(record("a"))
    bench.board.wait_for("can't be reached")
    bench.close()

    mosquitto.start()
    second = bench.hub()
    second.tell_again([record("a")], lambda _: False)  # as the app does from its journal
    assert second.drained(5)
    listener.wait_for(EVENT)
    listener.fence()
    assert uuids(listener.heard(EVENT)) == ["a"]


def test_a_killed_mirror_is_offline_and_loses_nothing(bench, listener, mosquitto):
    child = spawn("hub_child.py", mosquitto.port, bench.file, 200)
    listener.wait(lambda _: len(listener.heard(EVENT)) >= 5)
    kill(child)
    listener.wait_for(AVAILABILITY, "offline")

    hub = bench.hub()
    assert hub.drained(10)
    on_disk = row_count(bench.file)
    listener.wait(lambda _: len(set(uuids(listener.heard(EVENT)))) == on_disk)
    firsts = list(dict.fromkeys(uuids(listener.heard(EVENT))))
    assert firsts == [f"s{number}" for number in range(on_disk)]
    assert on_disk >= 5


def test_stopping_without_a_broker_is_quick(bench):
    hub = bench.hub()
    bench.board.wait_for("can't be reached")
    hub.stop(0.2)
    assert not hub._line.messenger.running


def test_a_broker_that_hangs_is_given_up_and_told_all_when_it_wakes(bench, listener, mosquitto,
                                                                   monkeypatch, record):
    hub = bench.hub()
    assert hub.drained(5)
    monkeypatch.setattr(messenger, "ACK_TIMEOUT_S", 0.2)
    monkeypatch.setattr(dialer, "HELLO_TIMEOUT_S", 0.2)
    mosquitto.send_signal(signal.SIGSTOP)
    hub.session_ended(record("a"))
    bench.board.wait_for("can't be reached")
    mosquitto.send_signal(signal.SIGCONT)
    assert hub.drained(8)
    listener.wait_for(EVENT)
    assert set(uuids(listener.heard(EVENT))) == {"a"}


def test_a_disk_that_is_full_keeps_nobody_from_listening(bench, listener, record):
    hub = bench.hub()
    assert hub.drained(5)
    hub._line.outbox._db.execute("PRAGMA query_only = 1")
    hub.session_ended(record("a"))
    assert bench.board.wait_for("outbox").key == "outbox"
    assert uuids([listener.wait_for(EVENT).payload]) == ["a"]
    hub._line.outbox._db.execute("PRAGMA query_only = 0")
    hub.session_ended(record("a"))
    bench.board.wait_empty()
    assert hub.drained(5)


def test_an_exception_in_a_callback_does_not_end_the_hub(bench, listener, monkeypatch, record):
    hub = bench.hub()
    assert hub.drained(5)
    link = hub._line.messenger._dialer.link
    post, link._post = link._post, lambda signal: 1 / 0
    listener.say("homeassistant/status", "online")
    monkeypatch.setattr(hub._line.messenger._courier, "announce", lambda event: 1 / 0)
    hub.session_started(record("a"))
    link._post = post
    hub.session_ended(record("b"))
    assert hub.drained(5)
    assert uuids([listener.wait_for(EVENT).payload]) == ["b"]
