"""The pictures of docs/home-assistant.md, from Home Assistant's own pages; by hand.

    python -m tests.homeassistant.screenshots -o docs/images/homeassistant

`scripts/homeassistant.sh` and `scripts/setup.sh browser` make what it needs; HA=2026.11.0 as there.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.homeassistant.browser import Browser
from tests.homeassistant.newcomer import follow, keep


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", dest="folder", type=Path, required=True)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    browser = Browser()
    try:
        with TemporaryDirectory() as scratch:
            follow(browser, Path(scratch), keep(folder))
    finally:
        browser.close()


if __name__ == "__main__":
    main()
