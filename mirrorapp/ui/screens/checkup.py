"""Whether all is well here: what was found, the worst first, each with what to do about it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from time import monotonic

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from mirrorapp.doctor.finding import OK, Finding, Verdict
from mirrorapp.events import Notice
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui import theme
from mirrorapp.ui.checkup import Checkup
from mirrorapp.ui.paths import shortened
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.widgets.check_row import CheckRow

PAGE = "checkup"
_WRONG, _FINE = 3, 8
"""So many are shown at once: those with something to do, and those without."""
_TOP, _HIGH = 0.88, 0.75
_MARKS = {Verdict.FAIL: ("✗", theme.STOP), Verdict.WARN: ("!", theme.ATTENTION),
          Verdict.UNKNOWN: ("?", theme.QUIET), Verdict.OK: ("✓", theme.GOOD)}
"""A sign of its own for each, and its colour."""


class CheckupScreen(MirrorScreen):
    """Looks anew whenever it is opened. `browse` leaves it; `now_s` never runs back."""

    checkup: Checkup = ObjectProperty()
    browse = ObjectProperty()
    now_s = ObjectProperty(monotonic)
    behind = StringProperty("")
    note = StringProperty("")
    looking = BooleanProperty(True)
    many = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._turn = self._serial = 0
        self.rows = [CheckRow() for _ in range(max(_WRONG, _FINE))]
        for row in self.rows:
            self.ids.rows.add_widget(row)

    def on_pre_enter(self, *_: object) -> None:
        self._turn = 0
        self.checkup.begin()

    def show(self, snapshot: Snapshot) -> None:
        self._serial = snapshot.serial
        self._tell()

    def tick(self, now_s: float) -> None:
        self.checkup.follow(now_s, self._serial)
        if self.looking:
            self._tell()

    def turn(self, by: int) -> None:
        """The next ones, or those before; after the last the first."""
        self._turn += by
        self._tell()

    def _tell(self) -> None:
        findings = self.checkup.findings
        self.looking = findings is None
        leaves = list(_leaves(findings or ()))
        self.many = len(leaves) > 1
        self.note = self._counted(findings or (), len(leaves))
        leaf = leaves[self._turn % len(leaves)] if leaves else ()
        slots = _FINE if leaf and leaf[0].verdict is OK else _WRONG
        for index, row in enumerate(self.rows):
            row.size_hint_y = _HIGH / slots
            row.pos_hint = {"x": 0, "top": _TOP - index * _HIGH / slots}
            self._fill(row, leaf[index] if index < len(leaf) else None)

    def _fill(self, row: CheckRow, finding: Finding | None) -> None:
        if finding is None:
            row.clear()
            return
        told = self.texts.wrong(Notice(finding.key, finding.what, finding.remedy))
        row.mark, row.ink = _MARKS[finding.verdict]
        row.text, row.more = shortened(told.text), told.more if finding.remedy else ""

    def _counted(self, findings: Sequence[Finding], leaves: int) -> str:
        if not findings:
            return ""
        here = self.texts.say("common.page", n=self._turn % leaves + 1, count=leaves)
        counts = [self.texts.say(f"checkup.count.{verdict}", n=len(alike)) for verdict, alike in (
            (each, list(group)) for each, group in groupby(findings, lambda one: one.verdict))]
        return " · ".join((*counts, *((here,) if self.many else ())))


def _leaves(findings: Sequence[Finding]) -> Iterator[tuple[Finding, ...]]:
    """What is read at once; those that are fine come after the others, more of them together."""
    wrong = [each for each in findings if each.verdict is not OK]
    fine = [each for each in findings if each.verdict is OK]
    for several, at_once in ((wrong, _WRONG), (fine, _FINE)):
        for start in range(0, len(several), at_once):
            yield tuple(several[start:start + at_once])
