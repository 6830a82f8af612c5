"""Who trains here: one of several people in the house, with all that the coach needs of them."""

from dataclasses import dataclass, field
from datetime import datetime

from mirrorapp.events import Flag


@dataclass(frozen=True, slots=True)
class Screening:
    """What was answered before the first session: ids of questions (config/safety.toml) with "yes".

    `cleared`: somebody was told to see a professional first, has done so, and said so.
    """

    asked: datetime
    yes: frozenset[str] = frozenset()
    cleared: datetime | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One user. `depth_most`: how deep squats may go without discomfort, as in `Reading`.

    `flags`: what they should not be asked to do. `acknowledged`: which referrals they have seen,
    by rule id, and when.
    """

    id: str
    name: str = ""
    height_cm: int | None = None
    depth_most: float | None = None
    flags: frozenset[Flag] = frozenset()
    share_health: bool = False
    screening: Screening | None = None
    acknowledged: dict[str, datetime] = field(default_factory=dict)
