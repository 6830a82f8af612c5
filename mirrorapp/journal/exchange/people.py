"""Who trains, and what they answered, acknowledged and made a rest day."""

from typing import ClassVar

from mirrorapp.config import Slug
from mirrorapp.journal.exchange.keys import Day, Moment, Row, Whole, key

_NOT_CLEARED = "nobody said so"


class Profile(Row):
    """Somebody who trains, as it was answered last."""

    table: ClassVar[str] = "profile"
    identity: ClassVar[tuple[str, ...]] = ("id",)
    as_text: ClassVar[frozenset[str]] = frozenset({"flags", "screening_yes", "acknowledged"})

    id: Slug = key("what sessions call them")
    name: str = key("what the screen calls them")
    height_cm: Whole | None = key("how tall they are", "cm", "not told")
    depth_most: float | None = key("how deep squats may go, as a repetition's depth", "1",
                                   "as deep as the exercise says")
    flags: tuple[str, ...] = key("what they should not be asked to do: kneeling_hurts, "
                                 "kneecap_pain, floor_is_hard, balance")
    share_health: bool = key("whether knees and pain may go to the hub")
    screening_asked: Moment | None = key("when health was last asked about", null="not yet")
    screening_yes: tuple[str, ...] = key("ids of its questions with “yes” (config/safety.toml)")
    screening_cleared: Moment | None = key("when a professional was seen, as they said",
                                           null=_NOT_CLEARED)
    acknowledged: dict[str, Moment] = key("ids of rules whose advice was read, and when last")
    saved: Moment = key("when it was last written")


class Screening(Row):
    """All that was ever answered about health."""

    table: ClassVar[str] = "screened"
    identity: ClassVar[tuple[str, ...]] = ("profile", "asked")
    as_text: ClassVar[frozenset[str]] = frozenset({"yes"})

    profile: Slug = key("whose")
    asked: Moment = key("when")
    yes: tuple[str, ...] = key("ids of the questions with “yes” (config/safety.toml)")
    cleared: Moment | None = key("when a professional was seen, as they said", null=_NOT_CLEARED)


class Acknowledgement(Row):
    """Advice that was read, each time."""

    table: ClassVar[str] = "acknowledged"
    identity: ClassVar[tuple[str, ...]] = ("profile", "rule", "at")

    profile: Slug = key("who read it")
    rule: str = key("id of the rule that gave it (config/safety.toml)")
    at: Moment = key("when")


class SkippedDay(Row):
    """A day that was made a rest day by hand."""

    table: ClassVar[str] = "skipped_day"
    identity: ClassVar[tuple[str, ...]] = ("profile", "day")

    profile: Slug = key("whose")
    day: Day = key("the day, where the mirror is")
