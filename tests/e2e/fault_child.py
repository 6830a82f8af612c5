"""The whole program, whose screens fail as soon as it is told to: SIGUSR1 is an exception in a
callback of Kivy's.
"""

import signal
import sys
from typing import Any

from mirrorapp import cli


def fail(*_: Any) -> None:
    from kivy.clock import Clock

    def broken(_elapsed_s: float) -> None:
        raise ZeroDivisionError("a page that is broken")

    Clock.schedule_once(broken)


signal.signal(signal.SIGUSR1, fail)
sys.exit(cli.main(sys.argv[1:]))
