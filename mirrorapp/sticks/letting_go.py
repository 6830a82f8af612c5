"""Gives a stick back to whoever mounted it, so that the computer it goes to finds nothing amiss.

What was put on it is on it by then, and pulling it out harms nothing; but as long as it is mounted
a FAT file system says of itself that it is in use, and Windows would offer to mend it.
"""

import logging
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from mirrorapp.clock import Clock
from mirrorapp.sticks import mounts
from mirrorapp.sticks.finding import Stick

_log = logging.getLogger(__name__)
OURS = Path("/run/media/mirrorapp")
"""Where `systemd/mirrorapp-stick@.service` mounts them."""
_PATIENCE_S = 5.0
_LOOK_S = 0.1


def let_go(stick: Stick, clock: Clock, *, run: Callable[[list[str]], object] | None = None,
           environ: Mapping[str, str] = os.environ, ours: Path = OURS,
           mountinfo: Path = mounts.MOUNTINFO) -> bool:
    """Have it unmounted; whether it is. That may take seconds.

    By a file that `systemd/mirrorapp-stick-out@.path` waits for, since the mirror itself may not
    unmount anything; where a desktop has mounted it, by udisks, which lets its user. `run` starts a
    program, and raises what `subprocess.run` does.
    """
    try:
        if stick.place is not None and stick.place.is_relative_to(ours):
            return _asked_out(Path(environ["RUNTIME_DIRECTORY"]) / f"out-{stick.device}", stick,
                              clock, mountinfo)
        if not shutil.which("udisksctl"):
            return False
        (run or _run)(["udisksctl", "unmount", "--no-user-interaction", "-b",
                       f"/dev/{stick.device}"])
        return _is_out(stick, clock, mountinfo)
    except (OSError, KeyError, subprocess.SubprocessError) as error:
        _log.info("The stick %s stays mounted: %s", stick.device, error)
        return False


def _asked_out(request: Path, stick: Stick, clock: Clock, mountinfo: Path) -> bool:
    request.touch()
    try:
        return _is_out(stick, clock, mountinfo)
    finally:  # one that was pulled meanwhile is not the next one that comes by its name
        request.unlink(missing_ok=True)


def _is_out(stick: Stick, clock: Clock, mountinfo: Path) -> bool:
    over_s = clock.monotonic_s() + _PATIENCE_S
    while any(each.number == stick.number for each in mounts.read(mountinfo)):
        if clock.monotonic_s() >= over_s:
            _log.info("The stick %s is still mounted.", stick.device)
            return False
        clock.sleep(_LOOK_S)
    return True


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE_S,
                   stdin=subprocess.DEVNULL)
