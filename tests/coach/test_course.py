"""Where a session is among its tasks."""

from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.coach.checking import Done
from mirrorapp.coach.course import Course
from mirrorapp.coach.records import SetRecord
from mirrorapp.coach.tasks import of_checks, of_exercise
from mirrorapp.exercises import checks, library

SQUAT, HIKE = of_exercise(library.load("squat")), of_exercise(library.load("hip-hike"))
CLAM = of_exercise(library.load("banded-clamshell"))


def test_it_knows_what_follows_and_when_it_turns() -> None:
    course = Course((*SQUAT, *HIKE), {})
    assert (course.task.name, course.following, course.turns) == ("squat", "hip-hike", False)
    course.advance()
    assert course.turns
    for _ in range(4):
        course.advance()
    assert (course.task.name, course.following, course.at_last) == ("hip-hike", "", True)
    course.advance()
    assert course.over


def test_leaving_out_goes_on_to_something_easier_and_then_to_what_was_planned() -> None:
    course = Course((*HIKE, *SQUAT), {"hip-hike": CLAM})
    course.leave_out()
    names = []
    course.advance()
    while not course.over:
        names.append(course.task.name)
        course.advance()
    assert names == ["banded-clamshell"] * len(CLAM) + ["squat"] * 2


def test_what_is_planned_anyway_does_not_come_twice() -> None:
    course = Course((*HIKE, *CLAM), {"hip-hike": CLAM})
    course.leave_out()
    course.advance()
    assert course.index == 1
    assert course.task.name == "banded-clamshell"
    for _ in CLAM:
        course.advance()
    assert course.over


def test_a_check_counts_when_all_its_parts_were_done() -> None:
    check = checks.load("band-effect")
    course = Course(of_checks((check,), library.load), {})
    course.keep(Done())
    assert list(course.checked()) == []
    course.advance()
    course.keep(Done())
    assert [(found.id, len(parts)) for found, parts in course.checked()] == [("band-effect", 2)]


def test_there_is_something_else_if_it_is_easier_or_comes_next() -> None:
    assert Course(HIKE, {"hip-hike": CLAM}).swaps
    assert Course((*HIKE, *SQUAT), {}).swaps
    alone = Course((*SQUAT, *HIKE), {})
    while alone.task.name != "hip-hike":
        alone.advance()
    assert not alone.swaps


def test_who_leaves_something_out_gets_nothing_for_it() -> None:
    course = Course((*HIKE, *SQUAT), {"hip-hike": CLAM})
    course.leave_out(swap=False)
    course.advance()
    assert course.task.name == "squat"


def test_a_check_is_left_out_as_a_whole_and_not_the_exercise_it_is_done_with() -> None:
    check = checks.load("squat-check")
    course = Course((*of_checks((check,), library.load), *SQUAT), {"squat": CLAM})
    assert (course.task.name, course.task.check) == ("squat", check)
    course.leave_out()
    course.advance()
    assert (course.task.name, course.task.check) == ("squat", None)


@given(st.lists(st.sampled_from(["advance", "leave_out"]), max_size=30))
def test_it_comes_to_an_end_whatever_is_left_out(done: list[str]) -> None:
    course = Course((*HIKE, *SQUAT, *CLAM), {"squat": CLAM, "hip-hike": SQUAT})
    for each in done:
        if course.over:
            break
        if each == "leave_out":
            course.leave_out()
        course.advance()
    steps = 0
    while not course.over:
        course.advance()
        steps += 1
    assert steps <= len(HIKE) + 2 * len(SQUAT) + 2 * len(CLAM)


def test_the_sets_of_checks_are_none_of_the_exercises() -> None:
    check = checks.load("squat-check")
    course = Course((*of_checks((check, checks.load("ankle-gap")), library.load), *SQUAT), {})
    assert course.sets == len(SQUAT)
    done = [SetRecord("squat-check", 5, touched=5), SetRecord("squat", 10, touched=10),
            SetRecord("squat", 10, touched=3)]
    assert course.complete(done) == 1
