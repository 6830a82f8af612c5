"""The guide on a screen: the moving figure, or its still, and a word where it is done badly."""

from functools import cache
from math import inf

from kivy.graphics.opengl import GL_RENDERER, glGetString
from kivy.properties import BooleanProperty, ObjectProperty, OptionProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.events import Side
from mirrorapp.ui.showing import Known, Showing
from mirrorapp.ui.widgets.sheet import SHEET

_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader")
_SMOOTH_HZ, _SPARING_HZ = 60.0, 12.0
"""Where the processor draws, the pose model needs it more: fewer pictures move well enough."""
_POSE_S = 1.0
"""For so long at least each pose is seen where motion is reduced."""


@cache
def rate_hz() -> float:
    """How often the figure moves on this machine."""
    renderer = glGetString(GL_RENDERER) or b""
    return _SPARING_HZ if any(each in renderer.decode().lower() for each in _SOFTWARE) else (
        _SMOOTH_HZ)


class Guide(FloatLayout):
    """Shows one thing at a time. `warning` is what stands by a wrong way, where it is `roomy`.

    `away`: something else needs its place just now.
    """

    person = OptionProperty("woman", options=["woman", "man"])
    warning = StringProperty("")
    words = StringProperty("")
    roomy = BooleanProperty(True)
    wide = BooleanProperty(False)
    away = BooleanProperty(False)
    showing = ObjectProperty()

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._ticked_s = -inf
        self._wrongs = False
        self._choose_person()
        self.fbind("person", self._choose_person)
        self.fbind("away", self._at_once)

    def _choose_person(self, *_: object) -> None:
        self.showing = Showing(self.person)

    def _at_once(self, *_: object) -> None:
        self._ticked_s = -inf

    def show(self, known: Known | None, side: Side | None = None, *, still: str = "",
             wrongs: bool = False, banded: bool = False, part: str = "") -> None:
        """From now on this; nothing for None. `still`: a picture file, where it can't move."""
        if self.showing.choose(known, side, banded=banded, part=part):
            self._at_once()
        self.wide = self.showing.wide
        self._wrongs = wrongs
        self.ids.figure.fallback = still if known is not None else ""
        if known is None:
            self.opacity = 0

    def tick(self, now_s: float) -> None:
        """Bring the figure to this moment; `now_s` is a clock that never runs back."""
        posed = SHEET.reduced_motion
        if 0 <= now_s - self._ticked_s < (_POSE_S if posed else 1 / rate_hz()):
            return
        self._ticked_s = now_s
        moment = None if self.away else self.showing.at(now_s, wrongs=self._wrongs, posed=posed)
        figure = self.ids.figure
        figure.shown = moment.shown if moment is not None else None
        figure.wrong = moment is not None and moment.wrong
        self.words = self.warning if figure.wrong and self.roomy else ""
        if moment is not None:
            figure.view = moment.view
        self.opacity = 1 if not self.away and (moment is not None or figure.fallback) else 0
