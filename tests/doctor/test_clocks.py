"""Whether the clock can be right, and the time zone is known."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.doctor import clocks
from mirrorapp.doctor.machine import Machine
from tests.doctor.trees import PI_4, PI_5, found, patient

_FLAG = "run/systemd/timesync/synchronized"


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "_installed", lambda: datetime(2025, 12, 1, tzinfo=UTC))


def without(tree: dict[str, str], *, answer: str = "no\n") -> dict[str, object]:
    """A machine whose clock nobody sets."""
    return {"files": {place: text for place, text in tree.items() if place != _FLAG},
            "answers": {"timedatectl": answer}}


def look(folder: Path, **parts: object) -> tuple[str, str]:
    whom = replace(patient(folder, **parts), clock=ManualClock())
    return found(clocks.clock, whom)


def test_a_clock_that_the_network_sets_is_fine(tmp_path: Path) -> None:
    assert look(tmp_path) == ("ok", "The clock is set by the network: 2026-01-01 12:00.")
    assert look(tmp_path / "x", **without(PI_5, answer="yes\n"))[0] == "ok"


def test_a_clock_from_before_the_mirror_was_installed_fails(tmp_path: Path) -> None:
    whom = replace(patient(tmp_path), clock=ManualClock(epoch=datetime(1970, 1, 1, tzinfo=UTC)))
    assert found(clocks.clock, whom)[0] == "fail"


def test_a_clock_that_nobody_sets_is_told_of_with_and_without_a_battery(tmp_path: Path) -> None:
    five, four = look(tmp_path / "5", **without(PI_5)), look(tmp_path / "4", **without(PI_4))
    assert (five[0], four[0]) == ("warn", "warn")
    assert "but the board's own" in five[1]
    assert "stands still without power" in four[1]


def test_who_can_not_be_asked_is_unknown(tmp_path: Path) -> None:
    assert look(tmp_path, **(without(PI_5) | {"answers": {}}))[0] == "unknown"


def test_the_kernel_of_this_machine_answers() -> None:
    assert clocks._by_kernel() in (True, False, None)
    assert clocks.kept_right(Machine(ask=lambda _: "yes\n")) is True


@pytest.mark.parametrize(("linked", "verdict"), [
    ("Europe/Berlin", "ok"), ("Etc/UTC", "warn"), ("UTC", "warn"), ("Nowhere/At_all", "warn")])
def test_the_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: str,
                  verdict: str) -> None:
    monkeypatch.delenv("TZ", raising=False)
    place = tmp_path / "root/etc/localtime"
    place.parent.mkdir(parents=True)
    place.symlink_to(f"/usr/share/zoneinfo/{linked}")
    assert found(clocks.zone, patient(tmp_path))[0] == verdict
