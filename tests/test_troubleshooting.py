"""What the page quotes is what the mirror says, and where the pages lead there is something."""

import re
from functools import cache
from pathlib import Path

import pytest

from mirrorapp.ui import catalogue
from tests.ui.sentences import PACKAGE

ROOT = PACKAGE.parent
PAGES = ("troubleshooting", "privacy", "camera", "first-run")
SAYS = re.compile(r"says:(.*?)(?:\n\n|\Z)", re.DOTALL)
QUOTED = re.compile(r"`([^`]*)`")
OURS = re.compile(r"camera\.\w+|hub\.\w+|source = .*|sudo .*")
"""What is to be typed, or named in a setting."""


@cache
def said() -> str:
    """Code with its strings joined and `…` put in, the English words, the bare console's."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    code = re.sub(r'"\s*\n\s*f?"', "", code)  # a string that goes on in the next line
    code = re.sub(r"\{[^{}]*\}", "…", code)
    words = "\n".join(str(each.string) for each in catalogue.read("en"))
    console = (ROOT / "systemd/failure-screen.sh").read_text(encoding="utf-8")
    return "\n".join((code, words, console))


def quotes() -> list[str]:
    page = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")
    every = [quote for block in SAYS.findall(page) for quote in QUOTED.findall(block)]
    return [quote for quote in every if not OURS.fullmatch(quote)]


def test_the_page_quotes_much() -> None:
    assert len(quotes()) > 30


@pytest.mark.parametrize("quote", quotes())
def test_what_is_quoted_is_said(quote: str) -> None:
    assert quote in said()


def test_what_nobody_says_is_noticed() -> None:
    assert "The camera is on fire." not in said()


def anchors(page: Path) -> set[str]:
    """As forges make them of headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", text):
        to = ROOT / "docs" / target
        assert to.is_file(), target
        assert not anchor or anchor in anchors(to), f"{target}#{anchor}"


def test_tests_that_prove_a_wall_are_there() -> None:
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)`", text)
    assert len(named) > 5
    assert [each for each in named if not (ROOT / each).is_file()] == []
