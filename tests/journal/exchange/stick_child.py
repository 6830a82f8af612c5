"""Exports to a real small disk that is full, read-only, then pulled.

Run as root of a mount namespace of its own: `python -m tests.journal.exchange.stick_child FOLDER`.
"""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from mirrorapp.clock import ManualClock
from mirrorapp.journal.exchange import outwards, places
from mirrorapp.journal.exchange.errors import ExchangeError
from mirrorapp.journal.exchange.outwards import Selection
from mirrorapp.journal.store import Journal
from tests.journal.disk_child import mount
from tests.journal.made_up import a_session

CLOCK = ManualClock()


def refusal(do: Callable[[], object]) -> str:
    try:
        do()
    except ExchangeError as error:
        return str(error)
    raise AssertionError("it was written")


def pull(stick: Path) -> None:
    """Unplug it in the middle of a file."""
    with places.new_file(stick / "pulled.json") as file:
        file.write("{")
        subprocess.run(["umount", "-l", str(stick)], check=True)


def main(folder: Path) -> None:
    """Raises `AssertionError` where an export fails us."""
    home, stick = folder / "home", folder / "stick"
    mount(folder, "size=8m")
    home.mkdir()
    stick.mkdir()
    mount(stick, "size=100k")
    with closing(Journal.open(home / "journal.sqlite3", CLOCK)) as journal:
        for number in range(60):
            journal.finish(a_session(str(number)))

        def both() -> tuple[Callable[[], object], ...]:
            return (lambda: outwards.to_json(journal, Selection(), stick / "all.json", CLOCK),
                    lambda: outwards.to_csv(journal, Selection(), stick / "all"))

        for do in both():
            assert "No space left on device" in refusal(do)
            assert [*stick.iterdir()] == []
        mount(stick, "remount,size=2m")
        for do in both():
            do()
        assert {each.name for each in stick.iterdir()} == {"all.json", "all"}
        mount(stick, "remount,ro")
        assert "Read-only file system" in refusal(
            lambda: outwards.to_json(journal, Selection(), stick / "more.json", CLOCK))
        mount(stick, "remount,rw")
        assert "pulled.json can't be written" in refusal(lambda: pull(stick))
        assert len(journal.sessions()) == 60


if __name__ == "__main__":
    main(Path(sys.argv[1]))
