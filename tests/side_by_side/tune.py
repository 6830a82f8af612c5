"""The best rules for the plain loop, found on the very films that it is then compared on.

    python -m tests.side_by_side.tune WORK MODEL
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from tests.side_by_side import films
from tests.side_by_side.plain_loop import Seen, seen_in
from tests.side_by_side.score import Scored
from tests.side_by_side.tutorial import ANKLE, TOE, TUTORIAL, Counter, Knees, Rules

Watched = list[tuple[films.Film, list[Seen]]]


def main(work: str, model: str) -> None:
    """Tell the best for counting, then for the knees with these angles."""
    known = films.known(Path(work) / "films")
    watched = [(film, list(seen_in(film.path, model))) for film in known]
    counting = max(_angles(), key=lambda rules: sum(
        scored.counted for scored in _scored(watched, rules)))
    best = max((replace(counting, above=above, spare=spare) for above, spare in product(
        (TOE, ANKLE), np.arange(-0.04, 0.16, 0.01))), key=lambda rules: sum(
            scored.marks.count("right") for scored in _scored(watched, rules)))
    sys.stdout.write(f"{best}\n")


def _angles() -> Iterator[Rules]:
    for space, up_deg, between_deg in product((True, False), range(140, 179, 3), range(5, 60, 3)):
        yield replace(TUTORIAL, space=space, up_deg=up_deg, down_deg=up_deg - between_deg)


def _scored(watched: Watched, rules: Rules) -> Iterator[Scored]:
    for film, looks in watched:
        counter, knees = Counter(rules), Knees(rules)
        for seen in looks:
            angle_deg = seen.angle_deg(space=rules.space)
            counter.update(angle_deg)
            knees.update(seen.time_s, seen.picture.__getitem__, angle_deg)
        yield Scored(film, counter.reps, knees.said)


if __name__ == "__main__":
    main(*sys.argv[1:])
