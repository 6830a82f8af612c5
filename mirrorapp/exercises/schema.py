"""What an exercise's data file may say."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mirrorapp.alignment.knee import Thresholds

_DEFAULT = Thresholds()

Positive = Annotated[float, Field(gt=0, le=60)]
Depth = Annotated[float, Field(gt=0, lt=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Name(_Part):
    """The exercise's name in every language of the mirror."""

    en: Annotated[str, Field(min_length=1, max_length=40)]
    de: Annotated[str, Field(min_length=1, max_length=40)]


class Dose(_Part):
    """How much, and who says so; with `each_side`, so many on either leg."""

    reps: Annotated[int, Field(ge=1, le=100)]
    each_side: bool = False
    source: Literal["LB", "TA", "KV", "app"]


class Judging(_Part):
    """Where one verdict ends and the next begins: `alignment.knee.Thresholds` as data."""

    drifting_deg: Annotated[float, Field(gt=0, lt=45)] = _DEFAULT.drifting_deg
    caving_deg: Annotated[float, Field(gt=0, lt=45)] = _DEFAULT.caving_deg
    out_deg: Annotated[float, Field(gt=-45, lt=0)] = _DEFAULT.out_deg
    judge_from_depth: Depth = _DEFAULT.judge_from_depth

    def thresholds(self) -> Thresholds:
        """As the judge takes them."""
        return Thresholds(**self.model_dump())


class Counting(_Part):
    """When a repetition begins, ends and counts; depths as in `Reading`, times in seconds.

    `stance`: done on both legs, or on one while the other foot is off the floor. What is seen of
    somebody who stands otherwise is neither counted nor judged.
    """

    stance: Literal["both", "single"] = "both"

    enter_depth: Depth = 0.05
    leave_depth: Depth = 0.03
    min_depth: Depth = 0.06
    debounce_s: Positive = 0.15
    min_s: Positive = 0.6
    max_s: Positive = 15.0


class Exercise(_Part):
    """One exercise."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    view: Literal["F"]
    name: Name
    dose: Dose
    thresholds: Judging = Judging()
    counting: Counting = Counting()
