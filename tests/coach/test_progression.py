"""When exercises get harder and easier."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.coach.choosing import instead, suits
from mirrorapp.coach.diary import Entry
from mirrorapp.coach.marks import eased, marks, pain_up
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.progression import Ladder, climb
from mirrorapp.coach.records import Asked, HoldRecord, Outcome, SessionRecord, SetRecord
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.schema import Exercise, Flag
from tests.coach.programmes import LADDERS, day, rep, session, sets_of

GOOD, DRIFTING, CAVING = Verdict.GOOD, Verdict.DRIFTING, Verdict.CAVING_IN
UNSEEN = Verdict.CANNOT_JUDGE
PLACES = {each: each for each in ("banded-clamshell", "banded-side-step", "hip-hike",
                                  "banded-squat", "step-down", "thigh-foam-roll")}
LATER = ("single-leg-deadlift", "squat", "single-leg-squat")


def climbed(*sessions: SessionRecord, flags: frozenset[Flag] = frozenset(),
            places: Mapping[str, str] | None = None) -> Ladder:
    may = suits(Profile("p1", flags=flags), LADDERS)
    return climb([Entry(day(number), each) for number, each in enumerate(sessions, 1)],
                 places or PLACES, LATER, LADDERS, may)


def mark(record: SessionRecord, found: Exercise) -> bool | None:
    return marks(record, {found.id: found}).get(found.id)


def good(*names: str, **more: Any) -> SessionRecord:
    return session(1, names, **more)


def bad(*names: str, **more: Any) -> SessionRecord:
    return session(1, names, verdict=CAVING, **more)


def steps(ladder: Ladder) -> list[tuple[str, str, str]]:
    return [(move.kind, move.before, move.after) for move in ladder.moves]


def test_three_good_sessions_go_one_rung_up() -> None:
    assert steps(climbed(*[good("banded-squat")] * 2)) == []
    ladder = climbed(*[good("banded-squat")] * 3)
    assert steps(ladder) == [("harder", "banded-squat", "squat")]
    assert ladder.places["banded-squat"] == "squat"
    assert ladder.moves[0].day == day(3)


def test_a_bad_one_between_begins_the_row_anew() -> None:
    done = [good("banded-squat"), good("banded-squat"), bad("banded-squat"), good("banded-squat")]
    assert steps(climbed(*done)) == []
    assert steps(climbed(*done, good("banded-squat"), good("banded-squat")))


def test_the_whole_ladders() -> None:
    hips = climbed(*[good("banded-clamshell")] * 3, *[good("banded-side-step")] * 3,
                   places={"banded-clamshell": "banded-clamshell"})
    assert steps(hips) == [("harder", "banded-clamshell", "banded-side-step"),
                           ("harder", "banded-side-step", "single-leg-deadlift")]
    knees = climbed(*[good("banded-squat")] * 3, *[good("squat")] * 3, *[good("step-down")] * 3,
                    places={"banded-squat": "banded-squat"})
    assert steps(knees) == [("harder", "banded-squat", "squat"), ("harder", "squat", "step-down"),
                            ("joins", "squat", "single-leg-squat")]
    assert knees.places["single-leg-squat"] == "single-leg-squat"


def test_two_that_were_not_good_go_one_rung_down() -> None:
    assert steps(climbed(bad("step-down"))) == []
    assert steps(climbed(bad("step-down"), good("step-down"), bad("step-down"))) == []
    ladder = climbed(bad("step-down"), bad("step-down"))
    assert steps(ladder) == [("easier", "step-down", "squat")]
    again = climbed(bad("step-down"), bad("step-down"), *[good("squat")] * 3)
    assert again.places["step-down"] == "step-down"


def test_at_an_end_of_the_ladder_it_stays() -> None:
    assert steps(climbed(*[bad("banded-squat")] * 5)) == []
    assert steps(climbed(*[good("step-down")] * 9)) == []
    assert steps(climbed(*[good("hip-hike")] * 9, *[bad("hip-hike")] * 9)) == []


def test_it_comes_back_up_to_where_it_fell_from() -> None:
    sore = [good("thigh-foam-roll", pain=(2, 4))] * 2
    assert steps(climbed(*sore)) == [("easier", "thigh-foam-roll", "wall-foam-roll")]
    ladder = climbed(*sore, *[good("wall-foam-roll")] * 3)
    assert ladder.places["thigh-foam-roll"] == "thigh-foam-roll"


@pytest.mark.parametrize("hurt", [
    {"pain": (2, 3)}, {"pain": (7, 5)}, {"sore": True}])
def test_never_harder_while_it_hurts_more(hurt: dict[str, Any]) -> None:
    painful = good("banded-squat", **hurt)
    assert pain_up(painful)
    assert steps(climbed(*[good("banded-squat")] * 2, painful, *[good("banded-squat")] * 2)) == []
    assert pain_up(replace(good("banded-squat"), pain=True))


def test_never_harder_when_pain_has_crept_up_over_the_row() -> None:
    creeping = [good("banded-squat", pain=(each, each)) for each in (1, 2, 3)]
    assert not eased([each.asked for each in creeping])
    assert steps(climbed(*creeping)) == []
    assert steps(climbed(*creeping, good("banded-squat", pain=(2, 2))))  # of the last three


def test_nobody_is_sent_to_what_does_not_suit() -> None:
    kneecap: frozenset[Flag] = frozenset({"kneecap_pain"})
    done = [*[good("banded-squat")] * 3, *[good("squat")] * 3]
    assert climbed(*done, flags=kneecap).places["banded-squat"] == "squat"
    balance = climbed(*done, flags=frozenset({"balance"}))
    assert "single-leg-squat" not in balance.places


@pytest.mark.parametrize(("name", "flag", "found"), [
    ("step-down", "kneecap_pain", "squat"), ("thigh-foam-roll", "floor_is_hard", "wall-foam-roll"),
    ("half-kneeling-hip-flexor", "kneeling_hurts", None), ("squat", "kneecap_pain", "squat"),
    ("single-leg-deadlift", "balance", "banded-side-step")])
def test_what_does_not_suit_is_left_out_or_eased(name: str, flag: Flag, found: str | None) -> None:
    may = suits(Profile("p1", flags=frozenset({flag})), LADDERS)
    assert instead(name, LADDERS, may) == found
    assert instead(name, LADDERS, suits(Profile("p1"), LADDERS)) == name


def test_an_exercise_that_is_its_own_easier_one_ends_nothing() -> None:
    odd = {"squat": LADDERS["squat"].model_copy(update={"easier": "squat"})}
    assert instead("squat", odd, lambda _: False) is None
    assert instead("gone", LADDERS, lambda _: True) is None


def squats(left: list[Verdict], right: list[Verdict], **more: Any) -> SessionRecord:
    reps = tuple(rep(a, other=b) for a, b in zip(left, right, strict=True))
    sets = (SetRecord("squat", len(reps), reps),)
    return session(1, sets=sets, **more)


@pytest.mark.parametrize(("left", "right", "told"), [
    ([GOOD] * 8, [GOOD] * 8, True),
    ([GOOD] * 6 + [DRIFTING] * 2, [GOOD] * 8, True),
    ([GOOD] * 5 + [DRIFTING] * 3, [GOOD] * 8, False),
    ([GOOD] * 8, [GOOD] * 5 + [Verdict.FALLING_OUT] * 3, False),
    ([GOOD] * 8, [GOOD] * 7 + [CAVING], False),
    ([GOOD] * 8, [UNSEEN] * 8, None),
    ([GOOD] * 4 + [UNSEEN] * 4, [GOOD] * 8, True),
    ([GOOD] * 3 + [UNSEEN] * 5, [GOOD] * 8, None),
    ([UNSEEN] * 7 + [CAVING], [UNSEEN] * 8, False),
])
def test_form_is_told_of_both_sides(left: list[Verdict], right: list[Verdict],
                                    told: bool | None) -> None:
    assert mark(squats(left, right), LADDERS["squat"]) is told


def test_on_one_leg_only_that_knee_counts() -> None:
    sets = tuple(SetRecord("step-down", 4, (rep(GOOD, side, other=None),) * 4, side=side)
                 for side in Side)
    swung = replace(sets[0], reps=tuple(replace(each, right=replace(each.right, verdict=CAVING))
                                        for each in sets[0].reps))
    assert sets[0].side is Side.LEFT
    assert mark(session(1, sets=(swung, sets[1])), LADDERS["step-down"]) is True


def test_the_planned_amount_on_both_sides() -> None:
    hike = LADDERS["hip-hike"]
    right, left = sets_of("hip-hike")
    assert mark(session(1, sets=(right, left)), hike) is True
    assert mark(session(1, sets=(right,)), hike) is False
    assert mark(session(1, sets=(right, replace(left, touched=2))), hike) is False
    assert mark(session(1, sets=()), hike) is None
    assert mark(session(1, sets=(replace(right, touched=0),)), hike) is None
    eased_off = SetRecord("hip-hike", 0, side=None, hold=HoldRecord(120.0, 60.0, eased=True))
    assert mark(session(1, sets=(eased_off,)), hike) is False


def test_a_session_broken_off_costs_nothing() -> None:
    right, left = sets_of("hip-hike")
    hike = LADDERS["hip-hike"]
    assert mark(session(1, sets=(right,), outcome=Outcome.ABORTED), hike) is None
    assert mark(session(1, sets=(right, left), outcome=Outcome.ABORTED), hike) is True
    two = hike.model_copy(update={"dose": hike.dose.model_copy(update={"sets": 2})})
    assert mark(session(1, sets=(right, left), outcome=Outcome.ABORTED), two) is None
    broken = squats([GOOD] * 2, [CAVING] * 2, outcome=Outcome.ABORTED)
    assert mark(broken, LADDERS["squat"]) is False  # what was seen was seen


def test_an_exercise_that_is_gone_is_passed_over() -> None:
    strange = session(1, sets=(SetRecord("gone", 4, touched=4),))
    assert steps(climbed(*[strange] * 3)) == []


STRETCH, OTHER = "seated-thigh-stretch", "standing-leg-stretch"


def easily(*names: str) -> SessionRecord:
    """Held whole, and breathing was easy."""
    return good(*(names or (STRETCH,)), asked=Asked(breath=True))


def test_three_holds_held_whole_ask_for_the_longest() -> None:
    """LB gives 120 to 150 s: nobody begins with the most of it."""
    assert not climbed(*[easily()] * 2).longer
    ladder = climbed(*[easily()] * 4)
    assert ladder.longer == {STRETCH}
    assert steps(ladder) == [("longer", STRETCH, STRETCH)]
    assert ladder.moves[0].day == day(3)
    assert not climbed(*[easily("half-kneeling-hip-flexor")] * 4).longer  # that has one length


def test_who_did_not_answer_holds_no_longer() -> None:
    assert not climbed(*[good(STRETCH)] * 6).longer
    assert not climbed(easily(), good(STRETCH), easily()).longer
    assert climbed(easily(), good(STRETCH), *[easily()] * 3).longer
    assert climbed(*[easily()] * 3, *[good(STRETCH)] * 3).longer, "silence changes nothing"


def stretched(held_s: float, asked_s: float = 150.0, **more: Any) -> SessionRecord:
    return session(1, sets=tuple(SetRecord(STRETCH, 0, side=side, hold=HoldRecord(
        asked_s, held_s)) for side in Side), **more)


def test_two_that_were_not_held_whole_ask_for_less_again() -> None:
    row = [easily()] * 3
    assert climbed(*row, stretched(130)).longer
    ladder = climbed(*row, stretched(130), stretched(130))
    assert not ladder.longer
    assert steps(ladder)[1:] == [("shorter", STRETCH, STRETCH)]
    assert not climbed(*row, stretched(150, pain=(2, 4)), stretched(150, pain=(2, 4))).longer


def test_who_could_not_breathe_easily_holds_no_longer() -> None:
    short = stretched(150, asked=Asked(breath=False))
    assert not climbed(*[easily()] * 3, short).longer
    assert not climbed(*[easily()] * 3, short, *[easily()] * 2).longer
    assert climbed(*[easily()] * 3, short, *[easily()] * 3).longer


def test_wherever_breathing_was_not_easy_every_long_hold_begins_anew() -> None:
    hard = good("half-kneeling-hip-flexor", asked=Asked(breath=False))
    both = [easily(STRETCH, OTHER)] * 3
    assert climbed(*both).longer == {STRETCH, OTHER}
    ladder = climbed(*both, hard, easily("half-kneeling-hip-flexor"))
    assert not ladder.longer
    assert steps(ladder)[2:] == [("shorter", each, each) for each in (OTHER, STRETCH)]
    assert not climbed(*both[:2], hard, easily(STRETCH)).longer
    assert climbed(*both, hard, *both).longer == {STRETCH, OTHER}


def test_what_was_shorter_on_a_lighter_day_is_no_reason_for_more() -> None:
    assert not climbed(*[stretched(80, 80, asked=Asked(breath=True))] * 4).longer


verdicts = st.sampled_from([GOOD, GOOD, GOOD, DRIFTING, CAVING, UNSEEN])
sets = st.lists(st.tuples(st.sampled_from(sorted(LADDERS)), verdicts), min_size=1, max_size=3)
days = st.lists(st.tuples(sets, st.none() | st.integers(0, 9), st.none() | st.integers(0, 9),
                          st.booleans()), max_size=25)


@given(days=days, flags=st.frozensets(st.sampled_from(
    ["kneecap_pain", "balance", "floor_is_hard", "kneeling_hurts"]), max_size=2))
def test_one_rung_at_a_time_and_never_up_with_pain(days: Any, flags: frozenset[Flag]) -> None:
    sessions = [session(1, sets=tuple(each for name, verdict in done
                                      for each in sets_of(name, verdict=verdict)),
                        pain=(before, after), sore=sore)
                for done, before, after, sore in days]
    may = suits(Profile("p1", flags=flags), LADDERS)
    places = {name: found for name in PLACES if (found := instead(name, LADDERS, may))}
    ladder = climbed(*sessions, flags=flags, places=places)
    for move in ladder.moves:
        before, after = LADDERS[move.before], LADDERS[move.after]
        assert may(move.after)
        if move.kind == "easier":
            assert before.easier == after.id
        else:
            assert before.harder == after.id or after.easier == before.id
            assert not pain_up(sessions[(move.day - day(1)).days])
    assert set(map(may, ladder.places.values())) <= {True}
