"""Plays the mirror's tones, on a thread of their own: nothing waits for a loudspeaker.

Without a program that plays them, or without a loudspeaker, the mirror stays silent and says so
once in the log.
"""

import logging
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from queue import Full, Queue
from threading import Thread
from time import monotonic
from typing import Protocol

from mirrorapp.coach.state import CoachState, Tone
from mirrorapp.ui import tones
from mirrorapp.ui.loudspeaker import Loudspeaker

_log = logging.getLogger(__name__)
_WAITING_MOST = 2
"""More tones than that at once say nothing; what is late is left out."""
LATE_S = 0.5
_LAST_S = 1.5
"""So long the last tone may be heard while everything is put away."""


class Speaker(Protocol):
    """What plays a file: `loudspeaker.Loudspeaker`."""

    @property
    def name(self) -> str:
        """What plays, "" where nothing does."""

    def play(self, file: Path) -> None:
        """Raises `OSError` or `subprocess.SubprocessError` where nothing is heard."""

    def stop(self) -> None:
        """Break off what plays."""


class Sounds:
    """Hears a tone in each new `CoachState.tones`; call `close` in the end.

    `volume` (1-10) and `muted` may be changed at any time and hold from the next tone on. `now_s`
    is a clock in seconds that never runs back.
    """

    def __init__(self, *, volume: int = tones.VOLUME, muted: bool = False,
                 speaker: Speaker | None = None, now_s: Callable[[], float] = monotonic) -> None:
        self.volume, self.muted = volume, muted
        self._speaker = Loudspeaker() if speaker is None else speaker
        self._now_s = now_s
        self._heard = 0
        self._told = self._over = False
        self._waiting: Queue[tuple[Tone, float] | None] = Queue(_WAITING_MOST)
        self._folder = tempfile.TemporaryDirectory(prefix="mirrorapp-tones-")
        self._thread = Thread(target=self._run, name="sounds", daemon=True)
        self._thread.start()

    def show(self, coach: CoachState) -> None:
        """Play this state's tone, unless it was heard; never blocks."""
        new = coach.tones != self._heard
        self._heard = coach.tones
        if new and coach.tones and coach.tone is not None:
            self.sound(coach.tone)

    def sound(self, tone: Tone) -> None:
        """Play this one, unless muted; never blocks."""
        if self.muted:
            return
        if not self._speaker.name:
            self._tell("no program that plays sounds (pw-play, paplay or aplay) is installed")
            return
        try:
            self._waiting.put_nowait((tone, self._now_s()))
        except Full:
            _log.debug("The tone %s is left out: the loudspeaker is busy.", tone)

    def close(self) -> None:
        """Play the last tone if that can be done at once, and put everything away."""
        try:
            self._waiting.put_nowait(None)
            self._thread.join(_LAST_S)
        except Full:
            _log.debug("The loudspeaker is stuck; its last tones are left out.")
        self._over = True
        self._speaker.stop()
        self._thread.join(_LAST_S)
        self._folder.cleanup()

    def _run(self) -> None:
        while (asked := self._waiting.get()) is not None and not self._over:
            tone, asked_s = asked
            if self._now_s() - asked_s > LATE_S:
                continue
            try:
                self._speaker.play(self._file(tone, self.volume))
            except (OSError, subprocess.SubprocessError) as error:
                self._tell(f"{self._speaker.name} says: {error}")

    def _file(self, tone: Tone, volume: int) -> Path:
        path = Path(self._folder.name) / f"{tone}-{volume}.wav"
        if not path.exists():
            path.write_bytes(tones.wav(tone, volume))
        return path

    def _tell(self, why: str) -> None:
        """Once: a mirror without a loudspeaker is nothing to go on about."""
        if not self._told:
            self._told = True
            _log.warning("No tone is heard: %s. The session goes on without; connect a "
                         "loudspeaker, or set screen.sounds = false.", why)
