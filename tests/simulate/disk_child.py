"""Sessions before a mirror whose disk is a real one, of its own: ext4, in a file.

Run as root of a mount namespace of its own: `python -m tests.simulate.disk_child FOLDER`. While a
session goes on another program locks the journal, then the disk fills up, then the kernel takes it
for broken and lets nothing be written any more.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

from mirrorapp.clock import ManualClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import Outcome
from mirrorapp.coach.state import Phase
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.exercises import catalogue
from mirrorapp.hub.client import Hub
from mirrorapp.hub.outbox import Outbox
from mirrorapp.journal.store import Journal
from mirrorapp.keeper import Keeper
from mirrorapp.settings import Settings
from mirrorapp.simulate.play import Room
from mirrorapp.simulate.user import User

FPS, SETS, REPS = 5.0, 2, 2
LONGEST_S = 20.0
"""A session takes a second, whose every write waits a little for the other program: for SQLite's
usual five seconds each, it would be half a minute in which nobody is seen."""
FIXED = 4
"""So much or more, and e2fsck has left something as it was."""
KNOWN = catalogue.read()
HOLD = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1], isolation_level=None) as db:
    db.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    sys.stdin.read()
"""


class Home:
    """What of a mirror writes what is trained, and whoever trains before it."""

    def __init__(self, disk: Path) -> None:
        self.board, self.clock = NoticeBoard(), ManualClock()
        self.outbox = Outbox(disk / "outbox", self.board, self.clock)
        self.journal = Journal.open(disk / "journal", self.clock)
        hub = Hub(HubConfig(host="127.0.0.1", port=9), self.outbox, self.board, self.clock)
        self.keeper = Keeper(self.journal, hub, self.board, self.clock)

    def train(self, *, meanwhile: Callable[[], None] = lambda: None) -> None:
        """A whole session; something happens once its first repetition is done."""
        squat = KNOWN.exercise("squat")
        briefly = squat.model_copy(update={"dose": squat.dose.model_copy(
            update={"sets": SETS, "reps": REPS, "rest_s": 5.0})})
        coach = Coach(Plan(squat, 0, "p1", routine="squat", parts=of_exercise(briefly)),
                      self.clock.now, self.keeper)
        room, pending = Room(coach, User(known=KNOWN), self.clock, fps=FPS), meanwhile
        while (state := room.turn().state).phase is not Phase.SUMMARY:
            if state.reps:
                pending()
                pending = nothing
        assert state.session is not None
        assert state.session.outcome is Outcome.COMPLETED, "it went on to its end"
        assert pending is nothing

    def told(self, key: str) -> str:
        """What the glass says of it, with what to do."""
        return " ".join(f"{each.what} {each.remedy}" for each in self.board.read()
                        if each.key == key)

    def close(self) -> None:
        """As the mirror ends."""
        self.keeper.close()
        self.journal.close()
        self.outbox.close()

    def kept(self) -> list[int]:
        """The repetitions of each session that the journal has."""
        return [each.rep_count for each in self.journal.sessions()]


def set_language(disk: Path, language: str) -> str:
    """On the glass, where it is in force; what is told of that."""
    given = disk.with_name("mirror.toml")
    given.touch()
    settings = Settings(given, {"journal": {"file": disk / "journal"}}, {})
    settings.change("screen", language=language)
    settings.close()
    assert settings.config.screen.language == language
    return " ".join(each.what for each in settings.board.read())


def nothing() -> None:
    """Happens."""


@contextmanager
def held(journal: Path) -> Iterator[None]:
    """Another program locks the journal."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(journal)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate()


def mount(disk: Path, options: str, *what: str) -> None:
    subprocess.run(["mount", "-o", options, *what, str(disk)], check=True)


def fill(film: Path) -> None:
    """Write until there is no room at all."""
    for size in (4096, 1):
        with film.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass


def main(folder: Path) -> None:
    """Raises `AssertionError` where something is lost, or not told."""
    image, disk = folder / "image", folder / "disk"
    disk.mkdir()
    with image.open("wb") as file:
        file.truncate(8 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", str(image)], check=True)
    mount(disk, "loop", str(image))
    home = Home(disk)
    whole = SETS * REPS
    home.train()
    with held(disk / "journal"):
        before_s = monotonic()
        home.train()
        assert monotonic() - before_s < LONGEST_S
        assert "in use by another program" in home.told("journal")
        assert home.kept() == [whole]
    home.train()
    assert home.told("journal") == ""
    assert home.kept() == [whole] * 3

    home.train(meanwhile=lambda: fill(disk / "film"))
    assert "the disk is full" in home.told("journal")
    assert "No space left" in set_language(disk, "de")
    (disk / "film").unlink()
    home.train()
    assert home.told("journal") == ""
    assert home.kept() == [whole] * 5

    home.train(meanwhile=lambda: mount(disk, "remount,abort"))
    assert "the disk reports an error" in home.told("journal")
    assert "can't be used" in home.told("outbox")
    assert "can't be kept" in set_language(disk, "de")
    home.close()
    subprocess.run(["umount", str(disk)], check=True)
    assert subprocess.run(["e2fsck", "-fy", str(image)], check=False,
                          stdout=subprocess.DEVNULL).returncode < FIXED
    mount(disk, "loop", str(image))
    with closing(Journal.open(disk / "journal", ManualClock())) as journal:
        assert journal.notice is None
        *done, broken_off = journal.sessions()
        assert [each.rep_count for each in done] == [whole] * 5
        assert broken_off.rep_count == 1, "what was kept before, and no more"
        assert broken_off.outcome is Outcome.ABORTED


if __name__ == "__main__":
    main(Path(sys.argv[1]))
