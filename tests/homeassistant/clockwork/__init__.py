"""An integration for the Home Assistant of the tests: its time passes as fast as it can be lived.

`clockwork.pass` takes `until`, as seconds since 1970. The wall's clock and the event loop's go on
together, from one timer of Home Assistant's to the next, so that each fires at the very time for
which it was set, and what follows is waited for before the next. What speaks to the outside (web,
broker, phone) keeps real time: it waits for others, whose clocks go on as ever. With `leap` the
time between is left out, as for a machine that was asleep.
"""

import asyncio
import heapq
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from math import ceil, inf
from typing import Any

import time_machine
from homeassistant.core import HomeAssistant, ServiceCall

DOMAIN = "clockwork"
_OUTSIDE = ("homeassistant.components.mqtt.client", "homeassistant.components.http",
            "homeassistant.components.websocket_api", "homeassistant.util.timeout")
_SELDOM_ENOUGH = "DeviceTracker.async_update_stale"
"""The app's trackers, none of which there is, are looked at every five seconds."""
_QUIET_TURNS, _PATIENCE_S = 3, 10.0


async def async_setup(hass: HomeAssistant, _: object) -> bool:
    clockwork = Clockwork(hass.loop)

    async def let_pass(call: ServiceCall) -> None:
        until_s = float(call.data["until"])
        if call.data.get("leap"):
            clockwork.jump(until_s - time.time())
        await clockwork.pass_until(until_s)

    hass.services.async_register(DOMAIN, "pass", let_pass)
    return True


class Clockwork:
    """Both clocks of the process: those of the wall and of `loop`."""

    def __init__(self, loop: Any) -> None:
        self._loop = loop
        self._ahead_s, real = 0.0, loop.time
        loop.time = lambda: real() + self._ahead_s
        self._wall = time_machine.travel(datetime.now(UTC), tick=True).start()

    async def pass_until(self, until_s: float) -> None:
        """Live until that time of the wall, and do all that is to be done on the way."""
        await self._settle()
        while (left_s := until_s - time.time()) > 0:
            self.jump(min(left_s, max(0.0, self._next_s())))
            await self._settle()

    def jump(self, seconds: float) -> None:
        """Put both clocks forward; whoever speaks to the outside notices nothing."""
        seconds = ceil(seconds * 1e6) / 1e6  # the wall knows no less
        self._ahead_s += seconds
        self._wall.shift(timedelta(seconds=seconds))
        for handle in self._loop._scheduled:
            if _is_outside(handle):
                handle._when += seconds
        heapq.heapify(self._loop._scheduled)

    def _next_s(self) -> float:
        """How long it is to the next timer of Home Assistant's."""
        setting_pace = [handle.when() for handle in self._loop._scheduled
                        if not (handle.cancelled() or _is_outside(handle) or _is_idle(handle))]
        return float(min(setting_pace, default=inf) - self._loop.time())

    async def _settle(self) -> None:
        """Wait until nothing can be done before time passes, or somebody outside speaks."""
        quiet, deadline_s = 0, time.monotonic() + _PATIENCE_S
        while quiet < _QUIET_TURNS:
            await asyncio.sleep(0)
            quiet = 0 if self._loop._ready else quiet + 1
            if asking := [handle for handle in self._loop._scheduled if _awaits_answer(handle)]:
                await asyncio.sleep(0.001)
                quiet = 0
            if time.monotonic() > deadline_s:
                raise TimeoutError(f"no rest: {asking or self._loop._ready}")


def _is_outside(handle: Any) -> bool:
    module = _module(handle)
    return not module.startswith("homeassistant.") or module.startswith(_OUTSIDE)


def _is_idle(handle: Any) -> bool:
    job = getattr(handle._callback, "job", None)
    return job is not None and _SELDOM_ENOUGH in (job.name or "")


def _awaits_answer(handle: Any) -> bool:
    """Whether it is the patience of somebody who has asked the phone or the broker something."""
    return not handle.cancelled() and (
        _module(handle) == "asyncio.timeouts"
        or getattr(handle._callback, "__name__", "") == "_async_timeout_mid")


def _module(handle: Any) -> str:
    called = handle._callback
    while isinstance(called, partial):
        called = called.func
    return str(getattr(called, "__module__", None) or type(called).__module__)
