"""Nonsense for the hub: what a broken or hostile home may send on the mirror's topics.

    python -m tests.hub.fuzz [COUNT [SEED]]

sends that much of it through a real broker, and tells what has become of the hub.
"""

import json
import logging
import re
import resource
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Condition

from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from mirrorapp.clock import SystemClock
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.broker import PrivateBroker
from mirrorapp.hub.client import Hub
from mirrorapp.hub.commands import Command, Name, Refused
from mirrorapp.hub.inbox import HEARD_MOST
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.payloads import MirrorState, Told

_TEXTS = ("", "a", "PRESS", "today", "18:00", "1٣:00", "24:00", "ON", "\u202e", "\ufeff", "🦵",
          "\n\r\x00", "%s%n{}", "../../etc/passwd", "'; DROP TABLE outbox;--", "x" * 65, "é" * 500)
_NUMBERS = ("0", "-1", "30", "1e999", "-1e999", "NaN", "Infinity", "9" * 400, "-0.0", "1e-400",
            "0x1f", "1_0", "2.5", "240.0", "1e2", "\u0663\u0660")
_TIMES = ("2026-11-21T18:00:00", "2026-11-21", "18:00", "0001-01-01T00:00:00+23:59",
          "9999-12-31T23:59:59-23:59", "2016-12-31T23:59:60Z", "2026-02-30T00:00:00Z", "soon",
          "1e308")
_ESCAPES = (r'"\ud800"', r'"\udfff\ud800"', r'"\u0000"', r'"\x"', '"unended')
_OTHERS = ("sing", "START", "start ", "cmd", "", "stärt", "start\u200b", "x" * 200, "$SYS", "null")


def name(random: Random) -> str:
    """The last part of a topic under `cmd/`: a command's, or nearly."""
    return random.choice([*Name, *Name, *_OTHERS])


def payload(random: Random) -> bytes:
    """Bytes, text, JSON of every shape, or something sound with a few bytes changed."""
    kind = random.randrange(8)
    if kind == 0:
        return random.randbytes(random.randrange(200))
    if kind == 1:
        return random.choice(_TEXTS + _NUMBERS).encode()
    if kind == 2:
        depth, opening = random.choice([10, 200, 7000]), random.choice(["[", '{"value":', '{"a":['])
        return (opening * depth)[:16_000].encode()
    if kind == 3:
        return random.choice(_TEXTS).encode() + b"\xc3\x28\xed\xa0\x80"
    if kind == 4:
        return random.choice([b"x", b"[", b"\x00", b"9"]) * random.choice([15_000, 20_000])
    sound = _json(random, 4) if kind == 5 else _envelope(random)
    return sound.encode() if random.random() < 0.7 else _mangled(random, sound.encode())


def _json(random: Random, depth: int) -> str:
    if depth == 0 or random.random() < 0.3:
        return random.choice([random.choice(_NUMBERS), random.choice(_ESCAPES), "true", "null",
                              json.dumps(random.choice(_TEXTS))])
    inner = [_json(random, depth - 1) for _ in range(random.randrange(4))]
    if random.random() < 0.5:
        return f"[{','.join(inner)}]"
    keys = [random.choice(['"value"', '"at"', '"x"', json.dumps(random.choice(_TEXTS))])
            for _ in inner]
    return f"{{{','.join(f'{key}:{each}' for key, each in zip(keys, inner, strict=True))}}}"


def _envelope(random: Random) -> str:
    near = datetime.now(UTC) + timedelta(seconds=random.choice([-1e8, -61, -30, 0, 30, 61, 1e8]))
    at = random.choice([json.dumps(near.isoformat()), json.dumps(random.choice(_TIMES)),
                        random.choice(_NUMBERS), _json(random, 1)])
    return f'{{"at": {at}, "value": {_json(random, random.randrange(2))}}}'


def _mangled(random: Random, sound: bytes) -> bytes:
    changed = bytearray(sound)
    for _ in range(random.randrange(1, 4)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed[:random.randrange(len(changed)) + 1])


_LIMITS = {Name.SNOOZE: range(1, 721), Name.DAILY_TARGET: range(241)}


def sound(command: Command) -> bool:
    """Whether a command that was let through is one that may be obeyed."""
    value = command.value
    if command.name in _LIMITS:
        return type(value) is int and value in _LIMITS[command.name]
    if command.name is Name.REMINDERS:
        return type(value) is bool
    if command.name is Name.REMIND_AT:
        return re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", value) is not None
    longest = 16_384 if command.name is Name.SHOW else 4 * 64
    return command.name is Name.SKIP_TODAY or (
        isinstance(value, str) and len(value.encode()) <= longest)


class Run:
    """A hub at a broker of its own, somebody who talks nonsense to it, and what came of that."""

    def __init__(self, broker: PrivateBroker, folder: Path) -> None:
        self._config = HubConfig(host=broker.host, port=broker.port)
        self.told: Counter[str] = Counter()
        self.unsound: list[Command] = []
        self._changed = Condition()
        clock, board = SystemClock(), NoticeBoard()
        self.hub = Hub(self._config, Outbox(folder / "outbox.db", board, clock), board, clock)
        self.board = board
        self.hub.update(Told(MirrorState()))
        self.hub.start(self._obey)
        self.home = self._client()
        if not self.hub.drained(10):
            raise TimeoutError("the hub does not get through")

    def _client(self) -> paho.Client:
        client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        client.connect(self._config.host, self._config.port)
        client.loop_start()
        return client

    def _obey(self, heard: Command | Refused) -> None:
        with self._changed:
            self.told["heard"] += 1
            self.told["refused" if isinstance(heard, Refused) else heard.name] += 1
            if isinstance(heard, Command) and not sound(heard):
                self.unsound.append(heard)
            self._changed.notify_all()

    def say(self, random: Random, count: int, *, paced: bool) -> None:
        """Send `count` messages; `paced`: few at a time, so that none is dropped on the way."""
        due = self.told["heard"]
        for number in range(1, count + 1):
            topic = f"{self._config.base}/{self._config.id}/cmd/{name(random)}"
            said = payload(random)
            if random.random() < 0.05:
                topic = random.choice(["homeassistant/status", f"{topic}/x", topic[:-2]])
            sent = self.home.publish(topic, said, qos=1)
            due += topic.count("/") == 3 and "/cmd/" in topic and len(said) <= 16_000
            if number % HEARD_MOST == 0 or number == count:
                sent.wait_for_publish(10)
                if paced:
                    self._wait_until_heard(due)

    def _wait_until_heard(self, due: int) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self.told["heard"] >= due, 10):
                raise TimeoutError(f"{self.told['heard']} heard of {due}")

    def retained(self) -> dict[str, bytes]:
        """What the broker holds of the mirror."""
        found: dict[str, bytes] = {}
        seen = Condition()

        def hear(_client: object, _data: object, message: paho.MQTTMessage) -> None:
            with seen:
                found[message.topic] = message.payload
                seen.notify_all()
        client = self._client()
        client.on_message = hear
        client.subscribe([(f"{self._config.base}/#", 1), ("homeassistant/device/#", 1)])
        mark = f"{self._config.base}/fence"
        client.publish(mark, b"", qos=1)
        with seen:
            seen.wait_for(lambda: mark in found, 10)
        client.disconnect()
        client.loop_stop()
        del found[mark]
        return found

    def close(self) -> None:
        self.hub.stop(5)
        self.home.disconnect()
        self.home.loop_stop()


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines[f"{record.levelname} {record.msg}"] += 1


def main() -> None:
    """Send it and tell."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    random = Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    log = _Lines()
    logging.getLogger("mirrorapp").addHandler(log)
    logging.getLogger("mirrorapp").setLevel(logging.INFO)
    with TemporaryDirectory() as folder, PrivateBroker() as broker:
        run = Run(broker, Path(folder))
        before, began_s, rss_kb = run.retained(), time.monotonic(), _rss_kb()
        run.say(random, count, paced=True)
        paced_s, heard = time.monotonic() - began_s, run.told["heard"]
        run.say(random, count // 5, paced=False)
        alive, unchanged = run.hub.drained(10) and run.hub.connected, run.retained() == before
        sys.stdout.write(
            f"{count} one after the other in {paced_s:.0f} s: {heard} heard; {count // 5} at once: "
            f"{run.told['heard'] - heard} heard\n"
            f"became: { {str(key): each for key, each in run.told.items()} }\n"
            f"let through and not to be obeyed: {run.unsound[:5]}\n"
            f"alive: {alive}; retained unchanged: {unchanged}; notices: {run.board.read()}\n"
            f"memory at its most: {rss_kb // 1024} MB before, {_rss_kb() // 1024} MB after\n"
            f"log: {dict(log.lines)}\n")
        run.close()


def _rss_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
