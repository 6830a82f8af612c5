"""Where things stand in a chart, whatever they are."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.coach.knees import Bent, Knee, Stretch
from mirrorapp.coach.progress import CALENDAR_WEEKS, Progress
from mirrorapp.events import Side
from mirrorapp.ui import plotting
from mirrorapp.ui.plotting import Scale
from tests.tiers import examples

TODAY = date(2026, 6, 3)  # a Wednesday
DAYS = st.dates(TODAY - timedelta(weeks=12), TODAY)
DEGREES = st.floats(-40, 40)


def knee(days: dict[date, float]) -> Knee:
    values = [days[each] for each in sorted(days)]
    noise = (values[0] - 5.3, values[0] + 5.3) if values else None
    if not days:
        return Knee()
    return Knee((Stretch(tuple(Bent(day, days[day], 0.2) for day in sorted(days)), noise),))


def of(left: dict[date, float], right: dict[date, float] | None = None,
       since: date | None = None) -> Progress:
    return Progress(TODAY, since or min([*left, *(right or {}), TODAY]), 5,
                    {Side.LEFT: knee(left), Side.RIGHT: knee(right or {})})


def _scale(told: Progress) -> plotting.Scale:
    return plotting.of_knees(told, told.knees)


@given(st.dictionaries(DAYS, DEGREES, max_size=20), st.dictionaries(DAYS, DEGREES, max_size=20))
@settings(max_examples=examples(200), deadline=None)
def test_everything_is_within_its_chart_and_in_order(left, right):
    told = of(left, right)
    scale = _scale(told)
    for days in (left, right):
        places = [scale.place(day, days[day]) for day in sorted(days)]
        assert all(0 <= x <= 1 and 0 < y < 1 for x, y in places)
        assert [x for x, _ in places] == sorted(x for x, _ in places)
        for value in days.values():
            assert (scale.level(value) > scale.level(0.0)) == (value > 0) or abs(value) < 1e-9
    for each in told.knees.values():
        for edge in each.edges_deg():
            assert 0 < scale.level(edge) < 1
    assert 0 < scale.level(0.0) < 1


def test_one_day_or_none_stands_at_the_end():
    for days in ({}, {TODAY: 3.0}):
        scale = _scale(of(days))
        assert scale.last - scale.first == timedelta(weeks=2)
        assert scale.place(TODAY, 3.0)[0] == 1.0


def test_what_is_little_looks_like_little():
    near = _scale(of({TODAY: 0.1}))
    assert abs(near.level(0.5) - near.level(0.0)) < 0.05


def test_pain_has_all_of_its_scale():
    scale = plotting.of_pain(of({}))
    levels = [scale.level(value) for value in range(11)]
    assert levels == sorted(levels)
    assert 0 < levels[0] < levels[-1] < 1


def test_what_lies_beyond_is_put_at_the_edge():
    scale = Scale(TODAY - timedelta(days=10), TODAY, 0.0, 10.0)
    assert scale.place(TODAY + timedelta(days=5), 20.0) == (1.0, 1.0)
    assert scale.place(TODAY - timedelta(days=50), -20.0) == (0.0, 0.0)


@given(DAYS, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 6))
@settings(max_examples=examples(200), deadline=None)
def test_weeks_are_whole_and_end_with_today(first, today, weekday):
    first = min(first, today)
    rows = plotting.calendar(first, today, weekday)
    days = [day for row in rows for day in row]
    assert 1 <= len(rows) <= CALENDAR_WEEKS
    assert all(row[0].weekday() == weekday and len(row) == 7 for row in rows)
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert today in rows[-1]
    assert first in rows[0] or (first < days[0] and len(rows) == CALENDAR_WEEKS)
