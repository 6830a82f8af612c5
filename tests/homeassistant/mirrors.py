"""A mirror without a glass: its hub, and what it would tell."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Condition

from mirrorapp.clock import Clock, SystemClock
from mirrorapp.coach.records import Outcome, Repetition, RepKnee, SessionRecord, SetRecord
from mirrorapp.coach.state import Phase
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard, Verdict
from mirrorapp.hub.client import Hub
from mirrorapp.hub.commands import Command, Name, Refused
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.payloads import MirrorState, Person, PersonState, Told

BEGAN = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
STATE = MirrorState(
    running=True, phase=Phase.ACTIVE, minutes_today=12.5, due=True, profile="Ann",
    next_session=BEGAN + timedelta(days=1), routine="squat", daily_target=20, remind_at="18:30")
HEALTH = PersonState(
    minutes_today=7.5, due=False, next_session=BEGAN + timedelta(days=1), streak=4, adherence=86,
    programme_week=3, pain=2, alignment=91, knee_left=7.8, knee_right=-1.5, see_professional=True)
CHART = b"\x89PNG\r\n\x1a\n, as far as anybody looks"


def told(state: MirrorState = STATE, *sharing: str) -> Told:
    """What a mirror tells where Ann (p1) and Bo (p2) train; those named share their health."""
    return Told(state, {"p1": "Ann", "p2": "Bo"}, ("squat", "lunge"),
                {who: Person(HEALTH, _chart) for who in sharing})


def session(uuid: str, minute: int = 0) -> SessionRecord:
    """A completed session of Ann's, of 90 s and five squats."""
    began = BEGAN + timedelta(minutes=minute)
    rep = Repetition(1.0, 2.0, 3.0, 0.5, True, RepKnee(Verdict.GOOD, valgus_deg=4.0),
                     RepKnee(Verdict.CAVING_IN))
    return SessionRecord(
        uuid, "p1", "squat", began, sets=(SetRecord("squat", 5, (rep,) * 5),),
        ended=began + timedelta(seconds=90), outcome=Outcome.COMPLETED)


def _chart() -> bytes:
    return CHART


@dataclass
class Mirror:
    """One mirror, whose hub may be started more than once; what it is told to do is kept."""

    config: HubConfig
    file: Path
    clock: Clock = field(default_factory=SystemClock)

    def __post_init__(self) -> None:
        self._stack = ExitStack()
        self._heard: SimpleQueue[Command | Refused] = SimpleQueue()
        self._came: Counter[str] = Counter()
        self._more = Condition()

    @property
    def node(self) -> str:
        """Its identifier in Home Assistant."""
        return f"{self.config.base}_{self.config.id}"

    def hub(self) -> Hub:
        """A hub on this mirror's outbox, started."""
        board = NoticeBoard()
        outbox = self._stack.enter_context(Outbox(self.file, board, self.clock))
        hub = Hub(self.config, outbox, board, self.clock)
        self._stack.callback(hub.stop, 2.0)
        hub.start(self._hear)
        return hub

    def obeys(self) -> Command | Refused:
        """The next command that has come. Raises `AssertionError` if none does."""
        try:
            return self._heard.get(timeout=10.0)
        except Empty:
            raise AssertionError("no command reached the mirror") from None

    def heard(self) -> list[Command | Refused]:
        """All that has come and was not asked for yet."""
        return [self._heard.get_nowait() for _ in range(self._heard.qsize())]

    def until_came(self, name: Name, count: int) -> None:
        """Wait until so many commands of that name have come, well or badly said, ever."""
        with self._more:
            came = self._more.wait_for(lambda: self._came[name] >= count, 10.0)
        assert came, f"{self._came[name]} of {count} commands to {name} reached the mirror"

    def _hear(self, heard: Command | Refused) -> None:
        with self._more:
            self._heard.put(heard)
            self._came[heard.name] += 1
            self._more.notify_all()

    def close(self) -> None:
        """Stop its hubs."""
        self._stack.close()
