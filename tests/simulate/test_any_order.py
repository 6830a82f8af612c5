"""Whatever is touched and whatever is seen, in any order: the coach loses nothing, and never
sticks, accuses nobody who can't be judged, and begins with nobody who should see a doctor."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.reading import Reading
from mirrorapp.clock import ManualClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import HoldRecord, Outcome, SessionRecord, SetRecord
from mirrorapp.coach.state import SORE, CoachState, Intent, Phase
from mirrorapp.events import MirrorError, Refusal, Side
from mirrorapp.exercises import library
from mirrorapp.simulate import run
from mirrorapp.simulate.act import How
from mirrorapp.simulate.memory import WHO, Diary
from mirrorapp.simulate.play import Moment
from mirrorapp.simulate.user import User
from tests.simulate.plays import FPS, known
from tests.tiers import FULL, examples

EVERY = library.known()
FILMED = EVERY if FULL else ("squat", "step-down", "seated-thigh-stretch", "foot-doming")
"""Whom films are made of: every exercise, or one of each kind."""
CHOICES = (*EVERY, "weekly-check", "single-leg-check", "stretch-short", "first-week",
           "no such thing", "")
Film = tuple[Reading, ...]


@cache
def films(exercise: str) -> dict[tuple[bool, Side | None], Film]:
    """What is read of somebody who does this exercise well: getting ready, and doing it, on each
    side.
    """
    room, _ = run.of_plan(run.short(known().exercise(exercise)), User(How.WELL, known=known()))
    room.fps = FPS
    found: dict[tuple[bool, Side | None], list[Reading]] = {}

    def keep(moment: Moment) -> None:
        state = moment.state
        if state.phase in (Phase.GET_READY, Phase.COUNT_IN, Phase.ACTIVE):
            found.setdefault((state.phase is Phase.ACTIVE, state.side), []).append(moment.reading)
    run.watch(room, also=keep)
    return {which: tuple(readings) for which, readings in found.items()}


@dataclass(frozen=True)
class Touch:
    intent: Intent
    value: str = ""


@dataclass(frozen=True)
class Train:
    """Some seconds of somebody who does what the mirror is at; or `instead` of it another exercise,
    or on the `other` side.
    """

    seconds: float
    instead: str = ""
    other: bool = False


@dataclass(frozen=True)
class Other:
    """Some seconds of nobody, of a stranger, or of a view that is refused."""

    what: Refusal
    seconds: float
    lost: bool = False


@dataclass(frozen=True)
class Jump:
    seconds: float


ANSWERS = st.sampled_from(["yes", "no", SORE, "0", "2", "5", "9", "11", "", "perhaps"])
TOUCHES = st.one_of(
    st.builds(Touch, st.sampled_from([each for each in Intent if each is not Intent.CALIBRATE])),
    st.builds(Touch, st.just(Intent.CHOOSE), st.sampled_from(CHOICES)),
    st.builds(Touch, st.just(Intent.ANSWER), ANSWERS))
SIGHTS = st.one_of(
    st.builds(Train, st.floats(1, 40)),
    st.builds(Train, st.floats(1, 40), st.sampled_from(["", "", *FILMED]), st.booleans()),
    st.builds(Other, st.sampled_from([Refusal.NO_PERSON, Refusal.TURNED, Refusal.CUT,
                                      Refusal.FEET_OUT]), st.floats(0.2, 25)),
    st.builds(Other, st.just(Refusal.NO_PERSON), st.just(95.0)),
    st.builds(Other, st.just(Refusal.SEVERAL_PEOPLE), st.floats(0.5, 10), st.booleans()),
    st.builds(Jump, st.floats(-5, 4000)))


def put_down(exercise: str) -> bool:
    """Whether a set of it may be put down to the side on which most of it was done."""
    return exercise in EVERY and known().exercise(exercise).sides.signal is not None


def begin(choice: str) -> list[Touch]:
    """It is chosen, and all that is asked is answered."""
    return [Touch(Intent.CHOOSE, choice), *[Touch(Intent.ANSWER, "no")] * 16,
            Touch(Intent.ANSWER, "2")]


EVENTS = st.lists(st.one_of(TOUCHES, TOUCHES, SIGHTS), max_size=30)


@dataclass
class House:
    """A coach with everything around it, and somebody who checks it after every step."""

    diary: Diary = field(default_factory=Diary)
    clock: ManualClock = field(default_factory=ManualClock)
    last: SessionRecord | None = None
    _shown: tuple[Film, int] = ((), -1)
    _state: CoachState = field(default_factory=CoachState)

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

    def session_changed(self, record: SessionRecord) -> None:
        self.compare(record)

    def turned_away(self, record: SessionRecord) -> None:
        self.diary.turned_away(record)

    def session_ended(self, record: SessionRecord) -> None:
        self.compare(record)
        assert record.ended is not None
        assert record.outcome is not None
        self.diary.session_ended(record)

    def compare(self, record: SessionRecord) -> None:
        """Nothing that was done goes away, and each set holds its own side alone."""
        before, self.last = self.last, record
        if before is not None and before.uuid == record.uuid:
            assert len(record.sets) >= len(before.sets)
            for was, now in zip(before.sets, record.sets, strict=False):
                assert now.exercise == was.exercise
                assert put_down(now.exercise) or now.side is was.side
                assert now.done >= was.done
                assert held_s(now) >= held_s(was) - 1e-6
        for each in record.sets:
            assert all(rep.side in (None, each.side) for rep in each.reps if each.side)
            assert each.hold is not None or each.done <= each.planned_reps
        counted = [(rep.start_s, rep.end_s) for each in record.sets for rep in each.reps]
        assert len(set(counted)) == len(counted), "a repetition is in two sets"
        sets = Counter((each.exercise, each.side) for each in record.sets)
        for (exercise, _), times in sets.items():
            if exercise in EVERY and not put_down(exercise):
                assert times <= known().exercise(exercise).dose.sets, "a side had its turn twice"

    def do(self, event: object) -> None:
        if isinstance(event, Touch):
            self.touch(event.intent, event.value)
        elif isinstance(event, Jump):
            self.clock.time_s += event.seconds
        elif isinstance(event, Train):
            for _ in range(int(event.seconds * FPS)):
                self.see(self.film(event))
        elif isinstance(event, Other):
            seen = replace(films("squat")[False, None][0], refusal=event.what, lost=event.lost,
                           knees={}, standing=False)
            for _ in range(max(1, int(event.seconds * FPS))):
                self.see(seen)

    def film(self, event: Train) -> Reading:
        """The next frame of it; another film begins at its beginning."""
        state = self._state
        name = event.instead or state.exercise
        made = films(name if name in FILMED else "squat")
        side = state.side.other if state.side is not None and event.other else state.side
        which = (state.phase is Phase.ACTIVE, side)
        film = made.get(which) or next(iter(made.values()))
        shown, at = self._shown
        at = (at + 1) % len(film) if shown is film else 0
        self._shown = film, at
        return film[at]

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
        state = self._state = self.coach.state
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


@settings(max_examples=examples(120))
@example([Other(Refusal.NO_PERSON, 95.0), Touch(Intent.START), Touch(Intent.ANSWER, "9"),
          Touch(Intent.ANSWER, "yes")], "banded-squat")  # who is turned away began nothing
@given(EVENTS, st.one_of(st.none(), st.sampled_from(CHOICES), st.sampled_from(FILMED)))
def test_any_order_of_touches_and_sights(events: list[object], begun: str | None) -> None:
    house = House()
    for event in (*(begin(begun) if begun is not None else ()), *events):
        house.do(event)

    for _ in range(4):  # "That's enough" and "Home", a few times
        house.touch(Intent.STOP)
        house.touch(Intent.HOME)
    assert house.coach.phase is Phase.HOME
    kept = [each.uuid for each in house.diary.sessions if not each.turned_away]
    assert len(kept) == house.diary.started, "a session was lost, or told twice"
    assert len({*kept}) == house.diary.started


@pytest.mark.parametrize("name", FILMED)
def test_films_count_what_they_show(name: str) -> None:
    """Else no order of them would prove anything: on each side a set comes to its end."""
    house = House()
    for event in (*begin(name), Train(30), Train(15, other=True), Train(30)):
        house.do(event)
    willing(house)

    record = house.diary.sessions[-1]
    exercise = known().exercise(name)
    sides = {None} if exercise.sides.kind == "both" else {*Side}
    assert {each.side for each in record.sets if each.complete} == sides
    assert record.outcome is Outcome.COMPLETED


@settings(max_examples=examples(40))
@given(st.lists(st.one_of(TOUCHES, SIGHTS), max_size=12), st.sampled_from(FILMED))
def test_nothing_leaves_it_stuck(events: list[object], choice: str) -> None:
    """Whatever was before, whoever then does what the mirror asks for comes to the end."""
    house = House()
    for event in (*begin(choice), *events):
        house.do(event)
    willing(house)


def willing(house: House) -> None:
    """Somebody who does what is asked for, until it is over."""
    touches = {Phase.ADVISED: (Intent.ANSWER, "yes"), Phase.PAUSED: (Intent.RESUME, ""),
               Phase.HURTS: (Intent.REST, ""), Phase.REST: (Intent.NEXT, "")}
    for _ in range(400):
        state = house.coach.state
        if state.phase in (Phase.HOME, Phase.SUMMARY):
            return
        if state.question is not None:
            house.touch(Intent.ANSWER, "2" if state.question.scale else "no")
        elif state.phase in touches:
            house.touch(*touches[state.phase])
        elif state.phase is Phase.ACTIVE and state.exercise in EVERY and (
                state.exercise not in FILMED):
            house.touch(Intent.NEXT)
        else:
            house.do(Train(5))
    raise AssertionError(f"stuck in {house.coach.state.phase} of {house.coach.state.exercise}")


@settings(max_examples=examples(40))
@given(st.lists(SIGHTS, max_size=6), st.sampled_from(("squat", "step-down")),
       st.integers(0, 1))
def test_who_has_trained_finds_it_in_the_record(
        between: list[object], choice: str, which: int) -> None:
    """Two whole repetitions are seen, and whatever else: what the screen counted is recorded."""
    house = House()
    for event in begin(choice):
        house.do(event)
    counted = 0
    for event in (Train(60), *between):
        house.do(event)
        session = house.coach.state.session
        counted = max(counted, session.rep_count if session is not None else 0)
    house.do(Touch((Intent.PAIN, Intent.STOP)[which]))
    for _ in range(4):
        house.touch(Intent.STOP)
    assert house.diary.sessions[-1].rep_count >= counted
    assert counted >= 1


def test_both_sets_may_be_put_down_to_one_side_where_the_side_is_seen() -> None:
    def twice(exercise: str) -> SessionRecord:
        one = SetRecord(exercise, 0, side=Side.LEFT, hold=HoldRecord(15.0, 15.0))
        return SessionRecord("u", WHO, exercise, ManualClock().now(), sets=(one, one))
    House().compare(twice("thigh-foam-roll"))
    with pytest.raises(AssertionError, match="had its turn twice"):
        House().compare(twice("wall-foam-roll"))


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
