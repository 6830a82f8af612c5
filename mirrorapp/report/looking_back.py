"""Knees and pain over the weeks: their charts, and what is said of them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from statistics import median

from mirrorapp.alignment.results import Change, Hindrance
from mirrorapp.coach.knees import Knee, chart_edges_deg
from mirrorapp.coach.progress import Pain
from mirrorapp.events import Side
from mirrorapp.report.handover import Handover
from mirrorapp.report.sheet import Band, Chart, Dots
from mirrorapp.report.words import Words

_STEPS_DEG = (5, 10, 20, 50)
_TICKS_MOST = 5
_WEEKS_LEAST = timedelta(weeks=2)
_PAIN_TICKS = (0, 5, 10)


def charts(told: Handover, words: Words) -> tuple[Chart, ...]:
    """The left knee, the right one and pain, over the same days."""
    low, high = chart_edges_deg(told.progress.knees)
    ends = low - 1.0, high + 1.0
    return (*(_knee(told, side, ends, words) for side in Side), _pain(told, words))


def note(told: Handover, words: Words) -> str:
    """How to read the charts; and since when, and why, what is compared was measured otherwise:
    squats, and the standing axis where it is of another day or for another reason.
    """
    squats, stands = _parted(told.progress.knees), _parted(told.progress.stands)
    said = [words.say("knees.note")]
    if squats is not None:
        said.append(_anew("anew", squats, words))
    if stands is not None and stands != squats:
        said.append(_anew("stands.anew", stands, words))
    return " ".join(said)


def _parted(knees: Mapping[Side, Knee]) -> tuple[date, Hindrance] | None:
    """The last day from which on either was measured otherwise, and why."""
    return max((each for knee in knees.values() for each in knee.anew), default=None)


def _anew(key: str, parted: tuple[date, Hindrance], words: Words) -> str:
    day, why = parted
    return words.say(key, date=words.date(day), why=words.say(f"anew.{why}"))


def walks(told: Handover, words: Words) -> str:
    """One line of both knees while walking; nothing where nobody walked."""
    knees = told.progress.walks
    if not any(knees[side].days for side in Side):
        return ""
    left, right = (_changed(knees[side].change, "knees", words) for side in Side)
    return words.say("walks", left=left, right=right)


def _days(told: Handover) -> tuple[date, date]:
    """What the charts show: the time that is told of, and two weeks at least."""
    first = told.progress.since
    return min(first, told.until - _WEEKS_LEAST), told.until


def _knee(told: Handover, side: Side, ends: tuple[float, float], words: Words) -> Chart:
    knee = told.progress.knees[side]
    first, last = _days(told)
    low, high = ends
    step = next((each for each in _STEPS_DEG if (high - low) / each <= _TICKS_MOST),
                _STEPS_DEG[-1])
    ticks = tuple((float(deg), f"{words.number(deg, 0)}°")
                  for deg in range(step * round(low // step), int(high) + 1, step) if deg >= low)
    return Chart(words.say(f"knees.{side}"), first, last, (words.date(first), words.date(last)),
                 low, high, ticks,
                 tuple(Dots(tuple((each.day, each.in_deg) for each in stretch.days))
                       for stretch in knee.stretches),
                 (*_said(knee, words), *_stands(told.progress.stands[side], words)),
                 tuple(Band(begin, end, *stretch.noise_deg)
                       for begin, end, stretch in knee.spans(first, last)
                       if stretch.noise_deg is not None), tuple(day for day, _ in knee.anew))


def _said(knee: Knee, words: Words) -> Iterator[str]:
    if not knee.days:
        yield words.say("knees.none")
        return
    yield _changed(knee.change, "knees", words)
    yield from _levels(knee, words)


def _stands(knee: Knee, words: Words) -> Iterator[str]:
    """How the leg stands, by its check."""
    if not knee.days:
        return
    yield words.say("stands", told=_changed(knee.change, "knees", words))
    yield from _levels(knee, words)


def _levels(knee: Knee, words: Words) -> Iterator[str]:
    if knee.levels is not None:
        first, last = map(words.signed, knee.levels)
        yield words.say("levels", first=first, last=last)


def _changed(change: Change | None, of: str, words: Words) -> str:
    if change is None:
        return words.say(f"{of}.early")
    if change.why is not None:
        return words.say(f"hindrance.{change.why}")
    how = "same" if change.better is None else "better" if change.better else "worse"
    difference = change.difference or 0.0
    whole = of == "pain" and difference == round(difference)
    return words.say(f"{of}.{how}", difference=words.signed(difference, 0 if whole else 1),
                     smallest=words.number(change.smallest or 0.0))


def _pain(told: Handover, words: Words) -> Chart:
    days = told.progress.pain
    first, last = _days(told)
    before, after = (tuple((each.day, float(value)) for each in days
                           if (value := getattr(each, name)) is not None)
                     for name in ("before", "after"))
    return Chart(words.say("pain.title"), first, last, (words.date(first), words.date(last)),
                 -0.5, 10.5, tuple((float(each), str(each)) for each in _PAIN_TICKS),
                 (Dots(before, hollow=True), Dots(after)), tuple(_pain_said(days, told, words)),
                 key=words.say("pain.key"))


def _pain_said(days: tuple[Pain, ...], told: Handover, words: Words) -> Iterator[str]:
    if not days:
        yield words.say("pain.none")
        return
    yield _changed(told.progress.pain_change, "pain", words)
    before, after = ([value for each in days if (value := getattr(each, name)) is not None]
                     for name in ("before", "after"))
    yield words.say("pain.levels", before=_middle(before, words), after=_middle(after, words))


def _middle(values: list[int], words: Words) -> str:
    if not values:
        return words.say("none")
    middle = median(values)
    return words.number(middle, 0 if middle == round(middle) else 1)
