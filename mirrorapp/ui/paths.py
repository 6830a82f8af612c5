"""Long paths in a sentence, short enough to be read from two metres; the log has them whole."""

import re

LONGEST = 20
"""Letters of a folder's or a file's name."""
SHORT = 24
"""A path of so many letters stays as it is."""
_PATH = re.compile(r"(?<![\w/.:])/(?:[^\s/]+/)+([^\s/]+/[^\s/]+)")


def shortened(sentence: str) -> str:
    """Of every long path the last folder and the file alone: `…/exercises/squat.toml`."""
    return _PATH.sub(_shorter, sentence)


def _shorter(path: re.Match[str]) -> str:
    return path[0] if len(path[0]) <= SHORT else "…/" + "/".join(map(_name, path[1].split("/")))


def _name(name: str) -> str:
    """Without its middle, where it is too long: both its beginning and its end tell it apart."""
    half = (LONGEST - 1) // 2
    return name if len(name) <= LONGEST else f"{name[:half]}…{name[-half:]}"
