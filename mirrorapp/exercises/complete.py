"""What an exercise or a routine must say beyond its shape, so that it can be taught and is safe."""

from collections.abc import Iterator

from pydantic import BaseModel

from mirrorapp.alignment.signals import Signal
from mirrorapp.exercises.schema import Exercise
from mirrorapp.exercises.words import Name, Sentence, Step

LANGUAGES = ("en", "de")
_TELL_HIPS = (Signal.DEPTH, Signal.KNEE_LIFT, Signal.FOLD)
"""What is counted where they are told: see `Doing.tells_hips`."""
LONG_HOLD_S = 60.0
"""Who holds as long as this with head and hands down can't answer: it needs the ease guard."""


def lacks(exercise: Exercise) -> Iterator[str]:
    """What an exercise lacks, in words that go behind its file's name."""
    dose, counting = exercise.dose, exercise.counting
    if exercise.about is None:
        yield "lacks about: what it is good for, and what is done"
    if not exercise.steps:
        yield "lacks steps: nobody is told what to do"
    if exercise.judges_knees and [fault.id for fault in exercise.faults][:1] != ["knee-in"]:
        yield "judges knees, so its first fault must be knee-in"
    if _on_one_leg(exercise) and not exercise.support:
        yield "is done on one leg, so it must say support = true"
    if dose.kind == "reps" and not exercise.judged and not counting.touch:
        yield "is counted and not judged, so it must say counting.touch = true"
    if dose.kind == "hold" and dose.seconds >= LONG_HOLD_S and not dose.ease:
        yield f"is held for {LONG_HOLD_S:.0f} s or more, so it must say dose.ease = true"
    if _judges_hips(exercise) and not _tells_hips(exercise):
        yield ("judges hips by pelvis_deg, which takes a foot off the floor: it must say "
               'counting.stance = "single" or knees = "stance", and count repetitions by '
               "depth, knee_lift or fold")
    yield from untranslated(exercise)


def counted(exercise: Exercise) -> bool:
    """Whether the camera counts its repetitions while the user faces it, as a check needs."""
    return exercise.dose.kind == "reps" and exercise.view == "F"


def _on_one_leg(exercise: Exercise) -> bool:
    return exercise.counting.stance == "single" or exercise.knees in ("stance", "leading")


def _judges_hips(exercise: Exercise) -> bool:
    return any(fault.signal is Signal.PELVIS_DEG for fault in exercise.faults)


def _tells_hips(exercise: Exercise) -> bool:
    one_leg = exercise.counting.stance == "single" or exercise.knees == "stance"
    counted = exercise.dose.kind == "reps" and exercise.counting.signal in _TELL_HIPS
    return one_leg and counted


def untranslated(part: BaseModel, key: str = "") -> Iterator[str]:
    """Every line that one language has and another has not."""
    if isinstance(part, Step) and bool(part.en.more) is not bool(part.de.more):
        yield f"has {key}.more in one language only"
    for name, value in part:
        for at, each in enumerate(value if isinstance(value, tuple) else (value,), start=1):
            if isinstance(each, BaseModel):
                place = f"{name}[{at}]" if isinstance(value, tuple) else name
                yield from untranslated(each, f"{key}.{place}" if key else place)


def languages(part: BaseModel) -> tuple[str, ...]:
    """In which languages every line is there that any of them has."""
    steps = [each for each in sayings(part) if isinstance(each, Step)]
    full = [each for each in steps if any(getattr(each, one).more for one in LANGUAGES)]
    return tuple(one for one in LANGUAGES if all(getattr(each, one).more for each in full))


def sayings(part: BaseModel) -> Iterator[Name | Sentence | Step]:
    """Everything in it that a user may be shown."""
    if isinstance(part, Name | Sentence | Step):
        yield part
        return
    for _, value in part:
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, BaseModel):
                yield from sayings(each)
