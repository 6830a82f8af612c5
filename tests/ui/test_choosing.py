"""Looking around from home by touches: what can be chosen and read, and who trains."""

from dataclasses import replace

import pytest

from mirrorapp.coach.state import Ask, CoachState, Intent, Phase, Question, Today
from tests.ui.doubles import squat
from tests.ui.states import BLOCKS, CHANGE, MILD, SHELF, STAYS, TAUGHT, at_home

pytestmark = pytest.mark.ui


def _find(it, name: str):
    """The line with this id, wherever in the list it is."""
    first = it.screen.note
    while True:
        found = [row for row in it.screen.rows if row.choice == name]
        if found:
            return found[0]
        it.touch(*it.screen.ids.turn.children[0].center)
        assert it.screen.note != first, f"{name} is not in the list"


def _open(it, page: str) -> None:
    """By way of the menu."""
    it.touch(*it.screen.ids.menu.center)
    it.settle()
    it.touch(*_find(it, page).center)
    it.settle()


def test_check_begins_the_weekly_one_where_it_can_be_had(glass):
    it = glass()
    for weekly in (False, True):
        it.show(coach=squat(Phase.HOME, weekly=weekly))
        it.app._browsing.open("menu")
        it.settle()
        assert [row.choice for row in it.screen.rows if row.shown] == (
            ["check", "calibrate", "settings"] if weekly else ["calibrate", "settings"])
    it.touch(*_find(it, "check").center)
    assert it.mirror.sent == [Intent.CHECK]


@pytest.mark.parametrize("wanted", ["stretch-short", "hip-hike"])
def test_a_routine_or_an_exercise_is_chosen(glass, wanted):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    it.touch(*it.screen.ids.choose.center)
    it.settle()
    assert it.screen.name == "choose"
    it.touch(*_find(it, wanted).center)
    it.settle()
    assert (it.screen.name, it.mirror.sent) == ("item", [])
    it.touch(*it.screen.ids.begin.center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.CHOOSE], [wanted])
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.BREATH)))
    assert it.screen.name == "ask", "the coach's screen wins"
    it.show(coach=at_home())
    assert it.screen.name == "home"


def test_before_it_begins_it_is_told_what_it_is_good_for_and_how_much(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    hike, short = TAUGHT.exercises["hip-hike"], TAUGHT.routines["stretch-short"]
    for item, told in ((hike, [hike.about.en, "Do 10 repetitions on each side, 2 times."]),
                       (short, [short.about.en, short.leaves_out.en])):
        it.app._browsing.open("choose")
        it.settle()
        it.touch(*_find(it, item.id).center)
        it.settle()
        rows = [row for row in it.screen._rows if row.text]
        assert it.screen.title == item.name.en
        assert [row.text for row in rows] == told
        assert all(row.source for row in rows)
        it.touch(*it.screen.ids.back.center)
        it.settle()
        assert (it.screen.name, it.mirror.sent) == ("choose", [])


def test_a_check_that_has_nothing_to_tell_begins_at_once(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    it.app._browsing.open("choose")
    it.settle()
    it.touch(*_find(it, "squat-check").center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.CHOOSE], ["squat-check"])


def test_every_line_of_the_list_can_be_reached(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    it.touch(*it.screen.ids.choose.center)
    it.settle()
    seen, first = set(), it.screen.note
    while True:
        seen |= {row.choice for row in it.screen.rows if row.shown}
        it.touch(*it.screen.ids.turn.children[0].center)
        if it.screen.note == first:
            break
    assert seen == {item.id for item in SHELF.items}
    it.touch(*it.screen.ids.back.center)
    it.settle()
    assert it.screen.name == "home"


def test_a_page_is_read_to_its_end_and_left(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    _open(it, "why")
    it.touch(*it.screen.rows[0].center)
    it.settle()
    assert it.screen.name == "page"
    page, told, first = SHELF.pages[0], set(), it.screen.note
    while True:
        told |= {row.text for row in it.screen._rows if row.text}
        assert all(row.source for row in it.screen._rows if row.text)
        it.touch(*it.screen.ids.turn.children[0].center)
        if it.screen.note == first:
            break
    facts = [*page.facts, *([page.note] if page.note else [])]
    assert told == {fact.text.en for fact in facts}
    for name in ("why", "menu", "home"):
        it.touch(*it.screen.ids.back.center)
        it.settle()
        assert it.screen.name == name
    assert it.mirror.sent == []


def test_who_trains_is_chosen(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home(today=None, profile=None, profiles=()))
    it.touch(*it.screen.ids.menu.center)
    it.settle()
    assert {row.choice for row in it.screen.rows if row.shown} == {
        "check", "why", "calibrate", "settings"}, "a guest is nobody"
    it.show(coach=at_home())
    it.touch(*_find(it, "who").center)
    it.settle()
    it.touch(*_find(it, "p1").center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.PROFILE], ["p1"])
    it.settle()
    assert it.screen.name == "home"


def test_nobody_there_leaves_every_page(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    _open(it, "why")
    it.now_s += 59.0
    it.touch(5, 5)
    it.now_s += 59.0
    it.settle()
    assert it.screen.name == "why"
    it.now_s += 1.0
    it.settle()
    assert it.screen.name == "idle"
    it.touch(5, 5)
    it.settle()
    assert it.screen.name == "home"


def test_all_of_today_is_the_first_choice_where_something_is_left_out(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    for left_out, choice, more in (((), "stretch-full", None), (
            ("hip-hike", "squat", "step-up"), "all-of-today", "33 min · also Hip hike …")):
        it.show(coach=at_home(today=replace(at_home().today, left_out=left_out)))
        it.app._browsing.open("choose")
        it.settle()
        row = it.screen.rows[0]
        assert row.choice == choice or not left_out
        assert more is None or row.more == more
    it.touch(*row.center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.CHOOSE], ["all-of-today"])


def test_what_is_needed_is_told_before_it_begins(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    assert it.screen.kit == "You need: chair, band, mat"
    start, kit = it.screen.ids.start, it.screen.ids.kit
    for parts in ({}, {"advice": (STAYS,)}, {"today": replace(at_home().today, changes=(CHANGE,))}):
        it.show(coach=at_home(**parts))
        assert kit.text
        assert not kit.collide_widget(start)
    for parts in ({"today": Today("rest")}, {"advice": (BLOCKS,)}):
        it.show(coach=at_home(**parts))
        assert it.screen.kit == ""


@pytest.mark.parametrize("people", [1, 2])
def test_that_health_has_changed_is_said_on_the_way_from_the_menu(glass, people):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home(profiles=at_home().profiles[:people], profile=at_home().profiles[0]))
    it.touch(*it.screen.ids.menu.center)
    it.settle()
    if people > 1:
        it.touch(*_find(it, "who").center)
        it.settle()
        assert [each.name for each in it.screen.rows if each.shown][:-1] == [
            "Anna", "Maximilian-Alexander"]
    row = next(row for row in it.screen.rows if row.name == "My health has changed")
    it.touch(*row.center)
    it.settle()
    assert it.mirror.sent == [Intent.HEALTH]


def test_home_is_no_day_like_any_other_while_a_doctor_comes_first(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home(advice=(BLOCKS,)))
    home = it.screen
    assert (home.referral, home.dose, home.parts, home.start) == (
        BLOCKS.text.en, "A doctor comes first", "", "I may exercise")
    assert not home.ids.seen.shown
    it.show(coach=at_home(advice=(MILD,)))
    assert (home.dose, home.start) == ("Rest comes first", "Start")
    it.show(coach=at_home(advice=(STAYS,)))
    assert home.ids.seen.shown
    assert (home.start, home.dose) == ("Start", "22 minutes today")
