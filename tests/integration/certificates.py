"""An authority of our own and what it signs, made with openssl."""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

_CA = """\
[ca]
default_ca = here
[here]
database = {folder}/index
new_certs_dir = {folder}
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
rand_serial = yes
[any]
commonName = supplied
"""
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


@dataclass(frozen=True)
class Identity:
    """A certificate and its key."""

    certificate: Path
    key: Path


def openssl(*arguments: str | Path) -> None:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    subprocess.run([program, *arguments], check=True, capture_output=True)


class Authority:
    """Signs certificates for 127.0.0.1; `certificate` is its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.certificate = folder / "ca.crt"
        self._key = folder / "ca.key"
        (folder / "index").touch()
        self._config = folder / "ca.cnf"
        self._config.write_text(_CA.format(folder=folder))
        openssl("req", "-x509", *_KEY, "-nodes", "-days", "2", "-subj", f"/CN={folder.name}",
                "-addext", "keyUsage=critical,keyCertSign", "-keyout", self._key,
                "-out", self.certificate)

    def issue(self, name: str, *, days: tuple[int, int] = (-1, 2),
              locked_by: str | None = None) -> Identity:
        """A certificate for `name`, valid between these days from now; the key is encrypted with
        `locked_by`.
        """
        request, made = self._folder / f"{name}.csr", self._folder / f"{name}.crt"
        key = made.with_suffix(".key")
        secrecy = ("-nodes",) if locked_by is None else ("-passout", f"pass:{locked_by}")
        openssl("req", "-new", *_KEY, *secrecy, "-subj", f"/CN={name}", "-addext",
                "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", request)
        start, end = (f"{datetime.now(UTC) + timedelta(days=each):%Y%m%d%H%M%SZ}" for each in days)
        openssl("ca", "-batch", "-notext", "-config", self._config,
                "-cert", self.certificate, "-keyfile", self._key, "-startdate", start,
                "-enddate", end, "-in", request, "-out", made)
        return Identity(made, key)
