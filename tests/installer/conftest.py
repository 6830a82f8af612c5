"""A machine to install on is a folder here (`bare_machine`), new or lived in; tests/install does it
for real.
"""

from pathlib import Path

import pytest

from tests.installer.bare_machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Version 1 has been in use; the checkout has version 2, with another layout of the journal."""
    machine = Machine(tmp_path_factory.mktemp("first") / "machine")
    assert machine.make().returncode == 0
    machine.settings.write_text("# mine\n")
    machine.journal.write_text("6\nfirst session\n")
    machine.new_version("2", layout=7)
    return machine


@pytest.fixture
def lived_in(tmp_path: Path, first: Machine) -> Machine:
    return Machine(tmp_path / "machine", like=first)
