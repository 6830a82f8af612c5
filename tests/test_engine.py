"""The engine: what belongs together stays together, and nothing stops it."""


from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from unittest.mock import Mock

import pytest

from mirrorapp.alignment.reading import Reading
from mirrorapp.camera.base import Frame
from mirrorapp.coach.flow import ABANDONED_S
from mirrorapp.coach.place import READY_S
from mirrorapp.coach.records import Outcome
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.events import MirrorError, Notice
from mirrorapp.snapshot import Snapshot
from mirrorapp.vision.pose import Sighting
from tests import bodies, standing_bodies
from tests.alignment.turned_pictures import turned
from tests.engine_rig import Rig, heard

PATIENCE_S = 20.0
squats = partial(bodies.squats, stand_s=READY_S + 0.5)


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


def test_the_eyes_look_at_the_next_frame_while_this_one_is_read() -> None:
    rig = Rig(list(squats(1))[:3])
    rig.feed.ahead = True
    asked: list[int] = []
    read = rig.engine._aligner.read

    def noted(sighting: Sighting) -> Reading:
        asked.append(len(rig.eyes.asked))
        return read(sighting)

    rig.engine._aligner.read = noted  # type: ignore[method-assign]
    times_s = [each.time_s for each in rig.feed.frames]
    for time_s in times_s:
        rig.engine.turn(0)
        frame = rig.engine.snapshot().frame
        assert frame is not None
        assert frame.time_s == time_s
    assert asked == [2, 3, 3]


@pytest.mark.parametrize(("recording", "asked"), [(True, [2, 3, 3]), (False, [1, 2, 3])])
def test_of_a_recording_the_eyes_know_the_next_frame_before_they_are_done_with_this_one(
        recording: bool, asked: list[int]) -> None:
    """Of a live camera's frames the next look wants the newest."""
    rig = Rig(list(squats(1))[:3], recording=recording)
    rig.feed.ahead = True
    while_looking: list[int] = []
    rig.eyes.while_looking = lambda: while_looking.append(len(rig.eyes.asked))
    for _ in range(3):
        rig.engine.turn(0)
    assert while_looking == asked


def test_a_film_comes_to_the_same_however_far_the_eyes_are_ahead() -> None:
    def told(*, ahead: bool) -> list[tuple[object, ...]]:
        rig = Rig(list(squats(2)))
        rig.feed.ahead = ahead
        rig.engine.send(Intent.START)
        heard: list[tuple[object, ...]] = []
        while rig.feed.frames or rig.engine._ahead:
            rig.engine.turn(0)
            shot = rig.engine.snapshot()
            assert shot.frame is not None
            assert shot.reading is not None
            assert shot.reading.time_s == shot.frame.time_s
            heard.append((shot.frame.index, shot.coach.phase, shot.coach.reps))
        return heard

    assert told(ahead=True) == told(ahead=False)


def test_a_frame_after_which_none_waits_is_read_at_once() -> None:
    rig = Rig(list(squats(1))[:2])
    rig.engine.turn(0)
    assert rig.engine.snapshot().frame is rig.eyes.asked[0]
    assert len(rig.eyes.asked) == 1


def leaving_out(rig: Rig, every: Sequence[int]) -> Snapshot:
    """What is shown after so many frames were left out before each; one more has come since."""
    for left_out in every:
        for _ in range(left_out):
            rig.feed.frames.popleft()
        rig.engine.turn(0)
    rig.feed.newest = rig.feed.frames[0]
    return rig.engine.snapshot()


def test_where_the_eyes_leave_out_frames_the_newest_is_shown_beside_the_pair() -> None:
    rig = Rig(list(squats(1)), recording=False)
    shot = leaving_out(rig, [0, 2, 2])
    assert shot.frame is not None
    assert shot.reading is not None
    assert shot.newest is rig.feed.newest
    assert shot.frame.time_s == shot.reading.time_s < rig.feed.newest.time_s
    assert rig.engine.snapshot().serial == shot.serial, "nothing else is new"


@pytest.mark.parametrize("every", [[0, 0, 0], [5, 0, 0], [0, 3, 0, 0], [0, 2, 2, *[0] * 8]])
def test_where_the_eyes_keep_up_each_frame_waits_for_its_reading(every: Sequence[int]) -> None:
    assert leaving_out(Rig(list(squats(1)), recording=False), every).newest is None


def test_no_frame_is_newest_that_came_before_the_one_that_is_shown() -> None:
    rig = Rig(list(squats(1)), recording=False)
    rig.feed.newest = rig.feed.frames[0]
    for _ in range(3):
        rig.feed.frames.popleft()
        rig.engine.turn(0)
    assert rig.engine.snapshot().newest is None


def test_while_the_eyes_hang_the_picture_goes_on() -> None:
    rig = Rig(list(squats(1)), recording=False)
    leaving_out(rig, [0, 2, 2])
    during = []

    def hang() -> None:
        rig.clock.sleep(1.0)
        during.append(rig.engine.snapshot())

    rig.eyes.while_looking = hang
    rig.feed.newest = rig.feed.frames[1]
    rig.engine.turn(0)
    assert during[0].newest is rig.feed.newest
    assert during[0].reading is None


@pytest.mark.parametrize("bursts", ["asked about", "read"])
def test_a_bad_frame_does_not_take_the_next_one_with_it(
        bursts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = Rig(list(squats(1))[:3])
    rig.feed.ahead = True
    owner, name = ((rig.engine._aligner, "read") if bursts == "read" else (rig.eyes, "ask"))
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, Mock(side_effect=RuntimeError("a cosmic ray")))
        with pytest.raises(RuntimeError):
            rig.engine.turn(0)
    rig.engine.turn(0)
    shot = rig.engine.snapshot()
    assert shot.frame is not None
    assert shot.frame.index == 1


def test_a_next_frame_that_cannot_be_asked_about_leaves_this_one_its_own_answer() -> None:
    rig = Rig(list(squats(1))[:4])
    rig.feed.ahead = True
    ask = rig.eyes.ask

    def burst(frame: Frame) -> None:
        if frame.index == 1:
            raise MemoryError
        ask(frame)

    rig.eyes.ask = burst  # type: ignore[method-assign]
    with pytest.raises(MemoryError):
        rig.engine.turn(0)
    for index in (2, 3):
        rig.engine.turn(0)
        shot = rig.engine.snapshot()
        assert shot.frame is not None
        assert shot.reading is not None
        assert shot.frame.index == index
        assert shot.reading.time_s == shot.frame.time_s


def test_every_phase_is_heard_once_and_in_order() -> None:
    phases: list[Phase] = []
    rig = Rig(list(squats(2)), on_change=heard(phases))
    rig.engine.send(Intent.START)
    rig.play()
    rig.engine.send(Intent.HOME)
    rig.engine.turn(0)
    assert phases == [Phase.GET_READY, Phase.ACTIVE, Phase.SUMMARY, Phase.HOME]


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


def test_it_knows_whether_anybody_was_there() -> None:
    nobody = [Sighting(number / 10, 720, 1280, None) for number in range(3)]
    rig = Rig([*nobody, standing_bodies.sighting(0.4)], recording=False)
    for _ in nobody:
        rig.engine.turn(0)
    assert not rig.engine.saw_anybody
    rig.engine.turn(0)
    rig.engine.turn(0)
    assert rig.engine.saw_anybody


def test_a_picture_on_its_side_is_told_of_where_somebody_is_asked_to_stand() -> None:
    hung = turned(standing_bodies.sighting(0.0), 90)
    rig = Rig([replace(hung, time_s=number / 2) for number in range(24)], recording=False)
    told = []
    for number in range(24):
        if number == 12:
            rig.engine.send(Intent.START)
        rig.engine.turn(0)
        told.append([notice.key for notice in rig.engine.snapshot().notices])
    assert told[:12] == [[]] * 12, "at home nobody is asked to"
    assert told[-1] == ["way_up"]
    assert rig.engine.phase is Phase.GET_READY


def test_a_message_shows_at_once_and_goes_when_it_is_taken_down() -> None:
    rig = Rig([], recording=False)
    rig.messages.post("The washing is done.", rig.clock.now())
    rig.engine.turn(0)
    told = rig.engine.snapshot()
    assert told.message is not None
    assert told.message.text == "The washing is done."
    rig.engine.turn(0)
    assert rig.engine.snapshot() is told
    rig.messages.post("", rig.clock.now())
    rig.engine.turn(0)
    assert rig.engine.snapshot().message is None


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


def test_who_touches_is_there_though_the_camera_is_away() -> None:
    rig = Rig([], reps=5, recording=False)
    rig.engine.send(Intent.START)
    rig.engine.turn(0)
    for _ in range(3):
        rig.clock.sleep(ABANDONED_S - 1)
        rig.engine.send(Intent.NEXT)
        rig.engine.turn(0)
    assert rig.engine.snapshot().coach.phase is Phase.GET_READY


def test_while_nobody_can_look_nothing_is_said_of_who_is_there() -> None:
    film = list(squats(1))
    rig = Rig([film[0], *(replace(s, pose=None, blind=True) for s in film[1:])], reps=5)
    rig.engine.send(Intent.START)
    rig.play()
    shot = rig.engine.snapshot()
    assert shot.reading is None
    assert shot.coach.hint is None


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


def test_who_goes_on_without_a_touch_stands_anew_and_is_the_user_of_before() -> None:
    rig = Rig(list(squats(1))[:2])
    begun: list[bool] = []
    rig.engine._coach.update = lambda reading: True  # type: ignore[method-assign]
    rig.engine._aligner.start_set = (  # type: ignore[method-assign]
        lambda *, touched=True: begun.append(touched))
    rig.play()
    assert begun == [False, False]


def test_what_can_not_be_chosen_is_told_until_the_next_touch() -> None:
    rig = Rig(list(squats(1)))

    def refuse(intent: Intent, value: str = "") -> bool:
        if intent is Intent.CHOOSE:
            raise MirrorError(f"There is no exercise {value!r}.", "Take another.")
        return False

    rig.engine._coach.send = refuse  # type: ignore[method-assign]
    rig.engine.send(Intent.CHOOSE, "fly")
    rig.engine.turn(0)
    assert [each.remedy for each in rig.engine.snapshot().notices] == ["Take another."]
    rig.engine.send(Intent.HOME)
    rig.engine.turn(0)
    assert rig.engine.snapshot().notices == ()
    had: list[bool] = []
    rig.engine.between_frames(lambda: had.append(rig.engine.do(Intent.CHOOSE, "fly")))
    rig.engine.turn(0)
    assert [each.remedy for each in rig.engine.snapshot().notices] == ["Take another."]
    rig.engine.between_frames(lambda: had.append(rig.engine.do(Intent.HOME)))
    rig.engine.turn(0)
    assert rig.engine.snapshot().notices == ()
    assert had == [False, True]


def test_what_is_changed_between_frames_shows_at_once_and_is_no_touch() -> None:
    rig = Rig([])
    rig.engine.turn(0)
    before, done = rig.engine.snapshot(), []
    rig.engine.between_frames(lambda: done.append(rig.engine.snapshot()))
    assert not done
    rig.engine.turn(0)
    assert done == [before]
    assert rig.engine.snapshot().serial > before.serial
    assert rig.engine.snapshot().coach == before.coach


def test_what_asks_for_more_and_more_does_not_hold_up_the_frames() -> None:
    rig, done = Rig([]), []

    def again() -> None:
        done.append(rig.engine)
        if len(done) < 9:
            rig.engine.between_frames(again)

    rig.engine.between_frames(again)
    rig.engine.turn(0)
    assert len(done) == 1
    rig.engine.turn(0)
    assert len(done) == 2


def test_whoever_listens_can_not_stop_the_glass() -> None:
    def stumble(_: object) -> None:
        raise ZeroDivisionError

    rig = Rig([], recording=False, on_change=stumble)
    rig.engine.send(Intent.START)
    with pytest.raises(ZeroDivisionError):
        rig.engine.turn(0)
    assert rig.engine.snapshot().coach.phase is Phase.GET_READY


def test_what_can_not_be_done_keeps_nothing_else_from_it(
        caplog: pytest.LogCaptureFixture) -> None:
    rig, done = Rig([]), []
    rig.engine.between_frames(partial(int, "nonsense"))
    rig.engine.between_frames(lambda: done.append(rig.engine))
    rig.engine.turn(0)
    assert done == [rig.engine]
    assert "could not be done" in caplog.text


def test_whoever_was_seen_a_moment_ago_is_there() -> None:
    rig = Rig(list(squats(1)))
    assert not rig.engine.somebody
    rig.play()
    assert rig.engine.somebody
    rig.clock.sleep(2.9)
    assert rig.engine.somebody
    rig.clock.sleep(0.2)
    assert not rig.engine.somebody


def test_an_empty_picture_is_nobody() -> None:
    rig = Rig([replace(each, pose=None) for each in squats(1)])
    rig.play()
    assert not rig.engine.somebody


def test_the_state_is_told_without_a_camera_too_for_the_day_may_turn() -> None:
    phases: list[Phase] = []
    rig = Rig([], recording=False, on_change=lambda state: phases.append(state.phase))
    rig.engine.turn(0)
    rig.engine.turn(0)
    assert phases == [Phase.HOME, Phase.HOME]


def test_who_was_there_last_is_not_shown_once_the_camera_is_off() -> None:
    rig = Rig(list(squats(1)), recording=False)
    rig.play()
    assert rig.engine.snapshot().frame is not None
    rig.feed.rests = True
    rig.engine.turn(0)
    shot = rig.engine.snapshot()
    assert (shot.frame, shot.reading) == (None, None)
    rig.engine.turn(0)
    assert rig.engine.snapshot() is shot, "told once"


@pytest.mark.parametrize("ahead", [False, True])
def test_a_frame_that_is_spared_is_not_looked_at_and_nothing_waits_for_it(ahead: bool) -> None:
    rig = Rig(list(squats(1))[:12], spares=lambda frame: frame.index % 3 > 0)
    rig.feed.ahead = ahead
    rig.play()
    rig.engine.turn(0)
    assert [frame.index for frame in rig.eyes.asked] == [0, 3, 6, 9]
    shot = rig.engine.snapshot()
    assert shot.frame is rig.eyes.asked[-1]
    assert shot.reading is not None
