"""What the coach remembers is in the journal, and a journal that fails stops nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked, HoldRecord, Outcome, SessionRecord, SetRecord
from mirrorapp.config import PersonConfig
from mirrorapp.events import NoticeBoard, Side
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.store import Journal
from mirrorapp.memory import JournalMemory

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
DONE = SessionRecord(
    "u-1", "anna", "mobility", NOON, ended=NOON + timedelta(minutes=9), outcome=Outcome.ABORTED,
    pain=True, asked=Asked(2, 3, sore=False, breath=True), skipped=("hip-hike",),
    sets=(SetRecord("seated-thigh-stretch", 0, side=Side.LEFT, unjudged_s=1.5,
                    hold=HoldRecord(120, 80.5, eased=True, judged=True)),
          SetRecord("banded-clamshell", 12, side=Side.RIGHT, touched=7)))
ANNA = Profile("anna", "Anna", 172, 0.12, frozenset({"kneeling_hurts"}), share_health=True,
               screening=Screening(NOON, frozenset({"fever"}), NOON + timedelta(days=1)),
               acknowledged={"pain-4-weeks": NOON})


@pytest.fixture
def journal(tmp_path: Path):
    journal = Journal.open(tmp_path / "journal.sqlite3", ManualClock(epoch=NOON))
    yield journal
    journal.close()


def remembered(journal: Journal, **names: str) -> tuple[JournalMemory, NoticeBoard]:
    board = NoticeBoard()
    people = {"anna": PersonConfig()} | {
        each: PersonConfig(name=name) for each, name in names.items()}
    return JournalMemory(journal, board, people), board


def test_what_the_settings_say_of_somebody_goes_along(journal: Journal) -> None:
    people = {"ben": PersonConfig(name="Ben", height_cm=181, depth_most=0.1, avoid=("balance",))}
    memory = JournalMemory(journal, NoticeBoard(), people)
    assert memory.profiles()[0] == Profile("ben", "Ben", 181, 0.1, frozenset({"balance"}))


def test_a_session_comes_back_with_all_that_was_asked_and_held(journal: Journal) -> None:
    journal.finish(DONE)
    assert journal.sessions() == [DONE]
    memory, _ = remembered(journal)
    assert memory.history("anna") == [DONE]
    assert memory.history("ben") == []


def test_a_profile_comes_back_from_the_journal_whole(journal: Journal) -> None:
    journal.keep_profile(ANNA)
    assert journal.profiles() == [ANNA]


def test_what_somebody_answered_is_remembered(journal: Journal) -> None:
    memory, _ = remembered(journal, anna="Anna")
    memory.keep(ANNA)
    again, board = remembered(journal, anna="Anna")
    found, = again.profiles()
    assert (found.screening, found.acknowledged) == (ANNA.screening, ANNA.acknowledged)
    assert board.read() == ()


def test_what_is_taken_out_of_the_settings_is_withdrawn(journal: Journal) -> None:
    people = {"anna": PersonConfig(name="Anna", height_cm=172, avoid=("balance",),
                                   share_health=True)}
    shared = JournalMemory(journal, NoticeBoard(), people)
    assert shared.shares("anna")
    assert not shared.shares("ben")
    shared.keep(replace(shared.profiles()[0], screening=Screening(NOON)))
    withdrawn, _ = remembered(journal)
    assert withdrawn.profiles() == (Profile("anna", screening=Screening(NOON)),)
    shared.follow({"anna": PersonConfig()})
    assert shared.profiles() == withdrawn.profiles()
    assert not shared.shares("anna")


def test_what_could_not_be_written_is_written_with_the_next(journal: Journal) -> None:
    full = Full(journal)
    memory = JournalMemory(full, NoticeBoard(), {"anna": PersonConfig()})
    memory.keep(Profile("anna", screening=Screening(NOON)))
    assert journal.profiles() == []
    full.full = False
    memory.add(DONE)
    assert [each.screening for each in journal.profiles()] == [Screening(NOON)]


def test_whoever_is_named_in_the_settings_is_there(journal: Journal) -> None:
    memory, _ = remembered(journal, ben="Ben")
    assert memory.profiles() == (Profile("anna"), Profile("ben", "Ben"))
    told = JournalMemory(journal, NoticeBoard(),
                         {"anna": PersonConfig(height_cm=172, share_health=True)})
    assert told.profiles() == (Profile("anna", height_cm=172, share_health=True),)


def test_a_session_that_has_just_ended_is_known(journal: Journal) -> None:
    memory, _ = remembered(journal)
    assert memory.history("anna") == []
    memory.add(DONE)
    memory.add(replace(DONE, pain=False))
    memory.add(replace(DONE, uuid="u-2", demo=True))
    assert memory.history("anna") == [replace(DONE, pain=False)]


def test_a_rest_day_by_hand_is_kept(journal: Journal) -> None:
    journal.skip_day("anna", date(2026, 1, 2))
    journal.skip_day("anna", date(2026, 1, 2))
    memory, _ = remembered(journal)
    assert memory.skipped("anna") == {date(2026, 1, 2)}
    assert memory.skipped("ben") == frozenset()
    memory.skip("ben", date(2026, 1, 3))
    assert journal.skipped_days("ben") == {date(2026, 1, 3)}


def test_a_rest_day_that_could_not_be_written_holds_and_is_written_later(journal: Journal) -> None:
    full = Full(journal)
    memory = JournalMemory(full, NoticeBoard(), {"anna": PersonConfig()})
    memory.skip("anna", date(2026, 1, 2))
    assert memory.skipped("anna") == {date(2026, 1, 2)}
    assert journal.skipped_days("anna") == frozenset()
    full.full = False
    memory.add(DONE)
    assert journal.skipped_days("anna") == memory.skipped("anna") == {date(2026, 1, 2)}


def test_it_follows_the_settings(journal: Journal) -> None:
    memory, _ = remembered(journal, anna="Anna", ben="Ben")
    memory.keep(replace(ANNA, flags=frozenset()))
    memory.follow({"ben": PersonConfig(name="Benno")})
    assert memory.profiles() == (Profile("ben", "Benno"),)
    memory.follow({"anna": PersonConfig()})
    assert [each.screening for each in memory.profiles()] == [ANNA.screening]


def test_it_knows_whether_anybody_ever_trained(journal: Journal) -> None:
    memory, _ = remembered(journal)
    assert not memory.trained()
    journal.finish(replace(DONE, demo=True))
    assert not memory.trained()
    journal.finish(replace(DONE, uuid="u-2"))
    assert memory.trained()


def test_a_session_that_a_full_disk_has_not_let_be_written_is_never_forgotten(
        journal: Journal) -> None:
    """Nor when what was laid aside is taken again, so that all is read once more."""
    journal.finish(DONE)
    memory, _ = remembered(journal)
    new = replace(DONE, uuid="u-2")
    memory.add(new)  # before anything was read
    assert memory.history("anna") == [DONE, new]
    newer = replace(DONE, uuid="u-3")
    memory.add(newer)
    memory.settle("anna", None)
    assert memory.history("anna") == [DONE, new, newer]
    journal.finish(new)
    journal.finish(newer)
    memory.settle("anna", None)
    assert memory.history("anna") == [DONE, new, newer], "each once"
    assert memory.history("ben") == []


def test_where_nothing_can_be_read_what_was_done_since_is_known() -> None:
    memory = JournalMemory(Broken(), NoticeBoard(), {"anna": PersonConfig()})  # type: ignore[arg-type]
    memory.add(DONE)
    memory.add(replace(DONE, uuid="shown", demo=True))
    assert memory.history("anna") == [DONE]


class Full:
    """A journal whose disk is full for a while."""

    def __init__(self, journal: Journal) -> None:
        self.journal, self.full = journal, True

    def profiles(self) -> list[Profile]:
        return self.journal.profiles()

    def skipped_days(self, profile: str) -> frozenset[date]:
        return self.journal.skipped_days(profile)

    def skip_day(self, profile: str, day: date) -> None:
        if self.full:
            raise JournalError("The disk is full.", "Make room on it.")
        self.journal.skip_day(profile, day)

    def keep_profile(self, profile: Profile) -> None:
        if self.full:
            raise JournalError("The disk is full.", "Make room on it.")
        self.journal.keep_profile(profile)


class Broken:
    """A journal that can't be had."""

    def __getattr__(self, name: str) -> object:
        def call(*_: object) -> object:
            raise JournalError("The disk is full.", "Make room on it.")
        return call


def test_a_journal_that_fails_is_said_and_nothing_is_forgotten() -> None:
    board = NoticeBoard()
    memory = JournalMemory(Broken(), board, {"anna": PersonConfig()})
    memory.keep(replace(ANNA, height_cm=180))
    assert memory.profiles()[0].screening == ANNA.screening
    assert memory.history("anna") == []
    assert memory.skipped("anna") == frozenset()
    assert memory.trained()
    assert [each.remedy for each in board.read()] == ["Make room on it."]


def test_a_profile_that_can_not_be_read_costs_only_itself(journal: Journal) -> None:
    memory, _ = remembered(journal, ben="Ben")
    memory.keep(ANNA)
    memory.keep(Profile("ben", "Ben", screening=Screening(NOON)))
    journal._db.execute("UPDATE profile SET flags = '{' WHERE id = 'anna'")
    again, _ = remembered(journal, ben="Ben")
    assert again.profiles() == (Profile("anna"), Profile("ben", "Ben", screening=Screening(NOON)))
