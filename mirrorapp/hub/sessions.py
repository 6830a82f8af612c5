"""What is said of a session, as JSON.

Health data (how the knees were, pain) has a model of its own, `HealthEvent`: what was made as a
plain `SessionEvent` can't carry any.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from mirrorapp.coach import ledger
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.events import Side, Verdict
from mirrorapp.hub.payloads import Count, Moment, Payload

SEE_PROFESSIONAL: Final = "see_professional"


class EventType(StrEnum):
    """What happened to a session."""

    STARTED = "started"
    COMPLETED = "completed"
    ABORTED = "aborted"
    SKIPPED = "skipped"


class SessionEvent(Payload):
    """One session, without a word on health."""

    version: Literal[1] = Field(default=1, alias="schema")
    uuid: str
    event_type: EventType
    profile: str
    routine: str
    started: Moment
    ended: Moment | None
    minutes: float | None
    exercises: Count
    sets: Count
    reps: Count
    demo: bool


class Referral(Payload):
    """The mirror sends somebody to a professional, by this rule of `config/safety.toml`."""

    version: Literal[1] = Field(default=1, alias="schema")
    uuid: str
    event_type: Literal["see_professional"] = SEE_PROFESSIONAL
    profile: str
    rule: str
    at: Moment


class SideTally(Payload):
    """One knee over a session: repetitions by verdict, and seconds without any verdict."""

    good: Count
    drifting: Count
    caving_in: Count
    unjudged_s: float


class Owed(Payload):
    """Seconds that each side still owes the other; None where no exercise is one-sided."""

    left: float | None = None
    right: float | None = None


class Sides(Payload):
    """Both knees over a session."""

    left: SideTally
    right: SideTally
    owed_s: Owed = Owed()


class HealthEvent(SessionEvent):
    """One session with how the knees were and with pain from 0 to 10: only for who opted in."""

    sides: Sides
    pain_before: Annotated[int, Field(ge=0, le=10)] | None = None
    pain_after: Annotated[int, Field(ge=0, le=10)] | None = None


def session_event(record: SessionRecord, *, share_health: bool) -> SessionEvent:
    """The event that tells of `record`; a `HealthEvent` if its profile shares health.

    A set without a repetition or a held second was not done and is not counted. Raises
    `ValueError` if a time in `record` has no UTC offset.
    """
    done = [each for each in record.sets
            if each.done or (each.hold is not None and each.hold.held_s > 0)]
    event = SessionEvent(
        uuid=record.uuid, event_type=_event_type(record.outcome), profile=record.profile,
        routine=record.routine, started=record.started, ended=record.ended,
        minutes=_minutes(record), exercises=len({each.exercise for each in done}),
        sets=len(done), reps=record.rep_count, demo=record.demo)
    if not share_health:
        return event
    sides = Sides(left=_tally(record, Side.LEFT), right=_tally(record, Side.RIGHT),
                  owed_s=_owed(record))
    return HealthEvent(**event.model_dump(), sides=sides, pain_before=record.asked.pain_before,
                       pain_after=record.asked.pain_after)


def skipped_event(uuid: str, profile: str, at: datetime, *, demo: bool = False) -> SessionEvent:
    """The event that tells of a day made a rest day. Raises `ValueError` for a naive time."""
    return SessionEvent(
        uuid=uuid, event_type=EventType.SKIPPED, profile=profile, routine="", started=at, ended=at,
        minutes=0.0, exercises=0, sets=0, reps=0, demo=demo)


def referral_event(uuid: str, profile: str, rule: str, at: datetime) -> Referral:
    """The event that tells of advice that stays until it is acknowledged."""
    return Referral(uuid=uuid, profile=profile, rule=rule, at=at)


def _event_type(outcome: Outcome | None) -> EventType:
    return EventType.STARTED if outcome is None else EventType(outcome.value)


def _minutes(record: SessionRecord) -> float | None:
    return None if record.lasted_s is None else round(record.lasted_s / 60, 1)


def _owed(record: SessionRecord) -> Owed:
    if not any(each.hold is not None and each.side is not None for each in record.sets):
        return Owed()
    owed_s = ledger.owed_in(record)
    return Owed(left=round(owed_s[Side.LEFT], 1), right=round(owed_s[Side.RIGHT], 1))


def _tally(record: SessionRecord, side: Side) -> SideTally:
    counts = record.tally(side)
    return SideTally(good=counts[Verdict.GOOD], drifting=counts[Verdict.DRIFTING],
                     caving_in=counts[Verdict.CAVING_IN],
                     unjudged_s=round(sum(each.unjudged_s for each in record.sets), 1))
