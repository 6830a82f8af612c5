"""What is said of the knees, and when nothing is."""

from dataclasses import replace

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.vision.pose import Landmark, Pose, Sighting
from tests.bodies import Body, nobody, squats


def read(sightings: list[Sighting]) -> list[Reading]:
    aligner = Aligner()
    return [aligner.read(sighting) for sighting in sightings]


def still(body: Body, seconds: float = 1.5, people: int = 1) -> list[Sighting]:
    return [body.sighting(i / 15, people) for i in range(int(seconds * 15))]


def deepest(readings: list[Reading]) -> Reading:
    return max(readings, key=lambda reading: reading.depth or 0.0)


def test_a_straight_knee_is_good_at_depth() -> None:
    reading = deepest(read(list(squats())))
    assert reading.refusal is None
    assert {knee.verdict for knee in reading.knees.values()} == {Verdict.GOOD}


@pytest.mark.parametrize("side", Side)
def test_one_knee_falling_in_is_told_of_that_knee_alone(side: Side) -> None:
    reading = deepest(read(list(squats(body=Body(valgus={side: 25.0})))))
    assert reading.knees[side].verdict is Verdict.CAVING_IN
    assert reading.knees[side.other].verdict is Verdict.GOOD


def test_nothing_is_said_while_standing() -> None:
    for reading in read(still(Body())):
        assert {knee.verdict for knee in reading.knees.values()} == {Verdict.CANNOT_JUDGE}


def test_knock_knees_that_only_stand_are_not_called_caving_in() -> None:
    readings = read(list(squats(body=Body(standing_ka=0.3))))
    said = {knee.verdict for reading in readings for knee in reading.knees.values()}
    assert Verdict.CAVING_IN not in said


def test_the_standing_axis_is_told_beside() -> None:
    aligner = Aligner()
    for sighting in still(Body(standing_ka=0.3)):
        aligner.read(sighting)
    straight = Aligner()
    for sighting in still(Body(standing_ka=0.0)):
        straight.read(sighting)
    assert aligner.baseline.seen
    for side in Side:
        knock, plain = aligner.baseline.legs[side].axis_deg, straight.baseline.legs[side].axis_deg
        assert knock is not None
        assert plain is not None
        assert knock > plain + 10


@pytest.mark.parametrize(("body", "refusal"), [
    (Body(yaw_deg=25), Refusal.TURNED),
    (Body(yaw_deg=-25), Refusal.TURNED),
    (Body(yaw_deg=80), Refusal.SIDE),
    (Body(yaw_deg=170), Refusal.REAR),
    (Body(feet_y=1290), Refusal.FEET_OUT),
    (Body(feet_y=800), Refusal.HEAD_OUT),
    (Body(shank=330, feet_y=1300), Refusal.TOO_NEAR),
    (Body(shank=40, feet_y=700), Refusal.TOO_FAR),
    (Body(x=90, shank=100), Refusal.OFF_CENTRE),
    (Body(visibility=0.4), Refusal.LOW_VISIBILITY),
    (Body(visibility=0.1), Refusal.LOW_VISIBILITY),
    (Body(stance=-1), Refusal.IMPLAUSIBLE),
])
def test_a_bad_view_is_refused_with_its_reason(body: Body, refusal: Refusal) -> None:
    readings = read(still(body))
    assert {reading.refusal for reading in readings} == {refusal}
    assert all(knee.verdict is Verdict.CANNOT_JUDGE
               for reading in readings for knee in reading.knees.values())


def test_a_bad_view_never_gets_a_verdict_even_deep_down() -> None:
    readings = read(list(squats(body=Body(yaw_deg=25, valgus={Side.LEFT: 25.0}))))
    assert all(knee.verdict is Verdict.CANNOT_JUDGE
               for reading in readings for knee in reading.knees.values())


def test_nobody_and_several_people_are_refused() -> None:
    assert read([nobody(0.0)])[0].refusal is Refusal.NO_PERSON
    assert {r.refusal for r in read(still(Body(), people=2))} == {Refusal.SEVERAL_PEOPLE}


def test_a_cut_is_refused_for_a_moment_and_forgets_the_old_baseline() -> None:
    here, there = Body(shank=140, x=250), Body(shank=140, x=560)
    sightings = still(here)
    start_s = sightings[-1].time_s + 1 / 15
    readings = read(sightings + [there.sighting(start_s + i / 15) for i in range(15)])
    after = readings[len(sightings):]
    assert after[0].refusal is Refusal.CUT
    assert after[-1].refusal is None


def test_a_slight_turn_is_judged_less_surely_and_asks_to_square_up() -> None:
    facing = deepest(read(list(squats())))
    turned = deepest(read(list(squats(body=Body(yaw_deg=16)))))
    assert turned.refusal is None
    assert turned.square_up is Side.RIGHT
    assert facing.square_up is None
    assert turned.knees[Side.LEFT].uncertainty_deg > facing.knees[Side.LEFT].uncertainty_deg


def test_depth_is_measured_against_the_users_own_standing() -> None:
    readings = read(list(squats(depth=0.3)))
    assert readings[10].depth == pytest.approx(0.0, abs=0.02)
    assert deepest(readings).depth == pytest.approx(0.3, abs=0.04)


def test_walking_elsewhere_takes_the_baseline_anew() -> None:
    aligner = Aligner()
    for sighting in still(Body(shank=140)):
        aligner.read(sighting)
    assert aligner.baseline.seen
    first = aligner.baseline
    body = Body(shank=140)
    for i in range(45):
        body = replace(body, x=min(body.x + 8, 500))
        aligner.read(body.sighting(2 + i / 15))
    assert aligner.baseline is not first


def ready_at(sightings: list[Sighting]) -> float | None:
    """When the user is first seen standing with a baseline."""
    aligner = Aligner()
    for sighting in sightings:
        if aligner.read(sighting).standing and aligner.baseline.seen:
            return sighting.time_s
    return None


def test_one_frame_that_is_too_tall_spoils_no_standing_height() -> None:
    tall = Body(shank=240).sighting(0.0)
    for fps in (5, 15, 30):
        film = [replace(tall, time_s=0.0),
                *(Body().sighting(0.4 + i / fps) for i in range(4 * fps))]
        assert ready_at(film) is not None


@pytest.mark.parametrize("seconds", [2.0, 3.0, 6.0])
def test_who_walks_back_from_the_glass_gets_ready(seconds: float) -> None:
    def walking(time_s: float) -> Body:
        far = min(1.0, time_s / seconds)
        return Body(shank=330 - 130 * far, feet_y=1260 - 140 * far)

    film = [walking(i / 15).sighting(i / 15) for i in range(int((seconds + 4) * 15))]
    assert ready_at(film) is not None
    last = read(film)[-1]
    assert last.standing
    assert last.refusal is None


def test_stepping_back_a_little_between_repetitions_goes_on_counting() -> None:
    near = list(squats(1, body=Body(shank=210)))
    far = list(squats(2, start_s=near[-1].time_s + 0.1, body=Body(shank=190, feet_y=1120)))
    readings = read(near + far)
    assert max(r.depth or 0 for r in readings[len(near):]) > 0.25
    assert readings[-1].standing


def test_knees_that_look_bent_while_standing_still_stand() -> None:
    """Some people's shanks are long: their standing height is what stays, not what is usual."""
    films = [replace(each, pose=_short(each)) for each in squats(stand_s=3.0, fps=15)]
    readings = read(films)
    assert not readings[5].standing
    assert readings[40].standing
    assert readings[40].depth == pytest.approx(0.0, abs=0.02)


def _short(sighting: Sighting) -> Pose:
    """Less hip height than usual, and world landmarks that say a bend of 35 degrees."""
    pose = sighting.pose
    assert pose is not None
    px, world = pose.px.copy(), pose.world_m.copy()
    px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP], 1] += 30
    for side in Side:
        hip, knee, ankle = (Landmark[f"{side.name}_{part}"] for part in ("HIP", "KNEE", "ANKLE"))
        world[knee] = world[hip] + (0, 0.4, 0)
        world[ankle] = world[knee] + (0, 0.33, 0.23)
    return replace(pose, px=px, world_m=world)


def test_a_stance_a_little_wider_than_the_hips_still_shows_knees_that_fall_out() -> None:
    body = Body(stance=1.3, valgus=dict.fromkeys(Side, -30.0))
    readings = read(list(squats(1, depth=0.2, body=body)))
    assert any(k.verdict is Verdict.FALLING_OUT for r in readings for k in r.knees.values())
