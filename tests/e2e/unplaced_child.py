"""The whole program, but that no copy can be put in a damaged journal's place."""

import sys
from typing import NoReturn

from mirrorapp import cli
from mirrorapp.upkeep import restoring
from mirrorapp.upkeep.places import UpkeepError


def fails(*_: object) -> NoReturn:
    raise UpkeepError("The copy can't be put in place.", "Make room, then start the mirror anew.")


restoring.put_journal = fails  # type: ignore[assignment]
sys.exit(cli.main(sys.argv[1:]))
