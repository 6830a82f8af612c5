"""Why nothing can be judged is drawn, too: a picture each, told apart, and never a wrong arrow."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from mirrorapp.alignment.results import Untold
from mirrorapp.coach.state import CoachState, Cue, Phase
from mirrorapp.events import Refusal, Side
from mirrorapp.ui import pictograms, theme
from mirrorapp.ui.pictograms import Ink, picture, towards
from mirrorapp.ui.saying import pictured
from tests.ui.doubles import PORTRAIT, reading, squat
from tests.ui.states import SHELF, TAUGHT
from tests.ui.test_left_stays_left import like

REASONS = (*Refusal, Untold.TURNED, Untold.NOT_SEEN, Untold.NOT_STILL)


@pytest.mark.parametrize("why", REASONS)
def test_each_reason_has_a_picture_that_says_what_to_do(why):
    drawn = picture(why, Side.LEFT)
    assert {Ink.TO_DO} <= {each.ink for each in drawn}
    assert {Ink.BODY, Ink.UNSEEN} & {each.ink for each in drawn}, "somebody is in it"
    for each in drawn:
        assert len(each.points) >= 2
        for x, y in each.points:
            assert abs(x - 0.5) + each.half <= pictograms.WIDE / 2
            assert abs(y - 0.5) + each.half <= 0.5, "beneath its box there are touches"


def test_pictures_of_different_reasons_differ():
    same = {Refusal.CUT}  # and what a check calls not still, said by one picture
    for one, other in combinations(set(Refusal) - same, 2):
        assert picture(one, Side.LEFT) != picture(other, Side.LEFT), (one, other)


def test_what_words_say_better_is_not_drawn():
    assert picture(Untold.TOO_FEW) == ()


def test_a_direction_is_the_user_s_or_none():
    for why in (Refusal.OFF_CENTRE, Refusal.SIDE, Refusal.TURNED):
        left, right = picture(why, Side.LEFT), picture(why, Side.RIGHT)
        for one, other in zip(left, right, strict=True):
            assert [(1 - x, y) for x, y in one.points] == list(other.points)
        assert all(each.ink is not Ink.TO_DO for each in picture(why)), "a wrong one is worse"
    assert picture(Refusal.REAR) == picture(Refusal.REAR, Side.RIGHT)


def test_who_is_off_centre_is_sent_to_the_middle():
    whole = reading(*PORTRAIT)
    for shift, side in ((200, Side.RIGHT), (-200, Side.LEFT)):
        # The user's left is on the camera's right.
        px = whole.pose.px.copy()
        px[:, 0] += shift
        aside = replace(whole, pose=replace(whole.pose, px=px))
        assert towards(Refusal.OFF_CENTRE, aside) is side
        body = [x for each in picture(Refusal.OFF_CENTRE, side) if each.ink is Ink.BODY
                for x, _ in each.points]
        on_the_left = sum(body) / len(body) < 0.5
        assert on_the_left == (side is Side.RIGHT), "drawn where the mirror shows them"
    assert towards(Refusal.OFF_CENTRE, replace(whole, pose=None)) is None
    assert towards(Refusal.OFF_CENTRE, None) is None


def test_who_is_turned_is_told_which_way_to_turn_back():
    whole = reading(*PORTRAIT)
    for seen, side in (({"square_up": Side.LEFT}, Side.LEFT), ({"yaw_deg": 40.0}, Side.RIGHT),
                       ({"yaw_deg": -40.0}, Side.LEFT), ({}, None)):
        assert towards(Refusal.TURNED, replace(whole, **seen)) is side


def test_the_picture_is_of_what_is_said():
    hint, other = Refusal.FEET_OUT, Refusal.SEVERAL_PEOPLE
    active = squat(Phase.ACTIVE)
    assert pictured(active) is None
    assert pictured(replace(active, hint=hint)) is hint
    assert pictured(replace(active, hint=hint, lost=True)) is other
    assert pictured(replace(active, wrong=Untold.TURNED)) is Untold.TURNED
    assert pictured(replace(active, wrong=Untold.TURNED, cue=Cue.SLOWER)) is None
    for still in (squat(Phase.PAUSED, hint=hint), squat(Phase.REST, hint=hint),
                  squat(Phase.HURTS, hint=hint), squat(Phase.ACTIVE, hint=hint, waiting=True)):
        assert pictured(still) is None


def around(it, widget) -> np.ndarray:
    pixels = it.pixels()
    height = pixels.shape[0]
    return pixels[height - round(widget.top):height - round(widget.y),
                  round(widget.x):round(widget.right)]


@pytest.mark.ui
@pytest.mark.parametrize("phase", [Phase.GET_READY, Phase.ACTIVE])
def test_the_picture_is_on_the_glass_and_hides_nothing(glass, phase, monkeypatch):
    from mirrorapp.ui.widgets.guide import Guide

    monkeypatch.setattr(Guide, "tick", lambda *_: None)  # to draw somebody takes longer than all
    it = glass(view="mirror", options={"shelf": SHELF})
    seen = reading(*PORTRAIT, refusal=Refusal.TOO_FAR)
    looks = set()
    for hint in (None, *Refusal):
        it.show(coach=squat(phase, hint=hint), reading=seen)
        box = it.screen.ids.pictogram
        found = around(it, box)
        # Nobody said which way this body is turned.
        shows = hint not in (None, Refusal.SIDE, Refusal.TURNED)
        assert like(found, theme.ATTENTION).any() == shows, hint
        looks.add(found.tobytes())
        if hint is not None:
            knees = [it.screen.ids.stage.project(it.mirror.now).point(knee.leg.knee)
                     for knee in seen.knees.values()]
            assert not any(box.collide_point(*knee) for knee in knees)
            beside = [it.screen.ids[name] for name in ("line", "more", "stop", "pause", "side")]
            assert not any(box.collide_widget(each) for each in beside if each.text)
    assert len(looks) == len(Refusal) + 1


@pytest.mark.ui
def test_the_count_stays_and_the_guide_gives_way_while_the_picture_is_there(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=squat(Phase.ACTIVE))
    assert it.screen.ids.guide.opacity == 1
    it.show(coach=squat(Phase.ACTIVE, hint=Refusal.TOO_FAR))
    assert it.screen.ids.guide.opacity == 0
    assert it.screen.ids.guide.ids.figure.shown is None
    assert it.screen.ids.ring.opacity == 1
    it.show(coach=squat(Phase.ACTIVE))
    assert it.screen.ids.guide.opacity == 1
    it.show(coach=squat(Phase.GET_READY, hint=Refusal.TOO_FAR))
    assert it.screen.ids.guide.opacity == 1, "there the ring is empty"
    assert it.screen.ids.ring.opacity == 0


@pytest.mark.ui
def test_the_next_exercise_is_told_in_the_last_set(glass):
    it = glass(options={"shelf": SHELF})
    for coach, told in (
            (squat(Phase.ACTIVE, following="hip-hike", last_set=True), True),
            (squat(Phase.ACTIVE, following="hip-hike"), False),
            (squat(Phase.ACTIVE, last_set=True), False),
            (squat(Phase.GET_READY, following="hip-hike", last_set=True), False)):
        it.show(coach=coach)
        assert ("Next: Hip hike" in it.screen.note) == told


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_goes_wrong_is_said_in_five_words(language):
    """Cues of the mirror's own: tests/ui/test_texts.py."""
    said = [getattr(fault.words, language).text for exercise in TAUGHT.exercises.values()
            for fault in exercise.faults if fault.words]
    said += [getattr(exercise.counting.short, language).text
             for exercise in TAUGHT.exercises.values() if exercise.counting and
             exercise.counting.short]
    assert said
    assert {each: len(each.split()) for each in said if len(each.split()) > 5} == {}


def test_home_shows_none():
    assert pictured(CoachState()) is None
