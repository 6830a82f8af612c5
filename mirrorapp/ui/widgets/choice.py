"""One line of a list to touch: a name, beneath it what goes with it, before it a picture."""

from kivy.properties import StringProperty

from mirrorapp.ui.widgets.touch import Touch


class ChoiceRow(Touch):
    """`choice` is what is asked for when it is touched."""

    name = StringProperty("")
    more = StringProperty("")
    choice = StringProperty("")
    picture = StringProperty("")

    @property
    def meaning(self) -> str:
        return str(self.choice)
