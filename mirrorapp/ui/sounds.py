"""Plays the mirror's tones, one program run for each, so that no audio device can stall a screen.

Whatever the desktop has plays them: PipeWire, PulseAudio or ALSA. Without one, or without a
loudspeaker, the mirror stays silent and says so once in the log.
"""

import logging
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Full, Queue
from threading import Thread

from mirrorapp.coach.state import CoachState, Tone
from mirrorapp.ui import tones

_log = logging.getLogger(__name__)
PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))
_PATIENCE_S = 4.0
_WAITING_MOST = 2
"""More tones than that at once say nothing; what is late is left out."""

Play = Callable[[Sequence[str]], None]


def player(which: Callable[[str], str | None] = shutil.which) -> tuple[str, ...]:
    """The program that plays a file, and its options; none where there is none."""
    return next((each for each in PLAYERS if which(each[0])), ())


def play(command: Sequence[str]) -> None:
    """Raises `OSError` or `subprocess.SubprocessError` where nothing is heard."""
    subprocess.run(command, check=True, timeout=_PATIENCE_S, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Sounds:
    """Hears a tone in each new `CoachState.tones`; call `close` in the end.

    `muted` and `volume` (1 to `tones.LOUDEST`) hold from the next tone on.
    """

    def __init__(self, *, program: Sequence[str] | None = None, play: Play = play) -> None:
        self._program = player() if program is None else tuple(program)
        self._play = play
        self.muted = False
        self.volume = tones.LOUDEST
        self._heard = 0
        self._told = False
        self._waiting: Queue[Tone | None] = Queue(_WAITING_MOST)
        self._folder = tempfile.TemporaryDirectory(prefix="mirrorapp-tones-")
        self._thread = Thread(target=self._run, name="sounds", daemon=True)
        if not self._program:
            self._tell("no program that plays sounds (pw-play, paplay or aplay) is installed")
        self._thread.start()

    def show(self, coach: CoachState) -> None:
        """Play this state's tone, unless it was heard; never blocks."""
        new = coach.tones != self._heard
        self._heard = coach.tones
        if new and coach.tones and coach.tone is not None:
            self.sound(coach.tone)

    def sound(self, tone: Tone) -> None:
        """Play this one, unless muted; never blocks."""
        if self.muted or not self._program:
            return
        try:
            self._waiting.put_nowait(tone)
        except Full:
            _log.debug("The tone %s is left out: the loudspeaker is busy.", tone)

    def close(self) -> None:
        """Play what waits, and put everything away."""
        try:
            self._waiting.put(None, timeout=_PATIENCE_S)
            self._thread.join(_WAITING_MOST * _PATIENCE_S)
        except Full:
            _log.debug("The loudspeaker is stuck; its last tones are left out.")
        self._folder.cleanup()

    def _run(self) -> None:
        while (tone := self._waiting.get()) is not None:
            try:
                self._play((*self._program, str(self._file(tone))))
            except (OSError, subprocess.SubprocessError) as error:
                self._tell(f"{self._program[0]} says: {error}")

    def _file(self, tone: Tone) -> Path:
        volume = self.volume
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
