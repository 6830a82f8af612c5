"""Killed at random points of sessions, again and again: nothing is lost but the set in progress."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mirrorapp.clock import SystemClock
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.journal.store import Journal
from tests.simulate.killed_child import SETS
from tests.tiers import FULL

LIVES, KILLS = (4, 50) if FULL else (1, 8)
LONGEST = 80
"""So many words of a life are waited for at most: somewhat more than a session has."""
ROOT = Path(__file__).resolve().parents[2]


def live_and_be_killed(folder: Path, seed: int) -> None:
    """Each life is killed after so many words of it, wherever it has come to by then."""
    chance = random.Random(seed)
    with subprocess.Popen([sys.executable, "-m", "tests.simulate.killed_child", str(folder)],
                          cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                          ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for _ in range(KILLS):
            print(file=child.stdin, flush=True)
            life = int(child.stdout.readline())
            for _ in range(chance.randrange(LONGEST)):
                assert child.stdout.readline() == ".\n"
            os.kill(life, signal.SIGKILL)
            while child.stdout.readline() != "killed\n":
                pass  # what it said before


def noted(folder: Path) -> dict[str, dict[str, Any]]:
    """The last that was noted of each session, by uuid, in their order."""
    lines = (folder / "noted").read_text().splitlines()
    return {each["uuid"]: each for each in map(json.loads, lines)}


def lost(before: dict[str, Any], kept: SessionRecord) -> bool:
    """Whether something of what was noted of a session is not in the journal as it was."""
    reps = [len(each.reps) for each in kept.sets]
    done = before["sets"]
    if before["outcome"] is not None:
        return (reps, kept.outcome) != (done, before["outcome"])
    return reps[:len(done) - 1] != done[:-1] or sum(reps) < sum(done)


@pytest.mark.parametrize("seed", range(LIVES))
def test_nothing_but_the_set_in_progress_is_lost(tmp_path: Path, seed: int) -> None:
    live_and_be_killed(tmp_path, seed)
    with closing(sqlite3.connect(tmp_path / "journal")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(Journal.open(tmp_path / "journal", SystemClock())) as journal:
        assert journal.notice is None
        kept = {each.uuid: each for each in journal.sessions()}
    before = noted(tmp_path)
    assert [uuid for uuid in kept if uuid in before] == list(before), "each, and in their order"
    assert len(kept) - len(before) <= KILLS, "a last one may be kept and not yet noted"
    assert [uuid for uuid, each in before.items() if lost(each, kept[uuid])] == []
    assert all(each.ended is not None for each in kept.values())
    outcomes = [each.outcome for each in kept.values()]
    assert outcomes.count(Outcome.ABORTED) > KILLS / 4, "kills fell into sessions"
    assert any(len(each.sets) == SETS for each in kept.values())
