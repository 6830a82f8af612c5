"""What became of knees, pain and days, as it stands on the glass."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest

from mirrorapp.alignment.results import Change, Hindrance, Trend
from mirrorapp.coach.knees import Knee
from mirrorapp.coach.progress import DayKind, progress
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.events import Side
from mirrorapp.ui import i18n, theme
from tests.coach.looking_back import lived, recalibrated
from tests.ui.conftest import LARGE, SMALL
from tests.ui.doubles import session, squat
from tests.ui.fitting import check_words
from tests.ui.states import PEOPLE, SHELF, at_home
from tests.ui.test_left_stays_left import like
from tests.ui.test_texts import LANGUAGES

pytestmark = pytest.mark.ui
WEEKS = 12


@pytest.fixture(scope="module")
def seen():
    """Weeks of it."""
    return progress(*lived(WEEKS))


def open_at_home(it, told):
    it.show(coach=at_home(progress=told))
    it.touch(*it.screen.ids.progress.center)
    it.settle()
    assert it.screen.name == "progress"
    assert it.mirror.sent[-1] is Intent.PROGRESS


def box(it, widget):
    """The pixels of a widget."""
    pixels, (x, y) = it.pixels(), widget.to_window(*widget.pos)
    top = pixels.shape[0] - round(y + widget.height)
    return pixels[top:top + round(widget.height), round(x):round(x + widget.width)]


def turn(it) -> None:
    it.touch(*it.screen.ids.turn.children[0].center)
    it.settle()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [
    SMALL, pytest.param(LARGE, marks=pytest.mark.full)], ids=["540x960", "1080x1920"])
def test_every_chart_is_drawn_and_its_words_fit(glass, language, size, seen):
    it = glass(language=language, size=size, options={"shelf": SHELF})
    open_at_home(it, seen)
    titles = []
    for _ in range(5):
        check_words(it)
        titles.append(it.screen.title)
        charts = [each for each in it.screen.walk() if type(each).__name__.endswith("Chart")]
        assert charts
        for chart in charts:  # offscreen, only the size that the window was opened with is drawn
            assert size != SMALL or box(it, chart).max() > 200
        turn(it)
    assert len(set(titles)) == 5
    assert it.screen.title == titles[0]
    it.touch(*it.screen.ids.back.center)
    it.settle()
    assert it.screen.name == "home"


def test_the_left_knee_is_on_the_left_and_says_its_own(glass, seen):
    it = glass(options={"shelf": SHELF})
    open_at_home(it, seen)
    page = it.screen.ids.page.children[0]
    left, right = page.ids.left, page.ids.right
    assert left.right <= right.x
    assert (left.name, left.said) == ("Left knee", "8° straighter than at first")
    assert (right.name, right.said) == ("Right knee", "No sure change yet")
    assert left.scale == right.scale, "they compare"


def test_a_knee_is_a_disc_or_a_diamond_and_noise_a_band(glass, seen):
    """By shape alone: in a mark's box the disc fills its corners' diagonal further out."""
    from mirrorapp.ui.widgets.charts import KneeChart

    it = glass(options={"shelf": SHELF})
    open_at_home(it, seen)
    filled = {}
    for side, panel in (("left", "left"), ("right", "right")):
        chart = it.screen.ids.page.children[0].ids[panel].ids.chart
        assert isinstance(chart, KneeChart)
        last = seen.knees[Side(side)].days[-1]
        x, y = chart.to_window(*chart.place(last.day, last.in_deg))
        pixels = it.pixels()
        row, column = round(pixels.shape[0] - y), round(x)
        lit = like(pixels[row - 9:row + 10, column - 9:column + 10], theme.INK, 60)
        rows, columns = np.nonzero(lit)
        filled[side] = lit.sum() / (np.ptp(rows) + 1) / (np.ptp(columns) + 1)
        noise = box(it, chart)
        (stretch,) = seen.knees[Side(side)].stretches
        low, high = map(chart.scale.level, stretch.noise_deg)
        middle = round((1 - (low * 0.1 + high * 0.9)) * chart.height)
        assert noise[middle, -5].max() > 20, "the band goes from side to side"
        assert noise[2, -5].max() < 10
    assert filled["left"] > filled["right"] + 0.1


def test_before_there_is_enough_it_says_so_kindly(glass):
    it = glass(options={"shelf": SHELF})
    history, now = lived(WEEKS)
    open_at_home(it, progress(history[:2], history[1].started + timedelta(hours=1)))
    assert it.screen.nothing.startswith("After three days")
    assert not it.screen.many
    check_words(it)
    it.show(coach=at_home(progress=progress(history, now)))
    assert (it.screen.nothing, it.screen.many) == ("", True)
    it.show(coach=at_home())
    assert (it.screen.nothing, it.screen.many) == ("", False), "it is being worked out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_can_be_said_fits(glass, language, seen):
    """Worse, another depth, too early, nothing judged, nothing said."""
    it = glass(language=language, options={"shelf": SHELF})
    changes = (None, Change(Trend.MORE, 18.0, 5.0, better=False),
               Change(Trend.LESS, -12.0, 5.0, better=True), Change(Trend.SAME, 1.0, 5.0),
               Change(Trend.NOT_COMPARABLE, why=Hindrance.DEPTH))
    said = set()
    for change in changes:
        knees = {side: replace(knee, change=change) for side, knee in seen.knees.items()}
        shown = replace(seen, knees=knees, walks={}, stands={},
                        pain_change=None if change is None or change.why else change)
        it.show(coach=at_home(progress=shown))
        it.app._browsing.open("progress")
        for _ in range(2):
            it.settle()
            check_words(it)
            said.add(it.screen.ids.page.children[0].said if it.screen._turn == 1
                     else it.screen.ids.page.children[0].ids.left.said)
            it.screen.turn(1)
        it.screen.turn(1)
    assert len(said) == 7
    it.show(coach=at_home(progress=replace(seen, pain=(), knees=dict.fromkeys(Side, Knee()))))
    for _ in range(5):
        it.settle()
        check_words(it)
        it.screen.turn(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_the_legs_stand_is_apart_from_how_they_move(glass, language, seen):
    it = glass(language=language, options={"shelf": SHELF})
    open_at_home(it, seen)
    moving = it.screen.ids.page.children[0]
    turn(it)
    check_words(it)
    page = it.screen.ids.page.children[0]
    assert it.screen.title == it.screen.texts.say("progress.stands.title")
    for side in Side:
        assert page.ids[side].knee is seen.stands[side]
        assert page.ids[side].said == it.screen.texts.say("progress.same")
        assert moving.ids[side].knee is seen.knees[side]
    assert page.over != moving.over
    assert page.balance == moving.balance == it.screen.texts.say("progress.balance.alike")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_camera_that_was_moved_parts_the_days_and_says_so(glass, language, seen):
    it = glass(language=language, options={"shelf": SHELF})
    history, now = lived(WEEKS)
    texts = i18n.load(language)
    said = set()
    for number in (10, len(history) - 1):
        told = progress(recalibrated(history, number), now)
        it.show(coach=at_home(progress=told))
        it.app._browsing.open("progress")
        it.settle()
        check_words(it)
        page = it.screen.ids.page.children[0]
        assert page.anew == texts.say("progress.anew.other_calibration")
        for side in Side:
            assert texts.date(told.knees[side].since) in page.ids[side].said
            chart = page.ids[side].ids.chart
            x, _ = chart.scale.place(told.knees[side].since, 0.0)
            column = round(x * chart.width)
            lit = box(it, chart).max(axis=2)[:, max(0, column - 2):column + 3].max(axis=1) > 100
            assert np.diff(np.nonzero(lit)[0]).max() < 0.05 * chart.height, "from top to bottom"
            assert 0.3 < lit.mean() < 0.9, "and dashed"
        said |= {page.ids[side].said for side in Side}
    assert len(said) >= 3
    it.show(coach=at_home(progress=seen))
    it.settle()
    assert it.screen.ids.page.children[0].anew == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_parts_days_and_knees_can_be_said(glass, language, seen):
    it = glass(language=language, options={"shelf": SHELF})
    why = (Hindrance.METHOD, Hindrance.MODEL, Hindrance.CAMERA, Hindrance.CALIBRATION,
           Hindrance.UNKNOWN)
    changes = (None, Change(Trend.MORE, 18.0, 5.0, better=False),
               Change(Trend.LESS, -12.0, 5.0, better=True), Change(Trend.SAME, 1.0, 5.0),
               Change(Trend.NOT_COMPARABLE, why=Hindrance.DEPTH))
    for each, change, more in zip(why, changes, (0, 0, 20, -20, 20), strict=True):
        knees = {}
        for side, knee in seen.knees.items():
            (stretch,) = knee.stretches
            later = replace(stretch, why=each, days=tuple(
                replace(day, in_deg=day.in_deg + more * (side is Side.LEFT))
                for day in stretch.days[9:]))
            first = replace(stretch, days=stretch.days[:9])
            knees[side] = Knee((first, later), change)
        it.show(coach=at_home(progress=replace(seen, knees=knees)))
        it.app._browsing.open("progress")
        it.settle()
        check_words(it)
        page = it.screen.ids.page.children[0]
        assert page.anew
        how = "alike" if not more else "left" if more > 0 else "right"
        assert page.balance.startswith(
            it.screen.texts.say(f"progress.balance.{how}", n="{}").split("{}")[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_walks_have_a_page_of_their_own_where_there_were_any(glass, language, seen):
    it = glass(language=language, options={"shelf": SHELF})
    walks = {Side.LEFT: seen.walks[Side.LEFT], Side.RIGHT: Knee()}
    open_at_home(it, replace(seen, walks=walks, stands={}))
    squatting = it.screen.title
    turn(it)
    check_words(it)
    page = it.screen.ids.page.children[0]
    assert it.screen.title != squatting
    assert it.screen.title == it.screen.texts.say("progress.walks.title")
    assert page.ids.left.knee is walks[Side.LEFT]
    assert page.ids.right.said == it.screen.texts.say("progress.walks.none")
    titles = [it.screen.title]
    for _ in range(3):
        turn(it)
        titles.append(it.screen.title)
    assert len(set(titles)) == 4
    assert titles[-1] == squatting


def test_days_are_told_by_shape(glass, seen):
    """Without any colour, too: no two kinds of day light the same part of their place."""
    it = glass(options={"shelf": SHELF})
    open_at_home(it, replace(seen, walks={}, stands={}))
    turn(it)
    turn(it)
    marks = {each.kind: box(it, each).max(axis=2) > 60 for each in it.screen.walk()
             if type(each).__name__ == "DayMark"}
    assert set(marks) == set(DayKind)
    for one, other in combinations(marks.values(), 2):
        assert one.shape == other.shape
        assert (one != other).sum() > 0.3 * min(one.sum(), other.sum())
    sizes = {kind: np.ptp(np.nonzero(mark)[0]) for kind, mark in marks.items()}
    assert sizes["rest"] < sizes["planned"] < sizes["missed"]
    assert marks["done"].sum() > 2 * marks["missed"].sum()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_week_and_how_much_of_it_was_done_stand_by_the_days(glass, language, seen):
    it = glass(language=language, options={"shelf": SHELF})
    open_at_home(it, seen)
    for _ in range(4):
        turn(it)
    check_words(it)
    page = it.screen.ids.page.children[0]
    assert str(seen.week) in page.week
    assert str(seen.adherence) in page.week
    it.show(coach=at_home(progress=replace(seen, adherence=None)))
    for _ in range(4):
        turn(it)
    assert page.week == it.screen.texts.say("progress.days.week", n=seen.week)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_begins_as_it_does_where_the_language_is_spoken(language):
    week = i18n.load(language).week()
    assert week.first == 0
    assert len(set(week.names)) == 7
    assert week.names[0] == "Mo"


def test_the_summary_leads_to_progress_and_back_and_home(glass, seen):
    it = glass(options={"shelf": SHELF})
    done = squat(Phase.SUMMARY, session=session(), profile=PEOPLE[0])
    it.show(coach=done)
    summary = it.screen.ids
    assert not summary.done.collide_widget(summary.progress)
    it.touch(*summary.progress.center)
    assert it.mirror.sent == [Intent.PROGRESS]
    it.show(coach=squat(Phase.SUMMARY, session=session(), profile=PEOPLE[0], progress=seen))
    assert it.screen.name == "progress"
    it.touch(*it.screen.ids.back.center)
    it.settle()
    assert it.screen.name == "summary"
    it.touch(*it.screen.ids.done.center)
    assert it.mirror.sent == [Intent.PROGRESS, Intent.HOME]


def test_a_guest_has_nothing_to_look_at(glass):
    it = glass(options={"shelf": SHELF})
    for coach in (CoachState(exercise="squat", target=5), squat(Phase.SUMMARY, session=session())):
        it.show(coach=coach, demo=True)
        touch = it.screen.ids.progress
        it.touch(*touch.center)
        assert not touch.shown
        assert Intent.PROGRESS not in it.mirror.sent


def test_it_is_told_once_and_not_with_every_picture(glass, seen):
    it = glass(options={"shelf": SHELF})
    open_at_home(it, seen)
    for _ in range(4):
        turn(it)
    names = list(it.screen._pages[-1][1].ids.names.children)
    assert names
    it.show(coach=at_home(progress=seen))
    assert list(it.screen._pages[-1][1].ids.names.children) == names
