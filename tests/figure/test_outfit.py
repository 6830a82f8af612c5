import numpy as np
import pytest

from mirrorapp.figure.outfit import Layer, Palette, dress
from mirrorapp.figure.skeleton import Body

PALETTE = Palette()
CROWN = -3  # the index of the vertex on top of the head


def keep_m(body: Body, colour: tuple[float, float, float], bone: str) -> float:
    """How far inside the layer of that colour the first vertex of a bone is."""
    layer = next(layer for layer in dress(body) if layer.colour == colour)
    return float(layer.keep_m[3 * body.skeleton.index(bone)])


@pytest.mark.parametrize(
    ("bone", "colour"),
    [
        ("spine02", PALETTE.top),
        ("upperarm01.L", PALETTE.top),
        ("lowerleg01.L", PALETTE.leggings),
        ("lowerleg01.R", PALETTE.leggings),
        ("toe2-3.R", PALETTE.soles),
        ("wrist.L", PALETTE.skin),
        ("lowerarm01.R", PALETTE.skin),
        ("head", PALETTE.skin),
    ],
)
def test_each_part_wears_its_own(body: Body, bone: str, colour: tuple[float, float, float]) -> None:
    worn = {
        one
        for one in (PALETTE.skin, PALETTE.top, PALETTE.leggings, PALETTE.shoes, PALETTE.soles)
        if keep_m(body, one, bone) > 0
    }
    assert worn == {colour}


def test_hair_is_on_top_of_the_head_and_not_on_the_face(body: Body) -> None:
    hair = next(layer for layer in dress(body) if layer.strands is not None)
    assert hair.keep_m[CROWN] > 0
    assert hair.offset_m[CROWN] > 0.01
    assert hair.keep_m[3 * body.skeleton.index("eye.L")] < 0
    assert hair.keep_m[3 * body.skeleton.index("oris01")] < 0


def test_hands_at_hip_height_stay_out_of_the_clothes(body: Body) -> None:
    for colour in (PALETTE.top, PALETTE.leggings):
        assert keep_m(body, colour, "wrist.R") < 0


def test_every_layer_has_a_value_for_each_vertex(body: Body) -> None:
    count = len(body.vertices_m)
    for layer in dress(body):
        assert isinstance(layer, Layer)
        assert layer.offset_m.shape == layer.keep_m.shape == (count,)
        assert np.isfinite(layer.keep_m).all()
