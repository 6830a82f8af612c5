"""Every screen in both languages: it renders, its texts fit, and nothing missing breaks it."""

import errno
import os
from dataclasses import replace
from itertools import product

import pytest

from mirrorapp.alignment.advice import Advice, Todo
from mirrorapp.alignment.calibration import Estimate
from mirrorapp.alignment.station import Station
from mirrorapp.camera.base import REHEARSAL
from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.records import Outcome
from mirrorapp.coach.state import CoachState, Cue, Phase, Today
from mirrorapp.events import Notice, Refusal, Side, Verdict
from mirrorapp.exercises import checks
from mirrorapp.exercises.words import Sentence
from mirrorapp.ui import i18n, legible, theme
from tests.ui import pseudo
from tests.ui.conftest import LARGE, SMALL, Glass
from tests.ui.doubles import PORTRAIT, picture, reading, session, squat
from tests.ui.states import SHELF, TAUGHT, advised, homes, of_exercise, questions, summaries
from tests.ui.test_left_stays_left import like, stage_of
from tests.ui.test_texts import LANGUAGES

pytestmark = pytest.mark.ui


@pytest.fixture(autouse=True)
def without_a_figure(window, monkeypatch):
    """Words are looked at here; to draw somebody beside them takes as long as all of them."""
    from mirrorapp.ui.widgets.guide import Guide

    monkeypatch.setattr(Guide, "tick", lambda *_: None)

ALL_SIZES = pytest.mark.parametrize("size", [
    pytest.param(SMALL, id="540x960"), pytest.param(LARGE, id="1080x1920", marks=pytest.mark.full)])
ALL_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)
# German is the longer one, and has the longer words.
LONGEST_FIRST = pytest.mark.parametrize("language", [
    pytest.param(each, marks=() if each == "de" else pytest.mark.full) for each in LANGUAGES])
V = Verdict
LEAST_SHRUNK = 0.6
"""What is smaller than it should be by more than that looks like another kind of text."""


def states() -> list[dict[str, object]]:
    """Every state that puts different words on the glass."""
    done = session((V.GOOD, V.DRIFTING), (V.CAVING_IN, V.FALLING_OUT),
                   (V.CANNOT_JUDGE, V.CANNOT_JUDGE))
    coaches = [squat(phase, session=done) for phase in Phase]
    coaches += [squat(Phase.ACTIVE, cue=cue, reps=88, target=100) for cue in Cue]
    coaches += [squat(Phase.GET_READY, hint=hint) for hint in Refusal]
    coaches += [squat(Phase.ACTIVE, lost=True, hint=Refusal.SEVERAL_PEOPLE)]
    coaches += [squat(Phase.ACTIVE, reps=0), squat(Phase.GET_READY, ready=0.5)]
    coaches += [squat(Phase.SUMMARY, session=replace(done, pain=True, outcome=Outcome.ABORTED)),
                squat(Phase.SUMMARY, session=replace(done, outcome=Outcome.ABORTED)),
                squat(Phase.HOME, exercise="single-leg-squat", target=12)]
    coaches += [squat(Phase.CALIBRATE, calibration=each) for each in calibrations()]
    return [{"coach": coach, "demo": True} for coach in coaches] + [
        {"coach": squat(Phase.HOME), "camera": "Raspberry Pi Camera Module 3 Wide"}]


FOUND = Estimate(Station(1.38, -12.2, -11.8, 67, 2.02, 0.25, 2.3, 10.6, 1, 0.03), 1.72, 0.02, 0,
                 67, 0.3)


def calibrations() -> list[CalibrationState]:
    """Every state of the calibration screen that says something else."""
    waiting = [CalibrationState(), CalibrationState(Stage.HOLD, portion=0.5, height_cm=172)]
    waiting += [CalibrationState(hint=hint) for hint in Refusal]
    waiting += [CalibrationState(square_up=side) for side in Side]
    most = (Todo.TURN_ANTICLOCKWISE, Todo.RAISE, Todo.TILT_DOWN)
    over = [CalibrationState(Stage.DONE, portion=1.0, height_cm=188, found=FOUND,
                             advice=tuple(Advice(todo, 88) for todo in advice))
            for advice in ((), most, (Todo.LOWER, Todo.TILT_UP), (Todo.TURN_CLOCKWISE,))]
    wrong = (Advice(Todo.CHECK_LENS, 102),)
    return [*waiting, *over, CalibrationState(Stage.FAILED, found=FOUND, advice=wrong),
            CalibrationState(Stage.FAILED, found=FOUND)]


def check_words(it: Glass) -> None:
    from mirrorapp.ui.widgets.sheet import SHEET
    from mirrorapp.ui.widgets.words import Words

    shown = [each for each in it.app.root.walk() if isinstance(each, Words) and each.text]
    assert shown
    for words in shown:
        where = f"{words.text!r} in {words.size}"
        assert words._label.text == words.text, f"{where}: cut to {words._label.text!r}"
        assert words.texture_size[0] <= words.width, where
        assert words.texture_size[1] <= words.height, where
        assert words.font_size >= max(SHEET.least_px, LEAST_SHRUNK * words.wanted_px), where
        drawn = [word.text for line in words._label._cached_lines for word in line.words]
        assert " ".join(drawn).split() == words.text.split(), f"{where}: broken within a word"


@LONGEST_FIRST
@ALL_SIZES
def test_texts_fit_their_boxes(glass, language, size):
    it = glass(language=language, size=size)
    for state in states():
        it.show(**state)
        check_words(it)


@LONGEST_FIRST
@ALL_SIZES
def test_texts_around_a_session_fit_their_boxes(glass, language, size):
    it = glass(language=language, size=size, options={"shelf": SHELF})
    for coach in (*homes(), *questions(), *advised(), *summaries()):
        it.show(coach=coach, demo=True, camera="Raspberry Pi Camera Module 3 Wide")
        check_words(it)


@LONGEST_FIRST
def test_texts_of_every_exercise_fit_their_boxes(glass, language):
    it = glass(language=language, options={"shelf": SHELF})
    for name in TAUGHT.exercises:
        for coach in of_exercise(name):
            it.show(coach=coach)
            check_words(it)


@LONGEST_FIRST
@ALL_SIZES
def test_what_can_be_chosen_and_read_fits(glass, language, size):
    turn_every_page(glass(language=language, size=size, options={"shelf": SHELF}))


@pytest.mark.full
def test_a_language_that_is_longer_by_two_fifths_fits_a_larger_screen(glass, monkeypatch):
    monkeypatch.setattr(i18n, "load", pseudo.load)
    it = glass(inches=pseudo.INCHES, options={"shelf": SHELF})
    for coach in (*homes(), *questions(), *advised(), *summaries()):
        it.show(coach=coach, demo=True, camera="Raspberry Pi Camera Module 3 Wide")
        check_words(it)
    for name in TAUGHT.exercises:  # a guest does squats
        for coach in of_exercise(name):
            it.show(coach=coach, demo=False)
            check_words(it)
    for state in states():
        it.show(**state)
        check_words(it)
    turn_every_page(it)


def turn_every_page(it: Glass) -> None:
    """Of all that can be chosen and read, and all of it fits."""
    it.show(coach=homes()[0])
    pages = [f"page-{index}" for index in range(len(SHELF.pages))]
    items = [f"item-{each.id}" for each in SHELF.items if each.told]
    for page in ("menu", "choose", "why", "who", *pages, *items):
        it.app._browsing.open(page)
        it.settle()
        first = it.screen.note
        while True:
            check_words(it)
            it.screen.turn(1)
            it.settle()
            if it.screen.note == first:
                break


@LONGEST_FIRST
def test_every_screen_renders(glass, language):
    it = glass(language=language)
    for state in states():
        it.show(frame=picture(*PORTRAIT), reading=reading(*PORTRAIT), **state)
        assert it.pixels().max() > 200


@pytest.mark.parametrize("view", ["camera", "mirror"])
def test_nothing_missing_breaks_a_screen(glass, view):
    it = glass(view=view)
    whole = reading(*PORTRAIT)
    frame = picture(*PORTRAIT)
    less = ({}, {"frame": frame}, {"reading": whole}, {"frame": frame, "reading": whole},
            {"reading": replace(whole, knees={})},
            {"reading": replace(whole, pose=None, knees={}, depth=None)},
            {"reading": replace(whole, knees=dict(list(whole.knees.items())[:1]))})
    for phase, parts in product(Phase, less):
        it.show(coach=squat(phase, exercise="", target=0), **parts)


def test_black_where_there_is_no_frame(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE), frame=picture(*PORTRAIT, shade=200))
    pixels = it.pixels()
    assert pixels[400, 270].min() > 100
    it.show(coach=squat(Phase.ACTIVE))
    assert not it.pixels()[120:650].any()


def test_picture_fades_into_black_on_all_sides(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE), frame=picture(1280, 720, shade=255))
    stage = it.screen.ids.stage
    pixels = it.pixels()[..., 0]
    top, bottom = pixels.shape[0] - round(stage.top), pixels.shape[0] - round(stage.y)
    middle = (top + bottom) // 2
    assert pixels[middle, 270] > 180
    for edge in (pixels[middle, 1], pixels[middle, -2], pixels[top + 1, 270],
                 pixels[bottom - 2, 270]):
        assert edge < 10


def test_sentences_on_the_picture_keep_their_contrast(glass):
    it = glass(options={"shelf": SHELF})
    told = next(each for each in of_exercise("standing-leg-stretch") if each.advice)
    it.show(coach=told, frame=picture(1280, 720, shade=255))
    stage, pixels = it.screen.ids.stage, it.pixels()
    wall = pixels[round(pixels.shape[0] - stage.y - 0.3 * stage.height), round(stage.center_x)]
    assert wall.max() > 10, "the picture is still there"
    assert legible.contrast(theme.QUIET, tuple(wall / 255)) >= 7


def test_it_is_said_of_what_is_counted_that_no_knee_is_judged(glass):
    it = glass(options={"shelf": SHELF})
    said = set()
    for name, exercise in TAUGHT.exercises.items():
        it.show(coach=CoachState(Phase.ACTIVE, name, timed=not exercise.judged))
        if "Counted, knees not judged" in it.screen.note:
            said.add(name)
    assert said == {"hip-hike", "single-leg-deadlift", "mini-walk"}


def test_it_is_said_that_nothing_counts_and_what_helps(glass):
    it = glass()
    for touchable, more in ((True, "+1"), (False, "skip it")):
        it.show(coach=squat(Phase.ACTIVE, reps=3, stuck=True, touchable=touchable))
        assert it.screen.line == "I counted nothing lately"
        assert more in it.screen.more


def test_notices_are_read_on_every_screen(glass):
    it = glass()
    for phase in Phase:
        coach = squat(phase, session=session())
        it.show(coach=coach, frame=picture(1280, 720, shade=255))
        before = it.pixels()[:100].copy()
        it.show(coach=coach, frame=picture(1280, 720, shade=255),
                notices=(Notice("hub", "The hub can't be reached.", "Results are kept."),
                         Notice("camera", "The camera is gone.", "Check its cable.")))
        strip = it.pixels()[:100]
        assert it.app._notices.what == "The camera is gone. (+1)", phase
        assert it.app._notices.remedy == "Check its cable.", phase
        assert (strip != before).any(), phase
        check_words(it)
        it.show(coach=coach)
        assert it.app._notices.what == "", phase


def test_notices_speak_the_language_of_the_glass(glass):
    it = glass(language="de")
    it.show(notices=(Notice("camera", "The webcam HD Pro is unplugged.", "Plug it in again."),))
    assert it.app._notices.what == "Die Webcam HD Pro ist nicht angesteckt."
    assert it.app._notices.remedy == "Steck sie wieder an."
    check_words(it)


def test_summary_counts_each_knee_in_its_own_column(glass):
    it = glass()
    it.show(coach=squat(Phase.SUMMARY, session=session(
        (V.GOOD, V.DRIFTING), (V.GOOD, V.CAVING_IN), (V.GOOD, V.CANNOT_JUDGE))))
    ids = it.screen.ids
    told = {name: {row.verdict: row.count for row in ids[name].children}
            for name in ("left", "right")}
    assert told["left"] == {V.GOOD: "3", V.DRIFTING: "0", V.CAVING_IN: "0", V.FALLING_OUT: "0",
                            V.CANNOT_JUDGE: "0"}
    assert told["right"] == {V.GOOD: "0", V.DRIFTING: "1", V.CAVING_IN: "1", V.FALLING_OUT: "0",
                             V.CANNOT_JUDGE: "1"}
    assert ids.left.center_x < ids.right.center_x


def test_pain_is_answered_kindly(glass):
    it = glass()
    hurt = session((V.GOOD, V.GOOD), pain=True)
    it.show(coach=squat(Phase.SUMMARY, session=replace(hurt, outcome=Outcome.ABORTED)))
    assert "hurt" in it.screen.words
    it.show(coach=squat(Phase.SUMMARY, session=hurt))
    assert it.screen.words == "It hurt"
    assert "doctor or physiotherapist" in it.screen.advice
    it.show(coach=squat(Phase.SUMMARY, session=session((V.GOOD, V.GOOD))))
    assert it.screen.advice == ""


def test_both_sizes_look_the_same(glass):
    looks = []
    for size in (SMALL, LARGE):
        it = glass(size=size)
        it.show(coach=squat(Phase.ACTIVE, cue=Cue.LEFT_KNEE_OUT), frame=picture(*PORTRAIT))
        looks.append({name: (each.font_size / size[1], each.center_x / size[0])
                      for name, each in it.screen.ids.items() if name in ("line", "more")})
        it.close()
    for name, look in looks[0].items():
        assert look == pytest.approx(looks[1][name], rel=0.03)


def test_a_summary_counts_what_was_planned_not_what_was_begun(glass):
    it = glass()
    it.show(coach=squat(Phase.SUMMARY, session=session((V.GOOD, V.GOOD)), plan_reps=20))
    assert (it.screen.number, it.screen.caption) == ("1", "of 20")
    it.show(coach=squat(Phase.SUMMARY, session=session((V.GOOD, V.GOOD)), plan_sets=6,
                        sets_done=2))
    assert (it.screen.number, it.screen.caption) == ("2", "of 6")
    assert it.screen.minutes.startswith("6 sets\n")
    assert it.screen.words == "Finished"
    it.show(coach=squat(Phase.SUMMARY, session=session()))
    assert (it.screen.number, it.screen.caption) == ("", "")


def test_praise_is_deserved_and_no_table_is_made_of_nothing_judged(glass):
    it = glass()
    caving = session(*[(V.CAVING_IN, V.CAVING_IN)] * 3)
    it.show(coach=squat(Phase.SUMMARY, session=caving, plan_sets=1, sets_done=1))
    assert it.screen.words == "Finished"
    assert it.screen.judged
    one = session(*[(V.GOOD, V.CAVING_IN)] * 3)
    it.show(coach=squat(Phase.SUMMARY, session=one, plan_sets=1, sets_done=1))
    assert it.screen.words == "Finished"
    blind = session(*[(V.CANNOT_JUDGE, V.CANNOT_JUDGE)] * 3)
    it.show(coach=squat(Phase.SUMMARY, session=blind, plan_sets=1, sets_done=1))
    assert it.screen.words == "Well done"
    assert not it.screen.judged


def test_who_sits_or_lies_is_not_told_to_stand(glass):
    it = glass()
    for ready, switched, said in ((0.0, False, "Get into place"),
                                  (0.5, False, "Good, stay like that"),
                                  (0.0, True, "Now the other side")):
        it.show(coach=squat(Phase.GET_READY, upright=False, ready=ready, switched=switched))
        assert it.screen.line == said
    it.show(coach=squat(Phase.GET_READY))
    assert it.screen.line == "Stand on the mark"
    it.show(coach=squat(Phase.REST, set_number=2, set_count=3))
    assert it.screen.more == "Next: set 2 of 3"


def test_the_mirror_s_own_film_is_named_in_the_user_s_language(glass):
    it = glass(language="de")
    for phase, of in ((Phase.HOME, "camera"), (Phase.SUMMARY, "note"), (Phase.ACTIVE, "note")):
        it.show(coach=squat(phase, session=session()), demo=True, camera=REHEARSAL)
        assert getattr(it.screen, of) == "Vorführung: Probefilm"
        it.show(coach=squat(phase, session=session()), demo=True, camera="squats.mp4")
        assert getattr(it.screen, of) == "Vorführung: squats.mp4"


def test_a_check_shows_no_verdicts_while_it_measures(glass):
    it = glass(view="mirror")
    whole = reading(*PORTRAIT, left=V.CAVING_IN)
    for check, marked in ((None, True), (checks.load("squat-check"), False)):
        it.show(coach=squat(Phase.ACTIVE, check=check), reading=whole)
        assert like(stage_of(it.pixels()), theme.STOP, 25).any() == marked


def test_changes_of_the_programme_take_turns(glass):
    it = glass()
    changes = tuple(Sentence(en=each, de=each) for each in ("One.", "Two."))
    seen = []
    for _ in range(20):
        it.show(coach=CoachState(today=Today(changes=changes)))
        seen.append(it.screen.change)
    assert set(seen) == {"One.", "Two."}
    assert seen[0] == seen[1]  # long enough to be read


def test_what_is_owed_stands_clear_of_the_ring(glass):
    it = glass()
    it.show(coach=squat(Phase.SUMMARY, session=session((V.GOOD, V.GOOD)), plan_sets=4,
                        sets_done=3, owed_s={Side.LEFT: 30.0, Side.RIGHT: 20.0}))
    assert "30" in it.screen.advice
    ring = next(each for each in it.screen.walk() if type(each).__name__ == "Ring")
    assert it.screen.ids.advice.y >= ring.top
    assert it.screen.ids.minutes.x >= ring.right
    it.show(coach=squat(Phase.SUMMARY, session=session()))
    assert it.screen.ids.minutes.x < ring.right


@ALL_LANGUAGES
def test_what_leaves_an_exercise_out_hides_no_leg_of_who_gets_ready(glass, language):
    it = glass(language=language, options={"shelf": SHELF})
    for coach in of_exercise("hip-hike"):
        it.show(coach=coach, frame=picture(*PORTRAIT))
        side, extra, stage = (it.screen.ids[each] for each in ("side", "extra", "stage"))
        if coach.phase in (Phase.GET_READY, Phase.PAUSED):
            assert extra.text == it.app._texts.say("session.skip")
            assert extra.y >= stage.y + 0.85 * stage.height
            assert side.x + side.texture_size[0] <= extra.x
        else:
            assert not extra.text or extra.y < side.y


LONG = "/home/mirror/.local/share/mirrorapp/packs/at-home/exercises/half-kneeling-hip-flexor.toml"


@ALL_LANGUAGES
@ALL_SIZES
@pytest.mark.parametrize("notice", [
    Notice("journal", f"The journal {LONG} can't be kept: {os.strerror(errno.EROFS)}.",
           "Give it another place, or make room."),
    Notice("exercises", f"The exercise {LONG} can't be read: lists or tables in it lie too deep "
           "in one another.", f"Mend {LONG}. `mirrorapp check` tells what else is wrong."),
    Notice("hub", "The hub can't be reached.", "Results are kept.")], ids=lambda each: each.key)
def test_a_notice_stays_legible_however_long_its_paths_are(glass, language, size, notice):
    it = glass(language=language, size=size)
    it.show(coach=squat(Phase.HOME), notices=(notice,))
    check_words(it)
    bar = it.app._notices
    assert bar.tall is (notice.key != "hub")
    assert bar.height < 0.22 * size[1]
