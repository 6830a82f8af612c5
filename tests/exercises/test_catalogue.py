"""Packs: found, added, standing for what is packaged, and every mistake in them named."""

import os
import re
from pathlib import Path

import pytest

from mirrorapp.config import data_dir
from mirrorapp.exercises import (
    catalogue,
    checks,
    files,
    library,
    mistakes,
    routines,
    rules,
)
from mirrorapp.exercises.library import ExerciseError
from tests.exercises import packs

PLAN = (data_dir() / "plan.toml").read_text(encoding="utf-8")
CHECK = (data_dir() / "checks" / "squat-check.toml").read_text(encoding="utf-8")


def problems(*places: Path) -> list[str]:
    return [str(each) for each in catalogue.read(places).problems]


def test_without_packs_all_is_packaged_and_whole() -> None:
    found = catalogue.read()
    assert found.problems == ()
    assert {each.pack for each in found.found.values()} == {""}
    assert found.exercises == {name: library.load(name) for name in library.known()}
    assert found.checks == {name: checks.load(name) for name in checks.known()}
    assert list(found.routines) == routines.known()


def test_a_folder_dropped_in_is_a_pack(tmp_path: Path) -> None:
    packs.exercise(tmp_path, "ours", "dip")
    packs.exercise(tmp_path, "ours", "dive", 'easier = "dip"')
    packs.routine(tmp_path, "ours", "mine", "dip", "squat")
    packs.put(tmp_path / "ours" / "checks" / "dip-check.toml",
              CHECK.replace("squat-check", "dip-check").replace('"squat"', '"dip"'))
    found = catalogue.read((tmp_path, tmp_path / "nowhere"))
    assert found.problems == ()
    assert found.exercises["dive"].easier == "dip"
    assert found.found["dip"].pack == "ours"
    assert [each.id for each in found.members(found.routines["mine"])] == ["dip", "squat"]
    assert found.checks["dip-check"].exercises == ("dip",)
    assert library.load("dip", places=(tmp_path,)) == found.exercises["dip"]
    assert "dip" in library.known(places=(tmp_path,))
    assert "dip" not in library.known()
    assert "mine" in routines.known((tmp_path,))
    assert checks.load("dip-check", places=(tmp_path,)).id == "dip-check"
    exercise, check = checks.exercise_or_check("dip-check", (tmp_path,))
    assert (exercise.id, check and check.id) == ("dip", "dip-check")


def test_a_pack_takes_the_place_of_what_is_packaged(tmp_path: Path) -> None:
    path = packs.exercise(tmp_path, "ours", "squat")
    packs.put(tmp_path / "ours" / "plan.toml",
              PLAN.replace("exercises_most = 4", "exercises_most = 3"))
    found = catalogue.read((tmp_path,))
    assert found.problems == ()
    assert found.exercises["squat"].name.en == "Dip"
    assert found.found["squat"].path == path
    assert found.found["squat"].instead is not None
    assert found.plan.exercises_most == 3


def test_one_with_a_mistake_leaves_the_packaged_one_in_place(tmp_path: Path) -> None:
    packs.put(packs.exercise(tmp_path, "ours", "squat"), "nonsense")
    packs.routine(tmp_path, "ours", "strength", "nothing-known")
    packs.put(tmp_path / "ours" / "plan.toml", PLAN.replace('"retraining"', '"resting"'))
    found = catalogue.read((tmp_path,))
    assert found.exercises["squat"] == library.load("squat")
    assert found.routines["strength"] == catalogue.read().routines["strength"]
    assert found.plan == catalogue.read().plan
    assert found.found["squat"].pack == found.found["plan"].pack == ""
    said = [str(each) for each in found.problems]
    assert len(said) == 3
    assert "squat.toml can't be read, it is not valid TOML: Expected '='" in said[0]
    assert "strength.toml asks for the exercise 'nothing-known', which is not there" in said[1]
    assert "plan.toml asks for the routine 'resting'" in said[2]


def test_two_packs_with_the_same_id_are_both_named_and_neither_is_used(tmp_path: Path) -> None:
    paths = [packs.exercise(tmp_path, pack, name) for name in ("dip", "squat")
             for pack in ("ours", "theirs")]
    for pack in ("ours", "theirs"):
        packs.put(tmp_path / pack / "plan.toml", PLAN)
    found = catalogue.read((tmp_path,))
    assert "dip" not in found.exercises
    assert found.exercises["squat"] == library.load("squat")
    said = [str(each) for each in found.problems]
    assert len(said) == 3
    assert all(str(path) in said[0] for path in paths[:2])
    assert "Two packs bring the exercise 'squat'" in said[1]
    assert "Two packs bring the plan" in said[2]
    with pytest.raises(ExerciseError, match="Two packs bring the exercise 'dip'"):
        library.load("dip", places=(tmp_path,))
    assert library.load("squat", places=(tmp_path,)) == library.load("squat")


def test_the_same_pack_in_two_places_clashes(tmp_path: Path) -> None:
    packs.exercise(tmp_path / "a", "ours", "dip")
    packs.exercise(tmp_path / "b", "ours", "dip")
    assert any("Two packs" in each for each in problems(tmp_path / "a", tmp_path / "b"))


@pytest.mark.parametrize(("old", "new", "said"), [
    ('id = "dip"', 'id = "dop"', "says id = 'dop', and its file is named 'dip'"),
    ('view = "F"', 'view = "G"', "view = 'G' in .*dip.toml can't be used. Allowed: 'F', 'S' or"),
    ('view = "F"', "", "view is missing in .*dip.toml"),
    ('view = "F"', 'view = "F', r"dip.toml can't be read.*line 3"),
    ("reps = 8", "reps = 0", "dose.reps = 0 in .*dip.toml.*greater than or equal to 1"),
    ("reps = 8", "seconds = 8", "dose.seconds in .*dip.toml is not known. Allowed here: kind"),
    ('kind = "reps"', 'kind = "rips"',
     "dose.kind = 'rips' in .*dip.toml can't be used. Allowed: reps, hold, timed"),
    ('kind = "reps"\n', "", "dose.kind is missing in .*dip.toml. Allowed: reps, hold, timed"),
    ('id = "dip"', 'id = "Dip Ä"', "id = 'Dip Ä' in .*Allowed: an id: a to z, 0 to 9 and hyphens"),
    ('de = "Beuge"', 'de = "   "', "name.de = '   ' in .*Allowed: a text that is not empty"),
    ('de = "Beuge"', f'de = "{"B" * 41}"', "name.de = .*Allowed: at most 40 characters"),
    ('de = "Beuge"', "de = 2020-01-01", "name.de = None in .*Allowed: a text in quotes"),
    ("reps = 8", "reps = true", "dose.reps = True in .*dip.toml.*Allowed: a whole number"),
    ("reps = 8", 'reps = "8"', "dose.reps = '8' in .*dip.toml.*Allowed: a whole number"),
    ("reps = 8", "reps = 8.0", "dose.reps = 8.0 in .*dip.toml.*Allowed: a whole number"),
    ("reps = 8", "reps = 8\nrest_s = inf", "dose.rest_s = inf in .*dip.toml.*Allowed: a number"),
    ('view = "F"', 'view = "F"\nsupport = 1', "support = 1 in .*Allowed: true or false"),
    ('view = "F"', 'view = "F"\nkit = "band"', "kit = 'band' in .*Allowed: a list, in square"),
    ('view = "F"', 'view = "F"\nguide = 3', "guide = 3 in .*Allowed: a table of keys"),
    ('text = "Dip"', 'text = "Dip as deep as you can"', r"steps\[1\].en.*at most 5 words"),
    ('de = "Beuge"', "", "name.de is missing"),
    ('view = "F"', 'view = "F"\nharder = "squad"',
     "harder is 'squad', which is not there. Allowed: squat, "),
    ('view = "F"', 'view = "F"\nharder = "dip"', "harder leads round in a circle")])
def test_a_mistake_names_file_key_and_what_is_allowed(tmp_path: Path, old: str, new: str,
                                                      said: str) -> None:
    path = packs.exercise(tmp_path, "ours", "dip")
    text = path.read_text(encoding="utf-8")
    assert old in text
    packs.put(path, text.replace(old, new))
    found = catalogue.read((tmp_path,))
    assert any(re.search(said, str(each)) for each in found.problems), found.problems
    if "harder" in new:  # the exercise is whole without its ladder
        assert found.exercises["dip"].harder is None
    elif "guide" in new:  # and without its figure
        assert found.exercises["dip"].guide is None
    else:
        assert "dip" not in found.exercises


def test_a_wrong_member_makes_no_list_too_short(tmp_path: Path) -> None:
    guide = ('guide = { base = "standing", seconds = 2, frames = '
             "[{ at = 0, joints = { tail = 3 } }] }")
    packs.exercise(tmp_path, "ours", "dip", guide)
    (said,) = problems(tmp_path)
    assert "guide.frames[1].joints" in said
    assert "o such joint: tail" in said
    packs.exercise(tmp_path, "ours", "dip", guide.replace("{ at = 0, joints = { tail = 3 } }", ""))
    assert "guide.frames = [] in" in problems(tmp_path)[0]
    assert "Allowed: a list of at least 1." in problems(tmp_path)[0]


def test_a_mistake_behind_one_in_the_guide_is_told_too(tmp_path: Path) -> None:
    packs.exercise(tmp_path, "ours", "dip", "guide = 3")
    path = tmp_path / "ours" / "exercises" / "dip.toml"
    packs.put(path, path.read_text(encoding="utf-8").replace(
        'view = "F"', 'view = "T"\nknees = "both"'))
    found = catalogue.read((tmp_path,))
    assert "dip" not in found.exercises
    assert len(found.problems) >= 2
    assert "guide = 3" in str(found.problems[0])


@pytest.mark.parametrize("depth", [200, 5000])
def test_what_lies_too_deep_is_told_and_breaks_nothing(tmp_path: Path, depth: int) -> None:
    packs.exercise(tmp_path, "ours", "dip", f"kit = {'[' * depth}{']' * depth}")
    (said,) = problems(tmp_path)
    assert "dip.toml can't be " in said
    assert "Traceback" not in said


def test_what_python_can_not_take_in_is_told_and_breaks_nothing(tmp_path: Path) -> None:
    packs.exercise(tmp_path, "ours", "dip", f"kit = {'9' * 5000}")
    endless = tmp_path / "ours" / "exercises" / "endless.toml"
    endless.symlink_to("/dev/zero")
    huge = endless.with_name("huge.toml")
    huge.write_bytes(b"#" * 2**20 + b"\n")
    said = problems(tmp_path)
    assert len(said) == 3
    for each in ("dip", "endless", "huge"):
        assert any(f"{each}.toml can't be read" in told for told in said)


@pytest.mark.parametrize(("name", "kind", "more"), [
    ("held", "hold", "seconds = 30"), ("timed", "timed", "rounds = 2"), ("touched", "reps", "")])
def test_a_check_counts_repetitions_that_are_seen(tmp_path: Path, name: str, kind: str,
                                                  more: str) -> None:
    path = packs.exercise(tmp_path, "ours", name, 'phases = [{ id = "up", seconds = 2, words = '
                          '{ en = { text = "Up" }, de = { text = "Hoch" } } }]')
    text = path.read_text(encoding="utf-8")
    packs.put(path, text.replace('kind = "reps"\nreps = 8', f'kind = "{kind}"\n{more}') if more
              else text.replace('view = "F"', 'view = "T"'))
    packs.put(tmp_path / "ours" / "checks" / "my-check.toml",
              CHECK.replace("squat-check", "my-check").replace('"squat"', f'"{name}"'))
    (said,) = problems(tmp_path)
    assert f"my-check.toml asks for repetitions of '{name}', which none are counted of" in said
    assert "squat" in said


@pytest.mark.parametrize(("old", "new"), [
    ('view = "F"', 'view = "T"'), ('kind = "reps"\nreps = 8', 'kind = "hold"\nseconds = 30')])
def test_what_checks_rest_on_gives_its_place_to_its_like_alone(
        tmp_path: Path, old: str, new: str) -> None:
    path = packs.exercise(tmp_path, "ours", "squat")
    packs.put(path, path.read_text(encoding="utf-8").replace(old, new))
    packs.routine(tmp_path, "ours", "weekly-check", "squat")
    found = catalogue.read((tmp_path,))
    assert found.exercises["squat"] == library.load("squat")
    assert found.routines["weekly-check"].checks == checks.WEEKLY_CHECKS
    assert [str(each).split("takes the place of ")[1][:22] for each in found.problems] == [
        "an exercise whose repe", "a routine of checks. L"]


@pytest.mark.parametrize(("old", "new", "said"), [
    ('id = "weekly-check"', 'id = "strength"', "asks for the check 'strength', which is "
                                               "something else. Allowed: "),
    ('id = "weekly-check"', 'id = "squad-check"', "asks for the check 'squad-check', which is not "
                                                  "there. Allowed: squat-check, "),
    ('"retraining", "mobility"', '"weekly-check"', "asks for the routine 'weekly-check', which is "
                                                   "something else. Allowed: "),
    ('routine = "first-week"', 'routine = "weekly-check"', "which is something else")])
def test_a_plan_asks_for_checks_as_checks_and_for_training_as_training(
        tmp_path: Path, old: str, new: str, said: str) -> None:
    packs.put(tmp_path / "ours" / "plan.toml", PLAN.replace(old, new))
    found = catalogue.read((tmp_path,))
    assert found.plan == catalogue.read().plan
    assert said in str(found.problems[0])


@pytest.mark.parametrize("name", ["squat-check", "weekly-check", "band-effect"])
def test_a_plan_may_ask_for_any_check(tmp_path: Path, name: str) -> None:
    packs.put(tmp_path / "ours" / "plan.toml",
              PLAN.replace('id = "weekly-check"', f'id = "{name}"'))
    assert problems(tmp_path) == []


def test_a_mistake_in_a_rule_is_named_alike(tmp_path: Path) -> None:
    path = packs.put(tmp_path / "safety.toml", (data_dir() / "safety.toml").read_text(
        encoding="utf-8").replace('kind = "ask"', 'kind = "ask"\nwhy = 3', 1))
    with pytest.raises(ExerciseError, match=r"rules\[\d+\].why in .*safety.toml is not known. "
                                            "Allowed here: id, source, text, kind, question"):
        mistakes.read(path, rules.Safety, "table")


def test_every_mistake_is_told_and_not_the_first_alone(tmp_path: Path) -> None:
    path = packs.exercise(tmp_path, "ours", "dip")
    text = path.read_text(encoding="utf-8")
    packs.put(path, text.replace("reps = 8", "reps = 0").replace('de = "Beuge"', ""))
    assert len(problems(tmp_path)) == 2


def test_a_ladder_that_leads_round_is_cut(tmp_path: Path) -> None:
    packs.exercise(tmp_path, "ours", "dip", 'harder = "dive"')
    packs.exercise(tmp_path, "ours", "dive", 'harder = "dip"')
    found = catalogue.read((tmp_path,))
    assert [str(each).count("round in a circle") for each in found.problems] == [1, 1]
    assert found.exercises["dip"].harder is None


def test_an_id_is_one_things_alone(tmp_path: Path) -> None:
    packs.routine(tmp_path, "ours", "squat", "step-up")
    packs.exercise(tmp_path, "ours", "strength")
    found = catalogue.read((tmp_path,))
    assert "squat" not in found.routines
    assert "strength" not in found.exercises
    said = " ".join(str(each) for each in found.problems)
    assert "strength.toml has the id of a routine" in said
    assert "squat.toml has the id of an exercise" in said


def test_a_check_without_its_exercise_is_none(tmp_path: Path) -> None:
    packs.put(tmp_path / "ours" / "checks" / "dip-check.toml",
              CHECK.replace("squat-check", "dip-check").replace('"squat"', '"dip"'))
    assert "dip-check" not in catalogue.read((tmp_path,)).checks
    assert "asks for the exercise 'dip', which is not there" in problems(tmp_path)[0]


def test_what_lies_where_nothing_looks_is_told(tmp_path: Path) -> None:
    packs.put(tmp_path / "ours" / "exercise" / "dip.toml", "")
    packs.put(tmp_path / "ours" / "dip.toml", "")
    packs.put(tmp_path / "ours" / "exercises" / "more" / "dip.toml", "")
    packs.put(tmp_path / "ours" / ".git" / "x.toml", "")
    (tmp_path / "empty").mkdir()
    packs.put(tmp_path / ".hidden" / "dip.toml", "")
    said = problems(tmp_path)
    assert sum("Nothing looks for" in each for each in said) == 3
    assert sum("holds no data file" in each for each in said) == 1
    assert all("exercises/*.toml, routines/*.toml, checks/*.toml, plan.toml" in each
               for each in said)
    assert len(said) == 4


def test_a_pack_that_is_named_as_a_place_says_so(tmp_path: Path) -> None:
    packs.exercise(tmp_path, "ours", "dip")
    (said,) = problems(tmp_path / "ours")
    assert "is a pack itself" in said
    assert "Name the folder around it." in said


@pytest.mark.parametrize("closed", ["", "ours", "ours/exercises"])
def test_a_folder_that_nobody_may_look_into_is_told(
        tmp_path: Path, closed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    packs.exercise(tmp_path, "ours", "dip")
    shut, access = tmp_path / closed, os.access
    monkeypatch.setattr(os, "access", lambda path, mode: (
        access(path, mode) and (mode == os.F_OK or path != shut)))
    if closed.endswith("exercises"):  # then nothing in it is found
        (shut / "dip.toml").unlink()
    found = catalogue.read((tmp_path,))
    assert not any("holds no data file" in each.what for each in found.problems)
    assert f"{shut} can't be looked into." in [each.what for each in found.problems]
    assert len(found.exercises) == len(library.known()) + (closed == "")


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    path = packs.exercise(tmp_path, "ours", "dip")
    path.write_bytes(b"\xff\xfe\x00")
    assert "can't be read" in problems(tmp_path)[0]
    path.unlink()
    path.mkdir()
    assert "can't be read: Is a directory" in problems(tmp_path)[0]


def test_no_plan_at_all_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.config, "data_dir", lambda: tmp_path)
    packs.put(tmp_path / "plan.toml", "exercises_most = 0")
    with pytest.raises(ExerciseError, match=r"plan.toml"):
        catalogue.read()
