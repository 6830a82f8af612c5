"""How much of the log others may fill."""

from mirrorapp.clock import ManualClock
from mirrorapp.hub.ration import Ration


def granted(ration, count=100):
    return sum(ration.take() for _ in range(count))


def test_so_many_and_no_more_until_the_time_is_over():
    clock = ManualClock()
    ration = Ration(clock, 3, per_s=60.0)
    assert granted(ration) == 3
    clock.sleep(59.0)
    assert granted(ration) == 0
    clock.sleep(1.0)
    assert granted(ration) == 3


def test_the_time_begins_with_the_first():
    clock = ManualClock()
    ration = Ration(clock, 1, per_s=60.0)
    clock.sleep(1000.0)
    assert ration.take()
    clock.sleep(59.0)
    assert not ration.take()
