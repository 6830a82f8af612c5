"""What keeps the mirror from starting, said on the glass: why, what to do, one touch to close."""

from collections.abc import Callable
from pathlib import Path

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import Builder
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.config import ScreenConfig
from mirrorapp.events import MirrorError
from mirrorapp.ui import i18n, theme
from mirrorapp.ui.widgets.sheet import SHEET, Sheet
from mirrorapp.ui.widgets.touch import Touch
from mirrorapp.ui.widgets.words import Words

_LAYOUT = str(Path(__file__).resolve().parent / "widgets" / "widgets.kv")


class TroubleApp(App):
    """Shows `error` until it is touched away, or `stop_asked` says so; calls `on_beat` at each of
    its beats.
    """

    title = "mirrorapp"
    use_kivy_settings = False

    def __init__(self, error: MirrorError, config: ScreenConfig,
                 stop_asked: Callable[[], bool] = lambda: False,
                 on_beat: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._error = error
        self._screen = config
        self._stop_asked = stop_asked
        self._on_beat = on_beat

    def build(self) -> FloatLayout:
        Window.clearcolor = (0, 0, 0, 1)
        SHEET.inches = self._screen.inches
        if _LAYOUT not in Builder.files:
            Builder.load_file(_LAYOUT)
        texts = i18n.load(self._screen.language)
        wrong = texts.wrong(self._error)
        root = Sheet()
        self.what = Words(text=wrong.text, kind="title", color=theme.ATTENTION,
                          font_name=theme.SEMIBOLD, valign="bottom",
                          size_hint=(0.88, 0.3), pos_hint={"x": 0.06, "y": 0.56})
        self.remedy = Words(text=wrong.more, valign="top",
                            size_hint=(0.88, 0.3), pos_hint={"x": 0.06, "y": 0.22})
        self.close = Touch(text=texts.say("common.close"),
                           size_hint=(0.88, 0.085), pos_hint={"x": 0.06, "y": 0.03})
        self.close.bind(on_release=lambda _: self.stop())
        for widget in (self.what, self.remedy, self.close):
            root.add_widget(widget)
        return root

    def on_start(self) -> None:
        Window.show()  # it is hidden where another program has the screen
        self._beats = Clock.schedule_interval(self._beat, 1 / self._screen.fps)

    def on_stop(self) -> None:
        self._beats.cancel()

    def _beat(self, _elapsed_s: float) -> None:
        self._on_beat()
        if self._stop_asked():
            self.stop()
