"""The tables of docs/side-by-side.md, between its two marks; the words around them stay."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from tests.side_by_side.contestants import CONTESTANTS
from tests.side_by_side.films import Film
from tests.side_by_side.score import Scored

_BEGIN, _END = "<!-- tables: python -m tests.side_by_side write -->", "<!-- end of tables -->"
_SHORT = {"in": "in", "straight": "–", "not judged": "?", "none": "nobody bends", None: "unknown"}
_PACE = {"fps": "frames a second", "cpu_ms": "CPU, ms a frame", "pss_mb": "memory, MB",
         "start_s": "start, s"}
_MARKS = ("right", "false alarm", "missed", "not judged")

Turns = Sequence[Mapping[str, Mapping[str, float]]]


def with_tables(page: str, judged: Mapping[str, Any], turns: Turns) -> str:
    """The page with its tables made anew. Raises ValueError where it has no marks."""
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    if not rest or not page.count(_END):
        raise ValueError("The page has no marks for its tables.")
    rows = [(row["program"], Scored(Film(**row["film"]), row["reps"], row["knees"]))
            for row in judged["rows"]]
    made = f"{datetime.date.today().isoformat()}; the median of {len(turns)} turns (least–most)."
    tables = (made, _summary(rows, turns), _each_film(rows), _versions(judged["versions"]))
    return f"{before}{_BEGIN}\n\n" + "\n\n".join(tables) + f"\n\n{_END}{after}"


def _summary(rows: Sequence[tuple[str, Scored]], turns: Turns) -> str:
    lines = []
    for program in (each.name for each in CONTESTANTS):
        scored = [each for name, each in rows if name == program]
        marks = [mark for each in scored for mark in each.marks]
        told = "does not tell" if "does not tell" in marks else None
        lines.append([
            program, *(_paced([turn[program][key] for turn in turns]) for key in _PACE),
            f"{sum(each.counted for each in scored)} of {len(scored)}",
            told or f"{marks.count('right')} of {len(marks)}",
            *("" if told else str(marks.count(mark)) for mark in _MARKS[1:])])
    return _table(("", *_PACE.values(), "films counted right", "knees right", "false alarms",
                   "missed", "not judged"), lines)


def _paced(values: Sequence[float]) -> str:
    return f"{median(values):.3g} ({min(values):.3g}–{max(values):.3g})"


def _each_film(rows: Sequence[tuple[str, Scored]]) -> str:
    """Of each film what is true and what each says: repetitions, left knee, right knee."""
    films = {scored.film.name: scored.film for _, scored in rows}
    said = {(scored.film.name, program): _said(scored.reps, scored.knees)
            for program, scored in rows}
    lines = [[film.name, film.what, _said(film.reps, film.knees),
              *(said[film.name, each.name] for each in CONTESTANTS)] for film in films.values()]
    return _table(("film", "what", "true", *(each.name for each in CONTESTANTS)), lines)


def _said(reps: int, knees: Mapping[str, str | None] | None) -> str:
    if knees is None:
        return str(reps)
    left, right = (_SHORT[knees[side]] for side in ("left", "right"))
    return f"{reps}; {left}" if left == right else f"{reps}; {left} / {right}"


def _versions(versions: Mapping[str, str]) -> str:
    return _table(("", "licence", "pose model", "counts by", "versions"), [
        [each.name, each.licence, each.model, each.counts, versions[each.name]]
        for each in CONTESTANTS])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
