"""What the broker holds of the mirror: its state, and that of everybody who shares their health.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from mirrorapp.coach.state import Phase

ONLINE = "online"
OFFLINE = "offline"

Moment = Annotated[AwareDatetime, PlainSerializer(lambda at: at.isoformat(timespec="seconds"))]
"""A time with its UTC offset, to the second; a naive one is refused, as Home Assistant does."""

TODAY = "today"
"""The routine that is whatever the programme has."""

RESTING = (Phase.HOME, Phase.ASK, Phase.ADVISED, Phase.SUMMARY, Phase.CALIBRATE)

_TOLD = {Phase.ASK: Phase.HOME, Phase.ADVISED: Phase.HOME, Phase.COUNT_IN: Phase.ACTIVE,
         Phase.HURTS: Phase.PAUSED}
PHASES = tuple(dict.fromkeys(_TOLD.get(phase, phase) for phase in Phase))
"""What the hub hears of phases: that it hurts, or that somebody was turned away, is health."""

Count = Annotated[int, Field(ge=0)]


class Payload(BaseModel):
    """A message in JSON."""

    # Unknown keys are dropped on reading: a HealthEvent read as a SessionEvent loses its health.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    def to_json(self) -> str:
        """The payload as it goes to the broker; what is unknown is `null`."""
        return self.model_dump_json(by_alias=True)


class Answer(Payload):
    """What became of the last command: `said` in words for the tinkerer, `reason` (None: done) in
    one for automations."""

    command: str
    accepted: bool
    said: str
    reason: str | None = None
    at: Moment


class Words(Payload):
    """The day in the mirror's language, for what shows text and no more: `today` what there is to
    do, `exercises` their names, `next` when. What there is nothing to say of is "".
    """

    today: str = ""
    exercises: str = ""
    next: str = ""


class MirrorState(Payload):
    """What the mirror itself tells, retained: nothing of anybody's health.

    `due`: it is time for the session of who trains now; `next_session`: when that is. `routine`:
    what the next start from the hub begins; `profile`: who trains, as in the select. `words`: the
    same day in words.
    """

    running: bool = False
    phase: Phase = Phase.HOME
    last_session: Moment | None = None
    minutes_today: Annotated[float, Field(ge=0)] | None = None
    due: bool | None = None
    next_session: Moment | None = None
    routine: str = TODAY
    profile: str | None = None
    reminders: bool = True
    daily_target: Count | None = None
    remind_at: str | None = None
    answer: Answer | None = None
    words: Words = Words()

    @classmethod
    def of(cls, phase: Phase, **more: Any) -> "MirrorState":
        """The state while the coach is at `phase`; what is not given is not known."""
        return cls(running=phase not in RESTING, phase=_TOLD.get(phase, phase), **more)


class PersonState(Payload):
    """What is told of somebody who shares their health, retained. None: not known.

    `alignment`: of the repetitions judged in the last session that had any, how many were good, in
    per cent; knees in degrees, + inwards, as at the last training that showed them; `pain` as it
    was said last, 0-10; `adherence` in per cent of four weeks; `streak` in days.
    """

    last_session: Moment | None = None
    minutes_today: Annotated[float, Field(ge=0)] | None = None
    due: bool | None = None
    next_session: Moment | None = None
    streak: Count | None = 0
    adherence: Count | None = None
    programme_week: Count | None = None
    pain: Annotated[int, Field(ge=0, le=10)] | None = None
    alignment: Count | None = None
    knee_left: float | None = None
    knee_right: float | None = None
    see_professional: bool = False


class Live(Payload):
    """How far a session is, never retained: `progress` in per cent, None once it is over."""

    progress: Annotated[int, Field(ge=0, le=100)] | None = None
    exercise: str = ""
    reps: Count = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who shares their health; `chart` draws a PNG of how it has gone, None for none. It
    is drawn when it is to be told, on the hub's thread.
    """

    state: PersonState
    chart: Callable[[], bytes] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """All that the broker is to hold of this mirror.

    `names`: of everybody who trains here, by profile id; `routines`: the ids that can be started.
    `people`: those who share their health, by profile id; whoever is not in it any more is taken
    back from the broker.
    """

    mirror: MirrorState
    names: Mapping[str, str] = field(default_factory=dict)
    routines: tuple[str, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)


def labels(names: Mapping[str, str]) -> dict[str, str]:
    """How everybody is called in the hub, by profile id: by name, where that is theirs alone."""
    taken = Counter(names.values())
    return {who: name if name and taken[name] == 1 and name not in names else who
            for who, name in names.items()}
