"""The same window as the tests of the screens, and a report of what was measured."""

from typing import Any

import pytest

from tests.ui.conftest import glass, window  # noqa: F401 - fixtures
from tests.vision.conftest import model_path  # noqa: F401 - a fixture

_MEASURED = pytest.StashKey[list[str]]()


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Any:
    """Says a line at the end of the run, whether it went well or not."""
    return request.config.stash.setdefault(_MEASURED, []).append


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for line in config.stash.get(_MEASURED, []):
        terminalreporter.write_line(line)
