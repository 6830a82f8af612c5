"""Where the camera is: stand still on the mark, then read what it found and what to mend."""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from mirrorapp.alignment.calibration import Estimate
from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.state import Cue
from mirrorapp.config import Config
from mirrorapp.events import Side
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.hinting import hinted_on_mark, is_turned
from mirrorapp.ui.i18n import Line, Texts
from mirrorapp.ui.screens.base import MirrorScreen

_SQUARE_UP = {Side.LEFT: Cue.SQUARE_UP_LEFT, Side.RIGHT: Cue.SQUARE_UP_RIGHT}
_MOST_ADVICE = 3
_UNTOLD = "?"


class CalibrateScreen(MirrorScreen):
    """The user's picture while waiting, three values afterwards. `view` is set."""

    view = StringProperty("camera")
    note = StringProperty("")
    height_told = StringProperty("")
    line = StringProperty("")
    more = StringProperty("")
    portion = NumericProperty(0.0)
    measured = BooleanProperty(False)
    over = BooleanProperty(False)
    above_floor = StringProperty("")
    looks = StringProperty("")
    tilt = StringProperty("")
    level = StringProperty("")
    advice = StringProperty("")

    def use(self, config: Config) -> None:
        self.view = config.screen.view

    def show(self, snapshot: Snapshot) -> None:
        state = snapshot.coach.calibration or CalibrationState()
        self.note = (self.texts.say("common.demo", name=snapshot.camera)
                     if snapshot.demo else "")
        self.height_told = self.texts.say("calibrate.cm", n=state.height_cm or _UNTOLD)
        said = self._said(state, turned=is_turned(snapshot))
        self.line, self.more, self.portion = said.text, said.more, state.portion
        self.over = state.stage in (Stage.DONE, Stage.FAILED)
        self.measured = state.stage is Stage.DONE
        self._tell(state.found if self.measured else None)
        self.advice = "\n".join(
            self.texts.say(f"calibrate.advice.{each.todo}", n=each.amount)
            for each in state.advice[:_MOST_ADVICE]) if self.over else ""
        self.ids.stage.show(snapshot, with_picture=self.view == "camera" and not self.over)

    def _said(self, state: CalibrationState, *, turned: bool) -> Line:
        """One thing at a time: what keeps it from measuring comes first."""
        texts: Texts = self.texts
        if state.stage is Stage.FAILED:
            return self._line("failed")
        if state.stage is Stage.DONE:
            return self._line("mend" if state.advice else "well")
        if state.hint is not None:
            return hinted_on_mark(state.hint, texts, turned=turned)
        if state.square_up is not None:
            return texts.cue(_SQUARE_UP[state.square_up])
        return self._line("hold" if state.stage is Stage.HOLD else "stand")

    def _line(self, key: str) -> Line:
        return Line(self.texts.say(f"calibrate.{key}"), self.texts.say(f"calibrate.{key}_more"))

    def _tell(self, found: Estimate | None) -> None:
        if found is None:
            self.above_floor = self.looks = self.tilt = self.level = ""
            return
        here = found.station
        self.above_floor = self.texts.say("calibrate.metres", n=self.texts.number(here.height_m, 2),
                                          u=round(100 * here.height_m_u))
        self.looks = self.texts.say(f"calibrate.looks_{'up' if here.tilt_deg < 0 else 'down'}")
        self.tilt = self._degrees(abs(here.tilt_deg), here.tilt_deg_u)
        self.level = self._degrees(abs(here.roll_deg), here.roll_deg_u)

    def _degrees(self, value: float, uncertainty: float) -> str:
        """Tenths only where they mean something."""
        digits = 1 if uncertainty < 1 else 0
        return str(self.texts.say("calibrate.degrees", n=self.texts.number(value, digits),
                                  u=self.texts.number(uncertainty, digits)))
