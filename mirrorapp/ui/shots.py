"""Screenshots of a run: each screen once, and each repetition once near its bottom."""

import logging
from collections.abc import Callable
from pathlib import Path

from mirrorapp.coach.state import Phase
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.crop import STANDING

# Depths, as in `Reading`.
_log = logging.getLogger(__name__)
NEAR_BOTTOM = 0.12  # a knee bend of 70° is about 0.18
RISING = 0.01  # so much less than the deepest means that the bottom has been passed

SETTLED = 5  # beats that a screen is shown before its picture is taken


class Shots:
    """Decides when to save what: home, get-ready, session-1, session-2 …, summary (.png)."""

    def __init__(self, folder: Path, save: Callable[[Path], None]) -> None:
        self._folder = folder
        self._save = save
        self._taken: set[str] = set()
        self._phase: Phase | None = None
        self._shown = 0
        self._deepest = 0.0

    def shown(self, snapshot: Snapshot) -> None:
        """Tell it what the window shows just now."""
        phase = snapshot.coach.phase
        self._shown = self._shown + 1 if phase is self._phase else 0
        self._phase = phase
        name = self._session(snapshot) if phase is Phase.ACTIVE else self._still(phase)
        if name and name not in self._taken:
            self._taken.add(name)
            self._take(name)

    def _take(self, name: str) -> None:
        """A picture that can't be saved ends no session."""
        try:
            self._save(self._folder / f"{name}.png")
        except OSError as error:
            _log.error("The screenshot %s.png can't be saved in %s: %s. Make room there, or name "
                       "another folder with --screenshots.", name, self._folder, error.strerror)

    def _still(self, phase: Phase) -> str:
        if self._shown < SETTLED or phase is Phase.PAUSED:
            return ""
        return phase.value.replace("_", "-")

    def _session(self, snapshot: Snapshot) -> str:
        """By the bottom of a repetition the marks and the cue have made up their minds."""
        depth = (snapshot.reading.depth if snapshot.reading else None) or 0.0
        self._deepest = 0.0 if depth < STANDING else max(self._deepest, depth)
        passed = self._deepest > NEAR_BOTTOM and depth < self._deepest - RISING
        return f"session-{snapshot.coach.reps + 1}" if passed else ""
