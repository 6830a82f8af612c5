"""Which nodes are webcams."""

from pathlib import Path

from mirrorapp.camera.v4l2 import Device, webcams
from tests.camera.stand_ins import Bus


def test_webcams_are_listed_by_number_without_their_metadata_nodes(tmp_path: Path) -> None:
    bus = Bus(tmp_path)
    bus.plug(10, "C920", where="pci0000:00/usb2/2-1/2-1:1.0")
    bus.plug(2, "Brio")
    bus.plug(3, "Brio", index=1)
    assert webcams(bus.sysfs, bus.dev) == [
        Device(2, "Brio", bus.dev / "video2"), Device(10, "C920", bus.dev / "video10")]


def test_the_pis_own_video_nodes_are_no_webcams(tmp_path: Path) -> None:
    bus = Bus(tmp_path)
    bus.plug(0, "unicam", where="platform/soc/fe801000.csi")
    bus.plug(13, "bcm2835-isp", where="platform/soc/bcm2835-isp")
    bus.plug(20, "Dummy video device", where="virtual")
    assert [device.name for device in webcams(bus.sysfs, bus.dev)] == ["Dummy video device"]


def test_machine_without_video_has_none(tmp_path: Path) -> None:
    assert webcams(tmp_path / "nowhere", tmp_path) == []


def test_a_name_is_one_line_and_moves_no_cursor(tmp_path: Path) -> None:
    bus = Bus(tmp_path)
    bus.plug(0, "Brio \x1b]0;mine\x07\nERROR all is lost\u202e")
    assert [device.name for device in webcams(bus.sysfs, bus.dev)] == [
        "Brio ]0;mine ERROR all is lost"]


def test_camera_unplugged_while_looked_at_has_no_name(tmp_path: Path) -> None:
    bus = Bus(tmp_path)
    bus.plug(0, "Brio")
    (bus.sysfs / "video0" / "name").unlink()
    assert [device.name for device in webcams(bus.sysfs, bus.dev)] == [""]
