"""Every test that the pages of faults and security name is one that pytest collects."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("faults", "security")
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`( \(FULL\))?")
ROW = re.compile(r"^\| (?!what |---)(.*) \|$", re.MULTILINE)


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def named() -> list[tuple[str, str, str]]:
    return sorted({each for name in PAGES for each in NAMED.findall(page(name))})


@cache
def module(file: str) -> ast.Module:
    return ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))


def collected(file: str) -> set[str]:
    """As pytest does it: tests at a module's top level, in a folder that it goes into."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    apart = options["norecursedirs"]
    if not (ROOT / "tests" / file).is_file() or file.partition("/")[0] in apart or not (
            Path(file).name.startswith("test_")):
        return set()
    return {each.name for each in module(file).body if isinstance(each, ast.FunctionDef)
            and each.name.startswith("test_")}


def is_full(file: str, test: str) -> bool:
    """Whether it runs with FULL=1 alone: by its own mark, or by its module's."""
    marks = [ast.unparse(each.value) for each in module(file).body
             if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "pytestmark"]
    marks += [ast.unparse(mark) for each in module(file).body if isinstance(each, ast.FunctionDef)
              and each.name == test for mark in each.decorator_list]
    return any(re.search(r"\bpytest\.mark\.full\b(?!.*param)", mark)
               for mark in marks if "param" not in mark)


@pytest.mark.parametrize(("file", "test", "full"), named())
def test_what_is_named_is_collected_and_runs_when_it_is_said(
        file: str, test: str, full: str) -> None:
    assert test in collected(file)
    assert is_full(file, test) == bool(full)


@pytest.mark.parametrize("row", ROW.findall(page("faults").partition("## Run by hand")[0]))
def test_every_fault_has_a_test(row: str) -> None:
    what, kept, tests = row.split(" | ")
    assert what
    assert kept
    assert NAMED.search(tests)


@pytest.mark.parametrize(("file", "test"), [
    ("test_faults_page.py", "test_that_nobody_wrote"), ("test_nothing.py", "test_nothing"),
    ("homeassistant/test_life.py", "test_life"), ("simulate/killed_child.py", "live"),
])
def test_what_is_not_collected_is_noticed(file: str, test: str) -> None:
    assert test not in collected(file)
