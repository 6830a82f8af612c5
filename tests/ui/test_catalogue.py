"""The catalogues have what the code asks for, no more, and the same in every language."""

import ast
import importlib
import re
from enum import EnumMeta
from functools import cache
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import mirrorapp
from mirrorapp.exercises.schema import Kit
from mirrorapp.ui import catalogue
from tests.ui.test_texts import LANGUAGES

PACKAGE = Path(mirrorapp.__file__).parent
SOURCES = [*sorted((PACKAGE / "ui").rglob("*.py")), PACKAGE / "calibrate.py"]
LAYOUTS = sorted((PACKAGE / "ui").rglob("*.kv"))
VOCABULARIES = ("mirrorapp.events", "mirrorapp.coach.state", "mirrorapp.coach.progress",
                "mirrorapp.alignment.results", "mirrorapp.alignment.advice",
                "mirrorapp.exercises.words", "mirrorapp.doctor.finding")
ASKING = ("say", "line", "count")


@cache
def messages(language: str) -> dict[str, tuple[str, ...]]:
    """Every path with its text, or its forms."""
    return {m.id if isinstance(m.id, str) else m.id[0]:
            (m.string,) if isinstance(m.string, str) else tuple(m.string)
            for m in catalogue.read(language) if m.id}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def words_of_enums() -> frozenset[str]:
    """The values of all that the screens tell about."""
    found = set()
    for name in VOCABULARIES:
        for each in vars(importlib.import_module(name)).values():
            if isinstance(each, EnumMeta):
                found |= {str(member.value) for member in each}
    return frozenset(found | set(get_args(Kit)))


def asked_in(tree: ast.AST) -> list[tuple[str, re.Pattern[str]]]:
    """What is handed to `say`, `line` and `count`: the call's name, and the path as a pattern."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                and node.func.attr in ASKING and node.args):
            continue
        for part in ast.walk(node.args[0]):
            if isinstance(part, ast.JoinedStr):
                pattern = "".join(re.escape(str(each.value)) if isinstance(each, ast.Constant)
                                  else "([a-zA-Z_.]+)" for each in part.values)
                if not pattern.startswith("("):  # `line` itself, of a path that it was given
                    found.append((node.func.attr, re.compile(pattern)))
        if isinstance(node.args[0], ast.Constant | ast.IfExp):
            found += [(node.func.attr, re.compile(re.escape(part.value)))
                      for part in ast.walk(node.args[0])
                      if isinstance(part, ast.Constant) and isinstance(part.value, str)
                      and "." in part.value]
    return found


def literals(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def paths(call: str, pattern: re.Pattern[str], words: set[str]) -> set[str]:
    """Which of the catalogue's paths a call may mean, its holes filled by known words alone."""
    found = set()
    for path in messages("en"):
        stem = re.sub(r"\.(text|more)$", "", path) if call == "line" else path
        match = pattern.fullmatch(stem)
        if match and all(hole in words for hole in match.groups()):
            found.add(path)
    return found


@cache
def used() -> frozenset[str]:
    found: set[str] = set()
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        words = literals(tree) | words_of_enums()
        for call, pattern in asked_in(tree):
            meant = paths(call, pattern, words)
            assert meant, f"{source.name} asks for {pattern.pattern}, which is not there"
            found |= meant
        found |= literals(tree) & set(messages("en"))  # a path that is handed on
    for layout in LAYOUTS:
        for asked in re.findall(r"\.say\(([^)]*)\)", layout.read_text(encoding="utf-8")):
            for path in re.findall(r"'([a-z_]+\.[a-z_.]+)'", asked):
                assert path in messages("en"), f"{layout.name} asks for {path}"
                found.add(path)
    return frozenset(found)


def test_languages_have_the_same_paths():
    first, *others = (set(messages(language)) for language in LANGUAGES)
    for other in others:
        assert first ^ other == set()


def test_every_text_is_used_and_every_used_one_is_there():
    assert set(messages("en")) - used() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_every_language(language):
    for path, forms in messages(language).items():
        wanted = set().union(*map(placeholders, messages("en")[path]))
        for form in forms:
            assert placeholders(form) <= wanted, path
        assert placeholders(forms[-1]) == wanted, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_doubled_or_diagnoses(language):
    text = catalogue.path_of(language).read_text(encoding="utf-8")
    written = re.findall(r'^msgid "(.+)"', text, re.MULTILINE)
    assert len(written) == len(set(written)) == len(messages(language))
    for path, forms in messages(language).items():
        for form in forms:
            assert form.strip(), path
            assert not any(word in form.lower() for word in ("diagnos", "knock knee", "x-bein"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_every_form_of_the_language(language):
    forms = catalogue.read(language).num_plurals
    assert forms == 2
    for message in catalogue.read(language):
        if message.pluralizable:
            assert len(message.string) == forms
            assert all(message.string)
