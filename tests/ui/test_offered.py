"""Where the journal was damaged, two touches decide, and nothing else can be begun before."""

from datetime import date

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.events import Notice
from mirrorapp.journal.guarded import NOTICE_KEY
from mirrorapp.ui.offered import OFFERED, Copy, Offer, Trouble
from tests.ui.doubles import Offered, squat
from tests.ui.states import at_home

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]
COPY = Copy(date(2026, 11, 29), 212)
DAMAGED = Notice(NOTICE_KEY, "The journal was damaged. A new one is begun.", "Do this.")


def press(it, name):
    it.now_s += 1.0
    it.touch(*it.screen.ids[name].center)


@pytest.fixture
def asked(glass):
    offered = Offered(Offer(COPY))
    it = glass(options={"offering": offered})
    it.show(coach=at_home(), notices=(DAMAGED,))
    return it, offered


def test_it_is_asked_in_place_of_home(asked):
    it, offered = asked
    assert it.app._manager.current == OFFERED
    assert it.screen.use_it == "Use the copy from 29 Nov 2026\n(212 sessions)"
    assert "29 Nov 2026 (212 sessions)" in it.screen.text
    assert it.app._notices.what == "", "the page says it"
    press(it, "use")
    assert offered.done == ["use"]


def test_to_go_on_leads_home_with_the_notice(asked):
    it, offered = asked
    press(it, "without")
    it.settle()
    assert offered.done == ["go_on"]
    assert it.app._manager.current == "home"
    assert "damaged" in it.app._notices.what


def test_other_notices_are_told_meanwhile(asked):
    it, _ = asked
    it.show(coach=at_home(), notices=(DAMAGED, Notice("camera", "The webcam is unplugged.", "")))
    assert it.app._notices.what == "The webcam is unplugged."


def test_while_it_is_read_nothing_can_be_touched(asked):
    it, offered = asked
    offered.offer = Offer(COPY, fetching=True)
    it.settle()
    assert "One moment" in it.screen.text
    for name in ("use", "without"):
        press(it, name)
    assert offered.done == []


@pytest.mark.parametrize(("offer", "said", "use"), [
    (Offer(COPY, Trouble.UNREADABLE), "The one before it", True),
    (Offer(COPY, Trouble.FAILED), "Nothing was changed", True),
    (Offer(None, Trouble.UNREADABLE), "No copy can be read", False)])
def test_what_went_wrong_is_said(asked, offer, said, use):
    it, offered = asked
    offered.offer = offer
    it.settle()
    assert said in it.screen.text
    press(it, "use")
    assert offered.done == ["use"] * use
    press(it, "without")
    assert offered.done[-1] == "go_on"


def test_a_second_tap_is_not_meant_for_what_has_just_come(asked):
    it, offered = asked
    offered.offer = Offer(COPY, Trouble.UNREADABLE)
    it.settle()
    it.touch(*it.screen.ids["use"].center)
    assert offered.done == []


def test_in_a_session_nobody_is_asked(glass):
    """A large journal is looked through half a minute after the start: somebody may train."""
    offered = Offered()
    it = glass(options={"offering": offered})
    it.show(coach=squat(Phase.ACTIVE, reps=3, target=10))
    offered.offer = Offer(COPY)
    it.settle()
    assert it.app._manager.current == "session"
    it.show(coach=at_home())
    assert it.app._manager.current == OFFERED


def test_found_at_home_it_comes_by_itself(glass):
    offered = Offered()
    it = glass(language="de", options={"offering": offered})
    it.show(coach=at_home())
    assert it.app._manager.current == "home"
    offered.offer = Offer(COPY)
    it.settle()
    assert it.app._manager.current == OFFERED
    assert it.screen.use_it == "Kopie vom 29.11.2026 nehmen\n(212 Einheiten)"
