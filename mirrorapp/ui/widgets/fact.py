"""One sentence and who says so."""

from kivy.properties import StringProperty
from kivy.uix.floatlayout import FloatLayout


class FactRow(FloatLayout):
    """`source` stands quietly beneath the text; both empty where there is nothing to say."""

    text = StringProperty("")
    source = StringProperty("")
