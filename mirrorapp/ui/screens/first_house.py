"""The set-up's step of where the camera hangs, and what makes all of its screens."""

from collections.abc import Callable, Mapping
from functools import partial

from kivy.properties import ColorProperty, StringProperty

from mirrorapp.coach.cues import Cueing
from mirrorapp.coach.lasting import Lasting
from mirrorapp.settings import Settings
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui import theme
from mirrorapp.ui.first_run import FIRST, FirstRun, Step
from mirrorapp.ui.hinting import hinted_on_mark, is_turned
from mirrorapp.ui.i18n import Line, Texts
from mirrorapp.ui.people import People
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.finding import HubStep
from mirrorapp.ui.screens.first_run import (
    AvoidScreen,
    CalibrateStep,
    HealthStep,
    LanguageScreen,
    StepScreen,
    WelcomeScreen,
    WhoAreYouScreen,
)
from mirrorapp.ui.typing import Request

_SURE_S = 0.7
"""Somebody who goes by is not somebody who stands there."""


class PlaceScreen(StepScreen):
    """The live picture, how to hang the camera, and what is missing of the user in it."""

    step = Step.CAMERA
    mark = StringProperty("")
    line = StringProperty("")
    more = StringProperty("")
    ink = ColorProperty(theme.INK)

    def __init__(self, **options: object) -> None:
        super().__init__(told=False, **options)
        self._cueing, self._whole = Cueing(), Lasting()
        self._seen_s: float | None = None

    def tell(self, snapshot: Snapshot) -> None:
        texts: Texts = self.texts
        mark_m = self.settings.config.camera.floor_mark_m
        self.mark = texts.say("first.place.mark", n=texts.number(mark_m, 1).removesuffix("0")
                              .rstrip(".,"))
        self._look(snapshot)
        self.ids.stage.show(snapshot, with_picture=True, lanes=False)

    def _look(self, snapshot: Snapshot) -> None:
        reading, texts = snapshot.reading, self.texts
        if reading is None:
            self._say(texts.line("first.place.blind"))
            return
        if reading.time_s == self._seen_s:
            return
        self._seen_s = reading.time_s
        self._cueing.update(reading, None)
        hint = self._cueing.hint
        if hint is not None:
            self._say(hinted_on_mark(hint, texts, turned=is_turned(snapshot)))
        elif self._whole.for_s(reading.time_s, reading.refusal is None) >= _SURE_S:
            self._say(texts.line("first.place.seen"), told=True)

    def _say(self, line: Line, *, told: bool = False) -> None:
        self.told = told
        self.ink = theme.GOOD if told else theme.ATTENTION
        self.line, self.more = f"✓ {line.text}" if told else line.text, line.more


def steps(settings: Settings, go: FirstRun, people: People, write: Callable[[Request], None],
          finding: Mapping[str, object]) -> dict[str, Callable[..., MirrorScreen]]:
    """What makes the screen of each step of the set-up, by its name; `finding`: what a
    `FindingScreen` is made of.
    """
    set_up: dict[str, object] = {"settings": settings, "go": go}
    who: dict[str, object] = {"people": people}
    typed: dict[str, object] = {"write": write}
    made: list[tuple[type[StepScreen], Mapping[str, object]]] = [
        (LanguageScreen, {}), (WelcomeScreen, {}), (WhoAreYouScreen, who | typed),
        (AvoidScreen, who), (PlaceScreen, {}), (CalibrateStep, who), (HealthStep, {}),
        (HubStep, finding)]
    return {f"{FIRST}{screen.step}": partial(screen, **set_up, **more) for screen, more in made}
