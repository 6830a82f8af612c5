"""A stick figure with joints in space, seen by a real camera: what it does is known exactly."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import cos, pi, radians, sin

import numpy as np

from mirrorapp.events import Side
from mirrorapp.vision.pose import LANDMARK_COUNT, Landmark, Pose, Sighting

WIDTH, HEIGHT = 720, 1280
CAMERA_M, TILT_DEG, AWAY_M, FOCAL_PX = 1.4, 8.0, 2.6, 780.0
THIGH_M, SHANK_M, FOOT_M, HIP_M, TRUNK_M, SHOULDER_M = 0.42, 0.42, 0.18, 0.10, 0.50, 0.18
ANKLE_UP_M = 0.08


@dataclass(frozen=True)
class Limb:
    """One leg, degrees: the thigh forward and outward of straight down, and the knee bent.

    `shin`: how far outward the shank goes, where not as far as the thigh.
    """

    thigh: float = 0.0
    out: float = 2.0
    knee: float = 0.0
    shin: float | None = None


@dataclass(frozen=True)
class Mover:
    """A body: lengths in metres, angles in degrees. `x` to the user's left, `z` to the camera.

    `on`: the side whose foot is where `x`, `up` and `z` say; None: the hips' middle is. `hike`:
    how far the other side of the pelvis is lifted. `tip`: the whole body, lying on its right side
    at 90.
    """

    on: Side | None = Side.LEFT
    x: float = 0.12
    up: float = 0.0
    z: float = 0.0
    yaw: float = 0.0
    trunk: float = 0.0
    aside: float = 0.0
    hike: float = 0.0
    tip: float = 0.0
    left: Limb = field(default_factory=Limb)
    right: Limb = field(default_factory=Limb)
    visibility: float = 0.99

    def leg(self, side: Side) -> Limb:
        return self.left if side is Side.LEFT else self.right

    def with_leg(self, side: Side, **angles: float) -> "Mover":
        return replace(self, **{side.value: replace(self.leg(side), **angles)})

    def joints(self) -> np.ndarray:
        """Every landmark (33, 3) in metres: x, up, z."""
        p = np.zeros((LANDMARK_COUNT, 3))
        for side in Side:
            self._leg(side, p)
        lean, aside = radians(self.trunk), radians(self.aside)
        up = np.array([sin(aside), cos(lean) * cos(aside), sin(lean)])
        for side, outward in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
            p[Landmark[f"{side.name}_SHOULDER"]] = TRUNK_M * up + (outward * SHOULDER_M, 0, 0)
            p[Landmark[f"{side.name}_ELBOW"]] = 0.5 * TRUNK_M * up + (outward * 0.22, 0, 0)
            for part in ("WRIST", "PINKY", "INDEX", "THUMB"):
                p[Landmark[f"{side.name}_{part}"]] = (outward * 0.22, 0, 0.1)
        p[:11] = (TRUNK_M + 0.22) * up + (0, 0, 0.05)
        tip = radians(self.tip)
        p = p @ np.array([[cos(tip), sin(tip), 0], [-sin(tip), cos(tip), 0], [0, 0, 1]])
        turn = radians(self.yaw)
        p = p @ np.array([[cos(turn), 0, -sin(turn)], [0, 1, 0], [sin(turn), 0, cos(turn)]])
        anchor = np.zeros(3) if self.on is None else p[Landmark[f"{self.on.name}_ANKLE"]].copy()
        return p - anchor + (self.x, self.up + ANKLE_UP_M, self.z)

    def _leg(self, side: Side, p: np.ndarray) -> None:
        outward = 1.0 if side is Side.LEFT else -1.0
        limb = self.leg(side)
        tilted = self.hike * HIP_M if self.on is not None and side is not self.on else 0.0
        hip = np.array([outward * HIP_M, tilted, 0.0])
        knee = hip + THIGH_M * _down(limb.thigh, outward * limb.out)
        shin = limb.out if limb.shin is None else limb.shin
        ankle = knee + SHANK_M * _down(limb.thigh - limb.knee, outward * shin)
        for part, place in (("HIP", hip), ("KNEE", knee), ("ANKLE", ankle),
                            ("HEEL", ankle + np.array((0, -0.05, -0.05))),
                            ("FOOT_INDEX", ankle + np.array((outward * 0.04, -0.06, FOOT_M)))):
            p[Landmark[f"{side.name}_{part}"]] = place

    def pose(self) -> Pose:
        """As the camera sees it."""
        p = self.joints()
        tilt = radians(TILT_DEG)
        down, away = CAMERA_M - p[:, 1], AWAY_M - p[:, 2]
        depth = away * cos(tilt) + down * sin(tilt)
        below = down * cos(tilt) - away * sin(tilt)
        px = np.c_[WIDTH / 2 + FOCAL_PX * p[:, 0] / depth,
                   HEIGHT / 2 + FOCAL_PX * below / depth, depth]
        hips = p[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
        seen = np.full(LANDMARK_COUNT, self.visibility)
        return Pose(px, seen, seen.copy(), (p - hips) * (1, -1, -1))

    def sighting(self, time_s: float, people: int = 1) -> Sighting:
        """This body at a time."""
        return Sighting(time_s, WIDTH, HEIGHT, self.pose(), people)


Moves = Callable[[float], Mover]


def film(moves: Moves, seconds: float, fps: float = 10.0,
         times: Iterable[float] | None = None) -> Iterator[Sighting]:
    """What a camera sees of it, at even or the given times."""
    for time_s in times if times is not None else (i / fps for i in range(int(seconds * fps))):
        yield moves(time_s).sighting(time_s)


def swing(time_s: float, rest_s: float = 1.5, rep_s: float = 2.4) -> float:
    """0 at rest, 1 in the middle of each repetition; each has a rest before it."""
    into = time_s % (rest_s + rep_s) - rest_s
    return sin(pi * into / rep_s) ** 2 if into > 0 else 0.0


def squat(side: Side | None = None, bend: float = 1.0) -> Mover:
    """On both feet, knees bent by 60 degrees at 1."""
    both = Limb(30 * bend, 2.0, 60 * bend)
    return Mover(on=side or Side.LEFT, left=both, right=both)


def march(side: Side) -> Moves:
    """The other knee driven up, standing on `side`."""
    def at(time_s: float) -> Mover:
        up = swing(time_s)
        return _on(side).with_leg(side.other, thigh=5 + 70 * up, knee=10 + 95 * up)
    return at


def hike(side: Side) -> Moves:
    """The other side of the pelvis lifted by 6 cm, its leg straight."""
    return lambda t: replace(_on(side), hike=0.6 * swing(t))


def deadlift(side: Side, yaw: float = 0.0) -> Moves:
    """Folded by 70 degrees at the hips, the other leg going back."""
    def at(time_s: float) -> Mover:
        fold = swing(time_s)
        body = replace(_on(side), trunk=70 * fold, yaw=yaw).with_leg(side, thigh=8 * fold,
                                                                    knee=12 * fold)
        return body.with_leg(side.other, thigh=-55 * fold, knee=5 * fold)
    return at


def step_up(side: Side, height_m: float = 0.18) -> Moves:
    """`side` leads onto a step, the other foot follows; back down the other way round."""
    def at(time_s: float) -> Mover:
        into = time_s % 6.0
        if into < 1.5 or into >= 5.5:
            return _on(side)
        if into < 2.2 or into >= 4.8:  # the leading foot is on the step, the hips still low
            return _on(side.other).with_leg(side, thigh=62, knee=70)
        up = min(1.0, (into - 2.2) / 0.6, (4.8 - into) / 0.6)
        body = replace(_on(side), up=height_m, z=0.3)
        return body.with_leg(side, thigh=50 * (1 - up), knee=62 * (1 - up)).with_leg(
            side.other, thigh=-5 * (1 - up), knee=30 * up * (1 - up))
    return at


def step_down(side: Side, height_m: float = 0.18) -> Moves:
    """Standing on a step, the other foot taps the floor in front."""
    def at(time_s: float) -> Mover:
        down = swing(time_s)
        body = replace(_on(side), up=height_m).with_leg(side, thigh=35 * down, knee=76 * down)
        return body.with_leg(side.other, thigh=8 * down)
    return at


def side_steps(direction: Side, count: int = 4) -> Moves:
    """Steps of 35 cm, one every 2 s, from the far side; then standing."""
    outward = 1.0 if direction is Side.LEFT else -1.0

    def at(time_s: float) -> Mover:
        nth, into = divmod(max(0.0, time_s - 1.5), 2.0)
        if nth >= count:
            nth, into = float(count), 0.0
        wide = min(1.0, into / 0.5) if into < 1.0 else max(0.0, (1.5 - into) / 0.5)
        moved = 0.35 * (nth + min(1.0, into / 0.5 if into < 1.0 else 1.0))
        angle = 2.0 + 11.5 * wide
        return Mover(on=direction, x=outward * (0.12 - 0.175 * count + moved),
                     left=Limb(15, angle, 30), right=Limb(15, angle, 30))
    return at


def walk(passes: int = 2) -> Moves:
    """Towards the mirror by 1 m, and back backwards, feet in turn."""
    def at(time_s: float) -> Mover:
        into = time_s % 6.0
        near = min(1.0, max(0.0, (into - 1.0) / 2.0), max(0.0, (5.5 - into) / 2.0))
        near = 0.0 if time_s >= 6.0 * passes else near
        stride = 18 * sin(2 * pi * time_s) if 0 < near < 1 else 0.0
        return Mover(on=None, x=0.0, up=0.8, z=near - 0.6, left=Limb(stride, 2, 8),
                     right=Limb(-stride, 2, 8))
    return at


def clamshell(time_s: float) -> Mover:
    """Lying on the right side, belly to the camera, opening the knees."""
    gap = 35 * swing(time_s)
    return Mover(on=None, x=0.0, up=0.3, z=-0.4, tip=90.0, left=Limb(35, 2 + gap, 70),
                 right=Limb(35, 2, 70))


def kneel(down: Side, trunk: float = 5.0, yaw: float = 0.0, push: float = 0.0) -> Mover:
    """One knee down, the other foot in front."""
    body = Mover(on=None, x=0.0, up=0.38, trunk=trunk, yaw=yaw)
    return body.with_leg(down, thigh=-push, knee=88 - push).with_leg(
        down.other, thigh=88, knee=88 + push)


def sit(crossed: Side | None = None, trunk: float = 0.0) -> Mover:
    """On a chair; one ankle may lie on the other knee."""
    body = Mover(on=None, x=0.0, up=0.42, trunk=trunk, left=Limb(85, 5, 85), right=Limb(85, 5, 85))
    return body if crossed is None else body.with_leg(crossed, thigh=80, out=25, knee=70, shin=-75)


def forward_bend(ahead: Side, trunk: float = 70.0, yaw: float = 90.0, knee: float = 0.0) -> Mover:
    """One foot a step ahead, legs straight, folded at the hips."""
    body = Mover(on=ahead, yaw=yaw, trunk=trunk)
    return body.with_leg(ahead, thigh=12 + knee / 2, knee=knee).with_leg(ahead.other, thigh=-16)


def _on(side: Side) -> Mover:
    return Mover(on=side, x=0.12 if side is Side.LEFT else -0.12)


def _down(forward_deg: float, outward_deg: float) -> np.ndarray:
    forward, outward = radians(forward_deg), radians(outward_deg)
    return np.array([sin(outward), -cos(forward) * cos(outward), sin(forward) * cos(outward)])
