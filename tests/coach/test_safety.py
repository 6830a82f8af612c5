"""Safety: a case for every row of the table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.coach import safety
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked
from mirrorapp.coach.state import Ask
from mirrorapp.exercises import library
from mirrorapp.exercises.rules import AskRule, LighterRule, TellRule, packaged
from tests.coach.programmes import LADDERS, at, exercise, session
from tests.coach.test_referral import checked

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
RULES = {rule.id: rule for rule in packaged().rules}
QUESTIONS = [rule.id for rule in packaged().rules if isinstance(rule, AskRule)]


def a_flag(name: str) -> None:
    """Asked; a yes advises and blocks, by its own words; only asking a doctor clears it."""
    asked = safety.questions(Profile("p1"))
    assert name in [each.id for each in asked]
    assert safety.screened(Screening(NOW)) == ()
    (advice,) = safety.screened(Screening(NOW, frozenset({name})))
    assert advice.rule == name
    assert advice.blocks
    assert advice.source == RULES[name].source
    assert advice.text == RULES[name].text
    assert sum(each.text == advice.text for each in RULES.values()) == 1
    assert safety.screened(Screening(NOW, frozenset({name}), cleared=NOW)) == ()


def clearing(name: str) -> None:
    flagged = Profile("p1", screening=Screening(NOW, frozenset({"fever"})))
    (question,) = safety.questions(flagged)
    assert (question.ask, question.id, question.count) == (Ask.SCREENING, name, 1)
    fever = RULES["fever"]
    assert isinstance(fever, AskRule)
    assert question.about == fever.question
    assert safety.questions(Profile("p1", screening=Screening(NOW))) == ()
    cleared = Screening(NOW, frozenset({"fever"}), cleared=NOW + timedelta(days=1))
    assert safety.questions(replace(flagged, screening=cleared)) == ()


def pain_high(name: str) -> None:
    assert safety.stop(Asked(pain_before=6, pain_after=6)) is None
    after = safety.stop(Asked(pain_before=6, pain_after=7))
    assert after is not None
    assert (after.rule, after.blocks) == (name, False)
    before = safety.stop(Asked(pain_before=7))
    assert before is not None
    assert (before.rule, before.blocks) == (name, True)


def pain_more(name: str) -> None:
    assert safety.stop(Asked(pain_before=1, pain_after=3)) is None
    advice = safety.stop(Asked(pain_before=1, pain_after=4))
    assert advice is not None
    assert (advice.rule, advice.blocks) == (name, False)
    assert safety.stop(Asked(pain_after=4)) is None  # nobody knows what it was before


def sore(name: str) -> None:
    begun = session(2, sore=True, ended=None, outcome=None, sets=())
    rule = safety.lighter_by([session(1), begun])
    assert isinstance(rule, LighterRule)
    assert rule.id == name
    assert safety.lighter([session(1)], Asked(sore=True))
    assert not safety.lighter([session(1)], Asked(sore=False))
    assert not safety.lighter([session(1, sore=True)])  # it was heeded then
    assert not safety.lighter([])


def after_stop(name: str) -> None:
    for last in (session(2, pain=(2, 8)), session(2, pain=(1, 4)),
                 replace(session(2), pain=True)):
        rule = safety.lighter_by([session(1), last])
        assert rule is not None
        assert rule.id == name
        assert not safety.lighter([last, session(3)])
        assert not safety.lighter([replace(last, demo=True)])


def before_holds(name: str) -> None:
    long, short = exercise("long", reps=False), exercise("short", reps=False)
    short = short.model_copy(update={"dose": short.dose.model_copy(update={"seconds": 45.0})})
    assert name in rules_told(long)
    assert name not in rules_told(short)
    eased = short.model_copy(update={"dose": short.dose.model_copy(update={"ease": True})})
    assert name in rules_told(eased)
    assert name not in rules_told(LADDERS["squat"])


def rules_told(found: object) -> set[str]:
    return {each.rule for each in safety.told_before(found)}  # type: ignore[arg-type]


def pain_not_better(name: str) -> None:
    history = [session(1, pain=(5, 5)), session(28, pain=(4, 4))]
    assert [each.rule for each in safety.referrals(history, at(28), {})] == []
    (advice,) = safety.referrals(history, at(29), {})
    assert (advice.rule, advice.stays, advice.blocks) == (name, True, False)
    assert advice.source == "LB"


def alignment_not_better(name: str) -> None:
    history = [session(1, checks=checked(8.0)), session(50, checks=checked(8.0))]
    assert safety.referrals(history, at(56), {}) == ()
    (advice,) = safety.referrals(history, at(57), {})
    assert (advice.rule, advice.stays, advice.source) == (name, True, "KV")


def always(name: str) -> None:
    assert name in [each.rule for each in safety.told_always()]
    assert not any(name in rules_told(each) for each in LADDERS.values())


def with_band(name: str) -> None:
    told = {each for each, found in LADDERS.items() if name in rules_told(found)}
    assert told == {"banded-clamshell", "banded-side-step", "banded-squat"}


def on_one_leg(name: str) -> None:
    told = {each for each, found in LADDERS.items() if name in rules_told(found)}
    assert told == {"single-leg-deadlift", "hip-hike", "runners-march", "single-leg-squat",
                    "step-up", "step-down"}
    assert name in rules_told(exercise("other", counting={"stance": "single"}))


def slowly(name: str) -> None:
    rule = RULES[name]
    assert isinstance(rule, TellRule)
    assert (rule.down_s, rule.hold_s, rule.up_s) == (2, 1, 2)
    # A clamshell goes up first: no direction is right for all that it is told of.
    assert not {"down", "up"} & {*rule.text.en.replace(",", "").replace(".", "").split()}
    assert not {"hinab", "hinauf"} & {*rule.text.de.replace(",", "").replace(".", "").split()}
    told = {each for each in library.known() if name in rules_told(library.load(each))}
    assert told == {"banded-clamshell", "banded-squat", "hip-hike", "single-leg-deadlift",
                    "single-leg-squat", "squat", "step-down", "step-up"}
    squat = library.load("squat")
    down, hold, up = squat.phases
    assert name in rules_told(squat.model_copy(update={"phases": (up, hold, down)}))
    slower = down.model_copy(update={"seconds": 3.0})
    for phases in ((slower, hold, up), (down, up), ()):
        assert name not in rules_told(squat.model_copy(update={"phases": phases}))


def as_deep_as_is_easy(name: str) -> None:
    assert name in rules_told(LADDERS["banded-squat"])
    assert name in rules_told(LADDERS["single-leg-squat"])
    assert name not in rules_told(LADDERS["banded-clamshell"])


CASES: dict[str, Callable[[str], None]] = {
    **dict.fromkeys(("calf", "no-weight", "fever", "swollen-hot-locking", "numbness", "acute-pain",
                     "unstable", "fixed-deformity", "severe-pain", "injury", "child", "surgery",
                     "pregnancy", "osteoporosis-falls"), a_flag),
    "asked-a-doctor": clearing, "pain-high": pain_high, "pain-more": pain_more, "sore": sore,
    "after-stop": after_stop,
    **dict.fromkeys(("bearable-pull", "short-breath", "held-breath", "clenched-teeth"),
                    before_holds),
    "pain-not-better": pain_not_better, "alignment-not-better": alignment_not_better,
    "structural-dynamic": always, "information-only": always, "lightest-band": with_band,
    "support-in-reach": on_one_leg, "slow-tempo": slowly, "comfortable-depth": as_deep_as_is_easy,
}


@pytest.mark.parametrize("rule", [packaged().clearing.id, *RULES])
def test_every_rule(rule: str) -> None:
    assert rule in CASES, f"write a case for the rule {rule}"
    CASES[rule](rule)


def test_no_case_is_of_a_rule_that_is_gone() -> None:
    assert set(CASES) == {packaged().clearing.id, *RULES}


def test_every_rule_is_in_the_handbook() -> None:
    text = (Path(__file__).parents[2] / "docs" / "programme.md").read_text(encoding="utf-8")
    assert [each for each in CASES if f"`{each}`" not in text] == []


def test_questions_are_counted() -> None:
    asked = safety.questions(Profile("p1"))
    assert [each.number for each in asked] == list(range(1, len(QUESTIONS) + 1))
    assert {each.count for each in asked} == {len(QUESTIONS)}
    assert not any(each.scale for each in asked)
    assert all(each.text is not None for each in asked)


@given(yes=st.frozensets(st.sampled_from([*QUESTIONS, "a-rule-that-is-gone"]), min_size=1),
       days=st.integers(-30, 30))
def test_no_red_flag_lets_a_session_begin(yes: frozenset[str], days: int) -> None:
    flagged = Screening(NOW, yes)
    assert {each.rule for each in safety.screened(flagged)} == yes
    assert all(each.blocks for each in safety.screened(flagged))
    questions = safety.questions(Profile("p1", screening=flagged))
    assert {each.id for each in questions} == {"asked-a-doctor"}
    assert {each.about for each in questions} == {
        rule.question if isinstance(rule := RULES.get(name), AskRule) else None for name in yes}
    asked = replace(flagged, cleared=NOW + timedelta(days=days))
    assert safety.screened(asked) == ()  # said after the answers, whatever the clock was then


@given(before=st.none() | st.integers(0, 10), after=st.none() | st.integers(0, 10))
def test_too_much_pain_never_goes_unsaid(before: int | None, after: int | None) -> None:
    told = safety.stop(Asked(before, after))
    high = max((each for each in (before, after) if each is not None), default=0) >= 7
    more = before is not None and after is not None and after >= before + 3
    assert (told is not None) is (high or more)
    if told is not None:
        assert told.blocks is (before is not None and before >= 7)
