"""What stands on the page, as strings and points: in one language, and not laid out yet."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Tile:
    """A number to be seen at once, and what it counts."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Dots:
    """Points by day; `hollow`: drawn as rings."""

    points: tuple[tuple[date, float], ...]
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Between two values, from one day to another."""

    first: date
    last: date
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Dots over the days from `first` to `last`, grey `bands` behind, and lines of text beneath.
    `partings`: days from which on it was measured otherwise.

    `low` and `high`: the values at its edges; `ticks`: the values that are named, with their names.
    """

    title: str
    first: date
    last: date
    ends: tuple[str, str]
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    dots: tuple[Dots, ...]
    said: tuple[str, ...]
    bands: tuple[Band, ...] = ()
    partings: tuple[date, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Titled:
    """A title, and how to read what is beneath it."""

    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their heads, in so many `columns` beside each other; `widths` are parts of one
    column's width, all together 1. `more`: of each number of rows that is left out at the end, from
    1 on, what is said of them.
    """

    head: Titled
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    more: tuple[str, ...] = ()
    empty: str = ""
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences under a title, the most important first. `cut`: of each number of sentences that
    is left out at the end, from 1 on, what is said of them.
    """

    title: str
    said: tuple[str, ...]
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. Without `charts` there was no session, and `nothing` says so."""

    language: str
    title: str
    name: str
    about: str
    observation: str
    nothing: Lines
    tiles: tuple[Tile, ...]
    charts_head: Titled
    charts: tuple[Chart, ...]
    walks: str
    work: Table
    checks: Table
    flags: Lines
    unjudged: Lines
    how: Lines
    sources: str
    made: str
