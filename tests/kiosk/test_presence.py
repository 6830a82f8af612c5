"""Sensors on gpiozero's own mock pins, the home's word, and what is told without them."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from gpiozero.pins.mock import MockFactory

from mirrorapp.config import Config
from mirrorapp.events import NoticeBoard
from mirrorapp.kiosk import presence
from mirrorapp.kiosk.presence import KEY, PinSensor, Presence, PresenceError

OUT = 17


def config(chosen: str, **hub: str) -> Config:
    return Config.model_validate({"display": {"presence": chosen}, "hub": hub})


@pytest.fixture
def pins() -> MockFactory:
    return MockFactory()


@pytest.fixture
def board() -> NoticeBoard:
    return NoticeBoard()


def said(board: NoticeBoard) -> list[str]:
    return [each.what for each in board.read() if each.key == KEY]


def test_a_sensor_says_what_its_pin_says(pins: MockFactory) -> None:
    sensor = PinSensor(OUT, lambda: pins)
    assert not sensor.somebody()
    pins.pin(OUT).drive_high()
    assert sensor.somebody()
    pins.pin(OUT).drive_low()
    assert not sensor.somebody()
    sensor.close()
    sensor.close()


def test_a_wire_that_has_come_off_senses_nobody(pins: MockFactory) -> None:
    sensor = PinSensor(OUT, lambda: pins)
    assert pins.pin(OUT).pull == "down"
    assert not sensor.somebody()
    sensor.close()


def test_a_pin_that_is_let_go_of_can_be_had_again(pins: MockFactory) -> None:
    for _ in range(2):
        PinSensor(OUT, lambda: pins).close()


def test_a_pin_that_is_taken_is_told(pins: MockFactory) -> None:
    class Busy(MockFactory):
        def pin(self, name: object) -> Any:
            raise OSError("'GPIO busy'")  # lgpio's words

    with pytest.raises(PresenceError, match="Another program uses GPIO 17"):
        PinSensor(OUT, Busy)
    held = PinSensor(OUT, lambda: pins)
    with pytest.raises(PresenceError, match="GPIO 17 can't be read"):
        PinSensor(OUT, lambda: pins)  # by this very program
    held.close()


def test_software_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chip = tmp_path / "gpiochip0"
    chip.touch()
    monkeypatch.setitem(sys.modules, "gpiozero.pins.lgpio", None)
    with pytest.raises(PresenceError, match="software"):
        presence._of_this_pi(tmp_path)
    monkeypatch.setitem(sys.modules, "gpiozero", None)
    with pytest.raises(PresenceError, match="software"):
        PinSensor(OUT)


def test_a_machine_without_pins_and_one_that_keeps_them_are_told(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PresenceError, match="no pins"):
        presence._of_this_pi(tmp_path)
    (tmp_path / "gpiochip0").touch()
    monkeypatch.setattr(presence.os, "access", lambda *_: False)
    with pytest.raises(PresenceError, match="may not be used") as told:
        presence._of_this_pi(tmp_path)
    assert "group gpio" in told.value.remedy


def test_somebody_is_there_once_two_looks_say_so(pins: MockFactory, board: NoticeBoard) -> None:
    there = Presence(board, lambda pin: PinSensor(pin, lambda: pins))
    there.follow(config("sensor"))
    looks = []
    for high in False, True, False, True, True, True, False:
        pins.pin(OUT).drive_high() if high else pins.pin(OUT).drive_low()
        looks.append(there.somebody())
    assert looks == [False, False, False, False, True, True, False]
    there.close()


def test_another_pin_is_another_sensor_and_another_way_none(pins: MockFactory,
                                                            board: NoticeBoard) -> None:
    there = Presence(board, lambda pin: PinSensor(pin, lambda: pins))
    there.follow(config("sensor"))
    other = Config.model_validate({"display": {"presence": "sensor", "presence_pin": 4}})
    there.follow(other)
    pins.pin(4).drive_high()
    assert [there.somebody() for _ in range(2)] == [False, True]
    there.follow(config("touch"))
    assert not there.somebody()
    PinSensor(OUT, lambda: pins).close()
    PinSensor(4, lambda: pins).close()


class Broken:
    """Reads once, and then no more."""

    def __init__(self, pin: int) -> None:
        self.reads, self.closed = 0, False

    def somebody(self) -> bool:
        self.reads += 1
        if self.reads > 1:
            raise PresenceError("It can't be read.", "Look at it.")
        return True

    def close(self) -> None:
        self.closed = True


def test_a_sensor_that_breaks_is_a_notice_and_senses_nobody(board: NoticeBoard) -> None:
    made: list[Broken] = []

    def make(pin: int) -> Broken:
        made.append(Broken(pin))
        return made[-1]

    there = Presence(board, make)
    there.follow(config("sensor"))
    assert [there.somebody() for _ in range(4)] == 4 * [False]
    assert said(board) == ["It can't be read."]
    assert [(each.reads, each.closed) for each in made] == [(2, True)]
    there.follow(config("sensor"))
    assert said(board), "nothing was set that could mend it"
    there.follow(config("camera"))
    assert said(board) == []


def test_one_that_can_not_even_be_let_go_of_ends_nothing(
        board: NoticeBoard, caplog: pytest.LogCaptureFixture) -> None:
    class Stuck(Broken):
        def close(self) -> None:
            raise OSError("the chip is gone")

    there = Presence(board, Stuck)
    there.follow(config("sensor"))
    assert [there.somebody() for _ in range(4)] == 4 * [False]
    assert said(board) == ["It can't be read."]
    assert "could not be let go of" in caplog.text
    there.follow(Config.model_validate({"display": {"presence": "sensor", "presence_pin": 4}}))
    there.follow(config("touch"))
    assert said(board) == []


def test_a_sensor_that_can_not_be_had_is_a_notice(board: NoticeBoard) -> None:
    def refuse(pin: int) -> Broken:
        raise PresenceError("None here.", "Choose another.")

    there = Presence(board, refuse)
    there.follow(config("sensor"))
    assert not there.somebody()
    assert said(board) == ["None here."]
    there.close()
    assert said(board) == []


def test_the_home_says_who_is_there_where_it_is_asked(board: NoticeBoard) -> None:
    there = Presence(board)
    there.follow(config("hub", presence_topic="hall/presence"))
    assert not there.somebody()
    there.hear(True)
    assert there.somebody()
    there.follow(config("camera"))
    assert not there.somebody()
    there.follow(config("hub", presence_topic="hall/presence"))
    assert there.somebody()
    there.hear(False)
    assert not there.somebody()
    assert said(board) == []


def test_a_home_without_a_topic_is_a_notice_until_something_else_is_chosen(
        board: NoticeBoard) -> None:
    there = Presence(board)
    there.follow(config("hub"))
    assert said(board) == ["No topic tells the mirror whether somebody is there."]
    there.follow(config("touch"))
    assert said(board) == []


def test_settings_that_are_about_something_else_tell_nothing_anew(
        board: NoticeBoard, caplog: pytest.LogCaptureFixture) -> None:
    with closing(Presence(board)) as there:
        there.follow(config("hub"))
        there.follow(Config.model_validate({"display": {"presence": "hub"},
                                            "screen": {"language": "de"}}))
    assert len(caplog.records) == 1
