"""One thing that was looked at: a sign for how it is, what was found, and what to do beneath."""

from kivy.properties import ColorProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.ui import theme


class CheckRow(FloatLayout):
    """`mark` says it by its shape alone; `ink`, its colour, only helps. `more` may be empty."""

    mark = StringProperty("")
    ink = ColorProperty(theme.INK)
    text = StringProperty("")
    more = StringProperty("")

    def clear(self) -> None:
        """Show nothing."""
        self.mark = self.text = self.more = ""
