"""What the home is told of the day, in words: what there is to do, and of nobody's health."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mirrorapp.coach.state import Today
from mirrorapp.hub.payloads import Words
from mirrorapp.ui import i18n
from mirrorapp.ui.due import in_words
from tests.ui.states import SHELF

AT = datetime(2026, 11, 21, 18, 5, tzinfo=ZoneInfo("Europe/Berlin"))
TODAY = Today(exercises=("squat", "hip-hike"), routines=("strength",), check_due="ankle-gap",
              due=AT, streak=3)


def told(today: Today, language: str = "en") -> Words:
    return in_words(today, SHELF, i18n.load(language, name_of=SHELF.name_of))


def test_what_there_is_to_do_has_its_minutes_its_names_and_its_time() -> None:
    words = told(TODAY)
    assert words.today.endswith("minutes today")
    assert words.exercises == "Ankle gap, Squat, Hip hike"
    assert words.next == "Sat 18:05"
    german = told(TODAY, "de")
    assert german.today.startswith("Heute ")
    assert german.exercises.split(", ")[1] == "Kniebeuge"
    assert german.next == "Sa., 18:05"


@pytest.mark.parametrize(("kind", "said"), [("rest", "Rest day"), ("done", "Done for today")])
def test_where_there_is_nothing_more_to_do_today_that_is_said(kind: str, said: str) -> None:
    words = told(Today(kind, due=AT))
    assert (words.today, words.exercises, words.next) == (said, "", "Sat 18:05")


def test_when_is_left_out_where_nobody_knows() -> None:
    assert told(Today("rest")).next == ""


def test_that_a_session_is_lighter_stays_in_the_house() -> None:
    lighter = Today(TODAY.kind, TODAY.routines, TODAY.exercises, check_due=TODAY.check_due,
                    lighter=True, due=AT)
    assert told(lighter) == told(TODAY)
