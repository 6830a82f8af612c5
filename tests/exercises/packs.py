"""Packs for tests: a folder in a place, with one small exercise or routine of each name."""

from pathlib import Path

EXERCISE = """id = "{name}"
source = "app"
view = "F"
{more}

[name]
en = "Dip"
de = "Beuge"

[about]
en = "You dip."
de = "Du beugst dich."

[[steps]]
en = {{ text = "Dip", more = "Slowly" }}
de = {{ text = "Beug dich", more = "Langsam" }}

[dose]
kind = "reps"
reps = 8
source = "app"
"""
ROUTINE = """id = "{name}"
source = "app"
minutes = 1
exercises = {members}
name = {{ en = "Mine", de = "Meine" }}
about = {{ en = "It is mine.", de = "Sie ist meine." }}
"""


def exercise(place: Path, pack: str, name: str, more: str = "") -> Path:
    """An exercise in a pack; `more` are keys of its own."""
    return put(place / pack / "exercises" / f"{name}.toml", EXERCISE.format(name=name, more=more))


def routine(place: Path, pack: str, name: str, *members: str) -> Path:
    """A routine in a pack."""
    said = str(list(members)).replace("'", '"')
    return put(place / pack / "routines" / f"{name}.toml",
               ROUTINE.format(name=name, members=said))


def put(path: Path, text: str) -> Path:
    """A file, and the folders around it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
