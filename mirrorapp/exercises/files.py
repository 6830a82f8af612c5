"""Where data files are, packaged or in packs.

A pack is a folder that somebody drops into one of the places for packs. In it are `exercises`,
`routines` and `checks`, each with TOML files named after their ids, and perhaps a `plan.toml`. A
pack adds to what is packaged, and takes the place of what has the same id. What two packs have
under the same id is an error that names both, and neither is used.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mirrorapp import config
from mirrorapp.exercises.mistakes import ExerciseError, nearest

Kind = Literal["exercises", "routines", "checks"]
KINDS: tuple[Kind, ...] = ("exercises", "routines", "checks")
ONE: dict[Kind, str] = {"exercises": "exercise", "routines": "routine", "checks": "check"}
PLAN = "plan.toml"


@dataclass(frozen=True, slots=True)
class Found:
    """A data file. `pack` is empty for a packaged one; `instead` of which it stands, if of any."""

    id: str
    path: Path
    pack: str = ""
    instead: "Found | None" = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one kind by their ids, and why what two packs claim is not among them."""

    files: dict[str, Found]
    clashes: dict[str, ExerciseError]


def packaged(kind: Kind) -> Path:
    """The folder of what the mirror brings along."""
    return config.data_dir() / kind


def packs(places: Iterable[Path]) -> tuple[Path, ...]:
    """The packs in some places, by name; a place that is not there has none."""
    found = [pack for place in places for pack in _inside(place)
             if pack.name not in KINDS and _open(pack)]
    return tuple(sorted(found, key=lambda pack: (pack.name, str(pack))))


def shelf(kind: Kind, places: Sequence[Path] = (), folder: Path | None = None) -> Shelf:
    """What there is of one kind; `folder` stands for the packaged one."""
    ours = {path.stem: Found(path.stem, path)
            for path in sorted((folder or packaged(kind)).glob("*.toml"))}
    theirs = [(path.stem, pack, path) for pack in packs(places)
              for path in sorted((pack / kind).glob("*.toml"))]
    return _shelf(ONE[kind], ours, theirs)


def path(kind: Kind, name: str, places: Sequence[Path] = (), folder: Path | None = None) -> Path:
    """The file of that id. Raises `ExerciseError` that names what is known."""
    found = shelf(kind, places, folder)
    if name in found.files:
        return found.files[name].path
    if name in found.clashes:
        raise found.clashes[name]
    raise ExerciseError(f"There is no {ONE[kind]} {name!r}.",
                        f"Known are: {nearest(name, found.files)}.")


def plans(places: Sequence[Path] = ()) -> Shelf:
    """The plan of the week, packaged or a pack's, under the id `plan`."""
    ours = {"plan": Found("plan", config.data_dir() / PLAN)}
    return _shelf("plan", ours, [("plan", pack, pack / PLAN) for pack in packs(places)
                                 if (pack / PLAN).is_file()])


def strays(places: Sequence[Path]) -> Iterator[ExerciseError]:
    """What lies in packs where nothing looks for it, and packs with nothing in them."""
    for place in places:
        inside = _inside(place)
        if any(each.name in KINDS for each in inside):
            yield ExerciseError(f"{place} is a pack itself, not a place for packs.",
                                "Name the folder around it.")
        for folder in (place, *inside, *(kind for pack in inside for kind in _inside(pack))):
            if not _open(folder):
                yield ExerciseError(f"{folder} can't be looked into.",
                                    "Let the user that runs mirrorapp read it.")
    for pack in packs(places):
        files = [path for path in sorted(pack.rglob("*.toml"))
                 if not any(part.startswith(".") for part in path.relative_to(pack).parts)]
        if not files and all(map(_open, _inside(pack))):
            yield ExerciseError(f"The pack {pack} holds no data file.",
                                f"Allowed in it: {_allowed()}.")
        for path in files:
            parts = path.relative_to(pack).parts
            if parts != (PLAN,) and not (len(parts) == 2 and parts[0] in KINDS):
                yield ExerciseError(f"Nothing looks for {path} there.",
                                    f"Allowed in a pack: {_allowed()}.")


def _inside(place: Path) -> list[Path]:
    """The folders in a place; none where it is not there, or may not be looked into."""
    try:
        return [each for each in place.iterdir()
                if each.is_dir() and not each.name.startswith(".")]
    except OSError:
        return []


def _open(folder: Path) -> bool:
    """Whether it may be looked into, as far as it is there."""
    return not os.access(folder, os.F_OK) or os.access(folder, os.R_OK | os.X_OK)


def _allowed() -> str:
    return ", ".join((*(f"{kind}/*.toml" for kind in KINDS), PLAN))


def _shelf(one: str, ours: dict[str, Found], theirs: list[tuple[str, Path, Path]]) -> Shelf:
    added: dict[str, Found] = {}
    clashes: dict[str, ExerciseError] = {}
    for name, pack, path in theirs:
        if name in added:
            clashes[name] = ExerciseError(
                f"Two packs bring the {one} {name!r}: {added[name].path} and {path}.",
                "Neither is used. Take one of them out, or give it another id.")
        else:
            added[name] = Found(name, path, pack.name, ours.get(name))
    for name in clashes:
        del added[name]
    return Shelf(ours | added, clashes)
