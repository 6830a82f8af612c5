"""Every exercise, done in several ways by a simulated user, through the real judge and coach."""

from pathlib import Path
from typing import Any

import pytest

from mirrorapp.coach.presence import on_floor
from mirrorapp.coach.state import Cue
from mirrorapp.events import MirrorError, Refusal
from mirrorapp.exercises import library
from mirrorapp.exercises.schema import RepDose
from mirrorapp.simulate import run
from mirrorapp.simulate.act import How
from mirrorapp.simulate.play import Moment
from mirrorapp.simulate.user import User
from tests.simulate.plays import FPS, LONGEST_S, known, played

KNEES = {cue.value for cue in (Cue.LEFT_KNEE_OUT, Cue.RIGHT_KNEE_OUT, Cue.BOTH_KNEES_OUT,
                               Cue.LEFT_KNEE_IN, Cue.RIGHT_KNEE_IN, Cue.BOTH_KNEES_IN)}
EVERY = library.known()
JUDGED = [name for name in EVERY if known().exercise(name).judged]
SIDED = [name for name in JUDGED if known().exercise(name).sides.kind != "both"]


def some(names: list[str], *fast: str) -> list[Any]:
    """All of them with FULL=1; always those that are named."""
    return [name if name in fast else pytest.param(name, marks=pytest.mark.full)
            for name in names]


def sides(name: str) -> list[str | None]:
    found = known().exercise(name).sides
    return [None] if found.kind == "both" else [found.first.value, found.first.other.value]


@pytest.mark.parametrize("name", some(EVERY, "squat", "single-leg-squat",
                                     "half-kneeling-hip-flexor", "floor-buttock-stretch",
                                     "seated-thigh-stretch", "foot-doming"))
def test_done_well_every_set_is_whole_and_no_knee_is_accused(name: str) -> None:
    told = played(name, How.WELL)

    assert told["outcome"] == "completed"
    assert [each["side"] for each in told["sets"]] == sides(name)
    assert all(each["complete"] for each in told["sets"])
    if isinstance(known().exercise(name).dose, RepDose):
        assert [each["reps"] + each["touched"] for each in told["sets"]] == [3] * len(sides(name))
    assert not KNEES & {each["cue"] for each in told["cues"]}
    assert not told["faults"]


@pytest.mark.parametrize("how", [How.WELL, How.BADLY, How.INTERRUPTED])
@pytest.mark.parametrize("name", some(EVERY, "squat", "half-kneeling-hip-flexor"))
def test_nothing_is_cued_while_the_view_is_refused(name: str, how: How) -> None:
    assert played(name, how)["cued_while_refused"] == 0


KNEE_FAULTS = [name for name in EVERY if known().exercise(name).knees != "none"
               and not known().exercise(name).trend]


@pytest.mark.parametrize("name", some(KNEE_FAULTS, "squat", "single-leg-squat",
                                     "banded-side-step"))
def test_a_knee_that_falls_in_is_cued_and_recorded(name: str) -> None:
    told = played(name, How.BADLY)

    outward = {each["cue"] for each in told["cues"]}
    assert outward & {"left_knee_out", "right_knee_out", "both_knees_out"}
    assert any("caving_in" in verdicts for each in told["sets"] for verdicts in each["verdicts"])


@pytest.mark.parametrize(("name", "words"), [
    ("hip-hike", "Keep your chest upright"),
    ("runners-march", "Keep your hips level"),
    pytest.param("runners-march", "Keep your chest upright", marks=pytest.mark.full)])
def test_another_fault_is_told_in_its_own_words(name: str, words: str) -> None:
    assert words in {each["fault"] for each in played(name, How.BADLY)["faults"]}


def test_a_hip_that_drops_on_one_leg_is_not_praised_where_it_is_not_told() -> None:
    """By 16 degrees: read as 13, which is no level hip and not enough to say so."""
    told = played("single-leg-squat", How.BADLY)
    assert "good_rep" not in {each["cue"] for each in told["cues"]}
    assert "good_rep" in {each["cue"] for each in played("single-leg-squat", How.WELL)["cues"]}


@pytest.mark.parametrize(("name", "words"), [
    ("standing-leg-stretch", "Straighten the front leg"),
    ("half-kneeling-hip-flexor", "Keep your chest upright")])
def test_a_hold_held_badly_says_what_it_needs(name: str, words: str) -> None:
    assert words in {each["words"] for each in played(name, How.BADLY)["announced"]}


# On the floor the camera loses people easily: there a short absence is not taken for leaving.
LONG = [name for name in EVERY if known().exercise(name).dose.kind == "hold"
        and not on_floor(known().exercise(name))]


@pytest.mark.parametrize("name", some(LONG, "seated-thigh-stretch"))
def test_a_hold_that_is_left_pauses_and_the_side_left_short_is_owed(name: str) -> None:
    first, second = (sides(name)[0], sides(name)[1])
    told = played(name, How.EARLY)

    whole, short = told["sets"]
    assert (whole["side"], whole["complete"], whole["eased"]) == (first, True, False)
    assert (short["side"], short["complete"], short["eased"]) == (second, False, True)
    assert told["owed_s"][str(second)] == pytest.approx(
        whole["held_s"] - short["held_s"], abs=0.2)
    assert "away" in {each["tone"] for each in told["tones"]}


@pytest.mark.parametrize("name", some(SIDED, "single-leg-squat"))
def test_stopped_half_way_keeps_what_was_done(name: str) -> None:
    if known().exercise(name).dose.kind != "reps":
        pytest.skip("a hold is left, not stopped")
    told = played(name, How.EARLY)

    assert told["outcome"] == "aborted"
    done = [each["reps"] + each["touched"] for each in told["sets"]]
    assert done == [3, 1]


# From the side it can't be told which foot is ahead.
TELLS_SIDE = [name for name in SIDED if name != "standing-leg-stretch"]


@pytest.mark.parametrize("name", some(TELLS_SIDE, "single-leg-squat", "half-kneeling-hip-flexor"))
def test_the_wrong_side_is_told_and_not_counted(name: str) -> None:
    told, well = played(name, How.WRONG_SIDE), played(name, How.WELL)

    assert [each["side"] for each in told["sets"]] == sides(name)
    assert told["duration_s"] > well["duration_s"] + 2.0, "what was done wrongly counted nothing"
    heard = {each["cue"] for each in told["cues"]} | {each["words"] for each in told["announced"]}
    wrong = {"other_side"} | {need.words.en.text for need in known().exercise(name).needs}
    assert heard & wrong


TIMED_SIDED = [name for name in EVERY if known().exercise(name).sides.signal is not None]


@pytest.mark.parametrize("name", some(TIMED_SIDED, "floor-buttock-stretch"))
def test_the_wrong_side_of_what_is_timed_is_told_and_heard_and_stops_no_clock(name: str) -> None:
    told, well = played(name, How.WRONG_SIDE), played(name, How.WELL)

    assert [each["cue"] for each in told["cues"]] == ["other_side"] * 2
    assert not well["cues"]
    heard, turned = [{each["at_s"] for each in one["tones"] if each["tone"] == "switch"}
                     for one in (told, well)]
    assert len(turned) == 1, "on to the other side, and not to the next line"
    assert heard - turned == {each["at_s"] for each in told["cues"]}
    assert told["duration_s"] == well["duration_s"]
    assert all(each["complete"] for each in told["sets"])


@pytest.mark.full
def test_the_wrong_side_is_mended_once_it_is_told() -> None:
    room, _ = run.of_choice(User(How.WRONG_SIDE, "banded-clamshell", known()))
    room.fps = FPS
    told = run.watch(room, longest_s=3 * LONGEST_S).report("banded-clamshell", "wrong-side")
    assert [each["cue"] for each in told["cues"]] == ["other_side"] * 4
    assert [each["side"] for each in told["sets"]] == ["right", "left"] * 2


def test_the_handbook_says_where_the_wrong_side_is_not_told() -> None:
    text = (Path(__file__).parents[2] / "docs" / "simulate.md").read_text(encoding="utf-8")
    untold = text[text.index("Not told:"):]
    sided = [name for name in EVERY if known().exercise(name).sides.kind != "both"]
    assert [name for name in sided
            if (name not in TELLS_SIDE + TIMED_SIDED) != (f"`{name}`" in untold)] == []


@pytest.mark.parametrize("name", some(JUDGED, "squat", "half-kneeling-hip-flexor",
                                     "seated-thigh-stretch"))
def test_a_stranger_counts_nothing_and_the_user_goes_on(name: str) -> None:
    told = played(name, How.INTERRUPTED)

    assert told["outcome"] == "completed"
    assert told["refusals_s"]["several_people"] > 2.0
    alone_s = sum(told["refusals_s"].get(why, 0.0) for why in ("several_people", "no_person"))
    well_s = played(name, How.WELL)["duration_s"]
    if known().exercise(name).dose.kind == "reps":
        assert told["duration_s"] > well_s + 0.6 * alone_s
    else:
        assert all(each["held_s"] >= each["asked_s"] for each in told["sets"])
        assert not any(each["eased"] for each in told["sets"])


def test_a_hinge_done_well_is_told_of_nothing_in_the_way() -> None:
    """Folded as deep as it is shown, the body looks as nobody stands."""
    room, _ = run.of_plan(run.short(known().exercise("single-leg-deadlift")),
                          User(How.WELL, known=known()))
    seen: list[Moment] = []
    run.watch(room, longest_s=LONGEST_S, also=seen.append)
    assert any(each.reading.refusal is Refusal.IMPLAUSIBLE for each in seen)
    assert {each.state.hint for each in seen} == {None}


@pytest.mark.parametrize("name", ["foot-doming", pytest.param(
    "thigh-foam-roll", marks=pytest.mark.full)])
def test_what_is_timed_says_so_and_judges_nothing(name: str) -> None:
    told = played(name, How.WELL)

    assert not any(each["judged"] for each in told["sets"])
    assert not told["cues"]
    assert [each["words"] for each in told["announced"]][:1] == [
        known().exercise(name).phases[0].words.en.text]


def test_in_a_check_the_wrong_leg_is_told_and_nothing_else() -> None:
    room, _ = run.of_choice(User(How.WRONG_SIDE, "single-leg-check", known()))
    room.fps = FPS
    told = run.watch(room, longest_s=LONGEST_S).report("single-leg-check", "wrong-side")
    assert told["outcome"] == "completed"
    assert {each["cue"] for each in told["cues"]} == {"other_side"}
    assert [(each["side"], each["reps"]) for each in told["sets"]] == [("left", 3), ("right", 3)]


@pytest.mark.parametrize(("name", "how"), [("banded-side-step", How.INTERRUPTED)])
def test_where_knees_can_not_be_judged_the_user_is_asked_to_stand_and_then_they_are(
        name: str, how: How) -> None:
    room, _ = run.of_choice(User(how, name, known()))
    room.fps = FPS
    seen: list[Moment] = []
    with pytest.raises(MirrorError):
        run.watch(room, longest_s=LONGEST_S / 2, also=seen.append)
    session = seen[-1].state.session
    assert session is not None
    first = session.sets[0]
    assert Cue.STAND_STILL in {each.state.cue for each in seen}
    assert len(first.reps) >= 5
    assert sum(not rep.judged for rep in first.reps) <= 1
