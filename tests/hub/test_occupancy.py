"""What homes say of who is there."""

import pytest

from mirrorapp.hub import occupancy


@pytest.mark.parametrize(("payload", "there"), [
    (b"on", True), (b"ON", True), (b"off", False), (b" true\n", True), (b"True", True),
    (b"0", False), (b"1", True), (b'"on"', True),
    (b'{"occupancy": true, "battery": 90}', True), (b'{"presence": false, "state": "ON"}', False),
    (b'{"state": "OFF"}', False), (b'{"motion": 1}', True)])
def test_on_and_off_are_understood_in_every_way_that_sensors_say_it(payload: bytes,
                                                                    there: bool) -> None:
    assert occupancy.read(payload) is there


@pytest.mark.parametrize("payload", [
    b"", b"unavailable", b"2", b"{}", b'{"occupancy": null}', b'{"battery": 1}', b"[true]",
    b"\xff\xfe", b"{", b'{"state": {"on": true}}'])
def test_all_else_says_nothing(payload: bytes) -> None:
    assert occupancy.read(payload) is None
