"""What has become of knees, pain and days: a chart at a time, and one plain sentence with it."""

from collections.abc import Mapping, Sequence
from typing import get_args

from kivy.properties import (
    BooleanProperty,
    ListProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from mirrorapp.coach.knees import LEAST, Knee
from mirrorapp.coach.progress import DayKind, Progress
from mirrorapp.events import Side
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui import plotting
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.looking_back import (
    Of,
    said_of_both,
    said_of_knee,
    said_of_pain,
    said_of_parting,
)
from mirrorapp.ui.plotting import Scale
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.widgets.words import Words

_MAYBE = ("stands", "walks")
"""Pages without which there is no gap."""


class ChartKey(FloatLayout):
    """A mark, and what it stands for; nothing without a `word`."""

    kind = StringProperty("done")
    word = StringProperty("")


class KneePanel(FloatLayout):
    """One knee: what is said of it, and its chart between two days."""

    name = StringProperty("")
    said = StringProperty("")
    knee = ObjectProperty(None, allownone=True)
    scale = ObjectProperty(None, allownone=True)
    side = ObjectProperty(Side.LEFT)
    first = StringProperty("")
    last = StringProperty("")


class KneePage(FloatLayout):
    """The user's left knee on the left, and the right one, by one scale: of squats (`knees`), of
    how they `stands`, or of `walks`. `zero`: how high on the page it stands.
    """

    of = OptionProperty("knees", options=get_args(Of))

    inwards = StringProperty("")
    over = StringProperty("")
    noise = StringProperty("")
    anew = StringProperty("")
    balance = StringProperty("")
    zero = ObjectProperty(0.5)

    def tell(self, progress: Progress, texts: Texts) -> None:
        """Show both."""
        knees: Mapping[Side, Knee] = getattr(progress, self.of)
        scale = plotting.of_knees(progress, knees)
        panels = {Side.LEFT: self.ids.left, Side.RIGHT: self.ids.right}
        names = {Side.LEFT: "common.left_knee", Side.RIGHT: "common.right_knee"}
        for side, panel in panels.items():
            knee = knees[side]
            panel.name, panel.said = texts.say(names[side]), said_of_knee(knee, texts, self.of)
            panel.knee, panel.scale = knee, scale
            panel.first, panel.last = _ends(scale, texts)
        self.inwards = texts.say("progress.knees.inwards")
        self.over = texts.say(f"progress.{self.of}.over")
        self.noise = texts.say("progress.knees.noise")
        self.anew, self.balance = said_of_parting(knees, texts), said_of_both(knees, texts)
        panel, chart = self.ids.left.size_hint_y, self.ids.left.ids.chart
        low, high = chart.pos_hint["y"], chart.size_hint_y
        self.zero = 1 - panel + panel * (low + high * scale.level(0.0))


class PainPage(FloatLayout):
    """From 0 to 10, before and after."""

    said = StringProperty("")
    before = StringProperty("")
    after = StringProperty("")
    least = StringProperty("0")
    most = StringProperty(str(int(plotting.PAIN_MOST)))
    days = ObjectProperty(None, allownone=True)
    scale = ObjectProperty(None, allownone=True)
    first = StringProperty("")
    last = StringProperty("")

    def tell(self, progress: Progress, texts: Texts) -> None:
        """Show what was answered."""
        self.said = said_of_pain(progress, texts)
        self.before, self.after = (texts.say(f"progress.pain.{each}")
                                   for each in ("before", "after"))
        self.days, self.scale = progress.pain, plotting.of_pain(progress)
        self.first, self.last = _ends(self.scale, texts)


class DaysPage(FloatLayout):
    """The calendar, its weeks beginning as they do where the language is spoken."""

    said = StringProperty("")
    week = StringProperty("")
    words = ListProperty(["", "", "", ""])
    days = ObjectProperty({})
    rows = ObjectProperty(())
    today = ObjectProperty(None, allownone=True)

    def tell(self, progress: Progress, texts: Texts) -> None:
        """Show the last weeks, and what is planned of this one."""
        week = texts.week()
        self.rows = plotting.calendar(progress.since, progress.today, week.first)
        since = max(progress.since, self.rows[0][0])
        done = sum(kind is DayKind.DONE and day >= since for day, kind in progress.days.items())
        self.said = texts.count("progress.days.said", done, date=texts.date(since))
        self.week = " · ".join(texts.say(f"progress.days.{name}", n=n) for name, n in (
            ("week", progress.week), ("adherence", progress.adherence)) if n is not None)
        self.words = [texts.say(f"progress.days.{kind}") for kind in DayKind]
        self.days, self.today = progress.days, progress.today
        self.ids.names.clear_widgets()
        for name in week.names:
            self.ids.names.add_widget(Words(text=name, kind="small", halign="center"))


class ProgressScreen(MirrorScreen):
    """Its pages, those of how the legs stand and of walks where there is anything on them, or that
    it is too early; empty until it has been worked out. `browse` leaves it; `reports`: a report
    can be made, of `whose` there is.
    """

    browse = ObjectProperty()
    reports = BooleanProperty(False)
    whose = BooleanProperty(False)
    title = StringProperty("")
    note = StringProperty("")
    nothing = StringProperty("")
    many = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._turn = 0
        self._progress: Progress | None = None
        self._told: tuple[Progress | None, Texts] | None = None
        self._pages = (("knees", KneePage()), ("stands", KneePage(of="stands")),
                       ("walks", KneePage(of="walks")), ("pain", PainPage()), ("days", DaysPage()))

    def show(self, snapshot: Snapshot) -> None:
        self.whose = self.reports and snapshot.coach.profile is not None
        progress = snapshot.coach.progress
        if progress is not self._progress:
            self._progress, self._turn = progress, 0
        if self._told != (progress, self.texts):  # it stands for many pictures
            self._tell()

    def turn(self, by: int) -> None:
        """The next chart, or the one before; after the last the first."""
        self._turn = (self._turn + by) % len(self._shown)
        self._tell()

    @property
    def _shown(self) -> Sequence[tuple[str, Widget]]:
        return [each for each in self._pages if each[0] not in _MAYBE
                or (self._progress is not None and any(
                    knee.days for knee in getattr(self._progress, each[0]).values()))]

    def _tell(self) -> None:
        progress = self._progress
        self._told = progress, self.texts
        self.many = progress is not None and progress.trained >= LEAST
        self.nothing = (self.texts.say("progress.nothing")
                        if progress is not None and not self.many else "")
        self.title, self.note = self.texts.say("progress.title"), ""
        self.ids.page.clear_widgets()
        if progress is None or not self.many:
            return
        name, page = self._shown[self._turn]
        self.title = self.texts.say(f"progress.{name}.title")
        self.note = self.texts.say("common.page", n=self._turn + 1, count=len(self._shown))
        page.tell(progress, self.texts)
        self.ids.page.add_widget(page)


def _ends(scale: Scale, texts: Texts) -> tuple[str, str]:
    return texts.date(scale.first), texts.say("progress.today")
