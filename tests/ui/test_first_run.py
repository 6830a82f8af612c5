"""The set-up: a step at a time, by real touches, and never stuck."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.events import Notice, Refusal
from mirrorapp.ui.browsing import UNTOUCHED_S
from mirrorapp.ui.first_run import STEPS, FirstRun, Step
from tests.tiers import examples
from tests.ui.brokers import GUESS, House
from tests.ui.brokers import HOME as HOUSEHOLD
from tests.ui.doubles import PORTRAIT, picture, reading
from tests.ui.fitting import check_words
from tests.ui.own import settings_in
from tests.ui.states import SHELF

NOBODY = Profile("p1")
ASKED = Profile("p1", screening=Screening(datetime(2026, 3, 1, tzinfo=UTC)))
HOME = CoachState(profile=NOBODY, profiles=(NOBODY,))


class Course:
    """A set-up, what was kept of it, and a clock that is set by hand."""

    def __init__(self, begun: str = "") -> None:
        self.now_s = 0.0
        self.kept: list[Step | None] = []
        self.go = FirstRun(begun, self.kept.append, lambda: self.now_s)

    def touch(self, name: str) -> None:
        self.now_s += 1.0
        getattr(self.go, name)()

    def see(self, *states: CoachState) -> Step | None:
        for state in states:
            self.go.seen(state)
        return self.go.step


def test_it_goes_from_step_to_step_and_keeps_each() -> None:
    it = Course()
    for number, step in enumerate(STEPS, start=1):
        assert (it.go.step, it.go.number) == (step, number)
        it.touch("next")
    assert it.go.step is None
    assert it.kept == [*STEPS[1:], None]
    it.touch("next")
    it.touch("back")
    assert it.kept == [*STEPS[1:], None]


@pytest.mark.parametrize("begun", STEPS)
def test_it_goes_on_where_it_was(begun: Step) -> None:
    assert Course(begun).go.step is begun
    assert Course("no-such-step").go.step is STEPS[0]


def test_a_second_tap_goes_no_further() -> None:
    it = Course()
    it.touch("next")
    it.go.next()
    it.go.back()
    assert it.go.step is STEPS[1]


def calibration(stage: Stage) -> CoachState:
    return replace(HOME, phase=Phase.CALIBRATE, calibration=CalibrationState(stage))


def test_what_was_measured_needs_no_next() -> None:
    it = Course(Step.CALIBRATE)
    assert it.see(HOME, calibration(Stage.WAIT), HOME) is Step.CALIBRATE
    assert it.see(calibration(Stage.FAILED), HOME) is Step.CALIBRATE
    assert it.see(calibration(Stage.HOLD), calibration(Stage.DONE), HOME) is Step.HEALTH
    assert it.see(HOME, HOME) is Step.HEALTH
    it.touch("back")
    assert it.go.measured
    assert it.see(HOME) is Step.CALIBRATE


def test_what_was_answered_needs_no_next() -> None:
    it = Course(Step.HEALTH)
    ask = replace(HOME, phase=Phase.ASK)
    assert it.see(HOME, ask, HOME) is Step.HEALTH  # gone back half-way
    advised = replace(HOME, phase=Phase.ADVISED, profile=ASKED)
    assert it.see(ask, advised, replace(HOME, profile=ASKED)) is Step.HUB
    it.touch("back")
    assert it.see(replace(HOME, profile=ASKED)) is Step.HEALTH


def test_questions_asked_anew_and_left_half_way_were_not_answered_again() -> None:
    it = Course(Step.HEALTH)
    home, ask = replace(HOME, profile=ASKED), replace(HOME, phase=Phase.ASK, profile=ASKED)
    assert it.see(home, ask, home) is Step.HEALTH
    later = replace(ASKED, screening=Screening(datetime(2026, 3, 2, tzinfo=UTC)))
    assert it.see(ask, replace(HOME, profile=later)) is Step.HUB


PHASES = (HOME, replace(HOME, profile=ASKED), calibration(Stage.WAIT), calibration(Stage.DONE),
          replace(HOME, phase=Phase.ASK), replace(HOME, phase=Phase.ADVISED, profile=ASKED))


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.one_of(st.sampled_from(["next", "back"]), st.sampled_from(PHASES)),
                max_size=60))
def test_whatever_was_touched_it_is_never_stuck(deeds: list[object]) -> None:
    it = Course()
    for deed in deeds:
        if isinstance(deed, str):
            it.touch(deed)
        else:
            assert isinstance(deed, CoachState)
            it.see(deed)
    assert None not in it.kept[:-1]
    for _ in STEPS:
        it.touch("next")
    assert it.go.step is None
    assert it.kept[-1] is None


class First:
    """A hand before a mirror that nobody has set up."""

    def __init__(self, glass, tmp_path, step="language", language="en", **overrides) -> None:
        self.settings = settings_in(
            tmp_path, screen={"language": language}, setup={"step": step}, **overrides)
        self.it = glass(language=language, options={
            "settings": self.settings, "shelf": SHELF, "fresh": True,
            "reach": House(HOUSEHOLD, GUESS).reach})
        self.see()

    def see(self, coach: CoachState = HOME, **parts) -> None:
        self.it.show(coach=coach, **parts)

    @property
    def step(self) -> str:
        return self.it.screen.name

    def touch(self, name: str) -> None:
        ids = self.it.screen.ids
        if name in ("next", "back"):
            back, ahead = reversed(ids.steps.children)
            self.it.touch(*(ahead if name == "next" else back).center)
        else:
            self.it.touch(*ids[name].center)
        self.it.settle()
        self.it.now_s += 1.0

    def type(self, *keys: str) -> None:
        for key in keys:
            self.it.touch(*self.it.screen.ids.board.keys[key].center)
        self.touch("done")


@pytest.mark.ui
def test_from_the_first_touch_to_home(glass, tmp_path):
    first = First(glass, tmp_path)
    assert first.step == "first-language"
    first.touch("de")
    assert (first.step, first.it.screen.ahead) == ("first-welcome", "Weiter")
    assert first.settings.config.screen.language == "de"
    assert first.it.screen.ids.steps.back == "Zurück"
    first.touch("next")
    assert (first.step, first.it.screen.ahead) == ("first-who", "Später")
    first.touch("name")
    assert (first.it.screen.ids.back.text, first.it.screen.title) == ("Zurück", "Dein Name")
    first.type("A", "n", "n", "a")
    assert (first.step, first.it.screen.person_name) == ("first-who", "Anna")
    assert first.it.screen.ahead == "Weiter"
    for name in ("more_1", "more_1", "more_1"):
        first.it.touch(*first.it.screen.ids.height.ids[name].center)
    first.touch("man")
    assert (first.it.screen.height_told, first.it.screen.figure) == ("172 cm", "man")
    assert first.it.app._manager.get_screen("session").person == "man"
    first.touch("next")
    first.touch("balance")
    assert first.settings.config.people["p1"].model_dump() == {
        "name": "Anna", "height_cm": 172, "depth_most": None, "avoid": ("balance",),
        "share_health": False}
    first.touch("next")
    assert first.step == "first-camera"
    first.touch("next")
    first.it.touch(*middle_of(first, "Messen"))
    assert (first.it.mirror.sent, first.it.mirror.values) == ([Intent.CALIBRATE], ["172"])
    first.see(calibration(Stage.DONE))
    assert first.step == "calibrate"
    first.see()
    assert first.step == "first-health"
    first.it.touch(*middle_of(first, "Beantworten"))
    assert first.it.mirror.sent[-1] is Intent.HEALTH
    first.see(replace(HOME, phase=Phase.ADVISED, profile=ASKED))
    first.see(replace(HOME, profile=ASKED))
    assert (first.step, first.it.screen.ahead) == ("first-hub", "Fertig")
    first.touch("next")
    assert first.step == "home"
    first.settings.close()
    kept = tomllib.loads(first.settings.path.read_text())
    assert kept["setup"] == {"step": "hub", "done": True}


def middle_of(first: First, text: str) -> tuple[float, float]:
    from mirrorapp.ui.widgets.touch import Touch

    touch, = (each for each in first.it.screen.walk()
              if isinstance(each, Touch) and each.text == text)
    return touch.center


@pytest.mark.ui
def test_everything_can_be_put_off_and_gone_back_to(glass, tmp_path):
    first = First(glass, tmp_path)
    first.touch("en")
    ahead, seen = [], []
    while first.step != "first-hub":
        ahead.append(first.it.screen.ahead)
        first.touch("next")
    assert ahead == ["Next", "Later", "Next", "Later", "Later", "Later"]
    while first.step != "first-language":
        seen.append(first.step)
        first.touch("back")
    assert [f"first-{each}" for each in reversed(STEPS[1:])] == seen
    assert first.settings.config.setup.step == "language"
    assert first.it.mirror.sent == []


@pytest.mark.ui
def test_untouched_it_goes_on_at_its_step(glass, tmp_path):
    first = First(glass, tmp_path, "who")
    first.touch("name")
    assert first.step == "typing"
    first.it.now_s += UNTOUCHED_S
    first.it.settle()
    assert first.step == "idle"
    first.it.touch(1, 1)
    first.it.now_s += 1.0
    assert first.step == "first-who"
    first.see(replace(HOME, phase=Phase.GET_READY))
    assert first.step == "session"  # it comes in home's place alone
    first.see()
    assert first.step == "first-who"


@pytest.mark.ui
def test_the_camera_step_says_what_is_missing_and_only_what_lasts(glass, tmp_path):
    first = First(glass, tmp_path, "camera")
    assert first.it.screen.line == "I can't see yet"
    lines = []
    for at, refusal in enumerate([None] * 4 + [Refusal.FEET_OUT] * 4 + [None] * 4):
        seen = reading(*PORTRAIT, refusal=refusal, time_s=0.3 * at)
        first.see(frame=picture(*PORTRAIT), reading=seen)
        lines.append(first.it.screen.line)
        assert first.it.screen.told is lines[-1].startswith("✓")
    assert list(dict.fromkeys(lines)) == [
        "I can't see yet", "✓ I see you from head to toe", "Your feet are cut off"]
    assert lines[0] == lines[2] == "I can't see yet"  # not at the first glance
    assert lines[4] == lines[3]
    assert lines[-1] == lines[3]
    assert first.it.screen.mark.startswith("Put a mark on the floor 2 m from it")


@pytest.mark.ui
def test_the_camera_step_leaves_it_to_the_notice_that_the_picture_is_upside_down(glass, tmp_path):
    first = First(glass, tmp_path, "camera")
    lines = []
    for notices in (), (Notice("way_up", "The camera's picture is upside down.", ""),), ():
        for at in range(4):
            time_s = 0.3 * (4 * len(lines) + at)
            seen = reading(*PORTRAIT, refusal=Refusal.IMPLAUSIBLE, time_s=time_s)
            first.see(frame=picture(*PORTRAIT), reading=seen, notices=notices)
        lines.append(first.it.screen.line)
    assert lines == ["Show your whole legs", "", "Show your whole legs"]


@pytest.mark.ui
@pytest.mark.full
def test_whatever_a_child_touches_it_goes_on(glass, tmp_path):
    first, chance = First(glass, tmp_path), Random(6)
    seen = set()
    for _ in range(1500):
        first.it.touch(540 * chance.random(), 960 * chance.random())
        first.it.now_s += 0.5
        first.it.settle(1)
        seen.add(first.step)
    assert {"typing", "first-who", "first-hub", "broker-told"} <= seen


@pytest.mark.ui
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_step_fits_and_is_touched_by_a_whole_hand(glass, tmp_path, window, language):
    from mirrorapp.ui.widgets.touch import Touch

    first = First(glass, tmp_path, language=language)
    for step in STEPS:
        first.it.app._first.step = step
        for at in range(3):
            first.see(replace(HOME, profile=ASKED), frame=picture(*PORTRAIT),
                      reading=reading(*PORTRAIT, time_s=0.4 * at))
        check_words(first.it)
        for touch in first.it.screen.walk():
            if isinstance(touch, Touch) and touch.shown:
                assert touch.width >= 0.09 * window.width, touch.text
                assert touch.height >= 0.07 * window.height, touch.text
    first.settings.change("hub", host="homeassistant.local")
    first.settings.change("people", p1={"name": "Maximilian-Alexander-Ben", "height_cm": 188})
    for step in (Step.WHO, Step.HUB):
        first.it.app._first.step = step
        first.see()
        check_words(first.it)
