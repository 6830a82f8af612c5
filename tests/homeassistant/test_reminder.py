"""The reminder's blueprint, in the hands of a real Home Assistant."""

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.hub.commands import Command, Name
from mirrorapp.hub.payloads import Answer
from tests.homeassistant.automations import clock, local
from tests.homeassistant.conftest import Remind
from tests.homeassistant.phone import Phone


@pytest.mark.parametrize(("button", "command"), [
    ("Start", Command(Name.START, "")),
    ("Snooze", Command(Name.SNOOZE, 30)),
    ("Skip today", Command(Name.SKIP_TODAY)),
])
def test_what_the_phone_answers_reaches_the_mirror(remind: Remind, phone: Phone, button: str,
                                                   command: Command) -> None:
    reminded = remind()
    reminded.tell(due=True)
    note = phone.until_told()
    assert note["title"] == "Time for your knees"
    phone.press(button)
    assert reminded.mirror.obeys() == command
    phone.until_clear()


@pytest.mark.parametrize(("reason", "said"), [
    ("nobody", "Nobody stands in front of the mirror."),
    ("busy", "Somebody is at the mirror just now."),
    ("not_set_up", "The mirror can't begin just now.")])
def test_a_start_that_is_refused_is_told_why_and_can_be_snoozed(
        remind: Remind, phone: Phone, reason: str, said: str) -> None:
    reminded = remind()
    reminded.tell(due=True)
    phone.until_told()
    phone.press("Start")
    assert reminded.mirror.obeys() == Command(Name.START, "")
    reminded.tell(due=True, answer=Answer(command="start", accepted=False, said="start: no",
                                          reason=reason, at=local()))
    note = phone.until_told(2)
    assert (note["message"], len(phone.shown)) == (said, 1)
    phone.press("Snooze")
    assert reminded.mirror.obeys() == Command(Name.SNOOZE, 30)
    phone.until_clear()


def test_a_start_that_is_accepted_is_left_at_that(remind: Remind, phone: Phone) -> None:
    reminded = remind()
    reminded.tell(due=True, answer=Answer(command="start", accepted=False, said="start: no",
                                          reason="nobody", at=local(-60)))
    phone.until_told()
    phone.press("Start")
    assert reminded.mirror.obeys() == Command(Name.START, "")
    reminded.tell(due=True, answer=Answer(command="start", accepted=True, said="start: done",
                                          at=local()))
    phone.until_clear()
    assert len(phone.notes) == 1


def test_snoozed_it_comes_again_but_not_more_often_than_allowed(remind: Remind, phone: Phone
                                                                ) -> None:
    reminded = remind(most=2)
    for times in (1, 2):
        reminded.tell(due=True)
        phone.until_told(times)
        phone.press("Snooze")
        assert reminded.mirror.obeys() == Command(Name.SNOOZE, 30)
        reminded.tell(due=False)
        phone.until_clear()
    reminded.until_ended()
    reminded.tell(due=True)
    reminded.until_ended()
    assert len(phone.notes) == 2


def test_unanswered_it_comes_again_in_the_place_of_the_first(remind: Remind, phone: Phone) -> None:
    reminded = remind(again={"seconds": 1}, most=2)
    reminded.tell(due=True)
    first = phone.until_told()

    def told_again() -> bool:
        for reminders in (False, True):  # whatever changes has it look at its clock
            reminded.tell(due=True, reminders=reminders)
            reminded.house.until_says(f"switch.{reminded.mirror.node}_reminders",
                                      "on" if reminders else "off")
        return len(phone.notes) > 1

    reminded.house.until(told_again, lambda: str(phone.notes))
    second = phone.until_told(2)
    assert list(phone.shown) == [first["data"]["tag"]] == [second["data"]["tag"]]
    phone.press("Skip today")
    assert reminded.mirror.obeys() == Command(Name.SKIP_TODAY)


def test_it_is_silent_when_it_is_done(remind: Remind, phone: Phone) -> None:
    reminded = remind()
    reminded.tell(due=True)
    phone.until_told()
    reminded.tell(due=False, minutes_today=14.0)
    phone.until_clear()
    assert len(phone.notes) == 1


def test_what_is_settled_while_the_phone_is_told_is_taken_from_it(remind: Remind, phone: Phone
                                                                  ) -> None:
    reminded = remind()
    with phone.far_away():
        reminded.tell(due=True)
        phone.until_told()
        reminded.tell()
    phone.until_clear()
    assert len(phone.notes) == 1


def test_it_is_silent_once_somebody_has_begun_even_if_they_break_off(remind: Remind, phone: Phone
                                                                     ) -> None:
    reminded = remind()
    reminded.tell(due=True)
    phone.until_told()
    reminded.tell(due=True, running=True, phase=Phase.ACTIVE)
    phone.until_clear()
    reminded.until_ended()
    reminded.tell()
    reminded.tell(due=True)
    reminded.until_ended()
    assert len(phone.notes) == 1


def test_a_mirror_that_comes_back_does_not_begin_the_day_anew(remind: Remind, phone: Phone
                                                              ) -> None:
    reminded = remind(most=1)
    reminded.tell(due=True)
    phone.until_told()
    phone.press("Skip today")
    assert reminded.mirror.obeys() == Command(Name.SKIP_TODAY)
    reminded.tell(due=False)
    reminded.until_ended()
    reminded.hub.stop()
    reminded.house.until_says(f"binary_sensor.{reminded.mirror.node}_due", "unavailable")
    reminded.hub = reminded.mirror.hub()
    reminded.tell(due=True)
    reminded.until_ended()
    assert len(phone.notes) == 1


@pytest.mark.parametrize(("quiet_from", "quiet_to", "is_quiet"), [
    (-3600, 3600, True), (3600, -3600, False), (0, 0, False)])
def test_quiet_hours_are_quiet(remind: Remind, phone: Phone, quiet_from: float, quiet_to: float,
                               is_quiet: bool) -> None:
    reminded = remind(quiet_from=clock(quiet_from), quiet_to=clock(quiet_to))
    reminded.tell(due=True)
    if is_quiet:
        reminded.until_holds_back()
    else:
        phone.until_told()


def test_nobody_is_reminded_while_reminders_are_off(remind: Remind, phone: Phone) -> None:
    reminded = remind()
    reminded.tell(reminders=False)
    reminded.house.until_says(f"switch.{reminded.mirror.node}_reminders", "off")
    reminded.tell(due=True, reminders=False)
    reminded.until_holds_back()
    reminded.tell(due=True)
    phone.until_told()


def test_whoever_is_at_the_mirror_needs_no_reminder(remind: Remind, phone: Phone) -> None:
    somebody = f"binary_sensor.somebody_{local().timestamp():.0f}"
    reminded = remind(presence=[somebody])
    reminded.house.pretend(somebody, "on", device_class="occupancy")
    reminded.tell(due=True)
    reminded.until_holds_back()
    reminded.house.pretend(somebody, "off", device_class="occupancy")
    phone.until_told()
