"""`mirrorapp check`: nothing to mend in what is packaged, and every mistake in a pack told."""

import json
import shutil
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any

import pytest

from mirrorapp import app, check, cli, config
from mirrorapp.exercises import files, rules, why
from mirrorapp.exercises.library import ExerciseError
from tests.everything import EVERYTHING
from tests.exercises import packs
from tests.exercises.readability import LETTERS_MOST, LIX_MOST, SENTENCE_MOST

PACKAGED = ["plan.toml", *(f"{kind}/{path.name}" for kind in files.KINDS
                           for path in sorted(files.packaged(kind).glob("*.toml")))]
KNEE_IN = 'faults = [{ id = "knee-in" }]'
ONE_LEG = '[counting]\nstance = "single"\n'
HIPS = ('[[faults]]\nid = "hip-drop"\nsignal = "pelvis_deg"\nleast = 14\n'
        'words.en = { text = "Hips level", more = "Slowly" }\n'
        'words.de = { text = "Hüften gerade", more = "Langsam" }\n')
ON_STEP = ('[counting]\nstance = "single"\nsignal = "lowering"\nenter = 0.1\nleave = 0.05\n'
           'least = 0.15\n')
WALKS = ON_STEP.replace("lowering", "approach")


@pytest.fixture(autouse=True)
def no_packs_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the machine's own packs would be; they are not there."""
    place = tmp_path / "packs"
    monkeypatch.setattr("mirrorapp.config.loading.SYSTEM_CONFIG", tmp_path / "mirror.toml")
    monkeypatch.setenv("MIRRORAPP_EXERCISES__PACKS", str(place))
    return place


def added(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def told(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, list[str], str]:
    """What it ends with, its lines, and what goes to the terminal as an error."""
    status = cli.main(["check", *args])
    out, err = capsys.readouterr()
    return status, out.splitlines(), err


def test_what_is_packaged_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys) == (0, ["39 entries, all whole."], "")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what is packaged, that may be broken."""
    found = shutil.copytree(config.data_dir(), tmp_path / "data",
                            ignore=shutil.ignore_patterns("locale", "mosquitto"))
    monkeypatch.setattr(config, "data_dir", lambda: found)
    return found


@pytest.mark.parametrize("name", PACKAGED)
def test_a_broken_packaged_file_is_named_before_what_comes_of_it(
        data: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    added(data / name, "= broken")
    status, lines, _ = told(capsys)
    assert status == 1
    assert f"{data / name} can't be read, it is not valid TOML" in lines[0]
    assert not any(str(data / name) in line for line in lines[1:])


def test_everything_that_goes_wrong_is_told_its_cause_first(
        data: Path, no_packs_of_this_machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = packs.put(packs.exercise(no_packs_of_this_machine, "ours", "dip"), "broken")
    squat = data / "exercises" / "squat.toml"
    packs.put(squat, squat.read_text(encoding="utf-8").replace("reps = 10", "reps = -1"))
    status, lines, err = told(capsys)
    assert status == 1
    assert f"dose.reps = -1 in {squat} can't be used." in lines[0]
    assert any("band-effect.toml asks for the exercise 'squat'" in line for line in lines)
    assert any("plan.toml asks for the check 'band-effect'" in line for line in lines)
    assert str(pack) in lines[-1]
    assert f"{len(lines)} problems." in err


def test_the_mirror_that_can_not_open_names_the_cause(
        data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(app.window, "prepare", lambda *_, **__: "offscreen")
    monkeypatch.setattr(app.window, "load_screens", lambda: None)
    monkeypatch.setattr(app, "_heed_signals", lambda *_: Event())
    squat = data / "exercises" / "squat.toml"
    packs.put(squat, squat.read_text(encoding="utf-8").replace("reps = 10", "reps = -1"))
    assert cli.main(["run", "--source", "rehearsal", "--once"]) == 1
    err = capsys.readouterr().err
    assert f"dose.reps = -1 in {squat} can't be used." in err
    assert "mirrorapp check" in err


def test_json_tells_of_every_entry(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--json", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["problems"] == []
    entries: dict[str, dict[str, Any]] = report["entries"]
    kinds = [each["kind"] for each in entries.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "exercise": 18, "check": 5, "routine": 7, "plan": 1, "page": 7, "safety": 1}
    stretch = entries["standing-leg-stretch"]
    guide = stretch.pop("guide")
    assert stretch == {
        "kind": "exercise", "group": "stretch", "view": "S", "also": ["F"], "judged": True,
        "trend": False, "source": "LB", "dose_source": "LB", "kit": ["chair"], "minutes": 5.3,
        "dose": {"kind": "hold", "seconds": 120.0, "seconds_most": 150.0, "sets": 1,
                 "rest_s": 15.0, "ease": True, "source": "LB"},
        "sides": "each", "first": "right", "languages": ["en", "de"],
        "cautions": [{"source": "LB", "flag": None}, {"source": "app", "flag": None}],
        "ladder": {"easier": None, "harder": None}, "pack": None, "replaces": False}
    assert guide.pop("keyframes") >= 1
    assert guide.pop("contacts") >= 3, "two feet, and a hand on the seat"
    assert {"knee-bent", "too-upright"} <= set(guide.pop("wrong"))
    assert guide == {"missing": []}
    assert entries["banded-squat"]["ladder"] == {"easier": None, "harder": "squat"}
    assert not entries["foot-doming"]["judged"]
    assert entries["ankle-gap"]["source"] == "LB"
    assert entries["strength"]["kit"] == ["band", "mat", "step"]
    assert entries["plan"]["days"][6] == []
    assert entries["why/causes"]["sources"] == ["KV", "LB", "TA"]
    assert set(entries["safety"]["rules"].values()) <= {"LB", "TA", "KV", "app"}


def test_an_exercise_without_a_figure_says_so(
        no_packs_of_this_machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packs.exercise(no_packs_of_this_machine, "ours", "dip")
    assert cli.main(["check", "--json", "-"]) == 0
    entries = json.loads(capsys.readouterr().out)["entries"]
    assert entries["dip"]["guide"] == {
        "keyframes": 0, "contacts": 0, "wrong": [], "missing": ["guide"]}
    assert entries["squat-check"]["guide"] == entries["squat"]["guide"]


def test_what_no_body_can_do_is_told_of_a_pack(
        no_packs_of_this_machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packs.exercise(no_packs_of_this_machine, "ours", "dip", (
        'guide = { base = "standing", seconds = 2, loop = false, frames = [{ at = 0, '
        'joints = { left_knee_bend = 170 }, '
        'contacts = [{ place = "left_hand", on = "step" }] }] }'))
    status, lines, err = told(capsys)
    said = "\n".join((*lines, err))
    assert status == 1
    assert "dip.toml guide.frames[1].joints.left_knee_bend: 170 is beyond -5 to 155." in said
    assert "dip.toml guide.frames: left_hand floats at 0" in said


def test_json_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert told(capsys, "--json", str(out))[0] == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["entries"]) == 39


def test_json_that_can_go_nowhere_is_told(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = told(capsys, "--json", str(tmp_path / "no" / "out.json"))
    assert status == 1
    assert "There is no folder" in err


def test_a_pack_is_found_where_the_settings_say(
        no_packs_of_this_machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packs.exercise(no_packs_of_this_machine, "ours", "dip")
    packs.exercise(no_packs_of_this_machine, "ours", "squat")
    assert cli.main(["check", "--json", "-"]) == 0
    entries = json.loads(capsys.readouterr().out)["entries"]
    assert (entries["dip"]["pack"], entries["dip"]["replaces"]) == ("ours", False)
    assert (entries["squat"]["pack"], entries["squat"]["replaces"]) == ("ours", True)


def test_packs_elsewhere_are_looked_at_instead(
        tmp_path: Path, capsys: pytest.CaptureFixture[str], no_packs_of_this_machine: Path) -> None:
    packs.put(packs.exercise(no_packs_of_this_machine, "ours", "dip"), "broken")
    packs.exercise(tmp_path / "mine", "ours", "dip")
    assert told(capsys, "--packs", str(tmp_path / "mine")) == (0, ["40 entries, all whole."], "")
    status, _, err = told(capsys, "--packs", str(tmp_path / "nowhere"))
    assert status == 1
    assert "There is no folder" in err


def test_each_problem_is_a_line_and_the_command_fails(
        no_packs_of_this_machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = no_packs_of_this_machine
    dip = packs.exercise(place, "ours", "dip")
    packs.put(dip, dip.read_text(encoding="utf-8").replace("reps = 8", "reps = 0"))
    packs.routine(place, "ours", "mine", "fly")
    status, lines, err = told(capsys)
    assert status == 1
    assert len(lines) == 2
    assert f"dose.reps = 0 in {dip} can't be used. Allowed: greater than" in lines[0]
    assert "mine.toml asks for the exercise 'fly', which is not there" in lines[1]
    assert "2 problems." in err


def test_problems_are_in_the_json_alone_where_it_goes_to_the_terminal(
        no_packs_of_this_machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packs.put(packs.exercise(no_packs_of_this_machine, "ours", "dip"), "broken")
    assert cli.main(["check", "--json", "-"]) == 1
    out, err = capsys.readouterr()
    assert len(json.loads(out)["problems"]) == 1
    assert "1 problem." in err


def test_hips_are_judged_in_no_hold(no_packs_of_this_machine: Path,
                                    capsys: pytest.CaptureFixture[str]) -> None:
    path = packs.exercise(no_packs_of_this_machine, "ours", "dip", "support = true")
    text = path.read_text(encoding="utf-8")
    packs.put(path, text + HIPS + ONE_LEG)
    assert told(capsys)[0] == 0
    packs.put(path, text.replace('kind = "reps"\nreps = 8', 'kind = "hold"\nseconds = 20')
              + HIPS + ONE_LEG)
    status, lines, _ = told(capsys)
    assert status == 1
    assert "judges hips by pelvis_deg" in lines[0]


@pytest.mark.parametrize(("old", "new", "end", "said"), [
    ('[about]\nen = "You dip."\nde = "Du beugst dich."\n', "", "", "lacks about"),
    ('[[steps]]\nen = { text = "Dip", more = "Slowly" }\n'
     'de = { text = "Beug dich", more = "Langsam" }\n', "", "", "lacks steps"),
    (', more = "Langsam"', "", "", "has steps[1].more in one language only"),
    ('view = "F"', 'view = "F"\nknees = "both"', "", "its first fault must be knee-in"),
    ("", "", ONE_LEG, "must say support = true"),
    ('view = "F"', f'view = "F"\nknees = "stance"\n{KNEE_IN}', "", "must say support = true"),
    ('view = "F"', f'view = "F"\nknees = "leading"\n{KNEE_IN}', "", "must say support = true"),
    ("", "", HIPS, 'must say counting.stance = "single" or knees = "stance", and count'),
    ('view = "F"', 'view = "F"\nsupport = true', HIPS + ON_STEP, "judges hips by pelvis_deg"),
    ('view = "F"', 'view = "F"\nsupport = true', HIPS + WALKS, "judges hips by pelvis_deg"),
    ('view = "F"', 'view = "T"', "", "must say counting.touch = true"),
    ('kind = "reps"\nreps = 8', 'kind = "hold"\nseconds = 90', "", "must say dose.ease = true")])
def test_what_is_well_formed_may_still_lack_something(
        no_packs_of_this_machine: Path, capsys: pytest.CaptureFixture[str], *, old: str, new: str,
        end: str, said: str) -> None:
    path = packs.exercise(no_packs_of_this_machine, "ours", "dip")
    text = path.read_text(encoding="utf-8")
    assert old in text
    packs.put(path, text.replace(old, new) + end)
    status, lines, _ = told(capsys)
    assert status == 1
    assert len(lines) == 1
    assert f"{path} " in lines[0]
    assert said in lines[0]


def test_a_routine_that_takes_longer_than_it_says_is_told(
        no_packs_of_this_machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packs.routine(no_packs_of_this_machine, "ours", "mine", "strength-not", "squat")
    packs.routine(no_packs_of_this_machine, "ours", "long", "squat", "banded-clamshell")
    status, lines, _ = told(capsys)
    assert status == 1
    assert "strength-not" in lines[0]
    assert "long.toml says minutes = 1, and what is in it takes 8" in lines[1]


@pytest.mark.parametrize("part", [why, rules])
def test_a_page_that_can_not_be_read_is_one_problem_more(
        part: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ExerciseError("The page is torn.", "Glue it.")
    monkeypatch.setattr(part, "load", broken)
    examined = check.examine(())
    assert examined.problems == ("The page is torn. Glue it.",)
    assert "squat" in examined.entries


DOCS = (Path(__file__).parents[1] / "docs" / "exercises.md").read_text(encoding="utf-8")


def test_the_documented_table_is_in_step() -> None:
    table = check.as_markdown(EVERYTHING)
    assert table in DOCS, f"docs/exercises.md wants this table:\n{table}"


def test_the_documented_example_is_whole(no_packs_of_this_machine: Path) -> None:
    for kind, name in (("exercises", "heel-raise"), ("routines", "calves")):
        example = DOCS.split(f"`{kind}/{name}.toml`")[1].split("```toml\n")[1].split("```")[0]
        packs.put(no_packs_of_this_machine / "heels" / kind / f"{name}.toml", example)
    examined = check.examine((no_packs_of_this_machine,))
    assert examined.problems == ()
    assert {examined.entries[name]["pack"] for name in ("heel-raise", "calves")} == {"heels"}


def test_the_documented_measure_is_that_of_the_tests() -> None:
    for number in (*LIX_MOST.values(), SENTENCE_MOST, LETTERS_MOST):
        assert f" {number:g} " in DOCS.replace("\n", " ")
