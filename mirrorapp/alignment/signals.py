"""What of a body can be followed beside its knees: names that exercises count and hold by."""

from enum import StrEnum


class Signal(StrEnum):
    """A number read off one pose; lengths are in the user's own shanks, `_deg` in degrees.

    With a side where it says "the leg": that of the user's own side which works.
    """

    DEPTH = "depth"
    """How far both hips have come down, or on one leg that leg's: `Reading.depth`."""
    FOOT_LIFT = "foot_lift"
    """How much higher the other foot is than the leg's own."""
    KNEE_LIFT = "knee_lift"
    """How far the other knee has come up towards its hip: 0 hanging, 1 level with it."""
    RISE = "rise"
    """How much higher the hips are than where they were at first."""
    LOWERING = "lowering"
    """How much lower the hips are than where they were at first, the leg's foot staying put."""
    STANCE_WIDTH = "stance_width"
    """Between the ankles."""
    APPROACH = "approach"
    """How much larger the user looks than at first: .2 is a fifth nearer."""
    KNEE_GAP = "knee_gap"
    """Between the knees, wherever they are in the picture."""
    HINGE_DEG = "hinge_deg"
    """Seen from the side: between trunk and thigh, 0 upright, 90 folded at the hips."""
    KNEE_BEND_DEG = "knee_bend_deg"
    """Seen from the side: of the leg."""
    TRUNK_DEG = "trunk_deg"
    """How far the trunk is out of upright in the picture, whichever way."""
    FOLD = "fold"
    """How much shorter the trunk looks than at first: whoever leans to the camera looks shorter."""
    FOOT_AHEAD = "foot_ahead"
    """How much nearer to the camera the leg's foot is than the other, + = nearer."""
    ANKLE_ON_KNEE = "ankle_on_knee"
    """From the leg's ankle to the other knee: near 0 with the ankle laid on it."""
    KNEE_DOWN = "knee_down"
    """How much lower the leg's knee is than the other one: kneeling on it."""
    PELVIS_DEG = "pelvis_deg"
    """How far the other side of the pelvis is lower than the leg's: + = dropped."""
