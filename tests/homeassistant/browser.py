"""Home Assistant's own pages, in a Chromium without a window that reaches nothing but this machine.
"""

import json
import re
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, sync_playwright

from tests.homeassistant.house import House

TIMEOUT_S = 30.0
_PAUSE_MS = 100
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
          "--disable-background-networking", "--disable-component-update", "--disable-sync",
          "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")
_NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_YEARS_S = 315_360_000
_LABEL = "Option"
"""Later versions have it beside what is chosen; nobody sees it."""

# Every card that is shown, with all of its words, whichever shadow they stand in, and with how
# many pictures and graphs it has drawn; and whatever stands for something that can't be shown.
_LOOK = r"""() => {
  const cards = [], wrong = [];
  const gone = node => /^(style|script|template)$/.test(node.localName)
    || getComputedStyle(node).display === 'none';
  const parts = node => (node.localName === 'slot' && node.assignedNodes().length
    ? node.assignedNodes() : [...(node.shadowRoot || node).childNodes])
    .filter(part => part.nodeType === Node.TEXT_NODE
      || part.nodeType === Node.ELEMENT_NODE && !gone(part));
  const words = node => node.nodeType === Node.TEXT_NODE ? node.data
    : [node.localName === 'input' ? node.value : '', ...parts(node).map(words)].join(' ');
  const tidy = node => words(node).replace(/\s+/g, ' ').trim();
  const isDrawn = node => node.localName === 'img' ? node.complete && node.naturalWidth > 0
    : node.localName === 'canvas' && node.width > 0 && node.getContext('2d')
      .getImageData(0, 0, node.width, node.height).data.some(each => each > 0);
  const drawn = node => (node.nodeType === Node.ELEMENT_NODE && isDrawn(node) ? 1 : 0)
    + parts(node).map(drawn).reduce((sum, each) => sum + each, 0);
  const walk = node => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (/^hui-(error|warning)\b/.test(node.localName)
        || node.localName === 'hui-tile-card' && node.shadowRoot?.querySelector('.not-found'))
      wrong.push(`${node.localName}: ${tidy(node)}`);
    if (node.localName === 'hui-card' && node.config)
      cards.push({config: node.config, words: tidy(node), drawn: drawn(node)});
    parts(node).forEach(walk);
  };
  walk(document.body);
  return {cards, wrong};
}"""


def find_chromium() -> str | None:
    """The browser as Debian installs it, or None."""
    return shutil.which("chromium")


@dataclass(frozen=True)
class Card:
    """One card as it is shown: what the dashboard says of it, its words, and how many pictures and
    graphs it has drawn.
    """

    config: dict[str, Any]
    words: str
    drawn: int


@dataclass(frozen=True)
class View:
    """All cards of a view, and what stands where something can't be shown."""

    cards: tuple[Card, ...]
    wrong: tuple[str, ...]

    @property
    def said(self) -> dict[str, str]:
        """The words of the cards that are one entity's, by entity."""
        return {each.config["entity"]: each.words.replace(f" {_LABEL} ", " ")
                for each in self.cards if "entity" in each.config}

    @property
    def words(self) -> str:
        """All of its words."""
        return "\n".join(each.words for each in self.cards)

    def of_kind(self, kind: str) -> list[Card]:
        return [each for each in self.cards if each.config["type"] == kind]


class Page:
    """One tab of somebody who is logged in."""

    def __init__(self, house: House, tab: Any) -> None:
        self._house = house
        self.tab = tab
        self.errors: list[str] = []
        tab.set_default_timeout(TIMEOUT_S * 1000)
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        tab.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        # A picture that is not there is one that has not been drawn.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)

    def open(self, path: str) -> None:
        """Go to `path`, as in `lovelace/0`."""
        self.tab.goto(f"{self._house.url}/{path}")

    def look(self) -> View:
        """What the dashboard shows at this moment."""
        seen = self.tab.evaluate(_LOOK)
        return View(tuple(Card(**each) for each in seen["cards"]), tuple(seen["wrong"]))

    def until(self, condition: Callable[[View], object]) -> View:
        """The view, once `condition` holds for it. Raises `AssertionError` with what it shows."""
        deadline_s = time.monotonic() + TIMEOUT_S
        while not condition(view := self.look()):
            assert time.monotonic() < deadline_s, f"{view}\n{self.errors}"
            self.tab.wait_for_timeout(_PAUSE_MS)  # lets its events come, too
        return view

    def find(self, selector: str, words: str = "") -> Locator:
        """What `selector` matches, in any shadow, and has these words."""
        return self.tab.locator(selector).filter(has_text=words).first

    def choose(self, within: Locator, option: str) -> None:
        """Open the drop-down in `within` and take `option`."""
        within.locator("ha-control-select-menu, ha-select").first.click()
        self.tab.get_by_text(option, exact=True).locator("visible=true").last.click()

    def close(self) -> None:
        """Close it, so that nothing it would say is about another test."""
        self.tab.context.close()

    def picture(self, file: Path, *, whole: bool = False) -> None:
        """Write a PNG of what is seen, or of the whole page."""
        self.tab.screenshot(path=file, full_page=whole, animations="disabled")


class Browser:
    """Chromium, with a profile that is empty at first. Raises `FileNotFoundError` without one."""

    def __init__(self) -> None:
        program = find_chromium()
        if program is None:
            raise FileNotFoundError("Chromium is not installed")
        with ExitStack() as stack:
            driver = stack.enter_context(sync_playwright())
            self._browser = driver.chromium.launch(executable_path=program, args=[*_FLAGS])
            stack.callback(self._browser.close)
            self._stack = stack.pop_all()

    def close(self) -> None:
        self._stack.close()

    def page(self, house: House, width: int = 412, height: int = 915, scale: float = 1.0) -> Page:
        """A tab of so many pixels, logged in at `house`. It goes with the browser."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=scale,
            service_workers="block", locale="en-GB", timezone_id="Europe/Berlin")
        # Logos are the internet's, which is not there: nothing in their place.
        context.route(re.compile("/brands|brands\\."), lambda route: route.fulfill(
            content_type="image/svg+xml", body=_NOTHING))
        tokens = {"access_token": house.token, "token_type": "Bearer", "refresh_token": "",
                  "expires_in": _YEARS_S, "expires": int(time.time() + _YEARS_S) * 1000,
                  "hassUrl": house.url, "clientId": f"{house.url}/"}
        context.add_init_script(
            f"localStorage.setItem('hassTokens', {json.dumps(json.dumps(tokens))})")
        return Page(house, context.new_page())
