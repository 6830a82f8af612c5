"""What the hub hears of the mirror, and of whoever shares their health."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import Asked, Outcome, SessionRecord, SetRecord
from mirrorapp.coach.state import CoachState, Phase, Today
from mirrorapp.config import SessionConfig
from mirrorapp.events import Verdict
from mirrorapp.herald import Herald
from mirrorapp.hub.commands import Why
from mirrorapp.hub.payloads import Live, Told, Words
from mirrorapp.journal.errors import JournalError
from tests.coach.houses import BEGUN, CLEAR, House
from tests.coach.looking_back import knees, lived

ANNA = Profile("anna", "Anna", screening=CLEAR, share_health=True)
BEN = Profile("ben", "Ben", screening=CLEAR)


class Hub:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.mentioned: list[Live] = []
        self.referrals: list[tuple[str, str, datetime | None]] = []

    def update(self, told: Told) -> None:
        self.told.append(told)

    def mention(self, live: Live) -> None:
        self.mentioned.append(live)

    def referred(self, profile: str, rule: str, since: datetime | None, at: datetime) -> None:
        self.referrals.append((profile, rule, since))


class Rig:
    """A house whose clock is set by hand, and a herald who tells of it."""

    def __init__(self, *people: Profile, demo: bool = False, **more: Any) -> None:
        self.house = House(*(people or (ANNA, BEN)))
        self.hub = Hub()
        self.full = False
        me: Any = self
        self.herald = Herald(me.hub, me, me.house, me, desk=None if demo else self.house.desk,
                             settings=SessionConfig(remind_at=time(18)), routines=("ease",),
                             **more)

    def monotonic_s(self) -> float:
        return (self.house.now - BEGUN).total_seconds()

    def now(self) -> datetime:
        return self.house.now

    def sessions(self, since: datetime) -> list[SessionRecord]:
        if self.full:
            raise JournalError("The disk is full.", "Make room on it.")
        return [each for each in self.house.done if each.started >= since]

    def state(self, phase: Phase = Phase.HOME, **more: Any) -> CoachState:
        desk = self.house.desk
        return CoachState(phase, today=desk.today, profile=desk.profile, profiles=desk.profiles,
                          referrals=desk.referrals, **more)

    def tell(self, phase: Phase = Phase.HOME, **more: Any) -> Told:
        self.herald.changed(self.state(phase, **more))
        return self.hub.told[-1]


def test_the_mirror_tells_what_it_is_at_and_nobodys_health() -> None:
    rig = Rig()
    told = rig.tell(Phase.ACTIVE)
    assert (told.mirror.running, told.mirror.phase, told.mirror.profile) == (True, "active", "Anna")
    assert (told.mirror.reminders, told.mirror.daily_target, told.mirror.remind_at) == (
        True, 15, "18:00")
    assert told.names == {"anna": "Anna", "ben": "Ben"}
    assert told.routines == ("ease",)
    assert set(told.people) == {"anna"}
    assert "pain" not in told.mirror.to_json()


def test_what_is_no_news_is_not_told() -> None:
    rig = Rig()
    for reps in range(3):
        rig.tell(Phase.ACTIVE, reps=reps)
    assert len(rig.hub.told) == 1
    rig.tell(Phase.REST)
    assert len(rig.hub.told) == 2


def test_it_is_due_when_its_time_has_come_and_not_before() -> None:
    rig = Rig()
    rig.house.now -= timedelta(hours=1)
    assert (rig.tell().mirror.due, rig.tell().people["anna"].state.due) == (False, False)
    rig.house.now += timedelta(hours=1)
    told = rig.tell()
    assert (told.mirror.due, told.people["anna"].state.due) == (True, True)
    assert told.mirror.next_session == BEGUN
    rig.house.desk.snooze(30)
    assert rig.tell().mirror.due is False
    rig.house.now += timedelta(minutes=30)
    assert rig.tell().mirror.due is True
    rig.house.trained("anna")
    assert rig.tell(Phase.SUMMARY).mirror.due is False


def test_the_day_is_told_in_words_and_anew_in_another_language() -> None:
    def said(language: str) -> Callable[[Today], Words]:
        return lambda today: Words(today=f"{language} {today.kind}")

    rig = Rig(say=said("en"))
    assert rig.tell().mirror.words.today == "en train"
    rig.herald.say = said("de")
    assert rig.tell().mirror.words.today == "de train"
    rig.house.desk.skip_today()
    assert rig.tell().mirror.words.today == "de rest"


def test_where_nobody_has_a_programme_the_day_has_no_words() -> None:
    rig = Rig(demo=True, say=lambda _: Words(today="something"))
    rig.herald.changed(CoachState())
    assert rig.hub.told[-1].mirror.words == Words()


def test_settings_and_answers_go_along() -> None:
    rig = Rig()
    rig.tell()
    rig.herald.settings = SessionConfig(remind_at=time(7, 5), reminders=False, daily_target=20)
    assert (rig.tell().mirror.remind_at, rig.tell().mirror.reminders,
            rig.tell().mirror.daily_target) == ("07:05", False, 20)
    rig.herald.answer("start", Why("nobody", "nobody is in front of the mirror"))
    answer = rig.hub.told[-1].mirror.answer
    assert answer is not None
    assert (answer.accepted, answer.said) == (False, "start: nobody is in front of the mirror")
    assert answer.reason == "nobody"
    rig.herald.answer("snooze")
    answer = rig.hub.told[-1].mirror.answer
    assert answer is not None
    assert (answer.accepted, answer.said, answer.reason) == (True, "snooze: done", None)


def test_minutes_are_everybodys_and_each_ones_own_since_midnight() -> None:
    rig = Rig()
    rig.house.trained("ben")
    told = rig.tell()
    assert (told.mirror.minutes_today, told.people["anna"].state.minutes_today) == (10.0, 0.0)
    rig.full = True
    assert rig.tell(Phase.ACTIVE).mirror.minutes_today is None


def test_minutes_begin_anew_at_midnight_whatever_the_day_has() -> None:
    rig = Rig(demo=True)
    rig.house.trained("ben")
    rig.herald.changed(CoachState())
    assert rig.hub.told[-1].mirror.minutes_today == 10.0
    rig.house.now += timedelta(hours=6)
    rig.herald.changed(CoachState())
    assert rig.hub.told[-1].mirror.minutes_today == 0.0


def test_minutes_hold_nothing_of_a_clock_that_was_wrong() -> None:
    rig = Rig()
    now = rig.house.now
    for uuid, started, minutes in [
            ("ahead", now.replace(year=2040), 5), ("behind", now.replace(year=1970), 5),
            ("right", now, 14), ("set", now, 14 * 365 * 1440), ("set back", now, -60)]:
        rig.house.done.append(SessionRecord(uuid, "ben", "squat", started, outcome=Outcome.ABORTED,
                                            ended=started + timedelta(minutes=minutes)))
    assert rig.tell().mirror.minutes_today == 14.0


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=3), timedelta(days=3650)])
def test_nothing_goes_by_a_clock_that_cannot_be_right(back: timedelta) -> None:
    history, evening = lived(4)
    rig = Rig(draw=lambda _: b"PNG", say=lambda today: Words(today=today.kind))
    rig.house.now = evening
    rig.house.done = [replace(each, profile="anna") for each in history]
    right = rig.tell()
    rig.house.now, rig.house.doubted = evening - back, rig.house.done[-1].started
    told = rig.tell()
    assert (told.mirror.due, told.mirror.next_session, told.mirror.minutes_today) == (None,) * 3
    assert told.mirror.words == Words(), "whether today is done goes by the date, too"
    anna = told.people["anna"]
    assert (anna.state.due, anna.state.next_session, anna.state.minutes_today, anna.state.pain,
            anna.state.adherence, anna.state.programme_week, anna.state.knee_left,
            anna.state.streak) == (None,) * 8
    assert anna.chart is None
    assert anna.state.last_session == right.people["anna"].state.last_session
    rig.house.now, rig.house.doubted = evening, None
    again = rig.tell()
    assert again.mirror == right.mirror
    assert again.people["anna"].state == right.people["anna"].state


def test_somebody_of_whom_nothing_is_known_has_no_numbers() -> None:
    state = Rig().tell().people["anna"].state
    assert (state.pain, state.alignment, state.knee_left, state.knee_right, state.last_session,
            state.adherence) == (None,) * 6
    assert (state.streak, state.programme_week, state.see_professional) == (0, 1, False)


def test_what_is_told_of_who_has_trained() -> None:
    history, evening = lived(4)
    drawn: list[object] = []
    draw: Callable[..., bytes] = lambda progress: drawn.append(progress) or b"PNG"  # noqa: E731
    rig = Rig(draw=draw)
    rig.house.now = evening
    rig.house.done = [replace(each, profile="anna") for each in history]
    told = rig.tell().people["anna"]
    assert told.chart is not None
    assert not drawn, "not on the engine's thread"
    assert told.chart() == told.chart() == b"PNG"
    progress = rig.house.desk.progress_of("anna")
    last = rig.house.done[-1]
    assert told.state.last_session == last.ended
    assert told.state.pain == last.asked.pain_after
    assert told.state.programme_week == rig.house.desk.account("anna").today.week == 5
    assert told.state.knee_left is not None
    assert abs(told.state.knee_left - 3.0) < 4
    assert abs((told.state.knee_right or 0) - 5.0) < 4
    assert told.state.streak == rig.house.desk.account("anna").today.streak > 0
    rig.tell(Phase.ACTIVE)
    again = rig.tell(Phase.REST).people["anna"].chart
    assert again is told.chart
    rig.house.desk.forget()
    rig.tell(Phase.REST)
    again = rig.tell(Phase.HOME).people["anna"].chart
    assert again is not None
    assert again() == b"PNG"
    assert drawn == [progress], "drawn once, for nothing was trained since"


def test_alignment_is_of_the_last_session_that_was_judged() -> None:
    rig = Rig()
    good, bad, unseen = knees(2.0, 2.0), knees(2.0, 20.0), knees(None, None)
    bad = replace(bad, right=replace(bad.right, verdict=Verdict.CAVING_IN))
    rig.house.trained("anna", sets=(SetRecord("squat", 2, (good, bad)),))
    rig.house.trained("anna", sets=(SetRecord("squat", 1, (unseen,)),))
    assert rig.tell().people["anna"].state.alignment == 75


def test_pain_is_what_was_said_last() -> None:
    rig = Rig()
    rig.house.trained("anna", asked=Asked(4, 2))
    assert rig.tell().people["anna"].state.pain == 2
    rig.house.now += timedelta(days=1)
    rig.house.trained("anna", asked=Asked(6, None))
    assert rig.tell().people["anna"].state.pain == 6


def test_a_referral_is_told_as_a_state_and_as_an_event_until_it_is_acknowledged() -> None:
    rig = Rig()
    for _ in range(29):
        rig.house.trained("anna", pain=5)
        rig.house.trained("ben", pain=5)
        rig.house.now += timedelta(days=1)
    assert rig.tell().people["anna"].state.see_professional
    rules = {each.rule for each in rig.house.desk.referrals}
    assert {(who, rule) for who, rule, _ in rig.hub.referrals} == {("anna", r) for r in rules}
    rig.house.desk.acknowledge_all("anna")
    assert not rig.tell().people["anna"].state.see_professional
    assert len(rig.hub.referrals) == len(rules)


def test_who_shares_no_more_is_not_told_of_any_more() -> None:
    rig = Rig()
    rig.tell()
    rig.house.keep(BEN)
    rig.house.keep(replace(ANNA, share_health=False))
    rig.house.desk.forget()
    assert rig.tell().people == {}


def test_a_demo_has_nobody() -> None:
    rig = Rig(demo=True)
    rig.herald.changed(CoachState(Phase.ACTIVE))
    told, = rig.hub.told
    assert (told.people, told.names, told.mirror.due, told.mirror.profile) == ({}, {}, None, None)


def at(done: int, reps: int = 0, held: float | None = None) -> dict[str, Any]:
    return {"plan_sets": 4, "sets_done": done, "reps": reps, "target": 10, "held": held,
            "exercise": "squat"}


def test_how_far_it_is_goes_by_sets_and_is_told_no_more_than_once_a_second() -> None:
    rig = Rig()
    for reps in range(30):  # three seconds
        rig.tell(Phase.ACTIVE, **at(1, reps // 3))
        rig.house.now += timedelta(seconds=0.1)
    assert [each.progress for each in rig.hub.mentioned] == [25, 32, 40]
    assert rig.hub.mentioned[-1] == Live(progress=40, exercise="squat", reps=6)


@pytest.mark.parametrize(("phase", "done", "progress"), [
    (Phase.ACTIVE, at(1, held=0.5), 38), (Phase.REST, at(2, 10), 50),
    (Phase.ACTIVE, at(4, 10), 100),
    (Phase.ACTIVE, {}, None)])
def test_how_far_it_is(phase: Phase, done: dict[str, Any], progress: int | None) -> None:
    rig = Rig()
    rig.tell(phase, **done)
    assert [each.progress for each in rig.hub.mentioned] == [progress]


def test_a_long_hold_is_told_of_again_before_it_expires_and_nothing_after_the_end() -> None:
    rig = Rig()
    for _ in range(70):
        rig.tell(Phase.ACTIVE, **at(1))
        rig.house.now += timedelta(seconds=1)
    assert len(rig.hub.mentioned) == 3
    rig.tell(Phase.SUMMARY)
    rig.tell(Phase.SUMMARY)
    assert rig.hub.mentioned[3:] == [Live()]


def test_a_session_that_was_turned_away_is_no_training() -> None:
    rig = Rig()
    rig.house.done.append(SessionRecord("x", "anna", "", BEGUN, ended=BEGUN + timedelta(minutes=5),
                                        outcome=Outcome.ABORTED, asked=Asked(pain_before=9)))
    told = rig.tell()
    assert told.mirror.minutes_today == 0.0
    assert told.people["anna"].state.last_session is None
