"""Where the journal was damaged, a copy takes its place if the user says so; nothing is lost."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mirrorapp.cli import main
from mirrorapp.clock import ManualClock
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.config import Config, JournalConfig
from mirrorapp.events import Notice
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.guarded import NOTICE_KEY
from mirrorapp.journal.store import Journal
from mirrorapp.ui import notices
from mirrorapp.ui.offered import Copy, Offer, Trouble
from mirrorapp.upkeep import backup, erasing, restoring
from mirrorapp.upkeep.asking import Asking
from mirrorapp.upkeep.places import Places, UpkeepError
from tests.upkeep.lived_in import EVERYBODYS, HERS, MARKER, NOW, held, session_of

COPY = Copy(NOW.date(), 4)
LATER = NOW + timedelta(hours=5)
DAMAGED = Notice(NOTICE_KEY, "The journal was damaged.", "Keep that file.")


class Rig:
    """A mirror that was found with a damaged journal, and has begun a new one."""

    def __init__(self, places: Places) -> None:
        self.places, self.clock = places, ManualClock(epoch=LATER)
        self.work: list[Callable[[], None]] = []
        self.config = Config(journal=JournalConfig(file=places.journal))

    def damage(self) -> None:
        self.places.journal.write_bytes(b"SQLite format 3\0" + b"x" * 9000)
        self.opened().close()

    def opened(self) -> Journal:
        return Journal.open(self.places.journal, self.clock)

    def trains(self, uuid: str, who: str = "p1") -> None:
        with closing(self.opened()) as journal:
            journal.finish(session_of(who, uuid))

    def asking(self, *, silent: bool = False, journal: Path | None = None) -> Asking:
        asking = Asking(self.config, journal or self.places.journal, self.clock, silent=silent,
                        start=self.work.append)
        asking.look()
        return asking

    def do(self) -> None:
        """What was begun comes to its end."""
        while self.work:
            self.work.pop()()


@pytest.fixture
def rig(places: Places, shelf_folder: Path) -> Rig:
    backup.make(places, shelf_folder, keep=9, now=NOW)
    found = Rig(places)
    found.damage()
    return found


def test_the_copy_takes_the_journals_place_with_all_that_was_done_since(rig: Rig) -> None:
    rig.trains("since")
    settings = rig.places.settings.read_text() + "# newer\n"
    rig.places.settings.write_text(settings)
    asking = rig.asking()
    assert asking.offer == Offer(COPY)
    asking.use()
    assert asking.offer == Offer(COPY, fetching=True)
    assert not asking.chosen
    with closing(rig.opened()):  # the mirror goes on meanwhile
        rig.do()
        assert asking.chosen
    asking.put()
    assert held(rig.places.journal) == [*EVERYBODYS, "since"]
    assert rig.places.settings.read_text() == settings
    assert not rig.places.journal.with_name(".upkeep").exists()
    aside, = rig.places.journal.parent.glob("replaced-*")
    assert held(aside / "journal.sqlite3") == ["since"]
    with closing(rig.opened()) as journal:
        assert journal.notice is None
        assert [each.uuid for each in journal.sessions()][-1] == "since"
    assert rig.asking().offer is None


def test_to_go_on_without_it_is_remembered_and_takes_nothing_away(
        rig: Rig, shelf_folder: Path) -> None:
    asking = rig.asking()
    assert rig.asking().offer == asking.offer, "until it is answered, at every start"
    asking.go_on()
    assert asking.offer is None
    assert rig.asking().offer is None
    assert len([*shelf_folder.iterdir()]) == 1
    restoring.restore(rig.places, next(shelf_folder.iterdir()), now=NOW)
    assert held(rig.places.journal) == EVERYBODYS
    rig.damage()
    assert rig.asking().offer == Offer(COPY), "another mishap is another question"


def test_a_copy_that_is_used_later_loses_nothing_that_was_done_since(
        rig: Rig, shelf_folder: Path, tmp_path: Path) -> None:
    """As docs/journal.md has it, command by command."""
    rig.asking().go_on()
    rig.trains("since")
    restoring.restore(rig.places, next(shelf_folder.iterdir()), now=LATER)
    assert held(rig.places.journal) == EVERYBODYS
    aside, = rig.places.journal.parent.glob("replaced-*/journal.sqlite3")
    since = tmp_path / "since.json"
    assert main(["export", "--journal", str(aside), "-o", str(since)]) == 0
    main(["import", "--journal", str(rig.places.journal), str(since)])
    assert held(rig.places.journal) == [*EVERYBODYS, "since"]


def test_what_the_copy_has_otherwise_is_told_of_and_kept_aside(
        rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    """Another mirror's export was imported since, say; and a row has been torn."""
    mine = replace(session_of("p1", "p1-0"), routine="mine")
    with closing(rig.opened()) as journal:
        journal.finish(mine)
        journal.finish(session_of("p1", "since"))
        journal.finish(session_of("p1", "torn"))
    with closing(sqlite3.connect(rig.places.journal)) as db, db:
        db.execute("UPDATE session SET outcome = 'torn' WHERE uuid = 'torn'")
    asking = rig.asking()
    asking.use()
    rig.do()
    asking.put()
    aside, = rig.places.journal.parent.glob("replaced-*")
    assert held(rig.places.journal) == [*EVERYBODYS, "since"]
    assert held(aside / "journal.sqlite3") == ["p1-0", "since", "torn"]
    with (closing(rig.opened()) as journal,
          closing(Journal.open(aside / "journal.sqlite3", rig.clock)) as before):
        assert journal.sessions()[0].routine == "retraining"
        assert before.sessions()[0] == mine, "nothing is lost"
    said = [each.message for each in caplog.records if str(aside) in each.message]
    assert any("session p1-0 otherwise" in each for each in said)
    assert any("1 of what was done since can't be read" in each for each in said)
    assert not any("profile" in each for each in said)


def test_what_was_answered_last_counts(rig: Rig) -> None:
    newer = Screening(LATER, frozenset({"fever"}))
    with closing(rig.opened()) as journal:
        journal.keep_profile(Profile("p1", "Anna", screening=newer, acknowledged={"new": LATER}))
        journal.keep_profile(Profile("p3", "Cleo"))
    asking = rig.asking()
    asking.use()
    rig.do()
    asking.put()
    with closing(rig.opened()) as journal:
        found = {each.id: each for each in journal.profiles()}
        assert found.keys() == {"p1", HERS, "p3"}
        assert found["p1"].screening == newer
        assert found["p1"].acknowledged.keys() == {"rule", "new"}
        assert len(journal.screenings("p1")) == 2


def test_one_that_can_not_be_read_gives_way_to_the_one_before(
        rig: Rig, shelf_folder: Path) -> None:
    older, = shelf_folder.iterdir()
    whole = older.read_bytes()
    newer = shelf_folder / "mirror-0002-2026-11-30.tar.gz"
    newer.write_bytes(whole[:-9])  # it says of itself what it holds, and is cut off
    before = rig.places.journal.read_bytes()
    asking = rig.asking()
    asking.use()
    rig.do()
    assert asking.offer == Offer(COPY, Trouble.UNREADABLE)
    assert not asking.chosen
    older.write_bytes(whole[:-9])
    asking.use()
    rig.do()
    assert asking.offer == Offer(None, Trouble.UNREADABLE)
    asking.use()
    assert rig.work == [], "there is nothing to use"
    assert rig.places.journal.read_bytes() == before
    asking.go_on()
    assert rig.asking().offer is None


@pytest.mark.parametrize("error", [
    UpkeepError("No room.", "Make some."), JournalError("The disk is full.", "Free some."),
    ZeroDivisionError("a fault of ours")])
def test_whatever_else_is_in_the_way_it_may_be_tried_again(
        rig: Rig, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fails(*_: object) -> None:
        raise error

    asking = rig.asking()
    with monkeypatch.context() as patched:
        patched.setattr(restoring, "fetch", fails)
        asking.use()
        rig.do()
    assert asking.offer == Offer(COPY, Trouble.FAILED)
    asking.use()
    rig.do()
    asking.put()
    assert held(rig.places.journal) == EVERYBODYS


def test_while_it_is_read_no_other_answer_counts(rig: Rig) -> None:
    asking = rig.asking()
    asking.use()
    asking.use()
    asking.go_on()
    assert len(rig.work) == 1
    rig.do()
    assert asking.chosen


def test_what_can_not_be_put_in_place_changes_nothing_and_is_asked_again(
        rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.trains("since")
    asking = rig.asking()
    asking.use()
    rig.do()
    with closing(rig.opened()), pytest.raises(JournalError) as error:
        asking.put()
    assert "The mirror is running" in caplog.text
    for told in (error.value.what, error.value.remedy):
        assert notices.load("de").told(told) != told, "it stands on the glass"
    assert held(rig.places.journal) == ["since"]
    assert rig.asking().offer == Offer(COPY)
    assert not rig.places.journal.with_name(".upkeep").exists()


def test_whoever_was_erased_since_does_not_come_back(rig: Rig) -> None:
    rig.trains("since", HERS)
    erasing.erase(rig.places, HERS)
    assert rig.asking().offer is None, "what was damaged is gone with them"
    rig.damage()
    asking = rig.asking()
    asking.use()
    rig.do()
    asking.put()
    assert held(rig.places.journal) == ["p1-0", "p1-1"]
    assert MARKER.encode() not in rig.places.journal.read_bytes()


def test_a_copy_of_after_the_damage_is_not_offered(rig: Rig, shelf_folder: Path) -> None:
    """The timer goes on every night, while nobody has answered yet."""
    rig.trains("since")
    backup.make(rig.places, shelf_folder, keep=9, now=LATER + timedelta(days=1))
    assert rig.asking().offer == Offer(COPY)


def test_a_clock_that_jumped_back_still_leaves_a_copy(rig: Rig) -> None:
    """Damaged on a morning before any backup was made, as that clock has it."""
    for each in rig.places.journal.parent.glob("*.corrupt-*"):
        each.rename(str(each).replace(".corrupt-2026", ".corrupt-2025"))
    assert rig.asking().offer == Offer(COPY)


def test_nothing_is_asked_where_nobody_is_or_nothing_is_to_be_had(
        rig: Rig, shelf_folder: Path, tmp_path: Path) -> None:
    assert rig.asking(silent=True).offer is None
    assert rig.asking(journal=tmp_path / "other.sqlite3").offer is None
    for each in shelf_folder.iterdir():
        each.unlink()
    assert rig.asking().offer is None
    assert rig.asking().told(DAMAGED) == DAMAGED


@pytest.mark.parametrize("closed", ["is_dir", "iterdir"])
def test_a_folder_of_backups_that_is_closed_keeps_the_mirror_from_nothing(
        rig: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
        closed: str) -> None:
    """One in somebody's home, say, which a service may not enter; or on a disk that is gone."""
    real, folder = getattr(Path, closed), rig.places.journal.with_name("backups")

    def refused(path: Path, *options: object) -> object:
        if path == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, closed, refused)
        asking = rig.asking()
        assert asking.offer is None
        assert asking.told(DAMAGED) == DAMAGED
    assert f"{folder} can't be looked for: Permission denied" in caplog.text
    assert rig.asking().offer == Offer(COPY), "it is asked once that can be had"


def test_a_folder_of_the_journal_that_is_closed_leaves_nothing_to_ask(
        rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mirror goes on with another journal, and says why."""
    def refused(path: Path, _: str) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "glob", refused)
    assert rig.asking().offer is None


def test_damage_that_is_found_later_is_asked_about_then(places: Places, shelf_folder: Path) -> None:
    """A large journal is looked through once the mirror is lit."""
    backup.make(places, shelf_folder, keep=9, now=NOW)
    rig = Rig(places)
    asking = rig.asking()
    assert asking.offer is None
    rig.damage()
    assert "There is a copy of 2026-11-30" in asking.told(DAMAGED).remedy
    assert asking.offer == Offer(COPY)


def test_on_a_disk_that_can_not_be_written_it_goes_on_for_this_time(
        rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    asking = rig.asking()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "touch", read_only)
        asking.go_on()
    assert asking.offer is None
    assert rig.asking().offer == Offer(COPY)


def test_of_two_mishaps_one_answer_is_enough(rig: Rig) -> None:
    rig.clock.sleep(3600)
    rig.damage()
    assert len([*rig.places.journal.parent.glob("*.corrupt-*")]) > 1
    rig.asking().go_on()
    assert rig.asking().offer is None


def test_a_session_that_is_there_already_stays_as_it_is(rig: Rig) -> None:
    with closing(rig.opened()) as journal:
        journal.finish(replace(session_of("p1", "p1-0"), pain=False))
    asking = rig.asking()
    asking.use()
    rig.do()
    asking.put()
    assert held(rig.places.journal) == EVERYBODYS
