"""Whatever is touched and whatever is seen, in any order: the coach loses nothing, and never
sticks, accuses nobody who can't be judged, and begins with nobody who should see a doctor."""

from dataclasses import dataclass, field, replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.reading import Reading
from mirrorapp.clock import ManualClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import SessionRecord, SetRecord
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.events import MirrorError, Refusal
from mirrorapp.simulate import run
from mirrorapp.simulate.act import How
from mirrorapp.simulate.memory import WHO, Diary
from mirrorapp.simulate.play import Moment
from mirrorapp.simulate.user import User
from tests.simulate.plays import FPS, known
from tests.tiers import examples

CHOICES = ("squat", "single-leg-squat", "seated-thigh-stretch", "foot-doming", "banded-clamshell",
           "weekly-check", "stretch-short", "first-week", "no such thing", "")
SEEN = ("squat", "single-leg-squat", "seated-thigh-stretch")


@cache
def readings(exercise: str) -> tuple[Reading, ...]:
    """What is read of somebody who does this exercise well, from getting ready to the end."""
    room, _ = run.of_plan(run.short(known().exercise(exercise)), User(How.WELL, known=known()))
    room.fps = FPS
    found: list[Reading] = []

    def keep(moment: Moment) -> None:
        if moment.state.phase in (Phase.GET_READY, Phase.COUNT_IN, Phase.ACTIVE):
            found.append(moment.reading)
    run.watch(room, also=keep)
    return tuple(found)


@dataclass(frozen=True)
class Touch:
    intent: Intent
    value: str = ""


@dataclass(frozen=True)
class See:
    """Some seconds of somebody: from `share` of what was recorded on."""

    exercise: str
    seconds: float
    share: float = 0.0


@dataclass(frozen=True)
class Other:
    """Some seconds of nobody, of a stranger, or of a view that is refused."""

    what: Refusal
    seconds: float
    lost: bool = False


@dataclass(frozen=True)
class Jump:
    seconds: float


ANSWERS = st.sampled_from(["yes", "no", "0", "2", "5", "9", "11", "", "perhaps"])
TOUCHES = st.one_of(
    st.builds(Touch, st.sampled_from([each for each in Intent if each is not Intent.CALIBRATE])),
    st.builds(Touch, st.just(Intent.CHOOSE), st.sampled_from(CHOICES)),
    st.builds(Touch, st.just(Intent.ANSWER), ANSWERS))
SIGHTS = st.one_of(
    st.builds(See, st.sampled_from(SEEN), st.floats(1, 25), st.floats(0, 0.9)),
    st.builds(Other, st.sampled_from([Refusal.NO_PERSON, Refusal.TURNED, Refusal.CUT,
                                      Refusal.FEET_OUT]), st.floats(0.2, 25)),
    st.builds(Other, st.just(Refusal.NO_PERSON), st.just(95.0)),
    st.builds(Other, st.just(Refusal.SEVERAL_PEOPLE), st.floats(0.5, 10), st.booleans()),
    st.builds(Jump, st.floats(-5, 4000)))
BEGIN = [Touch(Intent.CHOOSE, "squat"), *[Touch(Intent.ANSWER, "no")] * 16,
         Touch(Intent.ANSWER, "2")]
EVENTS = st.lists(st.one_of(TOUCHES, TOUCHES, SIGHTS), max_size=30)


@dataclass
class House:
    """A coach with everything around it, and somebody who checks it after every step."""

    diary: Diary = field(default_factory=Diary)
    clock: ManualClock = field(default_factory=ManualClock)
    last: SessionRecord | None = None

    def __post_init__(self) -> None:
        desk = Desk(self.diary, known(), self.clock.now, first=WHO)
        self.coach = Coach(Plan(known().exercise("squat"), 1, WHO), self.clock.now, self,
                           desk=desk)

    def session_started(self, record: SessionRecord) -> None:
        screening = self.diary.people[WHO].screening
        assert screening is not None
        assert not screening.yes or screening.cleared is not None, "begun with a red flag"
        assert record.asked.pain_before is not None
        self.diary.session_started(record)

    def set_changed(self, record: SessionRecord) -> None:
        self.compare(record)

    def session_ended(self, record: SessionRecord) -> None:
        self.compare(record)
        assert record.ended is not None
        self.diary.session_ended(record)

    def compare(self, record: SessionRecord) -> None:
        """Nothing that was done goes away, and each set holds its own side alone."""
        before, self.last = self.last, record
        if before is not None and before.uuid == record.uuid:
            assert len(record.sets) >= len(before.sets)
            for was, now in zip(before.sets, record.sets, strict=False):
                assert now.exercise == was.exercise
                assert now.side is was.side
                assert now.done >= was.done
                assert held_s(now) >= held_s(was) - 1e-6
        for each in record.sets:
            assert all(rep.side in (None, each.side) for rep in each.reps if each.side)
            assert each.hold is not None or each.done <= each.planned_reps
            assert len({(rep.start_s, rep.end_s) for rep in each.reps}) == len(each.reps)

    def do(self, event: object) -> None:
        if isinstance(event, Touch):
            self.touch(event.intent, event.value)
        elif isinstance(event, Jump):
            self.clock.time_s += event.seconds
        elif isinstance(event, See):
            film = readings(event.exercise)
            first = int(event.share * len(film))
            for reading in film[first:first + int(event.seconds * FPS)]:
                self.see(reading)
        elif isinstance(event, Other):
            for _ in range(max(1, int(event.seconds * FPS))):
                self.see(replace(readings("squat")[0], refusal=event.what, lost=event.lost,
                                 knees={}, standing=False))

    def touch(self, intent: Intent, value: str = "") -> None:
        try:
            self.coach.send(intent, value)
        except MirrorError:
            assert intent in (Intent.CHOOSE, Intent.ANSWER), "only what can't be had is refused"
        self.look(None)

    def see(self, reading: Reading) -> None:
        self.clock.time_s += 1 / FPS
        reading = replace(reading, time_s=self.clock.time_s)
        self.coach.update(reading)
        self.look(reading)

    def look(self, reading: Reading | None) -> None:
        state = self.coach.state
        assert state.phase is self.coach.phase
        if state.session is not None:
            self.compare(state.session)
        if reading is not None and reading.refusal is not None:
            assert state.cue is None, "cued while refusing"
            assert state.fault is None, "cued while refusing"
        if state.phase is Phase.ASK:
            assert state.question is not None
        if state.phase is Phase.ADVISED:
            assert state.advice
        if state.phase not in (Phase.ACTIVE, Phase.GET_READY, Phase.COUNT_IN):
            assert state.cue is None


def held_s(each: SetRecord) -> float:
    return each.hold.held_s if each.hold is not None else 0.0


@settings(max_examples=examples(80))
@given(EVENTS, st.booleans())
def test_any_order_of_touches_and_sights(events: list[object], begun: bool) -> None:
    house = House()
    for event in (*(BEGIN if begun else ()), *events):
        house.do(event)

    for _ in range(4):  # "That's enough" and "Home", a few times
        house.touch(Intent.STOP)
        house.touch(Intent.HOME)
    assert house.coach.phase is Phase.HOME
    assert len(house.diary.sessions) == house.diary.started, "a session was lost, or told twice"
    assert len({each.uuid for each in house.diary.sessions}) == house.diary.started


@settings(max_examples=examples(40))
@given(st.lists(SIGHTS, max_size=6), st.integers(0, 1))
def test_who_has_trained_finds_it_in_the_record(between: list[object], which: int) -> None:
    """Two whole squats are seen, and whatever else: what the screen counted is in the record."""
    house = House()
    for event in BEGIN:
        house.do(event)
    counted = 0
    for event in (See("squat", 50), *between):
        house.do(event)
        session = house.coach.state.session
        counted = max(counted, session.rep_count if session is not None else 0)
    house.do(Touch((Intent.PAIN, Intent.STOP)[which]))
    for _ in range(4):
        house.touch(Intent.STOP)
    assert house.diary.sessions[-1].rep_count >= counted
    assert counted >= 1


@given(st.lists(st.booleans(), min_size=30, max_size=30))
def test_a_red_flag_never_begins_by_plain_answers(yes: list[bool]) -> None:
    """Whoever says "yes" to any question of the screening is told so, and does not train."""
    house = House()
    house.touch(Intent.CHOOSE, "squat")
    said = False
    for each in yes:
        state = house.coach.state
        if state.phase is Phase.ADVISED and not any(advice.blocks for advice in state.advice):
            house.touch(Intent.ANSWER, "yes")  # what everybody should have read
            continue
        question = state.question
        if question is None:
            break
        said = said or (each and not question.scale)
        house.touch(Intent.ANSWER, "2" if question.scale else "yes" if each else "no")
    assert house.coach.phase is (Phase.ADVISED if said else Phase.GET_READY)
    if said:
        assert house.coach.state.advice
        house.touch(Intent.ANSWER, "no")
        assert house.coach.phase is Phase.HOME
        assert not house.diary.started
