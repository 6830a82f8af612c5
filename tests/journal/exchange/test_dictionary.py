"""The data dictionary has all that is written, and nothing else."""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_args, get_type_hints

from mirrorapp.journal import schema
from mirrorapp.journal.exchange import dictionary, document
from mirrorapp.journal.exchange.keys import Row
from mirrorapp.journal.exchange.sheets import SHEETS

DOCS = Path(__file__).parents[3] / "docs"
NOT_WRITTEN = {
    "laid_aside": {"profile", "session_id", "past"},  # is made again
    "session": {"id", "started_us"},  # the order of the rows; the same instant as started
    "exercise_set": {"id", "session_id"}, "repetition": {"set_id"},  # whose part it is
    "check_result": {"id", "session_id"}, "check_value": {"result_id"},
    "session_calibration": {"session_id"}, "change": {"session_id"}}


def entries() -> dict[str, dict[str, list[str]]]:
    """What docs/data-dictionary.md says: of each heading each name, with the rest of its line."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    heading = ""
    for line in (DOCS / "data-dictionary.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            heading = line.removeprefix("### ")
        elif line.startswith("| `"):
            name, *rest = [each.strip() for each in line.strip("|").split("|")]
            assert len(rest) == 4, line
            assert name not in found[heading]
            found[heading][name.strip("`")] = rest
    return found


def kinds(models: dict[str, type[Row]]) -> Iterator[tuple[str, type[Row]]]:
    for name, model in models.items():
        yield name, model
        yield from kinds({f"{name}.{part}": of for part, of in model.parts.items()})


def test_the_file_is_what_the_program_says() -> None:
    """After a change: python -m mirrorapp.journal.exchange.dictionary > docs/data-dictionary.md."""
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == dictionary.text()


def test_every_column_of_every_sheet(tmp_path: Path) -> None:
    told = {name.removesuffix(".csv"): [*names] for name, names in entries().items()
            if name.endswith(".csv")}
    assert told == {name: [each.name for each in sheet.columns] for name, sheet in SHEETS.items()}


def test_every_key_of_a_real_export(exported: Path) -> None:
    """Read from the file, not from what the program says of itself."""
    seen: dict[str, set[str]] = defaultdict(set)

    def look(name: str, value: Any) -> None:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for each in value:
                seen[name] |= each.keys()
                for key, inner in each.items():
                    look(f"{name}.{key}", inner)

    whole = json.loads(exported.read_text(encoding="utf-8"))
    for name, value in whole.items():
        look(name, value)
    seen["the head"] = whole.keys() - document.SECTIONS.keys() - {"counts"}
    assert seen == {name: names.keys() for name, names in entries().items()
                    if not name.endswith(".csv")}


def test_every_column_of_the_journal_is_written() -> None:
    """A new layout's, too: then this fails until it is."""
    written: dict[str, set[str]] = defaultdict(set)
    for _, model in kinds(dict(document.SECTIONS)):
        written[model.table] |= set(model.columns())
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        schema.migrate(db)
        columns: dict[str, set[str]] = defaultdict(set)
        for table, column in db.execute(
                "SELECT t.name, c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c "
                "WHERE t.type = 'table'"):
            columns[table].add(column)
    assert columns == {table: written[table] | NOT_WRITTEN.get(table, set()) for table in columns}
    assert all(written[table].isdisjoint(names) for table, names in NOT_WRITTEN.items())


def test_whatever_may_be_null_says_what_that_means_and_units_are_told() -> None:
    for name, model in [*kinds(dict(document.SECTIONS)), ("the head", document.Head)]:
        hints = get_type_hints(model, include_extras=True)
        for key, (meaning, unit, allowed, null) in entries()[name].items():
            assert meaning, key
            assert allowed, key
            assert (null != "never") == (type(None) in get_args(hints[key])), key
            if suffix := re.search(r"_(s|deg|m|cm|px)(_u)?$", key):
                assert unit == {"deg": "degrees"}.get(suffix[1], suffix[1]), key
            if hints[key] in (float, float | None):
                assert unit, key
