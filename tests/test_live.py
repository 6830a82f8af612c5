"""What is set on the glass reaches the rooms behind it, on their own thread and only if it changed.
"""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

import pytest

from mirrorapp.coach.hands_free import HandsFree
from mirrorapp.coach.state import Intent
from mirrorapp.config import (
    Config,
    HandsFreeConfig,
    HubConfig,
    PersonConfig,
    ScreenConfig,
    SessionConfig,
)
from mirrorapp.live import Live, hands_free


class Rooms:
    """Engine, keeper, memory, desk, mover in one: notes what it is told, and when it comes to it.
    """

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.told: list[Any] = []
        self.hands_free: HandsFree | None = None
        self.settings: SessionConfig | None = None
        self.say = ""
        self.hub: HubConfig | None = None

    def live(self, config: Config, **other: Any) -> Live:
        rooms: Any = dict.fromkeys((
            "engine", "keeper", "herald", "memory", "coach", "desk", "mover"), self)
        return Live(config, **{**rooms, "say_in": str.upper, **other})

    def between_frames(self, change: Callable[[], None]) -> None:
        self.waiting.append(change)

    def turn(self) -> list[Any]:
        while self.waiting:
            self.waiting.pop(0)()
        told, self.told = self.told, []
        return told

    def tell_again(self) -> None:
        self.told.append("again")

    def follow(self, what: Mapping[str, PersonConfig] | HubConfig,
               then: Callable[[], None] = lambda: None) -> None:
        if isinstance(what, HubConfig):
            self.hub = what
            if what.host:
                then()
        else:
            self.told.append(("follow", {who: each.name for who, each in what.items()}))

    def send(self, intent: Intent) -> None:
        self.told.append(intent)

    def remind(self, at: time) -> None:
        self.told.append(("remind", at))


@pytest.mark.parametrize("demo", [False, True])
def test_each_room_hears_what_is_its_own(demo: bool) -> None:
    rooms = Rooms()
    live = rooms.live(Config(), desk=None if demo else rooms)
    late = SessionConfig(remind_at=time(20))
    anna = {"p1": PersonConfig(name="Anna")}
    shared = {"p1": PersonConfig(name="Anna", share_health=True)}

    def due() -> list[Any]:
        return [*(() if demo else [("remind", time(20))]), Intent.PEOPLE]

    live.changed(Config(session=late))
    assert not rooms.told, "not on the screens' thread"
    assert rooms.turn() == [("follow", {"p1": ""}), *due()]
    assert rooms.settings == late
    live.changed(Config(session=late, people=anna))
    assert rooms.turn() == [("follow", {"p1": "Anna"}), *due()]
    live.changed(Config(session=late, people=shared))
    live.changed(Config(session=late, people=anna))
    assert rooms.turn() == [("follow", {"p1": "Anna"}), *due(), "again",
                            ("follow", {"p1": "Anna"}), *due()]


def test_what_is_none_of_theirs_is_not_told_to_them() -> None:
    rooms = Rooms()
    config = Config()
    live = rooms.live(config)
    screen = config.screen.model_copy(update={"language": "de"})
    live.changed(config.model_copy(update={"screen": screen}))
    assert rooms.turn() == []


def test_the_day_is_told_in_the_language_on_the_glass() -> None:
    rooms = Rooms()
    live = rooms.live(Config())
    live.changed(Config(screen=ScreenConfig(fps=20)))
    live.changed(Config(screen=ScreenConfig(fps=20)))
    rooms.turn()
    assert rooms.say == ""
    live.changed(Config(screen=ScreenConfig(language="de")))
    assert rooms.say == "", "not on the screens' thread"
    rooms.turn()
    assert rooms.say == "DE"


def test_gestures_are_as_they_are_set() -> None:
    rooms = Rooms()
    live = rooms.live(Config(), alone=True)
    wanted = HandsFreeConfig(square_up=False, raised_hand=False)
    live.changed(Config(hands_free=wanted))
    assert rooms.hands_free is None, "not on the screens' thread"
    rooms.turn()
    assert rooms.hands_free == HandsFree(raised_hand=False)


def test_the_hub_goes_where_it_is_set_and_hears_there_of_what_was_trained() -> None:
    rooms = Rooms()
    live = rooms.live(Config())
    live.changed(Config(hub=HubConfig(host="broker.local")))
    assert rooms.hub == HubConfig(host="broker.local")
    assert rooms.turn() == ["again"]


def test_hands_free_is_as_it_is_set_and_where_nothing_can_be_touched_it_begins() -> None:
    config = Config(hands_free=HandsFreeConfig(square_up=False, raised_hand=False))
    assert hands_free(Config(), alone=False) == HandsFree()
    assert hands_free(config, alone=False) == HandsFree(square_up=False, raised_hand=False)
    assert hands_free(config, alone=True) == HandsFree(raised_hand=False)
