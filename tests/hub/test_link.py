"""A link to nobody."""

import gc
import os
from queue import SimpleQueue

import pytest

from mirrorapp.config import HubConfig
from mirrorapp.hub.faults import Fault, HubError
from mirrorapp.hub.link import Down, Link, Version

NOBODY = HubConfig(host="127.0.0.1", port=9)


def test_says_that_nobody_is_there():
    signals = SimpleQueue()
    link = Link(NOBODY, Version.V5, signals.put)
    link.open()
    assert signals.get(timeout=5) == Down(link, Fault.UNREACHABLE)
    link.close()


@pytest.mark.parametrize("host", [".local", f"{'a' * 64}.local"])
def test_says_so_of_a_name_that_can_be_nobodys(host):
    signals = SimpleQueue()
    link = Link(NOBODY.model_copy(update={"host": host}), Version.V5, signals.put)
    link.open()
    assert signals.get(timeout=5) == Down(link, Fault.UNREACHABLE)
    link.close()


@pytest.mark.parametrize("version", Version)
def test_leaves_nothing_open_behind(version):
    def attempt():
        signals = SimpleQueue()
        link = Link(NOBODY, version, signals.put)
        link.open()
        signals.get(timeout=5)
        link.close()

    attempt()
    gc.collect()
    gc.disable()
    try:
        before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        for _ in range(5):
            attempt()
        assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    finally:
        gc.enable()


def test_a_certificate_file_that_is_missing_is_said_before_dialling(tmp_path):
    with pytest.raises(HubError, match="certificate file"):
        Link(NOBODY.model_copy(update={"tls": True, "ca_file": tmp_path / "none"}), Version.V5,
             lambda _: None)


def test_what_is_said_to_nobody_has_no_number():
    link = Link(NOBODY, Version.V5, lambda _: None)
    assert link.publish("t", "x", retain=False) is None


def test_paho_may_end_its_thread_while_it_is_waited_for(monkeypatch):
    link = Link(NOBODY, Version.V5, lambda _: None)

    def stop():
        thread = None  # as its end leaves it, between paho's look and its `join`
        thread.join()
    monkeypatch.setattr(link._client, "loop_stop", stop)
    link.close()
