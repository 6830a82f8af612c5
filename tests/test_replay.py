"""Recordings through the mirror's own code."""

import json
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from mirrorapp import replay
from mirrorapp.events import Side
from mirrorapp.exercises import checks, library
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from tests.alignment.test_place import rolled
from tests.bodies import Body, nobody, squats
from tests.shared import DATA, manifest, needs_shared

SQUAT = library.load("squat")
ENTRIES = {entry["file"].removesuffix(".mp4"): entry for entry in manifest()}
KNEES = [(name, side) for name, entry in ENTRIES.items() for side in Side
         if entry[f"caves_in_{side}"].startswith("no")]
FACING_AWAY = {"rear": {"rear"}, "side": {"side"}, "oblique": {"turned", "feet_out"}}
FRONTAL_AT_TIMES = ("sports2d_demo",)


def judged(sightings: list[Sighting]) -> dict[str, Any]:
    report = replay.report(replay.replay(sightings, SQUAT), "film")
    assert report == json.loads(json.dumps(report))
    return report


@cache
def recorded(name: str) -> dict[str, Any]:
    return judged(list(recording.read(DATA / ENTRIES[name]["landmarks"])))


def names(*uses: str) -> list[str]:
    return [name for name, entry in ENTRIES.items() if entry["use"].startswith(uses)]


def test_a_report_has_what_its_page_says() -> None:
    report = judged(list(squats(2, body=Body(valgus={Side.LEFT: 25.0}))))
    assert set(report) == {"file", "frames", "duration_s", "exercise", "rep_count", "reps",
                           "standing", "verdict", "judged_fraction", "refusals"}
    assert report["rep_count"] == len(report["reps"]) == 2
    assert set(report["reps"][0]) == {"start_s", "bottom_s", "end_s", "depth", "judged", "left",
                                      "right"}
    assert set(report["reps"][0]["left"]) == {"verdict", "kt", "ka", "valgus_deg",
                                              "uncertainty_deg"}
    assert report["verdict"] == {"left": "caving_in", "right": "good"}
    assert report["judged_fraction"] == 1.0
    assert report["refusals"] == []


def test_a_baseline_seen_only_afterwards_is_used() -> None:
    film = [s for s in squats(1, body=Body(standing_ka=0.25)) if s.time_s > 1.6]
    report = judged(film)
    assert report["rep_count"] == 1
    assert report["standing"]["left"]["axis_deg"] is not None


def test_the_film_s_verdict_knows_of_what_does_not_count() -> None:
    first = list(squats(1))
    then = [s for s in squats(1, start_s=first[-1].time_s + 1 / 15,
                              body=Body(valgus={Side.LEFT: 25.0}))
            if s.time_s < first[-1].time_s + 3.2]
    report = judged([*first, *then])
    assert report["rep_count"] == 1
    assert report["reps"][0]["left"]["verdict"] == "good"
    assert report["verdict"] == {"left": "caving_in", "right": "good"}


def test_nothing_seen_is_no_standing_and_no_verdict() -> None:
    report = judged([nobody(i / 10) for i in range(20)])
    assert report["standing"] == {"left": {"axis_deg": None}, "right": {"axis_deg": None}}
    assert report["verdict"] == {"left": "cannot_judge", "right": "cannot_judge"}
    assert report["judged_fraction"] == 0.0
    assert report["refusals"] == [{"reason": "no_person", "from_s": 0.0, "to_s": 2.0}]


@pytest.mark.parametrize("frames", [0, 1])
def test_a_film_of_hardly_anything_is_reported(frames: int) -> None:
    report = judged([Body().sighting(0.0)] * frames)
    assert report["frames"] == frames
    assert report["rep_count"] == 0


def test_times_that_repeat_or_run_back_never_break_it() -> None:
    film = list(squats(1))
    report = judged([*film, *film, film[-1], film[-1]])
    assert report["frames"] == 2 * len(film) + 2


@needs_shared
@pytest.mark.parametrize("name", names("core", "reps only"))
def test_real_footage_counts_what_is_seen(name: str) -> None:
    assert recorded(name)["rep_count"] == ENTRIES[name]["reps_seen"]


@needs_shared
@pytest.mark.parametrize("name", [n for n, e in ENTRIES.items() if e["reps_seen"] == 0])
def test_real_footage_without_a_squat_counts_none(name: str) -> None:
    assert recorded(name)["rep_count"] == 0


@needs_shared
@pytest.mark.parametrize(("name", "kind"), [
    (name, kind) for name, entry in ENTRIES.items() if name not in FRONTAL_AT_TIMES
    if (kind := next((k for k in FACING_AWAY if k in entry["view"]), None))])
def test_a_side_rear_or_oblique_view_is_refused(name: str, kind: str) -> None:
    report = recorded(name)
    assert report["verdict"] == {"left": "cannot_judge", "right": "cannot_judge"}
    assert report["judged_fraction"] <= 0.02
    seconds: dict[str, float] = defaultdict(float)
    for refusal in report["refusals"]:
        seconds[refusal["reason"]] += refusal["to_s"] - refusal["from_s"]
    assert max(seconds, key=seconds.__getitem__) in FACING_AWAY[kind]


@needs_shared
@pytest.mark.parametrize(("name", "side"), KNEES)
def test_no_knee_labelled_no_is_accused_of_caving_in(name: str, side: Side) -> None:
    report = recorded(name)
    assert report["verdict"][side] != "caving_in"
    assert all(rep[side]["verdict"] != "caving_in" for rep in report["reps"])


@needs_shared
def test_most_knees_labelled_no_are_judged() -> None:
    knees = [(name, side) for name, side in KNEES
             if name in names("core") and ENTRIES[name]["reps_seen"]]
    told = [recorded(name)["verdict"][side] != "cannot_judge" for name, side in knees]
    assert sum(told) >= 0.8 * len(told)


@needs_shared
@pytest.mark.parametrize("name", names("core"))
@pytest.mark.parametrize("fps", [8, pytest.param(15, marks=pytest.mark.full)])
def test_real_footage_counts_the_same_at_a_lower_rate(name: str, fps: int) -> None:
    film, kept, due_s = list(recording.read(DATA / ENTRIES[name]["landmarks"])), [], 0.0
    for sighting in film:
        if sighting.time_s >= due_s:
            kept.append(sighting)
            due_s += 1 / fps
    assert judged(kept)["rep_count"] == ENTRIES[name]["reps_seen"]


def checked(name: str, sightings: list[Sighting], height_cm: float | None = None) -> Any:
    exercise, check = checks.exercise_or_check(name)
    assert check is not None
    return replay.report_check(replay.replay(sightings, exercise), "film", check, height_cm)


@needs_shared
@pytest.mark.parametrize("roll_deg", [-8.0, 6.0])
def test_a_film_of_a_camera_that_hangs_askew_reads_as_one_that_does_not(roll_deg: float) -> None:
    """Whose knees are straight is accused of nothing by it."""
    seen = list(recording.read(DATA / "landmarks" / "cal_squat_18.npz"))
    plain, askew = judged(seen), judged([rolled(each, roll_deg) for each in seen])
    assert askew["verdict"] == plain["verdict"] == {"left": "good", "right": "good"}
    for side in ("left", "right"):
        assert askew["reps"][0][side]["valgus_deg"] == pytest.approx(
            plain["reps"][0][side]["valgus_deg"], abs=1.5)


@needs_shared
@pytest.mark.parametrize("name", ["p2s_single_cam02", "sports2d_demo"])
def test_a_film_cut_to_somebody_who_walks_or_kicks_accuses_nobody(name: str) -> None:
    squat = list(recording.read(DATA / "landmarks" / "lnew_good_IMG_7027_1280.npz"))
    other = list(recording.read(DATA / "landmarks" / f"{name}.npz"))
    later_s = squat[-1].time_s + 1 / 30
    film = squat + [replace(each, time_s=each.time_s + later_s) for each in other]
    assert set(judged(film)["verdict"].values()) <= {"good", "cannot_judge"}


def test_a_check_s_report_is_the_same_with_its_result() -> None:
    film = list(squats(5, fps=8, body=Body(valgus={Side.LEFT: 25.0})))
    report = checked("squat-check", film)
    plain = judged(film)
    assert {**plain, "exercise": "squat-check", "check": report["check"]} == report
    result = report["check"]["result"]
    assert report["check"]["reason"] is None
    assert (result["unit"], result["depth"]) == ("deg", 0.1)
    left, right = result["values"]["left"], result["values"]["right"]
    assert left["value"] > right["value"] + 3
    assert left["judged"] == right["judged"] == 5
    assert left["smallest_change"] == pytest.approx(2.77 * left["sem"], rel=0.01)


def test_a_check_that_cannot_be_told_says_why() -> None:
    assert checked("squat-check", list(squats(2, fps=8)))["check"] == {
        "result": None, "reason": "too_few"}
    assert checked("ankle-gap", list(squats(1, fps=8)))["check"] == {
        "result": None, "reason": "knees_apart"}


def test_the_ankle_gap_is_told_in_centimetres_where_the_height_is_known() -> None:
    film = [Body(stance=0.5).sighting(i / 15) for i in range(45)]
    told = checked("ankle-gap", film, 172)["check"]["result"]["values"]["ankles"]
    assert told["cm"] == pytest.approx(told["value"] * 0.246 * 172, abs=0.06)
    assert told["uncertainty_cm"] > 0.5
    assert "cm" not in checked("ankle-gap", film)["check"]["result"]["values"]["ankles"]


@needs_shared
@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items()
                                  if any(kind in entry["view"] for kind in FACING_AWAY)
                                  and name not in FRONTAL_AT_TIMES])
@pytest.mark.parametrize("check", [
    "squat-check", *(pytest.param(each, marks=pytest.mark.full)
                     for each in ("ankle-gap", "standing-axis"))])
def test_a_bad_view_gives_no_check_a_result(name: str, check: str) -> None:
    report = checked(check, list(recording.read(DATA / ENTRIES[name]["landmarks"])))
    assert report["check"]["result"] is None
    assert report["check"]["reason"]


def test_a_repetition_tells_how_the_body_was_carried_and_how_sure_that_is() -> None:
    carriage = replay.carriage(replay.replay(squats(), SQUAT))["carriage"][0]
    assert set(carriage) == {"kasr_change", "pelvis_tilt_deg", "pelvis_shift", "trunk_lean_deg"}
    assert not carriage["trunk_lean_deg"]["sure"]
    for told in carriage.values():
        assert told["sure"] == (abs(told["value"]) > 2 * told["uncertainty"])
