"""What is said to the hub."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import Asked, HoldRecord, Outcome, SessionRecord, SetRecord
from mirrorapp.coach.state import Advice, CoachState, Phase, Today
from mirrorapp.events import Side
from mirrorapp.exercises.words import Sentence
from mirrorapp.hub.payloads import MirrorState, session_event, without_health

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
def test_any_session_can_be_told_and_freed_of_its_health(record, share_health):
    payload = session_event(record, share_health=share_health).to_json()
    event = json.loads(payload)
    assert set(event) == (PLAIN_KEYS | HEALTH_KEYS if share_health else PLAIN_KEYS)
    assert event["uuid"] == record.uuid
    assert datetime.fromisoformat(event["started"]) == record.started.replace(microsecond=0)
    assert (event["minutes"] is None) is (record.lasted_s is None)
    assert json.loads(without_health(payload)) == told(record)


def test_freeing_of_health_keeps_nothing_that_it_does_not_know():
    assert json.loads(without_health('{"schema":2,"uuid":"a","weight_kg":80}')) == {
        "schema": 2, "uuid": "a"}


@pytest.mark.parametrize(("phase", "running"), [
    (Phase.HOME, False), (Phase.GET_READY, True), (Phase.ACTIVE, True), (Phase.PAUSED, True),
    (Phase.REST, True), (Phase.SUMMARY, False)])
def test_the_state_follows_the_coach(phase, running):
    assert json.loads(MirrorState.of(CoachState(phase)).to_json()) == {
        "running": running, "phase": phase.value, "last_session": None, "minutes_today": None,
        "due": None, "next_session": None, "see_professional": None}


@pytest.mark.parametrize(("phase", "told", "running"), [
    (Phase.HURTS, "paused", True), (Phase.ADVISED, "home", False), (Phase.ASK, "home", False)])
def test_that_it_hurts_stays_in_the_house(phase, told, running):
    state = json.loads(MirrorState.of(CoachState(phase)).to_json())
    assert (state["phase"], state["running"]) == (told, running)


def test_what_is_due_is_told_and_a_referral_of_who_shares_alone():
    advice = Advice("pain", Sentence(en="See a doctor.", de="Geh zum Arzt."), "LB", stays=True)
    due = datetime(2026, 1, 2, 18, tzinfo=UTC)
    coach = CoachState(today=Today("train", due=due), referrals=(advice,), profile=Profile("p1"))
    state = MirrorState.of(coach, sharing="p1")
    assert (state.due, state.next_session, state.see_professional) == (True, due, True)
    assert MirrorState.of(coach, sharing="p2").see_professional is None
    assert MirrorState.of(coach).see_professional is None


def test_pain_and_what_a_side_is_owed_are_told_with_health(session):
    sets = (SetRecord("seated-thigh-stretch", 0, side=Side.RIGHT, hold=HoldRecord(120, 120)),
            SetRecord("seated-thigh-stretch", 0, side=Side.LEFT, hold=HoldRecord(120, 90)))
    record = replace(session(), sets=sets, asked=Asked(2, 3))
    event = json.loads(session_event(record, share_health=True).to_json())
    assert (event["pain_before"], event["pain_after"]) == (2, 3)
    assert event["sides"]["owed_s"] == {"left": 30.0, "right": 0.0}
    assert (event["sets"], event["exercises"]) == (2, 1)
    assert "owed_s" not in json.loads(session_event(record, share_health=False).to_json())


def test_the_state_with_all_that_can_be_known():
    state = MirrorState.of(CoachState(), datetime(2026, 1, 1, 12, tzinfo=UTC), 12.5)
    assert json.loads(state.to_json())["last_session"] == "2026-01-01T12:00:00+00:00"
    assert state.minutes_today == 12.5
