"""What docs/home-assistant.md says leads from nothing to a reminder and a log, in a browser."""

import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed: scripts/setup.sh browser")
from tests.homeassistant.browser import Browser
from tests.homeassistant.house import ROOT
from tests.homeassistant.newcomer import follow

PAGE = ROOT / "docs" / "home-assistant.md"
PICTURES = ROOT / "docs" / "images" / "homeassistant"


def test_the_page_leads_from_nothing_to_a_reminder_and_a_log(browser: Browser, tmp_path: Path
                                                             ) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    seen: list[str] = []
    follow(browser, tmp_path, lambda _, name: seen.append(name))
    assert {each.stem for each in PICTURES.glob("*.png")} <= {*seen}, "one that nothing makes anew"


def test_its_pictures_are_light_and_all_of_them_are_there() -> None:
    shown = re.findall(r"images/homeassistant/([a-z-]+\.png)", PAGE.read_text())
    assert sorted(shown) == sorted(each.name for each in PICTURES.iterdir())
    assert max(each.stat().st_size for each in PICTURES.iterdir()) <= 150_000
