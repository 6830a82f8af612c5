"""A camera that hangs on its side or upside down: told of with what to set, and who lies is not."""

import contextlib
from itertools import product

import cv2
import numpy as np
import pytest

from mirrorapp.alignment.framing import Framing
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.way_up import STANDS_S, UPRIGHT_S, WayUp
from mirrorapp.camera.base import Frame
from mirrorapp.camera.rehearsal import CLIP
from mirrorapp.events import Refusal
from mirrorapp.exercises import catalogue
from mirrorapp.figure.stick import Size
from mirrorapp.simulate.eyes import Eyes
from mirrorapp.simulate.seen import SeenMotion, placed
from mirrorapp.vision import model
from mirrorapp.vision.pose import Sighting
from mirrorapp.vision.sandbox import SandboxedEstimator
from tests.alignment.turned_pictures import turned
from tests.shared import DATA, needs_shared
from tests.standing_bodies import sighting

PATIENT_S = 60.0
NOBODY = Sighting(0.0, 720, 1280, None)


def reading(seen: Sighting, time_s: float, refusal: Refusal | None = None) -> Reading:
    refused = Framing().look(seen).refusal if refusal is None else refusal
    return Reading(time_s, seen.width_px, seen.height_px, seen.pose, refused)


def hung(clockwise_deg: int, time_s: float) -> Reading:
    """Who stands, in a picture that is turned by so much."""
    return reading(turned(sighting(0.0), clockwise_deg), time_s)


def upright(time_s: float) -> Reading:
    seen = reading(sighting(0.0), time_s)
    assert seen.refusal is None
    return seen


def remedy(looks: WayUp) -> str:
    return "" if looks.notice is None else looks.notice.remedy


@pytest.mark.parametrize("clockwise_deg", [90, 180, -90])
def test_it_is_told_once_somebody_has_stood_so_and_until_they_stand_upright(
        clockwise_deg: int) -> None:
    looks = WayUp()
    looks.look(hung(clockwise_deg, 0.0), asked=True)
    looks.look(reading(NOBODY, 1.0), asked=True)
    looks.look(hung(clockwise_deg, STANDS_S - 0.1), asked=True)
    assert looks.notice is None
    looks.look(hung(clockwise_deg, STANDS_S), asked=True)
    assert looks.notice is not None
    looks.look(reading(NOBODY, 20.0), asked=False)
    assert looks.notice is not None
    looks.look(upright(21.0), asked=True)
    assert looks.notice is None


@pytest.mark.parametrize("clockwise_deg", [90, 180])
def test_two_glimpses_hours_apart_are_nobody(clockwise_deg: int) -> None:
    looks = WayUp()
    looks.look(hung(clockwise_deg, 0.0), asked=True)
    for hour in range(1, 4):
        looks.look(reading(NOBODY, 3600.0 * hour - 60.0), asked=True)
        looks.look(hung(clockwise_deg, 3600.0 * hour), asked=True)
        assert looks.notice is None
    looks.look(hung(clockwise_deg, 0.0), asked=True)  # another film, or the same from its beginning
    assert looks.notice is None


@pytest.mark.parametrize(("set_deg", "clockwise_deg"), [
    *product((0, 90, 180, 270), (90, 180, 270))])
def test_what_is_to_be_set_turns_it_upright(set_deg: int, clockwise_deg: int) -> None:
    """As the mirror turns it now, it is so much too far."""
    looks = WayUp(set_deg)
    for time_s in np.arange(0.0, STANDS_S + 0.1, 0.5):
        looks.look(hung(clockwise_deg, float(time_s)), asked=True)
    assert f"rotate = {(set_deg - clockwise_deg) % 360} under [camera]" in remedy(looks)


def test_who_may_lie_or_was_seen_upright_a_while_ago_is_not_taken_for_it() -> None:
    looks = WayUp()
    for time_s in np.arange(0.0, 10.0, 0.5):
        looks.look(hung(90, float(time_s)), asked=False)
        assert looks.notice is None
    looks.look(upright(10.0), asked=True)
    for time_s in (*np.arange(11.0, 20.0, 0.5), UPRIGHT_S + 9.0):
        looks.look(hung(90, float(time_s)), asked=True)
        assert looks.notice is None
    for time_s in np.arange(UPRIGHT_S + 11.0, UPRIGHT_S + 15.0, 0.5):
        looks.look(hung(90, float(time_s)), asked=True)
    assert looks.notice is not None


def test_nobody_who_trains_is_taken_for_it() -> None:
    """From wherever they are seen, and for as long as they stay so."""
    eyes, lying = Eyes(noise=0.0), 0
    for each in catalogue.read().exercises.values():
        if each.guide is None:
            continue
        lying += each.lying
        motion = SeenMotion(each.guide, Size())
        for turn_deg, phase in product((0.0, 45.0, 90.0, 180.0, -90.0), np.linspace(0.0, 1.0, 5)):
            seen = eyes.look(placed(motion.marks(phase), turn_deg, np.zeros(3)), 0.0)
            looks = WayUp()
            for time_s in (0.0, STANDS_S):
                looks.look(reading(seen, time_s), asked=not each.lying)
            assert looks.notice is None, (each.id, turn_deg, phase)
    assert lying


def told_of(film: str, clockwise_deg: int, slower: int = 1) -> tuple[int, set[Refusal | None], str]:
    """How often somebody was seen by the pose model, how that was refused, and what is told."""
    turn = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, -90: cv2.ROTATE_90_COUNTERCLOCKWISE}
    clip, framing, looks, refusals, seen = cv2.VideoCapture(film), Framing(), WayUp(), set(), 0
    fps = clip.get(cv2.CAP_PROP_FPS) / slower
    with contextlib.closing(SandboxedEstimator(model.find(), standby=False,
                                               answer_patience_s=PATIENT_S,
                                               start_patience_s=PATIENT_S)) as eyes:
        eyes.open()
        number = 0
        while number < 5 * fps and (picture := clip.read()[1]) is not None:
            if number % int(fps / 2) == 0:
                rgba = cv2.cvtColor(cv2.rotate(picture, turn[clockwise_deg]), cv2.COLOR_BGR2RGBA)
                found = eyes.estimate(Frame(number, number / fps, np.ascontiguousarray(rgba)))
                refusals.add(refusal := framing.look(found).refusal)
                looks.look(reading(found, found.time_s, refusal), asked=True)
                seen += found.pose is not None
            number += 1
    clip.release()
    return seen, refusals, remedy(looks)


@pytest.mark.parametrize(("clockwise_deg", "rotate"), [
    (180, 180), (90, 270), pytest.param(-90, 90, marks=pytest.mark.full)])
def test_the_pose_model_sees_it_and_no_knee_is_judged(clockwise_deg: int, rotate: int) -> None:
    seen, refusals, told = told_of(str(CLIP), clockwise_deg)
    assert seen > 5
    assert None not in refusals
    if clockwise_deg == 180:
        assert refusals <= {Refusal.NO_PERSON, Refusal.IMPLAUSIBLE}, "nobody is to turn round"
    assert f"rotate = {rotate} " in told


@pytest.mark.full
@needs_shared
@pytest.mark.parametrize(("clockwise_deg", "rotate"), [(90, 270), (-90, 90)])
@pytest.mark.parametrize("name", ["lnew_good_IMG_7027_1280", "lnew_good_IMG_7052_1280"])
def test_so_it_is_with_real_people(name: str, clockwise_deg: int, rotate: int) -> None:
    seen, refusals, told = told_of(str(DATA / "clips" / f"{name}.mp4"), clockwise_deg, slower=2)
    assert seen > 5
    assert None not in refusals
    assert f"rotate = {rotate} " in told
