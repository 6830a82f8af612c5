"""Whether a harness would harm anything: `python -m hardware.harness.lint FILE…`.

Looks at WireViz's own files. What a pin carries is told by its label: GND, a voltage such as 5V or
3V3, GPIO and a number. Fuses and switches are taken to conduct, for one day they do.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

GPIO_MOST_V = 3.3
_CONDUCTS = ("fuse", "switch")
_VOLTS = re.compile(r"\b(\d+)V(\d*)\b")
_MAINS = re.compile(r"\b(?:L|N|PE|\d{3}V)\b")
_HEADER = "raspberry pi header"
_GPIO = {3: 2, 5: 3, 7: 4, 8: 14, 10: 15, 11: 17, 12: 18, 13: 27, 15: 22, 16: 23, 18: 24, 19: 10,
         21: 9, 22: 25, 23: 11, 24: 8, 26: 7, 27: 0, 28: 1, 29: 5, 31: 6, 32: 12, 33: 13, 35: 19,
         36: 16, 37: 26, 38: 20, 40: 21}
HEADER = ({1: "3V3", 17: "3V3", 2: "5V", 4: "5V"}
          | dict.fromkeys((6, 9, 14, 20, 25, 30, 34, 39), "GND")
          | {pin: f"GPIO{number}" for pin, number in _GPIO.items()})
"""What each pin of the 40-pin header carries (Raspberry Pi's documentation, "GPIO and the 40-pin
header")."""


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """One pin of one part."""

    part: str
    number: int
    label: str

    def __str__(self) -> str:
        return f"{self.part}:{self.number} ({self.label})"

    @property
    def volts(self) -> float | None:
        """The voltage that its label tells; 0 is ground."""
        if "GND" in self.label.split():
            return 0.0
        found = _VOLTS.search(self.label)
        return float(f"{found[1]}.{found[2] or 0}") if found else None


class Harness:
    """One file of WireViz: its pins, and which of them are joined.

    Raises `ValueError` where that is no harness.
    """

    def __init__(self, text: str) -> None:
        try:
            data = yaml.safe_load(text)
            self.parts: dict[str, dict[int, Pin]] = {
                name: dict(_pins(name, part)) for name, part in data["connectors"].items()}
            self.types = {name: str(part.get("type", "")).lower()
                          for name, part in data["connectors"].items()}
            self.ends = [ends for row in data["connections"] for ends in _side_by_side(row)]
        except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"That is no harness: {error}") from None
        self.wires = set(data.get("cables", {}))

    def joined(self) -> list[list[Pin]]:
        """Pins that are one piece of copper once every fuse and switch conducts."""
        of: dict[Pin, set[Pin]] = {pin: {pin} for part in self.parts.values()
                                   for pin in part.values()}
        for several in (*self._rows(), *self._through()):
            net = set().union(*(of[pin] for pin in several))
            of.update(dict.fromkeys(net, net))
        return [sorted(net) for net in {id(each): each for each in of.values()}.values()]

    def _rows(self) -> Iterator[list[Pin]]:
        for row in self.ends:
            pins = [self.parts[name][number] for name, number in row
                    if number in self.parts.get(name, {})]
            if pins:
                yield pins

    def _through(self) -> Iterator[list[Pin]]:
        for name, kind in self.types.items():
            if any(each in kind for each in _CONDUCTS):
                yield list(self.parts[name].values())


def _side_by_side(row: Sequence[Mapping[str, Sequence[int]]]) -> list[list[tuple[str, int]]]:
    """The wires of one row of WireViz's: each a list of the ends it goes through."""
    steps = [[(name, int(number)) for number in numbers] for step in row
             for name, numbers in step.items()]
    return [list(ends) for ends in zip(*steps, strict=True)]


def _pins(name: str, part: Mapping[str, Any]) -> Iterator[tuple[int, Pin]]:
    labels = [str(each) for each in part.get("pinlabels", [])]
    numbers = part.get("pins") or range(1, len(labels) + 1)
    for number, label in zip(numbers, labels, strict=True):
        yield int(number), Pin(name, int(number), label)


def complaints(text: str) -> list[str]:
    """What is wrong with a harness, a sentence each. Raises `ValueError` where that is none."""
    harness = Harness(text)
    return [*_ends(harness), *_labels(harness), *_nets(harness)]


def _ends(harness: Harness) -> Iterator[str]:
    used = Counter(end for row in harness.ends for end in row)
    for (name, number), times in sorted(used.items()):
        if name not in harness.wires and number not in harness.parts.get(name, {}):
            yield f"{name}:{number} is connected, and there is no such pin."
        elif times > 1:
            yield f"{name}:{number} is used {times} times."
    for part in harness.parts.values():
        yield from (f"{pin} is not connected." for pin in part.values()
                    if (pin.part, pin.number) not in used)


def _labels(harness: Harness) -> Iterator[str]:
    for name, part in harness.parts.items():
        for pin in part.values():
            if _MAINS.search(pin.label):
                yield f"{pin} carries mains: buy that certified, and closed."
            if harness.types[name] == _HEADER and HEADER.get(pin.number) != pin.label:
                yield f"{pin} of the header is {HEADER.get(pin.number, 'not there')}."


def _nets(harness: Harness) -> Iterator[str]:
    for net in harness.joined():
        by_volts: dict[float, list[Pin]] = defaultdict(list)
        for pin in net:
            if pin.volts is not None:
                by_volts[pin.volts].append(pin)
        gpios = [pin for pin in net if pin.label.startswith("GPIO")]
        if len(by_volts) > 1:
            yield f"Short: {' and '.join(str(pins[0]) for pins in by_volts.values())} are joined."
        if len(gpios) > 1:
            yield f"{' and '.join(map(str, gpios))} are joined."
        yield from (f"{pins[0]} is on {gpios[0]}, which stands 3.3 V." for volts, pins
                    in by_volts.items() if gpios and volts > GPIO_MOST_V)
        yield from _unfed(harness, net)


def _unfed(harness: Harness, net: Sequence[Pin]) -> Iterator[str]:
    """Grounds and supplies that lead nowhere, where there is a header they could lead to."""
    heads = [name for name, kind in harness.types.items() if kind == _HEADER]
    if not heads:
        return
    given = {pin.volts for pin in net if pin.part in heads}
    for pin in net:
        needs = pin.part not in heads and (pin.volts == 0.0 or "VCC" in pin.label.split())
        if needs and pin.volts not in given:
            yield f"{pin} has no {'ground' if pin.volts == 0.0 else 'supply'}."


def main(names: Sequence[str]) -> int:
    """Look at files; 1 where something is wrong."""
    wrong = 0
    for name in names:
        for complaint in complaints(Path(name).read_text(encoding="utf-8")):
            print(f"{name}: {complaint}")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
