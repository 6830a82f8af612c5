"""A session from getting ready to the summary, by the readings' own time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Return
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.flow import ABANDONED_S
from mirrorapp.coach.place import READY_S
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.coach.session import Session
from mirrorapp.coach.state import Cue, Intent, Phase
from mirrorapp.events import Refusal, Side
from mirrorapp.exercises import library
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import Sighting
from tests import bodies
from tests.bodies import Body, nobody

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PLAN = Plan(library.load("squat"), reps=3, profile="p1")


class Listener:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.started: list[SessionRecord] = []
        self.sets: list[SessionRecord] = []
        self.ended: list[SessionRecord] = []
        self.refused: list[SessionRecord] = []

    def session_started(self, record: SessionRecord) -> None:
        self.started.append(record)

    def session_changed(self, record: SessionRecord) -> None:
        self.sets.append(record)

    def session_ended(self, record: SessionRecord) -> None:
        self.ended.append(record)

    def turned_away(self, record: SessionRecord) -> None:
        self.refused.append(record)


class Stage:
    """A coach with somebody in front of it."""

    def __init__(self, plan: Plan = PLAN) -> None:
        self.heard = Listener()
        self.coach = Coach(plan, lambda: NOON, self.heard)
        self.aligner = Aligner()
        self.now_s = 0.0
        self.phases: list[Phase] = []
        self.cues: list[Cue] = []
        self.hints: list[Refusal] = []

    def play(self, film: list[Sighting]) -> None:
        start_s = self.now_s
        for sighting in film:
            self.now_s = start_s + sighting.time_s
            self.coach.update(self.aligner.read(replace(sighting, time_s=self.now_s)))
            state = self.coach.state
            self._note(self.phases, state.phase)
            self._note(self.cues, state.cue)
            self._note(self.hints, state.hint)
        self.now_s += 1 / 15

    @staticmethod
    def _note(seen: list, what: object) -> None:
        if what is not None and seen[-1:] != [what]:
            seen.append(what)


def squats(reps: int, *, stand_s: float = READY_S + 0.5, body: Body | None = None
           ) -> Iterator[Sighting]:
    """With enough standing before each to be ready for it."""
    return bodies.squats(reps, stand_s=stand_s, body=body)


def standing(seconds: float, body: Body | None = None) -> list[Sighting]:
    return [(body or Body()).sighting(i / 15) for i in range(int(seconds * 15))]


def test_a_session_is_completed() -> None:
    stage = Stage()
    assert stage.coach.state.phase is Phase.HOME
    assert stage.coach.send(Intent.START)
    stage.play(list(squats(3)))
    assert stage.phases == [Phase.GET_READY, Phase.ACTIVE, Phase.SUMMARY]
    record, = stage.heard.ended
    assert record.outcome is Outcome.COMPLETED
    assert record.rep_count == 3
    assert record.ended == NOON
    assert [each.rep_count for each in stage.heard.sets] == [1, 2, 3]
    assert {each.uuid for each in [*stage.heard.started, *stage.heard.sets]} == {record.uuid}
    stage.coach.send(Intent.HOME)
    assert stage.coach.state.phase is Phase.HOME


def test_getting_into_place_counts_nothing() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    stage.play(list(squats(2, stand_s=0.3, body=Body(yaw_deg=25))))
    assert stage.phases == [Phase.GET_READY]
    assert stage.hints == [Refusal.TURNED]
    assert stage.coach.state.reps == 0


def test_a_film_does_not_wait_for_anybody_to_get_ready() -> None:
    stage = Stage(replace(PLAN, gate=False, reps=1))
    stage.coach.send(Intent.START)
    stage.play([s for s in squats(1) if s.time_s > 2.6])
    assert stage.phases == [Phase.ACTIVE, Phase.SUMMARY]


def test_stopping_keeps_what_was_done() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    stage.play(list(squats(1)))
    stage.coach.send(Intent.STOP)
    record, = stage.heard.ended
    assert record.outcome is Outcome.ABORTED
    assert (record.rep_count, record.pain) == (1, False)


def test_pain_stops_it_and_is_recorded() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    stage.play(list(squats(1)))
    stage.coach.send(Intent.PAIN)
    assert stage.coach.state.phase is Phase.HURTS
    assert not stage.heard.ended
    stage.coach.send(Intent.STOP)
    assert stage.heard.ended[0].pain
    assert stage.coach.state.phase is Phase.SUMMARY


def test_pain_on_the_way_up_of_the_last_repetition_is_no_well_done() -> None:
    stage = Stage(replace(PLAN, reps=1))
    stage.coach.send(Intent.START)
    stage.play([s for s in squats(1) if s.time_s < 5.0])
    stage.coach.send(Intent.PAIN)
    stage.coach.send(Intent.STOP)
    record, = stage.heard.ended
    assert (record.outcome, record.pain, record.rep_count) == (Outcome.ABORTED, True, 1)


def test_a_pause_counts_nothing_and_goes_on_from_getting_ready() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    stage.play(list(squats(1)))
    stage.coach.send(Intent.PAUSE)
    stage.play(list(squats(1)))
    assert stage.coach.state.phase is Phase.PAUSED
    assert stage.coach.state.reps == 1
    stage.coach.send(Intent.RESUME)
    assert stage.coach.state.phase is Phase.GET_READY
    stage.play(list(squats(2)))
    assert stage.heard.ended[0].outcome is Outcome.COMPLETED


def test_a_mirror_left_alone_ends_the_session() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    stage.play(list(squats(1)))
    stage.play([nobody(i / 4) for i in range(int(4 * ABANDONED_S) + 8)])
    assert stage.heard.ended[0].outcome is Outcome.ABORTED
    assert len(stage.heard.ended) == 1


def test_what_makes_no_sense_is_ignored() -> None:
    stage = Stage()
    for intent in (Intent.PAUSE, Intent.RESUME, Intent.STOP, Intent.PAIN, Intent.HOME):
        assert not stage.coach.send(intent)
    stage.coach.send(Intent.START)
    assert not stage.coach.send(Intent.START)
    assert not stage.coach.send(Intent.HOME)
    stage.coach.send(Intent.STOP)
    stage.coach.send(Intent.STOP)
    assert len(stage.heard.ended) == 1


def test_a_second_session_has_its_own_uuid() -> None:
    stage = Stage()
    for _ in range(2):
        stage.coach.send(Intent.START)
        stage.coach.send(Intent.STOP)
    assert len({record.uuid for record in stage.heard.ended}) == 2


def test_a_knee_that_falls_in_is_told_and_not_nagged_about() -> None:
    stage = Stage(replace(PLAN, reps=9))
    stage.coach.send(Intent.START)
    stage.play(list(squats(4, body=Body(valgus={Side.LEFT: 25.0}))))
    told = [cue for cue in stage.cues if cue is Cue.LEFT_KNEE_OUT]
    assert 1 <= len(told) <= 4
    assert not {Cue.RIGHT_KNEE_OUT, Cue.BOTH_KNEES_OUT, Cue.GOOD_REP} & set(stage.cues)


def test_a_good_repetition_is_praised() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    stage.play(list(squats(2)))
    assert Cue.GOOD_REP in stage.cues


def test_a_slight_turn_is_asked_to_square_up() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    stage.play(standing(4, Body(yaw_deg=16)))
    assert Cue.SQUARE_UP_RIGHT in stage.cues


def dressed(film: list[Sighting], shade: float) -> list[Sighting]:
    """The same film of somebody who wears that."""
    looks = np.outer(np.ones(PARTS), [shade, 0.0, -shade])
    return [replace(sighting, looks=looks) for sighting in film]


def test_who_takes_the_users_place_counts_nothing_and_is_told_of() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    stage.play(dressed(list(squats(1)), 0.0))
    stage.play(dressed(list(squats(1, stand_s=1.5)), 0.6))
    state = stage.coach.state
    assert (state.reps, state.lost, state.back) == (1, True, None)
    stage.play(dressed(list(squats(1, stand_s=1.5)), 0.0))
    state = stage.coach.state
    assert (state.reps, state.lost, state.back) == (2, False, Return.RECOGNISED)
    assert not {Cue.LEFT_KNEE_OUT, Cue.BOTH_KNEES_OUT} & set(stage.cues)


def test_the_time_with_somebody_else_is_unjudged() -> None:
    session = Session(replace(PLAN, gate=False), lambda: NOON, lambda _: None)
    aligner = Aligner()
    film = dressed(standing(3), 0.0) + dressed(list(squats(1)), 0.6)
    for i, sighting in enumerate(film):
        session.update(aligner.read(replace(sighting, time_s=i / 15)))
    session.stop()
    assert abs(session.record.sets[0].unjudged_s - len(list(squats(1))) / 15) < 0.3


def test_the_repetition_in_which_the_user_was_lost_counts_for_nobody() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    film = list(squats(1))
    down = [s for s in film if s.time_s < 4.0]
    stage.play(dressed(down, 0.0))
    stage.play(dressed(standing(1.5), 0.6))
    stage.play(dressed([replace(s, time_s=s.time_s - 3.5) for s in film if s.time_s > 3.5], 0.0))
    assert stage.coach.state.reps == 0
    stage.play(dressed(list(squats(1)), 0.0))
    assert stage.coach.state.reps == 1


def test_going_on_after_a_pause_takes_who_touched_it() -> None:
    stage = Stage()
    stage.coach.send(Intent.START)
    stage.play(dressed(list(squats(1)), 0.0))
    stage.play(dressed(list(squats(1)), 0.6))
    stage.coach.send(Intent.PAUSE)
    assert not stage.coach.state.lost
    assert stage.coach.send(Intent.RESUME)
    stage.aligner.start_set()
    stage.play(dressed(list(squats(1)), 0.6))
    state = stage.coach.state
    assert (state.reps, state.lost, state.back) == (2, False, Return.TOUCHED)


def test_what_cannot_be_judged_is_timed() -> None:
    session = Session(replace(PLAN, gate=False), lambda: NOON, lambda _: None)
    aligner = Aligner()
    for sighting in standing(3, Body(yaw_deg=25)):
        session.update(aligner.read(sighting))
    session.stop()
    assert abs(session.record.sets[0].unjudged_s - 3.0) < 0.2
