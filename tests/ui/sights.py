"""Every screen once, by name, as a user would come to see it.

A new screen needs one line in `SIGHTS`; it then has its screenshots, its structure is kept, and it
is looked at in windows of every shape.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from pydantic import SecretStr

from mirrorapp.alignment.advice import Advice, Todo
from mirrorapp.camera.live import NONE_SEEN, PLUG_IN
from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.progress import Progress, progress
from mirrorapp.coach.state import Ask, CoachState, Cue, Phase, Question, Today
from mirrorapp.config import HubConfig
from mirrorapp.events import Message, Notice, Refusal, Side, Verdict
from mirrorapp.hub.trial import Stage as T
from mirrorapp.sticks.handing import Step as H
from mirrorapp.timekeeper import notice as clock_notice
from mirrorapp.ui.broker import FIND, PATIENT_S, TRY
from mirrorapp.ui.checkup import MEASURED_S
from mirrorapp.ui.failing import FAILED
from mirrorapp.ui.first_run import Step
from mirrorapp.ui.house import House
from mirrorapp.ui.offered import Copy, Offer, Trouble
from mirrorapp.ui.reporting import PATIENT_S as OPENED_S
from mirrorapp.ui.reporting import REPORT
from mirrorapp.ui.screens.checkup import PAGE as CHECKUP
from mirrorapp.ui.setting_pages import PAGES
from mirrorapp.ui.typing import PAGE as TYPING
from mirrorapp.ui.typing import Request
from tests.coach.looking_back import lived, recalibrated
from tests.ui import brokers, sticks
from tests.ui.checked import CHECKED
from tests.ui.conftest import Glass
from tests.ui.doubles import Offered, session, squat
from tests.ui.every import FOUND
from tests.ui.states import (
    BLOCKS,
    CHANGE,
    MILD,
    PEOPLE,
    SHELF,
    STAYS,
    TODAY,
    at_home,
    of_exercise,
    questions,
)
from tests.ui.test_results import checked, found, weekly

NO, SOMEBODY, BENT, DRIFTING = "", "standing", "bent", "drifting"
V = Verdict
IDLE = "idle"
EMPTY, NO_HUB, NO_STICK = brokers.House(), HubConfig(), sticks.Port()
HOUSE = brokers.House()
"""Around the mirror, in every sight; each says what is in it."""
PORT = sticks.Port()
"""The mirror's sockets; likewise."""
OFFERED = Offered()
COPY = Copy(date(2026, 11, 29), 212)
OPTIONS: dict[str, Any] = {"shelf": SHELF, "fresh": True, "reach": HOUSE.reach,
                           "outlet": PORT.outlet, "offering": OFFERED,
                           "house": House(connected=lambda: True, examine=lambda: CHECKED)}


@dataclass(frozen=True)
class Sight:
    """What the coach says, whom the camera sees (`NO`body, `SOMEBODY` who stands, `BENT`, or
    with the left knee `DRIFTING`), and which of the screens' own pages is open, so many
    turns on; or at which `step` the set-up is. `lived`: with twelve weeks to look back on; `house`:
    what is around; `port`: which sticks are in; `hub`: the broker that is set; `offer`: what is to
    be decided first; `deed`: what has been done in the end.
    """

    coach: CoachState
    seen: str = NO
    page: str = ""
    parts: dict[str, Any] = field(default_factory=dict)
    turn: int = 0
    step: Step | None = None
    lived: bool = False
    house: brokers.House = EMPTY
    port: sticks.Port = NO_STICK
    hub: HubConfig = NO_HUB
    offer: Offer | None = None
    deed: Callable[[Glass], None] | None = None

    def show(self, it: Glass, **seen: object) -> None:
        """Bring it on the glass; `seen`: frame and reading."""
        if it.app._first is not None:
            it.app._first.step = self.step
        it.app._touched()
        it.app._idling.idle = self.page == IDLE
        HOUSE.become(self.house)
        PORT.become(self.port)
        OFFERED.offer = self.offer
        # Nothing is written down by looking.
        it.settings._config = it.settings.config.model_copy(update={"hub": self.hub})
        it.app._browsing.open("")
        coach = replace(self.coach, progress=_weeks()) if self.lived else self.coach
        it.show(coach=coach, **{"camera": "Raspberry Pi Camera Module 3", **seen, **self.parts})
        it.app._browsing.open("" if self.page == IDLE else self.page)
        it.settle()
        if self.deed is not None:
            self.deed(it)
            it.settle()
        for _ in range(self.turn):
            it.screen.turn(1)
        it.settle()


@cache
def _weeks() -> Progress:
    return progress(*lived(12))


@cache
def _anew() -> Progress:
    history, now = lived(12)
    return progress(recalibrated(history, 15, 20), now)


def _done(**parts: object) -> CoachState:
    reps = ((V.GOOD, V.GOOD),) * 6 + ((V.DRIFTING, V.GOOD),) * 2 + ((V.CAVING_IN, V.GOOD),) * 2
    return squat(Phase.SUMMARY, session=session(*reps), plan_reps=10, **parts)


def _of(name: str, phase: Phase, nth: int = 0) -> CoachState:
    return [each for each in of_exercise(name) if each.phase is phase][nth]


_MOST = tuple(Advice(each, 8) for each in (Todo.TURN_ANTICLOCKWISE, Todo.RAISE, Todo.TILT_DOWN))
_SETS = {"set_number": 2, "set_count": 3}

def _wait(it: Glass) -> None:
    """Until a house would have answered."""
    it.now_s += PATIENT_S


def _told(it: Glass) -> None:
    """Somebody has touched the first line that was found, and told the rest."""
    it.screen.pick(brokers.HOME)
    it.settle()
    it.screen.broker.tell(username="mirror", password=SecretStr("a secret"))


def _tried(it: Glass) -> None:
    _told(it)
    it.app._browsing.open(TRY)


def _late(it: Glass) -> None:
    """Until a stick would have been opened."""
    it.now_s += OPENED_S


def _given(it: Glass) -> None:
    """Somebody has touched the first stick."""
    it.screen.pick(it.screen.reporting.sticks[0])


def _taken(it: Glass) -> None:
    """And comes back while it is still in."""
    _given(it)
    it.settle()
    PORT.finder.found = (replace(sticks.ANNA, place=None),)
    it.app._browsing.open(REPORT)


def _examined(it: Glass) -> None:
    """The look is over."""
    it.settle()
    it.now_s += MEASURED_S
    it.mirror.show(coach=at_home(), serial=it.mirror.now.serial + 60)
    it.settle()
    it.screen.checkup._thread.join()


def _typing(title: str, text: str, **how: bool) -> Callable[[Glass], None]:
    def begin(it: Glass) -> None:
        typing = it.app._manager.get_screen(TYPING)
        typing.begin(Request(it.app._texts.say(title), text, 64, lambda _: "", **how))
        typing.press("k")
    return begin


_HUB = HubConfig(host="homeassistant.local", port=8883, tls=True)
_FOUND = brokers.House(brokers.HOME, brokers.PLAIN, brokers.GUESS)
_CLEO = {"profiles": (*PEOPLE, Profile("p3", "Cleo"))}

SIGHTS: dict[str, Sight] = {
    **{f"first-{step}": Sight(at_home(), SOMEBODY if step is Step.CAMERA else NO, step=step)
       for step in Step},
    "idle": Sight(at_home(), page=IDLE, parts={
        "message": Message("The washing machine is done.", datetime(2026, 3, 1, tzinfo=UTC))}),
    "home": Sight(at_home()),
    "home-change": Sight(at_home(today=replace(TODAY, changes=(CHANGE,)))),
    "home-rest-day": Sight(at_home(today=Today("rest", streak=3, week=2))),
    "home-doctor": Sight(at_home(advice=(STAYS,))),
    "home-blocked": Sight(at_home(advice=(BLOCKS,))),
    "home-notice": Sight(at_home(), parts={"notices": (
        Notice("camera", "The webcam HD Pro is unplugged.", "Plug it in again."),)}),
    "home-clock": Sight(
        at_home(today=replace(TODAY, due=None, streak=0, adherence=None, week=None)),
        parts={"notices": (clock_notice(datetime(2026, 11, 28, tzinfo=UTC),
                                        datetime(2026, 12, 1, 20, 5, tzinfo=UTC)),)}),
    "home-no-camera": Sight(at_home(), parts={
        "camera": "", "notices": (Notice("camera", NONE_SEEN, PLUG_IN),)}),
    "offered": Sight(at_home(), offer=Offer(COPY)),
    "offered-unreadable": Sight(at_home(), offer=Offer(COPY, Trouble.UNREADABLE)),
    "offered-failed": Sight(at_home(), offer=Offer(COPY, Trouble.FAILED)),
    "offered-fetching": Sight(at_home(), offer=Offer(COPY, fetching=True)),
    "offered-none": Sight(at_home(), offer=Offer(None, Trouble.UNREADABLE)),
    "failed": Sight(at_home(), page=FAILED),
    "failed-session": Sight(squat(Phase.ACTIVE, reps=3, target=10), SOMEBODY, page=FAILED),
    "menu": Sight(at_home(), page="menu"),
    **{page: Sight(at_home(), page=page) for page in PAGES},
    "first-hub-found": Sight(at_home(), step=Step.HUB, house=_FOUND),
    "first-hub-kept": Sight(at_home(), step=Step.HUB, hub=_HUB),
    "broker": Sight(at_home(), page=FIND, house=_FOUND),
    "broker-many": Sight(at_home(), page=FIND, house=brokers.House(*brokers.MANY), turn=1),
    "broker-other": Sight(at_home(), page=FIND, hub=_HUB),
    "broker-nothing": Sight(at_home(), page=FIND, deed=_wait),
    "broker-no-network": Sight(at_home(), page=FIND, house=brokers.House(fault=brokers.NO_NETWORK)),
    "broker-told": Sight(at_home(), page=FIND, house=_FOUND, deed=_told),
    "broker-trying": Sight(at_home(), page=FIND, house=brokers.House(at=T.LET_IN), deed=_tried),
    **{f"broker-failed-{failed.name.lower()}": Sight(
        at_home(), page=FIND, house=brokers.House(verdict=brokers.failing(failed)), deed=_tried)
       for failed in T},
    "broker-kept": Sight(at_home(), page=FIND, house=brokers.House(verdict=brokers.GOOD),
                         deed=_tried),
    "broker-kept-untold": Sight(at_home(), page=FIND, house=brokers.House(verdict=brokers.UNTOLD),
                                deed=_tried),
    "checkup-looking": Sight(at_home(), page=CHECKUP),
    "checkup": Sight(at_home(), page=CHECKUP, deed=_examined),
    "checkup-fine": Sight(at_home(), page=CHECKUP, deed=_examined, turn=2),
    "typing": Sight(at_home(), deed=_typing("people.name_of", "An", names=True)),
    "typing-secret": Sight(at_home(), deed=_typing("broker.password", "mirror", secret=True)),
    "typing-signs": Sight(at_home(), deed=_typing("broker.password", "x", secret=True, signs=True)),
    "people": Sight(at_home(**_CLEO), page="people"),
    "sharing": Sight(at_home(**_CLEO), page="sharing"),
    "person": Sight(at_home(), page="person-p1"),
    "person-remove": Sight(at_home(), page="remove-p1"),
    "progress": Sight(at_home(), page="progress", lived=True),
    "progress-2": Sight(at_home(), page="progress", lived=True, turn=1),
    "progress-3": Sight(at_home(), page="progress", lived=True, turn=1),
    "progress-4": Sight(at_home(), page="progress", lived=True, turn=1),
    "progress-5": Sight(at_home(), page="progress", lived=True, turn=1),
    "progress-anew": Sight(at_home(progress=_anew()), page="progress"),
    "progress-early": Sight(at_home(progress=progress((), datetime(2026, 3, 1, tzinfo=UTC))),
                            page="progress"),
    "report": Sight(at_home(), page=REPORT),
    "report-one": Sight(at_home(), page=REPORT, port=sticks.Port(sticks.ANNA)),
    "report-many": Sight(at_home(), page=REPORT, port=sticks.Port(*sticks.MANY), turn=1),
    "report-opening": Sight(at_home(), page=REPORT, port=sticks.Port(sticks.SHUT)),
    "report-shut": Sight(at_home(), page=REPORT, port=sticks.Port(sticks.SHUT), deed=_late),
    "report-free": Sight(at_home(), page=REPORT, deed=_taken,
                         port=sticks.Port(sticks.ANNA, handed=sticks.DONE)),
    "report-going": Sight(at_home(), page=REPORT, deed=_given,
                          port=sticks.Port(sticks.ANNA, at=H.WRITE)),
    "report-done": Sight(at_home(), page=REPORT, deed=_given,
                         port=sticks.Port(sticks.ANNA, handed=sticks.DONE)),
    **{f"report-failed-{why}": Sight(at_home(), page=REPORT, deed=_given,
                                     port=sticks.Port(sticks.ANNA, at=step, handed=handed))
       for why, (step, handed) in sticks.FAILED.items()},
    "choose": Sight(at_home(), page="choose"),
    "choose-2": Sight(at_home(), page="choose", turn=2),
    "item": Sight(at_home(), page="item-banded-clamshell"),
    "why": Sight(at_home(), page="why"),
    "why-page": Sight(at_home(), page="page-0"),
    "who": Sight(at_home(), page="who"),
    "ask": Sight(questions()[0]),
    "ask-scale": Sight(CoachState(Phase.ASK, question=Question(Ask.PAIN_BEFORE, scale=True))),
    "ask-sore": Sight(CoachState(Phase.ASK, question=Question(
        Ask.PAIN_BEFORE, scale=True, sore=False))),
    "ask-sore-yes": Sight(CoachState(Phase.ASK, question=Question(
        Ask.PAIN_BEFORE, scale=True, sore=True))),
    "ask-breath": Sight(CoachState(Phase.ASK, question=Question(Ask.BREATH))),
    "advised": Sight(CoachState(Phase.ADVISED, advice=(BLOCKS, MILD, STAYS))),
    "get-ready": Sight(squat(Phase.GET_READY, ready=0.4, **_SETS), SOMEBODY),
    "get-ready-steps": Sight(_of("squat", Phase.GET_READY), SOMEBODY),
    "get-ready-advice": Sight(next(each for each in of_exercise("standing-leg-stretch")
                                   if each.advice), SOMEBODY),
    "get-ready-lying": Sight(_of("banded-clamshell", Phase.GET_READY)),
    "refused": Sight(squat(Phase.GET_READY, hint=Refusal.TOO_NEAR), SOMEBODY),
    "count-in": Sight(squat(Phase.COUNT_IN, left_s=2.4, **_SETS), SOMEBODY),
    "session": Sight(squat(Phase.ACTIVE, reps=3, target=10, **_SETS), BENT),
    "session-cue": Sight(squat(Phase.ACTIVE, reps=4, target=10, cue=Cue.LEFT_KNEE_OUT, **_SETS),
                         DRIFTING),
    "session-on-its-side": Sight(
        squat(Phase.GET_READY, hint=Refusal.SIDE), SOMEBODY, parts={"notices": (
            Notice("way_up", "The camera's picture is on its side.",
                   "Turn the camera upright, or set rotate = 90 under [camera]."),)}),
    "session-side": Sight(squat(Phase.ACTIVE, exercise="step-up", side=Side.RIGHT, reps=3,
                                target=10, touchable=True, **_SETS), SOMEBODY),
    "session-hold": Sight(_of("standing-leg-stretch", Phase.ACTIVE), SOMEBODY),
    "session-lying": Sight(_of("thigh-foam-roll", Phase.ACTIVE)),
    "rest": Sight(squat(Phase.REST, left_s=23.4, **_SETS), SOMEBODY),
    "paused": Sight(squat(Phase.PAUSED, reps=3, target=10, **_SETS), SOMEBODY),
    "hurts": Sight(squat(Phase.HURTS, swaps=True, **_SETS), SOMEBODY),
    "summary": Sight(_done()),
    "summary-hurt": Sight(squat(Phase.SUMMARY, session=session((V.GOOD, V.GOOD), pain=True))),
    "summary-advice": Sight(_done(advice=(MILD,))),
    "result": Sight(squat(Phase.SUMMARY, session=checked(), findings=weekly())),
    "result-one": Sight(squat(Phase.SUMMARY, session=checked(), findings=(found(
        "squat-check", {"left": 7.0, "right": 1.0}, {"left": 16.0, "right": 3.0}),))),
    "calibrate": Sight(squat(Phase.CALIBRATE, calibration=CalibrationState(
        Stage.HOLD, portion=0.5, height_cm=172)), SOMEBODY),
    "calibrated": Sight(squat(Phase.CALIBRATE, calibration=CalibrationState(
        Stage.DONE, portion=1.0, height_cm=172, found=FOUND, advice=_MOST))),
}
