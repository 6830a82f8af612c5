"""Every screen renders, looks as it should, and nothing missing breaks it."""

from dataclasses import replace
from itertools import product

import pytest

from mirrorapp.camera.base import REHEARSAL
from mirrorapp.coach.state import CoachState, Cue, Phase, Today
from mirrorapp.events import Verdict
from mirrorapp.exercises import checks
from mirrorapp.exercises.words import Sentence
from mirrorapp.ui import legible, theme
from tests.ui.conftest import LARGE, SMALL
from tests.ui.doubles import PORTRAIT, picture, reading, session, squat
from tests.ui.every import states
from tests.ui.fitting import ALL_LANGUAGES, LONGEST_FIRST
from tests.ui.states import SHELF, TAUGHT, of_exercise
from tests.ui.test_left_stays_left import like, stage_of

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]
V = Verdict


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
    assert said == {"hip-hike", "mini-walk"}


def test_it_is_said_of_a_hinge_that_its_knee_is_judged_upright_only(glass):
    it = glass(options={"shelf": SHELF})
    said = set()
    for name in TAUGHT.exercises:
        it.show(coach=CoachState(Phase.ACTIVE, name))
        if "Knee judged while you stand tall" in it.screen.note:
            said.add(name)
    assert said == {"single-leg-deadlift"}


def test_it_is_said_that_nothing_counts_and_what_helps(glass):
    it = glass()
    for touchable, more in ((True, "+1"), (False, "skip it")):
        it.show(coach=squat(Phase.ACTIVE, reps=3, stuck=True, touchable=touchable))
        assert it.screen.line == "I counted nothing lately"
        assert more in it.screen.more


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
