"""Clocks: the machine's, and the one that tests turn by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mirrorapp.clock import Clock, ManualClock, SystemClock, zone


@pytest.fixture(params=[SystemClock, ManualClock])
def clock(request: pytest.FixtureRequest) -> Clock:
    made: Clock = request.param()
    return made


def test_the_time_of_day_has_its_offset(clock: Clock) -> None:
    assert clock.now().utcoffset() is not None


def test_sleep_lets_time_pass_on_both_hands(clock: Clock) -> None:
    steady_s, wall = clock.monotonic_s(), clock.now()
    clock.sleep(0.02)
    assert clock.monotonic_s() - steady_s >= 0.02
    assert clock.now() - wall >= timedelta(seconds=0.019)  # the wall's may be set meanwhile


def test_a_negative_sleep_is_none(clock: Clock) -> None:
    before_s = clock.monotonic_s()
    clock.sleep(-5)
    assert 0 <= clock.monotonic_s() - before_s < 1


def test_the_systems_wall_clock_is_the_machines() -> None:
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_a_manual_clock_stands_still_until_told() -> None:
    clock = ManualClock()
    assert (clock.monotonic_s(), clock.now()) == (0, clock.epoch)
    assert (clock.monotonic_s(), clock.now()) == (0, clock.epoch)
    clock.sleep(90)
    assert clock.monotonic_s() == 90
    assert clock.now() == clock.epoch + timedelta(seconds=90)


@pytest.mark.parametrize(("named", "linked", "key"), [
    ("Europe/Berlin", "", "Europe/Berlin"), (":Europe/Berlin", "", "Europe/Berlin"),
    ("", "zoneinfo/Europe/Vienna", "Europe/Vienna"), ("Nowhere/At-All", "", None),
    ("../../etc/passwd", "", None), ("", "", None)])
def test_the_zone_is_named_by_the_environment_or_the_machine(
        named: str, linked: str, key: str | None, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", named)
    localtime = tmp_path / "localtime"
    if linked:
        target = tmp_path / linked
        target.parent.mkdir(parents=True)
        target.touch()
        localtime.symlink_to(target)
    found = zone(localtime)
    assert (found.key if found else None) == key
