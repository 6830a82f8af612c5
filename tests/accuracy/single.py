"""Fits how the knee of a leg that is stood on by itself is read, and says what it is worth.

Two numbers and a constant, by least squares on the six fit bodies' stills: the change of the
angle as it looks against the same leg standing, and how far the user is turned times how far the
knee has come forward. More inputs did no better on bodies that were left out.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mirrorapp.alignment import geometry
from mirrorapp.alignment.one_leg import forward
from mirrorapp.alignment.stance import stood_on
from mirrorapp.events import Side
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from tests.accuracy import bodies, dataset
from tests.accuracy.dataset import Leg

Array = NDArray[np.float64]
FACING_DEG = 12.8
PREAMBLE = """\
# How the knee of a leg is read that is stood on by itself. Written by
# `python -m tests.accuracy single`; what it is worth is in docs/accuracy-single-leg.md.
#
# forward: the square root of the depth, which goes with how far the knee comes forward
# turned: degrees turned away from the line of sight, + to the leg's own side
# fppa, kt: as they look; standing: the same of the leg standing by itself
"""


@dataclass(frozen=True, slots=True)
class Single:
    """One still on one leg: the stance leg's measures, and what is true of it.

    `alone` and `both`: the leg standing by itself, and on both feet. Yaws are + to the user's
    own left; `yaw_deg` is the true one. `movement_deg` is the true valgus without the bones'.
    """

    name: str
    person: str
    held: str
    side: Side
    yaw_deg: float
    movement_deg: float
    kt: float
    flexion_deg: float
    here: Leg
    alone: Leg
    both: Leg
    depth: float
    seen: Side | None

    @property
    def outward(self) -> float:
        return 1.0 if self.side is Side.LEFT else -1.0


def facts_of(cache: Path, kind: str) -> Iterator[tuple[list[Sighting], dict]]:
    """The recordings of "clip" or "stills" in the folder ``single``, with the truth."""
    for path, facts in dataset.facts_of(cache, "single"):
        if facts["kind"] == kind:
            yield list(recording.read(path)), facts


def samples(cache: Path) -> list[Single]:
    """Every bent still in which somebody was found, standing too."""
    return [each for film, facts in facts_of(cache, "stills") for each in _of(film, facts)]


def _of(film: Sequence[Sighting], facts: dict) -> Iterator[Single]:
    side, setup = Side(facts["side"]), facts["setup"]
    legs = [dataset.average([seen]) for seen in film]
    upright = film[1].pose
    if legs[0] is None or legs[1] is None or upright is None:
        return
    tall_px = geometry.measure_leg(upright, side).drop_px
    for seen, here, true in zip(film[2:], legs[2:], facts["stills"][2:], strict=True):
        if here is None or seen.pose is None:
            continue
        leg = true[side.value]
        yield Single(
            setup["name"], setup["person"], facts["held"].removesuffix(" again"), side,
            dataset.sight_yaw_deg(facts), leg["valgus_deg"] - setup[f"axis_{side.value}_deg"],
            leg["kt"], leg["flexion_deg"], here[side], legs[1][side], legs[0][side],
            1 - geometry.measure_leg(seen.pose, side).drop_px / tall_px, stood_on(seen.pose))


def fit(found: Sequence[Single]) -> dict[str, dict[str, float]]:
    """The tables of ``knee_single.toml``."""
    yaw = _solve([(s.outward * s.here["yaw"], s.outward * s.here["yaw_shoulder"], s.outward)
                  for s in found], [s.yaw_deg for s in found])
    by_yaw = dict(zip(("hips", "shoulders", "side", "constant"), yaw, strict=True))
    facing = [s for s in found if abs(s.yaw_deg) <= FACING_DEG]
    movement = _solve([(s.here["fppa"] - s.alone["fppa"], _turn(s, by_yaw)) for s in facing],
                      [s.movement_deg for s in facing])
    by = dict(zip(("fppa", "turned * forward", "constant"), movement, strict=True))
    both = [s.movement_deg - by["fppa"] * (s.here["fppa"] - s.both["fppa"])
            - by["turned * forward"] * _turn(s, by_yaw) for s in facing]
    over_toe = _solve([(s.here["kt"], s.alone["kt"]) for s in facing], [s.kt for s in facing])
    return {"movement_deg": {**by, "constant on both feet": float(np.mean(both))},
            "kt": dict(zip(("kt", "standing", "constant"), over_toe, strict=True)),
            "yaw_deg": by_yaw}


def yaw_deg(sample: Single, by: Mapping[str, float]) -> float:
    """How far the user is turned, as read on one leg."""
    return (by["hips"] * sample.outward * sample.here["yaw"] + by["constant"]
            + sample.outward * (by["shoulders"] * sample.here["yaw_shoulder"] + by["side"]))


def movement_deg(sample: Single, tables: Mapping[str, Mapping[str, float]]) -> float:
    """The fitted reading."""
    by = tables["movement_deg"]
    return (by["fppa"] * (sample.here["fppa"] - sample.alone["fppa"]) + by["constant"]
            + by["turned * forward"] * _turn(sample, tables["yaw_deg"]))


def movement_from_both_deg(sample: Single, tables: Mapping[str, Mapping[str, float]]) -> float:
    """The same against the leg standing on both feet."""
    by = tables["movement_deg"]
    return (by["fppa"] * (sample.here["fppa"] - sample.both["fppa"])
            + by["constant on both feet"]
            + by["turned * forward"] * _turn(sample, tables["yaw_deg"]))


def kt(sample: Single, tables: Mapping[str, Mapping[str, float]]) -> float:
    """The fitted knee over toe."""
    by = tables["kt"]
    return by["kt"] * sample.here["kt"] + by["standing"] * sample.alone["kt"] + by["constant"]


def left_out(found: Sequence[Single], read: Callable[[Single, dict[str, dict[str, float]]], float]
             ) -> list[float]:
    """Each sample read by coefficients that were fitted on the other bodies."""
    tables = {person: fit([s for s in found if s.person != person])
              for person in {s.person for s in found}}
    return [read(s, tables[s.person]) for s in found]


def told(found: Sequence[Single]) -> list[Single]:
    """Those whose stance is told from the feet."""
    return [s for s in found if s.seen is s.side]


def write(path: Path, tables: Mapping[str, Mapping[str, float]]) -> None:
    """The file that `alignment.one_leg` reads."""
    lines = [PREAMBLE]
    for title, table in tables.items():
        lines += [f"[{title}]", *(f"{json.dumps(k)} = {v:.4f}" for k, v in table.items()), ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def main(cache: Path, folder: Path) -> None:
    """Fit, and write ``knee_single.toml`` and ``single.md`` into a folder."""
    from tests.accuracy import single_report

    folder.mkdir(parents=True, exist_ok=True)
    found = told(samples(cache))
    write(folder / "knee_single.toml", fit([s for s in found if s.person in bodies.FIT]))
    single_report.write(cache, folder / "single.md")


def _turn(sample: Single, by: Mapping[str, float]) -> float:
    return sample.outward * yaw_deg(sample, by) * forward(sample.depth)


def _solve(inputs: Sequence[tuple[float, ...]], true: Sequence[float]) -> list[float]:
    columns = np.c_[np.array(inputs), np.ones(len(true))]
    by, *_ = np.linalg.lstsq(columns, np.array(true), rcond=None)
    return [float(each) for each in by]
