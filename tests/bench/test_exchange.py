"""Export and import take no more memory the longer the mirror is used."""

import gc
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.journal.exchange import inwards, outwards
from mirrorapp.journal.exchange.outwards import Selection
from mirrorapp.journal.store import Journal
from tests.bench.many_years import make

FEW, MANY = 480, 1920
RATIO = 1.5
"""Whatever kept its sessions would come to four. With fewer, what the garbage collector has yet to
find still grows."""


def peaks(folder: Path, count: int) -> Iterator[tuple[str, int]]:
    """The most bytes that Python had at once beyond what there was, for each thing done."""
    clock, file = ManualClock(), folder / f"{count}.json"
    make(folder / f"{count}.sqlite3", count)
    with closing(Journal.open(folder / f"{count}.sqlite3", clock)) as old, closing(
            Journal.open(folder / f"{count}-new.sqlite3", clock)) as new:
        for name, do in (
                ("json", lambda: outwards.to_json(old, Selection(), file, clock)),
                ("csv", lambda: outwards.to_csv(old, Selection(), folder / f"{count}")),
                ("import", lambda: inwards.bring(new, file))):
            gc.collect()
            gc.freeze()  # what earlier tests left would put off the collection of what is made here
            tracemalloc.start()
            try:
                do()
                yield name, tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()


@pytest.mark.full
def test_memory_does_not_depend_on_the_history(tmp_path: Path, report: Any) -> None:
    few, many = (dict(peaks(tmp_path, count)) for count in (FEW, MANY))
    for name, most in many.items():
        report(f"{name}: {few[name] / 1e6:.2f} MB for {FEW} sessions, "
               f"{most / 1e6:.2f} MB for {MANY}")
        assert most <= RATIO * few[name], name
