"""What the pages and the list of parts say hangs together, and is what the scripts work out."""

import csv
import re
from pathlib import Path

import pytest
import yaml

from hardware import glass, make, optics, sight
from hardware.front_view import PI_MM, PI_SIZE_MM
from hardware.harness import lint
from hardware.placing import Placing, Wanted
from hardware.section import LAYERS

PAGE = (make.HERE / "README.md").read_text(encoding="utf-8")
SAFETY = (make.HERE / "safety.md").read_text(encoding="utf-8")
BOM_FILE = make.HERE / "bom.csv"
COLUMNS = ["id", "part", "need", "pi", "wiring", "why this one", "alternatives", "price band EUR",
           "source"]
STEPS = re.split(r"^## (?=\d+\. )", PAGE.split("\n## What was done")[0], flags=re.MULTILINE)[1:]


def parts(text: str) -> list[dict[str, str]]:
    """The rows of a list of parts."""
    return list(csv.DictReader(text.splitlines()))


BOM = parts(BOM_FILE.read_text(encoding="utf-8"))


def lacks(rows: list[dict[str, str]]) -> list[str]:
    """What is wrong with a list of parts, by itself."""
    said = [f"{row['id']}: {name}" for row in rows for name in COLUMNS
            if not (row.get(name) or "").strip() or None in row]
    ids = [row["id"] for row in rows]
    return said + [f"{each} twice" for each in sorted({n for n in ids if ids.count(n) > 1})]


def used(steps: list[str]) -> set[str]:
    """The parts that the steps name."""
    return {name for step in steps for line in re.findall(r"^\*\*Parts:\*\* (.*)$", step, re.M)
            for name in re.findall(r"`([a-z0-9-]+)`", line)}


def test_the_list_of_parts_is_whole() -> None:
    assert list(BOM[0]) == COLUMNS
    assert lacks(BOM) == []


def test_every_part_is_used_and_every_part_used_is_there() -> None:
    assert used(STEPS) == {row["id"] for row in BOM}


def test_what_is_wrong_with_it_is_found() -> None:
    text = BOM_FILE.read_text(encoding="utf-8")
    assert lacks(parts(text.replace("\"the film's: EN 12600, check\"", ""))) == ["film: source"]
    assert "card twice" in lacks(parts(text.replace("\nhdmi,", "\ncard,")))
    assert lacks(parts(text.replace('"microSD card, 32 GB, class A2"', " "))) == ["card: part"]
    assert used([*STEPS, "**Parts:** `glue`"]) - {row["id"] for row in BOM} == {"glue"}


def test_what_may_stand_in_a_column() -> None:
    for row in BOM:
        assert row["need"] in {"essential", "optional", "one of"}
        assert row["pi"] in {"4", "5", "both"}
        assert (row["need"] == "one of") == (row["pi"] != "both"), row["id"]
        low, high = map(int, re.fullmatch(r"(\d+)-(\d+), check", row["price band EUR"]).groups())
        assert low < high
        assert re.search("check|product brief|ISO|EN|measured|mark|load|panel's own", row["source"])


def test_a_pi_4_has_all_that_a_pi_5_has() -> None:
    of = {pi: {row["id"][:-1] for row in BOM if row["pi"] == pi} for pi in "45"}
    assert of["4"] == of["5"] == {"pi", "supply", "cooler", "ribbon"}


def test_what_it_costs_is_the_sum() -> None:
    lows, highs = [], []
    for pi in "45":
        bands = [row["price band EUR"].split(",")[0].split("-") for row in BOM
                 if row["need"] == "essential" or (row["need"] == "one of" and row["pi"] == pi)]
        lows.append(sum(int(low) for low, _ in bands))
        highs.append(sum(int(high) for _, high in bands))
    low, high = map(int, re.search(r"(\d+) to (\d+) EUR", PAGE).groups())
    assert abs(low - min(lows)) < 50
    assert abs(high - max(highs)) < 50


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.split("\n")[0])
def test_each_step_has_its_time_tools_and_parts(step: str) -> None:
    assert re.search(r"^\*\*Time:\*\* .+ · \*\*Tools:\*\* .+$", step, re.MULTILINE)
    assert re.search(r"^\*\*Parts:\*\* (none|`.+`)$", step, re.MULTILINE)


def test_how_many_steps_need_two() -> None:
    two = sum("two people" in step for step in STEPS)
    assert f"two pairs of hands for {('no', 'one', 'two', 'three', 'four')[two]} steps" in PAGE


def test_steps_are_numbered() -> None:
    assert [int(step.split(".")[0]) for step in STEPS] == list(range(1, len(STEPS) + 1))


def test_every_part_of_the_wiring_is_in_the_list() -> None:
    listed = {name for row in BOM for name in row["wiring"].split() if name != "-"}
    wired = set()
    for file in (make.HERE / "harness").glob("*.yml"):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        wired |= set(data["connectors"]) | set(data["cables"])
    with_the_supplies = {"W11", "W12", "W13"}
    assert wired - listed == with_the_supplies
    assert listed <= wired
    assert lint.HEADER[11] == "GPIO17"
    assert "`presence_pin = 17`" in PAGE


def test_the_camera_light_is_lit_and_harms_no_pin() -> None:
    """By Ohm's law, from what feeds it in the wiring; the same resistor is drawn and bought."""
    text = (make.HERE / "harness/signals.yml").read_text(encoding="utf-8")
    lit = next(net for net in lint.Harness(text).joined() if any(pin.part == "D1" and
                                                                 pin.label == "IN" for pin in net))
    feed_v = next(pin.volts for pin in lit if pin.part == "J8")
    light = next(row for row in BOM if row["id"] == "led")
    colour, ohm = re.search(r"LED, (\w+),.* (\d+) ohm", light["part"]).groups()
    assert f"subtype: {colour} LED with {ohm} ohm in line" in text
    assert feed_v is not None
    for drop_v in map(float, re.search(r"([\d.]+) to ([\d.]+) V", light["source"]).groups()):
        assert 2 <= (feed_v - drop_v) / int(ohm) * 1000 <= 5


def numbers(part: str) -> list[float]:
    """What stands in the list of parts as a number, in its order."""
    said = next(row["part"] for row in BOM if row["id"] == part)
    return [float(each) for each in re.findall(r"[\d.]+", said)]


def test_what_lies_behind_each_other_fits_the_frame() -> None:
    """From the touch frame to the air behind the panel the section is as deep as the timber."""
    thick = [layer[1] for layer in LAYERS]
    assert sum(thick[:5]) == numbers("timber")[1]
    touch, pane = thick[:2]
    assert numbers("strips")[0] + numbers("tape")[0] == touch
    said = " ".join(PAGE.split())
    assert f"its front {touch + pane + 4:.0f} mm deep (4 mm behind the glass)" in said
    assert f"{touch + pane:.0f} to {touch + pane + 3:.0f} mm deep: the shutter's" in said
    tallest_mm = numbers("spacers")[1] + 1.6 + 18  # its board, and two sockets of USB above it
    assert thick[4] > tallest_mm


def test_there_is_wood_enough() -> None:
    """Metres for what the steps cut, and 2 % for the saw; mitred sides count by their outside."""
    wide_m, high_m = (each / 1000 + 0.004 for each in Placing(make.EXAMPLE).glass_mm)
    thick_m, deep_m = (each / 1000 for each in numbers("timber")[:2])
    around_m = 2 * (wide_m + high_m) + 8 * thick_m
    assert numbers("timber")[2] >= 1.02 * (around_m + 2 * wide_m)
    assert numbers("battens")[2] >= 1.02 * (2 * wide_m + 2 * (high_m - deep_m))
    assert numbers("strips")[2] >= 1.02 * 2 * (wide_m + high_m)


@pytest.mark.parametrize("ribbon", ["ribbon4", "ribbon5"])
def test_the_ribbon_reaches_the_pi(ribbon: str) -> None:
    """Along right angles, from the lens to the middle of the Pi, and from front to back."""
    aside_mm, down_mm = (at + size / 2 for at, size in zip(PI_MM, PI_SIZE_MM, strict=True))
    assert abs(aside_mm) + abs(down_mm) + LAYERS[4][1] + 20 < numbers(ribbon)[-1]


@pytest.mark.parametrize("page", ["README.md", "safety.md"])
def test_every_link_leads_somewhere(page: str) -> None:
    text = (make.HERE / page).read_text(encoding="utf-8")
    links = [each.split("#")[0] for each in re.findall(r"\]\(([^)]+)\)", text)]
    assert links
    assert [each for each in links if not (make.HERE / each).exists()] == []


def test_files_named_are_there() -> None:
    for name in re.findall(r"`((?:cad|paper)/\S+)`", PAGE):
        assert (make.HERE / name).is_file(), name


def test_the_figures_are_worked_out() -> None:
    placing = Placing(make.EXAMPLE)
    asked = optics._parser().parse_args(["--screen", "32", "--eye", "160"])
    white = dict(optics.rows(placing, asked))["panel's white, at least"]
    said = " ".join(PAGE.split())
    low, high = (f"{each / 10:.0f}" for each in (placing.bottom_mm, placing.top_mm))
    wide, tall = placing.glass_mm
    standard, broad = sight.LENSES["standard"], sight.LENSES["wide"]
    for figure in (f"{low} to {high} cm above the floor",
                   f"{placing.camera_mm / 10:.0f} cm above the floor, "
                   f"{placing.tilt_deg(standard):.0f}° down",
                   f"{wide:.0f} x {tall:.0f} mm, its lower edge at "
                   f"{placing.glass_bottom_mm / 10:.0f} cm",
                   f"about {placing.kg:.0f} kg; the anchors hold "
                   f"{placing.kg * glass.ANCHOR_FACTOR:.0f} kg together",
                   f"{white} at least",
                   f"Lens at {placing.camera_mm / 10:.0f} cm"):
        assert figure in said, figure
    for lens, words in ((standard, "sees {} cm from side to side at the feet; {} pixels"),
                        (broad, "{} cm, {} pixels")):
        tilt_deg = placing.tilt_deg(lens)
        assert tilt_deg is not None
        across_mm = sight.seen_across_mm(lens, placing.camera_mm, tilt_deg, 2000)
        px = sight.px_per_mm(lens.focal_px(optics.MAIN_PX), placing.camera_mm, tilt_deg,
                             placing.wanted.body.high_mm("knee"), 2000)
        assert words.format(f"{across_mm / 10:.0f}", f"{px:.2f}") in said
    bars = [value for name, value in optics.rows(placing, asked)
            if name.startswith("touch frame above")]
    assert f"{bars[0]} above the panel's picture".replace("mm at most", "mm") in said
    assert bars[1] == "is in the camera's picture"


@pytest.mark.parametrize("screen_in", [24, 32, 43])
def test_the_weights_are_worked_out(screen_in: int) -> None:
    kg = Placing(Wanted(screen_in, 1600)).kg
    assert f'| {screen_in}" | {kg:.0f} kg | {kg * glass.ANCHOR_FACTOR:.0f} kg |' in SAFETY


def test_the_cleat_carries_four_times_the_mirror() -> None:
    assert numbers("cleat")[1] >= Placing(make.EXAMPLE).kg * glass.ANCHOR_FACTOR


def test_the_licence_is_whole() -> None:
    text = (make.HERE / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("CERN Open Hardware Licence Version 2 - Permissive\n")
    assert re.findall(r"^(\d) [A-Z]", text, re.MULTILINE) == list("1234567")
    assert "CERN-OHL-P-2.0" in PAGE
    notice = PAGE.split("\n## Licence\n")[1]
    for said in ("Copyright the mirrorapp contributors", "CERN-OHL-P-2.0", "without any warranty"):
        assert said in " ".join(notice.split())
    assert "CERN-OHL-P-2.0" in (make.HERE.parent / "NOTICE").read_text(encoding="utf-8")


def test_safety_says_what_must_be_said() -> None:
    said = SAFETY.lower()
    for word in ("not tested", "no open mains", "certified", "fuse", "film", "four times",
                 "shutter", "camera light", "holes of 20 mm"):
        assert word in said
    assert Path(make.HERE / "safety.md").name in PAGE
