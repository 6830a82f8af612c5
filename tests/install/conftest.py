"""A Debian in use, for the tests of one file."""

from collections.abc import Iterator

import pytest

from tests.install.debian import SUITES, Debian, lacks, remove


@pytest.fixture(scope="module", params=SUITES)
def debian(request: pytest.FixtureRequest) -> Iterator[Debian]:
    """Of each kind one, which all tests of a file go on with, in their order."""
    if why := lacks():
        pytest.skip(why)
    box = Debian(request.param, request.module.__name__.rpartition(".")[2])
    yield box
    remove(box.path)
