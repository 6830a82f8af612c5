"""What has only just come is not read yet: a second tap was meant for what was there before."""

from collections.abc import Callable

UNREAD_S = 0.4


class Unread:
    """How long something has been on the glass; `now_s` is a clock in seconds that never runs back.
    """

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self.came()

    def came(self) -> None:
        """Something else is there from now on."""
        self._since_s = self._now_s()

    @property
    def over(self) -> bool:
        """Whether a touch may be meant for it."""
        return self._now_s() - self._since_s >= UNREAD_S
