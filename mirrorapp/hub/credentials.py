"""The broker's password, whom to trust, and who the mirror is: from files, kept out of every log.

A name without a folder may be that of a systemd credential (LoadCredential=):
https://systemd.io/CREDENTIALS/
"""

import logging
import os
import ssl
import stat
from pathlib import Path
from typing import NoReturn

from pydantic import SecretStr

from mirrorapp.config import HubConfig
from mirrorapp.hub.faults import HubError

_log = logging.getLogger(__name__)


def read_password(path: Path | None) -> SecretStr | None:
    """The first line of the file at `path`, or None without one.

    Warns if everybody on this machine can read it. Raises `HubError` if it can't be read or is
    empty. The password itself is in no message; nor is a `path` that may be the password, put
    there by mistake.
    """
    if path is None:
        return None
    file = _find(path)
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        if not file.is_absolute():
            raise HubError("hub.password_file names no file.",
                           "It holds the path of a file with the password, or the name of a "
                           "systemd credential.") from None
        raise HubError(f"The password file {file} is missing.",
                       "Write the broker's password into it, or correct hub.password_file.",
                       ) from None
    except OSError as error:
        raise HubError(f"The password file {file} can't be read: {error.strerror}.",
                       "Let the mirror's user read it.") from None
    except UnicodeDecodeError:
        lines = []
    if not lines or not lines[0]:
        raise HubError(f"The password file {file} holds no password.",
                       "Write the broker's password into its first line, as UTF-8.")
    _warn_if_open(file)
    return SecretStr(lines[0])


def tls_context(config: HubConfig) -> ssl.SSLContext | None:
    """How to encrypt, or None where `config` has it off.

    Trusts the system's authorities, or those in `ca_file` alone, and shows the broker the mirror's
    own certificate if there is one. Raises `HubError` if a file is amiss.
    """
    if not config.tls:
        if config.ca_file or config.cert_file or config.key_file:
            raise HubError("Certificates are set, but encryption is off.",
                           "Set hub.tls = true, or remove hub.ca_file, hub.cert_file and "
                           "hub.key_file.")
        return None
    context = _trust(config.ca_file)
    if config.cert_file is not None:
        _identify(context, _find(config.cert_file),
                  None if config.key_file is None else _find(config.key_file))
    elif config.key_file is not None:
        raise HubError("hub.key_file has no certificate.",
                       "Set hub.cert_file, too: the certificate of that key.")
    return context


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    if ca_file is None:
        return ssl.create_default_context()
    file = _find(ca_file)
    try:
        return ssl.create_default_context(cafile=str(file))
    except OSError as error:  # ssl.SSLError is one
        raise HubError(f"The certificate file {file} can't be used: {_why(error)}.",
                       "Correct hub.ca_file: it holds the authority's certificate as PEM.",
                       ) from None


def _identify(context: ssl.SSLContext, certificate: Path, key: Path | None) -> None:
    secret = key or certificate

    def ask() -> NoReturn:  # else OpenSSL asks in the terminal and waits
        raise HubError(f"The key {secret} is encrypted, and nobody is here to open it.",
                       "Store it unencrypted (openssl pkey), readable by the mirror's user alone.")
    for file in (certificate, secret):
        try:
            file.open().close()
        except OSError as error:
            raise HubError(f"The certificate file {file} can't be used: {_why(error)}.",
                           "Correct hub.cert_file and hub.key_file.") from None
    _warn_if_open(secret)
    try:
        context.load_cert_chain(certificate, key, password=ask)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise HubError(f"The key {secret} does not belong to the certificate {certificate}.",
                           "Correct hub.cert_file and hub.key_file.") from None
        raise HubError(f"The certificate {certificate} with the key {secret} can't be used: "
                       f"{_why(error)}.", "Both have to be PEM files.") from None


def _find(path: Path) -> Path:
    """Where systemd has put the credential of that name, else `path` as it is."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if folder and path.name == str(path):
        kept = Path(folder) / path
        return kept if kept.is_file() else path
    return path


def _why(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return (error.reason or "no certificate").replace("_", " ").lower()
    return error.strerror or str(error)


def _warn_if_open(file: Path) -> None:
    if file.stat().st_mode & stat.S_IROTH:
        _log.warning("Everybody can read %s, which is secret: chmod o-r it.", file)
