"""A few thousand pieces of nonsense; `tests/hub/fuzz.py` sends more of it through a real broker."""

import logging
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.clock import ManualClock
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.client import REFUSALS_MOST, Hub
from mirrorapp.hub.commands import Command, Refused, read
from mirrorapp.hub.outbox import Outbox
from tests.hub import fuzz
from tests.tiers import examples

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)


def check(heard: Command | Refused) -> None:
    if isinstance(heard, Command):
        assert fuzz.sound(heard), heard
    else:
        assert len(heard.name) <= 64
        assert len(f"{heard.name!r} {heard.said}".splitlines()) == 1
        assert len(heard.said) < 300


@settings(max_examples=examples(4000))
@given(st.randoms(use_true_random=False))
def test_what_is_let_through_may_be_obeyed(random):
    check(read(fuzz.name(random), fuzz.payload(random), NOW))


@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_them(seed):
    random = Random(seed)
    heard = [read(fuzz.name(random), fuzz.payload(random), datetime.now(UTC)) for _ in range(1000)]
    for each in heard:
        check(each)
    assert {type(each) for each in heard} == {Command, Refused}, "else it tries too little"


@pytest.mark.parametrize("hour", ["1٣:00", "07:3٠", "１８:00"])
def test_a_time_is_told_in_the_digits_of_the_clock(hour):
    assert isinstance(read("remind_at", hour.encode(), NOW), Refused)


def test_the_hub_passes_all_of_it_on_and_keeps_the_log_short(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    clock, board, random, heard = ManualClock(), NoticeBoard(), Random(5), []
    with Outbox(tmp_path / "outbox.db", board, clock) as outbox:
        hub = Hub(HubConfig(host="nobody.invalid"), outbox, board, clock)
        hub._obey = heard.append
        for _ in range(1000):
            hub._line.messenger._command(fuzz.name(random), fuzz.payload(random))
    assert len(heard) == 1000
    assert len(caplog.records) == REFUSALS_MOST
    assert board.read() == ()
