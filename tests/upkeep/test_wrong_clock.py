"""A clock that jumps, to and fro: nothing that is kept is written over, and nothing is lost."""

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mirrorapp.cli import main
from mirrorapp.clock import ManualClock
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep import backup, restoring, shelf
from mirrorapp.upkeep.places import Places
from tests.journal.made_up import a_session
from tests.upkeep.lived_in import EVERYBODYS, NOW, held

DAYS = [timedelta(days=3), timedelta(days=3650)]
JUMPS = [*DAYS, *(-each for each in DAYS)]


def times(jump: timedelta) -> list[datetime]:
    """Right, wrong, wrong again in the same second, and right in the first one."""
    return [NOW, NOW + jump, NOW + jump, NOW]


@pytest.mark.parametrize("jump", JUMPS)
def test_sessions_stay_in_the_order_in_which_they_were_done(places: Places, jump: timedelta
                                                            ) -> None:
    clock = ManualClock()
    for number, now in enumerate(times(jump)):
        clock.epoch = now
        with closing(Journal.open(places.journal, clock)) as journal:
            journal.finish(a_session(f"s{number}", now))
    with closing(Journal.open(places.journal, clock)) as journal:
        assert journal.notice is None
        kept = journal.sessions()[len(EVERYBODYS):]
        assert [each.uuid for each in kept] == ["s0", "s1", "s2", "s3"]
        assert [each.started for each in kept] == times(jump)
        assert [each.uuid for each in journal.newest(2)] == ["s2", "s3"]


@pytest.mark.parametrize("jump", JUMPS)
def test_backups_are_each_their_own_and_the_last_made_is_the_newest(
        places: Places, shelf_folder: Path, jump: timedelta) -> None:
    made, content = [], {}
    for number, now in enumerate(times(jump)):
        with closing(Journal.open(places.journal, ManualClock(epoch=now))) as journal:
            journal.finish(a_session(f"s{number}", now))
        made.append(backup.make(places, shelf_folder, keep=9, now=now).file)
        content[made[-1]] = made[-1].read_bytes()
    assert shelf.backups(shelf_folder) == made[::-1]
    assert {each: each.read_bytes() for each in made} == content
    assert shelf.with_sessions(shelf_folder)[0][0] == made[-1]


@pytest.mark.parametrize("jump", JUMPS)
def test_what_was_there_is_kept_each_time_one_is_brought_back(
        places: Places, shelf_folder: Path, jump: timedelta) -> None:
    file = backup.make(places, shelf_folder, keep=9, now=NOW).file
    asides = []
    for number, now in enumerate(times(jump)):
        with closing(Journal.open(places.journal, ManualClock(epoch=now))) as journal:
            journal.finish(a_session(f"s{number}", now))
        asides.append(restoring.restore(places, file, now=now).aside)
        assert held(places.journal) == EVERYBODYS
    assert len({*asides}) == len(asides)
    for number, aside in enumerate(asides):
        assert aside is not None
        assert held(aside / "journal.sqlite3") == [*EVERYBODYS, f"s{number}"]


@pytest.mark.parametrize("jump", JUMPS)
def test_damaged_files_are_set_aside_under_names_of_their_own(
        places: Places, jump: timedelta) -> None:
    damage = [b"SQLite format 3\0" + bytes([65 + number]) * 9000 for number in range(4)]
    for content, now in zip(damage, times(jump), strict=True):
        places.journal.write_bytes(content)
        Journal.open(places.journal, ManualClock(epoch=now)).close()
    kept = [each.read_bytes() for each in places.journal.parent.glob("*.corrupt-*")
            if not each.name.endswith(("-wal", "-shm"))]
    assert sorted(kept) == damage


def test_an_export_and_a_page_take_the_place_of_nothing(
        places: Places, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They have the names that were asked for, whatever the clock."""
    for command in (["export", "--journal", str(places.journal)],
                    ["report", "--profile", "p1", "--from", "2026-11-01", "--to", "2026-11-30"]):
        there = tmp_path / f"{command[0]}.pdf"
        there.write_text("mine")
        settings = ["--config", str(tmp_path / "mirror.toml")] if command[0] == "report" else []
        (tmp_path / "mirror.toml").write_text(f'[journal]\nfile = "{places.journal}"\n')
        assert main([*command, *settings, "-o", str(there)]) == 1
        assert there.read_text() == "mine"
        assert "there already" in " ".join(capsys.readouterr().err.split())
