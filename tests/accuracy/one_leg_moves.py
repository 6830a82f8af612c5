"""What is done on one leg, as keyframes after the packaged guides.

All stand on the right leg, its knee in and the free side of the pelvis lower by so much; of who
stands on the left one it is the mirror image.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Contact, Easing, Frame, Guide, Joints
from mirrorapp.figure.scene import Camera

HINGE = "single-leg-deadlift"
STANDS_S = 0.75
"""On both feet, at first."""
_FEET = (Contact(place="left_foot"), Contact(place="right_foot"))
_RIGHT = (Contact(place="right_foot"),)
_ON_STEP = tuple(each.model_copy(update={"on": "step"}) for each in _FEET)

_Moment = tuple[float, Joints, tuple[Contact, ...]]
"""When in a film, in seconds; the joints, and what touches."""


@dataclass(frozen=True, slots=True)
class Take:
    """One film: the body, which leg, and what is wrong with it, in degrees.

    `free_deg`: of a hinge, how far hip and knee of the free leg are bent. `bend_deg`: of a hinge,
    how far the knee stood on is; of the others, the share of the packaged guide's bend.
    `aside_deg`: how far the trunk leans to the side of the free leg. `sway_deg`: how far the leg
    stood on leans outward, and the hips with it. `arm_deg`: how far an arm is out to the side, + on
    the side of the free leg; 0: as the packaged guide has it.
    """

    name: str
    build: int
    flip: bool
    knee_in_deg: float
    drop_deg: float
    free_deg: tuple[float, float]
    bend_deg: float
    yaw_deg: float
    camera: Camera
    seed: int
    exercise: str = HINGE
    aside_deg: float = 0.0
    sway_deg: float = 0.0
    arm_deg: float = 0.0


def hinge(take: Take) -> Guide:
    """A foot lifted behind, a hinge of 60 degrees and back."""
    bend, drop = take.bend_deg, take.drop_deg
    legs = {"right_knee_bend": bend, "right_ankle_flex": bend / 2,
            "right_knee_in": take.knee_in_deg, "right_hip_out": -7.0 - drop, "pelvis_side": drop,
            "trunk_side": -1.0 - drop, "right_foot_out": 7.0}
    up = {**legs, "right_hip_flex": bend * 0.6, "left_knee_bend": take.free_deg[1],
          "left_hip_flex": take.free_deg[0],
          "left_ankle_flex": -12.0}
    down = {**legs, "pelvis_tilt": 58.0, "trunk_lean": 4.0, "right_hip_flex": 58.0 + bend * 0.6,
            "left_knee_bend": 8.0, "left_hip_flex": -5.0, "right_shoulder_flex": 60.0,
            "left_shoulder_flex": 60.0, "head_nod": -6.0}
    return _guide(1.0, [
        (0.0, {}, _FEET), (0.16, {}, _FEET), (0.25, up, _RIGHT), (0.38, up, _RIGHT),
        (0.68, down, _RIGHT), (0.72, down, _RIGHT), (0.93, up, _RIGHT), (1.0, up, _RIGHT)],
        easing="even").model_copy(update={"seconds": 5.5})


def squat(take: Take) -> Guide:
    """A foot lifted behind, a squat and back up."""
    up, down, *_ = _packaged("single-leg-squat")
    return _guide(4.0, [*_stands(_FEET), *_alone(take, (
        (1.25, up), (1.6, up), (2.6, _bent(down, take)), (3.0, _bent(down, take)), (4.0, up)))])


def march(take: Take) -> Guide:
    """The other knee up, back, and up again."""
    passing, up, _, back = _packaged("runners-march")
    return _guide(4.0, [*_stands(_FEET), *_alone(take, (
        (1.15, passing), (1.6, up), (2.0, up), (2.9, back), (3.6, up), (4.0, up)))])


def step_down(take: Take) -> Guide:
    """Both feet on the step; the other one over its edge, down to the floor and back up."""
    over, down, *_ = _packaged("step-down")
    lower = {"left_knee_bend": 2.2, "left_hip_flex": 1.1}
    return _guide(4.0, [*_stands(_ON_STEP), *_alone(take, (
        (1.25, over), (1.5, over), (2.5, _bent(down, take)), (2.9, _bent(down, take)),
        (3.9, over), (4.0, over)), "step", lower)])


def step_up(take: Take) -> Guide:
    """A foot onto the step, up with it, and the other one down again to the floor."""
    below, _, pushes, rises, nearly, *_ = _packaged("step-up")
    lower = {"left_knee_bend": 1.2, "left_hip_flex": 0.8}
    alone = dict(_moment(take, at, joints, "step", lower) for at, joints in (
        (1.9, rises), (2.2, nearly), (2.8, nearly), (3.1, rises)))
    on_floor = (_FEET[0], _ON_STEP[1])
    moments: list[_Moment] = [
        *_stands(_FEET), (1.2, below, on_floor), (1.4, below, on_floor),
        (1.65, pushes, on_floor), *((at, *rest) for at, rest in alone.items()),
        (3.4, pushes, on_floor), (3.6, below, on_floor)]
    return _guide(3.6, moments)


def side_step(take: Take) -> Guide:
    """Down a little, the right foot out, then the left one after it; on each leg in turn.

    The hip that drops is that of the foot in the air.
    """
    squats, out, wide, _, follows, near, _ = _packaged("banded-side-step")
    knees = {"left_knee_in": take.knee_in_deg, "right_knee_in": take.knee_in_deg}
    squats, out, wide, follows, near = (
        {**each, **knees} for each in (squats, out, wide, follows, near))
    drop = max(0.0, take.drop_deg)
    on_left = _added(_dropped(take, right=False), {"right_knee_bend": drop,
                                                   "right_hip_flex": 0.6 * drop})
    on_right = _added(_dropped(take, right=True), {"left_knee_bend": drop,
                                                   "left_hip_flex": 0.6 * drop})
    left, right = ((_FEET[0],), (_FEET[1],))
    return _guide(4.0, [
        *_stands(_FEET), (1.2, squats, _FEET),
        (1.55, _added(out, on_left), left), (2.05, _added(out, on_left), left),
        (2.3, wide, _FEET), (2.6, wide, _FEET),
        (2.95, _added(follows, on_right), right), (3.45, _added(follows, on_right), right),
        (3.7, near, _FEET), (4.0, near, _FEET)])


MOVES: Mapping[str, Callable[[Take], Guide]] = {
    HINGE: hinge, "single-leg-squat": squat, "runners-march": march,
    "step-down": step_down, "step-up": step_up, "banded-side-step": side_step}
"""By the exercise's id."""


def _packaged(exercise: str) -> list[Joints]:
    guide = library.load(exercise).guide
    assert guide is not None
    return [frame.joints for frame in guide.frames]


def _guide(seconds: float, moments: Sequence[_Moment], easing: Easing = "smooth") -> Guide:
    return Guide(base="standing", seconds=seconds, loop=False, easing=easing, frames=tuple(
        Frame(at=at / seconds, joints=joints, contacts=touching)
        for at, joints, touching in moments))


def _stands(contacts: tuple[Contact, ...]) -> Iterator[_Moment]:
    yield 0.0, {}, contacts
    yield STANDS_S, {}, contacts


def _alone(take: Take, moments: Sequence[tuple[float, Joints]], on: str = "floor",
           lower: Joints | None = None) -> Iterator[_Moment]:
    """On the right leg alone, dropped. `lower`: what else a degree of drop adds."""
    for at, joints in moments:
        when, rest = _moment(take, at, joints, on, lower or {})
        yield (when, *rest)


def _moment(take: Take, at: float, joints: Joints, on: str, lower: Joints
            ) -> tuple[float, tuple[Joints, tuple[Contact, ...]]]:
    if take.arm_deg:
        side = "left" if take.arm_deg > 0 else "right"
        joints = {**joints, f"{side}_shoulder_out": abs(take.arm_deg),
                  f"{side}_shoulder_flex": 0.0, f"{side}_elbow_bend": 20.0}
    more = {name: max(0.0, take.drop_deg) * each for name, each in lower.items()}
    joints = _added(joints, _dropped(take, right=True), more,
                    {"right_knee_in": take.knee_in_deg, "right_hip_out": take.sway_deg})
    return at, (joints, _RIGHT if on == "floor" else (_ON_STEP[1],))


def _dropped(take: Take, *, right: bool) -> Joints:
    """What it adds that the pelvis is lower on the other side than the right leg's, or the left's;
    the trunk stays as upright as it is meant to be.
    """
    drop = take.drop_deg if right else -take.drop_deg
    return {"pelvis_side": drop, "trunk_side": take.aside_deg - drop, "right_hip_out": -drop,
            "left_hip_out": drop}


def _bent(joints: Joints, take: Take) -> Joints:
    """Less far down, by as much as the film says."""
    share = take.bend_deg
    return {name: share * each if name in (
        "right_knee_bend", "right_hip_flex", "right_ankle_flex", "pelvis_tilt", "trunk_lean")
        else each for name, each in joints.items()}


def _added(*joints: Joints) -> Joints:
    return {name: sum(each.get(name, 0.0) for each in joints)
            for name in {name for each in joints for name in each}}
