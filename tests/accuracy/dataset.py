"""The cached recordings as samples: one leg at one bottom, with its own standing baseline."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp.events import Side
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Pose, Sighting
from mirrorapp.vision.recording import Recording
from tests.accuracy import features
from tests.accuracy.bodies import HELD_OUT

BOTTOM_S = 0.2
STANDING_FLEXION_MAX_DEG = 7.0
"""Beyond the legs' own axis: frames this straight are the standing baseline."""

Leg = dict[str, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """One leg bent: its features, those of the same leg standing, and what is true of it.

    `yaw_deg` is against the line of sight, + to the user's own left; `axis_deg` is what of the
    valgus is in the bones.
    """

    source: str
    kind: str
    side: Side
    person: str
    yaw_deg: float
    valgus_deg: float
    axis_deg: float
    kt: float
    flexion_deg: float
    here: Leg
    standing: Leg
    facts: dict[str, Any]

    @property
    def held_out(self) -> bool:
        return self.person in HELD_OUT


def facts_of(cache: Path, kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Recordings of "clips" or "stills", and the truth beside them."""
    for path in sorted((cache / kind).glob("*.json")):
        yield path.with_suffix(".npz"), json.loads(path.read_text(encoding="utf-8"))


def samples(cache: Path) -> list[Sample]:
    """All of them, clips first."""
    found: list[Sample] = []
    for path, facts in facts_of(cache, "clips"):
        found += of_clip(recording.read(path), facts)
    for path, facts in facts_of(cache, "stills"):
        found += _of_stills(recording.read(path), facts)
    return found


def crowd(cache: Path) -> list[Sample]:
    """The crowd's stills, which are only ever fitted on."""
    return [sample for path, facts in facts_of(cache, "crowd")
            for sample in _of_stills(recording.read(path), facts)]


def of_clip(film: Iterable[Sighting], facts: dict[str, Any]) -> Iterator[Sample]:
    """Both legs at each bottom of one clip."""
    sightings = list(film)
    standing = [seen for seen, true in zip(sightings, facts["frames"], strict=True)
                if _straight(true, facts["setup"])]
    baseline = average(standing)
    if baseline is None:
        return
    for rep in facts["reps"]:
        near = [s for s in sightings if abs(s.time_s - rep["bottom_s"]) <= BOTTOM_S / 2]
        here = average(near)
        if here is not None:
            yield from _both(facts, "clip", rep, here, baseline)


def _straight(true: dict[str, Leg], setup: dict[str, Any]) -> bool:
    bend = max(true[side.value]["flexion_deg"] for side in Side)
    axis = max(abs(setup["axis_left_deg"]), abs(setup["axis_right_deg"]))
    return bend <= float(np.hypot(STANDING_FLEXION_MAX_DEG, axis))


def _of_stills(film: Recording, facts: dict[str, Any]) -> Iterator[Sample]:
    sightings = list(film)
    baseline = average(sightings[:1])
    if baseline is None:
        return
    for seen, true in zip(sightings[1:], facts["stills"][1:], strict=True):
        here = average([seen])
        if here is not None and true["single"] is None:
            yield from _both(facts, "still", true, here, baseline)


def average(sightings: Sequence[Sighting]) -> dict[Side, Leg] | None:
    """The median of both legs' features over some frames; None where nobody is in them."""
    poses: list[Pose] = [s.pose for s in sightings if s.pose is not None]
    if not poses:
        return None
    each = [features.of(pose) for pose in poses]
    return {side: {name: float(np.median([one[side][name] for one in each]))
                   for name in each[0][side]} for side in Side}


def sight_yaw_deg(facts: dict[str, Any]) -> float:
    """How far the user is turned away from the line of sight, + to their own left.

    Somebody who stands aside of the camera's middle and faces its wall is seen from aside.
    """
    camera = facts["camera"]
    aside = np.degrees(np.arctan2(camera["lateral_m"], camera["distance_m"]))
    return float(-camera["yaw_deg"] - aside)


def _both(facts: dict[str, Any], kind: str, true: dict[str, Any], here: dict[Side, Leg],
          baseline: dict[Side, Leg]) -> Iterator[Sample]:
    setup = facts["setup"]
    for side in Side:
        leg = true[side.value]
        depth = 1 - here[side]["drop_px"] / baseline[side]["drop_px"]
        yield Sample(
            facts["name"], kind, side, setup["person"], sight_yaw_deg(facts),
            leg["valgus_deg"], setup[f"axis_{side.value}_deg"], leg["kt"], leg["flexion_deg"],
            {**here[side], "depth": depth}, baseline[side], facts)
