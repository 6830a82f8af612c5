"""Long paths in a sentence, short enough to be read from two metres; the log has them whole."""

import re
from pathlib import Path

LONGEST = 20
"""Letters of a folder's or a file's name."""
SHORT = 24
"""A path of so many letters stays as it is."""
LINE_MOST = 32
"""Letters of a path that has a line for its folder, and one for the file."""
_PATH = re.compile(r"(?<![\w/.:])/(?:[^\s/]+/)+([^\s/]+/[^\s/]+)")


def shortened(sentence: str) -> str:
    """Of every long path the last folder and the file alone: `…/exercises/squat.toml`."""
    return _PATH.sub(_shorter, sentence)


def in_two_lines(path: Path) -> str:
    """The folder, the user's own as `~`, and the file; where either is too long, the last folder
    alone, and names without their middle.
    """
    own = Path.home()
    short = Path("~") / path.relative_to(own) if path.is_relative_to(own) else path
    if max(len(str(short.parent)), len(short.name)) <= LINE_MOST:
        return f"{short.parent}/\n{short.name}"
    return f"…/{_name(path.parent.name)}/\n{_name(path.name)}"


def _shorter(path: re.Match[str]) -> str:
    return path[0] if len(path[0]) <= SHORT else "…/" + "/".join(map(_name, path[1].split("/")))


def _name(name: str) -> str:
    """Without its middle, where it is too long: both its beginning and its end tell it apart."""
    half = (LONGEST - 1) // 2
    return name if len(name) <= LONGEST else f"{name[:half]}…{name[-half:]}"
