"""`mirrorapp backup`, `restore` and `erase`."""

from collections.abc import Callable
from pathlib import Path

from mirrorapp.clock import Clock
from mirrorapp.config import Config
from mirrorapp.events import MirrorError
from mirrorapp.journal import files
from mirrorapp.upkeep import backup, erasing, restoring, shelf
from mirrorapp.upkeep.erasing import Found
from mirrorapp.upkeep.places import Places, UpkeepError, backups_folder

Say = Callable[[str], None]


def back_up(config: Config, where: Path | None, keep: int | None, clock: Clock, say: Say) -> None:
    """Make a backup there, or where the settings say. Raises `MirrorError`.

    No journal where none was copied yet is nothing to keep, and no fault.
    """
    places = Places.of(config)
    folder = backups_folder(config) if where is None else where.absolute()
    if not (files.is_there(places.journal) or shelf.backups(folder)):
        say(f"nothing   to keep: there is no journal {places.journal} yet")
        return
    made = backup.make(places, folder,
                       keep=config.journal.keep if keep is None else keep, now=clock.now())
    say(f"backup    {made.file}")
    say(f"holds     {_count(made.manifest.sessions, 'session')}; read back, all of it")
    for each in made.rewritten:
        say(f"rewritten {each.name}, without whom you erased")
    for each in made.gone:
        say(f"removed   {each.name}")


def restore(config: Config, file: Path, clock: Clock, say: Say) -> None:
    """Bring a backup back; a bare name is one of those in the settings' folder. Raises
    `MirrorError`.
    """
    beside = backups_folder(config) / file
    if not file.exists() and beside.exists():
        file = beside
    done = restoring.restore(Places.of(config), file.absolute(), now=clock.now())
    say(f"restored  {', '.join(reversed(done.names))}")
    say(f"made on   {done.manifest.made:%Y-%m-%d %H:%M}, by mirrorapp {done.manifest.program}")
    say(f"holds     {_count(done.manifest.sessions, 'session')}")
    if done.aside is not None:
        say(f"before    {done.aside} has what was there")


def erase(config: Config, profile: str, ask: Callable[[str], str] | None, say: Say) -> None:
    """Erase somebody, once `ask` was answered with their id; None: without asking. Raises
    `MirrorError`.
    """
    places = Places.of(config)
    if ask is not None:
        for line in _warning(erasing.find(places, profile)):
            say(line)
        if ask(f"Type {profile} to erase it for good: ").strip() != profile:
            raise UpkeepError("Nothing was erased.", "Without asking: --yes.")
    found = erasing.erase(places, profile)
    say(f"erased    {profile}, {_count(found.sessions, 'session')}")
    say("backups   lose it at the next mirrorapp backup; copies elsewhere are yours to remove")
    say("hub       is taken back at the mirror's next start")
    if profile in config.people:
        raise MirrorError(f"{profile} is still named under [people] in a file of settings.",
                          "Take that line out.")


def _warning(found: Found) -> list[str]:
    lines = [f"{found.profile}: {_count(found.sessions, 'session')}, and all that was answered."]
    if found.remains:
        lines.append("What the mirror once set aside may hold it, too, and goes whole:")
        lines += [f"  {each}" for each in found.remains]
    return lines


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
