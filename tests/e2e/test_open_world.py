"""With the Internet wide open, all that leaves the mirror's machine: each packet is noted."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from mirrorapp.vision import model
from tests.e2e.open_world import BROKER_NAME, PORT, ROUTER, Sent, World, open_world
from tests.e2e.test_demo import start_of_the_clip
from tests.e2e.world_child import STRANGER

pytestmark = [pytest.mark.broker, pytest.mark.ui, pytest.mark.full]

PATIENCE_S = 150.0
LOOK_S = 0.1
BROKER: Sent = ("tcp", ROUTER, PORT, "")
LOOK_UP: Sent = ("udp", ROUTER, 53, BROKER_NAME)
GROUPS = {"224.0.0.22", "ff02::16"}
"""Routers, who are told by the kernel which groups it listens to (IGMP, MLD)."""
SEARCH: Sent = ("udp", "224.0.0.251", 5353, "")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        yield world


def sent(world: World) -> set[Sent]:
    """What programs have sent: not the kernel's own, by which neighbours find each other."""
    return {each for each in world.sent()
            if each[0] not in ("arp", "icmp6") and each[1] not in GROUPS}


def session(world: World, tmp_path: Path, source: Path | str, broker: str, **environ: str) -> str:
    """One that opens no door meanwhile; what it says."""
    doors = set()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(
            world.run, sys.executable, "-m", "mirrorapp", "run", "--source", str(source), "--once",
            "--broker", broker, timeout_s=PATIENCE_S, HOME=str(tmp_path), **environ,
            MIRRORAPP_VISION__MODEL_DIR=str(model.path_of("full").parent))
        while wait([running], LOOK_S).not_done:
            doors |= world.doors(world.room)
    done = running.result()
    assert doors == set()
    assert done.returncode == 0, done.stderr
    assert "can't be reached" not in done.stderr
    return done.stdout


def test_a_session_tells_its_broker_and_nobody_else(world: World, tmp_path: Path) -> None:
    assert "completed, 5 repetitions" in session(world, tmp_path, "rehearsal", ROUTER)
    assert sent(world) == {BROKER}
    assert world.sent()[BROKER] > 20


def test_of_a_broker_by_name_the_name_is_asked_for_and_nothing_else(
        world: World, tmp_path: Path) -> None:
    session(world, tmp_path, start_of_the_clip(tmp_path, 4.0, every=2), f"{BROKER_NAME}:{PORT}")
    assert sent(world) == {BROKER, LOOK_UP}


def test_with_mediapipe_which_would_report_it_is_the_same(world: World, tmp_path: Path) -> None:
    session(world, tmp_path, start_of_the_clip(tmp_path, 4.0, every=2), ROUTER,
            MIRRORAPP_VISION__RUNTIME="mediapipe")
    assert sent(world) == {BROKER}


def test_brokers_are_searched_for_in_the_house_alone(world: World) -> None:
    done = world.run(sys.executable, "-m", "mirrorapp", "hub", "find", timeout_s=PATIENCE_S)
    assert done.returncode in (0, 1), done.stderr
    assert sent(world) == {SEARCH}


def test_what_speaks_to_a_stranger_is_heard(world: World) -> None:
    """Else none of these could fail."""
    assert {("udp", 53), ("tcp6", 443), ("tcp", PORT)} <= world.doors(world.outside)
    script = ("import socket; socket.create_connection(('example.com', 443), 5);"
              "socket.create_connection(('2001:db8::7', 80), 5);"
              "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('9.9.9.9', 4000))")
    done = world.run(sys.executable, "-c", script, timeout_s=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    assert sent(world) == {
        ("udp", ROUTER, 53, "example.com"), ("tcp", STRANGER, 443, ""),
        ("tcp", "2001:db8::7", 80, ""), ("udp", "9.9.9.9", 4000, "")}
