"""Real multicast DNS on loopback: what is found, not believed, and when nothing is asked."""

import os
import random
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from threading import Condition
from unittest.mock import Mock

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from mirrorapp.hub import announced, finding
from mirrorapp.hub.announced import Found
from mirrorapp.hub.finding import KNOWN_MOST, MOST, WAITING_MOST, Finder

LOOPBACK = "127.0.0.1"
GROUP, PORT = "224.0.0.251", 5353
TIMEOUT_S = 15.0
KINDS = tuple(f"_{letter}{os.getpid()}._tcp.local." for letter in "bsh")
"""Of this process alone: tests that run beside these hear the same loopback."""


@pytest.fixture(scope="module", autouse=True)
def _multicast() -> None:
    with listener() as ears, speaker() as mouth:
        ears.settimeout(2.0)
        try:
            mouth.sendto(b"\0" * 12, (GROUP, PORT))
            ears.recv(9000)
        except OSError:
            pytest.skip("no multicast on loopback here")


def speaker() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(LOOPBACK))
    return made


def listener() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind((GROUP, PORT))
    made.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                    socket.inet_aton(GROUP) + socket.inet_aton(LOOPBACK))
    return made


class Watched:
    """A finder that can be waited for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.finder = Finder([LOOPBACK])
        self._changed = Condition()
        tell = finding._Search._tell

        def told(search: finding._Search) -> None:
            tell(search)
            with self._changed:
                self._changed.notify_all()
        monkeypatch.setattr(finding._Search, "_tell", told)

    def wait(self, condition: Callable[[tuple[Found, ...]], object]) -> tuple[Found, ...]:
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self.finder.found), TIMEOUT_S), (
                self.finder.found)
            return self.finder.found

    def close(self) -> None:
        search = self.finder._search
        self.finder.stop()
        if search is not None:
            search.join(TIMEOUT_S)
            assert not search.is_alive()


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """A finder, started, that knows names of its own and looks no `.local` up."""
    for name, kind in zip(("BROKER", "SECURE_BROKER", "HOME_ASSISTANT"), KINDS, strict=True):
        monkeypatch.setattr(announced, name, kind)
    monkeypatch.setattr(announced, "KINDS", KINDS)
    monkeypatch.setattr(announced, "knows_local_names", lambda: False)
    made = Watched(monkeypatch)
    made.finder.start()
    yield made
    made.close()


@pytest.fixture
def announce() -> Iterator[Callable[..., ServiceInfo]]:
    """Somebody in the house who announces what they have; returns what can be taken back."""
    net = Zeroconf(interfaces=[LOOPBACK], ip_version=IPVersion.V4Only)

    def made(kind: str, name: str, address: str = "192.168.1.20", port: int = 1883) -> ServiceInfo:
        info = ServiceInfo(kind, f"{name}.{kind}", port=port, parsed_addresses=[address],
                           server=f"{name}{os.getpid()}.local.")
        net.register_service(info, cooperating_responders=True)
        return info
    made.net = net
    yield made
    net.close()


def test_brokers_are_found_before_guesses(watched, announce):
    announce(KINDS[2], "Home", "192.168.1.30", 8123)
    announce(KINDS[0], "Plain")
    announce(KINDS[1], "Safe", port=8883)
    assert watched.wait(lambda found: len(found) == 3) == (
        Found(False, "Plain", "192.168.1.20", 1883, False),
        Found(False, "Safe", "192.168.1.20", 8883, True),
        Found(True, "Home", "192.168.1.30", 1883, False))
    assert watched.finder.fault is None


def test_a_guess_gives_way_to_who_says_so(watched, announce):
    announce(KINDS[2], "Home", port=8123)
    watched.wait(lambda found: found and found[0].guess)
    announce(KINDS[0], "Plain")
    assert watched.wait(lambda found: found and not found[0].guess) == (
        Found(False, "Plain", "192.168.1.20", 1883, False),)


def test_who_says_goodbye_is_gone(watched, announce):
    broker = announce(KINDS[0], "Plain")
    watched.wait(len)
    announce.net.unregister_service(broker)
    watched.wait(lambda found: not found)


def test_who_was_there_before_is_found_and_again_on_starting_anew(watched, announce):
    announce(KINDS[0], "Plain")
    watched.wait(len)
    watched.finder.start()
    watched.wait(len)


def test_whoever_is_elsewhere_is_not(watched, announce):
    announce(KINDS[0], "Away", "8.8.8.8")
    announce(KINDS[1], "Here")
    watched.wait(lambda found: [each.name for each in found] == ["Here"])


def test_a_crowd_fills_neither_list_nor_memory(watched, announce):
    announce(KINDS[0], "First")
    watched.wait(len)
    with speaker() as mouth:
        for nth in range(300):
            mouth.sendto(whole(f"crowd{nth:03}", KINDS[0], "192.168.1.66"), (GROUP, PORT))
    found = watched.wait(lambda found: len(found) == MOST)
    assert len(found) == MOST
    assert (KINDS[0], f"First.{KINDS[0]}") in watched.finder._search._known
    assert len(watched.finder._search._known) <= KNOWN_MOST
    assert watched.finder._search._changes.qsize() <= WAITING_MOST


def label(*parts: bytes) -> bytes:
    return b"".join(bytes([len(each)]) + each for each in parts) + b"\0"


def record(name: bytes, kind: int, data: bytes) -> bytes:
    return name + struct.pack("!HHIH", kind, 1, 120, len(data)) + data


def answers(*records: bytes) -> bytes:
    return struct.pack("!6H", 0, 0x8400, 0, len(records), 0, 0) + b"".join(records)


def whole(name: str, kind: str, address: str, *, text: bytes = b"\0") -> bytes:
    """All that a broker has to say, in one packet."""
    service = label(*(each.encode() for each in kind.rstrip(".").split(".")))
    mine = bytes([len(name)]) + name.encode() + service
    host = label(name.encode(), b"local")
    return answers(record(service, 12, mine), record(host, 1, socket.inet_aton(address)),
                   record(mine, 33, struct.pack("!HHH", 0, 0, 1883) + host),
                   record(mine, 16, text))


def malformed() -> Iterator[bytes]:
    """What nobody should send."""
    good = whole("x", KINDS[0], "192.168.1.20")
    service = label(*(each.encode() for each in KINDS[0].rstrip(".").split(".")))
    yield from (good[:length] for length in range(0, len(good), 7))
    yield struct.pack("!6H", 0, 0x8400, 0, 0xFFFF, 0xFFFF, 0xFFFF)
    yield answers(b"\xc0\x0c" + struct.pack("!HHIH", 12, 1, 120, 2) + b"\xc0\x0c")  # a loop
    yield answers(record(service, 12, b"\xff" * 40))
    yield answers(record(service, 12, bytes([4]) + b"\xff\xfe\x00\n" + service))
    yield answers(record(service, 12, service))  # the kind itself
    yield answers(record(service, 12, label(b"a" * 63, b"b" * 63, b"c" * 63)))
    yield whole("noport", KINDS[0], "192.168.1.20").replace(struct.pack("!HHH", 0, 0, 1883),
                                                            bytes(6))
    yield whole("text", KINDS[2], "192.168.1.99", text=b"\x0finternal_url=\xff\xff")
    chance = random.Random(7)
    yield from (chance.randbytes(chance.randrange(1, 1400)) for _ in range(100))
    for _ in range(60):  # some are names of their own: fewer than are remembered (KNOWN_MOST)
        bent = bytearray(good)
        for _ in range(chance.randrange(1, 6)):
            bent[chance.randrange(12, len(bent))] = chance.randrange(256)
        yield bytes(bent)


def test_what_is_malformed_keeps_nobody_from_being_found(watched, announce, caplog):
    with speaker() as mouth:
        for each in malformed():
            mouth.sendto(each, (GROUP, PORT))
    announce(KINDS[1], "Here", "192.168.1.40")
    watched.wait(lambda found: any(each.name == "Here" for each in found))
    assert watched.finder._search.is_alive()
    for each in watched.finder.found:
        assert announced._at_home(each.host)
        assert 0 < len(each.name) <= announced.NAME_MOST
    said = [each for each in caplog.records if each.levelname in ("WARNING", "ERROR")]
    assert len(said) < 20, "a flood of nonsense is no flood in the log"


def test_nothing_is_asked_but_between_start_and_stop(watched):
    """Whoever listens hears questions; afterwards nobody is left who could ask."""
    question = label(KINDS[0].partition(".")[0].encode())[:-1]
    with listener() as ears:
        ears.settimeout(TIMEOUT_S)
        watched.close()
        drain(ears)
        assert no_searcher()
        watched.finder.start()
        while question not in ears.recv(9000):
            pass
        watched.close()
    assert no_searcher()


def no_searcher() -> bool:
    return not [each for each in threading.enumerate()
                if each.name.startswith(("zeroconf", "finder"))]


def drain(ears: socket.socket) -> None:
    ears.setblocking(False)
    try:
        while True:
            ears.recv(9000)
    except BlockingIOError:
        ears.settimeout(TIMEOUT_S)


def test_before_it_starts_there_is_nothing():
    finder = Finder()
    finder.stop()
    assert (finder.found, finder.fault) == ((), None)


def test_without_a_network_it_says_so_and_looks_again(monkeypatch):
    monkeypatch.setattr(finding, "_NETWORK_S", 0.01)
    looked = threading.Event()
    addresses = [[], [], [LOOPBACK]]

    def next_addresses() -> list[str]:
        if len(addresses) == 1:
            looked.set()
            return addresses[0]
        return addresses.pop(0)
    monkeypatch.setattr(finding, "_own_addresses", next_addresses)
    faults: list[object] = []
    wait = finding._Search._complain
    monkeypatch.setattr(finding._Search, "_complain",
                        lambda search, why: (wait(search, why), faults.append(search.fault)))
    finder = Finder()
    finder.start()
    assert looked.wait(TIMEOUT_S)
    assert [each.what for each in faults] == ["This machine is in no network."] * 2
    finder.stop()
    finder._search.join(TIMEOUT_S)
    assert finder.fault is None


def test_where_the_address_changes_the_search_goes_over_to_it(monkeypatch):
    monkeypatch.setattr(finding, "_NETWORK_S", 0.01)
    addresses = [["169.254.7.7"], ["169.254.7.7"], ["192.168.1.7"]]
    searched, closed, both = [], [], threading.Event()

    class Net:
        def __init__(self, *, interfaces: list[str], **_: object) -> None:
            searched.append(interfaces)
            if len(searched) == 2:
                both.set()

        def close(self) -> None:
            closed.append(self)

    monkeypatch.setattr(finding, "_own_addresses",
                        lambda: addresses.pop(0) if len(addresses) > 1 else addresses[0])
    monkeypatch.setattr(finding, "Zeroconf", Net)
    monkeypatch.setattr(finding, "ServiceBrowser", lambda *_, **__: Mock())
    finder = Finder()
    finder.start()
    assert both.wait(TIMEOUT_S)
    finder.stop()
    finder._search.join(TIMEOUT_S)
    assert searched == [["169.254.7.7"], ["192.168.1.7"]]
    assert len(closed) == 2


def test_a_network_that_fails_is_a_fault(monkeypatch):
    told = threading.Event()
    complain = finding._Search._complain
    monkeypatch.setattr(finding._Search, "_complain",
                        lambda search, why: (complain(search, why), told.set()))

    def fail(**_: object) -> None:
        raise OSError(19, "No such device")
    monkeypatch.setattr(finding, "Zeroconf", fail)
    finder = Finder([LOOPBACK])
    finder.start()
    assert told.wait(TIMEOUT_S)
    finder.stop()
    finder._search.join(TIMEOUT_S)
    assert finder.fault is not None
