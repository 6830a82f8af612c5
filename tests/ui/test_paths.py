"""A long path on the glass keeps what tells it apart."""

from pathlib import Path

import pytest

from mirrorapp.ui.paths import LONGEST, in_two_lines, shortened


@pytest.mark.parametrize(("sentence", "short"), [
    ("The journal /var/lib/mirrorapp/journal.db is damaged: it has been cut off.",
     "The journal …/mirrorapp/journal.db is damaged: it has been cut off."),
    ("In “/home/me/packs/calves/exercises/heel-raise.toml” a name is missing.",
     "In “…/exercises/heel-raise.toml” a name is missing."),
    ("Make room in /var/lib/mirrorapp, or name another.",
     "Make room in /var/lib/mirrorapp, or name another."),
    ("Plug it in at /dev/video0.", "Plug it in at /dev/video0."),
    ("Read https://example.org/a/b/c first, and/or ask.",
     "Read https://example.org/a/b/c first, and/or ask."),
    ("Nothing.", "Nothing.")])
def test_of_a_path_the_last_folder_and_the_file_are_told(sentence: str, short: str) -> None:
    assert shortened(sentence) == short


def test_a_name_that_is_too_long_loses_its_middle() -> None:
    told = shortened(f"Read /srv/{'a' * 60}/first-{'b' * 60}-last.toml")
    folder, file = told.removeprefix("Read …/").split("/")
    assert len(folder) <= LONGEST
    assert len(file) <= LONGEST
    assert file.startswith("first-")
    assert file.endswith("last.toml")


@pytest.mark.parametrize(("path", "told"), [
    (Path.home() / ".local/state/mirrorapp/settings.toml",
     "~/.local/state/mirrorapp/\nsettings.toml"),
    (Path("/var/lib/mirrorapp/journal.sqlite3"), "/var/lib/mirrorapp/\njournal.sqlite3"),
    (Path("/media/a-disk-of-the-family/photos and more/mirror/journal.sqlite3"),
     "…/mirror/\njournal.sqlite3")])
def test_a_path_alone_has_a_line_for_its_file(path: Path, told: str) -> None:
    assert in_two_lines(path) == told
