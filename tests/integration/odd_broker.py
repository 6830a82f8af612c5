"""A broker that misbehaves as it is told; it speaks just enough MQTT for that."""

import socket
import struct
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

_CONNACK, _PUBLISH, _PUBACK, _SUBSCRIBE, _SUBACK, _PINGREQ, _DISCONNECT = (
    0x20, 0x30, 0x40, 0x80, 0x90, 0xC0, 0xE0)


class Caller:
    """Who has connected, after their CONNECT; `version` is that of MQTT they speak."""

    def __init__(self, connection: socket.socket, told: SimpleQueue[tuple[str, bytes]]) -> None:
        self._connection = connection
        self._told = told
        _, hello = self._read()
        self.version = hello[6]

    @property
    def _none(self) -> bytes:
        return b"\0" if self.version == 5 else b""  # no properties

    def welcome(self, code: int = 0) -> None:
        self.send(frame(_CONNACK, bytes([0, code]) + self._none))

    def say(self, topic: bytes, payload: bytes, *, retain: bool = False) -> None:
        """Publish with QoS 0 to whom has not asked, too."""
        self.send(frame(_PUBLISH | retain, struct.pack("!H", len(topic)) + topic + self._none
                        + payload))

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def serve(self, granted: int = 1, before: Callable[[], object] = lambda: None) -> None:
        """Acknowledge everything until they go; `granted`: the answer to who wants to hear.
        `before` is called before what they publish is acknowledged.
        """
        while True:
            kind, body = self._read()
            if kind & 0xF0 == _PUBLISH:
                length = struct.unpack("!H", body[:2])[0]
                self._told.put((body[2:2 + length].decode(), body[4 + length + len(self._none):]))
                before()
                self.send(frame(_PUBACK, body[2 + length:4 + length]))
            elif kind & 0xF0 == _SUBSCRIBE:
                self.send(frame(_SUBACK, body[:2] + self._none + bytes([granted])))
            elif kind == _PINGREQ:
                self.send(b"\xd0\0")
            elif kind == _DISCONNECT:
                return

    def _read(self) -> tuple[int, bytes]:
        kind = self._exactly(1)[0]
        length, shift = 0, 0
        while True:
            byte = self._exactly(1)[0]
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return kind, self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._connection.recv(count - len(data))
            if not more:
                raise ConnectionResetError
            data += more
        return data


def frame(kind: int, body: bytes) -> bytes:
    """A packet: its kind, its length, and what is in it."""
    length, left = b"", len(body)
    while True:
        left, digit = divmod(left, 128)[0], left % 128
        length += bytes([digit | (0x80 if left else 0)])
        if not left:
            return bytes([kind]) + length + body


class OddBroker:
    """Does `talk` with whoever calls, one after the other; hangs up when that is over.

    `told` gets what they publish, `calls` the version of MQTT of each call.
    """

    def __init__(self, talk: Callable[[Caller], None]) -> None:
        self.talk = talk
        self.told: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
        self.calls: SimpleQueue[int] = SimpleQueue()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._thread = Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._server.close()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection:
                try:
                    caller = Caller(connection, self.told)
                    self.calls.put(caller.version)
                    self.talk(caller)
                except OSError:
                    pass  # they went
