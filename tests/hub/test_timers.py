"""Deadlines and growing waits."""

from mirrorapp.clock import ManualClock
from mirrorapp.hub.timers import IDLE_S, Backoff, Timer


def test_a_timer_falls_due_once():
    clock = ManualClock()
    timer = Timer(clock)
    assert timer.left_s == IDLE_S
    assert not timer.take()
    timer.set(2.0)
    assert timer.running
    clock.sleep(1.5)
    assert timer.left_s == 0.5
    assert not timer.take()
    clock.sleep(0.5)
    assert timer.take()
    assert not timer.take()


def test_a_timer_that_is_cleared_never_falls_due():
    clock = ManualClock()
    timer = Timer(clock)
    timer.set(1.0)
    timer.clear()
    clock.sleep(5.0)
    assert not timer.take()


def test_waits_double_up_to_the_longest():
    backoff = Backoff(1.0, 30.0)
    assert [backoff.next_s() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    backoff.reset()
    assert backoff.next_s() == 1
