"""What a guide shows and a body can't do is found."""

from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Guide
from mirrorapp.figure import mesh
from mirrorapp.figure.audit import audit

WOMAN = mesh.person("woman")


def wall_roll() -> Guide:
    guide = library.load("wall-foam-roll").guide
    assert guide is not None
    return guide.model_copy(update={"wrong": ()})


def leaning(out_deg: float) -> Guide:
    """The wall roll with the legs leant to the wall, or away from it, once it has begun."""
    guide = wall_roll()
    first, *others = guide.frames
    frames = (first, *(frame.model_copy(update={"joints": {**frame.joints, **{
        name: frame.joints[name] + by for name, by in (
            ("left_hip_out", out_deg), ("right_hip_out", -out_deg))}}}) for frame in others))
    return guide.model_copy(update={"frames": frames})


def folded(**joints: float) -> str:
    frame = {"at": 0, "joints": joints}
    guide = Guide.model_validate({"base": "floor_sitting", "seconds": 1, "frames": [frame]})
    return " ".join(map(str, audit(guide, WOMAN)))


def test_a_thigh_that_points_aside_is_folded_less() -> None:
    assert "left_hip_flex: 150 is beyond" in folded(left_hip_flex=150)
    assert "left_hip_flex" not in folded(left_hip_flex=150, left_hip_out=40)
    assert "left_hip_flex: -40 is beyond" in folded(left_hip_flex=-40, left_hip_out=40)


def test_a_roller_that_is_pressed_to_the_wall_is_fine() -> None:
    assert audit(wall_roll(), WOMAN) == []


def test_a_roller_that_nobody_presses_to_the_wall_is_found() -> None:
    assert "the roller is off the body" in " ".join(map(str, audit(leaning(-10), WOMAN)))


def test_a_roller_within_the_body_is_found() -> None:
    assert "the roller sinks in" in " ".join(map(str, audit(leaning(10), WOMAN)))


def test_a_hand_on_a_wall_holds_nobody_up() -> None:
    guide = library.load("single-leg-squat").guide
    assert guide is not None
    assert audit(guide, WOMAN) == []
    aside = [frame.model_copy(update={"joints": {**frame.joints, "right_hip_out": 12}})
             for frame in guide.frames]
    told = audit(guide.model_copy(update={"frames": tuple(aside), "wrong": ()}), WOMAN)
    assert any("would fall over" in each.what for each in told)
