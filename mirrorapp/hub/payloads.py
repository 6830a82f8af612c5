"""What is said to the hub: the session event and the mirror's state, as JSON.

Health data (how the knees were, pain) has a model of its own, `HealthEvent`: what was made as a
plain `SessionEvent` can't carry any.
"""

import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from mirrorapp.coach import ledger
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.events import Side, Verdict

ONLINE = "online"
OFFLINE = "offline"

Moment = Annotated[AwareDatetime, PlainSerializer(lambda at: at.isoformat(timespec="seconds"))]
"""A time with its UTC offset, to the second; a naive one is refused, as Home Assistant does."""

_RESTING = (Phase.HOME, Phase.ASK, Phase.ADVISED, Phase.SUMMARY, Phase.CALIBRATE)

_TOLD = {Phase.ASK: Phase.HOME, Phase.ADVISED: Phase.HOME, Phase.COUNT_IN: Phase.ACTIVE,
         Phase.HURTS: Phase.PAUSED}
PHASES = tuple(dict.fromkeys(_TOLD.get(phase, phase) for phase in Phase))
"""What the hub hears of phases: that it hurts, or that somebody was turned away, is health."""

Count = Annotated[int, Field(ge=0)]


class EventType(StrEnum):
    """What happened to a session."""

    STARTED = "started"
    COMPLETED = "completed"
    ABORTED = "aborted"
    SKIPPED = "skipped"


class _Payload(BaseModel):
    # Unknown keys are dropped on reading: a HealthEvent read as a SessionEvent loses its health.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    def to_json(self) -> str:
        """The payload as it goes to the broker; what is unknown is `null`."""
        return self.model_dump_json(by_alias=True)


class SessionEvent(_Payload):
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


class SideTally(_Payload):
    """One knee over a session: repetitions by verdict, and seconds without any verdict."""

    good: Count
    drifting: Count
    caving_in: Count
    unjudged_s: float


class Owed(_Payload):
    """Seconds that each side still owes the other; None where no exercise is one-sided."""

    left: float | None = None
    right: float | None = None


class Sides(_Payload):
    """Both knees over a session."""

    left: SideTally
    right: SideTally
    owed_s: Owed = Owed()


class HealthEvent(SessionEvent):
    """One session with how the knees were and with pain from 0 to 10: only for who opted in."""

    sides: Sides
    pain_before: Annotated[int, Field(ge=0, le=10)] | None = None
    pain_after: Annotated[int, Field(ge=0, le=10)] | None = None


class MirrorState(_Payload):
    """What the mirror itself tells, retained. `see_professional` is health: None unless shared."""

    running: bool = False
    phase: Phase = Phase.HOME
    last_session: Moment | None = None
    minutes_today: Annotated[float, Field(ge=0)] | None = None
    due: bool | None = None
    next_session: Moment | None = None
    see_professional: bool | None = None

    @classmethod
    def of(cls, coach: CoachState, last_session: datetime | None = None,
           minutes_today: float | None = None, *, sharing: str | None = None) -> "MirrorState":
        """The state while the coach is at `coach`; what is not known is None.

        `sharing`: the profile that shares its health.
        """
        today, profile = coach.today, coach.profile
        shared = profile is not None and profile.id == sharing
        return cls(running=coach.phase not in _RESTING,
                   phase=_TOLD.get(coach.phase, coach.phase),
                   last_session=last_session, minutes_today=minutes_today,
                   due=today.kind == "train" if today else None,
                   next_session=today.due if today else None,
                   see_professional=bool(coach.referrals) if shared else None)


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


def profile_of(payload: str) -> str:
    """Whose session a session event's JSON tells of."""
    return str(json.loads(payload).get("profile", ""))


def without_health(payload: str) -> str:
    """A session event's JSON with everything about health taken out.

    For what was written down while a profile shared its health and is sent after it stopped to.
    Raises `ValueError` if `payload` is not JSON.
    """
    plain = {field.alias or name for name, field in SessionEvent.model_fields.items()}
    kept = {key: value for key, value in json.loads(payload).items() if key in plain}
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False)


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
