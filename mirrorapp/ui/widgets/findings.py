"""Checks on the result screen: a line a knee, and what became of each."""

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.coach.checking import Finding
from mirrorapp.events import Side
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.telling import Teller


class FindingRow(FloatLayout):
    """A value and its change in each column; or one of both legs, its change `beside` it where a
    hint is beneath.
    """

    name = StringProperty("")
    beside = StringProperty("")
    hint = StringProperty("")
    left = StringProperty("")
    left_change = StringProperty("")
    right = StringProperty("")
    right_change = StringProperty("")

    def tell(self, finding: Finding, name: str, teller: Teller) -> None:
        """Show one finding."""
        self.name, self.hint, self.beside = name, teller.hint(finding), ""
        ankles = teller.ankles(finding)
        if ankles is not None:
            self.left = ankles.value
            self.beside, self.left_change = ((ankles.change, "") if self.hint else
                                             ("", ankles.change))
            self.right = self.right_change = ""
            return
        left, right = (teller.named_knee(finding, side) for side in Side)
        self.left, self.left_change = left.value, left.change
        self.right, self.right_change = right.value, right.change

    def clear(self) -> None:
        """Show nothing."""
        for name in ("name", "beside", "hint", "left", "left_change", "right", "right_change"):
            setattr(self, name, "")


class OneFinding(FloatLayout):
    """A check that has the screen for itself, and says what it found as large as that allows.

    A column a knee, the user's left on the left; or one value of both legs, `across` both.
    """

    across = BooleanProperty(False)
    hint = StringProperty("")
    left_name = StringProperty("")
    left = StringProperty("")
    left_change = StringProperty("")
    right_name = StringProperty("")
    right = StringProperty("")
    right_change = StringProperty("")

    def tell(self, finding: Finding, texts: Texts, teller: Teller) -> None:
        """Show the finding."""
        self.hint = teller.hint(finding)
        ankles = teller.ankles(finding)
        self.across = ankles is not None
        if ankles is not None:
            self.left, self.left_change = ankles.value, ankles.change
            self.left_name = self.right_name = self.right = self.right_change = ""
            return
        left, right = (teller.knee(finding, side) for side in Side)
        self.left_name = texts.say("common.left_knee")
        self.right_name = texts.say("common.right_knee")
        self.left, self.left_change = left.value, left.change
        self.right, self.right_change = right.value, right.change

    def clear(self) -> None:
        """Show nothing."""
        self.hint = self.left_name = self.left = self.left_change = ""
        self.right_name = self.right = self.right_change = ""
