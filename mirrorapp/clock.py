"""Time as the mirror sees it: one protocol, so that tests can hold the hands."""

import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

NOTICE_KEY = "clock"
"""Under this stands that the wall's clock can't be right."""
_LOCALTIME = Path("/etc/localtime")


class Clock(Protocol):
    """Tells two times: a steady one to measure with, and the wall's to write down."""

    def monotonic_s(self) -> float:
        """Seconds that never run back; their zero means nothing."""

    def now(self) -> datetime:
        """The time of day, always with its UTC offset."""

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""


class SystemClock:
    """The machine's own clock."""

    def monotonic_s(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now().astimezone()

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))


@dataclass
class ManualClock:
    """A clock that moves only when told to: for tests, replays and simulations."""

    time_s: float = 0.0
    epoch: datetime = field(default=datetime(2026, 1, 1, 12, tzinfo=UTC))

    def monotonic_s(self) -> float:
        return self.time_s

    def now(self) -> datetime:
        return self.epoch + timedelta(seconds=self.time_s)

    def sleep(self, seconds: float) -> None:
        self.time_s += max(0.0, seconds)


def zone(localtime: Path = _LOCALTIME) -> ZoneInfo | None:
    """The time zone this machine is in, so that clock changes to come are known; None if unknown.
    """
    named = os.environ.get("TZ", "").removeprefix(":")
    linked = str(localtime.resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(named or linked) if named or linked else None
    except (ValueError, OSError, KeyError):  # a name that is none of a zone's
        return None
