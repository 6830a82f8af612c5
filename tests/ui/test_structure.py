"""What stands where on each screen is kept in `golden`, to a hundredth of the window.

After a change that is meant: `RENEW_GOLDEN=1 python -m pytest tests/ui/test_structure.py`, then
look at the screenshots and at what has changed in `golden`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import Glass
from tests.ui.doubles import PORTRAIT, picture, reading
from tests.ui.sights import IDLE, NO, OPTIONS, SIGHTS

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]

GOLDEN = Path(__file__).with_name("golden")
KEPT = {name: each for name, each in SIGHTS.items() if each.page != IDLE}
"""What is idle stands elsewhere with each minute."""
RENEW = bool(os.environ.get("RENEW_GOLDEN"))
Row = tuple[str, tuple[int, ...]]
Rows = list[Row]
NEAR = 1
"""Fonts are measured a little differently from one machine to the next."""


def structure(it: Glass) -> Iterator[Row]:
    """The kind and the name of what is shown, and its box: x, y, width, height."""
    from mirrorapp.ui.widgets.ring import Ring
    from mirrorapp.ui.widgets.stage import Stage
    from mirrorapp.ui.widgets.touch import Touch
    from mirrorapp.ui.widgets.words import Words

    names = {widget.proxy_ref: name for name, widget in it.screen.ids.items()}
    for widget in (*it.screen.walk(), *it.app._notices.walk()):
        if not isinstance(widget, Ring | Stage | Touch | Words) or not _is_seen(widget):
            continue
        if isinstance(widget.parent, Touch):
            continue
        kind = type(widget).__name__ + (f" {widget.kind}" if isinstance(widget, Words) else "")
        name = names.get(widget.proxy_ref, "")
        yield f"{kind} {name}".strip(), _box(widget, it)


def _is_seen(widget: Any) -> bool:
    here = widget
    while hasattr(here, "opacity") and here.parent is not here:
        if not here.opacity:
            return False
        here = here.parent
    return not hasattr(widget, "text") or bool(widget.text) or hasattr(widget, "shown")


def _box(widget: Any, it: Glass) -> tuple[int, ...]:
    size = it.app.root.size
    x, y = widget.to_window(widget.x, widget.y)
    return tuple(round(100 * part / of) for part, of in zip(
        (x, y, *widget.size), (*size, *size), strict=True))


def told(rows: Rows) -> str:
    return "".join(f"{' '.join(f'{each:3}' for each in box)}  {name}\n" for name, box in rows)


def read(text: str) -> Rows:
    rows = [line.split(maxsplit=4) for line in text.splitlines()]
    return [(name, tuple(map(int, box))) for *box, name in rows]


def test_each_screen_stands_as_it_did(glass):
    it = glass(options=OPTIONS)
    seen = {"frame": picture(*PORTRAIT), "reading": reading(*PORTRAIT)}
    changed = []
    for name, sight in KEPT.items():
        sight.show(it, **(seen if sight.seen != NO else {}))
        now, file = list(structure(it)), GOLDEN / f"{name}.txt"
        assert now
        if RENEW:
            GOLDEN.mkdir(exist_ok=True)
            file.write_text(told(now), encoding="utf-8")
        before = read(file.read_text(encoding="utf-8")) if file.is_file() else []
        if not alike(before, now):
            changed.append(f"{name}, now:\n{told(now)}")
    assert not changed, "\n".join(changed)


def test_nothing_is_kept_of_screens_that_are_gone():
    assert {each.stem for each in GOLDEN.glob("*.txt")} == set(KEPT)


def alike(before: Rows, now: Rows) -> bool:
    """The same things in the same order, each where it was."""
    return [name for name, _ in before] == [name for name, _ in now] and all(
        abs(a - b) <= NEAR for (_, one), (_, other) in zip(before, now, strict=True)
        for a, b in zip(one, other, strict=True))


def test_a_thing_that_moved_or_went_is_noticed():
    row = ("Touch stop", (6, 3, 20, 8))
    assert alike([row], [("Touch stop", (6, 4, 20, 8))])
    assert not alike([row], [("Touch stop", (6, 6, 20, 8))])
    assert not alike([row], [])
    assert not alike([row], [("Touch pause", (6, 3, 20, 8))])
    assert read(told([row])) == [row]
