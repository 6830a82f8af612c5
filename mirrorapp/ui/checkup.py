"""A look at whether all is well here, while its page is shown: first how fast the mirror sees, with
nothing else at work, then all the rest.
"""

import logging
from collections.abc import Callable, Sequence
from threading import Thread

from mirrorapp.doctor.examine import BROKEN
from mirrorapp.doctor.eyes import told_speed
from mirrorapp.doctor.finding import Finding, worst_first

_log = logging.getLogger(__name__)
MEASURED_S = 3.0


class Checkup:
    """`examine` takes its time, on a thread of its own."""

    def __init__(self, examine: Callable[[], Sequence[Finding]]) -> None:
        self._examine = examine
        self._began: tuple[float, int] | None = None
        self._speed: Finding | None = None
        self._thread: Thread | None = None
        self._found: Sequence[Finding] = ()

    def begin(self) -> None:
        """Look anew; one that is under way goes on."""
        if self._thread is None or not self._thread.is_alive():
            self._began, self._speed, self._thread = None, None, None

    def follow(self, now_s: float, serial: int) -> None:
        """Go on: it is `now_s`, and `serial` is that of the mirror's newest snapshot, one each for
        the pictures that were looked at.
        """
        if self._speed is not None:
            return
        if self._began is None:
            self._began = now_s, serial
        elif now_s - self._began[0] >= MEASURED_S:
            self._speed = told_speed((serial - self._began[1]) / (now_s - self._began[0]))
            self._thread = Thread(target=self._look, name="check-up", daemon=True)
            self._thread.start()

    @property
    def findings(self) -> tuple[Finding, ...] | None:
        """What has been found, the worst first; None while it is still looked."""
        if self._speed is None or self._thread is None or self._thread.is_alive():
            return None
        return worst_first((*self._found, self._speed))

    def _look(self) -> None:
        try:
            self._found = self._examine()
        except Exception:  # somebody waits for a word
            _log.exception("The check-up could not be made.")
            self._found = (BROKEN,)
