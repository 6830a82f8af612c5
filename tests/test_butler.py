"""What the home asks for is done on the engine's thread, and answered."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from mirrorapp.butler import Butler
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.events import MessageBoard
from mirrorapp.hub.commands import Command, Name, Refused, Why
from mirrorapp.hub.inbox import HEARD_MOST
from mirrorapp.hub.payloads import TODAY
from tests.coach.houses import BEGUN, CLEAR, House


class Rig:
    """Engine, herald, hub and settings in one: notes what they are asked for."""

    def __init__(self, *, demo: bool = False, ready: bool = True, asks: bool = False) -> None:
        self.house = House(Profile("anna", "Anna", screening=CLEAR, share_health=True),
                           Profile("ben", share_health=True), Profile("cleo"))
        self.waiting: list[Callable[[], None]] = []
        self.told: list[Any] = []
        self.phase, self.somebody = Phase.HOME, True
        self.routine, self.answers = TODAY, list[tuple[str, Why | None]]()
        self.can = True
        self.reason: str | None = None
        self.messages = MessageBoard()
        rooms: Any = dict.fromkeys(("engine", "herald", "hub", "settings", "clock"), self)
        self.butler = Butler(**rooms, messages=self.messages, routines=("ease",),
                             desk=None if demo else self.house.desk, ready=lambda: ready,
                             asks=lambda: asks)

    def now(self) -> datetime:
        return self.house.now

    def monotonic_s(self) -> float:
        return (self.house.now - BEGUN).total_seconds()

    def between_frames(self, change: Callable[[], None]) -> None:
        self.waiting.append(change)

    def send(self, intent: Intent, value: str = "") -> None:
        self.told.append((intent, value))

    def do(self, intent: Intent, value: str = "") -> bool:
        self.send(intent, value)
        return self.can

    def ask(self, section: str, **values: Any) -> None:
        self.told.append((section, values))

    def day_skipped(self, profile: str, at: datetime) -> None:
        self.told.append(("skipped", profile, at))

    def obey(self, name: Name, value: Any = None) -> str:
        """Why it was refused, "" for done."""
        self.butler.obey(Command(name, value))
        while self.waiting:
            self.waiting.pop()()
        (told, why), = self.answers
        self.answers.clear()
        assert told == name
        self.reason = why.reason if why else None
        return why.said if why else ""

    def answer(self, command: str, why: Why | None) -> None:
        self.answers.append((command, why))


def test_nothing_is_done_on_the_hubs_thread() -> None:
    rig = Rig()
    rig.butler.obey(Command(Name.START, ""))
    assert (rig.told, rig.answers) == ([], [])


def test_a_start_needs_somebody_there() -> None:
    rig = Rig()
    rig.somebody = False
    assert rig.obey(Name.START, "") == "nobody is in front of the mirror"
    assert (rig.reason, rig.told) == ("nobody", [])
    rig.somebody = True
    assert rig.obey(Name.START, "") == ""
    assert rig.told == [(Intent.START, "")]


@pytest.mark.parametrize("phase", sorted({*Phase} - {Phase.HOME, Phase.SUMMARY}))
def test_whoever_is_at_it_is_left_in_peace(phase: Phase) -> None:
    rig = Rig()
    rig.phase = phase
    for name, value in ((Name.START, ""), (Name.SKIP_TODAY, None), (Name.PROFILE, "ben")):
        assert rig.obey(name, value) == "somebody is at the mirror just now"
    assert rig.told == []


def test_a_start_before_the_set_up_is_none() -> None:
    rig = Rig(ready=False)
    assert rig.obey(Name.START, "") == "the mirror is not set up yet"


def test_a_start_before_something_is_decided_is_none() -> None:
    rig = Rig(asks=True)
    assert rig.obey(Name.START, "") == "the mirror has a question to be answered first"
    assert rig.told == []


def test_a_start_that_can_not_be_had_is_not_told_as_done() -> None:
    rig = Rig()
    rig.can = False
    for routine in ("", "ease"):
        assert "can't be had" in rig.obey(Name.START, routine)
        assert rig.reason == "not_to_be_had"
    rig.can = True
    assert rig.obey(Name.START, "ease") == ""
    assert rig.reason is None


def test_a_routine_is_chosen_for_the_next_start_alone() -> None:
    rig = Rig()
    assert rig.obey(Name.ROUTINE, "nonsense") == "there is no such routine"
    assert rig.obey(Name.START, "nonsense") == "there is no such routine"
    assert rig.obey(Name.ROUTINE, "ease") == ""
    assert rig.routine == "ease"
    rig.obey(Name.START, "")
    assert rig.told == [(Intent.CHOOSE, "ease")]
    assert rig.routine == TODAY
    rig.obey(Name.START, "ease")
    assert rig.told[1:] == [(Intent.CHOOSE, "ease")]


def test_it_is_put_off_while_it_is_due() -> None:
    rig = Rig()
    assert rig.obey(Name.SNOOZE, 45) == ""
    assert rig.house.desk.today.due == BEGUN + timedelta(minutes=45)
    rig.house.trained("anna")
    assert rig.obey(Name.SNOOZE, 45) == "nothing is due today"


def test_a_day_is_skipped_once() -> None:
    rig = Rig()
    assert rig.obey(Name.SKIP_TODAY) == ""
    assert rig.house.desk.today.kind == "rest"
    assert rig.told == [("skipped", "anna", BEGUN)]
    assert rig.obey(Name.SKIP_TODAY) == "nothing is due today"
    assert len(rig.told) == 1


@pytest.mark.parametrize(("called", "who"), [("Anna", "anna"), ("anna", "anna"), ("ben", "ben")])
def test_whoever_trains_is_chosen_by_name_or_id(called: str, who: str) -> None:
    rig = Rig()
    assert rig.obey(Name.PROFILE, called) == ""
    assert rig.told == [(Intent.PROFILE, who)]


def test_nobody_is_made_up() -> None:
    rig = Rig()
    assert rig.obey(Name.PROFILE, "dora") == "nobody of that name trains here"
    assert rig.obey(Name.ACKNOWLEDGE, "dora") == "nobody of that name shares their health"


def test_a_message_is_shown_and_taken_down() -> None:
    rig = Rig()
    rig.obey(Name.SHOW, "Tea is ready")
    message = rig.messages.read()
    assert message is not None
    assert (message.text, message.since) == ("Tea is ready", BEGUN)
    rig.obey(Name.SHOW, "")
    assert rig.messages.read() is None


@pytest.mark.parametrize(("name", "value"), [
    (Name.DAILY_TARGET, 20), (Name.REMIND_AT, "07:30"), (Name.REMINDERS, False)])
def test_what_can_be_set_is_set_as_on_the_glass(name: Name, value: object) -> None:
    rig = Rig()
    assert rig.obey(name, value) == ""
    assert rig.told == [("session", {str(name): value})]


def test_advice_is_acknowledged_for_whose_it_is() -> None:
    rig = Rig()
    for _ in range(29):
        rig.house.trained("ben", pain=5)
        rig.house.now += timedelta(days=1)
    assert rig.obey(Name.ACKNOWLEDGE, "anna") == "there is nothing to acknowledge"
    assert rig.obey(Name.ACKNOWLEDGE, "ben") == ""
    assert not rig.house.desk.account("ben").referrals


def test_the_home_neither_acknowledges_nor_learns_of_advice_to_who_does_not_share() -> None:
    rig = Rig()
    for _ in range(29):
        rig.house.trained("cleo", pain=5)
        rig.house.now += timedelta(days=1)
    assert rig.obey(Name.ACKNOWLEDGE, "cleo") == "nobody of that name shares their health"
    assert rig.house.desk.account("cleo").referrals


def test_of_a_flood_most_is_dropped_with_one_line(caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig()
    for _ in range(3 * HEARD_MOST):
        rig.butler.obey(Command(Name.ROUTINE, TODAY))
    assert len(rig.waiting) == HEARD_MOST
    assert len(caplog.records) == 1
    while rig.waiting:
        rig.waiting.pop()()
    rig.answers.clear()
    assert rig.obey(Name.ROUTINE, "ease") == ""


def test_a_demo_has_no_plan_and_nobody_to_change() -> None:
    rig = Rig(demo=True)
    for name, value in ((Name.SNOOZE, 1), (Name.SKIP_TODAY, None), (Name.PROFILE, "anna"),
                        (Name.ACKNOWLEDGE, "anna")):
        assert rig.obey(name, value) == "this is a demo"
    assert rig.obey(Name.START, "ease") == "this is a demo"
    for name, value in ((Name.DAILY_TARGET, 20), (Name.REMIND_AT, "07:30"),
                        (Name.REMINDERS, False)):
        assert rig.obey(name, value) == "this is a demo", "settings are the house's"
    assert rig.obey(Name.START, "") == ""


def test_what_was_no_command_is_answered_too() -> None:
    rig = Rig()
    rig.butler.obey(Refused("snooze", "given 300 s ago", "late"))
    rig.waiting.pop()()
    assert rig.answers == [("snooze", Why("late", "given 300 s ago"))]


def test_every_command_has_its_deed() -> None:
    assert set(Rig().butler._deeds) == set(Name)
