"""Looking around at home, and back again."""

from mirrorapp.coach.state import Phase
from mirrorapp.ui.browsing import UNTOUCHED_S, Browsing


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_a_page_stays_open_while_it_is_touched():
    clock = Clock()
    browsing = Browsing(clock)
    assert browsing.page(Phase.HOME) == ""
    browsing.open("why")
    clock.now_s += UNTOUCHED_S - 1
    assert browsing.page(Phase.HOME) == "why"
    browsing.touched()
    clock.now_s += UNTOUCHED_S - 1
    assert browsing.page(Phase.HOME) == "why"
    clock.now_s += 1
    assert browsing.page(Phase.HOME) == ""
    browsing.touched()
    assert browsing.page(Phase.HOME) == "", "a late touch does not bring it back"


def test_the_coach_wins_and_nothing_is_open_afterwards():
    browsing = Browsing(Clock())
    for phase in Phase:
        browsing.open("choose")
        assert browsing.page(phase) == ("choose" if phase is Phase.HOME else "")
        assert browsing.page(Phase.HOME) == ("choose" if phase is Phase.HOME else "")


def test_a_page_that_was_opened_in_the_end_is_closed_at_home():
    browsing = Browsing(Clock())
    assert browsing.page(Phase.SUMMARY) == ""
    browsing.open("result")
    assert browsing.page(Phase.SUMMARY) == "result"
    assert browsing.page(Phase.HOME) == ""
    assert browsing.page(Phase.SUMMARY) == ""


def test_home_closes_a_page():
    browsing = Browsing(Clock())
    browsing.open("who")
    browsing.open("")
    assert browsing.page(Phase.HOME) == ""
