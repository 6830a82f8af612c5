"""The example configuration for one's own broker, as it is but for its paths and ports."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from mirrorapp.config import data_dir
from tests.integration.certificates import Authority
from tests.integration.conftest import Mosquitto

SECRET = "open sesame"  # noqa: S105
HOME_ASSISTANT = "homeassistant"
MIRROR = "mirror"


def own_broker(broker: Mosquitto, folder: Path, clear_port: int | None = None) -> dict[str, Any]:
    """Configure `broker` so, with a user each for mirror and home; what a mirror's `hub` says then.

    Its own port is the encrypted one; the other one is in the clear, on loopback.
    """
    example = data_dir() / "mosquitto"
    authority = Authority(folder / "authority")
    served = authority.issue("broker")
    rules, users, secret = folder / "acl", folder / "passwords", folder / "secret"
    shutil.copy(example / "mirrorapp.acl", rules)
    program = shutil.which("mosquitto_passwd")
    assert program is not None, "mosquitto_passwd is not installed"
    users.touch(0o600)
    for user in (MIRROR, HOME_ASSISTANT):
        subprocess.run([program, "-b", users, user, SECRET], check=True)
    text = (example / "mirrorapp.conf").read_text()
    for pattern, value in [
            (r"^listener 8883$", f"listener {broker.port} 127.0.0.1"),
            (r"^listener 1883 .*$", f"listener {clear_port} 127.0.0.1" if clear_port else ""),
            (r"^password_file .*$", f"password_file {users}"),
            (r"^acl_file .*$", f"acl_file {rules}"),
            (r"^cafile .*$", f"cafile {authority.certificate}"),
            (r"^certfile .*$", f"certfile {served.certificate}"),
            (r"^keyfile .*$", f"keyfile {served.key}")]:
        text, count = re.subn(pattern, value, text, flags=re.MULTILINE)
        assert count == 1, pattern
    broker.configure_with(text)
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o600)
    return {"host": broker.host, "port": broker.port, "tls": True,
            "ca_file": authority.certificate, "username": MIRROR, "password_file": secret}
