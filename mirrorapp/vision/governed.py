"""Eyes that spare the machine: they look as often, and with the model, as a `Governor` says."""

import logging
import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mirrorapp.camera.base import Frame
from mirrorapp.clock import Clock
from mirrorapp.config import Size
from mirrorapp.vision.errors import VisionError
from mirrorapp.vision.governor import Choice, Governor, Why
from mirrorapp.vision.pose import Estimator, Floats, Sighting

_log = logging.getLogger(__name__)
_FEEL_EVERY_S = 1.0
_EARLY_S = 0.01
"""A camera's pictures come a little early, or late."""


@dataclass(frozen=True, slots=True)
class Looking:
    """How it is looked just now: the model at work, how often at most and why no more often.

    `too_slow`: too few looks are managed, and nothing is left to be done about it.
    """

    model: Size
    rate_hz: float = math.inf
    why: Why | None = None
    too_slow: bool = False


class Changing(Estimator, Protocol):
    """Eyes that can go over to another model: `sandbox.SandboxedEstimator`."""

    def prepare(self, model_path: Path) -> bool:
        """Load that model beside the one at work; whether it is ready. Raises `VisionError`."""

    def turn(self) -> None:
        """Look with what was prepared from now on. Raises `VisionError`."""


class GovernedEstimator:
    """An `Estimator` that measures its own looks and goes by them.

    `paths`: the models that may be taken, beginning with the first. `strain` tells what slows the
    board down, `late` the share of the screens' beats that were late; both are asked once a second.
    `told` hears how it looks, at first and whenever that changes. Another model is taken only while
    it is `free` to; `turned` hears of it then, on the thread that asks.
    """

    def __init__(self, eyes: Changing, paths: Mapping[Size, Path], clock: Clock, *,
                 strain: Callable[[], Why | None] = lambda: None,
                 late: Callable[[], float] = lambda: 0.0,
                 told: Callable[[Looking], None] = lambda _: None) -> None:
        self._eyes, self._paths, self._clock = eyes, paths, clock
        self._strain, self._late, self._told = strain, late, told
        self._governor = Governor(list(paths))
        self._choice: Choice = self._governor.choice
        self._looking: Looking | None = None
        self._felt_s = self._looked_s = self._due_s = -math.inf
        self._asked: deque[tuple[Frame, float]] = deque()
        self._answered_s = -math.inf
        self._preparing = False
        self.model = self._choice.model
        self.free = True
        self.turned: Callable[[], None] = lambda: None

    def open(self) -> None:
        """Load the model. Raises `VisionError`."""
        self._asked.clear()
        self._eyes.open()

    def ask(self, frame: Frame) -> None:
        """Have one frame looked at. Raises `VisionLost`."""
        now_s = self._clock.monotonic_s()
        if now_s - self._felt_s >= _FEEL_EVERY_S:
            self._felt_s = now_s
            self._choice = self._governor.felt(now_s, strain=self._strain(), late=self._late())
        self._go_over()
        self._tell()
        self._note(frame.time_s)
        self._put(frame)

    def answer(self) -> Sighting:
        """What is seen in the first one not answered. Raises `VisionLost`."""
        seen = self._eyes.answer()
        _, asked_s = self._asked.popleft()
        began_s, self._answered_s = max(asked_s, self._answered_s), self._clock.monotonic_s()
        self._governor.looked(began_s, self._answered_s, self.model)
        return seen

    def seek(self, looks: Floats | None) -> None:
        """Get back to whoever looks like that."""
        self._eyes.seek(looks)

    def close(self) -> None:
        self._eyes.close()

    def spares(self, frame: Frame) -> bool:
        """Whether that picture comes too soon, by the pictures' own time."""
        return self._looked_s <= frame.time_s < self._due_s - _EARLY_S

    def _put(self, frame: Frame) -> None:
        asked_s = self._clock.monotonic_s()
        self._eyes.ask(frame)
        self._asked.append((frame, asked_s))

    def _note(self, time_s: float) -> None:
        """When the next look is due: on the average as often as is wanted, whatever the camera's
        rate; what was missed is not caught up with.
        """
        step_s = 1 / self._choice.rate_hz
        due_s = self._due_s if time_s >= self._looked_s else -math.inf
        self._looked_s, self._due_s = time_s, max(due_s, time_s - step_s) + step_s

    def _go_over(self) -> None:
        """To the model that is wanted, once it is loaded: until then the other one looks."""
        wanted = self._choice.model
        if not self.free or (wanted == self.model and not self._preparing):
            return
        self._preparing = wanted != self.model
        try:
            ready = self._eyes.prepare(self._paths[wanted])
            if not (self._preparing and ready):
                return
            self._eyes.turn()
        except VisionError as error:
            _log.warning("The pose model %s can't be loaded: %s", wanted, error)
            if self._preparing:
                self._governor.without(wanted)
                self._choice = self._governor.choice
            return
        self.model, self._preparing = wanted, False
        self.turned()
        waiting, self._asked = self._asked, deque()
        for frame, _ in waiting:  # what the other one was still to look at
            self._put(frame)

    def _tell(self) -> None:
        looking = Looking(self.model, self._choice.rate_hz, self._choice.why,
                          self._governor.too_slow)
        if looking != self._looking:
            self._looking = looking
            self._told(looking)
