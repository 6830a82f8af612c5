"""What a summary says and counts, and what it does not."""

from dataclasses import replace

import pytest

from mirrorapp.coach.records import Outcome, Repetition, RepKnee
from mirrorapp.coach.state import Phase
from mirrorapp.events import Refusal, Side, Unsaid, Verdict
from tests.ui.doubles import session, squat

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]
V = Verdict


def test_summary_counts_each_knee_in_its_own_column(glass):
    it = glass()
    it.show(coach=squat(Phase.SUMMARY, session=session(
        (V.GOOD, V.DRIFTING), (V.GOOD, V.CAVING_IN), (V.GOOD, V.CANNOT_JUDGE))))
    ids = it.screen.ids
    told = {name: {row.verdict: row.count for row in ids[name].children}
            for name in ("left", "right")}
    assert told["left"] == {V.GOOD: "3", V.DRIFTING: "0", V.CAVING_IN: "0", V.FALLING_OUT: "0",
                            V.CANNOT_JUDGE: "0"}
    assert told["right"] == {V.GOOD: "0", V.DRIFTING: "1", V.CAVING_IN: "1", V.FALLING_OUT: "0",
                             V.CANNOT_JUDGE: "1"}
    assert ids.left.center_x < ids.right.center_x


def test_pain_is_answered_kindly(glass):
    it = glass()
    hurt = session((V.GOOD, V.GOOD), pain=True)
    it.show(coach=squat(Phase.SUMMARY, session=replace(hurt, outcome=Outcome.ABORTED)))
    assert "hurt" in it.screen.words
    it.show(coach=squat(Phase.SUMMARY, session=hurt))
    assert it.screen.words == "It hurt"
    assert "doctor or physiotherapist" in it.screen.advice
    it.show(coach=squat(Phase.SUMMARY, session=session((V.GOOD, V.GOOD))))
    assert it.screen.advice == ""


def test_a_summary_counts_what_was_planned_not_what_was_begun(glass):
    it = glass()
    it.show(coach=squat(Phase.SUMMARY, session=session((V.GOOD, V.GOOD)), plan_reps=20))
    assert (it.screen.number, it.screen.caption) == ("1", "of 20")
    it.show(coach=squat(Phase.SUMMARY, session=session((V.GOOD, V.GOOD)), plan_sets=6,
                        sets_done=2))
    assert (it.screen.number, it.screen.caption) == ("2", "of 6")
    assert it.screen.minutes.startswith("6 sets\n")
    assert it.screen.words == "Finished"
    it.show(coach=squat(Phase.SUMMARY, session=session()))
    assert (it.screen.number, it.screen.caption) == ("", "")


def test_praise_is_deserved_and_no_table_is_made_of_nothing_judged(glass):
    it = glass()
    caving = session(*[(V.CAVING_IN, V.CAVING_IN)] * 3)
    it.show(coach=squat(Phase.SUMMARY, session=caving, plan_sets=1, sets_done=1))
    assert it.screen.words == "Finished"
    assert it.screen.judged
    one = session(*[(V.GOOD, V.CAVING_IN)] * 3)
    it.show(coach=squat(Phase.SUMMARY, session=one, plan_sets=1, sets_done=1))
    assert it.screen.words == "Finished"
    blind = session(*[(V.CANNOT_JUDGE, V.CANNOT_JUDGE)] * 3)
    it.show(coach=squat(Phase.SUMMARY, session=blind, plan_sets=1, sets_done=1))
    assert it.screen.words == "Well done"
    assert not it.screen.judged


def test_what_kept_many_from_being_judged_is_told(glass):
    def blind(why, count):
        knee = RepKnee(V.CANNOT_JUDGE, why=why)
        rep = Repetition(0.0, 1.0, 2.0, 0.3, judged=False, left=knee, right=knee)
        done = session(*[(V.GOOD, V.GOOD)] * 6)
        first = done.sets[0]
        return replace(done, sets=(replace(first, reps=(*first.reps, *[rep] * count)),))

    it = glass()
    for why, count, told in (
            (Refusal.FEET_OUT, 4, "4 not judged: feet not in the picture"),
            (Refusal.FEET_OUT, 1, ""), (None, 4, ""), (Unsaid.NOT_ASKED, 4, "")):
        it.show(coach=squat(Phase.SUMMARY, session=blind(why, count)))
        assert it.screen.advice == told
    hurt = replace(blind(Refusal.FEET_OUT, 4), pain=True)
    it.show(coach=squat(Phase.SUMMARY, session=hurt))
    assert "doctor" in it.screen.advice


def test_what_is_owed_stands_clear_of_the_ring(glass):
    it = glass()
    it.show(coach=squat(Phase.SUMMARY, session=session((V.GOOD, V.GOOD)), plan_sets=4,
                        sets_done=3, owed_s={Side.LEFT: 30.0, Side.RIGHT: 20.0}))
    assert "30" in it.screen.advice
    ring = next(each for each in it.screen.walk() if type(each).__name__ == "Ring")
    assert it.screen.ids.advice.y >= ring.top
    assert it.screen.ids.minutes.x >= ring.right
    it.show(coach=squat(Phase.SUMMARY, session=session()))
    assert it.screen.ids.minutes.x < ring.right
