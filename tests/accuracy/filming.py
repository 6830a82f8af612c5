"""The command line of what is rendered once as films and then read: `hinges`, `hips`, `walks`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path


def main(name: str, most: int, make: Callable[[Path, int], None], report: Callable[[Path], str],
         argv: Sequence[str] | None = None) -> int:
    """`make` as many of the films as asked for (`most`: where nothing is said), then print the
    `report` of all that are in the cache.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tests.accuracy.{name}")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--films", type=int, default=most)
    given = parser.parse_args(argv)
    make(given.cache, given.films)
    sys.stdout.write(report(given.cache) + "\n")
    return 0
