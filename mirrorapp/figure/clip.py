"""A guide as a moving figure: what is to be drawn at each moment.

A cycle is posed in samples, each when it is first asked for, and what is drawn lies between two
of them: to pose costs some milliseconds, to look it up none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.guide import Guide
from mirrorapp.exercises.schema import Exercise
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.placing import props
from mirrorapp.figure.rig import Rig, matrices
from mirrorapp.figure.scenery import Band, Matrices, PropShape, Shown, Standpoint, View
from mirrorapp.figure.settle import settled
from mirrorapp.figure.skeleton import Array
from mirrorapp.figure.stick import Posed

_RATE_HZ = 15.0
_HOLD_S, _BACK = 2.5, 2.0
"""A movement that ends in a hold stays there for so long before it is shown again, and goes back
so many times as fast."""
_ROOM_M = 0.10
"""What is left free around a figure, for its skin and hair."""
_FEET_ROOM_M = 0.07
"""And around feet alone."""
_NEARER = 0.3
"""Who comes nearer looks larger and lower: by so much of the way."""
_OTHER: Mapping[Standpoint, Standpoint] = {
    "left": "right", "right": "left", "half_left": "half_right", "half_right": "half_left"}


@dataclass(frozen=True, eq=False)
class _Sample:
    matrices: Matrices
    props: tuple[PropShape | Band, ...]


@dataclass(frozen=True, eq=False)
class Clip:
    """One person doing one exercise. `flip`: on the other side than the guide is written for.

    `wrong`: the fault that is shown, by its id in the guide; "" for how it is done well.
    `sides`: whose muscles work, where it is done well on the side the guide is written for.
    """

    guide: Guide
    mesh: Mesh
    flip: bool = False
    wrong: str = ""
    sides: tuple[Side, ...] = (Side.RIGHT,)

    @property
    def cycle_s(self) -> float:
        """How long it takes until it begins again."""
        seconds = self.guide.seconds
        return seconds if self.guide.loop else seconds + _HOLD_S + seconds / _BACK

    def at(self, time_s: float, *, stays: bool = False) -> Shown:
        """What is to be drawn at a moment; it begins again by itself, a hold by going back out of
        it. `stays`: a hold is held for good.
        """
        place = self._phase(time_s, stays=stays) * self._steps
        before, share = int(place), np.float32(place - int(place))
        one, other = self._sample(before), self._sample(before + 1)
        blended = (1 - share) * one.matrices + share * other.matrices
        return Shown(blended, tuple(_between(a, b, share) for a, b in zip(
            one.props, other.props, strict=True)), self.lit)

    def _phase(self, time_s: float, *, stays: bool) -> float:
        """Where in the frames it is then, 0-1."""
        if self.guide.loop:
            return (time_s % self.cycle_s) / self.guide.seconds
        into_s = time_s if stays else time_s % self.cycle_s
        back_s = 0.0 if stays else max(0.0, into_s - self.guide.seconds - _HOLD_S)
        return max(0.0, min(into_s / self.guide.seconds, 1.0) - back_s * _BACK / self.guide.seconds)

    @property
    def telling_s(self) -> float:
        """The moment that tells most: the keyframe that is farthest from the first."""
        frames = [self.guide.joints(frame) for frame in self.guide.frames]
        far = [sum(abs(frame.get(name, 0.0) - frames[0].get(name, 0.0))
                   for name in {*frame, *frames[0]}) for frame in frames]
        return self.guide.frames[int(np.argmax(far))].at * self.guide.seconds

    @cached_property
    def lit(self) -> dict[str, float]:
        """The muscles at work; none where it is done badly."""
        if self.wrong:
            return {}
        sides = [side.other if self.flip else side for side in self.sides]
        return {f"{side.value}_{name}": 1.0 for name in self.guide.muscles for side in sides}

    @cached_property
    def view(self) -> View:
        """From where it is seen best, with room for all of the movement."""
        corners = [self._joints(phase) for phase in np.linspace(0.0, 1.0, 13)]
        low, high = (pick(np.concatenate(corners), axis=0) for pick in (np.min, np.max))
        low[2] = 0.0
        for each in self._props(self._motion.at(0.0), 0.0):
            if isinstance(each, PropShape) and each.kind in ("chair", "step"):
                low, high = np.minimum(low, each.matrix[:, 3] - 0.2), np.maximum(
                    high, each.matrix[:, 3] + 0.2)
        room = high - low + 2 * (_FEET_ROOM_M if self.guide.focus == "feet" else _ROOM_M)
        standpoint = self._standpoint
        width = {"front": room[0], "above": room[0], "left": room[1], "right": room[1]}.get(
            standpoint, float(np.hypot(room[0], room[1])) * 0.85)
        ahead = [frame.ahead_m for frame in self.guide.frames]
        height = room[1] if standpoint == "above" else (
            room[2] + _NEARER * (max(ahead) - min(ahead)) * (standpoint == "front"))
        middle = (low + high) / 2
        return View(standpoint, cast("tuple[float, float, float]", tuple(middle.tolist())),
                    float(height), float(width))

    @property
    def _standpoint(self) -> Standpoint:
        """The other side is seen from the other side."""
        wrong = next((each.camera for each in self.guide.wrong if each.id == self.wrong), None)
        standpoint: Standpoint = wrong or self.guide.camera
        return _OTHER.get(standpoint, standpoint) if self.flip else standpoint

    @cached_property
    def _rig(self) -> Rig:
        return Rig(self.mesh.skeleton)

    @cached_property
    def _motion(self) -> Motion:
        wrong = frozenset({self.wrong} if self.wrong else ())
        motion = Motion(self.guide, self._rig.size, self.flip, wrong)
        return settled(motion, self._rig, self.mesh)

    @property
    def _steps(self) -> int:
        return max(12, round(self.guide.seconds * _RATE_HZ))

    def _sample(self, number: int) -> _Sample:
        number = min(number, self._steps)
        if number not in self._samples:
            phase = number / self._steps
            body = self._motion.at(phase)
            posed = matrices(self._rig.pose(body))
            posed[:, :, 3] -= phase * self._motion.travelled  # the picture goes along
            self._samples[number] = _Sample(posed.astype(np.float32), self._props(body, phase))
        return self._samples[number]

    @cached_property
    def _samples(self) -> dict[int, _Sample]:
        return {}

    def _props(self, body: Posed, phase: float) -> tuple[PropShape | Band, ...]:
        return props(self._motion, body, self._motion.along(phase))

    def _joints(self, phase: float) -> Array:
        body = self._motion.at(phase)
        if self.guide.focus == "feet":
            return np.array([place for side, leg in body.legs.items()
                             for place in (leg.ankle, body.toe(side), body.heel(side))])
        legs = [place for side, leg in body.legs.items()
                for place in (leg.hip, leg.knee, leg.ankle, body.toe(side), body.heel(side))]
        arms = [place for arm in body.arms.values() for place in (
            arm.shoulder, arm.elbow, arm.wrist, arm.wrist + arm.hand @ (0.0, 0.0, -0.1))]
        joints = np.array([*legs, *arms, body.neck, body.neck + body.head @ (0, 0, 0.1)])
        return joints - phase * self._motion.travelled


def _between(one: PropShape | Band, other: PropShape | Band, share: np.float32
             ) -> PropShape | Band:
    if isinstance(one, Band) or isinstance(other, Band) or one.matrix is other.matrix:
        return one
    return PropShape(one.kind, (1 - share) * one.matrix + share * other.matrix)


def clip_of(known: Exercise | Check, mesh: Mesh, side: Side | None = None,
            wrong: str = "") -> Clip:
    """How somebody does an exercise on a side, or stands in a check. Raises ValueError where it
    has no guide, as a check of repetitions, which is shown by the exercise that it asks for.
    """
    if known.guide is None:
        raise ValueError(f"{known.id} has no guide")
    if isinstance(known, Check) or known.sides.kind == "both":
        return Clip(known.guide, mesh, wrong=wrong, sides=tuple(Side))
    first = known.sides.first
    sides = tuple(Side) if known.sides.kind == "directions" else (first,)
    return Clip(known.guide, mesh, side is first.other, wrong, sides)
