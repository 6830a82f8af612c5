"""What is asked before a session."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.coach import safety
from mirrorapp.coach.interview import Interview
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked
from mirrorapp.coach.state import SORE, Ask

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
LATER = datetime(2026, 12, 22, 18, tzinfo=UTC)
NEW = Profile("p1")
CLEAR = replace(NEW, screening=Screening(NOW))
COUNT = len(safety.questions(NEW))


def answered(interview: Interview, *answers: str) -> Interview:
    for answer in answers:
        interview.answer(answer)
    return interview


def test_a_newcomer_is_screened_and_then_asked_how_it_is_today() -> None:
    interview = Interview(NEW, NOW)
    assert interview.question is not None
    assert (interview.question.ask, interview.question.number) == (Ask.SCREENING, 1)
    answered(interview, *["no"] * COUNT)
    assert interview.profile.screening == Screening(NOW)
    assert interview.advice == safety.told_always()
    assert interview.question is None
    answered(interview, "yes")
    assert interview.question is not None
    assert interview.question.ask is Ask.PAIN_BEFORE
    assert not interview.over
    answered(interview, "2")
    assert interview.over
    assert interview.asked.pain_before == 2


@pytest.mark.parametrize("number", range(COUNT))
def test_no_red_flag_begins_a_session(number: int) -> None:
    answers = ["yes" if each == number else "no" for each in range(COUNT)]
    interview = answered(Interview(NEW, NOW), *answers)
    assert any(each.blocks for each in interview.advice)
    assert interview.question is None
    answered(interview, "yes")  # read; that alone clears nothing
    assert interview.turned_away
    assert not interview.over
    kept = interview.profile
    again = Interview(kept, NOW)
    assert again.question is not None
    answered(again, "no")
    assert again.advice
    assert not again.over
    cleared = answered(Interview(kept, NOW), "yes", "read", "1")
    assert cleared.over
    assert cleared.profile.screening is not None
    assert cleared.profile.screening.cleared == NOW


@pytest.mark.parametrize(("asked", "answers", "sore"), [
    (True, ["3"], False), (True, [SORE, "3"], True), (True, [SORE, SORE, "3"], False),
    (True, ["yes", "11", "3"], False), (False, ["3"], None), (False, [SORE, "3"], None)])
def test_the_number_answers_how_the_day_after_was_too(
        asked: bool, answers: list[str], sore: bool | None) -> None:
    interview = Interview(CLEAR, NOW, sore=asked)
    assert interview.question is not None
    assert (interview.question.ask, interview.question.sore) == (
        Ask.PAIN_BEFORE, False if asked else None)
    answered(interview, *answers[:-1])
    assert not interview.over
    answered(interview, answers[-1])
    assert interview.over
    assert interview.asked == Asked(pain_before=3, sore=sore)


def test_who_is_turned_away_has_said_how_the_day_after_was() -> None:
    interview = answered(Interview(CLEAR, NOW, sore=True), SORE, "8", "read")
    assert interview.turned_away
    assert interview.asked == Asked(pain_before=8, sore=True)


def test_of_the_day_after_a_screening_knows_nothing() -> None:
    interview = answered(Interview(NEW, NOW, sore=True), SORE, *["no"] * (COUNT - 1), "yes", "read")
    assert interview.turned_away
    assert interview.asked == Asked()


def test_strong_pain_stops_before_it_begins() -> None:
    interview = answered(Interview(CLEAR, NOW), "7")
    assert [each.blocks for each in interview.advice] == [True]
    answered(interview, "yes")
    assert interview.turned_away


def test_what_is_no_answer_changes_nothing() -> None:
    interview = answered(Interview(CLEAR, NOW), "yes", "11", "", "-1", "2.5", "٣")
    assert interview.question is not None
    assert not interview.over


@given(st.lists(st.sampled_from(["yes", "no", "0", "3", "9", SORE, "", "what"]), max_size=60))
def test_nobody_begins_with_a_red_flag(answers: list[str]) -> None:
    interview = Interview(NEW, NOW, sore=True)
    for answer in answers:
        if interview.over or interview.turned_away:
            break
        interview.answer(answer)
    if interview.over:
        assert interview.profile.screening is not None
        assert safety.cleared(interview.profile.screening)
        assert interview.asked.pain_before is not None
        assert interview.asked.pain_before < 7
    if interview.turned_away:
        assert not interview.over


def test_a_doctor_was_asked_about_everything_or_nothing_is_cleared() -> None:
    flagged = replace(NEW, screening=Screening(NOW, frozenset({"fever", "calf"})))
    for answers in (("yes", "no"), ("no",)):
        interview = answered(Interview(flagged, NOW), *answers)
        assert [each.rule for each in interview.advice] == ["calf", "fever"]
        assert interview.profile.screening == flagged.screening
    cleared = answered(Interview(flagged, NOW), "yes", "yes").profile.screening
    assert cleared is not None
    assert cleared.cleared == NOW


@pytest.mark.parametrize("before", [NEW, CLEAR])
def test_whose_health_has_changed_is_asked_everything_again_and_nothing_of_today(
        before: Profile) -> None:
    well = answered(Interview(before, LATER, sore=True, anew=True), *["no"] * COUNT)
    assert (well.over, well.advice, well.profile.screening) == (True, (), Screening(LATER))
    interview = answered(Interview(before, LATER, anew=True), *["no"] * (COUNT - 1))
    assert interview.profile == before  # who goes away half-way has changed nothing
    answered(interview, "yes")
    assert [each.blocks for each in interview.advice] == [True]
    answered(interview, "read")
    assert (interview.over, interview.turned_away) == (False, True)
    assert safety.screened(interview.profile.screening)
