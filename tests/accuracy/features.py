"""What can be read off one leg in one picture: the mirror's own features, and some it does not use.

Everything is seen from the leg, as in `alignment.features`.
"""

from collections.abc import Mapping

import numpy as np

from mirrorapp.alignment import features, geometry
from mirrorapp.events import Side
from mirrorapp.vision.pose import Floats, Pose


def row(look: Mapping[str, float]) -> Floats:
    """One leg's features (1, n) as the mirror takes them; `look` may hold more."""
    return np.array([[look[name] for name in features.NAMES]])


def of(pose: Pose) -> dict[Side, dict[str, float]]:
    """Both legs' features, and what only plain readings and the truth need."""
    legs = geometry.measure_legs(pose)
    looks = features.of(pose, legs).legs.tolist()
    found = {side: dict(zip(features.NAMES, look, strict=True))
             for side, look in zip(Side, looks, strict=True)}
    drop_px = sum(leg.drop_px for leg in legs.values()) / 2
    return {side: {**look, "drop_px": drop_px, "shank_px": legs[side].shank_px,
                   "thigh": float(np.hypot(look["kh"], look["thigh_drop"])),
                   "kasr": look["knee_gap"] / max(look["ankle_gap"], 0.01)}
            for side, look in found.items()}
