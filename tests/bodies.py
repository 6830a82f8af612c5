"""A stick figure that squats in front of a camera: landmarks whose truth is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import cos, radians, sin

import numpy as np

from mirrorapp.events import Side
from mirrorapp.vision.pose import LANDMARK_COUNT, Landmark, Pose, Sighting

WIDTH, HEIGHT = 720, 1280
SHANKS_PER_DEG = 0.0113  # what a degree of valgus adds to ka, on rendered bodies


@dataclass(frozen=True)
class Body:
    """Where and how it stands; lengths in pixels, `ka` in shank lengths as in real people.

    `lift`: how far a leg is pulled up, knee and all; `behind`: a foot alone, in shank lengths.
    """

    x: float = WIDTH / 2
    feet_y: float = 1150.0
    shank: float = 210.0
    stance: float = 1.0
    depth: float = 0.0
    valgus: dict[Side, float] = field(default_factory=dict)
    yaw_deg: float = 0.0
    visibility: float = 0.99
    standing_ka: float = 0.04
    lift: dict[Side, float] = field(default_factory=dict)
    behind: dict[Side, float] = field(default_factory=dict)

    def pose(self) -> Pose:
        """All 33 landmarks."""
        px = np.zeros((LANDMARK_COUNT, 3))
        world = np.zeros((LANDMARK_COUNT, 3))
        for side in Side:
            self._leg(side, px, world)
        self._trunk(px)
        turn = self.yaw_deg
        for left, right in ((Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
                            (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)):
            across = np.array([cos(radians(turn)), 0.0, sin(radians(turn))]) * 0.1
            world[left] += across
            world[right] -= across
        seen = np.full(LANDMARK_COUNT, self.visibility)
        return Pose(px, seen, seen.copy(), world)

    def _leg(self, side: Side, px: np.ndarray, world: np.ndarray) -> None:
        outward = 1.0 if side is Side.LEFT else -1.0
        name = side.name
        hip, knee, ankle, heel, toe = (
            Landmark[f"{name}_{part}"] for part in ("HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX"))
        ankle_x = self.x + outward * 0.35 * self.shank * self.stance
        ankle_y = self.feet_y - self.lift.get(side, 0.0) * self.shank
        fading = max(0.0, 1 - self.depth / 0.18)
        travel = -0.05 + self.valgus.get(side, 0.0) * SHANKS_PER_DEG * (1 - fading)
        ka = fading * self.standing_ka + (1 - fading) * travel
        shank_y = self.shank * (1 - 0.3 * self.depth)
        real = float(np.hypot(shank_y, ka * self.shank))
        foot_y = ankle_y - self.behind.get(side, 0.0) * self.shank
        px[ankle, :2] = ankle_x, foot_y
        px[heel, :2] = ankle_x, foot_y + 15
        px[toe, :2] = ankle_x + outward * 0.08 * real, foot_y + 40
        px[knee, :2] = ankle_x - outward * ka * real, ankle_y - shank_y
        hips_y = self.feet_y - 2.12 * self.shank * (1 - self.depth)
        px[hip, :2] = self.x + outward * 0.3 * self.shank, hips_y
        flexion = radians(15 + 250 * self.depth)
        world[knee] += (0, 0.4, 0)
        off_floor = 0.4 * (self.lift.get(side, 0.0) + self.behind.get(side, 0.0))
        world[ankle] += (0, 0.4 + 0.4 * cos(flexion) - off_floor, 0.4 * sin(flexion))

    def _trunk(self, px: np.ndarray) -> None:
        hips_y = px[Landmark.LEFT_HIP, 1]
        shoulders_y = hips_y - 1.5 * self.shank
        squeeze = cos(radians(self.yaw_deg))
        for side, outward in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
            mark = Landmark[f"{side.name}_SHOULDER"]
            px[mark, :2] = self.x + outward * 0.52 * self.shank * squeeze, shoulders_y
        for mark in range(11):
            px[mark, :2] = self.x, shoulders_y - 0.5 * self.shank

    def sighting(self, time_s: float, people: int = 1) -> Sighting:
        """This body at a time."""
        return Sighting(time_s, WIDTH, HEIGHT, self.pose(), people)


def on_one_leg(reps: int = 1, side: Side = Side.LEFT, depth: float = 0.1, fps: float = 10.0, *,
               stand_s: float = 1.2, rep_s: float = 2.0, body: Body | None = None,
               times: Iterable[float] | None = None,
               touches_s: Iterable[tuple[float, float]] = ()) -> Iterator[Sighting]:
    """Stands, lifts the foot that is not `side`'s, squats, and puts it down again at the end.

    `touches_s`: spans (from, to) in which the foot is down between. Each repetition has a rest
    of `stand_s` before it, after the foot is up.
    """
    body = body or Body()
    up_s, down_s = stand_s + 0.4, stand_s + 0.4 + reps * (stand_s + rep_s) + stand_s
    if times is None:
        times = (i / fps for i in range(int((down_s + stand_s) * fps)))
    touches = list(touches_s)
    for time_s in times:
        into = (time_s - up_s) % (stand_s + rep_s) - stand_s
        moving = up_s <= time_s < down_s - stand_s and into >= 0
        lifted = min(1.0, max(0.0, (time_s - stand_s) / 0.4)) if time_s < down_s else 0.0
        if any(start <= time_s < end for start, end in touches):
            lifted = 0.0
        yield replace(body, depth=depth * sin(np.pi * into / rep_s) ** 2 if moving else 0.0,
                      behind={side.other: 0.7 * lifted}).sighting(time_s)


def nobody(time_s: float) -> Sighting:
    """An empty frame."""
    return Sighting(time_s, WIDTH, HEIGHT, None)


def squats(reps: int = 1, depth: float = 0.3, fps: float = 10.0, *, start_s: float = 0.0,
           stand_s: float = 1.5, rep_s: float = 3.0, body: Body | None = None,
           times: Iterable[float] | None = None) -> Iterator[Sighting]:
    """Stands, squats `reps` times with a stand after each, at even or the given times."""
    body = body or Body()
    total_s = stand_s + reps * (rep_s + stand_s)
    if times is None:
        times = (start_s + i / fps for i in range(int(total_s * fps)))
    for time_s in times:
        into = (time_s - start_s - stand_s) % (rep_s + stand_s)
        moving = stand_s <= time_s - start_s < total_s and into < rep_s
        now = depth * sin(np.pi * into / rep_s) ** 2 if moving else 0.0
        yield replace(body, depth=now).sighting(time_s)
