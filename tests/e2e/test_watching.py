"""What watches a session for pictures and packets sees them."""

import socket
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.e2e import tracing
from tests.e2e.mark import marked, packed_in, pictures_in
from tests.e2e.world_child import answer, packet

PICTURE = next(marked(320, 240))
RGBA = cv2.cvtColor(PICTURE, cv2.COLOR_BGR2RGBA)


@pytest.mark.parametrize("content", [
    PICTURE, RGBA, PICTURE[..., 0], PICTURE[:, ::-1], RGBA[::-1], RGBA.transpose(1, 0, 2),
    RGBA[:, ::-1].transpose(1, 0, 2), PICTURE.astype(np.float32), (PICTURE / 255),
    (PICTURE / 255).astype(np.float32)], ids=range(10))
def test_a_marked_picture_is_known_however_it_lies(content: np.ndarray) -> None:
    assert "the mark" in pictures_in(b"row" + np.ascontiguousarray(content).tobytes())


@pytest.mark.parametrize("kind", [".jpg", ".png", ".webp", ".bmp", ".ppm", ".tiff"])
def test_a_picture_file_is_known_in_the_middle_of_another(kind: str) -> None:
    assert pictures_in(b"SQLite" + cv2.imencode(kind, PICTURE)[1].tobytes())


def test_what_is_packed_is_known_and_what_is_text_or_numbers_is_not() -> None:
    chance = np.random.default_rng(1)
    assert packed_in(chance.bytes(20_000))
    numbers = chance.normal(1.5, 0.4, 10_000).astype(np.float32).round(3)
    for content in (Path(__file__).read_bytes() * 9, numbers.astype("U").tobytes(), bytes(20_000)):
        assert (packed_in(content), pictures_in(content)) == ([], [])


def hexed(text: str) -> str:
    return "".join(f"\\x{each:02x}" for each in text.encode())


def test_a_trace_is_read_call_by_call(tmp_path: Path) -> None:
    trace, here = tmp_path / "trace", f"AT_FDCWD<{hexed('/here')}>"
    trace.write_text("\n".join((
        f'1 openat({here}, "{hexed("a b")}", O_WRONLY|O_CREAT, 0666) = 3<{hexed("/here/a b")}>',
        f'2 openat({here}, "{hexed("read")}", O_RDONLY) = 4<{hexed("/here/read")}>',
        f'2 openat({here}, "{hexed("none")}", O_RDWR) = -1 ENOENT (No such file or directory)',
        f'1 write(3<{hexed("/here/a b")}>, "{hexed("one ")}", 4 <unfinished ...>',
        "1 <... write resumed>) = 4",
        f'2 writev(3<{hexed("/here/a b")}>, [{{iov_base="{hexed("two")}", iov_len=3}}, '
        f'{{iov_base="{hexed("three")}", iov_len=5}}], 2) = 8',
        f"2 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 5<{hexed('/here/map')}>, 0) = 0x7f",
        f"2 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 5<{hexed('/here/only')}>, 0) = 0x7f",
        f'2 renameat({here}, "{hexed("a b")}", {here}, "{hexed("/c")}") = 0',
        f"2 sendfile(6<{hexed('/here/to')}>, 7<{hexed('/here/from')}>, NULL, 9) = 9",
        f'2 memfd_create("{hexed("frame")}", MFD_CLOEXEC) = 8', "")))
    seen = tracing.read(trace)
    assert {place: bytes(told) for place, told in seen.told.items()} == {
        "/here/a b": b"one twothree"}
    assert seen.files == {"/here/a b", "/here/map", "/c"}
    assert (seen.mapped, seen.memory) == ({"/here/map": 4096}, {"frame"})
    assert seen.moved == ["sendfile /here/to /here/from"]


def test_a_trace_that_is_cut_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "trace").write_text(f'1 write(3<{hexed("/a")}>, "{hexed("x")}"..., 9) = 9\n')
    with pytest.raises(AssertionError, match="cut"):
        tracing.read(tmp_path / "trace")


def ethernet(kind: int, inner: bytes) -> bytes:
    return bytes(12) + struct.pack("!H", kind) + inner


def ipv4(protocol: int, to: str, inner: bytes) -> bytes:
    return ethernet(0x0800, bytes((0x45,)) + bytes(8) + bytes((protocol,)) + bytes(6)
                    + socket.inet_aton(to) + inner)


def test_a_packet_is_told_by_whom_it_is_to() -> None:
    asked = bytes(12) + b"\x03hub\x04home\0" + struct.pack("!HH", 1, 1)
    assert packet(ipv4(17, "10.0.0.1", struct.pack("!HHHH", 4000, 53, 0, 0) + asked)) == {
        "kind": "udp", "to": "10.0.0.1", "port": 53, "name": "hub.home"}
    assert answer(asked, {"hub.home": "10.0.0.9"}).endswith(socket.inet_aton("10.0.0.9"))
    assert packet(ipv4(6, "9.9.9.9", struct.pack("!HH", 4000, 443)))["port"] == 443
    ipv6 = (bytes(6) + bytes((6,)) + bytes(17) + socket.inet_pton(socket.AF_INET6, "2001:db8::7")
            + struct.pack("!HH", 4000, 80))
    assert packet(ethernet(0x86DD, ipv6)) == {
        "kind": "tcp", "to": "2001:db8::7", "port": 80, "name": ""}
    assert packet(ethernet(0x0806, bytes(28)))["kind"] == "arp"
    assert packet(ethernet(0x88CC, b""))["kind"] == "0x88cc"
