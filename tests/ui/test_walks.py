"""From home through a session and back, by real touches on the real coach."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Outcome, SessionRecord, SetRecord
from mirrorapp.coach.state import Ask, Intent, Phase
from mirrorapp.simulate.memory import WHO
from mirrorapp.simulate.run import of_choice
from mirrorapp.simulate.user import How, User
from mirrorapp.snapshot import Snapshot
from tests.ui.fitting import check_words
from tests.ui.states import SHELF, TAUGHT

pytestmark = pytest.mark.ui


class Quiet:
    """A simulated user whose touches are those on the glass alone."""

    def __init__(self, user: User) -> None:
        self._user = user

    def act(self, *seen: Any) -> Any:
        return replace(self._user.act(*seen), touches=())


class CoachMirror:
    """The real coach and the real judge before a simulated user."""

    def __init__(self, choice: str) -> None:
        user = User(How.WELL, choice, TAUGHT)
        self.room, self.diary = of_choice(user)
        self.room.user = Quiet(user)  # type: ignore[assignment]
        self._reading = None
        self._serial = 1

    def snapshot(self) -> Snapshot:
        return Snapshot(self._serial, None, self._reading, self.room.coach.state)

    def send(self, intent: Intent, value: str = "") -> None:
        self.room.touch(intent, value)
        self._serial += 1

    def turn(self) -> None:
        self._reading = self.room.turn().reading
        self._serial += 1


class Walk:
    """A hand on the glass, and time that goes on."""

    def __init__(self, glass: Callable[..., Any], choice: str) -> None:
        self.it = glass(options={"shelf": SHELF})
        self.mirror = CoachMirror(choice)
        self.it.app._mirror = self.mirror
        self.see()

    @property
    def phase(self) -> Phase:
        return self.mirror.room.coach.phase

    def see(self) -> None:
        self.it.settle()
        self.it.now_s += 1.0

    def touch(self, name: str) -> None:
        self.it.touch(*self.it.screen.ids[name].center)
        self.see()

    def until(self, *phases: Phase, most_s: float = 200.0) -> None:
        for _ in range(round(10 * most_s)):
            if self.phase in phases:
                break
            self.mirror.turn()
        assert self.phase in phases
        self.see()
        check_words(self.it)

    def choose(self, name: str) -> None:
        self.touch("choose")
        while not (rows := [row for row in self.it.screen.rows if row.choice == name]):
            self.it.touch(*self.it.screen.ids.turn.children[0].center)
        self.it.touch(*rows[0].center)
        self.see()
        if self.it.screen.name == "item":
            self.touch("begin")

    def answer_all(self) -> None:
        asked = 0
        while self.phase is Phase.ASK and not self.it.screen.scale:
            check_words(self.it)
            self.touch("no")
            asked += 1
        assert asked > 5, "the first session begins with the screening"
        while self.phase is Phase.ADVISED:  # what everybody is told once
            check_words(self.it)
            self.touch("go_on")
        self.it.touch(*self.it.screen.numbers[2].center)
        self.see()


def test_a_session_from_home_to_home(glass):
    walk = Walk(glass, "stretch-short")
    assert walk.it.screen.name == "home"
    walk.choose("stretch-short")
    assert walk.it.screen.name == "ask"
    walk.answer_all()
    assert (walk.phase, walk.it.screen.name) == (Phase.GET_READY, "session")
    assert walk.it.screen.side == "Right leg"
    walk.until(Phase.COUNT_IN)
    assert walk.it.screen.giant == "3"
    walk.until(Phase.ACTIVE)
    for _ in range(100):
        walk.mirror.turn()
    walk.see()
    assert int(walk.it.screen.number) < 140
    walk.touch("pause")
    assert walk.phase is Phase.PAUSED
    walk.touch("pause")
    walk.until(Phase.ACTIVE)
    walk.touch("hurts")
    assert walk.phase is Phase.HURTS
    walk.touch("rest")
    assert (walk.phase, walk.it.screen.giant) == (Phase.REST, "60")
    walk.touch("pause")
    walk.until(Phase.ACTIVE)
    walk.touch("extra")
    walk.until(Phase.GET_READY)
    assert walk.it.screen.side == "Left leg"
    walk.touch("stop")
    assert walk.mirror.snapshot().coach.question.ask is Ask.PAIN_AFTER
    walk.it.touch(*walk.it.screen.numbers[3].center)
    walk.see()
    assert (walk.phase, walk.it.screen.name) == (Phase.SUMMARY, "summary")
    check_words(walk.it)
    walk.touch("done")
    assert walk.it.screen.name == "home"
    record, = walk.mirror.diary.sessions
    assert (record.asked.pain_before, record.asked.pain_after, record.pain) == (2, 3, True)


def test_yes_to_a_red_flag_begins_nothing(glass):
    walk = Walk(glass, "squat")
    walk.touch("start")
    walk.touch("yes")
    while walk.phase is Phase.ASK:
        walk.touch("no")
    assert walk.it.screen.name == "advised"
    assert not walk.it.screen.goes_on
    check_words(walk.it)
    walk.touch("back")
    assert walk.it.screen.name == "home"
    assert walk.mirror.diary.started == 0


def test_repetitions_are_added_by_touch_where_the_camera_can_not_count(glass):
    walk = Walk(glass, "banded-clamshell")
    walk.choose("banded-clamshell")
    walk.answer_all()
    walk.until(Phase.ACTIVE)
    before = int(walk.it.screen.number)
    walk.touch("extra")
    walk.touch("extra")
    assert int(walk.it.screen.number) == before + 2


@pytest.mark.parametrize("ago", [None, timedelta(days=1)])
def test_two_touches_lead_from_home_to_moving(glass, ago):
    walk = Walk(glass, "squat")
    diary = walk.mirror.diary
    diary.keep(Profile(WHO, screening=Screening(datetime(2026, 1, 1, tzinfo=UTC))))
    if ago is not None:
        then = walk.mirror.room.clock.now() - ago
        diary.session_ended(SessionRecord(
            "u", WHO, "first-week", then, ended=then, outcome=Outcome.COMPLETED,
            sets=(SetRecord("squat", 1, touched=1),)))
    walk.mirror.room.coach._desk.forget()
    walk.touch("start")
    assert walk.it.screen.recalls is (ago is not None)
    walk.it.touch(*walk.it.screen.numbers[2].center)
    walk.until(Phase.ACTIVE)
