"""What the page quotes is what the mirror says, and where the pages lead there is something."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mirrorapp.ui import catalogue
from tests.ui import sentences

PACKAGE = sentences.PACKAGE

ROOT = PACKAGE.parent
PAGES = ("troubleshooting", "privacy", "camera", "first-run", "faults", "security")
SAYS = re.compile(r"says:(.*?)(?:\n\n|\Z)", re.DOTALL)
QUOTED = re.compile(r"`([^`]*)`")
OURS = re.compile(r"camera\.\w+|hub\.\w+|source = .*|sudo .*")
"""What is to be typed, or named in a setting."""


LOGS = {"debug", "info", "warning", "error", "critical", "exception"}
TELLS = {"say", "_tell"}
"""Functions that put a text into the terminal or the log."""


@cache
def said() -> frozenset[str]:
    """What is shown, whole, with `…` for what is put in: on the glass in English, by errors and in
    the log, on the bare console. What the code says of itself is not.
    """
    logged = {text for path in PACKAGE.rglob("*.py")
              for text in told(ast.parse(path.read_text(encoding="utf-8")))}
    words = {str(each.string) for each in catalogue.read("en")}
    console = (ROOT / "systemd/failure-screen.sh").read_text(encoding="utf-8").splitlines()
    templates = {re.sub(r"\{\w*\}", "…", each) for each in {*words, *sentences.sentences()}}
    return frozenset({*logged, *templates, *(line.strip() for line in console)})


def told(tree: ast.AST) -> Iterator[str]:
    """The texts that a module gives to errors, to the log and to the terminal."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = sentences.name_of(call.func)
            if name in LOGS | TELLS or name.endswith("Error"):
                yield from filter(None, map(spelt, call.args))


def spelt(node: ast.expr) -> str:
    """A text with `…` where something is put in; "" for what is no text."""
    match node:
        case ast.Constant(str(text)):
            return re.sub(r"%[.\d]*[sdf]", "…", text)
        case ast.JoinedStr(parts):
            return "".join(spelt(each) or "…" for each in parts)
    return ""


def is_said(quote: str) -> bool:
    """Whether something that is shown is that, or begins so."""
    return any(each.startswith(quote) for each in said())


def quotes() -> list[str]:
    page = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")
    every = [quote for block in SAYS.findall(page) for quote in QUOTED.findall(block)]
    return [quote for quote in every if not OURS.fullmatch(quote)]


def test_the_page_quotes_much() -> None:
    assert len(quotes()) > 30


@pytest.mark.parametrize("quote", quotes())
def test_what_is_quoted_is_said(quote: str) -> None:
    assert is_said(quote)


@pytest.mark.parametrize("quote", [
    "The camera is on fire.",
    "What all cameras ask of OpenCV",  # a docstring
    "it is tried again;",  # only within
])
def test_what_nobody_says_is_noticed(quote: str) -> None:
    assert any(quote.lower() in path.read_text(encoding="utf-8").lower()
               for path in PACKAGE.rglob("*.py")) or "fire" in quote
    assert not is_said(quote)


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
