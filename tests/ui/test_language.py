"""The language is switched while the mirror runs: every screen is as if it had begun in it."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.events import MirrorError, Notice, Verdict
from mirrorapp.ui import i18n
from mirrorapp.ui.broker import FIND, FORM, TRY
from mirrorapp.ui.failing import FAILED
from mirrorapp.ui.offered import OFFERED, Copy, Offer
from mirrorapp.ui.setting_pages import PAGES
from tests.tiers import FULL
from tests.ui.conftest import Glass
from tests.ui.doubles import Offered, session, squat
from tests.ui.every import calibrations
from tests.ui.states import BLOCKS, SHELF, at_home, of_exercise, questions, summaries
from tests.ui.test_results import found

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]
MOVED = Notice("calibration", "The camera has moved.", "Plug it in again.")
COPIES = Offered()
_CLOCK = re.compile(r"\d\d:\d\d")


def scenes() -> Iterator[tuple[CoachState, str]]:
    """What puts every screen on the glass: a state of the coach, and a page opened in it."""
    for page in ("", "idle", "menu", "choose", "why", "who", "page-0", "item-squat", "progress",
                 "people", "person-p1", "remove-p1", "sharing", "typing", FIND, FORM, TRY,
                 OFFERED, FAILED, *PAGES):
        yield at_home(), page
    done = session((Verdict.GOOD, Verdict.DRIFTING))
    result = found("ankle-gap", {"ankles": 0.2})
    for coach in (
            questions()[0], CoachState(Phase.ADVISED, advice=(BLOCKS,) * 5),
            *of_exercise("squat")[::4], *summaries(), squat(Phase.SUMMARY, session=done),
            squat(Phase.SUMMARY, session=session(), findings=(result,)),
            squat(Phase.CALIBRATE, calibration=calibrations()[-1])):
        yield coach, ""


def words(it: Glass) -> list[str]:
    """All that is to be read, but for the time of day."""
    from mirrorapp.ui.widgets.words import Words

    return [each.text for each in it.app.root.walk()
            if isinstance(each, Words) and not _CLOCK.fullmatch(each.text)]


def read(it: Glass, coach: CoachState, page: str) -> list[str]:
    COPIES.offer = Offer(Copy(date(2026, 11, 29), 212)) if page == OFFERED else None
    it.show(coach=coach, demo=True, camera="Pi", notices=(MOVED,))
    it.app._browsing.open("" if page == "idle" else page)
    it.app._idling.idle = page == "idle"
    it.settle()
    return words(it)


def test_every_screen_changes_at_once_to_what_it_would_have_begun_with(glass):
    options = {"shelf": SHELF, "offering": COPIES}
    fresh = glass(language="de", options=options)
    german = []
    for scene in scenes():
        told, known = read(fresh, *scene), {name for *_, name in german}
        if FULL or fresh.screen.name not in known:
            german.append((scene, told, fresh.screen.name))
    fresh.close()
    it = glass(options=options)
    shown = set()
    for scene, told, _ in german:
        english = read(it, *scene)
        assert english != told, scene
        for language, wanted in (("de", told), ("en", english)):
            it.settings.change("screen", language=language)
            it.settle()
            assert words(it) == wanted, scene
        shown.add(it.screen.name)
    assert shown == it.app._manager.known


def test_a_language_that_can_not_be_read_changes_nothing_and_is_told(glass, monkeypatch):
    it = glass()

    def gone(*_: object, **__: object) -> None:
        raise MirrorError("There are no texts in /x.", "Install mirrorapp again.")

    with monkeypatch.context() as context:
        context.setattr(i18n, "load", gone)
        it.settings.change("screen", language="de")
    it.show(coach=at_home())
    assert it.screen.ids.start.text == "Start"
    assert [each.what for each in it.settings.board.read()] == ["There are no texts in /x."]
    it.settings.change("screen", language="en")
    it.settings.change("screen", language="de")
    it.settle()
    assert it.screen.ids.start.text == "Los"
    assert not it.settings.board.read()
