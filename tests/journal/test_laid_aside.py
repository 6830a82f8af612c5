"""What is laid aside of old sessions: kept with them, thrown away when one of them changes."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mirrorapp.coach.desk import Desk
from mirrorapp.coach.records import SessionRecord
from mirrorapp.config import PersonConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.store import Journal
from mirrorapp.memory import JournalMemory
from tests.bench.many_years import make
from tests.everything import EVERYTHING
from tests.journal.conftest import Opener
from tests.journal.made_up import STARTED, a_session

SESSIONS = 600
PEOPLE = {"anna": PersonConfig(), "ben": PersonConfig()}


def memory(journal: Journal, board: NoticeBoard | None = None) -> JournalMemory:
    return JournalMemory(journal, board or NoticeBoard(), PEOPLE)


@pytest.fixture(scope="module")
def half_a_year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A journal, and the evening after its last session."""
    path = tmp_path_factory.mktemp("half-a-year") / "journal.sqlite3"
    return path, make(path, SESSIONS)


@pytest.fixture
def desk(path: Path, opened: Opener, half_a_year: tuple[Path, datetime]
         ) -> Callable[[], tuple[Journal, JournalMemory, Desk]]:
    """The mirror started anew."""
    made, now = half_a_year
    shutil.copy(made, path)
    everything = EVERYTHING

    def start() -> tuple[Journal, JournalMemory, Desk]:
        journal = opened()
        kept = memory(journal)
        return journal, kept, Desk(kept, everything, lambda: now, first="anna")
    return start


Start = Callable[[], tuple[Journal, JournalMemory, Desk]]


def test_what_is_laid_aside_is_there_at_the_next_start(desk: Start) -> None:
    journal, kept, now = desk()
    assert kept.past("anna") is None
    assert len(kept.history("anna")) == SESSIONS / 4
    account, progress = now.account("anna"), now.progress_of("anna")
    past = kept.past("anna")
    assert past is not None
    assert len(kept.history("anna")) < SESSIONS / 4 / 2
    journal.close()
    journal, later, again = desk()
    assert later.past("anna") == past, "to the last digit"
    assert later.history("anna") == kept.history("anna")
    assert later.past("ben") is None
    assert again.account("anna") == account
    assert again.progress_of("anna") == progress


@pytest.mark.parametrize(("who", "old", "thrown"), [
    ("anna", True, True), ("anna", False, False), ("ben", True, False)])
def test_a_session_that_changes_throws_it_away_where_it_is_in_it(
        desk: Start, who: str, old: bool, thrown: bool) -> None:
    journal, _, now = desk()
    now.account("anna")
    record = journal.history(who)[0 if old else -1]
    journal.finish(replace(record, pain=True))
    assert (journal.laid_aside("anna") is None) is thrown


@pytest.mark.parametrize("statement", [
    "DELETE FROM session WHERE id = (SELECT min(id) FROM session WHERE profile = 'anna')",
    "DELETE FROM session WHERE profile = 'anna'",
    "UPDATE session SET profile = 'ben' WHERE id = 1"])
def test_who_changes_the_file_otherwise_throws_it_away_too(desk: Start, statement: str) -> None:
    journal, _, now = desk()
    now.account("anna")
    assert journal.laid_aside("anna") is not None
    journal._db.execute(statement)
    assert journal.laid_aside("anna") is None


def test_one_that_cannot_be_read_is_made_again(
        desk: Start, caplog: pytest.LogCaptureFixture) -> None:
    journal, kept, now = desk()
    account = now.account("anna")
    past = kept.past("anna")
    journal._db.execute("UPDATE laid_aside SET past = replace(past, 'cut', 'cat')")
    journal.close()
    journal, later, again = desk()
    assert later.past("anna") is None
    assert again.account("anna") == account
    assert later.past("anna") == past
    assert "is made again" in caplog.text


def test_a_disk_that_is_full_is_said_and_costs_nothing_else(desk: Start) -> None:
    journal, kept, now = desk()
    journal._db.execute("PRAGMA query_only = ON")
    account = now.account("anna")
    assert kept.past("anna") is not None
    journal._db.execute("PRAGMA query_only = OFF")
    assert journal.laid_aside("anna") is None
    journal.close()
    assert desk()[2].account("anna") == account


def test_a_session_is_added_after_it(desk: Start) -> None:
    journal, kept, now = desk()
    now.account("anna")
    new = replace(a_session("new", kept.history("anna")[-1].started + timedelta(days=1)),
                  profile="anna")
    journal.finish(new)
    kept.add(new)
    assert kept.history("anna")[-1] == new
    assert journal.laid_aside("anna") is not None


def test_the_history_is_that_of_one_person_and_of_what_has_ended(journal: Journal) -> None:
    mine = [a_session(name) for name in "abc"]
    for record in (*mine, replace(a_session("other"), profile="p2"), a_session("d", demo=True)):
        journal.finish(record)
    journal.begin(SessionRecord("going on", "p1", "squat", STARTED))
    assert journal.history("p1") == mine
    assert journal.history("p1", after="a") == mine[1:]
    assert journal.history("p1", after="unknown") == mine


def test_up_to_a_session_that_is_not_there_nothing_is_laid_aside(journal: Journal) -> None:
    journal.lay_aside("p1", "nobody", "{}")
    assert journal.laid_aside("p1") is None


def test_a_journal_that_fails_has_nothing_laid_aside() -> None:
    class Broken:
        def __getattr__(self, name: str) -> object:
            def call(*_: object) -> object:
                raise JournalError("It fails.", "Mend it.")
            return call

    board = NoticeBoard()
    kept = JournalMemory(Broken(), board, PEOPLE)
    assert kept.past("anna") is None
    assert kept.history("anna") == []
    kept.settle("anna", None)
    assert kept.past("anna") is None
    assert [each.what for each in board.read()] == ["It fails."]
