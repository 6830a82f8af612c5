"""What is mounted, as the kernel writes it."""

from pathlib import Path

import pytest

from mirrorapp.sticks import mounts
from mirrorapp.sticks.mounts import Mount


def read(folder: Path, *lines: str) -> list[Mount]:
    file = folder / "mountinfo"
    file.write_text("\n".join(lines))
    return list(mounts.read(file))


def test_a_place_with_spaces_comes_back_as_it_is(tmp_path):
    assert read(tmp_path, r"36 35 8:17 / /media/a/MY\040STICK\134x rw,flush shared:1 - vfat "
                          r"/dev/sdb1 rw,uid=1000") == [
        Mount("8:17", Path("/media/a/MY STICK\\x"), writable=True)]


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\x1c"])
def test_only_the_kernel_s_own_line_ends_end_a_line(tmp_path, odd):
    assert read(tmp_path, f"36 35 8:17 / /media/a/MY{odd}STICK rw - vfat /dev/sdb1 rw") == [
        Mount("8:17", Path(f"/media/a/MY{odd}STICK"), writable=True)]


@pytest.mark.parametrize(("here", "of_all"), [("ro,nosuid", "rw"), ("rw", "ro,uid=1"),
                                              ("ro", "ro")])
def test_either_side_may_say_that_it_is_only_read(tmp_path, here, of_all):
    mount, = read(tmp_path, f"36 35 8:17 / /media/x {here} - vfat /dev/sdb1 {of_all}")
    assert not mount.writable


def test_a_bound_folder_and_what_is_no_line_are_left_out(tmp_path):
    assert read(tmp_path, "36 35 8:17 /photos /srv rw - vfat /dev/sdb1 rw", "", "nonsense - x",
                "36 35 8:17 / /media/x rw") == []


def test_this_machine_can_be_read():
    assert any(each.place == Path("/") for each in mounts.read())
