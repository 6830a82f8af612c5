"""What the terminal is told of brokers: `mirrorapp hub`."""

from pathlib import Path
from typing import Any

import pytest

from mirrorapp import cli
from mirrorapp.config import HubConfig
from mirrorapp.events import MirrorError, Notice
from mirrorapp.hub import terminal
from mirrorapp.hub.broker import PrivateBroker, find_mosquitto
from mirrorapp.hub.finding import Found


class House:
    """A finder that has found this."""

    def __init__(self, *found: Found, fault: Notice | None = None) -> None:
        self.found, self.fault = found, fault
        self.searching: list[bool] = []

    def start(self) -> None:
        self.searching.append(True)

    def stop(self) -> None:
        self.searching.append(False)


def find(house: Any) -> list[str]:
    said: list[str] = []
    terminal.find(house, said.append, search_s=0)
    return said


def test_what_is_found_is_listed_and_the_search_ends() -> None:
    house = House(Found(False, "Hall", "broker.local", 8883, True),
                  Found(True, "Home", "192.168.1.20", 1883, False))
    assert [" ".join(each.split()) for each in find(house)] == [
        "broker.local:8883 Hall encrypted",
        "192.168.1.20:1883 Home likely: Home Assistant is there"]
    assert house.searching == [True, False]


def test_nothing_found_is_said_and_a_failure() -> None:
    with pytest.raises(MirrorError, match="No broker in this network"):
        find(House())


def test_no_network_is_said() -> None:
    with pytest.raises(MirrorError, match="no network"):
        find(House(fault=Notice("finding", "There is no network.", "Connect it.")))


def test_no_broker_is_not_tried() -> None:
    with pytest.raises(MirrorError, match="No broker is set"):
        terminal.try_out(HubConfig(), print)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has been set on this machine."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


@pytest.mark.usefixtures("alone")
def test_a_try_that_fails_says_where_and_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["hub", "test", "--broker", "127.0.0.1:9"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == ["no      it answers", "-       encryption",
                                     "-       user name and password",
                                     "-       what the mirror may do there"]
    assert "nobody listens on port 9" in told.err


@pytest.mark.broker
@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("kind", "last", "said"), [
    ("mosquitto", "yes     what the mirror may do there", "The mirror can use the broker at"),
    ("amqtt", "untold  what the mirror may do there", "does not tell")])
def test_a_try_that_passes(kind: Any, last: str, said: str,
                           capsys: pytest.CaptureFixture[str]) -> None:
    if kind == "mosquitto" and find_mosquitto() is None:
        pytest.skip("mosquitto is not installed")
    with PrivateBroker((kind,)) as broker:
        assert cli.main(["hub", "test", "--broker", f"127.0.0.1:{broker.port}"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[:4] == ["yes     it answers", "off     encryption",
                        "yes     user name and password", last]
    assert said in told[4]
