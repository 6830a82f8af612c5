"""Weeks of training, as the mirror would tell of them and Home Assistant keep them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from mirrorapp.coach.progress import Progress, progress
from mirrorapp.coach.records import SessionRecord
from mirrorapp.events import Side
from mirrorapp.hub.payloads import Person, PersonState
from mirrorapp.ui import charting, i18n
from tests.coach.looking_back import lived
from tests.homeassistant.house import House

HERE = ZoneInfo("Europe/Berlin")
"""Where the house of the tests stands."""
_MEAN_TYPED = (2025, 11)
"""From then on Home Assistant wants to be told what kind of mean it is given."""
_EVENING = time(18)


@dataclass(frozen=True)
class Past:
    """What lies behind somebody: their sessions up to today, and what has become of them."""

    sessions: tuple[SessionRecord, ...]
    looked_back: Progress

    @classmethod
    def of(cls, weeks: int) -> "Past":
        """So many weeks of getting better that end now."""
        sessions, evening = lived(weeks)
        now = datetime.now(HERE)
        later = timedelta(days=(now.date() - evening.date()).days)
        moved = tuple(_later(each, later) for each in sessions
                      if each.started + later < now - timedelta(hours=1))
        made = cls(moved, progress(moved, now))
        assert made.chart  # drawn here and now: no hub has to wait for it when it is to stop
        return made

    def person(self, **state: Any) -> Person:
        """Whom it is told of, with that chart."""
        knees, pain = self.looked_back.knees, self.looked_back.pain[-1]
        told = PersonState(
            last_session=self.sessions[-1].ended, pain=pain.said if pain.after is None
            else pain.after, knee_left=round(knees[Side.LEFT].days[-1].in_deg, 1),
            knee_right=round(knees[Side.RIGHT].days[-1].in_deg, 1), **state)
        return Person(told, lambda: self.chart)

    @cached_property
    def chart(self) -> bytes:
        """As the mirror draws it."""
        return charting.png(self.looked_back, i18n.load("en"))

    def minutes(self) -> dict[date, float]:
        """How long there was training on each day."""
        found: dict[date, float] = {}
        for each in self.sessions:
            day = each.started.astimezone(HERE).date()
            found[day] = found.get(day, 0.0) + (each.lasted_s or 0.0) / 60
        return found

    def remember(self, house: House, node: str, person: str) -> None:
        """Have `house` know it of `node` and of `person` there, as if it had been told all along.
        """
        knees = self.looked_back.knees
        for side in Side:
            _import(house, f"sensor.{person}_knee_{side.value}", "°",
                    {each.day: each.in_deg for each in knees[side].days})
        _import(house, f"sensor.{person}_pain", "/10",
                {each.day: float(each.said) for each in self.looked_back.pain})
        _import(house, f"sensor.{node}_minutes_today", "min", self.minutes(), total=True)


def _later(record: SessionRecord, by: timedelta) -> SessionRecord:
    ended = None if record.ended is None else record.ended + by
    return replace(record, started=record.started + by, ended=ended)


def _import(house: House, entity_id: str, unit: str, days: Mapping[date, float], *,
            total: bool = False) -> None:
    metadata: dict[str, object] = {
        "has_mean": not total, "has_sum": total, "name": None, "source": "recorder",
        "statistic_id": entity_id, "unit_of_measurement": unit}
    version = tuple(map(int, house.config()["version"].split(".")[:2]))
    if version >= _MEAN_TYPED:
        del metadata["has_mean"]
        metadata |= {"mean_type": 0 if total else 1,
                     "unit_class": "duration" if unit == "min" else None}
    house.ask("recorder/import_statistics", metadata=metadata,
              stats=list(_totals(days) if total else _means(days)))


def _means(days: Mapping[date, float]) -> Iterator[dict[str, object]]:
    """Something that stays as it is until it is measured anew."""
    day, value = min(days), 0.0
    while day < datetime.now(HERE).date():
        value = days.get(day, value)
        yield {"start": _hour(day), "mean": value, "min": value, "max": value}
        day += timedelta(days=1)


def _totals(days: Mapping[date, float]) -> Iterator[dict[str, object]]:
    """A count that begins anew each day."""
    for (day, value), total in zip(days.items(), accumulate(days.values()), strict=True):
        yield {"start": _hour(day), "state": value, "sum": total}


def _hour(day: date) -> str:
    return datetime.combine(day, _EVENING, HERE).isoformat()
