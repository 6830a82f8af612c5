"""People who come, change and go while the mirror runs, and what becomes of them."""

from dataclasses import replace
from datetime import time

import pytest

from mirrorapp.coach.coach import Coach
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.exercises import library
from mirrorapp.exercises.mistakes import ExerciseError
from tests.coach.houses import ALL, BEGUN, CLEAR, House
from tests.coach.test_front import Front
from tests.coach.test_session import Listener


def home_of_two() -> tuple[House, Front]:
    house = House(Profile("anna", screening=CLEAR), Profile("ben", screening=CLEAR))
    front = Front(house)
    front.touch((Intent.PROFILE, "ben"))
    return house, front


def trains(front: Front) -> str:
    profile = front.coach.state.profile
    assert profile is not None
    return profile.id


def test_what_is_changed_of_people_is_seen_at_once() -> None:
    house, front = home_of_two()
    house.people["ben"] = replace(house.people["ben"], name="Ben", flags=frozenset({"balance"}))
    house.people["cleo"] = Profile("cleo")
    assert front.touch(Intent.PEOPLE) is Phase.HOME
    assert front.coach.state.profile == house.people["ben"]
    assert len(front.coach.state.profiles) == 3


def test_who_is_gone_from_home_or_while_asked_makes_room_for_the_first() -> None:
    for first in ((), (Intent.START,), (Intent.HEALTH,)):
        house, front = home_of_two()
        front.touch(*first)
        del house.people["ben"]
        assert front.touch(Intent.PEOPLE) is Phase.HOME
        assert trains(front) == "anna"
    house, front = home_of_two()
    front.touch(Intent.START)
    del house.people["anna"]
    assert front.touch(Intent.PEOPLE) is Phase.ASK  # somebody else's question goes on
    assert trains(front) == "ben"


@pytest.mark.parametrize("then", [Intent.HOME, Intent.START])
def test_who_is_gone_while_training_trains_to_the_end(then: Intent) -> None:
    house, front = home_of_two()
    front.touch((Intent.CHOOSE, "squat"), (Intent.ANSWER, "2"))
    del house.people["ben"]
    assert front.touch(Intent.PEOPLE) is Phase.GET_READY
    assert trains(front) == "ben"
    assert front.touch(Intent.STOP, (Intent.ANSWER, "2")) is Phase.SUMMARY
    assert [each.profile for each in front.heard.ended] == ["ben"]
    front.touch(Intent.PEOPLE)
    assert (front.coach.phase, trains(front)) == (Phase.SUMMARY, "ben")
    front.touch(then)
    assert trains(front) == "anna"


def test_a_guest_has_no_people() -> None:
    heard = Listener()
    coach = Coach(Plan(library.load("squat"), 5, "p1"), lambda: BEGUN, heard)
    assert not coach.send(Intent.PEOPLE)
    assert coach.phase is Phase.HOME


def test_what_has_become_of_somebody_is_there_once_it_is_asked_for() -> None:
    house = House(Profile("anna", screening=CLEAR), Profile("ben", screening=CLEAR))
    front = Front(house)
    house.trained()
    assert front.coach.state.progress is None
    front.touch((Intent.PROGRESS, ""))
    assert front.coach.state.progress is not None
    assert front.coach.state.progress.trained == 1
    front.touch((Intent.PROFILE, "ben"))
    assert front.coach.state.progress is None, "nobody sees another's"
    front.touch((Intent.PROGRESS, ""))
    assert front.coach.state.progress.trained == 0


def test_a_guest_has_nothing_to_look_back_on() -> None:
    coach = Coach(Plan(library.load("squat"), 1, "p1"), lambda: BEGUN, Listener())
    coach.send(Intent.PROGRESS)
    assert (coach.phase, coach.state.progress) == (Phase.HOME, None)


def test_looking_back_changes_nothing_of_a_session() -> None:
    front = Front(House())
    front.touch((Intent.CHOOSE, "hip-hike"), (Intent.ANSWER, "0"), (Intent.PROGRESS, ""))
    assert front.coach.phase is Phase.GET_READY
    assert front.coach.state.progress is None


def test_whoever_is_taken_out_of_the_house_can_still_be_looked_at() -> None:
    """Their settings are gone while the glass shows them: nothing breaks, and nothing is theirs."""
    house = House(Profile("anna", "Anna", screening=CLEAR), Profile("ben", "Ben"))
    front = Front(house)
    house.trained()
    del house.people["anna"]
    house.done.clear()
    house.desk.forget()
    front.touch((Intent.PROGRESS, ""))
    state = front.coach.state
    assert [each.id for each in state.profiles] == ["ben"]
    assert state.profile == Profile("anna")
    assert state.progress is not None
    assert state.progress.trained == 0
    front.touch((Intent.PROFILE, "anna"))
    front.touch((Intent.PROFILE, "ben"))
    assert front.coach.state.profile == Profile("ben", "Ben")


def test_a_routine_goes_on_without_an_exercise_that_is_gone() -> None:
    house = House()
    left = {name: each for name, each in ALL.exercises.items() if name != "hip-hike"}
    house.desk = Desk(house, replace(ALL, exercises=left), lambda: house.now, first="anna")
    names = {task.name for task in house.desk.plan("strength").tasks}
    assert names
    assert "hip-hike" not in names
    with pytest.raises(ExerciseError, match="'hip-hike'"):
        house.desk.plan("hip-hike")


def test_another_time_of_day_is_due_at_once() -> None:
    house = House()
    house.now = BEGUN.replace(hour=9)
    assert house.desk.today.due == BEGUN.replace(hour=18)
    house.desk.remind(time(7, 30))
    assert house.desk.today.due == BEGUN.replace(hour=7, minute=30)
