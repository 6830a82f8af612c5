"""A house for one mirror with the Internet wide open, and somebody at the wall who notes all that
leaves: two network namespaces and a cable. Needs root.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import pytest

ROUTER, MIRROR, BROKER_NAME = "10.77.0.1", "10.77.0.2", "hub.home.arpa"
ROUTER6, MIRROR6 = "fd77::1", "fd77::2"
PORT = 1883
_ROOM = """
mount --bind "$1" "$(readlink -f /etc/resolv.conf)" && mount --bind "$2" /etc/nsswitch.conf &&
ip link set lo up && echo ready && exec sleep infinity
"""
_CABLE_OF_THE_WORLD = f"""
ip link add wall type veth peer name glass netns "$1" && ip link set lo up &&
ip addr add {ROUTER}/24 dev wall && ip addr add {ROUTER6}/64 dev wall nodad &&
ip link set wall up &&
ip rule add iif wall lookup 100 && ip route add local 0.0.0.0/0 dev lo table 100 &&
ip -6 rule add iif wall lookup 100 && ip -6 route add local ::/0 dev lo table 100
"""
_CABLE_OF_THE_MIRROR = f"""
ip addr add {MIRROR}/24 dev glass && ip addr add {MIRROR6}/64 dev glass nodad &&
ip link set glass up && ip route add default via {ROUTER} &&
ip -6 route add default via {ROUTER6}
"""
_BROKER = f"listener {PORT} 0.0.0.0\nallow_anonymous true\npersistence false\nuser root\n"
_LISTENS, _LOOPBACK = "0A", ("0100007F", "0" * 24 + "01000000")
Sent = tuple[str, str, int, str]
"""Kind of a packet, to whom, port, and the name that it asks for."""


class World:
    """What was sent from the mirror's namespace, and programs that are run in it."""

    def __init__(self, room: int, outside: int, heard: list[str]) -> None:
        self.room, self.outside, self._heard = room, outside, heard

    def run(self, *command: str, timeout_s: float, **environ: str
            ) -> subprocess.CompletedProcess[str]:
        """A program in the mirror's namespace, to its end."""
        return subprocess.run(
            [*_inside(self.room), f"--wd={Path.cwd()}", *command], check=False, text=True,
            capture_output=True, timeout=timeout_s, stdin=subprocess.DEVNULL,
            env={**os.environ, "SDL_VIDEODRIVER": "offscreen", **environ})

    def doors(self, pid: int) -> set[tuple[str, int]]:
        """Where anything can come in just now, in that process's namespace: TCP that listens, UDP
        that hears whomever; not from loopback alone.
        """
        found = set()
        for kind in ("tcp", "tcp6", "udp", "udp6"):
            for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]:
                (at, port), (_, to), state = (*(each.split(":") for each in line.split()[1:3]),
                                              line.split()[3])
                open_ = state == _LISTENS if kind.startswith("tcp") else to == "0000"
                if open_ and at not in _LOOPBACK:
                    found.add((kind, int(port, 16)))
        return found

    def sent(self) -> Counter[Sent]:
        """All that has left so far: how many packets of each."""
        told = [json.loads(each) for each in self._heard]
        return Counter((each["kind"], each["to"], each["port"], each["name"]) for each in told)


@contextmanager
def open_world(folder: Path) -> Iterator[World]:
    """Skips where such a one can't be made; a broker listens at its router."""
    for tool in ("unshare", "nsenter", "ip", "mosquitto"):
        if shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
            pytest.skip(f"{tool} is not installed")
    if os.geteuid() != 0 or subprocess.run(["unshare", "-n", "-m", "true"], check=False,
                                           capture_output=True).returncode != 0:
        pytest.skip("network namespaces need root")
    (folder / "resolv.conf").write_text(f"nameserver {ROUTER}\n")
    (folder / "nsswitch.conf").write_text("hosts: files dns\n")
    (folder / "broker.conf").write_text(_BROKER)
    with ExitStack() as rooms:
        room = _start(rooms, ["unshare", "-n", "-m", "sh", "-c", _ROOM, "room",
                              str(folder / "resolv.conf"), str(folder / "nsswitch.conf")], "ready")
        world = _start(rooms, ["unshare", "-n", sys.executable, "-m", "tests.e2e.world_child",
                               json.dumps({BROKER_NAME: ROUTER})], "here")
        for pid, script in ((world.pid, _CABLE_OF_THE_WORLD), (room.pid, _CABLE_OF_THE_MIRROR)):
            subprocess.run([*_inside(pid), "sh", "-ec", script, "cable", str(room.pid)], check=True)
        _start(rooms, [*_inside(world.pid), "mosquitto", "-c", str(folder / "broker.conf")], "")
        assert world.stdin is not None
        assert world.stdout is not None
        world.stdin.write("begin\n")
        world.stdin.flush()
        assert world.stdout.readline() == "listens\n"
        heard: list[str] = []
        ear = Thread(target=heard.extend, args=[world.stdout], daemon=True)
        ear.start()
        rooms.callback(ear.join)
        rooms.callback(world.kill)
        yield World(room.pid, world.pid, heard)


def _inside(pid: int) -> list[str]:
    return ["nsenter", f"--target={pid}", "--net", "--mount"]


def _start(rooms: ExitStack, command: list[str], first: str) -> subprocess.Popen[str]:
    process = rooms.enter_context(subprocess.Popen(
        command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL))
    rooms.callback(process.kill)
    assert process.stdout is not None
    assert not first or process.stdout.readline().strip() == first, command
    return process
