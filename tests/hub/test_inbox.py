"""The queue of the hub's thread, under a flood."""

from queue import Empty

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.hub.inbox import HEARD_MOST, Inbox
from mirrorapp.hub.link import Acked, Heard
from mirrorapp.hub.orders import Deliver


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def inbox(clock):
    return Inbox(clock)


def flood(inbox, count=HEARD_MOST + 1000):
    for number in range(count):
        inbox.put(Heard(None, str(number), b""))


def drain(inbox):
    taken = []
    while True:
        try:
            taken.append(inbox.get(0.0))
        except Empty:
            return taken


def test_all_in_order(inbox):
    items = [Deliver(), Heard(None, "t", b"x"), Acked(None, 1, True)]
    for item in items:
        inbox.put(item)
    assert drain(inbox) == items


def test_waits_no_longer_than_it_is_told(inbox):
    with pytest.raises(Empty):
        inbox.get(0.0)


def test_a_flood_is_cut_and_everything_else_is_not(inbox, caplog):
    flood(inbox)
    inbox.put(Deliver())
    inbox.put(Acked(None, 1, True))
    taken = drain(inbox)
    assert [each.topic for each in taken[:-2]] == [str(each) for each in range(HEARD_MOST)]
    assert taken[-2:] == [Deliver(), Acked(None, 1, True)]
    assert len(caplog.records) == 1


def test_after_a_flood_there_is_room_again(inbox):
    flood(inbox)
    drain(inbox)
    flood(inbox, HEARD_MOST)
    assert len(drain(inbox)) == HEARD_MOST


def test_a_flood_is_told_of_once_an_hour(inbox, clock, caplog):
    for _ in range(5):
        flood(inbox)
        drain(inbox)
    assert len(caplog.records) == 1
    clock.sleep(3600)
    flood(inbox)
    assert len(caplog.records) == 2
