"""The upright sheet that everything is laid out on: the one place that sizes come from."""

from collections.abc import Callable
from weakref import WeakMethod

from kivy.core.window import Window
from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, NumericProperty, ReferenceListProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.ui import legible
from mirrorapp.ui.layout import upright


class _Measures(EventDispatcher):
    """The sheet's box in the window, the least type size, and whether things move by themselves.

    It follows the window, however often that is turned or resized. `inches` is the diagonal of the
    screen that the window fills.
    """

    x = NumericProperty(0)
    y = NumericProperty(0)
    width = NumericProperty(1)
    height = NumericProperty(1)
    pos = ReferenceListProperty(x, y)
    size = ReferenceListProperty(width, height)
    inches = NumericProperty(24.0)
    least_px = NumericProperty(1.0)
    reduced_motion = BooleanProperty(False)

    def __init__(self) -> None:
        super().__init__()
        self._followers: list[WeakMethod[Callable[[], None]]] = []
        for name in ("height", "least_px"):
            self.fbind(name, self._tell)
        self.fbind("inches", self._measure)
        Window.fbind("size", self._measure)
        self._measure()

    def _measure(self, *_: object) -> None:
        box = upright(*Window.size)
        self.least_px = legible.least_type_px(self.inches, *Window.size)
        self.pos, self.size = (box.x, box.y), (box.width, box.height)

    def follow(self, again: Callable[[], None]) -> None:
        """Call a method whenever sizes change, for as long as there is what it belongs to.

        `bind` compares each with all that came before: with hundreds of texts, most of the start.
        """
        self._followers.append(WeakMethod(again))

    def _tell(self, *_: object) -> None:
        self._followers = [each for each in self._followers if each() is not None]
        for each in self._followers:
            again = each()
            if again is not None:
                again()

    @property
    def right(self) -> float:
        return float(self.x + self.width)

    @property
    def top(self) -> float:
        return float(self.y + self.height)

    @property
    def near_use(self) -> bool:
        """Whether texts can only be read from near."""
        return legible.near_use(self.inches, *Window.size)


SHEET = _Measures()


class Sheet(FloatLayout):
    """An app's root: as large as the sheet, and where that is."""

    def __init__(self, **options: object) -> None:
        super().__init__(size_hint=(None, None), **options)
        SHEET.bind(pos=self._follow, size=self._follow)
        self._follow()

    def _follow(self, *_: object) -> None:
        self.pos, self.size = SHEET.pos, SHEET.size
