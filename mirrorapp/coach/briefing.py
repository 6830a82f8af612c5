"""What is told of an exercise before it begins: how much, what a side is owed, a harder way where
it went well, and what of it the camera can't tell.
"""

from collections.abc import Collection, Mapping, Sequence

from mirrorapp.coach.marks import marks
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import Advice
from mirrorapp.coach.tasks import Task
from mirrorapp.events import Side
from mirrorapp.exercises.pacing import packaged
from mirrorapp.exercises.schema import Exercise, HoldDose
from mirrorapp.exercises.words import Sentence


def cards(exercise: Exercise, tasks: Sequence[Task], *, well: bool = False,
          longer: bool = False, ease: float = 1.0) -> tuple[Advice, ...]:
    """To be read before these sets of the exercise; `well`: it went well the last time; `longer`:
    its holds are at their longest, but for what a side is owed; `ease`: the share of a hold that
    is asked for.
    """
    ease = ease if exercise.dose.kind == "hold" else 1.0
    told = [_dose(exercise, tasks, ease)]
    if longer and ease == 1.0:
        told += _longer_later(exercise, tasks)
    found = [Advice(f"dose-{exercise.id}", _joined(told), exercise.dose.source)]
    if exercise.harder_way is not None and well:
        harder = _filled(packaged().cards.harder_way, en={"way": exercise.harder_way.en},
                         de={"way": exercise.harder_way.de})
        found.append(Advice(f"harder-{exercise.id}", harder, exercise.source))
    if exercise.unseen is not None:
        found.append(Advice(f"unseen-{exercise.id}", exercise.unseen, "app"))
    return tuple(found)


def went_well(history: Sequence[SessionRecord], exercises: Mapping[str, Exercise],
              before: Collection[str] = ()) -> frozenset[str]:
    """Ids of exercises that were good the last time that it could be told; oldest session first.
    `before`: those that were before these.
    """
    last = dict.fromkeys(before, True)
    for record in history:
        last |= {name: good for name, good in marks(record, exercises).items() if good is not None}
    return frozenset(name for name, good in last.items() if good)


def _dose(exercise: Exercise, tasks: Sequence[Task], ease: float) -> Sentence:
    words, sided = packaged().cards, exercise.sides.kind != "both"
    if exercise.dose.kind == "reps":
        amount, text = tasks[0].reps, words.reps_each if sided else words.reps
    else:
        amount = round(ease * min(task.hold_s for task in tasks))
        text = words.hold_each if sided else words.hold
    sets = tasks[0].set_count
    en, de = (each.format(sets=sets) if sets > 1 else "" for each in (words.times.en,
                                                                       words.times.de))
    told = [_filled(text, {"n": amount, "times": en}, {"n": amount, "times": de})]
    for side, extra_s in _extra_s(tasks).items():
        owed = words.owed_left if side is Side.LEFT else words.owed_right
        told.append(_filled(owed, {"n": round(ease * extra_s)}))
    return _joined(told)


def _longer_later(exercise: Exercise, tasks: Sequence[Task]) -> list[Sentence]:
    """Why a hold that could be at its longest is not: first both sides get the same."""
    dose = exercise.dose
    if not isinstance(dose, HoldDose) or dose.seconds_most is None or not _extra_s(tasks):
        return []
    return [_filled(packaged().cards.longer_later, {"n": round(dose.seconds_most)})]


def _joined(told: Sequence[Sentence]) -> Sentence:
    return Sentence(en=" ".join(each.en for each in told), de=" ".join(each.de for each in told))


def _extra_s(tasks: Sequence[Task]) -> dict[Side, float]:
    """What a side is asked for beyond the other, in the first set."""
    first = {task.side: task.hold_s for task in tasks if task.set_number == 1 and task.side}
    least_s = min(first.values(), default=0.0)
    return {side: held_s - least_s for side, held_s in first.items() if held_s > least_s}


def _filled(text: Sentence, en: Mapping[str, object],
            de: Mapping[str, object] | None = None) -> Sentence:
    return Sentence(en=text.en.format(**en), de=text.de.format(**(en if de is None else de)))
