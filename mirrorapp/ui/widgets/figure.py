"""The person who shows how it is done: a moving figure on the black glass."""

import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path

from kivy.core.image import Image
from kivy.graphics import Color, InstructionGroup, Rectangle, SmoothLine
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, ObjectProperty, OptionProperty, StringProperty
from kivy.uix.widget import Widget

from mirrorapp.figure import mesh
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.scenery import View
from mirrorapp.ui import theme
from mirrorapp.ui.figure_gl import Painter, Pane

_log = logging.getLogger(__name__)
_CROSS = 0.09  # half of it, in parts of the shorter side
_CROSS_ASIDE = 0.32  # how far from the middle, in parts of the height
_CROSS_LINES = ((theme.BLACK, 0.44), (theme.STOP, 0.30))  # widths in parts of that half


class Figure(Widget):
    """Draws `shown` as seen from `view`: once a change, and not at all where nothing changes.

    `mirrored` swaps left and right, as users see themselves; `floored` lights the floor. `wrong`
    puts a cross beside what is not to be imitated. Where nothing is shown or can be, the picture
    file `fallback` stands for it. `load` gives a person's mesh; it may raise OSError or ValueError.
    """

    person = OptionProperty("woman", options=["woman", "man"])
    shown = ObjectProperty(None, allownone=True)
    view = ObjectProperty(View())
    mirrored = BooleanProperty(True)
    floored = BooleanProperty(True)
    wrong = BooleanProperty(False)
    fallback = StringProperty("")

    def __init__(self, load: Callable[[str], Mesh] = mesh.person, **options: object) -> None:
        super().__init__(**options)
        self._load = load
        self._painter: Painter | None = None
        self._pane: Pane | None = None
        self._broken = False
        self._moving, self._cross = InstructionGroup(), InstructionGroup()
        with self.canvas:
            Color(*theme.INK)
            self._still = Rectangle(size=(0, 0))
        self.canvas.add(self._moving)
        self.canvas.add(self._cross)
        self.fbind("person", self._change)
        for name in ("shown", "view", "mirrored", "floored", "fallback", "pos", "size", "opacity"):
            self.fbind(name, self._draw)
        for name in ("wrong", "pos", "size"):
            self.fbind(name, self._mark)
        self._draw()
        self._mark()

    def _change(self, *_: object) -> None:
        """Somebody else is to show it."""
        self._moving.clear()
        self._painter = self._pane = None
        self._broken = False
        self._draw()

    def _draw(self, *_: object) -> None:
        self._still.size = (0, 0)
        if self.shown is None or min(self.size) < 1:
            if self._pane is not None:
                self._pane.place(self.pos, (0, 0))
            self._stand_still()
            return
        if self._painter is None and not self._broken:
            self._begin()
        if self._painter is None or self._pane is None:
            self._stand_still()
            return
        try:
            self._painter.resize(self.size)
            self._painter.show(self.shown, self.view, mirrored=self.mirrored,
                               floored=self.floored)
            self._pane.place(self.pos, self.size, self.opacity)
        except Exception as error:  # whatever it is: the rest of the glass goes on
            self._give_up(error)

    def _begin(self) -> None:
        try:
            self._painter = Painter(self._load(self.person), self.size)
            self._pane = Pane(self._painter)
        except Exception as error:  # Kivy's own are plain ones
            self._give_up(error)
            return
        self._moving.add(self._painter.fbo)
        self._moving.add(self._pane.glass)

    def _give_up(self, error: Exception) -> None:
        self._moving.clear()
        self._painter = self._pane = None
        self._broken = True
        _complain(self.person, str(error))
        self._stand_still()

    def _stand_still(self) -> None:
        """Show the fallback as large as it fits."""
        texture = _picture(self.fallback)
        if texture is None:
            return
        width, height = texture.size
        scale = min(self.width / width, self.height / height)
        self._still.texture = texture
        self._still.size = (width * scale, height * scale)
        # Of x and y: what Kivy derives from them may be of before, while they change.
        self._still.pos = (self.x + (self.width - width * scale) / 2,
                           self.y + (self.height - height * scale) / 2)

    def _mark(self, *_: object) -> None:
        """Put a cross into the upper right corner of what is wrong."""
        self._cross.clear()
        if not self.wrong:
            return
        half = min(self.size) * _CROSS
        # Beside the figure, however wide its box is.
        aside = min(self.width / 2 - 2 * half, _CROSS_ASIDE * self.height)
        x, y = self.x + self.width / 2 + aside, self.y + self.height - 2 * half
        for colour, width in _CROSS_LINES:
            self._cross.add(Color(*colour))
            for way in (-1, 1):
                points = (x - half, y - way * half, x + half, y + way * half)
                self._cross.add(SmoothLine(points=points, width=width * half / 2))


def _picture(path: str) -> Texture | None:
    """Return a picture file's texture, None where it can't be had."""
    try:
        image: Texture | None = Image(path).texture if Path(path).is_file() else None
    except Exception as error:  # Kivy's own are plain ones
        _log.warning("The picture %s can't be shown: %s.", path, error)
        return None
    return image


@cache
def _complain(person: str, why: str) -> None:
    """Say it once: without the figure everything else goes on."""
    _log.error("The %s who shows the exercises can't be drawn: %s. Pictures take their place.",
               person, why)
