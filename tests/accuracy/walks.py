"""Which leg bears while somebody walks towards the mirror, and how its knee is read.

    python -m tests.accuracy.walks --cache DIR --films N

Each film is one of `actors`' people before one camera: standing, then four steps of the packaged
guide, longer or shorter, slower or faster, a knee (or both, or none) in while its leg bears.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Frame, Guide
from mirrorapp.figure.scene import Camera
from mirrorapp.figure.skeleton import Array
from tests.accuracy import actors, filming
from tests.accuracy.actors import HEIGHT_PX, WIDTH_PX, Shot
from tests.accuracy.landmarks import once
from tests.accuracy.plan import latin_hypercube

SEED = 43
FPS = 12.0
STOOD_S, END_S = 0.9, 0.3
_FROM, _TO = 0.027, 0.387
"""Of the guide's cycle: the way to the mirror."""
IN_DEG = ((0.0, 0.0), (12.0, 12.0), (6.0, 0.0), (0.0, 12.0), (6.0, 6.0), (12.0, 0.0))
"""Left and right, while the leg bears."""
FILMS, AGAIN = 48, 24


@dataclass(frozen=True, slots=True)
class Take:
    """One walk. `pace`: how much faster than the guide; `stride`: how much longer its steps."""

    name: str
    build: int
    flip: bool
    left_in_deg: float
    right_in_deg: float
    pace: float
    stride: float
    more_bend_deg: float
    yaw_deg: float
    aside_m: float
    camera: Camera
    seed: int

    @property
    def walk_s(self) -> float:
        return _packaged().seconds * (_TO - _FROM) / self.pace


def takes() -> Iterator[Take]:
    """Walks before a camera each, the same at every call; the first few are a fair sample."""
    for number, draw in enumerate(latin_hypercube(np.random.default_rng(SEED), FILMS, 10)):
        yield _take(number, draw, _camera(draw), IN_DEG[(number + number // 6) % 6],
                    number % len(actors.BUILDS))


def again() -> Iterator[Take]:
    """Six people, each before a camera that stays, who walk four times: with other clothes, in
    other light, otherwise fast.
    """
    people = latin_hypercube(np.random.default_rng(SEED + 1), len(actors.BUILDS), 5)
    for nth, draw in enumerate(latin_hypercube(np.random.default_rng(SEED + 2), AGAIN, 10)):
        who = nth % len(actors.BUILDS)
        yield _take(FILMS + nth, draw, _camera(people[who]), IN_DEG[who], who)


def _camera(draw: Array) -> Camera:
    return Camera(WIDTH_PX, HEIGHT_PX, height_m=float(1.0 + 0.45 * draw[0]),
                  distance_m=float(2.0 + 0.6 * draw[1]), tilt_deg=float(3 + 9 * draw[2]),
                  vfov_deg=(70.0, 80.0, 102.0)[int(3 * draw[3])], roll_deg=float(2 * draw[4] - 1))


def _take(number: int, draw: Array, camera: Camera, in_deg: tuple[float, float], build: int
          ) -> Take:
    return Take(f"walk_{number:02d}", build, bool(number // 3 % 2), *in_deg,
                float(0.8 + 0.7 * draw[5]), float(0.8 + 0.5 * draw[6]), float(4 + 8 * draw[7]),
                float(8 * draw[8] - 4), float(0.2 * draw[9] - 0.1), camera, 700 + number)


def guide(take: Take) -> Guide:
    """The guide's way to the mirror, as this body walks it; its first foot is `flip`'s."""
    packaged = _packaged()
    seconds = STOOD_S + take.walk_s + END_S
    frames = [frame for frame in packaged.frames if frame.at <= _TO]
    found = [_bearing(frames[0], take, 0.0)]
    for frame in frames[1:]:
        at = (STOOD_S + take.walk_s * (frame.at - _FROM) / (_TO - _FROM)) / seconds
        found.append(_bearing(frame, take, at))
    return Guide(base="standing", seconds=seconds, loop=False, frames=tuple(found))


def _packaged() -> Guide:
    guide = library.load("mini-walk").guide
    assert guide is not None
    return guide


def _bearing(frame: Frame, take: Take, at: float) -> Frame:
    """The frame, with the knee of each leg that bears in by so much."""
    joints, feet = dict(frame.joints), {each.place for each in frame.contacts}
    inward = {"left": take.left_in_deg, "right": take.right_in_deg}
    if take.flip:
        inward = {"left": inward["right"], "right": inward["left"]}
    walking = frame.passing
    for side in ("left", "right"):
        joints[f"{side}_hip_flex"] = joints[f"{side}_hip_flex"] * (take.stride if walking else 1.0)
        if f"{side}_foot" not in feet or not walking:
            continue
        share = 1.0 if len(feet) == 1 else 0.5
        joints[f"{side}_knee_in"] = share * inward[side]
        joints[f"{side}_knee_bend"] += share * take.more_bend_deg
        joints[f"{side}_hip_flex"] += share * take.more_bend_deg / 2
        joints[f"{side}_ankle_flex"] += share * take.more_bend_deg / 2
    return frame.model_copy(update={"at": at, "joints": joints})


def make(cache: Path, most: int) -> None:
    """Render and watch so many of the first, and all who walk again; what has been made is kept.
    """
    for take in (*list(takes())[:most], *again()):
        seconds = STOOD_S + take.walk_s + END_S
        once(cache / "walks" / take.name, lambda to, t=take, s=seconds: actors.film(to, Shot(
            guide(t), actors.BUILDS[t.build], t.camera, s, FPS, t.seed, t.flip, t.yaw_deg,
            t.aside_m), asdict(t)))


STOOD = slice(5, 9)
_LATELY_S = 0.25
_STANDS_M, _GOES_M = 0.04, 0.08


def report(cache: Path) -> str:
    """Whose leg is told to bear, and how its knee reads over each film."""
    lines = []
    for every in (1, 2):
        told: Counter[str] = Counter()
        rows = [row for path in sorted((cache / "walks").glob("*.json"))
                for row in _read(path, every, told)]
        error = np.array([row["read"] - row["true"] for row in rows])
        true = np.array([row["true"] for row in rows])
        r = np.corrcoef(true + error, true)[0, 1]
        lines += [f"{FPS / every:.0f} a second: {dict(told)}; knees {len(rows)}, bias "
                  f"{error.mean():.2f}, sd {error.std():.2f}, r {r:.2f}",
                  *_by(rows, "build"), *_again(rows)]
    return "\n".join(lines)


def _read(path: Path, every: int, told: Counter[str]) -> Iterator[dict[str, Any]]:
    facts, aligner = json.loads(path.read_text(encoding="utf-8")), Aligner()
    judge_by(aligner, library.load("mini-walk"))
    film = list(actors.seen(path, STOOD))[::every]
    found: dict[Side, list[tuple[float, float]]] = {side: [] for side in Side}
    for nth, (sighting, true) in enumerate(film):
        reading = aligner.read(sighting)
        before = film[max(0, nth - round(_LATELY_S * FPS / every))][1]
        told[_told(reading.stance, {side: float(np.linalg.norm(np.subtract(
            true[side.value]["ankle_m"], before[side.value]["ankle_m"])))
            for side in Side})] += sighting.time_s > STOOD_S
        if reading.stance is None or reading.refusal is not None:
            continue
        deg = reading.knees[reading.stance].movement_deg
        if deg is not None:
            found[reading.stance].append((deg, true[reading.stance.value]["valgus_deg"]
                                          - film[0][1][reading.stance.value]["valgus_deg"]))
    for side, values in found.items():
        if values:
            read, is_so = np.median(values, axis=0)
            yield {"film": path.stem, "build": facts["build"], "side": side.value,
                   "read": float(read), "true": float(is_so),
                   "again": int(path.stem.removeprefix("walk_")) >= FILMS}


def _told(leg: Side | None, gone_m: Mapping[Side, float]) -> str:
    """Right, wrong or untold, by how far each foot really went lately."""
    bears = next((side for side in Side if gone_m[side] < _STANDS_M
                  and gone_m[side.other] > _GOES_M), None)
    if leg is None:
        return "nothing to tell" if bears is None else "not told"
    if leg is bears:
        return "right"
    return "wrong" if gone_m[leg] > gone_m[leg.other] else "at either end"


def _by(rows: Sequence[dict[str, Any]], key: str) -> Iterator[str]:
    for value in sorted({row[key] for row in rows}):
        error = np.array([row["read"] - row["true"] for row in rows if row[key] == value])
        yield f"  {key} {value}: {len(error)}, bias {error.mean():.2f}, sd {error.std():.2f}"


def _again(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """By how much one person's walks differ, beyond what is true of them: pooled, degrees."""
    own: dict[tuple[int, str], list[float]] = defaultdict(list)
    for row in rows:
        if row["again"]:
            own[row["build"], row["side"]].append(row["read"] - row["true"])
    kept = [np.array(each) for each in own.values() if len(each) > 1]
    free = sum(len(each) - 1 for each in kept)
    pooled = np.sqrt(sum(((each - each.mean())**2).sum() for each in kept) / max(free, 1))
    yield f"  the same knee again: {free} degrees of freedom, sd {pooled:.2f} deg"


if __name__ == "__main__":
    sys.exit(filming.main("walks", FILMS, make, report))
