"""What the home asks of the mirror. Nothing in it is trusted: read here, or refused with a reason.

A command is the bare value, as one types it, or JSON: `{"value": …, "at": "2026-11-21T18:00:00Z"}`.
What says when it was given is refused once that is a while ago: a "start" that waited somewhere
must start nothing at midnight.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError, from_json

from mirrorapp.config import DAILY_MOST_MIN

LATE: Final = timedelta(seconds=60)
"""A command older than this is none any more; one from so far ahead is of another clock."""
LONGEST: Final = 16_384
"""Bytes; more is not even looked at."""
CLOCK: Final = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
"""A time of day; of `\\d` there are more than ten."""
SNOOZE_MIN: Final = 30
_SNOOZE_MOST_MIN: Final = 720
_WORD_MOST: Final = 64


class Name(StrEnum):
    """Every command there is: what stands last in its topic."""

    START = "start"
    SNOOZE = "snooze"
    SKIP_TODAY = "skip_today"
    ROUTINE = "routine"
    PROFILE = "profile"
    SHOW = "show"
    DAILY_TARGET = "daily_target"
    REMIND_AT = "remind_at"
    REMINDERS = "reminders"
    ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True, slots=True)
class Command:
    """`value`: of `start` the routine, "" for the one that is chosen; of `snooze` and
    `daily_target` minutes; of `remind_at` a time such as 18:00; of `reminders` whether; of
    `routine` an id or "today", of `profile` an id or a name, of `acknowledge` an id; of `show` a
    text.
    """

    name: Name
    value: Any = None


class Why(NamedTuple):
    """Why something was refused: in a word for automations, and in words for the tinkerer."""

    reason: str
    said: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is no command ("invalid"), or none any more ("late"); `said` tells why."""

    name: str
    said: str
    reason: str = "invalid"


class _Envelope(BaseModel):
    model_config = ConfigDict(extra="ignore")

    value: Any = None
    at: AwareDatetime | None = None


def _no_flag(value: Any) -> Any:
    """True would be one minute."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


_Word = Annotated[str, Field(min_length=1, max_length=_WORD_MOST)]
_READERS: Final[Mapping[Name, TypeAdapter[Any]]] = {
    Name.START: TypeAdapter(Annotated[str, Field(max_length=_WORD_MOST)]),
    Name.SNOOZE: TypeAdapter(Annotated[
        int, BeforeValidator(_no_flag), Field(ge=1, le=_SNOOZE_MOST_MIN)]),
    Name.SKIP_TODAY: TypeAdapter(Any),
    Name.ROUTINE: TypeAdapter(_Word),
    Name.PROFILE: TypeAdapter(_Word),
    Name.SHOW: TypeAdapter(str),
    Name.DAILY_TARGET: TypeAdapter(Annotated[
        int, BeforeValidator(_no_flag), Field(ge=0, le=DAILY_MOST_MIN)]),
    Name.REMIND_AT: TypeAdapter(Annotated[str, Field(pattern=CLOCK)]),
    Name.REMINDERS: TypeAdapter(bool),
    Name.ACKNOWLEDGE: TypeAdapter(_Word),
}
_PRESSED: Final[Mapping[Name, Any]] = {Name.START: "", Name.SNOOZE: SNOOZE_MIN,
                                       Name.SKIP_TODAY: None}
"""What a button means that is merely pressed."""


def read(name: str, payload: bytes, now: datetime) -> Command | Refused:
    """The command that came in under this name; `now` with its offset. Never raises."""
    try:
        known = Name(name)
    except ValueError:
        return Refused(name[:_WORD_MOST], "there is no such command")
    if len(payload) > LONGEST:
        return Refused(known, f"more than {LONGEST} bytes")
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        return Refused(known, "not UTF-8")
    try:
        envelope = _open(text)
        if (late := _late(envelope.at, now)) is not None:
            return Refused(known, late, "late")
        return Command(known, _value(known, envelope.value))
    except ValidationError as error:
        return Refused(known, error.errors()[0]["msg"])


def _value(known: Name, value: Any) -> Any:
    if known in _PRESSED and value in (None, "", "PRESS"):
        return _PRESSED[known]
    return _READERS[known].validate_python(value)


def _open(text: str) -> _Envelope:
    """Text that is no JSON object is the value itself."""
    try:
        found = from_json(text)
    except ValueError:
        found = None
    return _Envelope.model_validate(found if isinstance(found, dict) else {"value": text})


def _late(at: datetime | None, now: datetime) -> str | None:
    if at is None:
        return None
    age = now - at
    if age > LATE:
        return f"given {age.total_seconds():.0f} s ago"
    if age < -LATE:
        return f"given {-age.total_seconds():.0f} s from now: the clocks differ"
    return None


Obey = Callable[[Command | Refused], None]
