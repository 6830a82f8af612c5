"""What finding the tests leads to."""

import pytest

MODULES = pytest.StashKey[frozenset[str]]()
"""Those that are loaded once all tests were found, before the first is run."""
