"""The CSV files: flat tables of what was done, for a spreadsheet."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirrorapp.journal.exchange import dictionary, places
from mirrorapp.journal.exchange.done import (
    CheckResult,
    CheckValue,
    ExerciseSet,
    Repetition,
    Session,
)
from mirrorapp.journal.exchange.keys import Row

BETWEEN = "; "
"""Between the entries of a list in one cell."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Line = Mapping[type[Row], Row | None]
"""What one line of a sheet is made of."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of a row that it has, and its name and what it means that it is empty
    where that is another.
    """

    of: type[Row]
    key: str
    other_name: str = ""
    empty: str = ""

    @property
    def name(self) -> str:
        return self.other_name or self.key

    def cell(self, line: Line) -> str | int | float | None:
        """Its value as a spreadsheet reads it."""
        row = line[self.of]
        return None if row is None else _plain(getattr(row, self.key))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: what a line of it is, its columns, and the lines of a session."""

    about: str
    columns: tuple[Column, ...]
    lines: Callable[[Session], Iterator[Line]]


def write(folder: Path, sessions: Iterable[Session]) -> dict[str, int]:
    """Write each sheet and the dictionary; how many lines of each. Raises `OSError`."""
    counts = dict.fromkeys(SHEETS, 0)
    with ExitStack() as files:
        writers = {}
        for name, sheet in SHEETS.items():
            file = files.enter_context(places.in_folder(folder / f"{name}.csv"))
            writers[name] = csv.writer(file)
            writers[name].writerow([each.name for each in sheet.columns])
        for session in sessions:
            for name, sheet in SHEETS.items():
                for line in sheet.lines(session):
                    writers[name].writerow([each.cell(line) for each in sheet.columns])
                    counts[name] += 1
    with places.in_folder(folder / "data-dictionary.md") as said:
        said.write(dictionary.text())
    return counts


def _plain(value: Any) -> str | int | float | None:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return _harmless(BETWEEN.join(_entry(each) for each in value))
        case dict():
            return BETWEEN.join(f"{name} {each}" for name, each in value.items())
        case str():
            return _harmless(str(value))
        case _:
            return value  # type: ignore[no-any-return]


def _entry(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _harmless(text: str) -> str:
    """Nothing that a spreadsheet takes for a formula, whoever named an exercise so."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _sessions(session: Session) -> Iterator[Line]:
    yield {Session: session}


def _sets(session: Session) -> Iterator[Line]:
    for each in session.sets:
        yield {Session: session, ExerciseSet: each}


def _repetitions(session: Session) -> Iterator[Line]:
    for each in session.sets:
        for rep in each.repetitions:
            yield {Session: session, ExerciseSet: each, Repetition: rep}


def _holds(session: Session) -> Iterator[Line]:
    return (line for line in _sets(session)
            if isinstance(each := line[ExerciseSet], ExerciseSet) and each.asked_s is not None)


def _checks(session: Session) -> Iterator[Line]:
    for each in session.checks:
        for value in each.values or (None,):
            yield {Session: session, CheckResult: each, CheckValue: value}


def _pain(session: Session) -> Iterator[Line]:
    answers = (session.pain_before, session.pain_after, session.sore, session.breath)
    if session.pain or any(each is not None for each in answers):
        yield {Session: session}


def _all(of: type[Row], *but: str) -> tuple[Column, ...]:
    return tuple(Column(of, name) for name in of.columns() if name not in but)


_WHICH = (Column(Session, "uuid", "session_uuid"), Column(Session, "profile"),
          Column(Session, "started"))
_SET = (*_WHICH, Column(ExerciseSet, "number", "set_number"), Column(ExerciseSet, "exercise"))
_ANSWERS = ("pain_before", "pain_after", "sore", "breath")
_NUMBERS = ("value", "uncertainty", "scatter", "judged")
_NOTHING_TOLD = "nothing could be told; reason says why"
_HOLD = ("asked_s", "held_s", "eased", "hold_judged")

SHEETS: Mapping[str, Sheet] = {
    "sessions": Sheet("a session", (
        *_WHICH, *_all(Session, "uuid", "profile", "started", "pain", *_ANSWERS)), _sessions),
    "sets": Sheet("a set", (*_SET, *_all(ExerciseSet, "number", "exercise", *_HOLD)), _sets),
    "repetitions": Sheet("a repetition that the camera saw", (
        *_SET, Column(Repetition, "number", "repetition_number"), *_all(Repetition, "number")),
        _repetitions),
    "holds": Sheet("a hold, or a timed stretch of rolling", (
        *_SET, Column(ExerciseSet, "side"),
        *(Column(ExerciseSet, each, empty="never") for each in _HOLD)), _holds),
    "checks": Sheet("a number of a check, or a check that could not be told", (
        *_WHICH, Column(CheckResult, "name", "check"),
        Column(CheckValue, "name", "of", _NOTHING_TOLD),
        *(Column(CheckValue, each, empty=_NOTHING_TOLD) for each in _NUMBERS),
        *_all(CheckResult, "name")), _checks),
    "pain": Sheet("a session in which something of this was answered or touched", (
        *_WHICH, Column(Session, "pain", "it_hurts"),
        *(Column(Session, each) for each in _ANSWERS)), _pain),
}
