"""The set-up's first steps: the language, what this is, who is there, what to leave out."""

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, StringProperty

from mirrorapp.coach.state import Intent
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.first_run import STEPS, FirstRun, Step, answered
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.people import People
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.people import name_request


class StepScreen(MirrorScreen):
    """One step of the set-up. `go` is the set-up itself; `settings` are changed at once.

    `told`: something was told in it, so that going on is not putting it off.
    """

    step: Step
    go = ObjectProperty()
    settings = ObjectProperty()
    told = BooleanProperty(True)
    note = StringProperty("")
    ahead = StringProperty("")

    def show(self, snapshot: Snapshot) -> None:
        go: FirstRun = self.go
        texts: Texts = self.texts
        self.note = texts.say("common.page", n=go.number, count=len(STEPS))
        self.tell(snapshot)
        if self.step is STEPS[-1]:
            self.ahead = texts.say("common.done")
        else:
            self.ahead = texts.say("first.next" if self.told else "first.later")

    def tell(self, snapshot: Snapshot) -> None:
        """Bring what is the step's own up to date."""


class LanguageScreen(StepScreen):
    """Each in its own words; what is touched is in force at once, and the next step comes."""

    step = Step.LANGUAGE

    def choose(self, language: str) -> None:
        """This language."""
        self.settings.try_change("screen", language=language)
        self.go.next()


class WelcomeScreen(StepScreen):
    """What the mirror does, and what not."""

    step = Step.WELCOME


class WhoAreYouScreen(StepScreen):
    """A name, a height, and who shows the exercises; `write` takes a `Request`."""

    step = Step.WHO
    people = ObjectProperty()
    write = ObjectProperty()
    person_name = StringProperty("")
    height_told = StringProperty("")
    figure = StringProperty("")

    def tell(self, snapshot: Snapshot) -> None:
        people: People = self.people
        person = people.all[people.first]
        self.told = bool(person.name)
        self.person_name = person.name or self.texts.say("people.type_name")
        self.height_told = self.texts.say("calibrate.cm", n=person.height_cm or "?")
        self.figure = self.settings.config.screen.figure

    def rename(self) -> None:
        """Type the name."""
        people: People = self.people
        self.write(name_request(self.texts, people.all[people.first].name, self._renamed, ""))

    def show_by(self, figure: str) -> None:
        """This one shows the exercises."""
        self.settings.try_change("screen", figure=figure)

    def _renamed(self, name: str) -> str:
        self.people.change(self.people.first, name=name)
        return ""


class AvoidScreen(StepScreen):
    """What is hard for the user. That nothing is, is an answer too."""

    step = Step.AVOID
    people = ObjectProperty()
    avoid = ListProperty()

    def tell(self, snapshot: Snapshot) -> None:
        self.avoid = list(self.people.all[self.people.first].avoid)


class CalibrateStep(StepScreen):
    """Before the camera's place is measured, and once it has been."""

    step = Step.CALIBRATE
    people = ObjectProperty()

    def tell(self, snapshot: Snapshot) -> None:
        self.told = self.go.measured

    def begin(self) -> None:
        """Measure, for somebody of the height that was told."""
        height_cm = self.people.all[self.people.first].height_cm
        self.send(Intent.CALIBRATE, str(height_cm or ""))


class HealthStep(StepScreen):
    """Before the questions, and once they have been answered."""

    step = Step.HEALTH

    def tell(self, snapshot: Snapshot) -> None:
        self.told = answered(snapshot.coach)

    def begin(self) -> None:
        """Ask them."""
        self.send(Intent.HEALTH)
