"""A journal in a folder of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.journal.store import Journal

Opener = Callable[[], Journal]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def opened(path: Path, clock: ManualClock) -> Iterator[Opener]:
    """Opens the journal, and closes it when the test is over."""
    with ExitStack() as journals:
        def open_one() -> Journal:
            journal = Journal.open(path, clock)
            journals.callback(journal.close)
            return journal
        yield open_one


@pytest.fixture
def journal(opened: Opener) -> Journal:
    return opened()
