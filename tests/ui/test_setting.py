"""What a setting can be, one after the other."""

from datetime import time

from mirrorapp.config import Config
from mirrorapp.ui.setting import Deed, Setting, Told, Way, along, among, hours, minutes
from mirrorapp.ui.setting_pages import PAGES
from tests.ui.test_settings import SETTINGS


def test_every_row_is_of_a_key_that_there_is():
    assert all(row.there(Config()) for _, row in SETTINGS)
    assert not Setting("screen", "colour", among(1)).there(Config())
    assert not Setting("voice", "volume", among(1)).there(Config())
    assert {type(row) for rows in PAGES.values() for row in rows} == {Setting, Way, Deed, Told}


def test_values_come_one_after_the_other():
    assert [among("a", "b", "c")(now, 1) for now in "abcx"] == ["b", "c", "a", "a"]
    up = along((1, 2, 4))
    assert [up(now, 1) for now in (0, 1, 3, 4, 9)] == [1, 2, 4, 4, 9]
    assert [up(now, -1) for now in (0, 1, 3, 4, 9)] == [0, 1, 2, 2, 4]


def test_the_clock_goes_round_in_hours_and_minutes():
    assert (hours(time(23, 30), 1), hours(time(0, 30), -1)) == (time(0, 30), time(23, 30))
    assert (minutes(time(18, 55), 1), minutes(time(18), -1)) == (time(18), time(18, 55))
    assert (minutes(time(18, 3), 1), minutes(time(18, 3), -1)) == (time(18, 5), time(18, 55))
