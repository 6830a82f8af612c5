"""What is generated is what `make hardware` makes of the sources, byte for byte."""

import platform
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from hardware import make

ROOT = Path(__file__).resolve().parents[2]
SUFFIXES = {".svg", ".png", ".tsv", ".step", ".stl", ".pdf"}


def same(folder: Path, part: str) -> None:
    """All that was made is in the checkout, the same, and nothing else of its kind is."""
    kept = {each.name: each.read_bytes() for each in (make.HERE / part).iterdir()
            if each.suffix in SUFFIXES}
    made = {each.name: each.read_bytes() for each in (folder / part).iterdir()}
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []


def test_the_drawings(tmp_path: Path) -> None:
    make.drawings(tmp_path / "drawings")
    same(tmp_path, "drawings")


def test_what_is_to_be_printed_on_paper(tmp_path: Path) -> None:
    make.printed.write(tmp_path / "paper")
    same(tmp_path, "paper")


def font() -> str:
    """What is drawn with where DejaVu Sans is wanted."""
    try:
        return subprocess.run(["fc-match", "-f", "%{family}", "DejaVu Sans"], capture_output=True,
                              text=True, check=True, timeout=30).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


@pytest.mark.full
def test_the_wiring(tmp_path: Path) -> None:
    pytest.importorskip("wireviz", reason="WireViz is not installed: pip install '.[hardware]'")
    if make.graphviz_version() != make.GRAPHVIZ or "DejaVu Sans" not in font():
        pytest.skip(f"graphviz {make.GRAPHVIZ} or the font DejaVu Sans is not installed")
    make.harness(tmp_path / "harness")
    same(tmp_path, "harness")


@pytest.mark.full
def test_the_parts(tmp_path: Path) -> None:
    if find_spec("build123d") is None or platform.machine() != "x86_64":
        pytest.skip("build123d is not installed (pip install '.[cad]'), or this is no x86_64")
    make.cad(tmp_path / "cad")
    same(tmp_path, "cad")


def test_a_harness_that_harms_is_not_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "harness").mkdir()
    data = yaml.safe_load((make.HERE / "harness/signals.yml").read_text(encoding="utf-8"))
    data["connections"][0][0] = {"J8": [1]}
    (tmp_path / "harness/bad.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    monkeypatch.setattr(make, "HERE", tmp_path)
    with pytest.raises(ValueError, match=r"bad\.yml: .*J8:1 is used 2 times"):
        make.harness(tmp_path / "made")


def test_nothing_generated_is_left_out_of_the_check() -> None:
    folders = {each.parent.name for each in make.HERE.rglob("*") if each.suffix in SUFFIXES}
    assert folders == {"drawings", "paper", "harness", "cad"}
