"""What is right, wrong and not said, and that the page tells it; no other program is run."""

import json
import sys
from pathlib import Path

import pytest

from tests.side_by_side import films, page
from tests.side_by_side.contestants import CONTESTANTS
from tests.side_by_side.films import Film
from tests.side_by_side.measure import run
from tests.side_by_side.score import Scored, knee
from tests.side_by_side.tutorial import HIP, KNEE, TUNED, Counter, Knees, bend_deg

FILM = Film("one", "a man", "one.mp4", 2, {"left": "in", "right": "straight"})


@pytest.mark.parametrize(("true", "said", "mark"), [
    ("in", "in", "right"), ("straight", "straight", "right"),
    ("straight", "in", "false alarm"), ("in", "straight", "missed"),
    ("in", "not judged", "not judged"), ("straight", "not judged", "not judged"),
    ("none", "in", "false alarm"), ("none", "not judged", "right"), ("none", "straight", "right"),
    ("in", None, "does not tell"), (None, "in", None)])
def test_a_knee_is_marked(true: str | None, said: str | None, mark: str | None) -> None:
    assert knee(true, said) == mark


def test_a_film_is_counted_right_only_by_its_number() -> None:
    assert Scored(FILM, 2, None).counted
    assert not Scored(FILM, 3, None).counted


def test_sides_are_not_mixed_up() -> None:
    assert Scored(FILM, 2, {"left": "straight", "right": "in"}).marks == ["missed", "false alarm"]


def test_the_rehearsal_knows_its_truth() -> None:
    film = films._rehearsal()
    assert (film.reps, film.knees) == (5, {"left": "in", "right": "in"})


def test_what_the_mirror_reports_is_told_in_the_same_words() -> None:
    mirror = CONTESTANTS[0]
    assert mirror.read(json.dumps({
        "rep_count": 3, "verdict": {"left": "drifting", "right": "cannot_judge"}})) == {
            "reps": 3, "knees": {"left": "in", "right": "not judged"}}


def test_a_straight_leg_has_180_degrees() -> None:
    assert bend_deg((0, 0), (0, 1), (0, 2)) == pytest.approx(180)
    assert bend_deg((0, 0, 1), (0, 0, 0), (0, 1, 0)) == pytest.approx(90)


def test_only_a_leg_that_was_straight_bends_anew() -> None:
    counter = Counter(TUNED)
    for angle_deg in (120, 170, 138, 129, 100, 139, 125, 151, 129):
        counter.update(angle_deg)
    assert counter.reps == 2


@pytest.mark.parametrize(("side", "inward"), [("left", -9.0), ("right", 9.0)])
def test_a_knee_fell_in_only_where_it_stayed_there_bent(side: str, inward: float) -> None:
    knees = Knees(TUNED)

    def seen(time_s: float, aside: float, angle_deg: float) -> None:
        where = {KNEE[side]: (aside, 50.0), HIP["left"]: (0.0, 0.0)}
        knees.update(time_s, lambda mark: where.get(mark, (0.0, 100.0)), angle_deg)

    for time_s in (0.0, 0.2, 0.4):
        seen(time_s, inward, 170)
        seen(time_s, -inward, 100)
    seen(0.5, inward, 100)
    seen(0.7, inward, 100)
    assert set(knees.said.values()) == {"straight"}
    seen(0.9, inward, 100)
    assert knees.said == {"left": "straight", "right": "straight"} | {side: "in"}


def test_a_knee_may_miss_its_place_by_a_little() -> None:
    knees = Knees(TUNED)
    for time_s in (0.0, 0.5):
        knees.update(time_s, lambda mark: (0.0, 0.0) if mark == HIP["left"] else
                     (-1.9 if mark == KNEE["left"] else 0.0, 100.0), 100)
    assert knees.said["left"] == "straight"


def test_the_page_has_a_row_for_everybody() -> None:
    rows = [{"film": {"name": "one", "what": "a man", "path": "", "reps": 2,
                      "knees": {"left": "in", "right": "straight"}},
             "program": each.name, "reps": 2,
             "knees": None if each.requires else {"left": "in", "right": "not judged"}}
            for each in CONTESTANTS]
    judged = {"rows": rows[::-1], "versions": {each.name: "thing 1" for each in CONTESTANTS}}
    turn = {each.name: {"fps": 20.0, "cpu_ms": 40.0, "pss_mb": 200.0, "start_s": 2.0}
            for each in CONTESTANTS}
    made = page.with_tables(f"Head\n{page._BEGIN}\nold\n{page._END}\nFoot\n", judged, [turn, turn])
    assert "old" not in made
    assert made.startswith("Head")
    assert made.endswith("Foot\n")
    assert ("| cvzone | 20 (20–20) | 40 (40–40) | 200 (200–200) | 2 (2–2) | 1 of 1 | does not tell"
            in made)
    assert "| one | a man | 2; in / – | 2; in / ? |" in made
    assert page.with_tables(made, judged, [turn, turn]) == made


def test_a_page_without_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no marks"):
        page.with_tables("Head", {"rows": []}, [])


def test_a_program_is_measured_with_its_children(tmp_path: Path) -> None:
    inner = "x = bytearray(60 << 20); import time; t = time.process_time()\n" \
            "while time.process_time() < t + 0.3: pass"
    outer = ("import subprocess, sys\n"
             f"subprocess.run([sys.executable, '-c', {inner!r}])\nprint('said')")
    ran = run([sys.executable, "-c", outer], tmp_path)
    assert ran.stdout == "said\n"
    assert ran.cpu_s > 0.3
    assert ran.pss_mb > 60


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such film"):
        run([sys.executable, "-c", "raise SystemExit('no such film')"], tmp_path)
