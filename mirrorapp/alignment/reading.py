"""What the mirror knows of the knees in one instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

from mirrorapp.alignment.geometry import Leg
from mirrorapp.alignment.posture import Carriage
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.vision.pose import Pose

Seen = Literal["F", "S"]
"""From where the body is seen: F from the front, S from its side."""


class Return(StrEnum):
    """How the mirror got back to the user it had lost.

    By what they look like; because somebody stood there, alone and still, for a while, who may be
    somebody else; or because somebody touched "Go on".
    """

    RECOGNISED = "recognised"
    STOOD_IN = "stood_in"
    TOUCHED = "touched"


class Knee(NamedTuple):
    """One knee, measured and judged.

    `kt`, fitted, and `ka`, as it looks: how far the knee is medial of the second toe and of the
    ankle, in shank lengths. `valgus_deg`: the frontal-plane angle as it would read squared up,
    movement and standing axis together, + = medial, None where it can't be told;
    `uncertainty_deg`: its root mean square error where that was measured (docs/accuracy.md).
    `movement_deg`: what of it the movement adds to how the leg stands.
    `verdict` is `cannot_judge` while the leg stands straight or the view is refused.
    """

    leg: Leg
    verdict: Verdict
    kt: float
    ka: float
    valgus_deg: float | None
    uncertainty_deg: float
    movement_deg: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One instant: the body, what can't be judged and why, and each knee.

    `depth` is 1 − (vertical hip-to-ankle distance ÷ its standing value): 0 standing, about .45
    in a full squat; on one leg, of that leg. `stance` is the leg that is stood on while the other
    foot is clearly off the floor, or the one that stands on a step where that is watched; None:
    both feet, or it can't be told. `carriage`: pelvis, trunk
    and knee gap against the user's own standing, None where they were not seen standing. `knees`
    is empty where the legs were not seen at all. `square_up` asks the user to turn: the side
    (their own) to turn towards, while judging goes on. `axes_deg`: how the legs stand, by what
    has been seen of them standing; empty until then. `lost`: somebody else is seen in the user's
    place; `back`: how the user came back when they last were lost. `distance_m`: from the camera
    to the user, along the floor; None before calibration. `view`: from where the body is seen,
    None where that can't be told or nobody is seen. `stood`: false where knees are to be judged
    and how the user stands is not known. `upright`: false where the trunk, in what is done by
    folding it, has folded so far that knee and pelvis can't be read. `free_hip_deg`: on one leg,
    how much lower the other side of the pelvis is, None where that can't be told (`pelvis`).
    """

    time_s: float
    width_px: int
    height_px: int
    pose: Pose | None = None
    refusal: Refusal | None = None
    square_up: Side | None = None
    yaw_deg: float | None = None
    depth: float | None = None
    standing: bool = False
    carriage: Carriage | None = None
    knees: Mapping[Side, Knee] = field(default_factory=dict)
    stance: Side | None = None
    lost: bool = False
    back: Return | None = None
    distance_m: float | None = None
    axes_deg: Mapping[Side, float] = field(default_factory=dict)
    view: Seen | None = None
    stood: bool = True
    upright: bool = True
    free_hip_deg: float | None = None
