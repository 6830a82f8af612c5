"""What is set by touch: one of several, yes or no, a number by steps, a text by the keyboard."""

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.ui.widgets.touch import Touch


class Option(Touch):
    """`chosen` has a tick before its words, which begin behind `indent` pixels for it."""

    chosen = BooleanProperty(False)
    indent = NumericProperty(0.0)


class Field(Touch):
    """A text that is set by typing: what it is `called`, and the `text` itself."""

    called = StringProperty("")


class Stepper(FloatLayout):
    """A number that is set by steps of one and of ten; `step` hears how far."""

    called = StringProperty("")
    told = StringProperty("")
    step = ObjectProperty(lambda _: None)
