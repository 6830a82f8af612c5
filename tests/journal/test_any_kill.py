"""Writes and kills in any order: what a call wrote is there, whatever came next.

A kill leaves the files as they are at that instant. So they are copied then, in the middle of a
call before any of its statements or between two calls, and the mirror goes on with the copy.
"""

import shutil
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.clock import ManualClock
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.journal.store import Journal
from tests.in_memory import MEMORY
from tests.journal.made_up import STARTED, a_set
from tests.tiers import examples

BEGIN, GROW, NEXT_SET, FINISH = "begin", "grow", "next set", "finish"
calls = st.sampled_from([BEGIN, GROW, GROW, NEXT_SET, FINISH])
kills = st.none() | st.integers(1, 14)
"""At which statement of the call; one beyond its last is after it."""

Kept = dict[str, SessionRecord]


class Life:
    """A mirror that is killed now and then. `kept`: what its journal must hold, by uuid."""

    def __init__(self, root: Path) -> None:
        self._root, self._numbers = root, count()
        self._clock = ManualClock(epoch=STARTED)
        self._lives = ExitStack()
        self.kept: Kept = {}
        self._start(root / "first")

    def close(self) -> None:
        self._lives.close()

    def do(self, call: str, kill: int | None) -> None:
        """One call; killed before its statement `kill`, or after it where it has fewer."""
        self._clock.sleep(10.0)
        before, after = self.kept, self._after(call)
        left = self._root / str(next(self._numbers))
        statements = count(1)

        def look(_: str) -> None:
            if next(statements) == kill:
                self._leave(left)

        self._journal._db.set_trace_callback(look)
        self._make(call, after)
        self._journal._db.set_trace_callback(None)
        self.kept = after
        if kill is not None:
            if not left.exists():
                self._leave(left)
                before = after
            self._start(left)
            self.holds(self._ended(before), self._ended(after))

    def holds(self, *allowed: Kept) -> None:
        """Whole sessions, in their order, as one of these has them; it is what is kept from now."""
        found = {each.uuid: each for each in self._journal.sessions()}
        assert found in [{uuid: replace(each, ended=found[uuid].ended) if uuid in found else each
                          for uuid, each in one.items()} for one in allowed]
        assert self._journal.notice is None
        self.kept = found

    def _after(self, call: str) -> Kept:
        last = next(reversed(self.kept.values()), None)
        open_ = last is not None and last.ended is None
        if call == BEGIN and not open_:
            new = SessionRecord(f"s{next(self._numbers)}", "p1", "squat", self._clock.now())
            return {**self.kept, new.uuid: new}
        if last is None or not open_ or call == BEGIN:
            return self.kept
        if call == FINISH:
            last = replace(last, ended=self._clock.now(), outcome=Outcome.COMPLETED)
        else:
            sets = last.sets
            if call == GROW and sets:
                sets = (*sets[:-1], a_set(len(sets[-1].reps) + 1))
            else:
                sets = (*sets, a_set(1))
            last = replace(last, sets=sets)
        return {**self.kept, last.uuid: last}

    def _make(self, call: str, after: Kept) -> None:
        if after is self.kept:
            self._journal.sessions()
            return
        record = next(reversed(after.values()))
        if call == BEGIN:
            self._journal.begin(record)
        elif call == FINISH:
            self._journal.finish(record)
        else:
            self._journal.save_set(record.uuid, len(record.sets), record.sets[-1])

    def _leave(self, folder: Path) -> None:
        """The disk as it is now."""
        folder.mkdir()
        for part in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copy(f"{self._journal.path}{part}", folder)

    def _start(self, folder: Path) -> None:
        self._journal = self._lives.enter_context(closing(
            Journal.open(folder / "journal.sqlite3", self._clock)))

    @staticmethod
    def _ended(kept: Kept) -> Kept:
        """As the next start finds it: whatever was under way is ended."""
        return {uuid: each if each.ended is not None else replace(
            each, ended=STARTED + timedelta(0), outcome=Outcome.ABORTED)
            for uuid, each in kept.items()}


@settings(max_examples=examples(96), deadline=None)
@given(st.lists(st.tuples(calls, kills), max_size=14))
def test_whatever_order_they_come_in(steps: list[tuple[str, int | None]]) -> None:
    with TemporaryDirectory(dir=MEMORY) as folder, \
            closing(Life(Path(folder))) as life:
        for call, kill in steps:
            life.do(call, kill)
        life.holds(life.kept)
