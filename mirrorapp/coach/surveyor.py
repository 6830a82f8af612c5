"""Knows where the camera is, finds it out anew when asked or when it has moved, and keeps it.

It is driven by the engine's readings and their time. A calibration that does not hold for the
present camera, or since which the camera has moved, is not handed on: right or silent.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from mirrorapp.alignment import advice, calibration, lens
from mirrorapp.alignment.calibration import Estimate, View
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.standing import Standing
from mirrorapp.alignment.station import Station, focal_px
from mirrorapp.alignment.station_file import (
    Calibrated,
    Calibration,
    CameraSetup,
    Record,
    valid_height_cm,
)
from mirrorapp.camera import background
from mirrorapp.camera.background import Box
from mirrorapp.camera.base import Frame, Pixels
from mirrorapp.coach.calibrating import Calibrating
from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.moved import MovedWatch, StanceWatch
from mirrorapp.coach.records import Measured
from mirrorapp.coach.standstill import StandStill
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.config import CameraConfig
from mirrorapp.events import MirrorError, Notice, NoticeBoard
from mirrorapp.vision.pose import Pose

KEY = "calibration"
_FILE_KEY = "calibration_file"
_BRIEF_S = 0.8
_FIRST_CM = 170
_LOOKING = (Phase.HOME, Phase.GET_READY)
_VOID = Notice(KEY, "The calibration is of another camera or setting.",
               "Open Menu, then Camera, to calibrate again.")
_MOVED = Notice(KEY, "The camera has moved.",
                "Stand still on the mark in your next session: it is measured by itself.")


class Surveyor:
    """One for the mirror's life. `save` keeps a record and may raise `MirrorError`."""

    def __init__(self, config: CameraConfig, camera_name: Callable[[], str], board: NoticeBoard,
                 *, now: Callable[[], datetime], record: Record,
                 save: Callable[[Record], None]) -> None:
        self._config = config
        self._camera_name = camera_name
        self._board = board
        self._now = now
        self._record = record
        self._save = save
        self._setup: CameraSetup | None = None
        self._screen: Calibrating | None = None
        self._seen: tuple[Standing, Frame, Reading] | None = None
        self._watch, self._stance = MovedWatch(), StanceWatch()
        self._brief = StandStill(_BRIEF_S)
        self._asked_this_set = False

    @property
    def station(self) -> Station | None:
        """Where the camera is, as far as that is known and still true.

        Not while it is measured: an old one that is wrong would have the user refused.
        """
        known = self._in_force()
        return None if known is None else known.station

    @property
    def calibration(self) -> Calibration | None:
        """The same, with the camera that it is of and when it was found."""
        known = self._in_force()
        return None if known is None else known.calibration

    def measured(self, model: str) -> Measured:
        """With what is measured just now; `model`: the pose model's label."""
        return Measured(model=model, camera=self._camera_name(), calibrations=(self.calibration,))

    @property
    def state(self) -> CalibrationState | None:
        """What the calibration screen shows; None while it is not open."""
        return None if self._screen is None else self._screen.state

    def send(self, intent: Intent, phase: Phase, value: str = "") -> bool:
        """Do what was asked for; true when it was meant for the calibration."""
        if self._screen is None:
            if intent is Intent.CALIBRATE and phase is Phase.HOME:
                self._open(value)
                return True
            return False
        if intent is Intent.PEOPLE:
            return False
        if intent is Intent.HOME:
            self._screen = self._seen = None
        elif intent is Intent.AGAIN:
            self._screen.again()
        elif intent in (Intent.TALLER, Intent.SHORTER):
            self._tell_height(1 if intent is Intent.TALLER else -1)
        return True

    def update(self, frame: Frame, reading: Reading, phase: Phase) -> None:
        """Take in one reading and the frame it was made from."""
        self._check_setup(reading)
        if self._screen is not None:
            self._update_screen(self._screen, frame, reading)
            return
        known = self._known()
        if known is None:
            return
        if phase is Phase.GET_READY:
            self._look_at_stance(known, frame, reading)
        else:
            self._asked_this_set = False
            self._brief.reset()
        if phase in _LOOKING and not known.stale:
            self._look_at_background(known, frame, reading)

    def _known(self) -> Calibrated | None:
        """The calibration, where it is of the present camera."""
        found = self._record.calibrated
        return found if found is not None and found.setup == self._setup else None

    def _in_force(self) -> Calibrated | None:
        known = self._known()
        measuring = self._screen is not None and self._screen.state.stage in (
            Stage.WAIT, Stage.HOLD)
        return None if measuring or known is None or known.stale else known

    def _check_setup(self, reading: Reading) -> None:
        setup = CameraSetup(
            self._camera_name(), self._config.source, reading.width_px, reading.height_px,
            self._config.rotate, self._lens().name, self._config.floor_mark_m)
        if setup != self._setup:
            self._setup = setup
            self._tell()

    def _tell(self) -> None:
        """The one notice that fits, or none."""
        found = self._record.calibrated
        if found is not None and found.setup != self._setup:
            self._board.post(_VOID)
        elif found is not None and found.stale:
            self._board.post(_MOVED)
        else:
            self._board.clear(KEY)

    def _update_screen(self, screen: Calibrating, frame: Frame, reading: Reading) -> None:
        standing = screen.update(reading)
        if standing is not None:
            self._seen = (standing, frame, reading)
            self._finish(screen)
        if screen.abandoned:
            self._screen = self._seen = None

    def _finish(self, screen: Calibrating) -> None:
        """Make a result of what was seen, and keep it where it is one."""
        if self._seen is None:
            return
        standing, frame, reading = self._seen
        view = self.view(reading)
        found = calibration.estimate(standing, view)
        good = advice.usable(found, view)
        screen.finish(found, advice.advice(found, view), usable=good)
        if good:
            self._keep(found, frame, reading)

    def _open(self, told_cm: str) -> None:
        """For somebody of this height, or else the one who was told of last; one that is not
        believed is not used.
        """
        if told_cm:
            height_cm = int(told_cm)
            believed = valid_height_cm(height_cm) == height_cm
            self._record = replace(self._record, height_cm=height_cm if believed else None)
            self._store()
        self._screen = Calibrating(self._record.height_cm)

    def _tell_height(self, more_cm: int) -> None:
        known = self._record.height_cm
        height_cm = _FIRST_CM if known is None else valid_height_cm(known + more_cm)
        self._record = replace(self._record, height_cm=height_cm)
        if self._screen is None:
            return
        self._screen.tell_height(height_cm)
        if self._screen.state.stage in (Stage.DONE, Stage.FAILED):
            self._finish(self._screen)
        self._store()

    def view(self, reading: Reading) -> View:
        """What is known before anything is estimated."""
        height_cm, glass = self._record.height_cm, self._lens()
        return View(reading.width_px, reading.height_px, glass,
                    glass.mark_m or self._config.floor_mark_m,
                    None if height_cm is None else height_cm / 100)

    def _lens(self) -> lens.Lens:
        return lens.choose(self._config, self._camera_name())

    def _keep(self, found: Estimate, frame: Frame, reading: Reading) -> None:
        if self._setup is None:
            return
        picture = _picture(frame)
        marks = background.fingerprint(picture, _people(reading.pose, reading, picture))
        self._record = replace(self._record, calibrated=Calibrated(
            found.station, self._setup, self._now().replace(microsecond=0), marks))
        self._watch, self._stance = MovedWatch(), StanceWatch()
        self._store()
        self._tell()

    def _store(self) -> None:
        try:
            self._save(self._record)
        except MirrorError as error:
            self._board.post(Notice(_FILE_KEY, error.what, error.remedy))
        else:
            self._board.clear(_FILE_KEY)

    def _look_at_stance(self, known: Calibrated, frame: Frame, reading: Reading) -> None:
        """Once a set: is the camera as level as it was; where it has moved, measure it anew."""
        if self._asked_this_set:
            return
        self._brief.update(reading)
        if not self._brief.done:
            return
        self._asked_this_set = True
        view = self.view(reading)
        found = calibration.estimate(self._brief.standing(), view)
        if not advice.usable(found, view):
            return
        if known.stale:
            self._keep(found, frame, reading)
        elif self._stance.stood(known.station, found.station):
            self._call_stale(known)

    def _look_at_background(self, known: Calibrated, frame: Frame, reading: Reading) -> None:
        if known.background is None or not self._watch.due(reading.time_s):
            return
        picture = _picture(frame)
        change = background.compare(
            known.background, picture, _people(reading.pose, reading, picture),
            focal_px(known.station.vfov_deg, picture.shape[0]))
        if self._watch.looked(reading.time_s, change):
            self._call_stale(known)

    def _call_stale(self, known: Calibrated) -> None:
        self._record = replace(self._record, calibrated=replace(known, stale=True))
        self._store()
        self._tell()


def _picture(frame: Frame) -> Pixels:
    """The smaller one where the camera makes one: less to look through."""
    return frame.rgba if frame.lores is None else frame.lores


def _people(pose: Pose | None, reading: Reading, picture: Pixels) -> Box | None:
    """A box around the user with room for hair, hands and shadow, in the picture's pixels."""
    if pose is None:
        return None
    scale = picture.shape[0] / reading.height_px
    low, high = pose.px[:, :2].min(axis=0) * scale, pose.px[:, :2].max(axis=0) * scale
    wide, tall = 0.25 * (high[0] - low[0]), 0.12 * (high[1] - low[1])
    return (float(low[0] - wide), float(low[1] - tall),
            float(high[0] + wide), float(high[1] + tall))
