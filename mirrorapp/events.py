"""The words that every room of the mirror shares: sides, verdicts, refusals, notices, messages."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Literal

MESSAGE_MOST = 100
"""Characters of a message: so many can be read from two metres, in passing."""
_WORD_MOST = 20
"""Longer words are broken, for no line would hold them."""


class Side(StrEnum):
    """The user's own side, never the screen's."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


SIDES = tuple(Side)
"""Both, for what is done in each frame: to go through an enumeration costs ten times as much."""

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


class Unsaid(StrEnum):
    """Why nothing is said of a knee, though the view of it is not refused."""

    NOT_ASKED = "not_asked"
    """It is not to be judged: in this exercise none is, or the other leg is."""
    NOT_STOOD = "not_stood"
    """How this user stands was not seen before."""
    UNSURE = "unsure"
    """It was not bent far enough, the feet were apart, or the reading was not sure enough."""


Why = Refusal | Unsaid


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


@dataclass(frozen=True, slots=True)
class Message:
    """What the home has to say. `text` is as `plain` makes it, and never empty."""

    text: str
    since: datetime


class MessageBoard:
    """The one message from the home that is on the glass. Safe between threads."""

    def __init__(self) -> None:
        self._message: Message | None = None

    def post(self, text: str, since: datetime) -> None:
        """Put `text` there, in place of what was; one that says nothing takes it down."""
        told = plain(text)
        self._message = Message(told, since) if told else None

    def read(self) -> Message | None:
        """What is there just now."""
        return self._message


def plain(text: str) -> str:
    """`text` in one line that fits the glass: no more than `MESSAGE_MOST` characters, then "…".

    Control characters and what turns the direction of writing are taken out, and so is what the
    glass has no letters for: pictures (emoji) and loose accents. Markup means nothing here, and
    stays as it is written.
    """
    kept = "".join(map(_drawn, unicodedata.normalize("NFC", text))).split()
    whole = " ".join(word[start:start + _WORD_MOST] for word in kept
                     for start in range(0, len(word), _WORD_MOST))
    if len(whole) <= MESSAGE_MOST:
        return whole
    within, _, _ = whole[:MESSAGE_MOST].rpartition(" ")
    return f"{within.rstrip(' .,;:…')}…"


def _drawn(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    picture = ord(character) > 0xFFFF or (kind == "So" and ord(character) >= 0x2300)
    return "" if picture or kind in ("Cf", "Cs", "Co", "Cn", "Mn", "Me") else character
