"""The report that is asked for on the glass, made where the mirror keeps its journal."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from mirrorapp.clock import Clock
from mirrorapp.settings import Settings
from mirrorapp.sticks.finding import Stick
from mirrorapp.sticks.handing import Handing, Port
from mirrorapp.sticks.putting import file_name
from mirrorapp.ui.reporting import Wanted


def giver(settings: Settings, journal: Path, clock: Clock, port: Port
          ) -> Callable[[Wanted, Stick], Handing]:
    """What hands a report of `journal` over through `port`."""
    def give(wanted: Wanted, stick: Stick) -> Handing:
        config, now = settings.config, clock.now().astimezone()
        until = now.date()
        since = None if wanted.weeks is None else until - timedelta(weeks=wanted.weeks, days=-1)

        def make() -> bytes:
            from mirrorapp.report import making  # takes a while, and most starts need none of it

            return making.drawn(config, journal, wanted.who, (since, until),
                                language=wanted.language, now=now, clock=clock)

        person = config.everybody.get(wanted.who)
        name = file_name("mirrorapp", person.name if person else "", f"{until:%Y-%m-%d}")
        return Handing(make, name, stick, clock, port)
    return give
