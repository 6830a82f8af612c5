"""The same film as a slower or irregular camera would have seen it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from mirrorapp.vision.pose import Pose, Sighting

SEED = 5


def variants(film: Sequence[Sighting]) -> dict[str, list[Sighting]]:
    """The film at several rates; 30 a second is interpolated, the others are left out."""
    return {"as filmed (15/s)": list(film), "30/s": doubled(film), "8/s": thinned(film, 8.0),
            "8/s with jitter": thinned(film, 8.0, jitter=0.5), "gaps": gapped(film)}


def thinned(film: Sequence[Sighting], fps: float, jitter: float = 0.0) -> list[Sighting]:
    """Frames about 1/fps apart; `jitter` is by what share of that each may come off."""
    random = np.random.default_rng(SEED)
    kept, due_s = [], film[0].time_s
    for seen in film:
        if seen.time_s >= due_s - 1e-6:
            kept.append(seen)
            due_s += (1 + jitter * random.uniform(-1, 1)) / fps
    return kept


def gapped(film: Sequence[Sighting]) -> list[Sighting]:
    """A third of the frames lost at random, and about every two seconds 0.3 s in one piece."""
    random = np.random.default_rng(SEED)
    return [seen for seen in film
            if random.random() > 1 / 3 and (seen.time_s + 0.7) % 2.1 > 0.3]


def doubled(film: Sequence[Sighting]) -> list[Sighting]:
    """Twice the rate, with a frame half-way between each two."""
    twice: list[Sighting] = []
    for now, then in pairwise(film):
        twice.append(now)
        if now.pose is not None and then.pose is not None:
            twice.append(replace(now, time_s=(now.time_s + then.time_s) / 2,
                                 pose=_between(now.pose, then.pose), second=None))
    return [*twice, film[-1]]


def _between(a: Pose, b: Pose) -> Pose:
    return Pose((a.px + b.px) / 2, (a.visibility + b.visibility) / 2,
                (a.presence + b.presence) / 2, (a.world_m + b.world_m) / 2)
