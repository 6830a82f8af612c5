"""Dialling, without a network: which version next, how long to wait, what is said of it."""

import logging

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub import dialer as dialer_module
from mirrorapp.hub.dialer import HELLO_TIMEOUT_S, STEADY_S, Dialer
from mirrorapp.hub.faults import Fault, HubError
from mirrorapp.hub.link import Version


class FakeLink:
    made: list["FakeLink"]

    def __init__(self, _config, version, _post):
        self.version = version
        self.closed = False
        self.made.append(self)

    def open(self):
        pass

    def close(self):
        self.closed = True


@pytest.fixture
def links(monkeypatch):
    FakeLink.made = []
    monkeypatch.setattr(dialer_module, "Link", FakeLink)
    return FakeLink.made


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def board():
    return NoticeBoard()


@pytest.fixture
def dialer(links, board, clock):
    made = Dialer(HubConfig(host="hub.example", port=1883), board, clock, lambda _: None)
    made.start()
    made.tick()
    return made


def wait_s(dialer, clock):
    """How long it waits until it dials again, which it then does."""
    before_s = clock.time_s
    while dialer.link is None:
        clock.sleep(dialer.left_s)
        dialer.tick()
    return clock.time_s - before_s


def test_begins_with_version_5(dialer, links):
    assert dialer.link is links[0]
    assert links[0].version is Version.V5
    assert dialer.trying
    assert not dialer.connected


def test_waits_longer_each_time(dialer, clock):
    waits_s = []
    for _ in range(7):
        dialer.fail(Fault.UNREACHABLE)
        waits_s.append(wait_s(dialer, clock))
    assert waits_s == [1, 2, 4, 8, 16, 30, 30]


def test_waits_little_after_a_connection_that_lasted(dialer, clock):
    for _ in range(4):
        dialer.fail(Fault.UNREACHABLE)
        wait_s(dialer, clock)
    dialer.succeed()
    clock.sleep(STEADY_S)
    dialer.tick()
    dialer.fail(Fault.LOST)
    assert wait_s(dialer, clock) == 1


@pytest.mark.parametrize("fault", [Fault.VERSION, Fault.SILENT])
def test_tries_the_older_version_at_once_and_quietly(dialer, clock, board, fault):
    dialer.fail(fault)
    assert dialer.trying
    assert wait_s(dialer, clock) == 0
    assert dialer.link.version is Version.V311
    assert board.read() == ()
    dialer.fail(fault)
    assert board.read() != ()
    wait_s(dialer, clock)
    assert dialer.link.version is Version.V5


def test_a_broker_that_says_nothing_is_given_up(dialer, clock, links):
    dialer.reached()
    clock.sleep(HELLO_TIMEOUT_S)
    dialer.tick()
    assert links[0].closed
    wait_s(dialer, clock)
    assert dialer.link.version is Version.V311


def test_stays_with_the_version_that_worked_until_nobody_is_there(dialer, clock):
    dialer.fail(Fault.VERSION)
    wait_s(dialer, clock)
    dialer.succeed()
    dialer.fail(Fault.LOST)
    wait_s(dialer, clock)
    assert dialer.link.version is Version.V311
    dialer.fail(Fault.UNREACHABLE)
    wait_s(dialer, clock)
    assert dialer.link.version is Version.V5


def test_says_once_that_the_hub_is_gone_and_once_that_it_is_back(dialer, clock, board, caplog):
    caplog.set_level(logging.INFO)
    for _ in range(5):
        dialer.fail(Fault.UNREACHABLE)
        wait_s(dialer, clock)
    (notice,) = board.read()
    assert notice.what == "The broker can't be reached at hub.example:1883."
    dialer.succeed()
    assert board.read() == ()
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_a_broker_that_comes_and_goes_fills_no_log(dialer, clock, board, caplog):
    for _ in range(20):
        dialer.succeed()
        assert board.read() == ()
        dialer.fail(Fault.LOST)
        assert board.read() != ()
        wait_s(dialer, clock)
    assert len(caplog.records) == 2, "that it is gone, and then that it never lasts"
    dialer.succeed()
    clock.sleep(STEADY_S)
    dialer.tick()
    dialer.fail(Fault.LOST)
    assert len(caplog.records) == 3


@pytest.mark.parametrize(("fault", "words"), [
    (Fault.CREDENTIALS, "user name or password"), (Fault.CERTIFICATE, "certificate"),
    (Fault.DATES, "out of date"), (Fault.OWN_CERTIFICATE, "wants a certificate of the mirror"),
    (Fault.OWN_EXPIRED, "mirror's certificate has expired"), (Fault.UNENCRYPTED, "encrypted"),
    (Fault.REFUSED, "refused the connection"), (Fault.LOST, "can't be reached")])
def test_each_fault_has_its_words(dialer, board, fault, words):
    dialer.fail(fault)
    (notice,) = board.read()
    assert notice.key == "hub"
    assert words in notice.what


def test_connections_that_never_last_point_to_a_second_mirror(dialer, clock, board):
    for _ in range(3):
        dialer.succeed()
        dialer.fail(Fault.LOST)
        wait_s(dialer, clock)
    (notice,) = board.read()
    assert "hub.id" in notice.remedy


def test_a_file_that_is_amiss_is_said_and_tried_again(board, clock, monkeypatch):
    def refuse(*_):
        raise HubError("The password file is missing.", "Write it.")
    monkeypatch.setattr(dialer_module, "Link", refuse)
    dialer = Dialer(HubConfig(host="h"), board, clock, lambda _: None)
    dialer.start()
    dialer.tick()
    (notice,) = board.read()
    assert notice.what == "The password file is missing."
    assert not dialer.trying
    assert dialer.left_s == 1.0


def test_hanging_up_is_for_good(dialer, links, clock):
    dialer.hang_up()
    assert links[0].closed
    clock.sleep(100)
    dialer.tick()
    assert len(links) == 1
    assert not dialer.trying
