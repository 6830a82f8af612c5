"""Whether this program can take over the settings and the journal that are there.

The installer asks it before this version takes another's place (scripts/install.sh):

    python -m mirrorapp.upkeep.fitting            print the journal's place; 1, 3: it can't, and why
    python -m mirrorapp.upkeep.fitting --settle   and bring the journal to this program's layout
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from mirrorapp import config
from mirrorapp.clock import SystemClock
from mirrorapp.config import ConfigError
from mirrorapp.events import MirrorError
from mirrorapp.journal import copying, schema
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep.places import Places, UpkeepError

UNFIT = 1
NEWER = 3


class NewerError(MirrorError):
    """What is kept was written by a newer program; an older copy of it may be of use."""


def check_kept(places: Places, file: Path | None = None) -> None:
    """Look whether journal and what was set on the glass can be used; nothing is changed.

    Raises `NewerError` where they can't, and `MirrorError` where they can't be read.
    """
    if places.journal.exists():
        have, known = copying.layout(places.journal), len(schema.STEPS)
        if have > known:
            raise NewerError(f"The journal {places.journal} was written by a newer mirrorapp "
                             f"(layout {have}, this one knows {known}).", "Update mirrorapp.")
    if places.settings.exists():
        try:
            config.load(file, glass=config.read(places.settings))
        except ConfigError as error:
            raise NewerError(error.what, f"{error.remedy} What was set on the glass is kept in "
                             f"{places.settings}.") from None


def settle(places: Places) -> None:
    """Bring the journal to this program's layout, in whole steps, with a copy beside it.

    Raises `MirrorError`, where somebody has it open for instance.
    """
    if not places.journal.exists() or copying.layout(places.journal) == len(schema.STEPS):
        return
    with places.turn(), closing(Journal.open(places.journal, SystemClock())) as journal:
        if not journal.owner:
            raise UpkeepError(f"The journal {places.journal} is in use.", "End the mirror first.")


def main(argv: Sequence[str] | None = None) -> int:
    """Look, and say on stderr what does not fit."""
    parser = argparse.ArgumentParser(prog="python -m mirrorapp.upkeep.fitting",
                                     description="Can this program use what is there?")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")
    parser.add_argument("--settle", action="store_true",
                        help="bring the journal to this program's layout")
    given = parser.parse_args(argv)
    try:
        places = Places.of(config.load(given.config))
        check_kept(places, given.config)
        if given.settle:
            settle(places)
    except NewerError as error:
        sys.stderr.write(f"{error}\n")
        return NEWER
    except MirrorError as error:
        sys.stderr.write(f"{error}\n")
        return UNFIT
    sys.stdout.write(f"{places.journal}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
