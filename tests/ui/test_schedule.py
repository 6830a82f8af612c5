"""The hours of the screen, in many a time zone, on days of 23 and 25 hours, as clocks jump."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.config import DisplayConfig
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.browsing import UNTOUCHED_S
from mirrorapp.ui.idling import COME_S, Idling, wakes_at
from tests.tiers import combined, examples
from tests.ui.doubles import PORTRAIT, reading

SOMEBODY = reading(*PORTRAIT)
ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "America/New_York", "Asia/Kathmandu",
         "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "America/Santiago")
"""Lord Howe's clocks change by half an hour, Santiago's at midnight."""
STEP_S, EVERY_S = 20.0, 240.0

zones = st.sampled_from(ZONES).map(ZoneInfo)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
minutes = st.builds(time, st.integers(0, 23), st.sampled_from((0, 5, 30, 59)))
displays = st.builds(DisplayConfig, wakes_from=minutes, wakes_until=minutes,
                     presence=st.sampled_from(("camera", "sensor", "hub")),
                     presence_hold_s=st.sampled_from((5, 20, 600)))


def changes(zone: ZoneInfo, year: int) -> list[datetime]:
    """Noons, by universal time, before a night in which the clock of that zone is changed."""
    noons = [datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days) for days in range(365)]
    return [noon for noon in noons
            if noon.astimezone(zone).utcoffset()
            != (noon + timedelta(days=1)).astimezone(zone).utcoffset()]


@dataclass
class Night:
    """A glass, and the wall's clock of its zone, which may be set to be off by `off`."""

    zone: ZoneInfo
    began: datetime
    display: DisplayConfig
    off: timedelta = timedelta(0)
    phase: Phase = Phase.HOME
    now_s: float = 0.0

    def __post_init__(self) -> None:
        self.idling = Idling(lambda: self.now_s, lambda: self.wall, display=self.display)
        self.touched_s = self.counted_s = 0.0
        self.settled = True

    @property
    def wall(self) -> datetime:
        return (self.began + timedelta(seconds=self.now_s) + self.off).astimezone(self.zone)

    @property
    def within(self) -> bool:
        return wakes_at(self.wall.time(), self.display)

    def touch(self) -> None:
        self.idling.touched()
        self.touched_s = self.now_s

    def step(self, *, there: bool, seconds: float = STEP_S) -> bool:
        """So long goes by, and then it is looked at for a moment; whether it is dark."""
        self.now_s += seconds
        before = self.within
        for _ in range(3):
            self.now_s += 2 * COME_S
            seen = replace(SOMEBODY) if there and self.display.presence == "camera" else None
            dark = self.idling.update(Snapshot(0, None, seen, CoachState(self.phase)),
                                      there and self.display.presence != "camera")
        self.settled = before is self.within
        if self.phase is not Phase.HOME:
            self.touched_s = self.now_s
        if there and self.within:
            self.counted_s = self.now_s
        return dark


WHAT = st.sampled_from(["nobody", "somebody", "touch", "session", "jump"])
COURSE = st.lists(st.tuples(WHAT, st.integers(1, 60), st.integers(-30 * 3600, 30 * 3600)),
                  min_size=1, max_size=12)


@given(zones, instants, displays, COURSE)
@settings(max_examples=examples(400), deadline=None)
def test_a_session_is_lit_at_any_hour_and_at_none_is_it_bright_for_nobody(
        zone: ZoneInfo, began: datetime, display: DisplayConfig, course: list[Any]) -> None:
    night = Night(zone, began, display)
    for what, steps, jump_s in course:
        night.phase = Phase.ACTIVE if what == "session" else Phase.HOME
        if what == "touch":
            night.touch()
            assert not night.idling.idle
        if what == "jump":
            night.off += timedelta(seconds=jump_s)
        for _ in range(steps):
            dark = night.step(there=what == "somebody")
            untouched_s, unseen_s = night.now_s - night.touched_s, night.now_s - night.counted_s
            kept = night.within and unseen_s < display.presence_hold_s
            if not night.settled:
                continue
            if what == "session" or untouched_s < UNTOUCHED_S or (what == "somebody" and kept):
                assert not dark
            elif not kept:
                assert dark


@given(zones, instants, displays, st.lists(st.integers(-7 * 86400, 7 * 86400), max_size=8))
@settings(max_examples=examples(200), deadline=None)
def test_outside_the_hours_no_jump_of_the_clock_lights_it_but_one_into_them(
        zone: ZoneInfo, began: datetime, display: DisplayConfig, jumps_s: list[int]) -> None:
    night = Night(zone, began, display)
    for jump_s in jumps_s:
        night.off += timedelta(seconds=jump_s)
        for _ in range(4):
            dark = night.step(there=True)
        assert dark is not night.within or not night.settled


def turns(night: Night, seconds: float) -> list[str]:
    """What the glass did, in that time, with somebody there."""
    until_s, was, done = night.now_s + seconds, night.idling.idle, []
    while night.now_s < until_s:
        dark = night.step(there=True, seconds=EVERY_S)
        if dark is not was:
            done.append("dark" if dark else "lit")
        was = dark
    return done


@pytest.mark.parametrize(("name", "hours", "presence"), combined(
    ZONES, [("07:00", "22:00"), ("22:00", "07:00"), ("04:30", "12:15"), ("20:00", "04:05")],
    ["camera", "hub"]))
def test_each_day_it_wakes_once_and_goes_dark_once(name: str, hours: tuple[str, str],
                                                   presence: str) -> None:
    """From the afternoon before the clocks change to the second one after, and in January."""
    zone = ZoneInfo(name)
    display = DisplayConfig.model_validate(
        {"wakes_from": hours[0], "wakes_until": hours[1], "presence": presence})
    for began in [datetime(2026, 1, 10, 12, tzinfo=UTC), *changes(zone, 2026)]:
        local = began.astimezone(zone)
        start = local.replace(hour=15) - timedelta(days=local.hour < 15)
        night = Night(zone, start.astimezone(UTC), display)
        turns(night, 600.0)
        went_by = (start + timedelta(days=2)).astimezone(UTC) - start.astimezone(UTC)
        done = turns(night, went_by.total_seconds())
        assert done in (2 * ["dark", "lit"], 2 * ["lit", "dark"]), began


@given(zones, st.sampled_from(("camera", "hub")), minutes, minutes, st.integers(0, 8))
@settings(max_examples=examples(80), deadline=None)
def test_whatever_the_hours_it_turns_when_the_wall_says_so_and_no_oftener(
        zone: ZoneInfo, presence: str, begins: time, ends: time, which: int) -> None:
    """Where the clock is put back over a beginning or end, the wall has that twice."""
    days = changes(zone, 2026)
    assume(days)
    display = DisplayConfig.model_validate(
        {"wakes_from": begins, "wakes_until": ends, "presence": presence})
    night = Night(zone, days[which % len(days)], display)
    turns(night, 600.0)
    until_s = night.now_s + 26 * 3600
    while night.now_s < until_s:
        dark = night.step(there=True, seconds=EVERY_S)
        assert dark is not night.within or not night.settled, night.wall
