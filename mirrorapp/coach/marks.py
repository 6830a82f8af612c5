"""Whether an exercise went well in a session: on both sides, in full, with pain not up."""

from collections.abc import Mapping, Sequence

from mirrorapp.coach.records import Asked, Outcome, SessionRecord, SetRecord
from mirrorapp.coach.safety import stop
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.pacing import packaged
from mirrorapp.exercises.schema import Exercise


def marks(record: SessionRecord, exercises: Mapping[str, Exercise]) -> dict[str, bool | None]:
    """Of each exercise that was done, by id. True: good; False: not; None: it can't be told.

    That is: too little was judged, or the exercise was left out or the session broken off before
    it was done. A bad day costs nothing.
    """
    done: dict[str, list[SetRecord]] = {}
    for each in record.sets:
        if each.exercise in exercises:
            done.setdefault(each.exercise, []).append(each)
    hurt = pain_up(record)
    return {name: _mark(record, sets, exercises[name], hurt=hurt) for name, sets in done.items()}


def _mark(record: SessionRecord, sets: Sequence[SetRecord], exercise: Exercise, *,
          hurt: bool) -> bool | None:
    if not any(each.begun for each in sets):
        return None
    if hurt:
        return False
    form = _form(sets) if exercise.judges_knees else True
    if form is False:
        return False
    if not _in_full(record, sets, exercise):
        given_up = record.outcome is Outcome.COMPLETED and exercise.id not in record.skipped
        return False if given_up else None
    return form


def pain_up(record: SessionRecord) -> bool:
    """Whether it hurt more than before, was too sore, or had to be stopped."""
    asked = record.asked
    return (record.pain or asked.sore is True or stop(asked) is not None
            or (asked.pain_before is not None and asked.pain_after is not None
                and asked.pain_after > asked.pain_before))


def eased(row: Sequence[Asked]) -> bool:
    """Whether it does not hurt more after the sessions in which this was answered than before
    them; what was not answered is not more.
    """
    told = [pain for each in row for pain in (each.pain_before, each.pain_after)
            if pain is not None]
    return not told or told[-1] <= told[0]


def _form(sets: Sequence[SetRecord]) -> bool | None:
    """By the knees' verdicts, each side by itself; None where too few were judged."""
    rule = packaged().progress
    enough = True
    for side in Side:
        said = [(rep.left if side is Side.LEFT else rep.right).verdict for each in sets
                for rep in each.reps if (rep.side or each.side or side) is side]
        told = len(said) - said.count(Verdict.CANNOT_JUDGE)
        off = said.count(Verdict.DRIFTING) + said.count(Verdict.FALLING_OUT)
        if Verdict.CAVING_IN in said or off > rule.off_share * told:
            return False
        enough = enough and told >= rule.judged_share * len(said)
    return True if enough and any(each.reps for each in sets) else None


def _in_full(record: SessionRecord, sets: Sequence[SetRecord], exercise: Exercise) -> bool:
    """Every set complete, and both sides done; of a session broken off, as many as the dose."""
    if not all(each.complete for each in sets):
        return False
    done = [each.side for each in sets]
    least = 1 if record.outcome is Outcome.COMPLETED else exercise.dose.sets
    sides: tuple[Side | None, ...] = (None,) if exercise.sides.kind == "both" else tuple(Side)
    return all(done.count(None) + (side is not None and done.count(side)) >= least
               for side in sides)
