"""The broker, which is really tried, and the wall around the house."""

from pathlib import Path

import pytest

from mirrorapp.config import Config, HubConfig
from mirrorapp.doctor import house
from mirrorapp.hub import broker as brokers
from mirrorapp.hub.broker import PrivateBroker
from tests.doctor.trees import ANSWERS, PI_5, found, patient

_SECRET = Path("broker-password")
_BY_HAND = {place: text for place, text in PI_5.items() if "mirrorapp.service" not in place}


def named(folder: Path, **hub: object) -> tuple[str, str]:
    return found(house.broker, patient(folder, config=Config(hub=HubConfig.model_validate(hub))))


@pytest.mark.parametrize(("program", "said"), [
    (Path("/usr/sbin/mosquitto"), "mosquitto of its own"), (None, "a simple one of its own")])
def test_without_a_broker_there_is_one_of_its_own(tmp_path: Path, program: Path | None, said: str,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "find_mosquitto", lambda: program)
    verdict, told = named(tmp_path)
    assert verdict == "ok"
    assert said in told


@pytest.mark.broker
def test_a_real_broker_is_tried(tmp_path: Path) -> None:
    if brokers.find_mosquitto() is None:
        pytest.skip("mosquitto is not installed")
    with PrivateBroker(("mosquitto",)) as real:
        assert named(tmp_path, host=real.host, port=real.port) == (
            "ok", f"The mirror can use the broker at {real.host}:{real.port}.")
        port = real.port
    verdict, said = named(tmp_path, host="127.0.0.1", port=port)
    assert verdict == "fail"
    assert "nobody listens" in said


def test_a_broker_that_comes_to_no_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house.Trial, "start", lambda _: None)
    monkeypatch.setattr(house, "_LONGEST_S", 0.0)
    assert named(tmp_path, host="127.0.0.1")[0] == "unknown"


def test_a_password_of_the_service_s_is_looked_for_where_systemd_takes_it(tmp_path: Path) -> None:
    secret = tmp_path / "root/etc/mirrorapp/credentials/broker-password"
    whom = patient(tmp_path)
    hub = HubConfig(host="x", password_file=_SECRET)
    assert house._with_secrets(hub, whom.machine).password_file == secret
    by_hand = patient(tmp_path / "by-hand", _BY_HAND)
    assert house._with_secrets(hub, by_hand.machine) == hub
    inside = patient(tmp_path / "inside", environ={"CREDENTIALS_DIRECTORY": "/run/x"})
    assert house._with_secrets(hub, inside.machine) == hub


def test_a_password_that_is_the_service_s_alone_leaves_it_untold(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> HubConfig:
        raise PermissionError
    monkeypatch.setattr(house, "_with_secrets", refuse)
    verdict, said = named(tmp_path, host="127.0.0.1", password_file=_SECRET)
    assert verdict == "unknown"
    assert "on the glass" in said


@pytest.mark.parametrize(("told", "verdict"), [
    (ANSWERS["systemctl"], "ok"),
    ("IPAddressDeny=0.0.0.0/0\nLoadState=loaded\n", "fail"),
    ("IPAddressDeny=\nLoadState=loaded\n", "fail"),
    ("LoadState=not-found\n", "unknown"), ("", "unknown")])
def test_the_wall_of_the_service(tmp_path: Path, told: str, verdict: str) -> None:
    whom = patient(tmp_path, answers={"systemctl": told})
    assert found(house.firewall, whom)[0] == verdict


def test_a_kernel_that_can_not_hold_it_is_told_of(tmp_path: Path) -> None:
    old = {place: text for place, text in PI_5.items() if "cgroup" not in place}
    assert found(house.firewall, patient(tmp_path, old))[0] == "warn"


def test_who_is_no_service_has_no_such_wall(tmp_path: Path) -> None:
    assert found(house.firewall, patient(tmp_path, _BY_HAND, answers={}))[0] == "ok"
