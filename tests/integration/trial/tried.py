"""What the tests of a trial share."""

import pytest

from mirrorapp.hub.trial import Stage
from tests.integration.certificates import Authority, Identity
from tests.integration.conftest import Mosquitto

MARKS = [
    pytest.mark.broker,
    # paho leaves the socket of a failed handshake to whoever collects it, its own thread mostly.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket"),
]
SECRET = "open sesame"  # noqa: S105
BEFORE = {stage: tuple(Stage)[:stage - 1] for stage in Stage}


def encrypt(mosquitto: Mosquitto, authority: Authority, own: Identity, *lines: str) -> None:
    mosquitto.configure(f"cafile {authority.certificate}", f"certfile {own.certificate}",
                        f"keyfile {own.key}", *lines)
    mosquitto.start()
