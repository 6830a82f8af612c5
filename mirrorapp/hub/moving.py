"""The hub of this run, which goes from broker to broker as the settings say."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from mirrorapp.clock import Clock
from mirrorapp.config import HubConfig
from mirrorapp.events import MirrorError, Notice, NoticeBoard
from mirrorapp.hub import broker
from mirrorapp.hub.client import Hub
from mirrorapp.hub.outbox import Outbox

OUTBOX = ".outbox.sqlite3"
PRIVATE_OUTBOX = ".private-outbox.sqlite3"
_KEY = "moving"
_LEAVE_S = 5.0
_DRAIN_S = 10.0
_log = logging.getLogger(__name__)


class Mover:
    """Brings `hub` to the broker that the settings name, a private one where they name none.

    The outboxes are beside `journal`, for they go together into a backup; and what is owed to the
    home's broker must not go to a private one. A `demo` speaks under a name of its own: it must not
    pass for the mirror in the hall. `fleeting` as in `Hub`. Everything that blocks is done on one
    thread of its own. Raises `MirrorError` where a private broker or outbox can't be had.
    """

    def __init__(self, config: HubConfig, journal: Path, board: NoticeBoard, clock: Clock, *,
                 demo: bool = False, fleeting: bool = False) -> None:
        self._journal, self._board, self._clock = journal, board, clock
        self._demo = demo
        self._config = config
        self._wanted: tuple[HubConfig, Callable[[], None]] = (config, lambda: None)
        self._outboxes: dict[str, Outbox] = {}
        self._broker = ExitStack()
        # A private broker dies with the thread that started it: it must be one that stays.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="mover")
        try:
            self.hub, self.at = self._worker.submit(self._settle, fleeting=fleeting).result()
        except BaseException:
            self._worker.submit(self._clear_out).result()
            self._worker.shutdown()
            raise

    @property
    def heading(self) -> HubConfig:
        """Where the hub is, or is on its way to: as the settings say it."""
        return self._wanted[0]

    def follow(self, config: HubConfig, then: Callable[[], None] = lambda: None) -> None:
        """These are the settings now: go there, soon, and do `then` on dialling there.

        Where that is a private broker and none can be started the hub stays, with a notice.
        """
        self._wanted = (config, then)
        self._worker.submit(self._move)

    def close(self) -> None:
        """Deliver what can be delivered, say goodbye, and end what was begun."""
        self._worker.submit(self.hub.stop, _DRAIN_S).result()
        self._worker.submit(self._clear_out).result()
        self._worker.shutdown()

    def _settle(self, *, fleeting: bool) -> tuple[Hub, HubConfig]:
        at = self._broker.enter_context(broker.choose(self._named(self._config)))
        return Hub(at, self._outbox(self._config), self._board, self._clock,
                   fleeting=fleeting), at

    def _move(self) -> None:
        wanted, then = self._wanted  # the newest, whoever asked
        try:
            if self._go(wanted):
                then()
        except MirrorError as error:
            _log.error("%s %s", error.what, error.remedy)
            self._board.post(Notice(_KEY, error.what, error.remedy))
            if self._wanted[0] is wanted:
                self._wanted = (self._config, then)
        except Exception:
            _log.exception("The hub could not follow the settings.")

    def _go(self, wanted: HubConfig) -> bool:
        """Whether that was another place."""
        before, home = self._config, bool(wanted.host)
        if wanted == before or not (home or before.host):
            self._config = wanted
            return False
        with ExitStack() as arriving:
            at = arriving.enter_context(broker.choose(self._named(wanted)))
            outbox = self._outbox(wanted)
            self.hub.move(at, outbox, for_good=not home, timeout_s=_LEAVE_S)
            self._broker.close()
            self._broker = arriving.pop_all()
        self._config, self.at = wanted, at
        self._board.clear(_KEY)
        return True

    def _outbox(self, config: HubConfig) -> Outbox:
        suffix = OUTBOX if config.host else PRIVATE_OUTBOX
        if suffix not in self._outboxes:  # and stays open: somebody may just be writing to it
            self._outboxes[suffix] = Outbox(self._journal.with_suffix(suffix), self._board,
                                            self._clock)
        return self._outboxes[suffix]

    def _named(self, hub: HubConfig) -> HubConfig:
        if not self._demo or not hub.host:
            return hub
        return hub.model_copy(update={"id": f"{hub.id[:27]}-demo"})

    def _clear_out(self) -> None:
        self._broker.close()
        for each in self._outboxes.values():
            each.close()
