"""The programme's numbers and words (config/programme.toml)."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from mirrorapp import config
from mirrorapp.exercises import mistakes
from mirrorapp.exercises.rules import Pain, Share, Weeks
from mirrorapp.exercises.words import Part, Sentence

FILE = "programme.toml"
Days = Annotated[int, Field(ge=1, le=365)]
Times = Annotated[int, Field(ge=1, le=20)]


class Pace(Part):
    """`days` a week; `fewer` from `fewer_from_week` on, once pain has gone down.

    That is: the median of the last `window_days` days, of `answers_least` answers or more, is at
    most `pain_most` and at least `less_by` below that of the first week. With fewer days, no more
    than `in_a_row` one after the other. `missed_most` missed days in seven break no streak.
    """

    days: Annotated[int, Field(ge=2, le=6)]
    fewer: Annotated[int, Field(ge=2, le=6)]
    in_a_row: Annotated[int, Field(ge=1, le=6)]
    missed_most: Annotated[int, Field(ge=0, le=6)]
    fewer_from_week: Weeks
    window_days: Days
    answers_least: Times
    pain_most: Pain
    less_by: Pain


class Progress(Part):
    """A harder exercise after `good` good sessions in a row, an easier one after `bad` others.

    Good: no knee caves in, at most `off_share` of a side's judged repetitions drift or fall out,
    the planned amount is done, and pain is not up. Fewer repetitions judged than `judged_share`
    tell nothing.
    """

    good: Times
    bad: Times
    off_share: Annotated[float, Field(ge=0, lt=1)]
    judged_share: Share


class Checks(Part):
    """The week from which on the band's check is due; how often is the plan's to say."""

    band_from_week: Weeks


class Adherence(Part):
    """Over the last `days`; nothing is told in the first `from_days`."""

    days: Days
    from_days: Days


class Owed(Part):
    """Seconds: the most that are carried on, the most of them that are asked for in one session,
    and what is too little to matter.
    """

    most_s: Annotated[float, Field(ge=0, le=600)]
    asked_most_s: Annotated[float, Field(ge=0, le=120)]
    least_s: Annotated[float, Field(gt=0, le=60)]


class Breath(Part):
    """After holds of at least `least_s` in all it is asked about; not easy, later ones are this
    `share` as long, in the session and from then on, until it was easy again in a later one.
    """

    share: Annotated[float, Field(gt=0, le=1)]
    least_s: Annotated[float, Field(gt=0, le=60)]


class Texts(Part):
    """Why the programme changes; `{before}` and `{after}` are names of exercises."""

    harder: Sentence
    easier: Sentence
    joins: Sentence
    longer: Sentence
    shorter: Sentence
    fewer_days: Sentence
    more_days: Sentence
    whole_plan: Sentence
    rest_moved: Sentence

    @model_validator(mode="after")
    def _named(self) -> "Texts":
        for text in (self.harder, self.easier, self.joins):
            for words in (text.en, text.de):
                if "{before}" not in words or "{after}" not in words:
                    raise ValueError("harder, easier and joins name {before} and {after}")
        for text in (self.longer, self.shorter):
            if "{before}" not in text.en or "{before}" not in text.de:
                raise ValueError("longer and shorter name {before}")
        return self


class Cards(Part):
    """What is read of an exercise's amount: `{n}` repetitions or seconds, as many `{times}` as
    there are `{sets}`, `{n}` seconds owed or for later, `{way}`.
    """

    reps: Sentence
    reps_each: Sentence
    hold: Sentence
    hold_each: Sentence
    times: Sentence
    owed_left: Sentence
    owed_right: Sentence
    longer_later: Sentence
    harder_way: Sentence


class Pacing(Part):
    """All of it."""

    pace: Pace
    progress: Progress
    checks: Checks
    adherence: Adherence
    owed: Owed
    breath: Breath
    texts: Texts
    cards: Cards


def load(path: Path | None = None) -> Pacing:
    """The programme's numbers and words. Raises `ExerciseError`."""
    return mistakes.read(path or config.data_dir() / FILE, Pacing, "programme")


@cache
def packaged() -> Pacing:
    """Those that come with the mirror, read once. Raises `ExerciseError`."""
    return load()
