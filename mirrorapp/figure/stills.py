"""The still pictures of the guide: the package's own (`make figures` draws them), and packs'."""

from collections.abc import Iterator
from pathlib import Path

from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.files import Found

FOLDER = Path(__file__).parent / "stills"
_KINDS = (".jpg", ".png")


def find(catalogue: Catalogue) -> dict[str, Path]:
    """The still of each exercise and check that has one, by id.

    A pack's lies beside its data file. A check without one is shown by the exercise it asks for.
    """
    own = {name: path for name in (*catalogue.exercises, *catalogue.checks)
           if (path := next(_of(catalogue.found[name]), None)) is not None}
    asked = {name: own[exercise] for name, check in catalogue.checks.items()
             for exercise in check.exercises[:1] if exercise in own}
    return asked | own


def _of(found: Found) -> Iterator[Path]:
    base = found.path if found.pack else FOLDER / found.id
    yield from (path for kind in _KINDS if (path := base.with_suffix(kind)).is_file())
