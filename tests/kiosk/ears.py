"""What systemd would hear."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Ear:
    """`name`: as NOTIFY_SOCKET has it."""

    listening: socket.socket
    name: str

    def heard(self, patience_s: float = 0.0) -> list[str]:
        """The lines of the next message; none where none comes."""
        self.listening.settimeout(patience_s)
        try:
            return self.listening.recv(4096).decode().splitlines()
        except (BlockingIOError, TimeoutError):
            return []

    def wait_for(self, line: str, patience_s: float) -> list[str]:
        """All lines up to that one, which has to come: each message within `patience_s`."""
        lines: list[str] = []
        while line not in lines:
            heard = self.heard(patience_s)
            assert heard, f"no {line!r} after {lines}"
            lines += heard
        return lines


@contextmanager
def listening(name: str) -> Iterator[Ear]:
    """A socket of that name: a path, or one without a file, which begins with @."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind("\0" + name[1:] if name.startswith("@") else name)
        yield Ear(made, name)
