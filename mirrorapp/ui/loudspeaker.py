"""One program run for each tone, so that no audio device can stall a screen.

Whatever the desktop has plays it: PipeWire, PulseAudio or ALSA. Their programs may be installed
where they themselves do not run, as in a service: then the next one plays, and goes on to.
"""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))
PATIENCE_S = 4.0
"""No tone is half as long; a player that takes longer hangs."""
_TO_DIE_S = 1.0


def players(which: Callable[[str], str | None] = shutil.which) -> tuple[tuple[str, ...], ...]:
    """The programs here that play a file, with their options, in the order they are tried."""
    return tuple(each for each in PLAYERS if which(each[0]))


class Loudspeaker:
    """Plays one file at a time with the first of `programs` that does; `name` is what is told of
    it, "" for none.
    """

    def __init__(self, programs: Sequence[Sequence[str]] | None = None,
                 patience_s: float = PATIENCE_S) -> None:
        self._programs = players() if programs is None else tuple(map(tuple, programs))
        self._patience_s = patience_s
        self._lock = Lock()
        self._playing: subprocess.Popen[bytes] | None = None
        self._stopped = False

    @property
    def name(self) -> str:
        return self._programs[0][0] if self._programs else ""

    def play(self, file: Path) -> None:
        """Raises `OSError` or `subprocess.SubprocessError` where nothing is heard."""
        while code := self._code(file):
            if self._stopped:
                return
            if len(self._programs) == 1:
                raise subprocess.CalledProcessError(code, self.name)
            self._programs = self._programs[1:]

    def _code(self, file: Path) -> int:
        """How the program ended; 0 where it played."""
        with self._lock:
            if self._stopped:
                return 0
            self._playing = subprocess.Popen(
                (*self._programs[0], str(file)), stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return self._playing.wait(self._patience_s)
        except subprocess.TimeoutExpired:
            # Who is stuck in a driver can't even be killed, and is not waited for.
            self._playing.kill()
            self._playing.wait(_TO_DIE_S)
            raise

    def stop(self) -> None:
        """Break off what plays; nothing is heard any more."""
        with self._lock:
            self._stopped = True
            if self._playing is not None:
                self._playing.kill()
