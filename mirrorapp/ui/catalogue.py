"""Reads the texts of one language: `config/locale/<language>/LC_MESSAGES/<domain>.po`."""

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from mirrorapp.config import data_dir
from mirrorapp.events import MirrorError

DOMAIN = "mirrorapp"
_REMEDY = "Install mirrorapp again, or choose another screen.language."


class _Nothing(NullTranslations):
    """Behind the catalogue: a text that is not there must not pass for its own path."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1)


def path_of(language: str, folder: Path | None = None, domain: str = DOMAIN) -> Path:
    """Where the texts of `language` are."""
    return (folder or data_dir() / "locale") / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, folder: Path | None = None, domain: str = DOMAIN) -> Catalog:
    """The catalogue as it is written, not to be changed. Raises `MirrorError`."""
    return _parsed(*_file(language, folder, domain))


def _file(language: str, folder: Path | None, domain: str) -> tuple[Path, int, str, str]:
    """Where it is and when it was written, for what is kept of it."""
    path = path_of(language, folder, domain)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        stamp = 0
    return path, stamp, language, domain


@lru_cache(maxsize=8)
def _parsed(path: Path, _stamp: int, language: str, domain: str) -> Catalog:
    """A file as it was at that time: to parse one takes a quarter of a second on a small machine.
    """
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, domain=domain, abort_invalid=True)
    except (OSError, ValueError, LookupError, PoFileError) as error:
        raise MirrorError(f"The texts {path} can't be read: {error}.", _REMEDY) from None
    if not len(catalogue):
        raise MirrorError(f"There are no texts in {path}.", _REMEDY)
    return catalogue


def load(language: str, folder: Path | None = None, domain: str = DOMAIN) -> GNUTranslations:
    """The texts, ready to be asked and not to be changed; one that is not there is a `KeyError`.

    Raises `MirrorError`.
    """
    return _compiled(*_file(language, folder, domain))


@lru_cache(maxsize=8)
def _compiled(path: Path, stamp: int, language: str, domain: str) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, _parsed(path, stamp, language, domain))
    compiled.seek(0)
    texts = GNUTranslations(compiled)
    texts.add_fallback(_Nothing())
    return texts
