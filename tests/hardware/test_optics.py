"""Where things go: the geometry, and that it is the same as the mirror's own."""

import re
import subprocess
import sys
import tomllib
from cmath import rect
from dataclasses import replace
from math import asin, isclose, radians, sin, tan
from pathlib import Path

import pytest
from defusedxml import ElementTree
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hardware import glass, optics, sight
from hardware.placing import CAMERA_MM, TILT_DEG, Placing, Wanted
from mirrorapp.alignment import advice, lens
from mirrorapp.config import Config, data_dir
from mirrorapp.ui import legible, theme
from tests.tiers import examples

ROOT = Path(__file__).resolve().parents[2]
STANDARD = sight.LENSES["standard"]
EYES = st.floats(1000, 1900)
AWAY = st.floats(1500, 4000)
SCREENS = st.floats(10, 80)
TRIED = settings(max_examples=examples(400), deadline=None)


# --- The laws ---------------------------------------------------------------------------------

@TRIED
@given(EYES, st.floats(0, 2000), AWAY)
def test_ones_own_reflection_is_half_way(eye_mm: float, point_mm: float, away_mm: float) -> None:
    assert isclose(sight.on_glass(eye_mm, point_mm, away_mm, away_mm), (eye_mm + point_mm) / 2)


@TRIED
@given(EYES, st.floats(0, 2000), AWAY, AWAY)
def test_light_leaves_the_glass_as_it_came(eye_mm: float, point_mm: float, eye_away_mm: float,
                                           point_away_mm: float) -> None:
    seen_mm = sight.on_glass(eye_mm, point_mm, eye_away_mm, point_away_mm)
    assert isclose((eye_mm - seen_mm) / eye_away_mm, (seen_mm - point_mm) / point_away_mm,
                   abs_tol=1e-9)


@TRIED
@given(EYES, AWAY, SCREENS, st.sampled_from(sorted(sight.LENSES)))
def test_the_tilt_sees_toes_and_raised_hand(eye_mm: float, away_mm: float, screen_in: float,
                                            name: str) -> None:
    placing = Placing(Wanted(screen_in, eye_mm, away_mm, 6000))
    chosen = sight.LENSES[name]
    tilt_deg = placing.tilt_deg(chosen)
    assume(tilt_deg is not None)
    assert tilt_deg is not None
    assert TILT_DEG[0] <= tilt_deg <= TILT_DEG[1]
    body = placing.wanted.body
    for high_mm, at_mm in ((0.0, body.to_glass_mm("toe", away_mm)),
                           (sight.REACH * body.stature_mm, away_mm)):
        assert abs(in_picture(placing.camera_mm, tilt_deg, high_mm, at_mm)) < tan(
            radians(chosen.angle_deg) / 2)


def in_picture(camera_mm: float, tilt_deg: float, high_mm: float, away_mm: float) -> float:
    """Where a pinhole camera has a point, in focal lengths from the middle: by rotating it."""
    along = complex(away_mm, camera_mm - high_mm) * rect(1, -radians(tilt_deg))
    assert along.real > 0
    return along.imag / along.real


@TRIED
@given(EYES, AWAY, SCREENS)
def test_the_panel_shows_the_legs_or_says_that_it_does_not(eye_mm: float, away_mm: float,
                                                           screen_in: float) -> None:
    placing = Placing(Wanted(screen_in, eye_mm, away_mm, 6000))
    toes_mm, hips_mm = placing.legs_mm
    said = any("not all of them fall on this panel" in each for each in placing.cautions)
    assert said != (placing.bottom_mm <= toes_mm + 0.5 and placing.top_mm >= hips_mm - 0.5)
    assert said == (placing.panel_mm[1] < hips_mm - toes_mm - 0.5)
    assert placing.bottom_mm >= 99.9


@TRIED
@given(EYES, AWAY, SCREENS)
def test_more_of_it_gives_more(eye_mm: float, away_mm: float, screen_in: float) -> None:
    here = Wanted(screen_in, eye_mm, away_mm, 9000)
    taller, larger = replace(here, eye_mm=eye_mm + 50), replace(here, screen_in=screen_in + 2)
    assert Placing(taller).legs_mm > Placing(here).legs_mm
    assert Placing(larger).kg > Placing(here).kg
    assert Placing(larger).panel_mm > Placing(here).panel_mm
    near, far = (sight.px_per_mm(1000, 1400, 12, 500, each) for each in (away_mm, away_mm + 100))
    assert near > far
    near, far = (most - least for least, most in (
        sight.tilts_deg(STANDARD, 1400, each, here.body) for each in (away_mm, away_mm + 100)))
    assert far > near


@TRIED
@given(st.floats(0.1, 0.8), st.floats(10, 2000))
def test_darker_glass_and_brighter_rooms_want_a_brighter_panel(passed: float, lux: float) -> None:
    assert glass.panel_nits(passed, lux) > glass.panel_nits(passed + 0.1, lux)
    assert glass.panel_nits(passed, lux * 1.1) > glass.panel_nits(passed, lux)
    assert glass.stops(passed) > glass.stops(passed + 0.1)


@TRIED
@given(EYES, SCREENS)
def test_from_the_nearest_mark_on_all_is_seen(eye_mm: float, screen_in: float) -> None:
    placing = Placing(Wanted(screen_in, eye_mm))
    nearest_mm = placing.nearest_mm(STANDARD)
    assume(nearest_mm is not None)
    assert nearest_mm is not None
    assert placing._middle(STANDARD, nearest_mm + 500) is not None
    assert nearest_mm == 1000 or placing._middle(STANDARD, nearest_mm - 50) is None


# --- By hand ----------------------------------------------------------------------------------

def test_a_known_mirror() -> None:
    """Worked out with pencil and paper for 32 inches and eyes at 160 cm."""
    placing = Placing(Wanted(32, 1600))
    assert placing.panel_mm == pytest.approx((398.5, 708.4), abs=0.1)
    stature_mm = 1600 / 0.9388
    assert placing.wanted.body.high_mm("knee") == pytest.approx(493.7, abs=0.1)
    eye_away_mm, knee_away_mm = 2000 - 0.0902 * stature_mm, 2000 - 0.0307 * stature_mm
    part = eye_away_mm / (eye_away_mm + knee_away_mm)
    assert placing.wanted.body.reflected_mm("knee", 2000) == pytest.approx(
        1600 - part * (1600 - 493.7), abs=0.1)
    assert CAMERA_MM[0] <= placing.camera_mm <= CAMERA_MM[1]
    assert placing.cautions == ()


def test_the_touch_frame_stays_out_of_the_picture() -> None:
    """At 45°, without glass, the ray falls as far as it goes: 12 mm to the glass and the step."""
    assert glass.bar_most_mm(46, 45, 0, 10) == pytest.approx(46 - 12 - 10)
    inside = tan(asin(sin(radians(45)) / 1.52))
    assert glass.bar_most_mm(46, 45, 4, 10) == pytest.approx(46 - 12 - 10 - 4 * inside)
    assert glass.bar_most_mm(46, 63, 4, 10) == 0


def test_a_known_weight() -> None:
    """A square metre of each: panel, glass, back; 4 m of frame; the rest."""
    assert glass.weight_kg((1000, 1000), (1000, 1000), 4) == pytest.approx(19 + 10 + 3.6 + 3.4 + 3)


def test_a_touch_straight_ahead_is_not_off() -> None:
    assert glass.touch_off_mm(0, 500, 5, 4, 2) == 0
    assert glass.touch_off_mm(500, 500, 5, 0, 2) == pytest.approx(7)
    assert glass.touch_off_mm(500, 500, 0, 4, 0) == pytest.approx(4 * 0.5255, abs=0.001)


# --- The mirror's own figures -----------------------------------------------------------------

def test_bodies_are_the_mirrors() -> None:
    """In the order that config/standing.toml names."""
    joints = ("eye", "ear", "shoulder", "hip", "knee", "ankle", "heel", "toe")
    standing = tomllib.loads((data_dir() / "standing.toml").read_text())
    up, ahead = (dict(zip(joints, standing[key], strict=True)) for key in ("up", "ahead"))
    assert {each: up[each] for each in sight.STATURES} == sight.STATURES
    assert {each: ahead[each] for each in sight.AHEAD} == sight.AHEAD


def test_lenses_are_the_mirrors() -> None:
    assert {name: each.angle_deg for name, each in sight.LENSES.items()} == {
        name: each.angle_deg for name, each in lens.LENSES.items()}
    for name, each in sight.LENSES.items():
        assert each.focal_px(1280) == pytest.approx(lens.LENSES[name].focal_px(720, 1280))


def test_the_camera_is_where_the_mirror_wants_it() -> None:
    assert tuple(each / 1000 for each in CAMERA_MM) == advice.HEIGHT_M
    assert TILT_DEG == advice.TILT_DEG
    told = (ROOT / "docs/calibration.md").read_text()
    assert f"{CAMERA_MM[0] / 1000:.2f}–{CAMERA_MM[1] / 1000:.2f} m" in told
    assert f"tilt {TILT_DEG[0]:.0f}–{TILT_DEG[1]:.0f}° down" in told


def test_defaults_are_the_mirrors() -> None:
    asked = optics._parser().parse_args(["--screen", "32", "--eye", "160"])
    camera = Config().camera
    assert asked.distance == camera.floor_mark_m
    assert camera.width == optics.MAIN_PX
    assert asked.passed / 100 == legible.PASSED
    assert asked.lux == legible.ROOM_LUX


def test_light_is_the_mirrors() -> None:
    assert pytest.approx(legible.luminance(theme.QUIET), abs=0.01) == glass.FAINTEST
    assert glass.ROOM_GREY == legible.ROOM_GREY
    assert glass.PANEL_CONTRAST == legible.WHITE_NITS / legible.BLACK_NITS


# --- The program ------------------------------------------------------------------------------

def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", str(ROOT / "hardware/optics.py"), *arguments],
                          cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_it_runs_by_its_name(tmp_path: Path) -> None:
    done = run(tmp_path, "--screen", "32", "--eye", "160")
    assert done.returncode == 0, done.stderr
    assert "camera's lens                                  140 cm" in done.stdout
    drawing = ElementTree.parse(tmp_path / "side-view.svg")
    words = [each.text for each in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert "camera 140 cm, 11° down" in words
    assert "mark 2.00 m" in words


@pytest.mark.parametrize(("arguments", "said"), [
    (["--screen", "3"], "diagonal in inches has to be 7 to 100, not 3"),
    (["--eye", "300"], "eyes in cm has to be 70 to 220, not 300"),
    (["--eye", "nan"], "eyes in cm has to be"),
    (["--distance", "2.5"], "A room 3 m deep has no place for a mark 2.5 m away"),
    (["--pass", "0"], "lets pass in % has to be 5 to 95"),
    (["--beam", "-1"], "--beam has to be 0 to 50 mm, not -1"),
    (["--aspect", "16:0"], "16:0 is no ratio such as 16:9"),
    (["--aspect", "0.5"], "long side over its short one has to be 1 to 4, not 0.5"),
    (["-o", "no/such/folder.svg"], "Name another place with -o"),
])
def test_what_is_impossible_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                    capsys: pytest.CaptureFixture[str], arguments: list[str],
                                    said: str) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = optics.main(["--screen", "32", "--eye", "160", *arguments])
    except SystemExit as left:
        code = left.code  # type: ignore[assignment]
    assert code == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_what_does_not_work_out_is_told() -> None:
    small = Placing(Wanted(15, 1800)).cautions
    assert ["not all of them fall" in small[0], "camera comes to hang" in small[1],
            "Put the mark" in small[2]] == [True] * 3
    assert "feet are reflected" in Placing(Wanted(24, 1600)).cautions[0]


@TRIED
@given(EYES, SCREENS, st.floats(2600, 5000))
def test_no_mark_is_advised_that_the_room_has_no_place_for(eye_mm: float, screen_in: float,
                                                           room_mm: float) -> None:
    wanted = Wanted(screen_in, eye_mm, 2000, room_mm)
    told = [float(found[1]) for said in Placing(wanted).cautions
            if (found := re.search(r"Put the mark ([\d.]+) m away\.", said))]
    for away_m in told:
        replace(wanted, away_mm=away_m * 1000)


def test_a_room_that_is_too_short_for_the_camera_is_told() -> None:
    said = Placing(Wanted(32, 1850, 2000, 2600)).cautions[-1]
    assert said.endswith("2.50 m away, in a room at least 3.10 m deep, or take the wide one.")
    assert Placing(Wanted(32, 1850, 2000, 3100)).cautions[-1].endswith("2.50 m away.")


@pytest.mark.parametrize("screen_in", [10, 24, 32, 65])
@pytest.mark.parametrize("eye_mm", [1100, 1600, 1900])
def test_no_words_of_the_drawing_touch(screen_in: float, eye_mm: float) -> None:
    drawing = ElementTree.fromstring(optics.side_view(Placing(Wanted(screen_in, eye_mm))))
    _, _, wide_px, high_px = map(float, drawing.attrib["viewBox"].split())
    boxes = []
    for each in drawing.iter("{http://www.w3.org/2000/svg}text"):
        size = float(each.attrib["font-size"])
        long_px = 0.62 * size * len(each.text or "")
        x, y = float(each.attrib["x"]), float(each.attrib["y"])
        left = x - long_px * {"start": 0, "middle": 0.5, "end": 1}[each.attrib["text-anchor"]]
        boxes.append((left, y - size, left + long_px, y, each.text))
    for n, (left, top, right, bottom, text) in enumerate(boxes):
        assert left >= 0, text
        assert right <= wide_px, text
        assert top >= 0, text
        assert bottom <= high_px, text
        for other in boxes[n + 1:]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or (
                other[3] <= top), (text, other[4])
