"""Hands what is set on the glass on to the rooms behind it; what can't follow waits for a restart.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from mirrorapp.coach.coach import Coach
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.hands_free import HandsFree
from mirrorapp.coach.state import Intent, Today
from mirrorapp.config import Config
from mirrorapp.engine import Engine
from mirrorapp.herald import Herald
from mirrorapp.hub.moving import Mover
from mirrorapp.hub.payloads import Words
from mirrorapp.keeper import Keeper
from mirrorapp.memory import JournalMemory


def hands_free(config: Config, *, alone: bool) -> HandsFree:
    """As it is set; where nothing can be touched (`alone`) what is in place begins by itself."""
    wanted = HandsFree(**config.hands_free.model_dump())
    return replace(wanted, square_up=wanted.square_up or alone)


class Live:
    """Hears of changed settings on the screens' thread; they are in force between two frames.

    `desk` as in `Coach`, `alone` as in `hands_free`; `say_in` makes the herald's `say` of a
    language.
    """

    def __init__(self, config: Config, *, engine: Engine, keeper: Keeper, herald: Herald,
                 memory: JournalMemory, coach: Coach, desk: Desk | None, mover: Mover,
                 alone: bool = False, say_in: Callable[[str], Callable[[Today], Words]]) -> None:
        self._config = config
        self._engine = engine
        self._keeper = keeper
        self._herald = herald
        self._memory = memory
        self._coach = coach
        self._desk = desk
        self._mover = mover
        self._alone = alone
        self._say_in = say_in

    def changed(self, config: Config) -> None:
        """These are the settings now."""
        # At once, so that screens know whether it goes there. What was trained, another outbox may
        # know nothing of.
        self._mover.follow(config.hub, then=partial(self._engine.between_frames,
                                                    self._keeper.tell_again))
        self._engine.between_frames(partial(self._follow, config))

    def _follow(self, config: Config) -> None:
        before, self._config = self._config, config
        self._coach.hands_free = hands_free(config, alone=self._alone)
        if (before.session, before.people) != (config.session, config.people):
            self._memory.follow(config.everybody)
            if self._desk is not None:
                self._desk.remind(config.session.remind_at)
            self._engine.send(Intent.PEOPLE)
            self._herald.settings = config.session
            if _sharing(config) - _sharing(before):
                self._keeper.tell_again()  # what was trained last is told of with their health now
        if before.screen.language != config.screen.language:
            self._herald.say = self._say_in(config.screen.language)


def _sharing(config: Config) -> set[str]:
    return {who for who, each in config.everybody.items() if each.share_health}
