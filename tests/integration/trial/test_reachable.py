"""A trial where nobody is there."""

import socket
from threading import Event

import pytest

from mirrorapp.config import HubConfig
from mirrorapp.hub import knocking
from mirrorapp.hub.trial import Stage, Trial, Verdict
from tests.integration.trial.tried import MARKS

pytestmark = MARKS


def test_a_port_where_nobody_listens(judge):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        verdict = judge(taken.getsockname()[1])
    assert verdict.failed is Stage.REACHABLE
    assert "nobody listens on port" in verdict.what
    assert "1883" in verdict.remedy


def test_a_machine_that_never_answers(judge):
    """A queue that is full takes no more calls: to who calls, a black hole."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        port = server.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        verdict = judge(port, patience_s=0.3)
        for each in waiting:
            each.close()
    assert verdict == Verdict((), Stage.REACHABLE, "127.0.0.1 does not answer.", verdict.remedy)


def test_a_name_that_takes_longer_to_look_up_than_anybody_waits(judge, monkeypatch):
    given_up = Event()
    monkeypatch.setattr(knocking, "knock", lambda *_: given_up.wait(10))
    assert judge(1883, patience_s=0.1).what == "127.0.0.1 does not answer."
    given_up.set()


@pytest.mark.parametrize("host", [".local", f"{'a' * 64}.local"])
def test_a_name_that_can_be_nobodys(judge, host):
    verdict = judge(1883, host=host)
    assert verdict.failed is Stage.REACHABLE
    assert verdict.what == f"There is no {host} in this network."


def test_no_host_is_not_tried():
    with pytest.raises(ValueError, match="host"):
        Trial(HubConfig())
