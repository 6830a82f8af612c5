"""Carries out what the home asks for, and answers in the mirror's state what became of it."""

import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from mirrorapp.clock import Clock
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.engine import Engine
from mirrorapp.events import MessageBoard
from mirrorapp.herald import Herald
from mirrorapp.hub.client import Hub
from mirrorapp.hub.commands import Command, Name, Refused, Why
from mirrorapp.hub.inbox import HEARD_MOST
from mirrorapp.hub.payloads import TODAY, labels
from mirrorapp.hub.ration import Ration
from mirrorapp.settings import Settings

_log = logging.getLogger(__name__)
_FREE = (Phase.HOME, Phase.SUMMARY)
_BUSY = Why("busy", "somebody is at the mirror just now")
_NOBODY = Why("nobody", "nobody is in front of the mirror")
_NOT_DUE = Why("not_due", "nothing is due today")
_ASKS = Why("busy", "the mirror has a question to be answered first")
_NOT_SET_UP = Why("not_set_up", "the mirror is not set up yet")
_NO_ROUTINE = Why("unknown", "there is no such routine")
_NOT_TO_BE_HAD = Why("not_to_be_had", "it can't be had just now; the mirror says why")
_NO_ADVICE = Why("unknown", "there is nothing to acknowledge")
_DEMO = Why("demo", "this is a demo")


class Butler:
    """Hears commands on the hub's thread and obeys them on the engine's, between two frames.

    `desk` as in `Coach`; `routines`: the ids that can be started. `ready`: whether the mirror has
    been set up. `asks`: whether something is to be decided on the glass first.
    """

    def __init__(self, *, engine: Engine, herald: Herald, hub: Hub, settings: Settings,
                 messages: MessageBoard, clock: Clock, desk: Desk | None,
                 routines: tuple[str, ...] = (), ready: Callable[[], bool] = lambda: True,
                 asks: Callable[[], bool] = lambda: False) -> None:
        self._engine = engine
        self._herald = herald
        self._hub = hub
        self._settings = settings
        self._messages = messages
        self._clock = clock
        self._desk = desk
        self._routines = routines
        self._ready = ready
        self._asks = asks
        self._waiting: deque[Command | Refused] = deque()
        self._dropped = Ration(clock, 1)
        self._deeds: dict[Name, Callable[[Any], Why | None]] = {
            Name.START: self._start, Name.SNOOZE: self._snooze, Name.SKIP_TODAY: self._skip_today,
            Name.ROUTINE: self._choose, Name.PROFILE: self._turn_to, Name.SHOW: self._show,
            Name.DAILY_TARGET: partial(self._set, "daily_target"),
            Name.REMIND_AT: partial(self._set, "remind_at"),
            Name.REMINDERS: partial(self._set, "reminders"),
            Name.ACKNOWLEDGE: self._acknowledge}

    def obey(self, heard: Command | Refused) -> None:
        """Do what was asked for, soon; on the hub's thread. Of a flood most is dropped."""
        if len(self._waiting) < HEARD_MOST:
            self._waiting.append(heard)
            self._engine.between_frames(self._obey_next)
        elif self._dropped.take():
            _log.warning("The hub asks for more than the mirror can do; some of it is lost.")

    def _obey_next(self) -> None:
        heard = self._waiting.popleft()
        why = (Why(heard.reason, heard.said) if isinstance(heard, Refused)
               else self._deeds[heard.name](heard.value))
        self._herald.answer(heard.name, why)

    def _start(self, routine: str) -> Why | None:
        chosen = routine or self._herald.routine
        if chosen not in (TODAY, *self._routines):
            return _NO_ROUTINE
        if self._desk is None and chosen != TODAY:
            return _DEMO
        if (why := self._kept_from()) is not None:
            return why
        self._herald.routine = TODAY
        begun = (self._engine.do(Intent.START) if chosen == TODAY
                 else self._engine.do(Intent.CHOOSE, chosen))
        return None if begun else _NOT_TO_BE_HAD

    def _kept_from(self) -> Why | None:
        """What keeps a session from being begun just now."""
        if not self._ready():
            return _NOT_SET_UP
        if self._asks():
            return _ASKS
        if self._engine.phase not in _FREE:
            return _BUSY
        return None if self._engine.somebody else _NOBODY

    def _snooze(self, minutes: int) -> Why | None:
        if self._desk is None:
            return _DEMO
        return None if self._desk.snooze(minutes) else _NOT_DUE

    def _skip_today(self, _: object) -> Why | None:
        if self._desk is None:
            return _DEMO
        if self._engine.phase not in _FREE:
            return _BUSY
        if not self._desk.skip_today():
            return _NOT_DUE
        self._hub.day_skipped(self._desk.profile.id, self._clock.now())
        return None

    def _choose(self, routine: str) -> Why | None:
        if routine not in (TODAY, *self._routines):
            return _NO_ROUTINE
        self._herald.routine = routine
        return None

    def _turn_to(self, profile: str) -> Why | None:
        if self._desk is None:
            return _DEMO
        called = labels({each.id: each.name for each in self._desk.profiles})
        who = next((each for each, label in called.items() if profile in (each, label)), None)
        if who is None:
            return Why("unknown", "nobody of that name trains here")
        if self._engine.phase is not Phase.HOME:
            return _BUSY
        self._engine.send(Intent.PROFILE, who)
        return None

    def _acknowledge(self, profile: str) -> Why | None:
        if self._desk is None:
            return _DEMO
        # Whether anybody else has such advice is their own.
        if not any(each.id == profile and each.share_health for each in self._desk.profiles):
            return Why("unknown", "nobody of that name shares their health")
        return None if self._desk.acknowledge_all(profile) else _NO_ADVICE

    def _show(self, text: str) -> Why | None:
        self._messages.post(text, self._clock.now())
        return None

    def _set(self, key: str, value: object) -> Why | None:
        if self._desk is None:
            return _DEMO
        self._settings.ask("session", **{key: value})
        return None
