"""What the home asks for: nothing of it is trusted."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.hub import commands
from mirrorapp.hub.commands import LATE, LONGEST, Command, Name, Refused, read

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)


def given_at(seconds_ago, **more):
    return json.dumps({"at": (NOW - timedelta(seconds=seconds_ago)).isoformat(), **more}).encode()


@pytest.mark.parametrize(("name", "payload", "value"), [
    ("start", b"", ""), ("start", b"PRESS", ""), ("start", b"retraining", "retraining"),
    ("start", b'{"value": "retraining"}', "retraining"), ("start", given_at(3), ""),
    ("snooze", b"PRESS", 30), ("snooze", b"45", 45), ("snooze", given_at(1, value=10), 10),
    ("skip_today", given_at(1), None), ("routine", given_at(1, value="today"), "today"),
    ("profile", given_at(0, value="Anna"), "Anna"), ("reminders", b"OFF", False),
    ("reminders", given_at(0, value="ON"), True), ("daily_target", b"20", 20),
    ("daily_target", given_at(0, value=20.0), 20), ("remind_at", b"07:30", "07:30"),
    ("show", b"{Tee} ist fertig", "{Tee} ist fertig"), ("show", b"", ""),
    ("show", b'{"value": "Tea"}', "Tea"), ("show", b"[1]", "[1]"),
    ("acknowledge", given_at(1, value="p1"), "p1")])
def test_a_command_is_a_bare_value_or_says_when_it_was_given(name, payload, value):
    assert read(name, payload, NOW) == Command(Name(name), value)


@pytest.mark.parametrize(("name", "payload", "said"), [
    ("sing", b"", "no such command"), ("start", b"x" * 65, "at most 64"),
    ("snooze", b"0", "greater than or equal to 1"), ("snooze", b"soon", "valid integer"),
    ("snooze", b"1e400", "valid integer"),
    ("snooze", b'{"value": true}', "valid integer"),
    ("daily_target", b'{"value": false}', "valid integer"),
    ("daily_target", b"241", "less than or equal to 240"),
    ("remind_at", b"25:00", "match pattern"), ("remind_at", b"7", "match pattern"),
    ("remind_at", b'{"value": 7}', "valid string"), ("reminders", b"perhaps", "valid boolean"),
    ("profile", b"", "at least 1"), ("show", b'{"value": {"a": 1}}', "valid string"),
    ("start", b'{"at": "2026-11-21T18:00:00"}', "timezone"),
    ("start", b'{"at": "soon"}', "datetime"), ("show", b"\xff\xfe", "not UTF-8"),
    ("show", b"x" * (LONGEST + 1), "bytes")])
def test_what_is_none_is_refused_and_says_why(name, payload, said):
    refused = read(name, payload, NOW)
    assert isinstance(refused, Refused)
    assert said in refused.said
    assert (refused.name, refused.reason) == (name, "invalid")


@pytest.mark.parametrize(("seconds_ago", "said"), [
    (LATE.total_seconds() + 1, "61 s ago"), (8 * 3600.0, "28800 s ago"),
    (-LATE.total_seconds() - 1, "the clocks differ")])
def test_what_waited_somewhere_starts_nothing_at_midnight(seconds_ago, said):
    refused = read("start", given_at(seconds_ago), NOW)
    assert said in refused.said
    assert refused.reason == "late"


def test_the_name_of_what_is_no_command_is_cut():
    assert len(read("x" * 60_000, b"", NOW).name) == 64


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["value", "at", "x"]) | st.text(max_size=5), inner, max_size=3))


@given(st.sampled_from([*Name, "x"]), anything.map(json.dumps).map(str.encode) | st.binary())
def test_nothing_that_comes_in_raises(name, payload):
    heard = read(name, payload, NOW)
    if isinstance(heard, Command):
        assert commands._value(heard.name, heard.value) == heard.value
