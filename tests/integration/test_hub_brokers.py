"""The private brokers, and the hub on the one that speaks MQTT 3.1.1 only."""

import json
import os
import select
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mirrorapp.config import HubConfig
from mirrorapp.hub import broker as broker_module
from mirrorapp.hub.broker import BrokerError, PrivateBroker, choose

pytestmark = pytest.mark.broker

ROOT = Path(__file__).resolve().parents[2]
LISTENS = "0A"  # the state of a socket in /proc/net/tcp
LOOPBACK = "0100007F"


@pytest.fixture(params=["mosquitto", "amqtt"])
def kind(request):
    if request.param == "mosquitto":
        request.getfixturevalue("mosquitto_program")
    return request.param


def listening_addresses(port):
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            address, number = line.split()[1].split(":")
            if line.split()[3] == LISTENS and int(number, 16) == port:
                found.append(address)
    return found


def wait_until_gone(pidfd):
    waiter = select.poll()
    waiter.register(pidfd, select.POLLIN)
    try:
        assert waiter.poll(5000), "the broker is still there"
    finally:
        os.close(pidfd)


def test_serves_on_loopback_alone_and_goes_with_its_context(kind):
    with PrivateBroker((kind,)) as broker:
        assert broker.kind == kind
        assert listening_addresses(broker.port) == [LOOPBACK]
        pidfd, port = os.pidfd_open(broker.pid), broker.port
    wait_until_gone(pidfd)
    assert listening_addresses(port) == []


def test_dies_with_a_killed_parent(kind, tmp_path):
    parent = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("broker_child.py"), kind],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE, text=True)
    pid, port = map(int, parent.stdout.readline().split())
    pidfd = os.pidfd_open(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until_gone(pidfd)
    assert listening_addresses(port) == []


def test_takes_another_port_where_one_is_taken(kind, monkeypatch):
    free_port = broker_module._free_port
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        taken = somebody.getsockname()[1]
        ports = iter([taken])
        monkeypatch.setattr(broker_module, "_free_port", lambda: next(ports, None) or free_port())
        with PrivateBroker((kind,)) as broker:
            assert broker.port != taken


def test_amqtt_stands_in_where_there_is_no_mosquitto(monkeypatch):
    monkeypatch.setattr(broker_module, "find_mosquitto", lambda: None)
    with choose(HubConfig()) as config:
        assert config.host == "127.0.0.1"
        assert listening_addresses(config.port) == [LOOPBACK]


def test_says_so_where_neither_is_to_be_had(monkeypatch):
    monkeypatch.setattr(broker_module, "find_mosquitto", lambda: None)
    with pytest.raises(BrokerError, match="Install mosquitto"), PrivateBroker(("mosquitto",)):
        pass


def test_a_hub_of_ones_own_needs_no_private_one():
    config = HubConfig(host="broker.example", port=8883, tls=True)
    with choose(config) as chosen:
        assert chosen is config


def test_the_hub_speaks_to_amqtt_too(bare_bench, listen, record):
    with PrivateBroker(("amqtt",)) as broker:
        listener = listen(broker.port, protocol=4)
        bare_bench.config = HubConfig(host=broker.host, port=broker.port)
        hub = bare_bench.hub()
        hub.session_ended(record("a"))
        assert hub.drained(8)
        event = listener.wait_for("mirrorapp/mirror/event")
        assert json.loads(event.payload)["uuid"] == "a"
        assert bare_bench.board.read() == ()
        late = listen(broker.port, protocol=4)
        assert late.wait_for("homeassistant/device/mirror/config").retained
        assert late.wait_for("mirrorapp/mirror/availability").payload == "online"
        hub.stop(2)
        late.wait_for("mirrorapp/mirror/availability", "offline")
