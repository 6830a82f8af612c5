"""What the broker holds of the mirror and of people."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mirrorapp.coach.state import Phase
from mirrorapp.hub.payloads import MirrorState, PersonState, labels


@pytest.mark.parametrize(("phase", "told", "running"), [
    (Phase.HOME, "home", False), (Phase.GET_READY, "get_ready", True),
    (Phase.ACTIVE, "active", True), (Phase.PAUSED, "paused", True), (Phase.REST, "rest", True),
    (Phase.SUMMARY, "summary", False), (Phase.CALIBRATE, "calibrate", False)])
def test_the_state_follows_the_coach(phase, told, running):
    state = json.loads(MirrorState.of(phase).to_json())
    assert (state["phase"], state["running"]) == (told, running)


@pytest.mark.parametrize(("phase", "told", "running"), [
    (Phase.HURTS, "paused", True), (Phase.ADVISED, "home", False), (Phase.ASK, "home", False)])
def test_that_it_hurts_stays_in_the_house(phase, told, running):
    state = json.loads(MirrorState.of(phase).to_json())
    assert (state["phase"], state["running"]) == (told, running)


def test_what_is_not_known_is_null_and_never_nothing():
    state = json.loads(PersonState().to_json())
    assert [state[each] for each in ("pain", "alignment", "knee_left", "adherence")] == [None] * 4
    assert json.loads(MirrorState().to_json())["due"] is None


def test_times_go_out_with_their_offset():
    state = MirrorState.of(Phase.HOME, next_session=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert json.loads(state.to_json())["next_session"] == "2026-01-01T12:00:00+00:00"
    with pytest.raises(ValidationError, match="timezone"):
        MirrorState(next_session=datetime(2026, 1, 1, 12))


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", "Ann", "Ben", "a", "b"])))
def test_nobody_is_called_as_somebody_else_is(names):
    called = labels(names)
    assert set(called) == set(names)
    assert len(set(called.values())) == len(names)
