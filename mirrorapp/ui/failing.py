"""A page of the glass that fails: whether the glass goes on without it, and until when."""

from collections.abc import Callable
from math import inf

from mirrorapp.coach.state import Phase
from mirrorapp.ui.browsing import UNTOUCHED_S

FAILED = "failed"
"""The page that says so, in place of the one that failed."""
AGAIN_S = 5.0
"""What fails again within so long is not mended by another page."""


class Failing:
    """Stands another page in for the one that failed. `now_s` is a clock in seconds that never runs
    back.
    """

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._failed_s = -inf
        self._phase: Phase | None = None
        self._left = False

    def caught(self, page: str, phase: Phase) -> bool:
        """`page` ("" for that of `phase`) raised something. Return whether the glass goes on:
        neither without home or the page that would say so, nor from one failure to the next.
        """
        now_s = self._now_s()
        at_home = phase is Phase.HOME and page in ("", "idle")
        goes_on = page != FAILED and not at_home and now_s - self._failed_s >= AGAIN_S
        self._failed_s, self._phase, self._left = now_s, phase, False
        return goes_on

    def leave(self) -> None:
        """Somebody wants home: the page stays until the mirror is there, or asks something."""
        self._left = True

    def page(self, phase: Phase) -> str:
        """`FAILED` while it is in place of another, else "".

        What failed in a session is tried again with its next phase, and all of it after a while.
        """
        past_s = self._now_s() - self._failed_s
        other = phase is not self._phase
        if past_s >= UNTOUCHED_S or (other and past_s >= AGAIN_S) or (
                self._left and (other or phase is Phase.HOME)):
            self._phase = None
        return "" if self._phase is None else FAILED
