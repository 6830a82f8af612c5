"""The report is asked for, its days and its stick are chosen, by real touches in a real window."""

import errno
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from mirrorapp.clock import SystemClock
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.journal.store import Journal
from mirrorapp.report.to_stick import giver
from mirrorapp.sticks.finding import Finder
from mirrorapp.sticks.handing import Handed, Handing, Step, Usb
from mirrorapp.ui.browsing import UNTOUCHED_S
from mirrorapp.ui.reporting import HAND, PATIENT_S, REPORT, Outlet, Wanted
from tests.report.lives import anna
from tests.sticks.test_putting import folder_as_stick
from tests.ui.conftest import Glass
from tests.ui.fitting import ALL_LANGUAGES, ALL_SIZES, check_words
from tests.ui.own import settings_in
from tests.ui.states import SHELF, at_home
from tests.ui.sticks import ANNA, DONE, FAILED, MAKER, MANY, NAMELESS, SHUT, Port, failed

pytestmark = pytest.mark.ui
ANNAS = at_home(profile=Profile("p1", "Anna"))


class Hand:
    """At the page of progress, with a hand, and sockets for sticks."""

    def __init__(self, glass: Any, *sticks: object, page: str = REPORT, **how: Any) -> None:
        self.port = Port(*sticks)
        self.it: Glass = glass(options={"shelf": SHELF, "outlet": self.port.outlet}, **how)
        self.it.app._idling.update = lambda *_: False  # somebody is in sight
        self.it.show(coach=ANNAS)
        self.it.app._browsing.open("progress")
        self.wait(1.0)
        if page == REPORT:
            self.press(self.it.screen.ids.report)

    @property
    def page(self) -> str:
        return str(self.it.screen.name)

    @property
    def rows(self) -> list[Any]:
        return [each for each in self.it.screen.ids.sticks.rows if each.shown]

    @property
    def told(self) -> str:
        return str(self.it.screen.ids.sticks.told)

    def press(self, target: Any) -> None:
        self.it.touch(*target.center)
        self.wait(1.0)

    def plug(self, *sticks: object) -> None:
        self.port.finder.found = sticks
        self.it.settle()
        self.wait(1.0)

    def go(self, step: Step, handed: Handed | None = None) -> None:
        """The report that is on its way is so far; time to read what that is."""
        self.port.given[-1].step, self.port.given[-1].handed = step, handed
        self.it.settle()
        self.wait(1.0)

    def wait(self, seconds: float) -> None:
        self.it.now_s += seconds
        self.it.settle()


def test_from_progress_to_a_stick_that_can_be_pulled(glass):
    hand = Hand(glass)
    assert (hand.page, hand.port.finder.looking) == (REPORT, True)
    assert (hand.told, hand.rows) == ("Put a USB stick in", [])
    hand.press(hand.it.screen.ids.month)
    assert hand.it.screen.ids.month.chosen
    assert not hand.it.screen.ids.quarter.chosen
    hand.plug(SHUT)
    assert (hand.told, hand.rows) == ("One moment", [])
    hand.plug(ANNA)
    assert hand.told == "Touch your stick"
    assert [(each.name, each.more) for each in hand.rows] == [("ANNA", "16 GB")]
    hand.press(hand.rows[0])
    given, = hand.port.given
    assert (given.wanted, given.stick, given.running) == (Wanted("p1", 4, "en"), ANNA, True)
    screen = hand.it.screen
    assert (hand.page, screen.told, screen.over) == (HAND, "Leave the stick in", False)
    assert not hand.port.finder.looking
    for step in Step:
        given.step = step
        hand.wait(UNTOUCHED_S - 1.0)  # however long it takes, and nobody touches anything
        assert (hand.page, screen.over, screen.ids.done.shown) == (HAND, False, False)
        assert [row.mark for row in screen.rows] == [
            "✓" if each < step else "…" if each is step else "•" for each in Step]
    hand.go(Step.LET_GO, DONE)
    assert (screen.told, screen.done) == ("You can pull it out now", True)
    assert DONE.name in screen.more
    assert [row.mark for row in screen.rows] == ["✓"] * 4
    hand.press(screen.ids.done)
    assert hand.page == "home"
    hand.plug(replace(ANNA, place=None))
    hand.it.app._browsing.open(REPORT)
    hand.wait(PATIENT_S)
    assert hand.told == "You can pull your stick out"
    check_words(hand.it)


def test_of_several_it_is_the_one_that_is_touched(glass):
    hand = Hand(glass, *MANY)
    assert hand.told == "Onto which stick?"
    assert [each.name for each in hand.rows] == [ANNA.name, MAKER.name]
    hand.press(hand.it.screen.ids.turn.children[0])
    assert [each.name for each in hand.rows] == ["USB stick"]
    hand.press(hand.rows[0])
    assert hand.port.given[0].stick == NAMELESS


def test_a_stick_that_moved_under_the_finger_is_not_meant(glass):
    hand = Hand(glass, MAKER)
    hand.port.finder.found = (ANNA, MAKER)
    hand.it.settle()
    hand.it.touch(*hand.rows[0].center)
    hand.it.settle()
    assert (hand.page, hand.port.given) == (REPORT, [])
    hand.wait(1.0)
    hand.press(hand.rows[1])
    assert hand.port.given[0].stick == MAKER


def test_a_stick_that_is_pulled_can_not_be_touched(glass):
    hand = Hand(glass, ANNA)
    row, = hand.rows
    hand.plug()
    assert hand.told == "Put a USB stick in"
    hand.press(row)
    assert (hand.page, hand.port.given) == (REPORT, [])


def test_one_that_can_not_be_opened_is_told_of(glass):
    hand = Hand(glass, SHUT)
    hand.wait(PATIENT_S)
    assert hand.told == "I can't open this stick"
    hand.plug(SHUT, ANNA)
    assert [each.name for each in hand.rows] == ["ANNA"]


@pytest.mark.parametrize("why", FAILED)
def test_what_goes_wrong_is_said_and_begun_anew(glass, why):
    step, handed = FAILED[why]
    hand = Hand(glass, ANNA)
    hand.press(hand.rows[0])
    hand.go(step, handed)
    screen = hand.it.screen
    assert (screen.told, screen.more) == (handed.wrong.what, handed.wrong.remedy)
    assert [row.mark for row in screen.rows] == [
        "✓" if each < step else "✗" if each is step else "•" for each in Step]
    hand.press(screen.ids.done)
    assert (hand.page, hand.port.finder.looking) == (REPORT, True)
    hand.press(hand.rows[0])
    assert [each.handed for each in hand.port.given] == [handed, None]
    assert not hand.it.screen.over


def test_a_second_tap_neither_picks_a_stick_nor_leaves_what_is_unread(glass):
    hand = Hand(glass, ANNA, page="progress")
    at = hand.it.screen.ids.report.center
    hand.it.touch(*at)
    hand.it.settle()
    for row in hand.rows:
        hand.it.touch(*row.center)
    hand.it.settle()
    assert (hand.page, hand.port.given) == (REPORT, [])
    hand.wait(1.0)
    hand.press(hand.rows[0])
    hand.port.given[0].handed = DONE
    hand.it.settle()
    hand.it.touch(*hand.it.screen.ids.done.center)
    hand.it.settle()
    assert hand.page == HAND


def test_the_page_waits_for_who_is_getting_a_stick_but_not_for_ever(glass):
    hand = Hand(glass)
    for _ in range(5):
        hand.wait(UNTOUCHED_S - 1.0)
        assert hand.page == REPORT
    hand.plug(SHUT)  # there they are
    for _ in range(5):
        hand.wait(UNTOUCHED_S - 1.0)
        assert hand.page == REPORT
    hand.wait(UNTOUCHED_S)
    hand.wait(UNTOUCHED_S)
    assert (hand.page, hand.port.finder.looking) == ("home", False)


def test_what_is_on_its_way_goes_on_while_something_else_comes_first(glass):
    hand = Hand(glass, ANNA, MAKER)
    hand.press(hand.rows[0])
    hand.it.show(coach=CoachState(Phase.GET_READY))
    assert hand.page == "session"
    hand.it.show(coach=ANNAS)
    hand.it.app._browsing.open(REPORT)
    hand.it.settle()
    hand.wait(1.0)
    hand.press(hand.rows[1])
    assert (hand.page, len(hand.port.given), hand.it.screen.note) == (HAND, 1, "ANNA")
    hand.go(Step.LET_GO, DONE)
    assert hand.it.screen.done


def test_back_leads_where_one_came_from(glass):
    hand = Hand(glass)
    hand.press(hand.it.screen.ids.back)
    assert (hand.page, hand.port.finder.looking) == ("progress", False)


def test_a_mirror_that_is_closed_looks_for_no_stick(glass):
    hand = Hand(glass)
    hand.it.app.dispatch("on_stop")
    assert not hand.port.finder.looking


def test_where_nobody_has_a_report_none_is_offered(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=ANNAS)
    it.app._browsing.open("progress")
    it.settle()
    assert not it.screen.ids.report.shown
    hand = Hand(glass, page="progress")
    hand.it.show(coach=replace(ANNAS, profile=None))
    assert not hand.it.screen.ids.report.shown


def test_it_is_in_the_language_of_the_glass_as_it_is_then(glass):
    hand = Hand(glass, ANNA)
    hand.it.settings.change("screen", language="de")
    hand.wait(1.0)
    assert hand.told == "Tipp deinen Stick an"
    hand.press(hand.rows[0])
    assert hand.port.given[0].wanted.language == "de"


def test_the_page_itself_is_on_the_stick_in_the_end(glass, tmp_path, monkeypatch):
    """Nothing stands in for anything but the stick, which is a folder."""
    stick = folder_as_stick(tmp_path / "stick", monkeypatch)
    kept, clock = anna(4), SystemClock()
    with closing(Journal.open(tmp_path / "journal.sqlite3", clock)) as journal:
        for each in kept.history:
            journal.finish(each)
        own, given = settings_in(tmp_path, people={"anna": {"name": "Anna"}}), []
        make = giver(own, journal.path, clock, Usb(clock))

        def give(*asked: Any) -> Handing:
            given.append(make(*asked))
            return given[-1]

        it = glass(options={"shelf": SHELF, "settings": own, "outlet": Outlet(
            Finder(lambda: (stick,)), give)})
        it.show(coach=at_home(profile=Profile("anna", "Anna")))
        it.app._browsing.open(REPORT)
        it.settle()
        it.screen.reporting._outlet.finder.search.looked.wait(5)
        it.settle()
        it.now_s += 1.0
        for widget in (it.screen.ids.all, it.screen.ids.sticks.rows[0]):
            it.touch(*widget.center)
            it.settle()
        given[0].thread.join(60)
        it.settle()
        assert it.screen.told == "You can pull it out now"
    file, = stick.place.iterdir()
    assert file.name in it.screen.more
    with file.open("rb") as opened:
        assert "Handover to physiotherapy Anna" in " ".join(
            PdfReader(opened).pages[0].extract_text().split())


@ALL_SIZES
@ALL_LANGUAGES
def test_all_that_is_said_fits(glass, language, size):
    hand = Hand(glass, language=language, size=size)
    check_words(hand.it)
    for sticks in ((SHUT,), (ANNA,), MANY):
        hand.plug(*sticks)
        check_words(hand.it)
    hand.plug(SHUT)
    hand.wait(PATIENT_S)
    check_words(hand.it)
    hand.plug(replace(MAKER, name="Verbatim STORE N GO Micro"))
    check_words(hand.it)
    hand.press(hand.rows[0])
    check_words(hand.it)
    wrong = [failed(each) for each in (
        errno.ENODEV, errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO)]
    for handed in (DONE, *wrong, *(each for _, each in FAILED.values())):
        hand.go(Step.WRITE, handed)
        check_words(hand.it)
