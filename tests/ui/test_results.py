"""What a check found, in words and on the glass."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mirrorapp.alignment.results import CheckResult, Hindrance, Untold, Value
from mirrorapp.coach import safety
from mirrorapp.coach.checking import Finding, finding
from mirrorapp.coach.records import Asked, Earlier, Measured, SessionRecord
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import checks
from mirrorapp.exercises.checks import Check
from mirrorapp.ui import i18n
from mirrorapp.ui.telling import Teller
from tests.ui.doubles import PORTRAIT, picture, reading, session, squat
from tests.ui.fitting import ALL_LANGUAGES, ALL_SIZES, LONGEST_FIRST, check_words
from tests.ui.states import SHELF

SINCE = datetime(2026, 11, 14, tzinfo=UTC)
V = Verdict
WEEKLY = ("ankle-gap", "standing-axis", "squat-check", "single-leg-check")


def check(name: str) -> Check:
    path = checks.folder() / f"{name}.toml"
    return Check.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def found(name: str, now: dict[str, float], before: dict[str, float] | None = None,
          reason: Untold | None = None, camera: str = "") -> Finding:
    it = check(name)
    error = 0.022 if it.unit == "shank" else 2.8

    def result(values: dict[str, float], seen_by: str = "") -> CheckResult:
        return CheckResult(name, it.unit, {k: Value(v, error, 0.0, 5) for k, v in values.items()},
                           reason, camera=seen_by)
    return finding(it, result(now), Measured(),
                   None if before is None else Earlier(SINCE, result(before, camera), Measured()))


def teller(language: str = "en", height_cm: float | None = 172) -> Teller:
    return Teller(i18n.load(language), height_cm)


def test_each_knee_is_told_with_what_became_of_it() -> None:
    it = found("squat-check", {"left": 7.0, "right": 1.0}, {"left": 16.0, "right": 3.0})
    assert teller().named_knee(it, Side.LEFT).value == "Left: 7° in"
    assert teller().named_knee(it, Side.LEFT).change == "9° better since 14 Nov"
    assert teller().named_knee(it, Side.RIGHT).value == "Right: straight"
    assert teller().named_knee(it, Side.RIGHT).change == "No sure change since 14 Nov"
    assert teller("de").named_knee(it, Side.LEFT).value == "Links 7° innen"
    assert teller().ankles(it) is None


def test_worse_is_told_as_well_and_the_first_time_compares_nothing() -> None:
    worse = found("squat-check", {"left": -16.0, "right": 0.0}, {"left": -1.0, "right": 0.0})
    assert teller().named_knee(worse, Side.LEFT).value == "Left: 16° out"
    assert teller().named_knee(worse, Side.LEFT).change == "15° worse since 14 Nov"
    assert teller().knee(found("squat-check", {"left": 1}), Side.LEFT).change.startswith("First")


def test_what_does_not_compare_or_was_not_told_says_why() -> None:
    other = found("squat-check", {"left": 7.0}, {"left": 2.0}, camera="another")
    assert teller().knee(other, Side.LEFT).change == "Not comparable: another camera"
    untold = found("squat-check", {"left": 7.0}, reason=Untold.TOO_FEW)
    assert teller().named_knee(untold, Side.RIGHT).value == "Right: unclear"
    assert teller().named_knee(untold, Side.RIGHT).change == "Too few could be judged"


def test_the_ankle_gap_is_told_in_centimetres_or_as_part_of_the_shin() -> None:
    it = found("ankle-gap", {"ankles": 0.10}, {"ankles": 0.30})
    in_cm, in_shanks = teller().ankles(it), teller(height_cm=None).ankles(it)
    assert in_cm is not None
    assert in_shanks is not None
    assert in_cm.value == "4.2 cm ± 0.9"
    assert in_cm.change == "8.5 cm better since 14 Nov"
    assert (in_shanks.value, in_shanks.change) == (
        "10% of your shin", "20% of your shin better since 14 Nov")
    german, of_shin = teller("de").ankles(it), teller("de", None).ankles(it)
    assert german is not None
    assert of_shin is not None
    assert (german.value, of_shin.value) == ("4,2 cm ± 0,9", "10 % vom Schienbein")


@pytest.mark.parametrize(("gap", "height_cm", "hinted"), [
    (0.24, 172, True), (0.19, 172, False), (0.10, 172, False), (0.40, None, False)])
def test_a_hint_comes_only_beyond_the_limit_and_the_uncertainty(
        gap: float, height_cm: float | None, hinted: bool) -> None:
    for language in ("en", "de"):
        hint = teller(language, height_cm).hint(found("ankle-gap", {"ankles": gap}))
        assert bool(hint) is hinted
        assert not any(word in hint.lower() for word in ("diagnos", "knock knee", "x-bein"))
        if hinted:
            assert any(word in hint for word in ("doctor", "Ärztin"))
            assert any(word in hint for word in ("Source", "Quelle"))


@pytest.mark.parametrize(("value", "said", "more"), [
    (-6.0, "Left: 6° better", "The band helps"), (0.5, "Left: no change", "No sure effect"),
    (-1.5, "Left: no change", "No sure effect"),
    (6.0, "Left: 6° worse", "The band does not help")])
def test_the_band_helps_only_beyond_its_noise(value: float, said: str, more: str) -> None:
    told = teller().named_knee(found("band-effect", {"left": value}), Side.LEFT)
    assert (told.value, told.change) == (said, more)


def test_a_terminal_is_told_the_same_in_sentences() -> None:
    it = found("squat-check", {"left": 7.0}, {"left": 16.0}, Untold.TOO_FEW)
    assert teller().sentences(it) == ["Squat check. Left: 7° in. 9° better since 14 Nov.",
                                      "Squat check. Right: unclear. Too few could be judged."]
    assert teller().sentences(found("ankle-gap", {"ankles": 0.1})) == [
        "Ankle gap. 4.2 cm ± 0.9. First time: nothing to compare."]


def weekly() -> tuple[Finding, ...]:
    legs = {"left": 12.0, "right": -12.0}
    return (found("ankle-gap", {"ankles": 0.30}, {"ankles": 0.28}),
            found("standing-axis", legs, {"left": 1.0, "right": 2.0}),
            found("squat-check", {"left": 12.0}, {"left": 2.0}, Untold.TOO_FEW, "other"),
            found("single-leg-check", {}, None, Untold.TOO_FEW))


def checked(routine: str = "weekly-check") -> SessionRecord:
    """A session of checks alone."""
    return replace(session(), routine=routine, sets=())


def trained(pain_after: int = 2) -> SessionRecord:
    """A day that began with the checks."""
    asked = Asked(pain_before=2, pain_after=pain_after)
    return replace(session((V.GOOD, V.GOOD)), routine="first-week", asked=asked)


def states() -> list[dict[str, Any]]:
    done = checked()
    coaches = [squat(Phase.SUMMARY, session=done, findings=weekly()),
               squat(Phase.HOME, weekly=True, exercise="weekly-check", check=check("ankle-gap"))]
    coaches += [squat(Phase.SUMMARY, session=done, findings=(found("band-effect", {
        "left": left, "right": 1.0}),)) for left in (-12.0, 12.0)]
    coaches += [squat(Phase.SUMMARY, session=checked(), findings=(it,)) for it in weekly()]
    coaches += [squat(Phase.SUMMARY, session=trained(), findings=weekly())]
    coaches += [squat(Phase.GET_READY, check=it, step=step) for it in map(check, checks.known())
                for part in it.parts for step in part.steps]
    coaches += [squat(Phase.ACTIVE, check=check("ankle-gap"), held=0.4, wrong=why)
                for why in (*Untold, None)]
    coaches += [squat(Phase.ACTIVE, check=check("squat-check"), reps=0),
                squat(Phase.HOME, exercise="band-effect", check=check("band-effect"))]
    return [{"coach": coach} for coach in coaches]


@pytest.mark.ui
@LONGEST_FIRST
@ALL_SIZES
@pytest.mark.parametrize("height_cm", [172, None])
def test_texts_of_checks_fit_their_boxes(glass, language, size, height_cm):
    it = glass(language=language, size=size, people={"p1": {"height_cm": height_cm}})
    for state in states():
        it.show(frame=picture(*PORTRAIT), reading=reading(*PORTRAIT, depth=0.0), **state)
        check_words(it)


@pytest.mark.ui
@ALL_LANGUAGES
def test_why_two_results_do_not_compare_fits_too(glass, language):
    it = glass(language=language)
    for why in Hindrance:
        one = found("squat-check", {"left": 2.0, "right": 2.0}, {"left": 2.0, "right": 2.0})
        changes = {name: replace(change, why=why) for name, change in one.changes.items()}
        it.show(coach=squat(Phase.SUMMARY, session=checked(),
                            findings=(replace(one, changes=changes),)))
        check_words(it)


@pytest.mark.ui
def test_results_have_a_screen_of_their_own_but_pain_comes_first(glass):
    it = glass(people={"p1": {"height_cm": 172}})
    it.show(coach=squat(Phase.SUMMARY, session=checked(), findings=weekly()))
    assert it.app._manager.current == "result"
    assert [row.name for row in it.screen._rows] == [
        "Ankle gap", "Leg axis", "Squat check", "One-leg check"]
    it.touch(*it.screen.ids.done.center)
    assert it.mirror.sent == [Intent.HOME]
    it.show(coach=squat(Phase.SUMMARY, session=checked(), findings=weekly()[1:2]))
    assert not any(row.name for row in it.screen._rows)
    one = it.screen.ids.one
    assert (one.left_name, one.left, one.left_change) == (
        "Left knee", "12° in", "11° worse since 14 Nov")
    assert one.right == "12° out"
    it.show(coach=squat(Phase.SUMMARY, session=checked(), findings=weekly()[:1]))
    assert (one.left, one.left_name, one.right) == ("12.7 cm ± 0.9", "", "")
    it.show(coach=squat(Phase.SUMMARY, session=checked(), findings=weekly()))
    assert (one.left, one.left_change, one.hint) == ("", "", "")
    it.show(coach=squat(Phase.SUMMARY, session=session(pain=True), findings=weekly()))
    assert it.app._manager.current == "summary"


@pytest.mark.ui
def test_what_safety_says_comes_before_what_the_checks_found(glass):
    it = glass(people={"p1": {"height_cm": 172}})
    for asked, rule in ((Asked(2, 8), "pain-high"), (Asked(1, 4), "pain-more")):
        stop = safety.stop(asked)
        assert stop is not None
        assert stop.rule == rule
        it.show(coach=squat(Phase.SUMMARY, session=replace(checked(), asked=asked),
                            findings=weekly(), advice=(stop,)))
        assert (it.app._manager.current, it.screen.told) == ("summary", stop.text.en)
        it.touch(*it.screen.ids.done.center)
        it.settle()
        assert it.app._manager.current == "result"
        it.show(coach=squat(Phase.HOME))
    assert it.mirror.sent == []


@pytest.mark.ui
def test_a_day_that_began_with_checks_shows_what_was_trained_and_then_what_they_found(glass):
    it = glass(people={"p1": {"height_cm": 172}}, options={"shelf": SHELF})
    it.show(coach=squat(Phase.SUMMARY, session=trained(), findings=weekly()))
    assert (it.app._manager.current, it.screen.title) == ("summary", "First week")
    it.touch(*it.screen.ids.done.center)
    it.settle()
    assert (it.app._manager.current, it.screen.title) == ("result", "Weekly check")
    assert it.mirror.sent == []
    it.touch(*it.screen.ids.done.center)
    assert it.mirror.sent == [Intent.HOME]
    it.show(coach=squat(Phase.SUMMARY, session=checked(), findings=weekly()[1:2]))
    assert (it.app._manager.current, it.screen.title) == ("result", "Leg axis")


@pytest.mark.ui
def test_a_check_that_ended_early_is_named_and_not_its_exercise(glass):
    it = glass()
    for routine, name in (("band-effect", "Band check"), ("weekly-check", "Weekly check")):
        it.show(coach=squat(Phase.SUMMARY, check=check("band-effect"),
                            session=replace(session(), routine=routine)))
        assert (it.app._manager.current, it.screen.title) == ("summary", name)
