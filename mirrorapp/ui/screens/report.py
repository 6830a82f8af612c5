"""The report for the physiotherapist: which days are on it, onto which stick, and how that goes."""

from time import monotonic

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from mirrorapp.coach.profile import Profile
from mirrorapp.snapshot import Snapshot
from mirrorapp.sticks.finding import Stick
from mirrorapp.sticks.handing import Step
from mirrorapp.ui.i18n import Line, Texts
from mirrorapp.ui.reporting import HAND, REPORT, Reporting
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.listing import names_of
from mirrorapp.ui.unread import Unread
from mirrorapp.ui.widgets import stage_row
from mirrorapp.ui.widgets.found import name_of_stick
from mirrorapp.ui.widgets.stage_row import StageRow

_WAIT_S = 300.0
"""So long the page stays for who has gone to get a stick."""
_CALLED = {Step.MAKE: "report.step.make", Step.WRITE: "report.step.write",
           Step.READ_BACK: "report.step.read_back", Step.LET_GO: "report.step.let_go"}


class ReportScreen(MirrorScreen):
    """What stands on the page, the days to choose, and the sticks to touch.

    `browse` turns to another page of the screens' own; `behind`: the page that "Back" leads to.
    """

    reporting = ObjectProperty()
    browse = ObjectProperty()
    behind = StringProperty("")
    now_s = ObjectProperty(monotonic)
    span = StringProperty("")
    whose = StringProperty("")

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.ids.sticks.picked = self.pick
        self._came_s = 0.0
        self._seen: object = None

    def on_pre_enter(self, *_: object) -> None:
        """A second tap on what led here picks nothing."""
        self._came_s = self.now_s()
        self._seen = None
        self.ids.sticks.came()
        self.reporting.look()

    def on_leave(self, *_: object) -> None:
        """Nobody is there to put one in."""
        self.reporting.look_away()

    def show(self, snapshot: Snapshot) -> None:
        who: Profile | None = snapshot.coach.profile
        self.span = self.reporting.span
        self.whose = "" if who is None else names_of(snapshot.coach, self.texts)[who.id]
        self._tell()

    def tick(self, now_s: float) -> None:
        reporting: Reporting = self.reporting
        seen = reporting.sticks, reporting.opening, reporting.shut, reporting.free
        if seen != self._seen:
            if self._seen is not None:
                self._came_s = now_s  # whoever puts one in, or pulls it, is there
            self._seen = seen
            self._tell()
        if now_s - self._came_s < _WAIT_S:
            self.browse(REPORT)

    def choose(self, span: str) -> None:
        """The report is of these days."""
        self._came_s = self.now_s()
        self.span = self.reporting.span = span

    def pick(self, stick: Stick) -> None:
        """Onto this one."""
        self.reporting.pick(stick)
        self.browse(HAND)

    def turn(self, by: int) -> None:
        """The next sticks."""
        self.ids.sticks.turn(by)
        self._tell()

    def _tell(self) -> None:
        self.ids.sticks.show(self.reporting.sticks, self._state(), self.texts)

    def _state(self) -> Line:
        texts: Texts = self.texts
        reporting: Reporting = self.reporting
        if reporting.sticks:
            how = "one" if len(reporting.sticks) == 1 else "many"
        else:
            how = ("opening" if reporting.opening else "shut" if reporting.shut
                   else "free" if reporting.free else "none")
        return texts.line(f"report.stick.{how}")


class HandScreen(MirrorScreen):
    """Makes the page and puts it on the stick, step by step; stays until that is over."""

    reporting = ObjectProperty()
    browse = ObjectProperty()
    now_s = ObjectProperty(monotonic)
    note = StringProperty("")
    told = StringProperty("")
    more = StringProperty("")
    over = BooleanProperty(False)
    done = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._unread = Unread(self.now_s)
        self._begins = False
        self.rows = [StageRow() for _ in Step]
        for row in self.rows:
            self.ids.rows.add_widget(row)

    def on_pre_enter(self, *_: object) -> None:
        """What is on its way already, goes on."""
        self._begins = not self.reporting.busy
        self.over = self.done = False

    def show(self, snapshot: Snapshot) -> None:
        who: Profile | None = snapshot.coach.profile
        if self._begins and who is not None:
            self.reporting.give(who.id, self.texts.language)
        self._begins = False
        self._tell()

    def tick(self, now_s: float) -> None:
        if self.reporting.busy:
            self.browse(HAND)  # nobody need touch anything meanwhile
        if not self.over:
            self._tell()

    def leave(self) -> None:
        """It has been read; where it went wrong, back to choose a stick."""
        if self._unread.over:
            self.browse("" if self.done else REPORT)

    def _tell(self) -> None:
        reporting: Reporting = self.reporting
        handed, texts = reporting.handed, self.texts
        if handed is not None and not self.over:
            self._unread.came()
        self.over = handed is not None
        self.done = handed is not None and handed.wrong is None
        self.note = "" if reporting.stick is None else name_of_stick(reporting.stick, texts)
        for step, row in zip(Step, self.rows, strict=True):
            row.mark, row.ink = _mark(step, reporting)
            row.text = texts.say(_CALLED[step])
        if handed is None:
            line = texts.line("report.going")
        elif handed.wrong is not None:
            line = texts.wrong(handed.wrong)
        else:
            line = Line(texts.say("report.done.text"),
                        texts.say("report.done.more", name=handed.name))
        self.told, self.more = line.text, line.more


def _mark(step: Step, reporting: Reporting) -> stage_row.Mark:
    handed, now = reporting.handed, reporting.step
    if step < now or (handed is not None and handed.wrong is None):
        return stage_row.PASSED
    if step > now:
        return stage_row.NOT_YET
    return stage_row.NOW if handed is None else stage_row.FAILED


