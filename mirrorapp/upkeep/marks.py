"""Who was erased, so that older backups lose them too, without keeping who it was.

A mark is a salt and the hash of a profile's id with it. A backup names the marks it was made
after: one that it does not name may still hold that person. No clock decides that, and an id that
was erased may be used again.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable
from pathlib import Path

from mirrorapp import whole
from mirrorapp.upkeep.places import Places, UpkeepError


def of(profile: str) -> str:
    """A new mark for somebody."""
    salt = secrets.token_hex(16)
    return f"{salt}:{_hash(salt, profile)}"


def meant(marks: Iterable[str], profiles: Iterable[str]) -> frozenset[str]:
    """Whoever of these profiles one of the marks stands for."""
    known = [each.partition(":") for each in marks]
    return frozenset(who for who in profiles
                     if any(_hash(salt, who) == told for salt, _, told in known))


def read(places: Places) -> tuple[str, ...]:
    """All marks there are. Raises `UpkeepError`."""
    path = _path(places)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return tuple(str(each) for each in found["erased"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UpkeepError(f"{path} can't be read: {error}.",
                          "It says who was erased. Mend or remove it; backups made before then "
                          "keep those people, unless you remove them too.") from None


def add(places: Places, marks: Collection[str]) -> None:
    """Keep these marks as well. Raises `UpkeepError` and `OSError`."""
    known = read(places)
    if new := [each for each in marks if each not in known]:
        whole.write(_path(places), json.dumps({"erased": [*known, *new]}, indent=1) + "\n")


def _path(places: Places) -> Path:
    return places.journal.with_name("erased.json")


def _hash(salt: str, profile: str) -> str:
    return hashlib.sha256(f"{salt}{profile}".encode()).hexdigest()
