"""What a side is owed, and longer holds: what the desk asks for, and says."""

from dataclasses import replace
from datetime import timedelta

from mirrorapp.coach.coach import Coach
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import Asked, HoldRecord, SetRecord
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.events import Side
from mirrorapp.exercises import library
from tests.coach.houses import House
from tests.coach.readings import reading
from tests.coach.test_session import Listener


def test_what_was_owed_is_paid_back() -> None:
    house = House()
    house.trained(sets=(
        SetRecord("seated-thigh-stretch", 0, side=Side.RIGHT, hold=HoldRecord(120, 120)),
        SetRecord("seated-thigh-stretch", 0, side=Side.LEFT, hold=HoldRecord(120, 95, True))))
    tasks = house.desk.plan("seated-thigh-stretch").tasks
    assert {task.side: task.hold_s for task in tasks} == {Side.RIGHT: 120, Side.LEFT: 145}


def test_three_good_holds_after_the_first_week_are_asked_for_at_their_longest() -> None:
    house = House()
    whole = tuple(SetRecord("seated-thigh-stretch", 0, side=side, hold=HoldRecord(120, 120))
                  for side in Side)

    def asked_s() -> set[float]:
        return {task.hold_s for task in house.desk.plan("seated-thigh-stretch").tasks}

    for _ in range(10):
        house.trained(sets=whole, asked=Asked(1, 1, breath=True))
        house.now += timedelta(days=1)
        house.desk.forget()
        early = asked_s() == {120}
        assert early is (len(house.done) < 10)  # the first week moves nothing
    assert asked_s() == {150}
    told = [each.en for each in house.desk.today.changes]
    assert any("a little longer" in each for each in told)
    card = house.desk.plan("seated-thigh-stretch").cards["seated-thigh-stretch"][0]
    assert card.text.en == "Each side takes 150 seconds."
    house.trained(sets=(whole[0], SetRecord(
        "seated-thigh-stretch", 0, side=whole[1].side, hold=HoldRecord(120, 90, True))))
    house.desk.forget()
    owing = house.desk.plan("seated-thigh-stretch")
    assert sorted(task.hold_s for task in owing.tasks) == [120, 150]
    assert owing.cards["seated-thigh-stretch"][0].text.en.endswith(
        "30 seconds more: it had less last time. "
        "Once both legs have had the same, it is 150 seconds.")
    house.trained(sets=whole, asked=Asked(breath=False))
    assert asked_s() == {120}


def in_the_end(house: House, *held_s: float, name: str = "seated-thigh-stretch",
               **told: object) -> dict[Side, float]:
    """What the summary of a session says is left, right and left held for so long."""
    sides = zip((Side.RIGHT, Side.LEFT), held_s, strict=True)
    house.trained(sets=tuple(SetRecord(name, 0, side=side, hold=HoldRecord(120, each))
                             for side, each in sides))
    house.done[-1] = replace(house.done[-1], **told)
    return house.desk.extra_s(house.done[-1])


def test_what_is_said_to_be_left_is_asked_for_the_next_time() -> None:
    for held_s, extra_s in (((120, 60), 30), ((120, 100), 20), ((120, 117), 0)):
        house = House()
        assert in_the_end(house, *held_s) == {Side.RIGHT: 0, Side.LEFT: extra_s}
        right, left = house.desk.plan("seated-thigh-stretch").tasks
        assert (right.hold_s, left.hold_s) == (120, 120 + extra_s)


def test_what_was_paid_back_leaves_nothing() -> None:
    house = House()
    in_the_end(house, 120, 90)
    house.now += timedelta(days=1)
    assert in_the_end(house, 120, 150) == {Side.RIGHT: 0, Side.LEFT: 0}


def test_a_lighter_session_and_a_shorter_hold_are_said_to_ask_for_nothing() -> None:
    nothing = {Side.RIGHT: 0, Side.LEFT: 0}
    assert in_the_end(House(), 120, 60, pain=True) == nothing
    house = House()
    assert in_the_end(house, 120, 60, asked=Asked(breath=False)) == nothing
    assert {each.hold_s for each in house.desk.plan("seated-thigh-stretch").tasks} == {120}


def test_what_is_timed_is_paid_back_too() -> None:
    house = House()
    assert in_the_end(house, 180, 165, name="thigh-foam-roll") == {Side.RIGHT: 0, Side.LEFT: 15}
    right, left = house.desk.plan("thigh-foam-roll").tasks
    assert (right.hold_s, left.hold_s) == (180, 195)
    told = house.desk.plan("thigh-foam-roll").cards["thigh-foam-roll"][0].text.en
    assert told == ("Each side takes 180 seconds. "
                    "The left leg gets 15 seconds more: it had less last time.")


def test_the_summary_says_it() -> None:
    house = House()
    heard = Listener()
    coach = Coach(Plan(library.load("squat"), 1, "anna"), lambda: house.now, heard,
                  desk=house.desk)
    coach.send(Intent.CHOOSE, "floor-buttock-stretch")
    coach.send(Intent.ANSWER, "2")
    now_s, eased = 0.0, False
    while coach.phase is not Phase.SUMMARY:
        now_s += 0.1
        coach.update(reading(now_s))
        state = coach.state
        if state.side is Side.LEFT and (state.held or 0) > 0.8 and not eased:
            eased = coach.send(Intent.EASE) or True
        assert not state.owed_s or state.phase is Phase.SUMMARY
    assert {side: round(s) for side, s in coach.state.owed_s.items()} == {
        Side.RIGHT: 0, Side.LEFT: 24}
