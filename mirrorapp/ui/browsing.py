"""Looking around: which of the screens' own pages is open, and for how long."""

from collections.abc import Callable

from mirrorapp.coach.state import Phase

UNTOUCHED_S = 60.0
PAGE, ITEM = "page-", "item-"
"""What the pages are called of which there are many: with a number, or an id, after it."""


class Browsing:
    """One page at a time, and back when nobody touches the glass any more.

    `now_s` is a clock in seconds that never runs back.
    """

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._page = ""
        self._phase = Phase.HOME
        self._touched_s = 0.0

    def open(self, page: str) -> None:
        """Turn to a page; "" is back to where it was opened."""
        self._page = page
        self.touched()

    def touched(self) -> None:
        """Somebody is there."""
        self._touched_s = self._now_s()

    def page(self, phase: Phase) -> str:
        """What is open, "" for nothing; a page of another phase than this is closed."""
        untouched = self._now_s() - self._touched_s >= UNTOUCHED_S
        if phase is not self._phase or untouched:
            self._page = ""
        self._phase = phase
        return self._page
