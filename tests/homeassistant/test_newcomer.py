"""What docs/home-assistant.md says leads from nothing to a reminder and a log, in a browser."""

import shutil
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: scripts/setup.sh browser")
from tests.homeassistant.browser import Browser
from tests.homeassistant.newcomer import follow


def test_the_page_leads_from_nothing_to_a_reminder_and_a_log(browser: Browser, tmp_path: Path
                                                             ) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    seen: list[str] = []
    follow(browser, tmp_path, lambda _, name: seen.append(name))
    pictures = Path(__file__).parents[2] / "docs" / "images" / "homeassistant"
    assert {each.stem for each in pictures.glob("*.png")} <= {*seen}, "one that nothing makes anew"
