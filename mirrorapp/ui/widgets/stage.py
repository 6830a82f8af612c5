"""The picture and what is drawn over it, held together by one projection."""

from kivy.uix.widget import Widget

from mirrorapp.coach.state import Phase
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui import crop
from mirrorapp.ui.gliding import Gliding
from mirrorapp.ui.projection import Box, Crop, Projection
from mirrorapp.ui.widgets.overlay import Overlay
from mirrorapp.ui.widgets.picture import DIM, FAINT, LIGHT, Picture
from mirrorapp.ui.widgets.sheet import SHEET

IN_PLACE = frozenset({Phase.COUNT_IN, Phase.ACTIVE, Phase.PAUSED})
DIMMED = frozenset({Phase.COUNT_IN, Phase.REST, Phase.PAUSED})
"""Nothing is judged here: the picture steps back behind what is said."""


class Stage(Widget):
    """Shows a snapshot's frame and reading in its own box; where there is a newer frame, that, with
    the reading's legs moved on to it.
    """

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._follower, self._gliding = crop.Follower(), Gliding()
        self.picture, self.overlay = Picture(), Overlay()
        self.add_widget(self.picture)
        self.add_widget(self.overlay)
        self._last: tuple[Snapshot, bool, bool, bool] | None = None
        self.fbind("pos", self._again)
        self.fbind("size", self._again)

    def show(self, snapshot: Snapshot, *, with_picture: bool, lanes: bool = True,
             dim: bool = False) -> None:
        """Draw the snapshot; `with_picture` false leaves the glass to the reflection.

        `lanes` false: no knee is to travel over the toes here, and only the bones are drawn. `dim`:
        sentences stand on it.
        """
        self._last = (snapshot, with_picture, lanes, dim)
        self._gliding.note(snapshot.reading)
        projection = self.project(snapshot)
        frame = snapshot.newest or snapshot.frame
        phase = snapshot.coach.phase
        light = FAINT if dim else DIM if phase in DIMMED else LIGHT
        hurts = phase is Phase.HURTS
        self.picture.show(frame if with_picture and not hurts else None, projection, light=light)
        reading = (self._gliding.at(snapshot.newest.time_s) if snapshot.newest
                   else snapshot.reading)
        hidden = hurts or light < LIGHT
        self.overlay.show(None if hidden else reading, projection, lanes=lanes)

    def move(self, snapshot: Snapshot) -> None:
        """Draw the newest frame of a snapshot that is shown already, if it is another one."""
        if self._last is not None and snapshot.newest is not self._last[0].newest:
            self._last = (snapshot, *self._last[1:])
            self._again()

    def _again(self, *_: object) -> None:
        if self._last is not None:
            snapshot, with_picture, lanes, dim = self._last
            self.show(snapshot, with_picture=with_picture, lanes=lanes, dim=dim)

    def project(self, snapshot: Snapshot) -> Projection | None:
        """Where this snapshot's frame lands, None where there is neither frame nor reading."""
        source = snapshot.newest or snapshot.frame or snapshot.reading
        if source is None or not self.height:
            return None
        box = Box(self.x, self.y, self.width, self.height)
        shape = crop.Shape(source.width_px, source.height_px, box.aspect)
        shown = self._follower.follow(self._wish(snapshot, shape), shape, source.time_s,
                                      glides=not SHEET.reduced_motion)
        return Projection(box, shown, source.width_px, source.height_px)

    def _wish(self, snapshot: Snapshot, shape: crop.Shape) -> Crop:
        reading = snapshot.reading
        pose = reading.pose if reading else None
        if snapshot.coach.phase not in IN_PLACE:
            return crop.whole(shape, crop.centre_x(pose) if pose is not None else None)
        held = self._follower.hold(shape)
        # Who bends looks smaller: the user's size is told while standing, and held till then.
        bent = reading is not None and (reading.depth or 0.0) > crop.STANDING
        if pose is None or (bent and held is not None):
            return held or crop.whole(shape)
        return crop.legs(shape, pose)
