"""From the command line: what is played, and the report of it."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from mirrorapp import cli
from mirrorapp.alignment.results import compare
from mirrorapp.coach.records import Outcome
from mirrorapp.events import MirrorError
from mirrorapp.exercises import checks
from mirrorapp.exercises.checks import WEEKLY_CHECKS
from mirrorapp.simulate import run
from mirrorapp.simulate.weeks import BETTER, NO_BETTER, Course, Weeks, simulate
from tests.exercises import packs


def test_a_check_is_played_from_the_first_touch_to_its_result(tmp_path: Path) -> None:
    out = tmp_path / "report.json"

    assert cli.main(["simulate", "standing-axis", "--json", str(out)]) == 0

    told = json.loads(out.read_text())
    assert (told["id"], told["how"], told["outcome"]) == ("standing-axis", "well", "completed")
    asked = [each["question"] for each in told["asked"] if "question" in each]
    assert asked[-1] == "pain_before"
    assert len(asked) > 5, "the screening comes first"
    assert [each["phase"] for each in told["phases"]][-1] == "summary"
    assert told["cued_while_refused"] == 0


@pytest.mark.parametrize("what", ["ankle-gap", "squat-check", "single-leg-check"])
def test_a_check_that_is_done_has_its_result(what: str) -> None:
    from mirrorapp.simulate.act import How
    from mirrorapp.simulate.user import User
    from tests.simulate.plays import FPS, known

    room, diary = run.of_choice(User(How.WELL, what, known()))
    room.fps = FPS
    run.watch(room, longest_s=300)

    assert [(found.check, found.reason) for found in diary.sessions[0].checks] == [(what, None)]


def test_a_dash_is_the_terminal(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
        ) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["simulate", "programme", "--weeks", "1", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["weeks"] == 1
    assert not list(tmp_path.iterdir())


def test_what_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["simulate", "handstand"]) == 1
    assert "squat" in capsys.readouterr().err


@pytest.mark.parametrize(("what", "lacks"), [
    ("dip", "dip"), ("dip-check", "dip"), ("mine", "dip"), ("gap", "gap")])
def test_what_nothing_moves_is_refused_at_once(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *,
        what: str, lacks: str) -> None:
    monkeypatch.setattr(run, "of_choice", pytest.fail)
    monkeypatch.setenv("MIRRORAPP_EXERCISES__PACKS", str(tmp_path))
    packs.exercise(tmp_path, "ours", "dip")
    packs.routine(tmp_path, "ours", "mine", "dip", "squat")
    for name, ours in (("dip-check", "squat-check"), ("gap", "ankle-gap")):
        text = (checks.folder() / f"{ours}.toml").read_text(encoding="utf-8")
        packs.put(tmp_path / "ours" / "checks" / f"{name}.toml", text.split("[guide]")[0].replace(
            ours, name).replace('"squat"', '"dip"'))
    assert cli.main(["simulate", what]) == 1
    err = capsys.readouterr().err
    assert f"{lacks} can't be simulated: nothing says how to move." in err
    assert "[guide]" in err


def test_no_folder_for_the_report_is_said_before_anything_is_played(tmp_path: Path) -> None:
    assert cli.main(["simulate", "squat", "--json", str(tmp_path / "no" / "r.json")]) == 1


@pytest.mark.parametrize("wrong", [
    {"speed": -1.0}, {"speed": float("nan")}, {"weeks": 0}, {"weeks": 1000}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(MirrorError, match="weeks"):
        run.report("squat", "well", **wrong)  # type: ignore[arg-type]


def test_a_session_without_an_end_is_told() -> None:
    from mirrorapp.simulate.act import How
    from mirrorapp.simulate.user import User
    from tests.simulate.plays import known

    room, _ = run.of_choice(User(How.WELL, "squat", known()))
    with pytest.raises(MirrorError, match="no end"):
        run.watch(room, longest_s=5)


@pytest.mark.full
@pytest.mark.parametrize("what", ["first-week", "stretch-short", "weekly-check", "retraining"])
def test_a_whole_routine_is_played(what: str) -> None:
    told = run.report(what, "well")

    assert told["outcome"] == "completed"
    assert all(each["complete"] for each in told["sets"])


def test_twelve_weeks_that_go_well_refer_nobody() -> None:
    told = simulate(12, BETTER, "well", seed=1)
    trained = [each for each in told["days"] if each["trained"]]

    assert len(told["days"]) == 84
    assert told["advice"] == []
    assert 0 < told["missed"] < 20
    assert all(1 <= len(each["exercises"]) <= 4 for each in trained)
    assert any(each["changes"] for each in told["days"]), "somebody progresses in twelve weeks"
    assert {each["week"] for each in told["days"]} >= {1, 12}


def test_weeks_with_no_less_pain_refer_after_the_fourth() -> None:
    several = [simulate(6, NO_BETTER, "badly", seed) for seed in range(2)]

    for told in several:
        first = next(each["day"] for each in told["days"] if "pain-not-better" in each["advice"])
        assert 28 <= first <= 36


def test_weeks_that_go_badly_live_through_what_can_go_wrong() -> None:
    lived = Weeks(12, NO_BETTER, seed=2)
    days = list(lived.days())
    records = [each for each in lived.diary.sessions if not each.turned_away]

    for deed in ("stopped", "sore", "turned_away"):
        assert any(each[deed] for each in days), deed
    for day, after in pairwise(days):
        if day["stopped"] or day["turned_away"]:
            assert after["lighter"], "lighter after it hurt"
    told = [change for each in days for change in each["changes"]]
    assert any("comes first again" in each for each in told), "a step back"
    assert {"pain-not-better", "alignment-not-better"} == {
        rule for each in days for rule in each["advice"]}
    stopped = [each for each in records if each.pain]
    assert all(each.outcome is Outcome.ABORTED for each in stopped)


def test_a_sore_day_asks_for_less() -> None:
    lived = Weeks(4, Course(missed=0.0, sore=0.5, stopped=0.0))
    amounts: dict[bool, list[float]] = {True: [], False: []}
    list(lived.days())
    for record in lived.diary.sessions:
        asked = [each for each in record.sets if each.exercise == "standing-leg-stretch"]
        amounts[record.asked.sore is True] += [
            each.hold.asked_s for each in asked if each.hold is not None]

    assert len(amounts[True]) > 3
    assert max(amounts[True]) < min(amounts[False])


@pytest.mark.parametrize("how", ["early", "wrong-side", "interrupted"])
def test_weeks_know_only_well_and_badly(how: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["simulate", "programme", "--weeks", "1", "--how", how]) == 1
    said = capsys.readouterr()
    assert "well or badly" in said.err
    assert not said.out


@pytest.mark.parametrize("what", ["ankle-gap", pytest.param(
    "standing-axis", marks=pytest.mark.full)])
def test_a_check_s_hold_held_badly_says_what_is_wrong_until_it_is_right(what: str) -> None:
    well, badly = (run.report(what, how) for how in ("well", "badly"))

    assert well["wrong"] == []
    assert {each["wrong"] for each in badly["wrong"]} == {
        {"ankle-gap": "knees_apart", "standing-axis": "knees_bent"}[what]}
    assert badly["duration_s"] > well["duration_s"] + 4
    assert measured(what, well)
    assert measured(what, badly)


@pytest.mark.full
@pytest.mark.parametrize("what", ["ankle-gap", "standing-axis"])
def test_a_check_s_hold_goes_on_after_an_interruption(what: str) -> None:
    early, interrupted = (run.report(what, how) for how in ("early", "interrupted"))

    assert early["refusals_s"]["no_person"] == pytest.approx(8, abs=0.5)
    assert interrupted["refusals_s"]["several_people"] > 2
    assert measured(what, early)
    assert measured(what, interrupted)


def measured(what: str, told: dict[str, Any]) -> bool:
    """Whether it came to a result, and nothing was said that nobody could see."""
    found, = told["checks"]
    return (told["outcome"], found["check"], found["reason"], told["cued_while_refused"]) == (
        "completed", what, None, 0) and bool(found["values"])


def test_a_session_without_an_end_is_reported_as_far_as_it_came(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
        ) -> None:
    monkeypatch.setattr(run, "LONGEST_S", 30.0)
    out = tmp_path / "report.json"

    assert cli.main(["simulate", "squat", "--json", str(out)]) == 1

    told = json.loads(out.read_text())
    assert told["outcome"] is None
    assert told["duration_s"] == pytest.approx(30, abs=0.2)
    assert told["phases"][-1]["phase"] == "get_ready"
    assert "no end" in capsys.readouterr().err


@pytest.mark.parametrize("seed", range(2))
def test_nobody_trains_more_than_six_days_in_a_row_nor_doubles(seed: int) -> None:
    days = simulate(6, BETTER, "well", seed)["days"]

    run_of = longest = 0
    for each in days:
        run_of = run_of + 1 if each["trained"] else 0
        longest = max(longest, run_of)
    assert longest <= 6


def test_a_change_is_told_until_the_next_training_and_no_longer() -> None:
    for course in (BETTER, NO_BETTER):
        days = simulate(6, course, "")["days"]
        assert any(each["changes"] for each in days)
        for one, after in pairwise(days):
            assert not one["trained"] or not {*one["changes"]} & {*after["changes"]}


def test_checks_are_due_when_the_plan_says_and_not_every_day() -> None:
    days = simulate(6, BETTER, "well", seed=1)["days"]

    weekly, band = ([each["day"] for each in days if each["trained"] and each["check_due"] == due]
                    for due in ("weekly-check", "band-effect"))
    assert len(weekly) >= 4
    assert all(7 <= later - day <= 10 for day, later in pairwise(weekly))
    assert len(band) == 2
    assert band[0] > 7
    assert band[1] - band[0] >= 28


@pytest.mark.parametrize(("course", "better"), [
    (BETTER, True), (NO_BETTER, None), (Course(in_deg=(3.0, 12.0)), False)])
def test_what_checks_find_goes_with_the_person(course: Course, better: bool | None) -> None:
    lived = Weeks(6, course)
    list(lived.days())

    found = [each for record in lived.diary.sessions for each in record.checks]
    assert {each.check for each in found} == {*checks.known()}
    for name in WEEKLY_CHECKS:
        first, *_, last = (each for each in found if each.check == name)
        changes = compare(last, first, checks.load(name).noise.sem)
        assert {change.better for change in changes.values()} == {better}


def test_what_is_done_for_a_check_is_kept_as_the_check() -> None:
    lived = Weeks(1)
    next(lived.days())

    kept = {each.exercise for each in lived.diary.sessions[0].sets}
    assert {"squat-check", "single-leg-check"} <= kept


def test_knees_that_come_in_as_far_as_ever_refer_after_the_eighth_week() -> None:
    days = simulate(9, NO_BETTER, "badly", seed=0)["days"]

    first = next(each["day"] for each in days if "alignment-not-better" in each["advice"])
    assert 56 <= first <= 64
