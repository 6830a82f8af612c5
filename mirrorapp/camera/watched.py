"""Looks at what a live camera gives: one that stands still is lost, a black one is told of."""

from mirrorapp.camera.base import Camera, CameraLost, Frame, Pixels
from mirrorapp.events import Notice, NoticeBoard

FROZEN_S = 5.0
"""The noise of a sensor changes every picture: the same one for so long is no picture of now."""
BLACK_S = 5.0
BLACKEST = 10.0
"""Of 255, of green: where 99 of 100 pixels are darker nothing is to be seen. The pose model found
somebody in every picture of the rehearsal clip that was darkened to 12, in 2 of 20 at 10, in none
at 8."""
_SHADES = 16
"""A picture of fewer may rightly stay the same: a white wall in the sun, or a dark room."""
_EVERY = 8
_KEY = "picture"
_BLACK = Notice(_KEY, "The camera's picture is black.",
                "Take away what covers the camera, or switch the light on.")


class WatchedCamera:
    """`camera`, which is a live one; a picture that is frozen is `CameraLost`.

    It stays lost, however often it is opened, until another picture comes. `board` has a notice
    while the picture is black.
    """

    recording = False

    def __init__(self, camera: Camera, board: NoticeBoard) -> None:
        self.name = camera.name
        self._camera = camera
        self._board = board
        self._last: Pixels | None = None
        self._frozen = False
        self._new_s = 0.0
        self._lit_s: float | None = None
        self._black = False

    def open(self) -> None:
        """Get ready to read. Raises `CameraError`."""
        self._camera.open()
        self.name = self._camera.name
        if not self._frozen:
            self._last = None
        self._lit_s = None

    def read(self) -> Frame:
        """Wait for the next frame. Raises `CameraLost`."""
        frame = self._camera.read()
        green = frame.rgba[::_EVERY, ::_EVERY, 1].copy()
        self._tell_black(green, frame.time_s)
        self._look_for_frozen(green, frame.time_s)
        return frame

    def skip(self) -> bool:
        """See `Camera`. Raises `CameraLost`."""
        return self._camera.skip()

    def close(self) -> None:
        """Give the device back; what is not seen is not black."""
        self._camera.close()
        self._say_black(black=False)

    def _look_for_frozen(self, green: Pixels, time_s: float) -> None:
        last, self._last = self._last, green
        same = last is not None and last.shape == green.shape and not (last != green).any()
        if not same or int(green.max()) - int(green.min()) < _SHADES:
            self._frozen, self._new_s = False, time_s
        elif time_s - self._new_s >= FROZEN_S:
            self._frozen = True
        if self._frozen:
            raise CameraLost("The camera gives the same picture over and over.",
                             "It is started anew; if this stays, unplug it and plug it in again.")

    def _tell_black(self, green: Pixels, time_s: float) -> None:
        lit = (green > BLACKEST).mean() > 0.01
        if lit or self._lit_s is None:
            self._lit_s = time_s
        self._say_black(black=not lit and time_s - self._lit_s >= BLACK_S)

    def _say_black(self, *, black: bool) -> None:
        if black == self._black:
            return
        self._black = black
        if black:
            self._board.post(_BLACK)
        else:
            self._board.clear(_KEY)
