"""What lies on one's own body: an ankle on the other leg, a hand on a thigh or a shin."""

from collections.abc import Mapping

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Contact
from mirrorapp.figure.stick import SIGN, Posed
from mirrorapp.vision.pose import Floats

_CROSSED_ALONG, _CROSSED = 0.14, 0.057
"""Where an ankle lies on the other thigh: from its knee on, and above its axis, in statures."""
_STACKED = 0.045
"""How far above the other ankle an ankle lies that is laid on it, in statures."""
_THICK: Mapping[str, tuple[float, float]] = {"thigh": (0.078, 0.046), "shin": (0.034, 0.014)}
"""From a limb's axis to its skin at its upper and its lower end, in statures: measured on both
people's."""
_PALM_M = 0.01
_AHEAD, _UP = np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, 1.0])


def on_body(contact: Contact) -> bool:
    """Whether something lies on the body itself."""
    return not contact.place.endswith("_knee") and (
        contact.on in ("knee", "ankle") or contact.on.endswith(tuple(_THICK)))


def laid(body: Posed, contact: Contact) -> tuple[Floats, Floats]:
    """Where an ankle or a wrist (3,) is that is laid there, and which way (3,) leads off the
    skin."""
    side, tall = Side(contact.place.partition("_")[0]), body.size.stature_m
    if contact.on not in ("knee", "ankle"):
        return _on_limb(body, body.arms[side].shoulder, contact)
    other = body.legs[side.other]
    if contact.on == "knee":
        up = other.thigh @ _AHEAD
        at = other.knee + _CROSSED_ALONG * (other.hip - other.knee) + up * _CROSSED * tall
    else:
        up = body.pelvis[:, 0] * SIGN[side]
        at = other.ankle + up * _STACKED * tall
    return np.asarray(at), np.asarray(up)


def _on_limb(body: Posed, shoulder: Floats, contact: Contact) -> tuple[Floats, Floats]:
    """On the side of a thigh or a shin that is up and towards the shoulder (3,)."""
    whose, _, limb = contact.on.partition("_")
    leg = body.legs[Side(whose)]
    start, end = (leg.hip, leg.knee) if limb == "thigh" else (leg.knee, leg.ankle)
    along = contact.along
    middle = (1 - along) * start + along * end
    axis = (end - start) / np.linalg.norm(end - start)
    towards = (shoulder - middle) / np.linalg.norm(shoulder - middle) + _UP
    up = towards - (towards @ axis) * axis
    up /= np.linalg.norm(up)
    upper, lower = (thick * body.size.stature_m for thick in _THICK[limb])
    away = (1 - along) * upper + along * lower + _PALM_M
    taper = (upper - lower) / np.linalg.norm(end - start)
    return np.asarray(middle + away * up), np.asarray(up + taper * axis)
