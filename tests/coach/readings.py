"""Readings made by hand, for what does not look at the body itself."""

from collections.abc import Iterator
from typing import Any

from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal

FPS = 10


def reading(time_s: float, **told: Any) -> Reading:
    """Somebody who stands before the mirror, unless something else is told."""
    return Reading(time_s, 720, 1280, **{"view": "F", "standing": True, **told})


def nobody(time_s: float) -> Reading:
    """An empty mirror."""
    return reading(time_s, refusal=Refusal.NO_PERSON, standing=False, view=None)


def times(seconds: float, start_s: float = 0.0) -> Iterator[float]:
    """Ten a second."""
    return (start_s + i / FPS for i in range(int(seconds * FPS)))
