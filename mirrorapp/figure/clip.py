"""A guide as a moving figure: what is to be drawn at each moment.

A cycle is posed in samples, each when it is first asked for, and what is drawn lies between two
of them: to pose costs some milliseconds, to look it up none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.guide import Focus, Guide, Wrong
from mirrorapp.exercises.schema import Exercise
from mirrorapp.figure.framing import corners, framed
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

    def at(self, time_s: float, *, stays: bool = False, posed: bool = False) -> Shown:
        """What is to be drawn at a moment; it begins again by itself, a hold by going back out of
        it. `stays`: a hold is held for good. `posed`: the frame that is nearest, and nothing
        between two frames.
        """
        phase = self._phase(time_s, stays=stays)
        if posed:
            phase = min((frame.at for frame in self.guide.frames), key=lambda at: abs(at - phase))
        place = phase * self._steps
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
        """The moment that tells most: where most is wrong, or else what the guide says; of several
        frames, and by itself, the one that is farthest from the first."""
        guide, ids = self.guide, frozenset({self.wrong})
        if not self.wrong and guide.telling is not None:
            return guide.telling * guide.seconds
        first = guide.joints(guide.frames[0])
        tells = [(_sum_deg(guide.wrongs(ids, number)), _sum_deg(guide.joints(frame), first))
                 for number, frame in enumerate(guide.frames)]
        return guide.frames[tells.index(max(tells))].at * guide.seconds

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
        seen = [self._corners(phase) for phase in np.linspace(0.0, 1.0, 13)]
        ahead = [frame.ahead_m for frame in self.guide.frames]
        return framed(seen, self._props(self._motion.at(0.0), 0.0), self._standpoint,
                      self._focus, max(ahead) - min(ahead))

    @property
    def _standpoint(self) -> Standpoint:
        """The other side is seen from the other side."""
        standpoint: Standpoint = (self._badly and self._badly.camera) or self.guide.camera
        return _OTHER.get(standpoint, standpoint) if self.flip else standpoint

    @property
    def _focus(self) -> Focus | None:
        return (self._badly and self._badly.focus) or self.guide.focus

    @property
    def _badly(self) -> Wrong | None:
        return next((each for each in self.guide.wrong if each.id == self.wrong), None)

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

    def _corners(self, phase: float) -> Array:
        return corners(self._motion.at(phase), self._focus) - phase * self._motion.travelled


def _sum_deg(joints: Mapping[str, float], less: Mapping[str, float] | None = None) -> float:
    """How much some joints turn in all; `less`: away from these."""
    less = less or {}
    return sum(abs(joints.get(name, 0.0) - less.get(name, 0.0)) for name in {*joints, *less})


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
