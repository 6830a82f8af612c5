"""Whether what a process holds grows: what it held at times, and how much more that is an hour."""

import gc
import logging
import sys
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import psutil
import pytest

_PROCESS = psutil.Process()


@dataclass(frozen=True, slots=True)
class Held:
    """At a time: bytes of memory (RSS), bytes that Python was asked for and has not been given back
    since it was watched (`tracemalloc`; 0 before), its small blocks of memory, and its objects.
    """

    time_s: float
    rss: int
    traced: int
    blocks: int
    objects: int


def held(time_s: float) -> Held:
    """Just now, without what nobody needs any more."""
    gc.collect()
    traced = tracemalloc.get_traced_memory()[0] if tracemalloc.is_tracing() else 0
    return Held(time_s, _PROCESS.memory_info().rss, traced, sys.getallocatedblocks(),
                len(gc.get_objects()))


def an_hour(samples: Sequence[Held], what: str) -> float:
    """How much more of `what` an hour, by least squares."""
    hours = [each.time_s / 3600.0 for each in samples]
    return float(np.polyfit(hours, [getattr(each, what) for each in samples], 1)[0])


def unlogged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Log nothing from here on: pytest keeps every line."""
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
