"""What is told of a broker, how long it stays, and what comes of trying it; no glass in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from mirrorapp.config import ConfigError, HubConfig
from mirrorapp.hub.trial import Stage
from mirrorapp.settings import Settings
from mirrorapp.ui.broker import PATIENT_S, TOLD_S, Broker, Draft
from tests.in_memory import MEMORY
from tests.tiers import examples
from tests.ui.brokers import GOOD, GUESS, HOME, PLAIN, UNTOLD, House, failing
from tests.ui.own import settings_in

SECRET = SecretStr("tick tock")


class Room:
    """A broker that is being chosen, and a clock that is set by hand."""

    def __init__(self, folder: Path, hub: str = "") -> None:
        self.now_s = 0.0
        self.house = House(HOME, PLAIN, GUESS, keeps=True)
        self.settings = settings_in(folder, hub)
        self.broker = Broker(self.settings, self.house.reach, lambda: self.now_s)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    it = Room(tmp_path)
    yield it
    it.settings.close()


@pytest.fixture
def settled(tmp_path: Path) -> Iterator[Room]:
    """One where a broker is in force, with a password."""
    it = Room(tmp_path, f"""[hub]
host = "{HOME.host}"
port = 1884
username = "mirror"
password_file = "/etc/mirrorapp/broker.password"
""")
    yield it
    it.settings.close()


def test_it_searches_only_while_somebody_looks(room: Room) -> None:
    finder = room.house.finder
    assert not finder.searching
    room.broker.look()
    room.broker.look()
    assert (finder.searching, finder.starts) == (True, 1)
    room.broker.look_away()
    room.broker.look_away()
    assert not finder.searching
    room.broker.look()
    assert finder.starts == 2


def test_a_house_that_does_not_answer_is_told_of_after_a_while(room: Room) -> None:
    assert not room.broker.long
    room.broker.look()
    room.now_s += PATIENT_S - 0.1
    assert not room.broker.long
    room.now_s += 0.1
    assert room.broker.long
    room.broker.look_away()
    room.broker.look()
    assert not room.broker.long


def test_what_was_found_is_told_already(room: Room) -> None:
    room.broker.pick(HOME)
    assert room.broker.draft == Draft(HOME.host, HOME.port, "", tls=True)
    assert not room.broker.secret


def test_what_was_typed_stays_with_who_comes_back_soon(room: Room) -> None:
    room.broker.pick(HOME)
    room.broker.tell(username="mirror", password=SECRET, port=8884)
    told = room.broker.draft
    room.now_s += TOLD_S - 1
    room.broker.pick(HOME)
    assert room.broker.draft == told
    room.now_s += TOLD_S
    room.broker.pick(HOME)
    assert room.broker.draft == Draft(HOME.host, HOME.port, "", tls=True)


def test_no_password_goes_to_another_than_it_was_typed_for(room: Room) -> None:
    room.broker.pick(HOME)
    room.broker.tell(username="mirror", password=SECRET)
    room.broker.pick(GUESS)  # the same host, and yet another line
    assert room.broker.draft.password is None
    room.broker.tell(password=SECRET)
    room.broker.name("10.0.0.9")
    assert room.broker.draft == Draft("10.0.0.9")


def test_an_address_that_is_typed_again_changes_nothing(room: Room) -> None:
    room.broker.name("10.0.0.9")
    room.broker.tell(username="mirror", password=SECRET)
    room.broker.name("10.0.0.9")
    assert room.broker.draft.password == SECRET


def test_a_usual_port_goes_with_encryption_and_another_stays(room: Room) -> None:
    room.broker.name("10.0.0.9")
    seen = []
    for port in (1883, None, 1999, None):
        if port is not None:
            room.broker.tell(port=port)
        room.broker.encrypt()
        seen.append((room.broker.draft.tls, room.broker.draft.port))
    assert seen == [(True, 8883), (False, 1883), (True, 1999), (False, 1999)]


def test_the_one_in_force_is_told_with_all_that_is_known_of_it(settled: Room) -> None:
    settled.broker.name(HOME.host)
    assert settled.broker.draft == Draft(HOME.host, 1884, "mirror")
    assert settled.broker.secret
    settled.broker.tell(password=SecretStr(""))  # it needs none any more
    assert not settled.broker.secret


def test_a_password_that_is_kept_goes_to_no_other_host_and_no_other_name(settled: Room) -> None:
    settled.broker.pick(PLAIN)
    assert not settled.broker.secret
    settled.broker.try_it()
    assert settled.house.trials[-1].hub.password_file is None
    settled.broker.pick(HOME)
    assert settled.broker.secret
    settled.broker.tell(username="somebody")
    assert not settled.broker.secret


def test_a_password_that_is_kept_for_an_encrypted_line_goes_over_no_open_one(
        settled: Room) -> None:
    settled.settings.change("hub", tls=True)
    settled.broker.pick(GUESS)
    assert not settled.broker.secret
    settled.broker.encrypt()
    assert settled.broker.secret


DEEDS = st.lists(st.one_of(
    st.tuples(st.just("pick"), st.sampled_from([HOME, PLAIN, GUESS])),
    st.tuples(st.just("name"), st.sampled_from([HOME.host, PLAIN.host, "10.0.0.9"])),
    st.tuples(st.just("user"), st.sampled_from(["", "mirror", "somebody"])),
    st.tuples(st.sampled_from(["secret", "encrypt", "try", "keep", "wait"]), st.none())),
    max_size=25)


@settings(max_examples=examples(60), deadline=None)
@given(DEEDS)
def test_whatever_is_touched_no_password_goes_to_another(deeds: list[tuple[str, Any]]) -> None:
    """Each is named after the host that it was typed for, also in its file."""
    with TemporaryDirectory(dir=MEMORY) as folder:
        room = Room(Path(folder))
        broker, house = room.broker, room.house
        for deed, what in deeds:
            match deed:
                case "pick" | "name":
                    getattr(broker, deed)(what)
                case "user":
                    broker.tell(username=what)
                case "secret":
                    broker.tell(password=SecretStr(f"for {broker.draft.host}"))
                case "encrypt":
                    broker.encrypt()
                case "try" | "keep" if broker.draft.host:
                    getattr(broker, {"try": "try_it"}.get(deed, deed))()
                case "wait":
                    room.now_s += TOLD_S / 2
        went = [(each.hub, each.password) for each in house.trials] + house.kept
        for hub, typed in went:
            assert typed is None or typed.get_secret_value() == f"for {hub.host}"
        room.settings.close()
        file = room.settings.config.hub.password_file
        assert file is None or file.read_text() == f"for {room.settings.config.hub.host}"


def test_what_works_is_kept_at_once_and_once(room: Room) -> None:
    room.broker.pick(HOME)
    room.broker.tell(username="mirror", password=SECRET)
    room.broker.try_it()
    trial, = room.house.trials
    assert (trial.running, trial.password, trial.hub.username) == (True, SECRET, "mirror")
    room.broker.follow()
    assert (room.broker.stage, room.broker.verdict) == (Stage.REACHABLE, None)
    assert room.house.kept == []
    trial.verdict = GOOD
    room.broker.follow()
    room.broker.follow()
    assert room.house.kept == [(trial.hub, SECRET)]
    assert room.broker.kept
    assert room.settings.config.hub.password_file is not None
    assert room.broker.draft.password is None  # it is in its file now, and needed nowhere else


def test_a_broker_that_does_not_tell_of_permissions_is_kept(room: Room) -> None:
    room.house.verdict = UNTOLD
    room.broker.pick(HOME)
    room.broker.try_it()
    room.broker.follow()
    assert room.broker.kept


@pytest.mark.parametrize("stage", Stage)
def test_what_fails_is_kept_only_when_that_is_wanted(room: Room, stage: Stage) -> None:
    room.house.verdict = failing(stage)
    room.broker.pick(HOME)
    room.broker.try_it()
    room.broker.follow()
    assert (room.house.kept, room.broker.kept) == ([], False)
    room.broker.keep()
    assert (len(room.house.kept), room.broker.kept) == (1, True)


def test_a_try_that_nobody_waits_for_is_given_up(room: Room) -> None:
    room.broker.pick(HOME)
    room.broker.try_it()
    room.broker.try_it()
    first, second = room.house.trials
    assert (first.running, second.running) == (False, True)
    room.broker.stop()
    second.verdict = GOOD
    room.broker.follow()
    assert (second.running, room.broker.verdict, room.house.kept) == (False, None, [])


def test_what_can_not_be_kept_is_said_and_tried_again_only_when_wanted(room: Room) -> None:
    full = ConfigError("The disk is full.", "Make room.")
    tries = []

    def keep(_settings: Settings, hub: HubConfig, _password: SecretStr | None) -> None:
        tries.append(hub)
        if len(tries) == 1:
            raise full

    broker = Broker(room.settings, replace(room.house.reach, keep=keep), lambda: 0.0)
    room.house.verdict = GOOD
    broker.pick(HOME)
    broker.tell(password=SECRET)
    broker.try_it()
    broker.follow()
    broker.follow()
    assert (len(tries), broker.kept, broker.wrong) == (1, False, full)
    assert broker.draft.password == SECRET
    broker.keep()
    assert (len(tries), broker.kept, broker.wrong) == (2, True, None)


def test_what_is_no_host_is_said_and_not_tried(room: Room) -> None:
    room.broker.name("two words")
    room.broker.try_it()
    assert isinstance(room.broker.wrong, ConfigError)
    assert (room.house.trials, room.broker.verdict) == ([], None)
    assert not room.broker.secret


def test_without_one_is_a_choice_too(settled: Room) -> None:
    assert settled.broker.chosen == HOME.host
    settled.broker.do_without()
    hub = settled.settings.config.hub
    assert (settled.broker.chosen, hub.username, hub.password_file) == ("", "", None)


def test_where_that_can_not_be_it_is_told_of(room: Room) -> None:
    def keep(*_: object) -> None:
        raise ConfigError("It can't be.", "Ask.")

    Broker(room.settings, replace(room.house.reach, keep=keep), lambda: 0.0).do_without()
    assert [each.what for each in room.settings.board.read()] == ["It can't be."]


def test_an_empty_password_is_none(settled: Room) -> None:
    settled.broker.name(HOME.host)
    settled.broker.tell(password=SecretStr(""))
    settled.house.verdict = GOOD
    settled.broker.try_it()
    settled.broker.follow()
    trial, = settled.house.trials
    assert (trial.password, trial.hub.password_file) == (None, None)
    assert settled.broker.kept
    assert settled.settings.config.hub.password_file is None
