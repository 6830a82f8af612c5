"""A journal on a real small disk that fills up, gets room, and turns read-only.

Run as root of a mount namespace of its own: `python -m tests.journal.disk_child FOLDER`.
"""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from mirrorapp.clock import ManualClock
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.store import Journal
from tests.journal.made_up import a_session


def mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], check=True)


def fill(journal: Journal) -> int:
    """Write sessions until the disk is full; how many it took."""
    taken = 0
    while True:
        try:
            journal.finish(a_session(str(taken)))
        except JournalError as error:
            if "the disk is full" not in error.what:
                raise
            return taken
        taken += 1


def refusal(path: Path) -> str:
    """Why no journal can be opened there."""
    try:
        Journal.open(path, ManualClock()).close()
    except JournalError as error:
        return str(error)
    raise AssertionError(f"{path} could be opened")


def main(folder: Path) -> None:
    """Raises `AssertionError` where the journal fails us."""
    path = folder / "journal.sqlite3"
    mount(folder, "size=600k")
    with closing(Journal.open(path, ManualClock())) as journal:
        taken = fill(journal)
        assert taken > 1
        assert len(journal.sessions()) == taken
        mount(folder, "remount,size=2m")
        journal.finish(a_session(str(taken)))
        assert len(journal.sessions()) == taken + 1
    with (folder / "films").open("wb", buffering=0) as films:
        try:
            while True:
                films.write(b"x" * 1024)
        except OSError:
            pass
    assert "room" in refusal(path)
    assert "room" in refusal(folder / "other" / "journal.sqlite3")
    (folder / "films").unlink()
    mount(folder, "remount,ro")
    assert "Read-only file system" in refusal(path)
    assert "Read-only file system" in refusal(folder / "new.sqlite3")
    mount(folder, "remount,rw")
    with closing(Journal.open(path, ManualClock())) as journal:
        assert journal.notice is None
        assert len(journal.sessions()) == taken + 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
