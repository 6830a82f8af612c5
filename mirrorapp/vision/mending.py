"""Keeps seeing: starts the estimator again when it is lost, and says so meanwhile."""

import logging
from collections import deque
from collections.abc import Iterable

from mirrorapp.camera.base import Frame
from mirrorapp.clock import Clock, SystemClock
from mirrorapp.events import Notice
from mirrorapp.vision.errors import VisionError, VisionLost
from mirrorapp.vision.pose import Estimator, Floats, Sighting

LOG = logging.getLogger(__name__)

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0
NOTICE_S = 2.0
STEADY_S = 60.0  # after so long without a loss the next one is mended at once again


class MendingEstimator:
    """An `Estimator` that is never lost for long.

    The first loss is mended within the same `answer`. If it is lost again soon, the waits
    between the attempts double, from 1 s to 30 s. While it is down, and long enough to be
    read, `notice` says why; sightings are blind meanwhile. By the clock, `asked_s` is when it was
    last asked to look, `blind_since_s` since when it has been asked and has seen nothing, None
    while it sees.
    """

    def __init__(self, estimator: Estimator, clock: Clock | None = None) -> None:
        self._estimator = estimator
        self._clock = clock or SystemClock()
        self._open = False
        self._asked: deque[Frame] = deque()
        self._under_way = 0  # so many of them, from the first on, are looked at
        self._losses = 0
        self._lost_s = self._retry_s = self.asked_s = self._clock.monotonic_s()
        self.blind_since_s: float | None = None
        self.notice: Notice | None = None

    def open(self) -> None:
        """Load the model. Raises `VisionError`: what fails at first is not mended."""
        self._estimator.open()
        self._open, self._losses, self.notice = True, 0, None

    def ask(self, frame: Frame) -> None:
        """Have one frame looked at; a model that is lost is left to `answer`."""
        self.asked_s = self._clock.monotonic_s()
        if self._open:
            self._begin([frame])
        self._asked.append(frame)

    def answer(self) -> Sighting:
        """What is seen in the first one not answered. Never raises for a lost model: then the
        sighting is blind.
        """
        sighting = self._answered() or _blind(self._asked[0])
        self._asked.popleft()
        if not sighting.blind:
            self.blind_since_s = None
        elif self.blind_since_s is None:
            self.blind_since_s = self.asked_s
        return sighting

    def seek(self, looks: Floats | None) -> None:
        """Get back to whoever looks like that."""
        self._estimator.seek(looks)

    def close(self) -> None:
        self._open = False
        self._estimator.close()

    def _answered(self) -> Sighting | None:
        seen = self._seen()
        if seen is None and self._mended():
            self._begin(self._asked)
            seen = self._seen()
        return seen

    def _begin(self, frames: Iterable[Frame]) -> None:
        try:
            for frame in frames:
                self._estimator.ask(frame)
                self._under_way += 1
        except VisionLost as error:
            self._note_loss(error)

    def _seen(self) -> Sighting | None:
        if not self._under_way:
            return None
        try:
            seen = self._estimator.answer()
        except VisionLost as error:
            self._note_loss(error)
            return None
        self._under_way -= 1
        if self.notice is not None and self._clock.monotonic_s() - self._lost_s >= NOTICE_S:
            self.notice = None
        return seen

    def _mended(self) -> bool:
        """Try to start again if it is time to; whether it worked."""
        if self._clock.monotonic_s() < self._retry_s:
            return False
        try:
            self._estimator.open()
        except VisionError as error:
            self._note_loss(error)
            return False
        self._open = True
        LOG.info("The pose model runs again.")
        return True

    def _note_loss(self, error: VisionError) -> None:
        now_s = self._clock.monotonic_s()
        self._losses = 1 if now_s - self._lost_s > STEADY_S else self._losses + 1
        wait_s = 0.0
        if self._losses > 1:
            wait_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(self._losses - 2, 10))
        self._open, self._under_way = False, 0
        self._lost_s, self._retry_s = now_s, now_s + wait_s
        self.notice = Notice("vision", error.what, error.remedy)
        LOG.warning("%s Next attempt in %g s.", error, wait_s)


def _blind(frame: Frame) -> Sighting:
    return Sighting(frame.time_s, frame.width_px, frame.height_px, pose=None, people=0,
                    blind=True)
