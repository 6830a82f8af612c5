"""What the table of safety may say (config/safety.toml): every rule is a row with its source."""

from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mirrorapp import config
from mirrorapp.exercises import mistakes
from mirrorapp.exercises.words import Id, Part, Sentence, Source

FILE = "safety.toml"
Pain = Annotated[int, Field(ge=0, le=10)]
Weeks = Annotated[int, Field(ge=1, le=52)]
Share = Annotated[float, Field(gt=0, le=1)]


class Rule(Part):
    """What every row has: `text` is what the user is told, and says what to do."""

    id: Id
    source: Source
    text: Sentence


class AskRule(Rule):
    """A question before the first session. "Yes" stops it, until a professional has been asked."""

    kind: Literal["ask"]
    question: Sentence


class StopRule(Rule):
    """Pain at which the session ends: so much (0-10), or so much more than before it."""

    kind: Literal["stop"]
    pain: Pain | None = None
    more: Pain | None = None

    @model_validator(mode="after")
    def _one(self) -> "StopRule":
        if (self.pain is None) is (self.more is None):
            raise ValueError("a stop rule has either pain or more")
        return self


class LighterRule(Rule):
    """The session after too much is lighter; by how much is in `coach.tasks`."""

    kind: Literal["lighter"]
    when: Literal["sore", "stopped"]


class HoldRule(Rule):
    """Told before holds of `from_s` seconds or more."""

    kind: Literal["hold"]
    from_s: Annotated[float, Field(ge=1, le=600)]


class _ReferRule(Rule):
    """See a professional: checked after `from_week` weeks, then `again_weeks` after it was read."""

    from_week: Weeks
    again_weeks: Weeks


class PainRule(_ReferRule):
    """Pain is not better: not at least `less_by` below week 1's median, and above `above`."""

    kind: Literal["refer-pain"]
    less_by: Pain
    above: Pain


class AlignmentRule(_ReferRule):
    """Alignment is not better: of a check, else of the verdicts of judged repetitions.

    `fine_deg`: a knee that moves in by no more is straight enough; `fine_share`: so is an
    exercise with so many of its repetitions good. `reps_least`: fewer tell nothing.
    """

    kind: Literal["refer-alignment"]
    check: Id
    fine_deg: Annotated[float, Field(gt=0, lt=45)]
    fine_share: Share
    reps_least: Annotated[int, Field(ge=2, le=1000)]


class TellRule(Rule):
    """Told without being asked: always, or before exercises of a kind.

    `band`: done with one; `one-leg`: with support within reach; `slow`: of repetitions whose phases
    have that tempo, in seconds, which goes with `slow` alone; `squat`: of knee bends.
    """

    kind: Literal["tell"]
    when: Literal["always", "band", "one-leg", "slow", "squat"]
    down_s: Annotated[float, Field(gt=0, le=10)] | None = None
    hold_s: Annotated[float, Field(ge=0, le=10)] | None = None
    up_s: Annotated[float, Field(gt=0, le=10)] | None = None


AnyRule = Annotated[
    AskRule | StopRule | LighterRule | HoldRule | PainRule | AlignmentRule | TellRule,
    Field(discriminator="kind")]


class Clearing(Part):
    """How somebody who was told to see a professional first may begin: by a second "yes".

    `text` is said of an answer whose rule is not in the table any more.
    """

    id: Id
    source: Source
    question: Sentence
    text: Sentence


class Safety(Part):
    """The whole table."""

    clearing: Clearing
    rules: Annotated[tuple[AnyRule, ...], Field(min_length=1)]

    @cached_property
    def stops(self) -> tuple[StopRule, ...]:
        """The rows that stop, in their order."""
        return tuple(rule for rule in self.rules if isinstance(rule, StopRule))

    @model_validator(mode="after")
    def _each_once(self) -> "Safety":
        ids = [self.clearing.id, *(rule.id for rule in self.rules)]
        if twice := {each for each in ids if ids.count(each) > 1}:
            raise ValueError(f"ids are there once, not twice: {', '.join(sorted(twice))}")
        return self


def load(path: Path | None = None) -> Safety:
    """The table of safety. Raises `ExerciseError`."""
    return mistakes.read(path or config.data_dir() / FILE, Safety, "table")


@cache
def packaged() -> Safety:
    """The table that comes with the mirror, read once. Raises `ExerciseError`."""
    return load()
