"""One line of what is tried: a sign of its own for how it went, and what it is."""

from kivy.properties import ColorProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.ui import theme

Mark = tuple[str, theme.Colour]
PASSED: Mark = ("✓", theme.GOOD)
FAILED: Mark = ("✗", theme.STOP)
NOW: Mark = ("…", theme.INK)
NOT_YET: Mark = ("•", theme.QUIET)


class StageRow(FloatLayout):
    """`mark` says it by its shape alone; `ink`, its colour, only helps."""

    mark = StringProperty("")
    ink = ColorProperty(theme.INK)
    text = StringProperty("")
