"""The broker's password and trust, read from the files that the configuration names."""

import logging
import ssl
import stat
from pathlib import Path

from mirrorapp.hub.faults import HubError

_log = logging.getLogger(__name__)


def read_password(path: Path | None) -> str | None:
    """The first line of the file at `path`, or None without one.

    Warns if everybody on this machine can read it. Raises `HubError` if it can't be read or is
    empty; the password itself is in no message.
    """
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise HubError(f"The password file {path} is missing.",
                       "Write the broker's password into it, or correct hub.password_file.",
                       ) from None
    except OSError as error:
        raise HubError(f"The password file {path} can't be read: {error.strerror}.",
                       "Let the mirror's user read it.") from None
    except UnicodeDecodeError:
        lines = []
    if not lines or not lines[0]:
        raise HubError(f"The password file {path} holds no password.",
                       "Write the broker's password into its first line, as UTF-8.")
    if mode & stat.S_IROTH:
        _log.warning("Everybody can read the password file %s: chmod o-r it.", path)
    return lines[0]


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """The TLS settings: the system's authorities, or those in `ca_file` alone.

    Raises `HubError` if the file is missing or holds no certificate.
    """
    try:
        return ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
    except OSError as error:  # ssl.SSLError is one
        raise HubError(f"The certificate file {ca_file} can't be used: {error.strerror or error}.",
                       "Correct hub.ca_file: it holds the authority's certificate as PEM.",
                       ) from None
