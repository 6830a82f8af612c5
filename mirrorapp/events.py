"""The words that every room of the mirror shares: sides, verdicts, refusals, notices."""

from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Literal


class Side(StrEnum):
    """The user's own side, never the screen's."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


Flag = Literal["kneeling_hurts", "kneecap_pain", "floor_is_hard", "balance"]
"""What may be said of a user, so that some exercises are swapped or left out."""


class Verdict(StrEnum):
    """What is said of one knee."""

    GOOD = "good"
    DRIFTING = "drifting"
    CAVING_IN = "caving_in"
    FALLING_OUT = "falling_out"
    CANNOT_JUDGE = "cannot_judge"


class Refusal(StrEnum):
    """Why nothing is said of the knees just now."""

    NO_PERSON = "no_person"
    SEVERAL_PEOPLE = "several_people"
    SIDE = "side"
    REAR = "rear"
    TURNED = "turned"
    FEET_OUT = "feet_out"
    HEAD_OUT = "head_out"
    TOO_FAR = "too_far"
    TOO_NEAR = "too_near"
    OFF_CENTRE = "off_centre"
    LOW_VISIBILITY = "low_visibility"
    IMPLAUSIBLE = "implausible"
    CUT = "cut"
    NOT_SIDE = "not_side"


class MirrorError(Exception):
    """Something went wrong that the person in front of the mirror can mend.

    `what` says what is wrong, `remedy` what to do; both are plain English sentences that go to the
    log as they are, and to the screen in its language (`ui.notices`).
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Notice:
    """A message on the mirror that stays while its cause does.

    `key` names the cause (`camera`, `vision`, `journal`, `hub`), so that a later notice of the
    same cause takes the place of the earlier one.
    """

    key: str
    what: str
    remedy: str


class NoticeBoard:
    """Where every room pins its notices and the screen reads them. Safe between threads."""

    def __init__(self) -> None:
        self._notices: dict[str, Notice] = {}
        self._lock = Lock()

    def post(self, notice: Notice) -> None:
        """Pin a notice, in place of an earlier one with its key."""
        with self._lock:
            self._notices[notice.key] = notice

    def clear(self, key: str) -> None:
        """Take down what stands under `key`, if anything does."""
        with self._lock:
            self._notices.pop(key, None)

    def read(self) -> tuple[Notice, ...]:
        """All notices, oldest cause first."""
        with self._lock:
            return tuple(self._notices.values())
