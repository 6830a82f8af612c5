"""`mirrorapp export` and `mirrorapp import`, in the terminal."""

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from mirrorapp.clock import Clock
from mirrorapp.journal import files
from mirrorapp.journal.exchange import inwards, outwards
from mirrorapp.journal.exchange.errors import ExchangeError
from mirrorapp.journal.exchange.outwards import Selection
from mirrorapp.journal.store import Journal

Say = Callable[[str], None]
_TOLD = 20


def export(journal: Path, selection: Selection, path: Path, clock: Clock, say: Say, *,
           as_csv: bool) -> None:
    """Write what was asked for, and say what. Raises `ExchangeError` and `JournalError`."""
    if not files.is_there(journal):
        raise ExchangeError(f"There is no journal {journal}.",
                            "Name it with --journal, or its settings with --config.")
    with closing(Journal.open(journal, clock)) as opened:
        done = (outwards.to_csv(opened, selection, path) if as_csv
                else outwards.to_json(opened, selection, path, clock))
    say(f"{path}: {_counted(done.counts)}")
    if done.left_out:
        raise ExchangeError(f"{done.left_out} of the journal can't be read and are not in it.",
                            "All the rest is. Bring back a backup, if there is one.")


def bring(journal: Path, path: Path, clock: Clock, say: Say) -> None:
    """Take a file in, and say what came of it. Raises `ExchangeError` and `JournalError`."""
    if not path.exists():  # else opening the journal would begin one
        raise ExchangeError(f"There is no file {path}.", "Check its name.")
    with closing(Journal.open(journal, clock)) as opened:
        if opened.notice is not None:
            say(opened.notice.what)
        done = inwards.bring(opened, path)
    say(f"new: {_counted(done.new)}")
    say(f"there already: {done.known}")
    for each in done.conflicts[:_TOLD]:
        say(f"there otherwise, and left as it was: {each}")
    if len(done.conflicts) > _TOLD:
        say(f"there otherwise, and left as it was: {len(done.conflicts) - _TOLD} more")
    if done.conflicts:
        raise ExchangeError(f"{len(done.conflicts)} of the file differ from the journal.",
                            "They were left as the journal has them; the rest is in it.")


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} in {name}" for name, count in counts.items()
                     if count) or "nothing"
