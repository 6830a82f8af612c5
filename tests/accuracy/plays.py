"""A film of `one_leg_films` as a set of its own leg: what is read, said and counted."""

import json
from pathlib import Path
from typing import Any

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.coach import runs
from mirrorapp.coach.records import Repetition
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.events import Side
from mirrorapp.exercises.schema import Exercise
from tests.accuracy import actors, one_leg_films


class Played:
    """`read`: each reading, and how far the trunk is folded then, degrees; `said`: when, and what.
    """

    def __init__(self, path: Path, exercise: Exercise, side: Side) -> None:
        assert json.loads(path.with_suffix(".json").read_text())["flip"] is (side is Side.LEFT)
        self.side = side
        self.read: list[tuple[Reading, float]] = []
        self.said: list[tuple[float, str]] = []
        aligner = Aligner()
        judge_by(aligner, exercise, side)
        aligner.start_set()
        run = runs.begin(next(each for each in of_exercise(exercise) if each.side is side),
                         None, 1.0)
        first: dict[str, Any] | None = None
        for sighting, true in actors.seen(path, one_leg_films.STOOD):
            first = first or true
            reading = aligner.read(sighting)
            run.update(reading, 1 / one_leg_films.FPS)
            state = run.show(live=True)
            self.read.append((reading, true["fold_deg"] - first["fold_deg"]))
            words = [state.cue.value] if state.cue else [state.fault.en.text] if state.fault else []
            self.said += [(sighting.time_s, word) for word in words]
        assert run.record is not None
        self.reps = run.record.reps

    @property
    def rep(self) -> Repetition:
        """The only one."""
        (rep,) = self.reps
        return rep
