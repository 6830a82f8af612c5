"""What an exercise's data file may say."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from mirrorapp.alignment.knee import Thresholds
from mirrorapp.alignment.signals import Signal
from mirrorapp.events import Flag, Side
from mirrorapp.exercises.guide import Guide
from mirrorapp.exercises.words import Id, Name, Part, Sentence, Source, Step

_DEFAULT = Thresholds()

View = Literal["F", "S", "T"]
"""F: judged live, facing the mirror. S: live, side-on. T: timed, not judged."""
Positive = Annotated[float, Field(gt=0, le=60)]
Seconds = Annotated[float, Field(ge=1, le=600)]
Depth = Annotated[float, Field(gt=0, lt=1)]
Kit = Literal["chair", "mat", "band", "roller", "wall", "step"]
Group = Literal["stretch", "roll", "strength", "mobility", "retraining"]


class RepDose(Part):
    """So many repetitions, on either leg where sides take turns."""

    kind: Literal["reps"]
    reps: Annotated[int, Field(ge=1, le=100)]
    sets: Annotated[int, Field(ge=1, le=10)] = 1
    rest_s: Seconds = 30.0
    source: Source


class HoldDose(Part):
    """Held for `seconds`, up to `seconds_most`; with `ease`, breath and ease are asked for."""

    kind: Literal["hold"]
    seconds: Seconds
    seconds_most: Seconds | None = None
    sets: Annotated[int, Field(ge=1, le=10)] = 1
    rest_s: Seconds = 15.0
    ease: bool = False
    source: Source

    @model_validator(mode="after")
    def _ordered(self) -> "HoldDose":
        if self.seconds_most is not None and self.seconds_most < self.seconds:
            raise ValueError("seconds_most is at least seconds")
        return self


class TimedDose(Part):
    """The phases, one after the other, `rounds` times: by the clock, not judged."""

    kind: Literal["timed"]
    rounds: Annotated[int, Field(ge=1, le=60)] = 1
    sets: Annotated[int, Field(ge=1, le=10)] = 1
    rest_s: Seconds = 30.0
    source: Source


Dose = Annotated[RepDose | HoldDose | TimedDose, Field(discriminator="kind")]


class Sides(Part):
    """`both` at once; `each` leg in turn, or each of two `directions`, beginning with `first`.

    `signal`: what of a timed exercise tells the side: at least `least` for the leg that works, and
    as far below 0 where the other one does. In between, and without a signal, nothing is told.
    """

    kind: Literal["both", "each", "directions"] = "both"
    first: Side = Side.RIGHT
    signal: Signal | None = None
    least: Annotated[float, Field(gt=0, le=180)] = 1.0

    @model_validator(mode="after")
    def _told(self) -> "Sides":
        if ("signal" in self.model_fields_set) != ("least" in self.model_fields_set):
            raise ValueError("signal and least come together")
        if self.signal is not None and self.kind != "each":
            raise ValueError("a signal tells which leg works, each in its turn")
        return self


LEAVE = "leave"
"""The id of a hold's phase that comes when it is over."""


class Phase(Part):
    """A stretch of time that is announced: of a repetition its tempo, of a roll one line, of a hold
    what comes next in it, and `LEAVE` how to come out of it.
    """

    id: Id
    seconds: Annotated[float, Field(gt=0, le=600)]
    words: Step
    source: Source = "app"


class Judging(Part):
    """Where one verdict ends and the next begins: `alignment.knee.Thresholds` as data."""

    drifting_deg: Annotated[float, Field(gt=0, lt=45)] = _DEFAULT.drifting_deg
    caving_deg: Annotated[float, Field(gt=0, lt=45)] = _DEFAULT.caving_deg
    out_deg: Annotated[float, Field(gt=-45, lt=0)] = _DEFAULT.out_deg
    judge_from_depth: Depth = _DEFAULT.judge_from_depth

    def thresholds(self) -> Thresholds:
        """As the judge takes them."""
        return Thresholds(**self.model_dump())


class Counting(Part):
    """When a repetition begins, ends and counts, by a signal that comes and goes; times in seconds.

    `stance`: done on both legs, or on one while the other foot is off the floor. What is seen of
    somebody who stands otherwise is neither counted nor judged. `signal` other than `depth` is
    counted by its excursions beyond `enter`, back within `leave`. `touch`: one more by a touch,
    where the camera can't count. `short`: what is said when some in a row don't reach `least`.
    """

    signal: Signal = Signal.DEPTH
    stance: Literal["both", "single"] = "both"
    touch: bool = False

    enter: Annotated[float, Field(gt=0, le=180)] = 0.05
    leave: Annotated[float, Field(gt=0, le=180)] = 0.03
    least: Annotated[float, Field(gt=0, le=180)] = 0.06
    debounce_s: Positive = 0.15
    min_s: Positive = 0.6
    max_s: Positive = 15.0
    short: Step | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Counting":
        if not self.leave <= self.enter <= self.least:
            raise ValueError("leave, enter and least grow in this order")
        return self


class Need(Part):
    """What must be seen for a hold's time to count, from one view, and what to say where it isn't.

    Between `least` and `most`; at least one of the two is there.
    """

    view: Literal["F", "S"]
    signal: Signal
    least: float | None = None
    most: float | None = None
    words: Step

    @model_validator(mode="after")
    def _bounded(self) -> "Need":
        if self.least is None and self.most is None:
            raise ValueError("least or most is needed")
        return self


class Fault(Part):
    """What may go wrong and is seen by the camera; in a file the most important comes first.

    `knee_in` and `knee_out` are the knees' verdicts and have words of their own for each leg; any
    other is a signal beyond `least` or below `most`, for `for_s`. `sure`: up to here it is
    certainly not there; between it and the limit nothing is said, no praise either.
    """

    id: Id
    view: Literal["F", "S"] = "F"
    signal: Signal | None = None
    least: float | None = None
    most: float | None = None
    sure: float | None = None
    for_s: Positive = 0.4
    words: Step | None = None
    source: Source = "app"

    @model_validator(mode="after")
    def _whole(self) -> "Fault":
        if self.id in ("knee-in", "knee-out"):
            return self
        if self.signal is None or (self.least is None and self.most is None):
            raise ValueError("a fault needs a signal, and least or most")
        if self.words is None:
            raise ValueError("a fault needs words")
        if self.sure is not None and ((self.least is not None and self.sure > self.least)
                                      or (self.most is not None and self.sure < self.most)):
            raise ValueError("sure is on the good side of least and most")
        return self


class Caution(Part):
    """Who should leave it out or ask first; `flag`: for whom the mirror leaves it out itself."""

    text: Sentence
    source: Source
    flag: Flag | None = None


class Exercise(Part):
    """One exercise.

    `view` is what the camera judges it from, `also` another view that is accepted. `knees`: whose
    lane is judged from F: both, that of the leg stood on, of the one that leads, or none; of the
    one that bears in a walk it is read, and not judged. `trend`: told with little confidence, as a
    trend only; `noise_deg`: what it differs by from day to day where nothing has changed (SEM).
    `lying`: the user can't see the glass and is guided by sound. `support`: on one leg, with
    something to hold within reach. `arms_crossed`: before the chest, so that crossed arms do not
    pause it. `harder` and `easier` are ids of other exercises; `harder_way` is a harder way to do
    this one. `unseen`: what of it the camera can't tell, and the user has to mind.
    """

    id: Id
    group: Group = "retraining"
    source: Source = "app"
    view: View
    also: tuple[Literal["F", "S"], ...] = ()
    knees: Literal["both", "stance", "leading", "bearing", "none"] = "none"
    trend: bool = False
    noise_deg: Annotated[float, Field(gt=0, le=20)] | None = None
    lying: bool = False
    support: bool = False
    arms_crossed: bool = False
    kit: tuple[Kit, ...] = ()
    name: Name
    about: Sentence | None = None
    steps: tuple[Step, ...] = ()
    dose: Dose
    sides: Sides = Sides()
    phases: tuple[Phase, ...] = ()
    thresholds: Judging = Judging()
    counting: Counting = Counting()
    needs: tuple[Need, ...] = ()
    faults: tuple[Fault, ...] = ()
    cautions: tuple[Caution, ...] = ()
    harder: Id | None = None
    easier: Id | None = None
    harder_way: Sentence | None = None
    unseen: Sentence | None = None
    guide: Guide | None = None

    @property
    def views(self) -> tuple[View, ...]:
        """Every view it can be done in; with T alone it is timed, not judged."""
        return (self.view, *self.also)

    @property
    def judged(self) -> bool:
        """Whether the camera judges or checks anything of it."""
        return self.view != "T"

    @property
    def judges_knees(self) -> bool:
        """Whether a verdict is given of any knee."""
        return self.knees not in ("none", "bearing")

    @model_validator(mode="after")
    def _fits(self) -> "Exercise":
        if self.dose.kind == "timed" and not self.phases:
            raise ValueError("a timed dose needs phases")
        seen = {need.view for need in self.needs} | {fault.view for fault in self.faults}
        if not seen <= set(self.views):
            raise ValueError("needs and faults are seen from the exercise's own views")
        if self.sides.signal is not None and self.judged:
            raise ValueError("sides.signal is for what is timed, not judged")
        if self.knees != "none" and "F" not in self.views:
            raise ValueError("knees are judged from F")
        if self.trend != (self.noise_deg is not None) or self.trend != (self.knees == "bearing"):
            raise ValueError("a trend is of knees that bear, and has its noise_deg")
        return self
