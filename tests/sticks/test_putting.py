"""A file goes onto a stick whole or not at all, over no other; on real file systems, where root
may mount them, and in a folder of this machine's.
"""

import contextlib
import errno
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.sticks import putting
from mirrorapp.sticks.finding import Stick
from mirrorapp.sticks.putting import PART, StickError, file_name, put_in_place, read_back, write
from tests.sticks import disks
from tests.sticks.disks import MAKERS, Plug
from tests.tiers import examples

PAGE = b"%PDF-1.3\n" + bytes(range(256)) * 300
NAME = "mirrorapp-Anna-2026-11-30"
KINDS = pytest.mark.parametrize("kind", ["folder", *MAKERS])
REAL = pytest.mark.parametrize("kind", MAKERS)


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plug]:
    """Puts a stick in: `plug("vfat", megabytes=2, options="ro")`."""
    with ExitStack() as plugged:
        def put_in(kind: str, **how: object) -> Stick:
            if kind != "folder":
                return plugged.enter_context(disks.stick(tmp_path, kind, **how))
            return folder_as_stick(tmp_path / "folder", monkeypatch)
        yield put_in


def folder_as_stick(place: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    """A folder that is taken for one: its own device is the stick's, and is in."""
    place.mkdir()
    device = place.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    there = place.parent / "sys"
    (there / number).mkdir(parents=True)
    monkeypatch.setattr(putting, "_SYS", there)
    return Stick("ANNA", "sda1", number, 10**9, place, writable=True)


def put(stick: Stick, content: bytes = PAGE) -> str:
    write(stick, content)
    read_back(stick, content)
    return put_in_place(stick, NAME)


def on(stick: Stick) -> dict[str, bytes]:
    """All files that are on it."""
    assert stick.place is not None
    return {each.name: each.read_bytes() for each in stick.place.iterdir() if each.is_file()}


def refused(stick: Stick) -> str:
    with pytest.raises(StickError) as told:
        put(stick)
    return told.value.what


@KINDS
def test_it_is_there_whole_and_alone(plug, kind):
    stick = plug(kind)
    assert put(stick) == f"{NAME}.pdf"
    assert on(stick) == {f"{NAME}.pdf": PAGE}


def test_who_is_given_it_may_read_it(plug):
    stick = plug("folder")
    before = os.umask(0o077)
    try:
        name = put(stick)
    finally:
        os.umask(before)
    assert (stick.place / name).stat().st_mode & 0o777 == 0o644


@REAL
def test_it_is_still_there_on_another_machine(plug, kind):
    """Pulled and put in again: what another mount reads is what is on the medium."""
    stick = plug(kind)
    put(stick)
    disks.run("umount", stick.place)
    disks.run("mount", "-t", kind, "-o", "ro", f"/dev/{stick.device}", stick.place)
    assert on(stick) == {f"{NAME}.pdf": PAGE}


@KINDS
def test_no_file_is_written_over_whatever_its_case(plug, kind):
    stick = plug(kind)
    upper = stick.place / f"{NAME}.PDF"
    upper.write_bytes(b"mine")
    (stick.place / f"{NAME}-2.pdf").write_bytes(b"mine, too")
    first, second = put(stick), put(stick)
    assert upper.read_bytes() == b"mine"
    assert (stick.place / f"{NAME}-2.pdf").read_bytes() == b"mine, too"
    assert first != second
    assert {on(stick)[first], on(stick)[second]} == {PAGE}


def test_there_is_an_end_to_that(plug, monkeypatch):
    monkeypatch.setattr(putting, "_NAMES_MOST", 2)
    stick = plug("folder")
    assert [put(stick), put(stick)] == [f"{NAME}.pdf", f"{NAME}-2.pdf"]
    assert refused(stick) == "The stick has very many reports of today."
    assert sorted(on(stick)) == [f"{NAME}-2.pdf", f"{NAME}.pdf"]


@REAL
def test_a_full_stick_keeps_what_it_has_and_nothing_else(plug, kind):
    stick = plug(kind, megabytes=2 if kind == "vfat" else 8)
    filler = stick.place / "film.mp4"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(65_536))
    size = filler.stat().st_size
    assert refused(stick) == "The stick is full."
    assert list(on(stick)) == ["film.mp4"]
    assert filler.stat().st_size == size


@REAL
def test_a_stick_that_can_only_be_read_says_so(plug, kind):
    assert refused(plug(kind, options="ro")) == "The stick can only be read."


@REAL
def test_one_that_becomes_so_meanwhile_says_so(plug, kind):
    """As the kernel does where it finds the file system damaged."""
    stick = plug(kind)
    write(stick, PAGE)
    disks.run("mount", "-o", "remount,ro", stick.place)
    with pytest.raises(StickError, match="can only be read"):
        put_in_place(stick, NAME)
    disks.run("mount", "-o", "remount,rw", stick.place)
    assert put(stick) == f"{NAME}.pdf"
    assert list(on(stick)) == [f"{NAME}.pdf"]  # what was left half is gone


@REAL
@pytest.mark.parametrize("after", ["nothing", "writing", "reading"])
def test_one_that_is_pulled_leaves_nothing_on_the_machine(plug, kind, after):
    stick = plug(kind)
    if after != "nothing":
        write(stick, PAGE)
    if after == "reading":
        read_back(stick, PAGE)
    disks.run("umount", "-l", stick.place)
    steps = {"nothing": lambda: write(stick, PAGE), "writing": lambda: read_back(stick, PAGE),
             "reading": lambda: put_in_place(stick, NAME)}
    with pytest.raises(StickError, match="was pulled out too early"):
        steps[after]()
    assert list(stick.place.iterdir()) == []


def test_a_place_that_is_gone_or_never_was_is_no_stick(plug, tmp_path):
    stick = plug("folder")
    for place in (None, tmp_path / "none"):
        assert refused(replace(stick, place=place)) == "The stick was pulled out too early."
    (tmp_path / "file").write_text("mine")
    assert refused(replace(stick, place=tmp_path / "file")) == "The stick was pulled out too early."
    assert (tmp_path / "file").read_text() == "mine"


def test_whatever_goes_wrong_once_it_is_out_is_that(plug, monkeypatch, tmp_path):
    stick = plug("folder")
    monkeypatch.setattr(putting, "_SYS", tmp_path / "none")
    monkeypatch.setattr(putting.os, "fsync", failing(errno.EIO))
    assert refused(stick) == "The stick was pulled out too early."


def failing(number: int):
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))
    return fail


@pytest.mark.parametrize(("number", "said"), [
    (errno.EACCES, "The mirror may not write on this stick."),
    (errno.EPERM, "The mirror may not write on this stick."),
    (errno.EDQUOT, "The stick is full."), (errno.EROFS, "The stick can only be read."),
    (errno.EIO, "The stick does not work: Input/output error."),
    (errno.ENXIO, "The stick was pulled out too early.")])
@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_what_fails_says_why_and_leaves_nothing(plug, monkeypatch, number, said, call):
    stick = plug("folder")
    (stick.place / "photo.jpg").write_bytes(b"mine")
    monkeypatch.setattr(putting.os, call, failing(number))
    assert refused(stick) == said
    assert on(stick) == {"photo.jpg": b"mine"}


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_folder_that_can_not_be_synced_by_itself_is_no_fault(plug, monkeypatch, number):
    stick, real = plug("folder"), os.fsync

    def fsync(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir():
            failing(number)()
        real(handle)

    monkeypatch.setattr(putting.os, "fsync", fsync)
    assert put(stick) == f"{NAME}.pdf"


def test_a_stick_that_keeps_something_else_is_worn_out(plug):
    stick = plug("folder")
    write(stick, PAGE)
    (stick.place / PART).write_bytes(PAGE[:-1] + b"?")
    with pytest.raises(StickError, match="does not keep what is written"):
        read_back(stick, PAGE)
    assert on(stick) == {}


def test_a_link_in_its_place_leads_nowhere(plug, tmp_path):
    """A stick that somebody made to have the mirror write elsewhere."""
    stick, mine = plug("folder"), tmp_path / "journal"
    mine.write_bytes(b"mine")
    (stick.place / PART).symlink_to(mine)
    (stick.place / f"{NAME}.pdf").symlink_to(mine)
    assert put(stick) == f"{NAME}-2.pdf"
    assert mine.read_bytes() == b"mine"


def test_a_file_that_does_not_fit_leaves_nothing(plug):
    """By the kernel's own limit, half-way through."""
    stick = plug("folder")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(PAGE) // 2, before[1]))
    try:
        said = refused(stick)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert said == "The stick does not work: File too large."
    assert on(stick) == {}


@pytest.mark.parametrize(("words", "name"), [
    (("mirrorapp", "Anna", "2026-11-30"), "mirrorapp-Anna-2026-11-30"),
    (("mirrorapp", "Jörg Müßig", "x"), "mirrorapp-Jorg-Mussig-x"),
    (("mirrorapp", "", "x"), "mirrorapp-x"), (("mirrorapp", "Анна", "x"), "mirrorapp-x"),
    (("mirrorapp", 'a/b\\c:d*e?"<>|', "x"), "mirrorapp-a-b-c-d-e-x"),
    (("mirrorapp", "..", "x"), "mirrorapp-x"),
    (("m", "Maximilian-Alexander von und zu", "x"), "m-Maximilian-Alexander-von-x")])
def test_its_name_is_one_for_every_file_system(words, name):
    assert file_name(*words) == name


@settings(max_examples=examples(200), deadline=None)
@given(st.text())
def test_whoever_it_is_of(name):
    told = file_name("mirrorapp", name, "2026-11-30")
    assert told.startswith("mirrorapp-")
    assert told.endswith("-2026-11-30")
    assert len(told) <= 50
    assert told.isascii()
    assert "/" not in told
