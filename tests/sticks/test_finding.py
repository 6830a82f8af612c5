"""Which of a machine's disks are sticks, where they are, and what they are called."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from mirrorapp.sticks.finding import Finder, Stick
from tests.sticks.machine import CARD, Machine

PART = (("sda1", "8:1", 31_248_000),)
SIZE = 31_248_000 * 512


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    it = Machine(tmp_path)
    it.plug("mmcblk0", "179:0", where=CARD, parts=(("mmcblk0p2", "179:2", 60_000_000),))
    return it


def test_nothing_is_in(machine):
    assert machine.sticks() == ()


def test_one_comes_and_is_opened_and_goes(machine):
    machine.plug("sda", "8:0", parts=PART)
    closed, = machine.sticks()
    assert closed == Stick("SanDisk Ultra Fit", "sda1", "8:1", SIZE)
    machine.mount("8:1", "/media/anna/MY\\040STICK")
    opened, = machine.sticks()
    assert (opened.place, opened.writable) == (Path("/media/anna/MY STICK"), True)
    (machine.block / "sda").unlink()
    (machine.block / "sda1").unlink()
    machine.lines.pop()
    assert machine.sticks() == ()


def test_removable_or_not_does_not_matter(machine):
    machine.plug("sda", "8:0", parts=PART)
    (machine.block / "sda" / "removable").write_text("0\n")  # many sticks, and every USB disk
    assert len(machine.sticks()) == 1


@pytest.mark.parametrize(("link", "name"), [
    ("ANNA", "ANNA"), (r"MY\x20STICK", "MY STICK"), ("Zürich", "Zürich"), (r"a\x2fb", "a/b"),
    (r"Z\xc3\xbcrich", "Zürich"), (r"\xff", "SanDisk Ultra Fit"),
    (r"..\x2f\x1b]0;mine\x07\x0aERROR", "../ ]0;mine ERROR")])
def test_its_label_is_its_name(machine, link, name):
    machine.plug("sda", "8:0", parts=PART)
    machine.label("sda1", link)
    assert [each.name for each in machine.sticks()] == [name]


def test_a_stick_without_a_table_is_one_too(machine):
    machine.plug("sda", "8:0")
    machine.mount("8:0", "/run/media/mirrorapp/sda")
    stick, = machine.sticks()
    assert (stick.device, stick.number) == ("sda", "8:0")


def test_of_several_parts_those_that_are_open_or_else_the_largest(machine):
    machine.plug("sda", "8:0", parts=(("sda1", "8:1", 400_000), ("sda2", "8:2", 9_000_000),
                                      ("sda3", "8:3", 0)))
    assert [each.device for each in machine.sticks()] == ["sda2"]
    machine.mount("8:1", "/media/a/EFI")
    assert [each.device for each in machine.sticks()] == ["sda1"]
    machine.mount("8:2", "/media/a/DATA", of_all="ro")
    assert [(each.device, each.writable) for each in machine.sticks()] == [
        ("sda1", True), ("sda2", False)]


def test_several_are_told_by_name(machine):
    machine.plug("sda", "8:0", parts=PART)
    machine.plug("sdb", "8:16", model="Cruzer", parts=(("sdb1", "8:17", 2_000_000),))
    machine.mount("8:1", "/media/a/x")
    machine.mount("8:17", "/media/a/y")
    assert [each.name for each in machine.sticks()] == ["SanDisk Cruzer", "SanDisk Ultra Fit"]


@pytest.mark.parametrize("place", ["/", "/boot/firmware", "/srv/backups", "/mnt", "/mediathek"])
def test_a_disk_that_the_machine_uses_is_none(machine, place):
    """It may have started from it, or keep its copies there."""
    machine.plug("sda", "8:0", parts=(*PART, ("sda2", "8:2", 9_000_000)))
    machine.mount("8:1", "/media/anna/STICK")
    machine.mount("8:2", place)
    assert machine.sticks() == ()


def test_a_disk_beneath_another_is_none(machine):
    machine.plug("sda", "8:0", parts=PART)
    (machine.block / "sda1" / "holders" / "dm-0").mkdir()
    assert machine.sticks() == ()


def test_a_reader_without_a_card_is_none(machine):
    machine.plug("sda", "8:0", sectors=0)
    assert machine.sticks() == ()


def test_a_disk_that_is_not_on_usb_is_none(machine):
    machine.plug("sda", "8:0", where="devices/pci0000:00/0000:00:1f.2/ata1/host0/block",
                 parts=PART)
    machine.mount("8:1", "/media/a/x")
    assert machine.sticks() == ()


def test_this_machine_can_be_looked_at():
    from mirrorapp.sticks import finding

    assert isinstance(finding.sticks(), tuple)


STICK = Stick("ANNA", "sda1", "8:1", SIZE, Path("/media/x"))


def looks(*found: object) -> tuple[Callable[[], tuple[Stick, ...]], Event]:
    """What looks and finds these, one after the other, then none; and that all were looked for."""
    left, over = list(found), Event()

    def look() -> tuple[Stick, ...]:
        if not left:
            over.set()
            return ()
        told = left.pop(0)
        if isinstance(told, OSError):
            raise told
        return told  # type: ignore[return-value]

    return look, over


def test_a_finder_finds_only_while_it_looks():
    seen, wanted = Event(), Event()

    def look() -> tuple[Stick, ...]:
        seen.set()
        wanted.wait(5)
        return (STICK,)

    finder = Finder(look, every_s=0.0)
    assert finder.found == ()
    finder.start()
    assert seen.wait(5)
    search = finder.search
    finder.stop()
    wanted.set()
    search.join(5)
    assert not search.is_alive()
    assert finder.found == ()  # what was found too late is found by nobody


def test_a_stick_that_goes_in_the_middle_of_a_look_stops_no_finder():
    look, over = looks(OSError("gone"), (STICK,))
    finder = Finder(look, every_s=0.0)
    finder.start()
    assert over.wait(5)
    search = finder.search
    finder.stop()
    search.join(5)
    assert not search.is_alive()
