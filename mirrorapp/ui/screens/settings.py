"""What can be set, a page at a time: the present value beside each name, and a touch changes it."""

from time import monotonic

from kivy.core.window import Window
from kivy.properties import ObjectProperty, StringProperty

from mirrorapp.coach.state import Intent, Tone
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui import legible
from mirrorapp.ui.house import House, told_of
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.setting import Deed, Row, Setting, Told, Way
from mirrorapp.ui.setting_pages import MENU, PAGES, called, heading, written
from mirrorapp.ui.unread import Unread
from mirrorapp.ui.widgets.setting import SettingRow

_HIGH, _LOW, _GAP, _TOP, _FLOOR = 0.138, 0.0715, 0.0125, 0.88, 0.125
"""A row with a sentence beneath it, one without (where there is room for as many), what is between
two, where the first begins and the last ends.
"""
_NARROW = 0.009
"""Between two of the menu, so that each of its eleven is as high as a finger needs."""


class SettingsScreen(MirrorScreen):
    """All pages of `setting_pages`, one after the other. `browse` turns to another page; `hear`
    plays a tone, None where there is no loudspeaker; `now_s` is a clock that never runs back.
    """

    settings = ObjectProperty()
    house = ObjectProperty(House())
    browse = ObjectProperty()
    hear = ObjectProperty(None, allownone=True)
    now_s = ObjectProperty(monotonic)
    title = StringProperty("")
    note = StringProperty("")

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._began = self.settings.config
        self._page, self._unread = MENU, Unread(self.now_s)
        self._shown: tuple[Row, ...] = ()
        self.rows = [SettingRow() for _ in range(max(map(len, PAGES.values())))]
        for index, row in enumerate(self.rows):
            row.bind(on_move=lambda _, by, n=index: self._touched(n, by))
            self.ids.rows.add_widget(row)

    def turn_to(self, page: str) -> None:
        """Show this page, one of `PAGES`."""
        if page != self._page:
            self._page = page
            self._unread.came()

    def show(self, snapshot: Snapshot) -> None:
        told = heading(self._page, self.texts)
        self.title, self.note = told.text, told.more
        self._shown = tuple(row for row in PAGES[self._page] if self._there(row))
        gap = _NARROW if self._page == MENU else _GAP
        high = (min(_LOW, (_TOP - _FLOOR + gap) / len(self._shown) - gap)
                if self._page == MENU else _HIGH)
        for index, row in enumerate(self.rows):
            row.size_hint = (1, high)
            row.pos_hint = {"x": 0, "top": _TOP - index * (high + gap)}
            if index < len(self._shown):
                self._tell(row, self._shown[index])
            else:
                row.clear()

    def leave(self) -> None:
        """Back to where this page was opened."""
        self.browse("" if self._page == MENU else MENU)

    def on_pre_enter(self, *_: object) -> None:
        """A second tap on what opened the page sets nothing either."""
        self._unread.came()

    def _there(self, row: Row) -> bool:
        """Whether this mirror has what the row is about."""
        match row:
            case Setting():
                return row.there(self.settings.config)
            case Way(page=page):
                return page in PAGES or bool(self.manager.has_screen(page))
            case Deed("tone"):
                return self.hear is not None and self.settings.config.screen.sounds
            case Told("connection"):
                return self.house.connected is not None and not self.house.waits(self.settings)
            case Told("journal"):
                return self.house.journal is not None
        return True

    def _touched(self, index: int, by: int) -> None:
        if not self._unread.over:
            return
        match self._shown[index]:
            case Setting() as row:
                value = row.move(row.now(self.settings.config), by)
                self.settings.try_change(row.section, **{row.key: value})
            case Way(page=page):
                self.browse(page)
            case Deed("tone"):
                self.hear(Tone.DONE)
            case Deed("calibrate"):
                self.send(Intent.CALIBRATE)

    def _tell(self, widget: SettingRow, row: Row) -> None:
        told, config = called(row, self.texts), self.settings.config
        widget.name = told.text
        widget.more = "" if self._page == MENU else self._more(row, told.more)
        widget.steps = isinstance(row, Setting) and row.steps
        widget.told = isinstance(row, Told)
        widget.leads = isinstance(row, Way)
        widget.acts = not (widget.steps or widget.told)
        shown = row.shows if isinstance(row, Way) else row
        widget.value = (written(shown, config, self.texts) if isinstance(shown, Setting)
                        else "")

    def _more(self, row: Row, usual: str) -> str:
        match row:
            case Setting():
                return self._remark(row) or usual
            case Told(word):
                return told_of(word, self.house, self.settings, self.texts) or usual
        return usual

    def _remark(self, row: Setting) -> str:
        """What is said of a setting just now, "" where it is always the same."""
        config = self.settings.config
        if row.restart and row.now(config) != row.now(self._began):
            return str(self.texts.say("settings.restart"))
        if row.word == "who" and not config.hands_free.presence:
            return str(self.texts.say("settings.unwoken"))
        if row.key == "wakes_until" and config.display.wakes_from == config.display.wakes_until:
            return str(self.texts.say("settings.always"))
        if row.key == "inches":
            screen = config.screen.inches, *Window.size
            near = "near" if legible.near_use(*screen) else "far"
            told = self.texts.number(legible.legible_m(*screen))
            return str(self.texts.say(f"settings.reach.{near}", n=told))
        return ""
