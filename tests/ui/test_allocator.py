"""Large blocks, in a process that has none yet: whether they end up in malloc's heap."""

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another malloc's")

ALLOCATES = """
import ctypes
import sys
from mirrorapp.ui import allocator
if "bare" in sys.argv:
    ctypes.CDLL = lambda _: object()
if "left" not in sys.argv:
    allocator.give_back()
large = bytes(16 << 20)
del large
large = bytes(8 << 20)
for line in open("/proc/self/maps"):
    if "[heap]" in line:
        first, end = (int(each, 16) for each in line.split()[0].split("-"))
        print(first <= id(large) < end)
"""


def in_the_heap(*how: str) -> bool:
    said = subprocess.run([sys.executable, "-c", ALLOCATES, *how], check=True, timeout=60,
                          stdout=subprocess.PIPE, text=True).stdout.split()
    return "True" in said


def test_a_large_block_can_be_given_back() -> None:
    assert not in_the_heap()


def test_by_itself_malloc_takes_it_into_its_heap() -> None:
    assert in_the_heap("left")


def test_another_malloc_is_left_as_it_is() -> None:
    assert in_the_heap("bare")
