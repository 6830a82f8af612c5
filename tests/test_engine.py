"""The engine: what belongs together stays together, and nothing stops it."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import numpy as np
import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.knee import Thresholds
from mirrorapp.alignment.reading import Return
from mirrorapp.alignment.station_file import Record
from mirrorapp.camera.base import Frame
from mirrorapp.clock import ManualClock
from mirrorapp.coach.calibration_state import Stage
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.coach.session import ABANDONED_S, Plan
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.coach.surveyor import Surveyor
from mirrorapp.coach.tasks import of_checks
from mirrorapp.config import CameraConfig
from mirrorapp.engine import Engine
from mirrorapp.events import Notice, NoticeBoard
from mirrorapp.exercises import checks, library
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import Floats, Sighting
from tests.bodies import HEIGHT, WIDTH, on_one_leg, squats
from tests.standing_bodies import sighting

PATIENCE_S = 20.0
PICTURE = np.zeros((HEIGHT // 40, WIDTH // 40, 4), np.uint8)


class Feed:
    """Frames from a list."""

    def __init__(self, times_s: list[float], recording: bool = True) -> None:
        self.frames = deque(Frame(i, t, PICTURE) for i, t in enumerate(times_s))
        self.recording = recording
        self.notice: Notice | None = None

    @property
    def ended(self) -> bool:
        return self.recording and not self.frames

    def take(self, timeout_s: float) -> Frame | None:
        return self.frames.popleft() if self.frames else None


class Eyes:
    """Sees the body that belongs to the frame's time."""

    def __init__(self, film: list[Sighting]) -> None:
        self.film = {sighting.time_s: sighting for sighting in film}
        self.notice: Notice | None = None
        self.while_looking = lambda: None
        self.sought: list[Floats | None] = []

    def seek(self, looks: Floats | None) -> None:
        self.sought.append(looks)

    def open(self) -> None: ...

    def close(self) -> None: ...

    def estimate(self, frame: Frame) -> Sighting:
        self.while_looking()
        return self.film[frame.time_s]


class Listener:
    def __init__(self) -> None:
        self.ended: list[SessionRecord] = []
        self.told = Event()

    def session_started(self, record: SessionRecord) -> None: ...

    def set_changed(self, record: SessionRecord) -> None: ...

    def session_ended(self, record: SessionRecord) -> None:
        self.ended.append(record)
        self.told.set()


class Rig:
    """An engine whose turns the test takes by hand."""

    def __init__(self, film: list[Sighting], *, reps: int = 2, recording: bool = True,
                 on_phase: Callable[[Phase], None] = lambda _: None) -> None:
        self.feed = Feed([sighting.time_s for sighting in film], recording)
        self.eyes = Eyes(film)
        self.clock = ManualClock()
        self.board = NoticeBoard()
        self.heard = Listener()
        plan = Plan(library.load("squat"), reps, "p1", demo=True)
        coach = Coach(plan, lambda: datetime(2026, 1, 1, tzinfo=UTC), self.heard)
        self.engine = Engine(self.feed, self.eyes, Aligner(), coach, self.board,
                             clock=self.clock, camera="a list", demo=True, on_phase=on_phase)

    def play(self) -> None:
        while self.feed.frames:
            self.engine.turn(0)


def test_a_whole_session_runs_through() -> None:
    rig = Rig(list(squats(2)))
    rig.engine.send(Intent.START)
    rig.play()
    assert rig.engine.snapshot().coach.phase is Phase.SUMMARY
    assert rig.heard.ended[0].outcome is Outcome.COMPLETED


def test_the_reading_belongs_to_the_frame_it_is_shown_with() -> None:
    rig = Rig(list(squats(1)))
    serials = []
    while rig.feed.frames:
        rig.engine.turn(0)
        shot = rig.engine.snapshot()
        assert shot.frame is not None
        assert shot.reading is not None
        assert shot.frame.time_s == shot.reading.time_s
        serials.append(shot.serial)
    assert serials == sorted(set(serials))


def test_every_phase_is_heard_once_and_in_order() -> None:
    phases: list[Phase] = []
    rig = Rig(list(squats(2)), on_phase=phases.append)
    rig.engine.send(Intent.START)
    rig.play()
    rig.engine.send(Intent.HOME)
    rig.engine.turn(0)
    assert phases == [Phase.GET_READY, Phase.ACTIVE, Phase.SUMMARY, Phase.HOME]


def with_a_stranger() -> list[Sighting]:
    """The user, somebody else for three seconds, the user."""
    return [replace(each, looks=np.full((PARTS, 3), 1.0 if 3 < each.time_s < 6 else 0.0)
                    * (1, 0, -1)) for each in squats(2)]


def test_the_eyes_are_sent_after_the_user_and_called_back() -> None:
    rig = Rig(with_a_stranger(), reps=9)
    rig.engine.send(Intent.START)
    rig.play()
    looks, *others = rig.eyes.sought
    assert looks is not None
    assert np.abs(looks).max() < 0.1, "the user's, not the stranger's"
    assert others == [None]
    assert rig.engine.snapshot().coach.back is Return.RECOGNISED


def test_nobody_is_sought_at_home() -> None:
    rig = Rig(with_a_stranger())
    rig.play()
    assert rig.eyes.sought == []


def test_going_on_takes_whoever_is_there_as_the_user() -> None:
    rig = Rig(with_a_stranger(), reps=9)
    rig.engine.send(Intent.START)
    while rig.feed.frames[0].time_s < 5:
        rig.engine.turn(0)
    assert rig.engine.snapshot().coach.lost
    rig.engine.send(Intent.PAUSE)
    rig.engine.turn(0)
    rig.engine.send(Intent.RESUME)
    rig.engine.turn(0)
    state = rig.engine.snapshot().coach
    assert (state.lost, state.back) == (False, Return.TOUCHED)


def test_every_part_of_a_check_has_its_own_standing_baseline() -> None:
    class Counted(Aligner):
        sets = 0

        def start_set(self, *, touched: bool = True) -> None:
            self.sets += 1
            assert touched is (self.sets == 1)
            super().start_set(touched=touched)

    rig = Rig(list(squats(5, stand_s=4)))
    found = tuple(checks.load(name) for name in ("standing-axis", "squat-check"))
    plan = Plan(library.load("squat"), 5, "p1", parts=of_checks(found))
    aligner = Counted()
    engine = Engine(rig.feed, rig.eyes, aligner,
                    Coach(plan, lambda: datetime(2026, 1, 1, tzinfo=UTC), rig.heard), rig.board,
                    clock=rig.clock)
    aligner.thresholds = Thresholds(caving_deg=40.0)
    engine.send(Intent.START)
    parts = []
    while rig.feed.frames:
        engine.turn(0)
        parts.append((engine.snapshot().coach.part, aligner.sets))
    assert set(parts) == {(0, 1), (1, 2)}
    assert aligner.thresholds == plan.exercise.thresholds.thresholds()


def test_a_start_comes_before_the_first_frame() -> None:
    rig = Rig(list(squats(1)))
    rig.engine.send(Intent.START)
    rig.engine.turn(0)
    assert rig.engine.snapshot().coach.phase is Phase.GET_READY


def test_a_recording_that_ends_stops_the_session() -> None:
    rig = Rig(list(squats(1)), reps=5)
    rig.engine.send(Intent.START)
    rig.play()
    rig.engine.turn(0)
    assert rig.heard.ended[0].outcome is Outcome.ABORTED
    assert rig.heard.ended[0].rep_count == 1


def test_a_live_camera_that_falls_silent_stops_nothing() -> None:
    rig = Rig(list(squats(1)), reps=5, recording=False)
    rig.engine.send(Intent.START)
    rig.play()
    rig.engine.turn(0)
    assert rig.heard.ended == []


@pytest.mark.parametrize("source", ["board", "feed", "eyes"])
def test_a_notice_shows_at_once_and_goes_with_its_cause(source: str) -> None:
    rig = Rig([], recording=False)
    notice = Notice("camera", "The camera is gone.", "Plug it in.")
    if source == "board":
        rig.board.post(notice)
    else:
        getattr(rig, source).notice = notice
    rig.engine.turn(0)
    assert rig.engine.snapshot().notices == (notice,)
    if source == "board":
        rig.board.clear("camera")
    else:
        getattr(rig, source).notice = None
    rig.engine.turn(0)
    assert rig.engine.snapshot().notices == ()


def test_nothing_new_makes_no_new_snapshot() -> None:
    rig = Rig([], recording=False)
    rig.engine.turn(0)
    assert rig.engine.snapshot().serial == 0


def test_a_look_that_hangs_is_told_of_while_it_lasts() -> None:
    rig = Rig(list(squats(1))[:2])
    rig.engine.turn(0)
    during = []

    def hang() -> None:
        rig.clock.sleep(1.0)
        during.append(rig.engine.snapshot())

    rig.eyes.while_looking = hang
    rig.engine.turn(0)
    assert [notice.key for notice in during[0].notices] == ["vision"]
    assert during[0].reading is None
    after = rig.engine.snapshot()
    assert after.notices == ()
    assert after.reading is not None
    assert after.serial > during[0].serial


def test_stopping_ends_the_session_and_keeps_it() -> None:
    rig = Rig(list(squats(1)), reps=5, recording=False)
    rig.engine.send(Intent.START)
    rig.engine.start()
    rig.engine.stop()
    assert rig.heard.ended[0].outcome is Outcome.ABORTED


def test_a_touch_in_the_last_moment_counts() -> None:
    rig = Rig(list(squats(1)), reps=5, recording=False)
    rig.engine.send(Intent.START)
    rig.engine.turn(0)
    rig.engine.stop()  # before the thread has begun
    rig.engine.send(Intent.PAIN)
    rig.engine.start()
    rig.engine.stop()
    assert rig.heard.ended[0].pain


def test_a_camera_that_stays_away_ends_the_session() -> None:
    rig = Rig(list(squats(1))[:5], reps=5, recording=False)
    rig.engine.send(Intent.START)
    rig.play()
    rig.clock.sleep(ABANDONED_S + 1)
    rig.engine.turn(0)
    assert rig.heard.ended[0].outcome is Outcome.ABORTED


def test_a_session_begun_without_a_camera_waits_for_it() -> None:
    rig = Rig([], reps=5, recording=False)
    rig.clock.sleep(ABANDONED_S + 1)
    rig.engine.send(Intent.START)
    rig.engine.turn(0)
    assert rig.engine.snapshot().coach.phase is Phase.GET_READY
    rig.clock.sleep(ABANDONED_S + 1)
    rig.engine.turn(0)
    assert rig.heard.ended[0].outcome is Outcome.ABORTED


def test_while_nobody_can_look_nothing_is_said_of_who_is_there() -> None:
    film = list(squats(1))
    rig = Rig([film[0], *(replace(s, pose=None, blind=True) for s in film[1:])], reps=5)
    rig.engine.send(Intent.START)
    rig.play()
    shot = rig.engine.snapshot()
    assert shot.reading is None
    assert shot.coach.hint is None


def test_a_calibration_is_shown_as_a_phase_and_gives_the_aligner_its_station() -> None:
    phases: list[Phase] = []
    film = [sighting(nth / 6) for nth in range(30)]
    rig = Rig(film, on_phase=phases.append)
    surveyor = Surveyor(CameraConfig(lens="wide"), lambda: "a list", rig.board,
                        now=rig.clock.now, record=Record(170), save=lambda _: None)
    rig.engine._surveyor = surveyor
    rig.engine.send(Intent.CALIBRATE)
    rig.engine.turn(0)
    shot = rig.engine.snapshot()
    assert shot.coach.phase is Phase.CALIBRATE
    assert shot.coach.calibration is not None
    rig.engine.send(Intent.START)
    rig.play()
    state = rig.engine.snapshot().coach.calibration
    assert state is not None
    assert state.stage is Stage.DONE
    assert rig.engine._aligner.station == surveyor.station is not None
    rig.engine.send(Intent.HOME)
    rig.engine.turn(0)
    assert rig.engine.snapshot().coach.calibration is None
    assert phases == [Phase.CALIBRATE, Phase.HOME]


def test_one_bad_frame_does_not_end_the_evening(caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig(list(squats(1)), reps=1)
    bad = iter([True])

    def burst() -> None:
        if next(bad, False):
            raise RuntimeError("a cosmic ray")

    rig.eyes.while_looking = burst
    rig.engine.send(Intent.START)
    rig.engine.start()
    assert rig.heard.told.wait(PATIENCE_S)
    rig.engine.stop()
    assert rig.heard.ended[0].outcome is Outcome.COMPLETED
    assert "a cosmic ray" in caplog.text


def test_a_film_without_announcements_is_judged_by_each_parts_rules() -> None:
    rig = Rig([*squats(5), *(replace(each, time_s=24.0 + each.time_s) for each in on_one_leg(1))])
    found = tuple(checks.load(name) for name in ("squat-check", "single-leg-check"))
    aligner = Aligner()
    coach = Coach(Plan(library.load("squat"), 5, "p1", gate=False, parts=of_checks(found)),
                  lambda: datetime(2026, 1, 1, tzinfo=UTC), rig.heard)
    engine = Engine(rig.feed, rig.eyes, aligner, coach, rig.board, clock=rig.clock)
    engine.send(Intent.START)
    while rig.feed.frames:
        engine.turn(0)
    assert engine.snapshot().coach.part == 1
    assert aligner.single
    assert len(coach.state.session.sets[-1].reps) == 1


def test_a_hold_is_not_judged_by_the_rules_of_one_leg() -> None:
    rig = Rig(list(squats(1)))
    aligner = Aligner(single=True)  # as the weekly check leaves it
    plan = Plan(library.load("squat"), 5, "p1", parts=of_checks((checks.load("ankle-gap"),)))
    engine = Engine(rig.feed, rig.eyes, aligner,
                    Coach(plan, lambda: datetime(2026, 1, 1, tzinfo=UTC), rig.heard), rig.board,
                    clock=rig.clock)
    engine.send(Intent.START)
    engine.turn(0)
    assert not aligner.single


def test_whoever_touches_camera_is_who_stands_on_the_mark() -> None:
    rig = Rig([replace(each, looks=np.full((PARTS, 3), 1.0 if each.time_s > 2 else 0.0)
                       * (1, 0, -1)) for each in squats(1, stand_s=6.0)])
    rig.engine._surveyor = Surveyor(CameraConfig(lens="wide"), lambda: "a list", rig.board,
                                    now=rig.clock.now, record=Record(170), save=lambda _: None)
    while rig.feed.frames[0].time_s < 3.5:
        rig.engine.turn(0)
    reading = rig.engine.snapshot().reading
    assert reading is not None
    assert reading.lost
    rig.engine.send(Intent.CALIBRATE)
    rig.engine.turn(0)
    reading = rig.engine.snapshot().reading
    assert reading is not None
    assert not reading.lost
    assert reading.refusal is None
