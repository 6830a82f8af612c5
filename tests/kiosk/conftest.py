"""A systemd that listens: a real datagram socket, as NOTIFY_SOCKET names it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.ears import Ear, listening


@pytest.fixture(params=["", "@"], ids=["path", "abstract"])
def ear(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ear]:
    """One with a file, and one without."""
    with listening(f"{request.param}{tmp_path}/notify") as ear:
        yield ear
