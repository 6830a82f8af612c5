"""The wiring harms nothing; and what would is found."""

import re
from pathlib import Path

import pytest
import yaml

from hardware.harness import lint
from mirrorapp.config import Config

FOLDER = Path(lint.__file__).parent
FILES = sorted(FOLDER.glob("*.yml"))
SIGNALS = (FOLDER / "signals.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_wrong(file: Path) -> None:
    assert lint.complaints(file.read_text(encoding="utf-8")) == []


def test_the_sensor_is_where_the_mirror_looks() -> None:
    pin = Config().display.presence_pin
    harness = lint.Harness(SIGNALS)
    net = next(net for net in harness.joined() if any("OUT 3V3" in each.label for each in net))
    assert [each.label for each in net if each.part == "J8"] == [f"GPIO{pin}"]


def test_the_wires_are_those_of_the_docs() -> None:
    docs = (FOLDER.parents[1] / "docs/display.md").read_text(encoding="utf-8")
    told = {int(pin) for pin in re.findall(r"(?:5 V|ground|GPIO 17) \(pin (\d+)\)", docs)}
    harness = lint.Harness(SIGNALS)
    wired = {each.number for net in harness.joined() if any(pin.part == "B1" for pin in net)
             for each in net if each.part == "J8"}
    assert wired == told == {2, 6, 11}


def test_the_camera_light_goes_by_the_shutter_alone() -> None:
    """Between the Pi's 3.3 V and the light is the switch, and no pin that a program could set."""
    harness = lint.Harness(SIGNALS)
    lit = next(net for net in harness.joined() if any(each.part == "D1" and each.label == "IN"
                                                      for each in net))
    assert [each.label for each in lit if each.part == "J8"] == ["3V3"]
    assert {each.part for each in lit} == {"J8", "S1", "D1"}


WRONG = {
    "5 V on a GPIO": ("{J8: [11, 6]}", "{J8: [2, 6]}",
                      ["J8:2 is used 2 times.", "J8:11 (GPIO17) is not connected.",
                       "Short: B1:1 (VCC 5V) and B1:2 (OUT 3V3) are joined."]),
    "a sensor of 5 V": ("OUT 3V3", "OUT 5V", ["B1:2 (OUT 5V) is on J8:11 (GPIO17), which stands "
                                              "3.3 V."]),
    "supply on ground": ("- [{J8: [2]}, {W1: [1]}", "- [{J8: [9]}, {W1: [1]}",
                         ["J8:9 is used 2 times.", "J8:2 (5V) is not connected.",
                          "Short: B1:1 (VCC 5V) and D1:2 (GND) are joined.",
                          "B1:1 (VCC 5V) has no supply."]),
    "two wires crossed": ("{B1: [2, 3]}", "{B1: [3, 2]}",
                          ["B1:3 (GND) has no ground."]),
    "no ground": ("{J8: [11, 6]}, {W2: [2, 3]}, {B1: [2, 3]}", "{J8: [11]}, {W2: [2]}, {B1: [2]}",
                  ["J8:6 (GND) is not connected.", "B1:3 (GND) is not connected.",
                   "B1:3 (GND) has no ground."]),
    "a wire used twice": ("{W4: [1]}", "{W3: [1]}", ["W3:1 is used 2 times."]),
    "a pin that is not there": ("{S1: [2]}", "{S1: [3]}",
                                ["S1:3 is connected, and there is no such pin.",
                                 "S1:2 (NC) is not connected."]),
    "a part that is not there": ("{S1: [2]}", "{S9: [2]}",
                                 ["S9:2 is connected, and there is no such pin.",
                                  "S1:2 (NC) is not connected."]),
    "another pin of the header": ("GPIO17]", "GPIO18]",
                                  ["J8:11 (GPIO18) of the header is GPIO17."]),
    "a pin beyond the header": ("9, 11]", "9, 41]",
                                ["J8:11 is connected, and there is no such pin.",
                                 "J8:41 (GPIO17) is not connected.",
                                 "J8:41 (GPIO17) of the header is not there."]),
    "open mains": ("[COM,", "[230V L,", ["S1:1 (230V L) carries mains: buy that certified, and "
                                         "closed."]),
    "both supplies on one switch": ("- [{J8: [9]}, {W3: [2]}, {D1: [2]}]",
                                    "- [{J8: [2]}, {W3: [2]}, {S1: [2]}]",
                                    ["Short: B1:1 (VCC 5V) and J8:1 (3V3) are joined."]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_found(name: str) -> None:
    right, wrong, said = WRONG[name]
    assert SIGNALS.count(right) == 1
    found = lint.complaints(SIGNALS.replace(right, wrong))
    assert [each for each in said if each not in found] == [], found


def test_two_gpios_on_one_wire() -> None:
    data = yaml.safe_load(SIGNALS)
    data["connectors"]["J8"]["pins"].append(12)
    data["connectors"]["J8"]["pinlabels"].append("GPIO18")
    data["cables"]["W9"] = {"colors": ["YE"]}
    data["connections"].append([{"J8": [12]}, {"W9": [1]}, {"B1": [2]}])
    assert "J8:11 (GPIO17) and J8:12 (GPIO18) are joined." in lint.complaints(yaml.safe_dump(data))


def test_the_whole_header_is_known() -> None:
    """40 pins: 28 GPIOs, each once, 8 grounds, two of each supply."""
    assert sorted(lint.HEADER) == list(range(1, 41))
    gpios = sorted(int(label[4:]) for label in lint.HEADER.values() if label.startswith("GPIO"))
    assert gpios == list(range(28))
    assert [list(lint.HEADER.values()).count(each) for each in ("GND", "3V3", "5V")] == [8, 2, 2]


@pytest.mark.parametrize("text", [
    "", "[:", "connectors: 5", "connectors: {J: {pinlabels: [A]}}",
    "connectors: {J: {pins: [1, 2], pinlabels: [A]}}\nconnections: []",
    "connectors: {}\nconnections: [[{A: [1, 2]}, {B: [1]}]]"])
def test_what_is_no_harness_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="That is no harness"):
        lint.complaints(text)


def test_it_runs_on_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint.main([str(each) for each in FILES]) == 0
    bad = tmp_path / "bad.yml"
    bad.write_text(SIGNALS.replace("GPIO17]", "GPIO18]"), encoding="utf-8")
    assert lint.main([str(bad)]) == 1
    assert f"{bad}: J8:11 (GPIO18) of the header is GPIO17." in capsys.readouterr().out
