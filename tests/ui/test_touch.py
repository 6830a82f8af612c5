"""Every touch asks the mirror for the right thing, and is where a hand finds it."""

from dataclasses import replace

import pytest

from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.state import Ask, CoachState, Intent, Phase, Question, Today
from mirrorapp.events import Side
from mirrorapp.exercises.words import Sentence
from tests.ui.doubles import PORTRAIT, picture, reading, session, squat
from tests.ui.states import BLOCKS, CHANGE, MILD, SHELF, STAYS, TAUGHT, at_home

pytestmark = pytest.mark.ui

TOUCHES = [
    (Phase.HOME, "start", Intent.START),
    (Phase.GET_READY, "stop", Intent.STOP),
    (Phase.ACTIVE, "pause", Intent.PAUSE),
    (Phase.ACTIVE, "hurts", Intent.PAIN),
    (Phase.ACTIVE, "stop", Intent.STOP),
    (Phase.GET_READY, "hurts", Intent.PAIN),
    (Phase.COUNT_IN, "pause", Intent.PAUSE),
    (Phase.COUNT_IN, "hurts", Intent.PAIN),
    (Phase.COUNT_IN, "stop", Intent.STOP),
    (Phase.REST, "pause", Intent.NEXT),
    (Phase.REST, "hurts", Intent.PAIN),
    (Phase.REST, "stop", Intent.STOP),
    (Phase.HURTS, "rest", Intent.REST),
    (Phase.HURTS, "end", Intent.STOP),
    (Phase.HURTS, "stop", Intent.STOP),
    (Phase.PAUSED, "pause", Intent.RESUME),
    (Phase.PAUSED, "extra", Intent.SKIP),
    (Phase.GET_READY, "extra", Intent.SKIP),
    (Phase.PAUSED, "hurts", Intent.PAIN),
    (Phase.PAUSED, "stop", Intent.STOP),
    (Phase.SUMMARY, "done", Intent.HOME),
    (Phase.CALIBRATE, "done", Intent.HOME),
    (Phase.CALIBRATE, "taller", Intent.TALLER),
    (Phase.CALIBRATE, "shorter", Intent.SHORTER),
]


def test_touch_sends_its_intent_once(glass):
    it = glass()
    for phase, name, intent in TOUCHES:
        it.mirror.sent.clear()
        it.show(coach=squat(phase, session=session()), frame=picture(*PORTRAIT))
        it.touch(*it.screen.ids[name].center)
        assert it.mirror.sent == [intent], (phase, name)


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


def test_touches_are_large_enough_and_on_the_glass(glass, window):
    it = glass()
    for phase, name, _ in TOUCHES:
        it.show(coach=squat(phase, session=session()))
        target, where = it.screen.ids[name], (phase, name)
        assert target.width >= 0.12 * window.width, where
        assert target.height >= 0.07 * window.height, where
        assert target.x >= 0, where
        assert target.right <= window.width, where
        assert target.y >= 0, where
        assert target.top <= window.height, where


def test_stop_stays_where_it_is(glass):
    it = glass()
    places = set()
    session_s = (Phase.GET_READY, Phase.COUNT_IN, Phase.ACTIVE, Phase.REST, Phase.PAUSED,
                 Phase.HURTS)
    for phase in session_s:
        it.show(coach=squat(phase))
        places.add((*it.screen.ids.stop.pos, *it.screen.ids.stop.size))
    assert len(places) == 1
    corner = it.screen.ids.stop.pos
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.BREATH)))
    assert it.screen.ids.back.pos == corner
    it.show(coach=CoachState(Phase.ADVISED, advice=(BLOCKS,)))
    assert it.screen.ids.close.pos == corner


def test_pain_is_where_it_always_is_while_anything_is_done(glass):
    it = glass()
    places = set()
    for phase in (Phase.GET_READY, Phase.COUNT_IN, Phase.ACTIVE, Phase.REST, Phase.PAUSED):
        it.show(coach=squat(phase, side=Side.LEFT, left_s=3.0, held=0.5))
        assert it.screen.ids.hurts.shown
        places.add((*it.screen.ids.hurts.pos, *it.screen.ids.hurts.size))
    assert len(places) == 1


def test_a_calibration_is_done_again_once_it_is_over(glass):
    it = glass()
    again = it.app._manager.get_screen("calibrate").ids.again
    it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState()))
    it.touch(*again.center)
    assert it.mirror.sent == []
    it.show(coach=squat(Phase.CALIBRATE, calibration=CalibrationState(Stage.FAILED)))
    it.touch(*again.center)
    assert it.mirror.sent == [Intent.AGAIN]


def test_what_is_not_shown_can_not_be_touched(glass):
    it = glass()
    for phase, names in ((Phase.GET_READY, ("pause", "rest", "swap", "end")),
                         (Phase.ACTIVE, ("extra", "rest", "swap", "end")),
                         (Phase.HURTS, ("pause", "hurts", "extra"))):
        it.show(coach=squat(phase))
        for name in names:
            it.touch(*it.screen.ids[name].center)
    assert it.mirror.sent == []


def test_touching_the_black_asks_for_nothing(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE), frame=picture(*PORTRAIT), reading=reading(*PORTRAIT))
    it.touch(270, 600)
    assert it.mirror.sent == []


def test_touches_do_not_overlap(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE))
    targets = [it.screen.ids[name] for name in ("stop", "pause", "hurts")]
    for one in targets:
        assert not any(one.collide_widget(other) for other in targets if other is not one)


@pytest.mark.parametrize(("parts", "intent"), [
    ({"touchable": True}, Intent.PLUS_ONE), ({"held": 0.5, "left_s": 60.0}, Intent.EASE),
    ({"stuck": True}, Intent.SKIP), ({"stuck": True, "touchable": True}, Intent.PLUS_ONE)])
def test_a_repetition_more_or_enough_or_on(glass, window, parts, intent):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE, **parts))
    extra = it.screen.ids.extra
    it.touch(*extra.center)
    assert it.mirror.sent == [intent]
    assert extra.width >= 0.3 * window.width
    others = [it.screen.ids[name] for name in ("stop", "pause", "hurts", "ring")]
    assert not any(extra.collide_widget(other) for other in others)


def test_somebody_on_the_floor_need_not_wait_to_be_seen(glass):
    it = glass(options={"shelf": SHELF})
    for name in ("thigh-foam-roll", "banded-clamshell"):
        it.mirror.sent.clear()
        it.show(coach=squat(Phase.GET_READY, exercise=name))
        it.touch(*it.screen.ids.pause.center)
        assert it.mirror.sent == [Intent.NEXT], name


def test_another_exercise_is_offered_where_there_is_one(glass):
    it = glass()
    it.show(coach=squat(Phase.HURTS, swaps=True))
    rest, swap, end = (it.screen.ids[name] for name in ("rest", "swap", "end"))
    assert not any(one.collide_widget(other) for one, other in ((rest, swap), (swap, end)))
    it.touch(*swap.center)
    assert it.mirror.sent == [Intent.SWAP]
    it.show(coach=squat(Phase.HURTS))
    assert not swap.shown
    assert not rest.collide_widget(end)


@pytest.mark.parametrize("read", [{"advice": (MILD,)},
                                  {"step": TAUGHT.exercises["squat"].steps[0]}])
def test_what_is_told_before_an_exercise_can_be_cut_short(glass, read):
    it = glass()
    it.show(coach=squat(Phase.GET_READY, **read))
    it.touch(*it.screen.ids.pause.center)
    assert it.mirror.sent == [Intent.NEXT]
    it.show(coach=squat(Phase.GET_READY))
    it.touch(*it.screen.ids.pause.center)
    assert it.mirror.sent == [Intent.NEXT], "nothing left to cut short"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_yes_and_no_are_answers(glass, window, answer):
    it = glass()
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.BREATH)))
    touch = it.screen.ids[answer]
    it.touch(*touch.center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.ANSWER], [answer])
    assert touch.width >= 0.4 * window.width
    assert touch.height >= 0.15 * window.height
    for number in it.screen.numbers.values():
        it.touch(*number.center)
    assert set(it.mirror.values) <= {"yes", "no"}, "numbers answer nothing here"


def test_every_number_is_an_answer_and_large_enough(glass, window):
    it = glass()
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.PAIN_BEFORE, scale=True)))
    for number, touch in it.screen.numbers.items():
        it.touch(*touch.center)
        assert it.mirror.values[-1] == str(number)
        assert touch.width >= 0.09 * window.width
        assert touch.height >= 0.07 * window.height
        assert not any(touch.collide_widget(other) for other in it.screen.numbers.values()
                       if other is not touch)
    assert it.mirror.sent == [Intent.ANSWER] * 11
    assert it.mirror.values == [str(number) for number in range(11)]
    it.touch(*it.screen.ids.yes.center)
    assert "yes" not in it.mirror.values


def test_a_second_tap_answers_no_question_that_was_not_read(glass):
    it = glass()
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.SCREENING, "a", MILD.text)))
    it.touch(*it.screen.ids.yes.center)
    it.mirror.show(coach=CoachState(Phase.ASK, question=Question(Ask.SCREENING, "b", STAYS.text)))
    it.settle()
    it.touch(*it.screen.ids.yes.center)
    assert it.mirror.values == ["yes"]
    it.now_s += 0.5
    it.touch(*it.screen.ids.yes.center)
    assert it.mirror.values == ["yes", "yes"]


def test_a_question_can_be_left(glass):
    it = glass()
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.PAIN_AFTER, scale=True)))
    it.touch(*it.screen.ids.back.center)
    assert it.mirror.sent == [Intent.STOP]


def test_what_keeps_a_session_back_can_only_be_closed(glass):
    it = glass()
    it.show(coach=CoachState(Phase.ADVISED, advice=(MILD, BLOCKS)))
    it.touch(*it.screen.ids.go_on.center)
    assert it.mirror.sent == []
    it.touch(*it.screen.ids.close.center)
    assert it.mirror.sent == [Intent.HOME]


def test_advice_that_keeps_nothing_back_is_read_and_gone_past(glass):
    it = glass()
    it.show(coach=CoachState(Phase.ADVISED, advice=(MILD,)))
    it.touch(*it.screen.ids.go_on.center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.ANSWER], ["yes"])


def test_a_referral_stays_until_it_is_acknowledged(glass):
    it = glass()
    it.show(coach=at_home())
    it.touch(*it.screen.ids.seen.center)
    assert it.mirror.sent == []
    it.show(coach=at_home(advice=(STAYS, MILD)))
    assert it.screen.referral == STAYS.text.en
    it.touch(*it.screen.ids.seen.center)
    assert (it.mirror.sent, it.mirror.values) == ([Intent.ACKNOWLEDGE], [STAYS.rule])


def test_no_touches_overlap_at_home(glass):
    it = glass(options={"shelf": SHELF})
    for advice in ((), (STAYS,)):
        it.show(coach=at_home(advice=advice))
        touches = [each for each in it.screen.children[0].children
                   if hasattr(each, "shown") and each.shown]
        assert len(touches) == 4 + bool(advice)
        for one in touches:
            assert not any(one.collide_widget(other) for other in touches if other is not one)


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
    for item, told in ((hike, [hike.about.en, "2 × 10 repetitions on each side."]),
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


def test_what_was_answered_is_told_with_the_question_about_it(glass):
    it = glass()
    about = Sentence(en="Do you have a fever?", de="Hast du Fieber?")
    asked = Question(Ask.SCREENING, "x", Sentence(en="Have you asked?", de="Gefragt?"), about)
    it.show(coach=CoachState(Phase.ASK, question=asked))
    assert it.screen.about == "You said yes: “Do you have a fever?”"
    it.show(coach=CoachState(Phase.ASK, question=Question(Ask.SORE)))
    assert it.screen.about == ""
