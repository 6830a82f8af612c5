"""The page that is asked for on the glass, from a real journal onto what stands for a stick."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from mirrorapp.clock import ManualClock
from mirrorapp.journal.store import Journal
from mirrorapp.report.to_stick import giver
from mirrorapp.sticks.finding import Stick
from mirrorapp.sticks.handing import Handing, Usb
from mirrorapp.ui.reporting import SPANS, Wanted
from tests.report.lives import anna
from tests.sticks.test_putting import folder_as_stick
from tests.ui.own import settings_in

KEPT = anna(14)
LAST = KEPT.history[-1].started
NOW = ManualClock(epoch=LAST + timedelta(hours=2))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A journal of one person's fourteen weeks."""
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite3"
    with closing(Journal.open(path, NOW)) as opened:
        opened.keep_profile(KEPT.person)
        for each in KEPT.history:
            opened.finish(each)
    return path.read_bytes()


@pytest.fixture
def journal(tmp_path: Path, filled: bytes) -> Path:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(filled)
    return path


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    return folder_as_stick(tmp_path / "stick", monkeypatch)


def hand(journal: Path, stick: Stick, wanted: Wanted) -> Handing:
    """Wait until it is over."""
    with closing(settings_in(journal.parent, people={"anna": {"name": "Jörg Müßig"}})) as settings:
        it = giver(settings, journal, NOW, Usb(NOW))(wanted, stick)
        it.start()
        it.thread.join(60)
    assert not it.thread.is_alive()
    return it


def text_of(page: bytes) -> str:
    return " ".join(PdfReader(BytesIO(page)).pages[0].extract_text().split())


@pytest.mark.parametrize("span", SPANS)
def test_it_is_of_the_days_that_were_chosen_and_in_the_language_of_the_glass(
        journal, stick, span):
    language = "de" if span == "quarter" else "en"
    it = hand(journal, stick, Wanted("anna", SPANS[span], language))
    assert it.handed is not None
    assert it.handed.name == f"mirrorapp-Jorg-Mussig-{LAST:%Y-%m-%d}.pdf"
    said = text_of((stick.place / it.handed.name).read_bytes())
    assert "Jörg Müßig" in said
    assert ("Übergabe an die Physiotherapie" in said) == (language == "de")
    since = {"month": LAST.date() - timedelta(days=27), "quarter": LAST.date() - timedelta(days=83),
             "all": KEPT.history[0].started.date()}[span]
    told = f"{since:%d.%m.%Y}" if language == "de" else f"{since.day} {since:%b %Y}"
    assert told in said


def test_the_journal_may_be_in_use_and_a_session_under_way_stays_open(journal, stick):
    with closing(Journal.open(journal, NOW)) as mirror:
        going = replace(KEPT.history[-1], uuid="going", ended=None, outcome=None)
        mirror.begin(going)
        it = hand(journal, stick, Wanted("anna", 4, "en"))
        assert it.handed is not None
        assert it.handed.wrong is None
        assert [each.uuid for each in mirror.unfinished()] == ["going"]
        mirror.finish(replace(KEPT.history[-1], uuid="going"))
    assert not [each.name for each in journal.parent.iterdir() if "damaged" in each.name]


def test_somebody_who_never_trained_has_a_page_too(journal, stick):
    with closing(settings_in(journal.parent)) as settings:
        who = settings.config.session.profile
    it = hand(journal, stick, Wanted(who, None, "en"))
    assert it.handed is not None
    assert it.handed.name == f"mirrorapp-{LAST:%Y-%m-%d}.pdf"


def test_a_damaged_journal_is_told_of_and_stays_where_it_is(journal, stick):
    journal.write_bytes(journal.read_bytes()[:5000])
    with closing(Journal.open(journal.parent / "other.sqlite3", NOW)):
        before = journal.read_bytes()
        lock = journal.with_name("journal.sqlite3.lock")
        lock.touch()
        with lock.open("rb") as held:  # the mirror has it open
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
            it = hand(journal, stick, Wanted("anna", 4, "en"))
        assert it.handed is not None
        assert it.handed.wrong is not None
        assert "damaged" in it.handed.wrong.what
        assert journal.read_bytes() == before
    assert list(stick.place.iterdir()) == []
