"""What is set on the glass: in force at once, and kept for the next time.

It stands in `settings.toml` beside the journal, in the words of `mirror.toml`, and holds only what
was touched.
"""

import logging
import os
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import tomlkit
from platformdirs import user_state_path

from mirrorapp import config, whole
from mirrorapp.config import Config, ConfigError
from mirrorapp.events import Notice, NoticeBoard

_log = logging.getLogger(__name__)
NAME = "settings.toml"
TRIED = "setting"
"""The notice of what a hand tried to set and could not."""
_KEY = "settings"
_REREAD = "reread"
_ASIDE = ".damaged"

Table = dict[str, dict[str, Any]]


class Settings:
    """The settings in force, and a way to change them while the mirror runs.

    `file`, `overrides` and `environ` as in `config.load`. Raises `ConfigError` where those can't
    be used; what was set on the glass and can't be used any more is set aside and told of on
    `board`. What is changed wins over everything for as long as this run lasts. `change` is for
    one thread, that of the screens; close it in the end.
    """

    def __init__(self, file: Path | None = None,
                 overrides: Mapping[str, Mapping[str, Any]] | None = None,
                 environ: Mapping[str, str] = os.environ, *,
                 board: NoticeBoard | None = None) -> None:
        self._file, self._environ = file, environ
        self._overrides: Mapping[str, Mapping[str, Any]] = overrides or {}
        self.board = board or NoticeBoard()
        self._listeners: list[Callable[[Config], None]] = []
        self._asked: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._touched: Table = {}
        self._kept: Table = {}
        self._config = self._given = self._load({}, {})
        self.path = place(self._config)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="settings")
        self._written = True
        self._read()

    @property
    def file(self) -> Path | None:
        """That was named; None for the usual places."""
        return self._file

    @property
    def config(self) -> Config:
        """What is in force."""
        return self._config

    def listen(self, listener: Callable[[Config], None]) -> None:
        """`listener` hears of every change from now on, on the thread that makes it."""
        self._listeners.append(listener)

    def change(self, section: str, **values: Any) -> None:
        """Set keys of a section; writing them down is not waited for.

        Raises `ConfigError` for what can't be used, and then nothing has changed.
        """
        self._put(_with(self._kept, section, values), _with(self._touched, section, values))

    def would_be(self, section: str, **values: Any) -> Config:
        """What would be in force after such a `change`. Raises `ConfigError` as that does."""
        return self._load(_with(self._kept, section, values),
                          _with(self._touched, section, values))

    def afterwards(self, deed: Callable[[], None]) -> None:
        """Do this once what has been set so far is written down, on another thread; not at all
        where it can't be. `OSError` is logged.
        """
        self._writer.submit(self._do, deed)

    def ask(self, section: str, **values: Any) -> None:
        """Have keys of a section set soon, as by `try_change`; from any thread."""
        self._asked.put(partial(self.try_change, section, **values))

    def ask_reread(self) -> None:
        """Have the files read anew soon, as by `reread`; from any thread, or by a signal."""
        self._asked.put(self.reread)

    def do_asked(self) -> None:
        """Set what was asked for meanwhile."""
        while not self._asked.empty():
            self._asked.get()()

    def reread(self) -> None:
        """Read the files anew. What can't be used is told of on `board`, and changes nothing;
        what was set on the glass wins over them as before.
        """
        try:
            given, now = self._load({}, {}), self._load(self._kept, self._touched)
        except ConfigError as error:
            _log.error("%s %s The settings stay as they were.", error.what, error.remedy)
            self.board.post(Notice(_REREAD, error.what, error.remedy))
            return
        self.board.clear(_REREAD)
        self._given = given
        if now != self._config:
            self._use(now)

    def try_change(self, section: str, **values: Any) -> bool:
        """Set keys of a section; whether it could be done. What can't be used is told of on `board`
        until the next try.
        """
        return self._try(lambda: self.change(section, **values))

    def try_remove(self, section: str, *keys: str) -> bool:
        """Take back keys of a section, as `remove`; otherwise as `try_change`."""
        return self._try(lambda: self.remove(section, *keys))

    def remove(self, section: str, *keys: str) -> None:
        """Take back what was set on the glass of these keys: what else says of them is in force.

        Raises `ConfigError` where the rest can't be used without them; then nothing has changed.
        """
        self._put(_without(self._kept, section, keys), _without(self._touched, section, keys))

    @property
    def given(self) -> Config:
        """What would be in force if nothing had ever been set on the glass."""
        return self._given

    def close(self) -> None:
        """Write what is not written yet."""
        self._writer.shutdown()

    def _try(self, deed: Callable[[], None]) -> bool:
        try:
            deed()
        except ConfigError as error:
            _log.error("%s %s", error.what, error.remedy)
            self.board.post(Notice(TRIED, error.what, error.remedy))
            return False
        self.board.clear(TRIED)
        return True

    def _put(self, kept: Table, touched: Table) -> None:
        now = self._load(kept, touched)
        self._touched, self._kept = touched, kept
        self._writer.submit(self._write, deepcopy(kept))
        self._use(now)

    def _use(self, now: Config) -> None:
        self._config = now
        for listener in self._listeners:
            listener(now)

    def _load(self, kept: Table, touched: Table) -> Config:
        return config.load(self._file, self._overrides, self._environ, glass=kept,
                           touched=touched)

    def _read(self) -> None:
        try:
            if not self.path.is_file():
                return
        except OSError as error:  # a folder of somebody else's
            self._set_aside(ConfigError(
                f"The configuration {self.path} can't be read: {error.strerror}.",
                "Check the path and its permissions."))
            return
        try:
            kept = config.read(self.path)
            self._config = self._load(kept, {})
            self._kept = kept
        except ConfigError as error:
            self._set_aside(error)

    def _set_aside(self, error: ConfigError) -> None:
        """Neither used nor lost: the mirror goes on with what the other files say."""
        aside = self.path.with_name(self.path.name + _ASIDE)
        _log.error("%s %s", error.what, error.remedy)
        try:
            self.path.replace(aside)
        except OSError as failed:
            _log.error("%s can't be set aside: %s.", self.path, failed.strerror)
            aside = self.path
        self.board.post(Notice(
            _KEY, "What was set on the glass can't be used any more.",
            f"Set it anew; what it was is in {aside}."))

    def _do(self, deed: Callable[[], None]) -> None:
        try:
            if self._written:
                deed()
        except OSError as error:
            _log.error("What was to be done after %s was written can't be: %s.", self.path, error)

    def _write(self, kept: Table) -> None:
        self._written = False
        try:
            whole.write(self.path, tomlkit.dumps(kept))
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            _log.error("%s can't be written: %s.", self.path, why)
            self.board.post(Notice(
                _KEY, f"What was set can't be kept in {self.path}: {why}.",
                "Check that the folder belongs to the mirror's user and has room."))
        else:
            self._written = True
            self.board.clear(_KEY)


def place(settings: Config) -> Path:
    """Where what was set on the glass of a mirror with these settings stands."""
    journal = settings.journal.file
    return (journal.parent if journal else user_state_path("mirrorapp")) / NAME


def _with(table: Table, section: str, values: Mapping[str, Any]) -> Table:
    """A copy with `values` in `section`."""
    return {**table, section: {**table.get(section, {}), **values}}


def _without(table: Table, section: str, keys: Collection[str]) -> Table:
    """A copy without these keys of `section`."""
    values = {key: value for key, value in table.get(section, {}).items() if key not in keys}
    return {**table, section: values}
