"""One line of the settings: a name, what it is set to, and beneath it quietly what that means."""

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout


class SettingRow(FloatLayout):
    """`acts`: it is touched as a whole, and `leads` to another page; `steps`: by − and + beside the
    value; `told`: it is only to be read, and `more` is what. `on_move` hears 1, or -1.
    """

    name = StringProperty("")
    value = StringProperty("")
    more = StringProperty("")
    acts = BooleanProperty(False)
    leads = BooleanProperty(False)
    steps = BooleanProperty(False)
    told = BooleanProperty(False)
    __events__ = ("on_move",)

    def clear(self) -> None:
        """Show nothing."""
        self.name = self.value = self.more = ""
        self.acts = self.leads = self.steps = self.told = False

    def on_move(self, by: int) -> None:
        """It was touched."""
