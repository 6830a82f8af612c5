"""The whole program, whose page of the session fails as soon as it is told to (SIGUSR1), and all
that is drawn from one beat to the next (SIGUSR2).
"""

import signal
import sys
from typing import Any

from mirrorapp import cli


def fail(*_: Any) -> None:
    raise ZeroDivisionError("a page that is broken")


def break_page(*_: Any) -> None:
    from kivy.app import App

    App.get_running_app()._manager.get_screen("session").show = fail


def break_all(*_: Any) -> None:
    from kivy.clock import Clock

    Clock.schedule_interval(fail, 0)
    Clock.schedule_interval(fail, 0)


signal.signal(signal.SIGUSR1, break_page)
signal.signal(signal.SIGUSR2, break_all)
sys.exit(cli.main(sys.argv[1:]))
