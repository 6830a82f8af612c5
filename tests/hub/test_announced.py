"""What is made of announcements, true and false."""

import pytest
from zeroconf import ServiceInfo

from mirrorapp.config import HubConfig
from mirrorapp.hub import announced
from mirrorapp.hub.announced import BROKER, HOME_ASSISTANT, SECURE_BROKER, Found


@pytest.fixture(autouse=True, params=[False])
def names(request, monkeypatch):
    """Whether this machine can look `.local` up."""
    monkeypatch.setattr(announced, "knows_local_names", lambda: request.param)


def info(kind=BROKER, name="Hall", *, port=1883, addresses=("192.168.1.20",),
         server="broker.local.", **properties):
    return ServiceInfo(kind, f"{name}.{kind}", port=port, parsed_addresses=list(addresses),
                       server=server, properties=properties)


def test_a_broker():
    assert announced.read(info()) == Found(False, "Hall", "192.168.1.20", 1883, False)


@pytest.mark.parametrize("names", [True], indirect=True)
def test_by_name_where_names_can_be_looked_up():
    assert announced.read(info(server="Broker.local.")).host == "broker.local"


@pytest.mark.parametrize(("kind", "port"), [(SECURE_BROKER, 8883), (SECURE_BROKER, 1884),
                                            (BROKER, 8883)])
def test_a_broker_that_encrypts(kind, port):
    found = announced.read(info(kind, port=port))
    assert (found.port, found.tls) == (port, True)


def test_home_assistant_is_a_guess_on_the_port_of_its_add_on():
    found = announced.read(info(HOME_ASSISTANT, "Home", port=8123))
    assert found == Found(True, "Home", "192.168.1.20", 1883, False)


@pytest.mark.parametrize("names", [True], indirect=True)
@pytest.mark.parametrize(("url", "host"), [
    ("http://homeassistant.local:8123", "homeassistant.local"),
    *((url, "192.168.1.20") for url in ("http://192.168.1.9:8123", "https://home.example.org",
                                        "http://[", b"\xff", b"")),
])
def test_home_assistant_by_the_name_it_is_called_and_not_by_its_number(url, host):
    told = info(HOME_ASSISTANT, server=f"{'5f1c' * 8}.local.", internal_url=url)
    assert announced.read(told).host == host


@pytest.mark.parametrize("address", [
    "8.8.8.8", "127.0.0.1", "0.0.0.0", "224.0.0.251", "255.255.255.255", "100.64.0.1",  # noqa: S104
    "172.32.0.1", "2001:db8::1", "fe80::1"])
def test_an_address_outside_the_home_is_not_taken(address):
    assert announced.read(info(addresses=[address])) is None


def test_the_address_at_home_is_taken_from_among_others():
    found = announced.read(info(addresses=["8.8.8.8", "10.1.2.3"]))
    assert found.host == "10.1.2.3"


def test_no_port_is_none():
    assert announced.read(info(port=0)) is None


@pytest.mark.parametrize("names", [True], indirect=True)
@pytest.mark.parametrize("server", [
    "broker.example.org.", "local.", "-x.local.", "a.b.local.", "x y.local.", "x\n.local.",
    "user@x.local.", f"{'a' * 64}.local.", "бroker.local."])
def test_a_name_that_is_none_of_the_house_gives_way_to_the_address(server):
    found = announced.read(info(server=server))
    assert found.host == "192.168.1.20"


@pytest.mark.parametrize(("name", "shown"), [
    ("  a   b ", "a b"), ("\u202egnp", "gnp"), ("\U0001f4a9", "192.168.1.20"),
    ("x" * 60, "x" * 20 + " " + "x" * 19), ("[b]Hall[/b]", "[b]Hall[/b]"), ("a.b", "a.b")])
def test_a_name_is_plain_and_short(name, shown):
    found = announced.read(info(name=name))
    assert found.name == shown


@pytest.mark.parametrize("names", [False, True], indirect=True)
def test_what_is_found_can_be_set():
    found = announced.read(info())
    HubConfig(host=found.host, port=found.port, tls=found.tls)


@pytest.mark.parametrize(("line", "knows"), [
    ("hosts: files mdns4_minimal [NOTFOUND=return] dns", True), ("hosts: files dns", False),
    ("passwd: mdns", False), ("", False)])
def test_whether_names_can_be_looked_up_is_the_systems_word(monkeypatch, tmp_path, line, knows):
    monkeypatch.undo()
    announced.knows_local_names.cache_clear()
    switch = tmp_path / "nsswitch.conf"
    switch.write_text(f"# hosts: mdns\n{line}\n")
    monkeypatch.setattr(announced, "_SWITCH", switch)
    assert announced.knows_local_names() is knows
    announced.knows_local_names.cache_clear()
    switch.unlink()
    assert announced.knows_local_names() is False
    announced.knows_local_names.cache_clear()
