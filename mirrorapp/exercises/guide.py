"""How an exercise moves: keyframes of a body's joint angles, as its data file holds them.

One vocabulary for whoever moves a body by it (the guide's figure, the simulated user). All angles
are in degrees and anatomical; 0 everywhere is standing upright with the arms hanging. Files are
written for the side that goes first where sides take turns; the other one is the mirror image.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from mirrorapp.exercises.words import Id, Part

SIDE_JOINTS: Mapping[str, str] = {
    "hip_flex": "thigh forward, 90 = level",
    "hip_out": "thigh away from the other one (abduction)",
    "hip_turn_in": "thigh about its own length, kneecap towards the other one",
    "knee_bend": "shank towards the back of the thigh",
    "knee_in": "how far the knee falls in, in the frontal plane, between hip and ankle that stay",
    "ankle_flex": "toes towards the shin; a foot that is planted lies flat whatever it says",
    "foot_out": "toes outward, of a foot that is planted",
    "arch": "ball of the foot towards the heel, so that the arch rises, of a foot that is planted",
    "toes_curl": "toes gripping the floor, so that the ball lifts, of a foot that is planted",
    "shoulder_flex": "upper arm forward, 180 = overhead",
    "shoulder_out": "upper arm away from the trunk",
    "shoulder_turn_in": "upper arm about its own length, towards the body",
    "elbow_bend": "forearm towards the upper arm",
}
"""Of either side: the names take `left_` or `right_` in front."""
MIDDLE_JOINTS: Mapping[str, str] = {
    "body_turn": "the whole body about the vertical, to its own left; 0 faces the mirror",
    "body_side": "the whole body onto its own left side, 90 = lying on it",
    "body_pitch": "the whole body forward, -90 = lying on the back",
    "pelvis_tilt": "pelvis forward",
    "pelvis_side": "left side of the pelvis lower",
    "pelvis_turn": "pelvis to the own left",
    "trunk_lean": "trunk forward against the pelvis",
    "trunk_side": "trunk to the own left against the pelvis",
    "trunk_turn": "trunk to the own left against the pelvis",
    "head_nod": "head forward against the trunk",
    "head_side": "head to the own left",
    "head_turn": "face to the own left",
}
JOINTS = frozenset(MIDDLE_JOINTS) | {f"{side}_{name}" for name in SIDE_JOINTS
                                     for side in ("left", "right")}
_FLIPPED = frozenset({"body_turn", "body_side", "pelvis_side", "pelvis_turn", "trunk_side",
                      "trunk_turn", "head_side", "head_turn"})

Joints = Mapping[str, float]
Place = Literal["left_foot", "right_foot", "left_toes", "right_toes", "left_knee", "right_knee",
                "left_hand", "right_hand", "left_thigh", "right_thigh", "seat", "left_side",
                "right_side", "left_ankle", "right_ankle"]
"""A part of the body that touches something."""
Surface = Literal["floor", "mat", "seat", "step", "wall", "roller", "knee", "ankle",
                  "left_thigh", "right_thigh", "left_shin", "right_shin"]
"""What it touches; `seat` is a chair's, `knee` and `ankle` are the other leg's, for an ankle, and a
knee touches a knee; on a thigh or a shin lies a hand."""
_TOUCHED_BY: Mapping[str, tuple[str, ...]] = {
    "knee": ("ankle", "knee"), "ankle": ("ankle",), "thigh": ("hand",), "shin": ("hand",),
    "roller": ("thigh", "shin")}
"""What may lie on what is not a place to stand, kneel, sit or lean on."""
Base = Literal["standing", "sitting", "floor_sitting", "half_kneeling", "side_lying"]
Camera = Literal["front", "left", "right", "half_left", "half_right", "above"]
Prop = Literal["chair", "band", "mat", "roller", "step", "wall"]
Focus = Literal["feet", "legs"]
Muscle = Literal["hip-side", "hip-front", "buttock", "thigh-front", "thigh-back", "thigh-side",
                 "foot"]
Easing = Literal["smooth", "even"]

BASES: Mapping[str, Joints] = {
    "standing": {"left_shoulder_out": 8, "right_shoulder_out": 8,
                 "left_foot_out": 7, "right_foot_out": 7, "left_knee_bend": 4,
                 "right_knee_bend": 4, "left_hip_flex": 2, "right_hip_flex": 2},
    "sitting": {"left_hip_flex": 90, "right_hip_flex": 90, "left_knee_bend": 90,
                "right_knee_bend": 90, "left_hip_out": 6, "right_hip_out": 6,
                "left_foot_out": 7, "right_foot_out": 7, "left_shoulder_flex": 30,
                "right_shoulder_flex": 30, "left_elbow_bend": 50, "right_elbow_bend": 50},
    "floor_sitting": {"left_hip_flex": 90, "right_hip_flex": 90, "left_hip_out": 8,
                      "right_hip_out": 8, "left_shoulder_flex": -25, "right_shoulder_flex": -25},
    "half_kneeling": {"left_hip_flex": 98, "left_knee_bend": 98, "right_hip_flex": 0,
                      "right_knee_bend": 90, "right_ankle_flex": -30, "left_shoulder_flex": 35,
                      "right_shoulder_flex": 25, "left_elbow_bend": 40, "right_elbow_bend": 40},
    "side_lying": {"body_side": 90, "left_hip_flex": 45, "right_hip_flex": 45,
                   "left_knee_bend": 80, "right_knee_bend": 80, "left_shoulder_flex": 120,
                   "left_elbow_bend": 100, "right_shoulder_flex": 20, "right_elbow_bend": 40},
}
"""Where each base begins; a frame says what is otherwise. Half-kneeling is on the right knee,
side-lying on the left side, so that the right leg works."""


class Contact(Part):
    """A part of the body that stays where it is while it touches; what lies on a roller rolls.

    `along`: where a thigh touches or is touched, 0 at its hip, 1 at its knee, beyond that on the
    shin of a straight leg; a shin from its knee.
    """

    place: Place
    on: Surface = "floor"
    along: Annotated[float, Field(ge=0, le=1.2)] = 0.5

    @model_validator(mode="after")
    def _can_touch(self) -> "Contact":
        part, allowed = self.place.rpartition("_")[2], _TOUCHED_BY.get(self.on.rpartition("_")[2])
        if allowed is not None and part not in allowed:
            raise ValueError(f"on {self.on} there may be: {', '.join(allowed)}")
        return self


class Frame(Part):
    """One keyframe: `at` in its cycle, 0-1. Joints that it leaves out are the base's.

    `ahead_m`, `aside_m`: where the middle of the hips is meant to be, towards the mirror and to
    the own left; what touches the floor has the last word. `passing`: on the way to the next one,
    without a stop.
    """

    at: Annotated[float, Field(ge=0, le=1)]
    joints: Mapping[str, Annotated[float, Field(ge=-180, le=180)]] = {}
    contacts: tuple[Contact, ...] = ()
    ahead_m: Annotated[float, Field(ge=-2, le=2)] = 0.0
    aside_m: Annotated[float, Field(ge=-2, le=2)] = 0.0
    passing: bool = False

    @field_validator("joints")
    @classmethod
    def _known(cls, joints: Joints) -> Joints:
        return _known_joints(joints)


class Wrong(Part):
    """One way to do it badly: what its joints add.

    `id` is the fault's, where the exercise has it among its faults. `at`: in which frames; in all
    but the first where it says nothing, and in the only one. `lets_go`: what does not touch then.
    `camera`: from where it is best seen, where that is elsewhere; `focus`: where what is seen tells
    it better than the whole body.
    """

    id: Id
    at: tuple[float, ...] = ()
    joints: Mapping[str, Annotated[float, Field(ge=-180, le=180)]]
    lets_go: tuple[Place, ...] = ()
    camera: Camera | None = None
    focus: Focus | None = None

    @field_validator("joints")
    @classmethod
    def _known(cls, joints: Joints) -> Joints:
        return _known_joints(joints)


class Guide(Part):
    """How an exercise moves. `seconds`: one cycle of the frames.

    `loop`: back to the first frame and again (a repetition); else the last one is held.
    `travels`: the last frame, at 1, is the first one elsewhere, and the next cycle begins there.
    `camera`: from where the movement is best seen, and `focus`: all that is to be seen of the body;
    `telling`: the share of the cycle of which a still is made, where it isn't that of the keyframe
    farthest from the first. `muscles` are lit on the figure.
    """

    base: Base
    camera: Camera = "front"
    focus: Focus | None = None
    telling: Annotated[float, Field(ge=0, le=1)] | None = None
    seconds: Annotated[float, Field(ge=0.5, le=60)]
    loop: bool = True
    travels: bool = False
    easing: Easing = "smooth"
    props: tuple[Prop, ...] = ()
    muscles: tuple[Muscle, ...] = ()
    frames: Annotated[tuple[Frame, ...], Field(min_length=1)]
    wrong: tuple[Wrong, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Guide":
        at = [frame.at for frame in self.frames]
        if at != sorted(set(at)) or at[0] != 0:
            raise ValueError("frames begin at 0 and come one after the other")
        if self.travels and at[-1] < 1:
            raise ValueError("what travels ends with a frame at = 1")
        if self.loop and not self.travels and at[-1] >= 1 and len(at) > 1:
            raise ValueError("a loop ends with its first frame by itself: leave out at = 1")
        return self

    @model_validator(mode="after")
    def _in_use(self) -> "Guide":
        touched = {contact.on for frame in self.frames for contact in frame.contacts}
        if len(set(self.props)) < len(self.props):
            raise ValueError("props: each thing once")
        if "roller" in self.props and "roller" not in touched:
            raise ValueError("props: a roller wants a contact that lies on it")
        at = {frame.at for frame in self.frames}
        for wrong in self.wrong:
            if not set(wrong.at) <= at:
                raise ValueError(f"wrong {wrong.id}: at names frames, which are at "
                                 f"{', '.join(f'{each:g}' for each in sorted(at))}")
            if not wrong.joints and not wrong.lets_go:
                raise ValueError(f"wrong {wrong.id}: nothing is done otherwise")
        return self

    def joints(self, frame: Frame) -> dict[str, float]:
        """All that one frame says, upon its base."""
        return {**BASES[self.base], **frame.joints}

    def between(self, phase: float) -> tuple[int, int, float]:
        """The frames before and after a phase of the cycle (0-1), and how far between, eased."""
        at = [frame.at for frame in self.frames]
        before = max(i for i, start in enumerate(at) if start <= max(0.0, phase))
        last = before == len(at) - 1
        after = (0 if self.loop and not self.travels else before) if last else before + 1
        end = 1.0 if last else at[after]
        share = (min(1.0, phase) - at[before]) / (end - at[before]) if end > at[before] else 0.0
        return before, after, share if self.easing == "even" else _eased(
            share, self.frames[before].passing, self.frames[after].passing)

    def wrongs(self, ids: frozenset[str], number: int) -> dict[str, float]:
        """What some faults add to the joints of one frame."""
        added: dict[str, float] = {}
        for each in self._wrong_in(ids, number):
            for name, deg in each.joints.items():
                added[name] = added.get(name, 0.0) + deg
        return added

    def touching(self, ids: frozenset[str], number: int) -> tuple[Contact, ...]:
        """What touches in one frame, with some faults."""
        free = {place for each in self._wrong_in(ids, number) for place in each.lets_go}
        return tuple(each for each in self.frames[number].contacts if each.place not in free)

    def _wrong_in(self, ids: frozenset[str], number: int) -> Iterator[Wrong]:
        for each in self.wrong:
            here = (self.frames[number].at in each.at if each.at
                    else number > 0 or len(self.frames) == 1)
            if each.id in ids and here:
                yield each


def _eased(share: float, away: float, here: float) -> float:
    """How far on one is (a cubic); `away`, `here`: how fast at either end, 0 is a stop, 1 even."""
    return share * (away + share * (3 - 2 * away - here + share * (away + here - 2)))


def mirrored(joints: Joints) -> dict[str, float]:
    """The same with left and right exchanged."""
    return {_other(name): -deg if name in _FLIPPED else deg for name, deg in joints.items()}


def mirrored_contact(contact: Contact) -> Contact:
    """The same on the other side of the body."""
    return contact.model_copy(update={"place": _other(contact.place), "on": _other(contact.on)})


def _other(name: str) -> str:
    if name.startswith("left_"):
        return "right_" + name.removeprefix("left_")
    return "left_" + name.removeprefix("right_") if name.startswith("right_") else name


def _known_joints(joints: Joints) -> Joints:
    unknown = sorted(set(joints) - JOINTS)
    if unknown:
        raise ValueError(f"no such joint: {', '.join(unknown)}; known are "
                         f"{', '.join(MIDDLE_JOINTS)}, and after left_ or right_: "
                         f"{', '.join(SIDE_JOINTS)}")
    return joints
