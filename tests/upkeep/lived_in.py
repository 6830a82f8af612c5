"""All that a mirror keeps of two people, one of whom is to be erased."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from mirrorapp.alignment import station_file
from mirrorapp.alignment.station_file import Record
from mirrorapp.clock import ManualClock
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import SessionRecord
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.outbox import Letter, Outbox
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep.places import Places
from tests.journal.made_up import STARTED, a_session

NOW = datetime(2026, 11, 30, 3, 30, tzinfo=UTC)
MARKER = "Xanthippe-Quetzal"
"""The name of p2, and in whatever else is hers: it must be nowhere in the end."""
HERS = "p2"


def session_of(who: str, uuid: str) -> SessionRecord:
    """A session; her routine tells whose it is."""
    return replace(a_session(uuid), profile=who, routine=MARKER if who == HERS else "retraining")


def live_in(folder: Path, sessions: int = 2) -> Places:
    """A state folder with so many sessions of each."""
    places = Places(folder / "journal.sqlite3")
    folder.mkdir(exist_ok=True)
    with closing(Journal.open(places.journal, ManualClock(epoch=STARTED))) as journal:
        for who, name in (("p1", "Anna"), (HERS, MARKER)):
            asked = Screening(STARTED, frozenset({MARKER if who == HERS else "heart"}))
            journal.keep_profile(Profile(who, name, screening=asked,
                                         acknowledged={MARKER if who == HERS else "rule": STARTED}))
            journal.skip_day(who, date(2026, 11, 22))
            for number in range(sessions):
                journal.finish(session_of(who, f"{who}-{number}"))
            journal.lay_aside(who, f"{who}-0", MARKER if who == HERS else "past")
    places.settings.write_text(
        f'[session]\nprofile = "{HERS}"\n[people]\np1 = {{ name = "Anna" }}\n'
        f'{HERS} = {{ name = "{MARKER}", share_health = true }}\n')
    station_file.write(places.calibration, Record(height_cm=181))
    for path in (places.outbox, places.private_outbox):
        with Outbox(path, NoticeBoard(), ManualClock()) as outbox:
            outbox.put([Letter("p1-0", {"event": json.dumps({"profile": "p1"})}, {}),
                        Letter("p2-0", {"event": json.dumps({"profile": HERS, "routine": MARKER}),
                                        "p/p2/event": MARKER}, {"p/p2/session/last": MARKER,
                                        "session/last": json.dumps({"profile": HERS,
                                                                    "routine": MARKER})})])
            outbox.remember_topics({"mirrorapp/mirror/p/p2/state"})
    return places


def held(journal: Path) -> list[str]:
    """The sessions of a journal, by their uuids."""
    with closing(sqlite3.connect(journal)) as db:
        return [row[0] for row in db.execute("SELECT uuid FROM session ORDER BY uuid")]


EVERYBODYS = ["p1-0", "p1-1", "p2-0", "p2-1"]


def where_is(marker: str, folder: Path) -> list[str]:
    """The files that hold these bytes somewhere."""
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*")
                  if each.is_file() and marker.encode() in each.read_bytes())
