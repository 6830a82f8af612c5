"""The check-up: how fast the mirror sees, then all the rest, and what to do about it."""

from collections.abc import Callable
from itertools import zip_longest
from threading import Event
from typing import Any

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.doctor.finding import OK, WARN, Finding
from mirrorapp.ui.checkup import MEASURED_S, Checkup
from mirrorapp.ui.house import House
from mirrorapp.ui.setting_pages import MENU
from tests.ui.checked import CHECKED
from tests.ui.conftest import LARGE, SMALL, Glass
from tests.ui.doubles import squat
from tests.ui.fitting import ALL_SIZES, LONGEST_FIRST, check_words
from tests.ui.sentences import modules, name_of
from tests.ui.states import at_home
from tests.ui.test_notices import sample
from tests.ui.test_settings import line, turn

ui = pytest.mark.ui
PER_S = 20


def options(examine: Callable[[], tuple[Finding, ...]] = lambda: CHECKED) -> dict[str, Any]:
    return {"house": House(examine=examine)}


def look(it: Glass, per_s: int = PER_S) -> None:
    """Open the page by touches, and see to the end of it."""
    turn(it, MENU)
    it.touch(*line(it, "checkup").ids.whole.center)
    it.settle()
    assert it.screen.name == "checkup"
    let_pass(it, per_s)


def let_pass(it: Glass, per_s: int = PER_S) -> None:
    """The time that measuring takes, with so many pictures a second, and all the rest."""
    pictures = round(per_s * MEASURED_S)
    it.now_s += MEASURED_S
    it.mirror.show(coach=at_home(), serial=it.mirror.now.serial + pictures)
    it.settle()
    if it.screen.checkup._thread is not None:
        it.screen.checkup._thread.join()
    it.settle()


def told(it: Glass) -> list[tuple[str, str]]:
    return [(row.mark, row.text) for row in it.screen.rows if row.text]


@ui
def test_the_worst_comes_first_and_pages_lead_to_what_is_fine(glass):
    it = glass(options=options())
    look(it)
    assert [mark for mark, _ in told(it)] == ["✗", "✗", "!"]
    assert told(it)[0][1] == "mirrorapp may not use /dev/input/event5."
    assert it.screen.rows[0].more.startswith("Add it to its groups")
    assert it.screen.note == "2 to mend · 3 to know · 1 unclear · 13 fine · 1 of 4"
    seen = told(it)
    for _ in range(3):
        it.touch(*it.screen.ids.turn.children[0].center)
        it.settle()
        seen += told(it)
    assert len(seen) == len(set(seen)) == len(CHECKED) + 1
    assert ("✓", "20 pictures a second are looked at; 15 are enough.") in seen
    it.touch(*it.screen.ids.turn.children[0].center)
    it.settle()
    assert told(it) == seen[:3]
    it.touch(*it.screen.ids.turn.children[1].center)
    it.settle()
    assert told(it) == seen[-len(told(it)):]


@ui
def test_it_says_that_it_looks_until_it_has(glass):
    go = Event()

    def examine() -> tuple[Finding, ...]:
        go.wait(30)
        return CHECKED

    it = glass(options=options(examine))
    turn(it, MENU)
    it.touch(*line(it, "checkup").ids.whole.center)
    it.settle()
    assert it.screen.looking
    assert told(it) == []
    assert it.screen.note == ""
    it.now_s += MEASURED_S
    it.settle()
    assert it.screen.looking
    go.set()
    it.screen.checkup._thread.join()
    it.settle()
    assert not it.screen.looking
    assert told(it)


@ui
@pytest.mark.parametrize(("per_s", "mark", "said"), [
    (30, "✓", "30 pictures a second are looked at; 15 are enough."),
    (10, "!", "10 pictures a second are looked at; 15 are better."),
    (3, "✗", "Only 3 pictures a second are looked at; 8 are needed.")])
def test_how_fast_the_mirror_sees_is_what_it_does_just_now(glass, per_s, mark, said):
    it = glass(options=options(lambda: ()))
    look(it, per_s)
    assert told(it) == [(mark, said)]


@ui
def test_back_leads_to_the_settings_and_coming_again_looks_anew(glass):
    looks: list[int] = []

    def examine() -> tuple[Finding, ...]:
        looks.append(1)
        return (Finding("zone", WARN, f"So it is, {len(looks)}.", "Do that."),)

    it = glass(options=options(examine))
    look(it, 30)
    assert told(it)[0] == ("!", "So it is, 1.")
    it.touch(*it.screen.ids.back.center)
    it.settle()
    assert it.screen.name == MENU
    look(it, 30)
    assert told(it)[0] == ("!", "So it is, 2.")
    assert len(looks) == 2


def test_a_look_that_is_under_way_goes_on_when_its_page_is_opened_again():
    go, looks = Event(), []

    def examine() -> tuple[Finding, ...]:
        looks.append(1)
        go.wait(30)
        return (Finding("zone", OK, "It is set."),)

    checkup = Checkup(examine)
    checkup.begin()
    checkup.follow(0.0, 100)
    checkup.follow(MEASURED_S - 0.1, 190)
    assert looks == []
    checkup.follow(MEASURED_S, 190)
    checkup.begin()
    assert checkup.findings is None
    go.set()
    checkup._thread.join()
    assert [each.key for each in checkup.findings] == ["zone", "speed"]
    assert "30 pictures" in checkup.findings[1].what
    assert len(looks) == 1
    checkup.begin()
    assert checkup.findings is None


def test_a_look_that_breaks_off_tells_of_itself(caplog):
    def breaks() -> tuple[Finding, ...]:
        raise RuntimeError("odd")

    checkup = Checkup(breaks)
    checkup.begin()
    checkup.follow(0.0, 0)
    checkup.follow(MEASURED_S, 90)
    checkup._thread.join()
    assert [str(each.verdict) for each in checkup.findings] == ["unknown", "ok"]
    assert "odd" in caplog.text


@ui
def test_a_session_ends_the_page(glass):
    it = glass(options=options())
    look(it)
    it.show(coach=squat(Phase.ACTIVE))
    assert it.screen.name == "session"


@ui
def test_a_mirror_that_can_not_look_has_no_such_page(glass):
    it = glass()
    turn(it, MENU)
    assert "checkup" not in [each.word for each in it.screen._shown]


def said(place: int) -> list[str]:
    """What the doctor's findings may have at this place."""
    calls = [(module, call) for name, module in modules().items() if name.startswith("doctor/")
             for call in module._calls if name_of(call.func) == "Finding"]
    texts = {text for module, call in calls if len(call.args) > place
             for text in module.texts(call.args[place], {}, hole=False)}
    return [each.format(*sample(each)) for each in sorted(texts)]


@ui
@LONGEST_FIRST
@ALL_SIZES
def test_whatever_may_be_found_is_legible(glass, language, size):
    """Every sentence of the doctor's, with something put in, where it is said."""
    whats, remedies = said(2), said(3)
    assert min(len(whats), len(remedies)) > 40
    found = tuple(Finding("zone", WARN, what, remedy)
                  for what, remedy in zip_longest(whats, remedies, fillvalue="It is so."))
    it = glass(language=language, size=size, options=options(lambda: found))
    look(it, 30)
    for _ in range(len(found) // 3 + 2):
        check_words(it)
        it.screen.turn(1)
        it.settle(2)


@ui
@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.full)])
def test_it_speaks_the_language_of_the_glass(glass, size):
    it = glass(language="de", size=size, options=options())
    look(it)
    assert told(it)[0] == ("✗", "mirrorapp darf /dev/input/event5 nicht benutzen.")
    assert it.screen.rows[1].more.startswith("Nimm das Netzteil")
    assert it.screen.note.startswith("2 zu tun · 3 zu wissen · 1 offen · 13 gut")
