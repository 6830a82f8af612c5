"""The figure's kinematics against those of the parametric human that its body comes from.

What it is compared with was computed once by ``anny`` itself (`anny_poses`).
"""

import numpy as np
import pytest

from mirrorapp.figure.skeleton import Body, Skeleton, forward_kinematics, skin
from tests.figure.anny_poses import KEPT, POSES


@pytest.mark.parametrize("number", range(len(POSES)), ids=[name for name, _ in POSES])
def test_joints_and_skin_are_where_anny_puts_them(number: int) -> None:
    with np.load(KEPT) as data:
        kept = {name: data[name] for name in data.files}
    skeleton = Skeleton(tuple(map(str, kept["bones"])), kept["parents"], kept["rest"],
                        kept["tails"])
    body = Body(skeleton, kept["rest_skin"], np.zeros((0, 3), np.int32), np.zeros(0, np.uint8),
                ("body",), kept["weight_bones"].astype(np.int32), kept["weights"].astype(float))
    turns = dict(zip(skeleton.bones, kept["turns"][number].astype(float), strict=True))

    posed = forward_kinematics(skeleton, kept["heads"][number][0].astype(float), turns)

    assert np.abs(posed.heads_m - kept["heads"][number]).max() < 1e-5
    assert np.abs(skin(body, posed) - kept["skin"][number]).max() < 1e-5
