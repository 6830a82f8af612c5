"""The ring tells of time where time counts, else of repetitions."""

import pytest

from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.ui import i18n, theme
from mirrorapp.ui.dial import dial, seconds
from tests.ui.doubles import squat

TEXTS = i18n.load("en")


def test_repetitions_of_so_many():
    shown = dial(squat(Phase.ACTIVE), TEXTS)
    assert (shown.number, shown.caption, shown.portion) == ("2", "of 5", pytest.approx(0.4))
    assert dial(CoachState(Phase.ACTIVE), TEXTS).portion == 0


def test_a_hold_fills_and_says_what_is_left():
    shown = dial(squat(Phase.ACTIVE, held=0.25, left_s=89.2), TEXTS)
    assert (shown.number, shown.caption, shown.portion) == ("90", "sec", 0.25)
    assert shown.colour == theme.GOOD
    assert dial(squat(Phase.ACTIVE, held=0.25, left_s=89.2, timed=True), TEXTS
                ).colour != theme.GOOD, "what is not judged is not green"


def test_a_check_s_hold_has_no_number():
    shown = dial(squat(Phase.ACTIVE, held=0.5), TEXTS)
    assert (shown.number, shown.portion) == ("", 0.5)


@pytest.mark.parametrize("phase", [p for p in Phase if p not in (Phase.ACTIVE, Phase.PAUSED)])
def test_before_and_between_there_is_no_number(phase):
    shown = dial(squat(phase, ready=0.5, held=0.7, left_s=3.0), TEXTS)
    assert shown.number == ""
    assert shown.portion == (0.5 if phase is Phase.GET_READY else 0.0)


def test_the_last_second_counts_until_it_is_over():
    assert [seconds(each) for each in (2.01, 2.0, 0.01, 0.0, -0.5)] == ["3", "2", "1", "0", "0"]
