"""A place to touch: words in a thin line, as wide as a hand."""

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.ui import theme
from mirrorapp.ui.widgets.sheet import SHEET


class Touch(ButtonBehavior, FloatLayout):
    """Calls `on_release` when touched; `shown` false takes it off the glass and out of reach."""

    text = StringProperty("")
    kind = StringProperty("touch")
    ink = ColorProperty(theme.INK)
    edge = ColorProperty(theme.QUIET)
    line_px = NumericProperty(1.0)
    shown = BooleanProperty(True)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        SHEET.fbind("height", self._thicken)
        self._thicken()

    def _thicken(self, *_: object) -> None:
        self.line_px = max(1.0, SHEET.height * theme.HAIRLINE)

    def on_touch_down(self, touch: object) -> bool:
        return bool(self.shown and super().on_touch_down(touch))
