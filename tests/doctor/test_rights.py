"""What the mirror's user may use, and who else may read what it keeps."""

import os
from pathlib import Path

import pytest

from mirrorapp import settings
from mirrorapp.config import Config, HubConfig
from mirrorapp.doctor import rights
from mirrorapp.doctor.account import Account
from mirrorapp.doctor.machine import Machine
from tests.doctor.trees import OWNERS, PI_5, ROOT_ALONE, UNIT, VIDEO, found, patient

_BY_HAND = {place: text for place, text in PI_5.items() if "mirrorapp.service" not in place}


def test_the_service_s_user_may_use_all_of_a_pi(tmp_path: Path) -> None:
    assert found(rights.devices, patient(tmp_path)) == (
        "ok", "mirrorapp may use screen, touch and camera.")


@pytest.mark.parametrize(("group", "node"), [
    ("video", "/dev/dri/card1"), ("input", "/dev/input/event5"), ("render", "/dev/dri/renderD128")])
def test_a_group_that_is_missing_is_named_with_the_device(tmp_path: Path, group: str,
                                                          node: str) -> None:
    lines = PI_5["etc/group"].splitlines()
    groups = "\n".join(line.replace("mirrorapp", "") if line.startswith(group) else line
                       for line in lines)
    verdict, said = found(rights.devices, patient(tmp_path, {**PI_5, "etc/group": groups}))
    assert verdict == "fail"
    assert node in said
    assert f"sudo usermod -aG {group} mirrorapp" in said


def test_a_device_that_is_closed_to_every_group_was_closed_on_purpose(tmp_path: Path) -> None:
    """As docs/doctor.md has it of a touchscreen that is there twice."""
    closed = {**OWNERS, "input/event": ROOT_ALONE}
    assert found(rights.devices, patient(tmp_path, groups=closed))[0] == "ok"


def test_the_user_s_own_group_counts_though_it_names_no_members(tmp_path: Path) -> None:
    groups = PI_5["etc/group"].replace("input:x:102:mirrorapp", "input:x:102:")
    users = PI_5["etc/passwd"].replace("mirrorapp:x:990:990", "mirrorapp:x:990:102")
    files = {**PI_5, "etc/group": groups}
    assert found(rights.devices, patient(tmp_path / "a", files))[0] == "fail"
    assert found(rights.devices, patient(tmp_path / "b", {**files, "etc/passwd": users}))[0] == "ok"


def test_what_was_set_on_the_glass_is_the_user_s_alone_too(tmp_path: Path) -> None:
    whom = patient(tmp_path)
    whom.config.journal.place.touch(mode=0o600)
    kept_there = settings.place(whom.config)
    kept_there.touch(mode=0o604)
    kept_there.chmod(0o604)
    verdict, said = found(rights.files, whom)
    assert verdict == "warn"
    assert str(kept_there) in said


def test_beneath_a_desktop_the_camera_alone_is_looked_at(tmp_path: Path) -> None:
    groups = f"video:x:{VIDEO}:mirrorapp\nrender:x:105:mirrorapp"
    whom = patient(tmp_path, {**PI_5, "etc/group": groups}, environ={"DISPLAY": ":0"})
    assert found(rights.devices, whom)[0] == "ok"


def test_root_may_everything_which_says_nothing(tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert found(rights.devices, patient(tmp_path, _BY_HAND))[0] == "unknown"


def test_without_a_service_it_is_who_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    files = {**_BY_HAND, "etc/passwd": "anna:x:1000:1000:Anna:/home/anna:/bin/bash"}
    machine = patient(tmp_path, files).machine
    account = Account.of(machine)
    assert (account.name, account.own) == ("anna", True)
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    assert Account.of(machine).name == "1234"


def test_this_process_is_asked_of_the_kernel_itself(tmp_path: Path) -> None:
    account = Account("me", os.geteuid(), frozenset(), own=True)
    assert account.may_keep(tmp_path, Machine())
    assert account.may_use(Path("/dev/null"), Machine())


def kept(folder: Path, mode: int = 0o600, **parts: object) -> tuple[str, str]:
    whom = patient(folder, **parts)
    journal = whom.config.journal.place
    journal.touch()
    journal.chmod(mode)
    Path(f"{journal}.lock").touch(mode=0o666)
    return found(rights.files, whom)


@pytest.mark.parametrize(("mode", "verdict"), [
    (0o600, "ok"), (0o640, "warn"), (0o604, "warn"), (0o400, "fail")])
def test_what_is_kept_is_its_user_s_alone(tmp_path: Path, mode: int, verdict: str) -> None:
    told = kept(tmp_path, mode)
    assert told[0] == verdict
    assert (str(tmp_path / "state/journal.sqlite3") in told[1]) == (verdict != "ok")


def test_a_folder_that_nothing_can_be_kept_in_fails(tmp_path: Path) -> None:
    whom = patient(tmp_path)
    (tmp_path / "state").chmod(0o500)
    verdict, said = found(rights.files, whom)
    assert verdict == "fail"
    assert said.endswith(f"sudo chown -h mirrorapp {tmp_path / 'state'}.")


def test_what_root_is_told_to_do_follows_no_link_and_is_one_name_for_a_shell(tmp_path: Path
                                                                             ) -> None:
    whom = patient(tmp_path)
    system_s = tmp_path / "shadow"
    system_s.touch(mode=0o400)
    link = whom.config.journal.place.with_name("journal.x;reboot")
    link.symlink_to(system_s)
    verdict, said = found(rights.files, whom)
    assert verdict == "fail"
    assert said.endswith(f"sudo chown -h mirrorapp '{link}'.")


def test_a_folder_above_that_is_the_system_s_is_never_given_away(tmp_path: Path) -> None:
    whom = patient(tmp_path)
    (tmp_path / "state").rmdir()
    tmp_path.chmod(0o555)
    verdict, said = found(rights.files, whom)
    tmp_path.chmod(0o755)
    assert verdict == "fail"
    assert "chown" not in said
    assert said.endswith(f"sudo install -d -m 700 -o mirrorapp {tmp_path / 'state'}.")


def test_a_password_that_everybody_can_read_is_told_of(tmp_path: Path) -> None:
    secret = tmp_path / "broker.password"
    secret.write_text("open sesame")
    secret.chmod(0o644)
    whom = patient(tmp_path, config=Config(hub=HubConfig(host="x", password_file=secret)))
    verdict, said = found(rights.files, whom)
    assert verdict == "warn"
    assert "chmod o-r" in said
    secret.chmod(0o600)
    assert found(rights.files, whom)[0] == "ok"


def test_the_service_s_places_are_read_from_its_unit(tmp_path: Path) -> None:
    told = patient(tmp_path).machine.service
    assert told["XDG_STATE_HOME"] == "/var/lib"
    assert told["XDG_CACHE_HOME"] == "/var/cache"
    assert "Environment=" in UNIT
    assert Machine(tmp_path / "nowhere").service == {}
