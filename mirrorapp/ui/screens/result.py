"""What the checks found of each knee, and what has changed since the last time."""

from kivy.properties import NumericProperty, StringProperty

from mirrorapp.config import Config
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.telling import Teller
from mirrorapp.ui.widgets.findings import FindingRow

ROWS = 4


class ResultScreen(MirrorScreen):
    """One row a check, or the screen for one alone. `height_cm`: the user's, 0 where not known."""

    title = StringProperty("")
    note = StringProperty("")
    height_cm = NumericProperty(0)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._rows = [FindingRow() for _ in range(ROWS)]
        for row in self._rows:
            self.ids.rows.add_widget(row)

    def use(self, config: Config) -> None:
        self.height_cm = config.everybody[config.session.profile].height_cm or 0

    def _height_cm(self, snapshot: Snapshot) -> float | None:
        """Of whom the result is; a guest's is what the settings say."""
        profile = snapshot.coach.profile
        return (self.height_cm if profile is None else profile.height_cm) or None

    def show(self, snapshot: Snapshot) -> None:
        findings = snapshot.coach.findings[:ROWS]
        self.title = (self.texts.name(findings[0].check) if len(findings) == 1
                      else self.texts.say("checks.weekly"))
        self.note = (self.texts.say("common.demo", name=snapshot.camera)
                     if snapshot.demo else "")
        teller = Teller(self.texts, self._height_cm(snapshot))
        one = self.ids.one
        one.clear()
        for row in self._rows:
            row.clear()
        if len(findings) == 1:
            one.tell(findings[0], self.texts, teller)
            return
        for row, finding in zip(self._rows, findings, strict=False):
            row.tell(finding, self.texts.name(finding.check), teller)
