"""A trial leaves nothing behind, whatever becomes of it."""

import socket

from mirrorapp.config import HubConfig
from mirrorapp.hub.link import Link
from mirrorapp.hub.trial import Stage, Trial
from tests.integration.conftest import Bench, Listener, Mosquitto
from tests.integration.trial.tried import MARKS

pytestmark = MARKS


def test_leaves_no_trace_where_a_mirror_is_at_work(judge, listener: Listener, bench: Bench,
                                                   mosquitto: Mosquitto):
    hub = bench.hub()
    assert hub.drained(5)
    listener.fence()
    before = listener.wait(lambda heard: heard)
    assert judge(mosquitto.port).good
    listener.fence()
    after = [each for each in listener.wait(lambda heard: heard)[len(before):]
             if each.topic != "mirrorapp/fence"]
    assert after == [], "nothing that it tried is told to anybody"
    assert hub.connected
    assert bench.board.read() == ()


def test_who_is_cut_off_leaves_no_will(mosquitto: Mosquitto, listener: Listener):
    trial = Trial(HubConfig(host="127.0.0.1", port=mosquitto.port))
    trial._call()
    link = trial._link
    link._client.socket().shutdown(socket.SHUT_RDWR)
    while trial._next() is not None and trial._heard.qsize():
        pass
    trial._hang_up()
    listener.fence()
    assert listener.heard("mirrorapp/mirror/availability") == []


def test_a_fault_of_our_own_is_a_verdict_too(judge, mosquitto, monkeypatch):
    mosquitto.start()
    monkeypatch.setattr(Link, "subscribe", lambda *_: 1 / 0)
    verdict = judge(mosquitto.port)
    assert verdict.failed is Stage.ALLOWED
    assert verdict.what == "The broker could not be tried."


def test_stopped_it_says_nothing():
    with socket.create_server(("127.0.0.1", 0)) as server:  # and never takes the call
        trial = Trial(HubConfig(host="127.0.0.1", port=server.getsockname()[1]))
        trial.start()
        trial.stop()
        trial._thread.join(10)
    assert not trial._thread.is_alive()
    assert trial.verdict is None


def test_stopped_afterwards_it_keeps_its_verdict(judge, mosquitto: Mosquitto):
    mosquitto.start()
    trial = Trial(HubConfig(host="127.0.0.1", port=mosquitto.port))
    trial.start()
    verdict = trial.wait(10)
    trial.stop()
    assert trial.verdict is verdict
    assert verdict.good
    assert trial.stage is Stage.ALLOWED
