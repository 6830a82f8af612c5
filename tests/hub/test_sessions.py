"""What is said of a session."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.coach.records import Asked, HoldRecord, Outcome, SessionRecord, SetRecord
from mirrorapp.events import Side
from mirrorapp.hub.sessions import referral_event, session_event, skipped_event

PLAIN_KEYS = {"schema", "uuid", "event_type", "profile", "routine", "started", "ended", "minutes",
              "exercises", "sets", "reps", "demo"}
HEALTH_KEYS = {"sides", "pain_before", "pain_after"}


def told(record, *, share_health=False):
    return json.loads(session_event(record, share_health=share_health).to_json())


def test_a_session_without_its_health(session):
    assert told(session()) == {
        "schema": 1, "uuid": "7f1c", "event_type": "completed", "profile": "p1",
        "routine": "retraining", "started": "2026-11-21T18:02:11+01:00",
        "ended": "2026-11-21T18:16:23+01:00", "minutes": 14.2, "exercises": 1, "sets": 2,
        "reps": 3, "demo": False}


def test_a_session_with_its_health(session):
    event = told(session(), share_health=True)
    assert set(event) == PLAIN_KEYS | HEALTH_KEYS
    assert event["sides"] == {
        "left": {"good": 2, "drifting": 1, "caving_in": 0, "unjudged_s": 12.0},
        "right": {"good": 0, "drifting": 1, "caving_in": 1, "unjudged_s": 12.0},
        "owed_s": {"left": None, "right": None}}
    assert event["pain_before"] is None


def test_a_session_that_goes_on(session):
    event = told(session(ended=None, outcome=None))
    assert event["event_type"] == "started"
    assert event["ended"] is None
    assert event["minutes"] is None


def test_a_session_that_was_broken_off(session):
    assert told(session(outcome=Outcome.ABORTED, sets=()))["event_type"] == "aborted"


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1), timedelta(days=20_000)])
def test_how_long_a_session_was_is_unknown_where_the_clock_was_set_in_it(session, jump):
    record = session()
    assert told(session(ended=record.ended + jump))["minutes"] is None


def test_a_naive_time_is_refused(session):
    with pytest.raises(ValueError, match="timezone"):
        told(session(started=datetime(2026, 1, 1), ended=None))


moments = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))))
words = st.text(st.characters(codec="utf-8"), max_size=20)


sessions = st.builds(
    lambda uuid, routine, started, ended, demo: SessionRecord(
        uuid, "p1", routine, started, demo, (), ended, ended and Outcome.COMPLETED),
    words, words, moments, st.none() | moments, st.booleans())


@given(sessions, st.booleans())
def test_any_session_can_be_told_with_its_health_or_without(record, share_health):
    payload = session_event(record, share_health=share_health).to_json()
    event = json.loads(payload)
    assert set(event) == (PLAIN_KEYS | HEALTH_KEYS if share_health else PLAIN_KEYS)
    assert event["uuid"] == record.uuid
    assert datetime.fromisoformat(event["started"]) == record.started.replace(microsecond=0)
    assert (event["minutes"] is None) is (record.lasted_s is None)


def test_a_day_made_a_rest_day_and_a_referral():
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    skipped = json.loads(skipped_event("u", "p1", noon).to_json())
    assert set(skipped) == PLAIN_KEYS
    assert (skipped["event_type"], skipped["sets"]) == ("skipped", 0)
    assert json.loads(referral_event("u", "p1", "pain-not-less", noon).to_json()) == {
        "schema": 1, "uuid": "u", "event_type": "see_professional", "profile": "p1",
        "rule": "pain-not-less", "at": "2026-01-01T12:00:00+00:00"}


def test_pain_and_what_a_side_is_owed_are_told_with_health(session):
    sets = (SetRecord("seated-thigh-stretch", 0, side=Side.RIGHT, hold=HoldRecord(120, 120)),
            SetRecord("seated-thigh-stretch", 0, side=Side.LEFT, hold=HoldRecord(120, 90)))
    record = replace(session(), sets=sets, asked=Asked(2, 3))
    event = json.loads(session_event(record, share_health=True).to_json())
    assert (event["pain_before"], event["pain_after"]) == (2, 3)
    assert event["sides"]["owed_s"] == {"left": 30.0, "right": 0.0}
    assert (event["sets"], event["exercises"]) == (2, 1)
    assert "owed_s" not in json.loads(session_event(record, share_health=False).to_json())
