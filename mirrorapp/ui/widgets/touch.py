"""A place to touch: words in a thin line, as wide as a hand."""

from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.ui import theme
from mirrorapp.ui.widgets.sheet import SHEET


class Touch(ButtonBehavior, FloatLayout):
    """Calls `on_release` when touched; `shown` false takes it off the glass and out of reach.

    A hand that rests on it while it goes, or comes to mean something else, has touched nothing.
    """

    text = StringProperty("")
    kind = StringProperty("touch")
    ink = ColorProperty(theme.INK)
    edge = ColorProperty(theme.QUIET)
    line_px = NumericProperty(1.0)
    shown = BooleanProperty(True)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._meant = ""
        SHEET.follow(self._thicken)
        self._thicken()

    def _thicken(self, *_: object) -> None:
        self.line_px = max(1.0, SHEET.height * theme.HAIRLINE)

    @property
    def meaning(self) -> str:
        """What it is for just now."""
        return str(self.text)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if not self.shown or not super().on_touch_down(touch):
            return False
        self._meant = self.meaning
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is self and not (self.shown and self.meaning == self._meant):
            touch.ungrab(self)
            self.state = "normal"
            return True
        return bool(super().on_touch_up(touch))
