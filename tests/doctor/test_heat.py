"""What a Pi tells of its heat and its power, in words."""

from pathlib import Path

import pytest

from mirrorapp.doctor import heat
from mirrorapp.vision.governor import Why
from tests.doctor.trees import ANSWERS, PI_4, PI_5, found, patient

_ZONE = "sys/class/thermal/thermal_zone{}/temp"
_ALARM = "sys/class/hwmon/hwmon1/in0_lcrit_alarm"


@pytest.mark.parametrize(("milli_c", "verdict"), [
    ("48300", "ok"), ("74999", "ok"), ("75000", "warn"), ("82000", "fail"), ("odd", "unknown")])
def test_how_warm_it_is(tmp_path: Path, milli_c: str, verdict: str) -> None:
    whom = patient(tmp_path, {**PI_5, _ZONE.format(0): milli_c})
    assert found(heat.temperature, whom)[0] == verdict


def test_the_warmest_counts(tmp_path: Path) -> None:
    whom = patient(tmp_path, {**PI_5, _ZONE.format(0): "40000", _ZONE.format(1): "83400"})
    assert found(heat.temperature, whom)[1].startswith("The processor is at 83 °C: too hot.")


@pytest.mark.parametrize(("told", "verdict", "said"), [
    ("0x0", "ok", "always had enough power"),
    ("0x50005", "fail", "too little power just now"),
    ("0x50000", "warn", "has had too little power since"),
    ("0x4", "fail", "slowed down just now"),
    ("0x2", "fail", "kept from its full speed just now"),
    ("0x8", "warn", "for it is warm"),
    ("0x20000", "warn", "was kept from its full speed since"),
    ("0x40000", "warn", "was slowed down since"),
    ("0x80000", "warn", "so warm that it slowed down"),
    ("0xE0008", "warn", "for it is warm"),
])
def test_each_bit_is_told_the_worst_alone(tmp_path: Path, told: str, verdict: str,
                                          said: str) -> None:
    whom = patient(tmp_path, answers={**ANSWERS, "vcgencmd": f"throttled={told}\n"})
    assert found(heat.power, whom)[0] == verdict
    assert said in found(heat.power, whom)[1]


def test_every_bit_of_the_documentation_has_its_words() -> None:
    assert sorted(bit for bit, _ in heat.POWER) == [0, 1, 2, 3, 16, 17, 18, 19]
    assert all(each.remedy for _, each in heat.POWER)


def test_the_kernel_tells_it_where_the_program_is_missing(tmp_path: Path) -> None:
    place = "sys/devices/platform/soc/soc:firmware/get_throttled"
    whom = patient(tmp_path, {**PI_4, place: "50005"}, answers={})
    assert heat.throttled(whom.machine) == 0x50005
    assert found(heat.power, whom)[0] == "fail"


@pytest.mark.parametrize(("alarm", "verdict"), [("1", "fail"), ("0", "ok")])
def test_and_where_that_tells_nothing_its_sensor_does(tmp_path: Path, alarm: str,
                                                      verdict: str) -> None:
    whom = patient(tmp_path, {**PI_5, _ALARM: alarm}, answers={})
    assert found(heat.power, whom)[0] == verdict


@pytest.mark.parametrize(("told", "why"), [
    ("0", None), ("50000", None), ("1", Why.POWER), ("50005", Why.HEAT), ("4", Why.HEAT),
    ("2", Why.POWER), ("e0008", Why.HEAT), ("odd", None)])
def test_what_slows_it_down_just_now_is_told_without_a_program(tmp_path: Path, told: str,
                                                               why: Why | None) -> None:
    place = "sys/devices/platform/soc/soc:firmware/get_throttled"
    assert heat.strain(patient(tmp_path, {**PI_4, place: told}, answers={}).machine) is why


@pytest.mark.parametrize(("files", "why"), [
    ({_ZONE.format(0): "79900"}, None), ({_ZONE.format(0): "80000"}, Why.HEAT),
    ({_ALARM: "1"}, Why.POWER), ({_ALARM: "0"}, None)])
def test_or_by_what_else_the_kernel_tells(tmp_path: Path, files: dict, why: Why | None) -> None:
    assert heat.strain(patient(tmp_path, {**PI_5, **files}, answers={}).machine) is why


def test_a_pc_may_be_hot(tmp_path: Path) -> None:
    assert heat.strain(patient(tmp_path, {_ZONE.format(0): "95000"}, answers={}).machine) is None


def test_a_pi_that_tells_nothing_is_unknown_and_a_pc_is_fine(tmp_path: Path) -> None:
    silent = {place: text for place, text in PI_5.items() if "hwmon" not in place}
    whom = patient(tmp_path, silent, answers={"vcgencmd": "VCHI initialization failed"})
    assert found(heat.power, whom)[0] == "unknown"
    assert found(heat.power, patient(tmp_path / "pc", {}, answers={}))[0] == "ok"
