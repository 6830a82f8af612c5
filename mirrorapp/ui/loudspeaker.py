"""One program run for each tone, so that no audio device can stall a screen.

Whatever the desktop has plays it: PipeWire, PulseAudio or ALSA.
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


def player(which: Callable[[str], str | None] = shutil.which) -> tuple[str, ...]:
    """The program that plays a file, and its options; none where there is none."""
    return next((each for each in PLAYERS if which(each[0])), ())


class Loudspeaker:
    """Plays one file at a time with `program`; `name` is what is told of it, "" for none."""

    def __init__(self, program: Sequence[str] | None = None,
                 patience_s: float = PATIENCE_S) -> None:
        self._program = player() if program is None else tuple(program)
        self._patience_s = patience_s
        self._lock = Lock()
        self._playing: subprocess.Popen[bytes] | None = None
        self._stopped = False

    @property
    def name(self) -> str:
        return self._program[0] if self._program else ""

    def play(self, file: Path) -> None:
        """Raises `OSError` or `subprocess.SubprocessError` where nothing is heard."""
        with self._lock:
            if self._stopped:
                return
            self._playing = subprocess.Popen(
                (*self._program, str(file)), stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            code = self._playing.wait(self._patience_s)
        except subprocess.TimeoutExpired:
            # Who is stuck in a driver can't even be killed, and is not waited for.
            self._playing.kill()
            self._playing.wait(_TO_DIE_S)
            raise
        if code and not self._stopped:
            raise subprocess.CalledProcessError(code, self.name)

    def stop(self) -> None:
        """Break off what plays; nothing is heard any more."""
        with self._lock:
            self._stopped = True
            if self._playing is not None:
                self._playing.kill()
